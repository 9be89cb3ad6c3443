package org.pydl4j.nn.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipOutputStream;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.array.Npy;
import org.pydl4j.nd.json.Records;
import org.pydl4j.nd.plan.Choices;
import org.pydl4j.nn.conf.NetworkConfiguration;

/**
 * A model as one zip: {@code configuration.json}, {@code parameters.npy}, {@code updater.npy}, {@code training.json},
 * and text entries of others ({@code pipeline.json}, {@code normalizer.json}, ...) that are kept as they are.
 */
public final class ModelSerializer {
  private static final String CONFIGURATION = "configuration.json";
  private static final String PARAMETERS = "parameters.npy";
  private static final String UPDATER = "updater.npy";
  private static final String TRAINING = "training.json";
  private static final String CHOICES = "choices.json";

  /** The content of training.json. */
  private record Training(long iteration, int epoch, String version) {
  }

  /** A model with the text entries that were saved beside it. */
  public record Saved(Model model, Map<String, String> extras) {
  }

  private ModelSerializer() {
  }

  /**
   * Writes to a file, which is replaced only when the new one is complete.
   *
   * @param updater whether the updater's state is written, so that training can go on
   * @param extras text entries by name, e.g. "pipeline.json"
   */
  public static void write(Model model, Path path, boolean updater, Map<String, String> extras) {
    Archive.write(path, out -> write(model, out, updater, extras));
  }

  /** Writes to a stream, which stays open. */
  public static void write(Model model, OutputStream out, boolean updater, Map<String, String> extras)
      throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    Archive.text(zip, CONFIGURATION, model.configuration().toJson());
    Archive.array(zip, PARAMETERS, model.params().toHost());
    if (updater) {
      Archive.array(zip, UPDATER, model.updaterState().toHost());
    }
    String version = Model.class.getPackage().getImplementationVersion();
    Training training = new Training(model.iterationCount(), model.epochCount(), version == null ? "" : version);
    Archive.text(zip, TRAINING, Records.toPrettyText(training));
    if (!model.choices().isEmpty()) {
      Archive.text(zip, CHOICES, model.choices().toJson());
    }
    for (Map.Entry<String, String> e : extras.entrySet()) {
      Archive.text(zip, e.getKey(), e.getValue());
    }
    zip.finish();
  }

  /** Reads a model; extras are ignored. */
  public static Model read(Path path) {
    return readAll(path).model();
  }

  /** Reads a model and its text entries. */
  public static Saved readAll(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      Archive.checkEnd(path);
      return readAll(in, path.toString());
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("[load] no such file: got '" + path
          + "'; expected a model zip. Check the path.", e);
    } catch (IOException e) {
      throw new UncheckedIOException("[load] cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  /** Reads a model and its text entries from a stream; where names it in errors. */
  public static Saved readAll(InputStream in, String where) {
    Map<String, byte[]> entries = Archive.entries(in, where);
    for (String needed : new String[] {CONFIGURATION, PARAMETERS, TRAINING}) {
      if (!entries.containsKey(needed)) {
        throw Archive.broken(where, entries.isEmpty() ? "it is not a zip, or an empty one" : needed + " is missing; it holds "
            + entries.keySet(), null);
      }
    }
    Model model = null;
    try {
      model = new Model(NetworkConfiguration.fromJson(Archive.string(entries.remove(CONFIGURATION))));
      Training t = Records.fromText(Archive.string(entries.remove(TRAINING)), Training.class);
      try (NDArray params = Npy.read(entries.remove(PARAMETERS))) {
        model.init(params);
      }
      if (entries.containsKey(UPDATER)) {
        try (NDArray state = Npy.read(entries.remove(UPDATER))) {
          model.setUpdaterState(state);
        }
      }
      model.setCounts(t.iteration(), t.epoch());
      if (entries.containsKey(CHOICES)) {
        model.setChoices(Choices.fromJson(Archive.string(entries.remove(CHOICES))));
      }
    } catch (IllegalArgumentException e) {
      if (model != null) {
        model.close();
      }
      throw Archive.broken(where, e.getMessage(), e);
    }
    Map<String, String> extras = new LinkedHashMap<>();
    entries.forEach((k, v) -> extras.put(k, Archive.string(v)));
    return new Saved(model, extras);
  }
}
