package org.pydl4j.nn.model;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.json.Records;
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
    try {
      Path folder = path.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      // Not createTempFile: that makes files which only their owner can read.
      Path temporary = folder.resolve("." + path.getFileName() + "." + UUID.randomUUID() + ".tmp");
      try {
        try (OutputStream out = Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW)) {
          write(model, out, updater, extras);
        }
        move(temporary, path);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("[save] cannot write " + path + ": " + e.getMessage(), e);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Writes to a stream, which stays open. */
  public static void write(Model model, OutputStream out, boolean updater, Map<String, String> extras)
      throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    text(zip, CONFIGURATION, model.configuration().toJson());
    array(zip, PARAMETERS, model.params());
    if (updater) {
      array(zip, UPDATER, model.updaterState());
    }
    String version = Model.class.getPackage().getImplementationVersion();
    Training training = new Training(model.iterationCount(), model.epochCount(), version == null ? "" : version);
    text(zip, TRAINING, Records.toPrettyText(training));
    for (Map.Entry<String, String> e : extras.entrySet()) {
      text(zip, e.getKey(), e.getValue());
    }
    zip.finish();
  }

  private static void text(ZipOutputStream zip, String name, String content) throws IOException {
    entry(zip, name);
    zip.write(content.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }

  /** Entries carry a fixed time, so that equal models give equal files. */
  private static void entry(ZipOutputStream zip, String name) throws IOException {
    ZipEntry e = new ZipEntry(name);
    e.setTime(315532800000L);
    zip.putNextEntry(e);
  }

  private static void array(ZipOutputStream zip, String name, NDArray flat) throws IOException {
    entry(zip, name);
    Npy.write(zip, flat);
    zip.closeEntry();
  }

  /** Reads a model; extras are ignored. */
  public static Model read(Path path) {
    return readAll(path).model();
  }

  /** Reads a model and its text entries. */
  public static Saved readAll(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      checkEnd(path);
      return readAll(in, path.toString());
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("[load] no such file: got '" + path
          + "'; expected a model zip. Check the path.", e);
    } catch (IOException e) {
      throw new UncheckedIOException("[load] cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  /** A zip's directory is its end, which a stream of entries does not look at: without it the file was cut. */
  private static void checkEnd(Path path) throws IOException {
    try {
      new ZipFile(path.toFile()).close();
    } catch (ZipException e) {
      throw broken(path.toString(), "it is truncated or damaged (" + e.getMessage() + ")", e);
    }
  }

  /** Reads a model and its text entries from a stream; where names it in errors. */
  public static Saved readAll(InputStream in, String where) {
    Map<String, byte[]> entries = entries(in, where);
    for (String needed : new String[] {CONFIGURATION, PARAMETERS, TRAINING}) {
      if (!entries.containsKey(needed)) {
        throw broken(where, entries.isEmpty() ? "it is not a zip, or an empty one" : needed + " is missing; it holds "
            + entries.keySet(), null);
      }
    }
    Model model = null;
    try {
      model = new Model(NetworkConfiguration.fromJson(string(entries.remove(CONFIGURATION))));
      Training t = Records.fromText(string(entries.remove(TRAINING)), Training.class);
      try (NDArray params = Npy.read(entries.remove(PARAMETERS))) {
        model.init(params);
      }
      if (entries.containsKey(UPDATER)) {
        try (NDArray state = Npy.read(entries.remove(UPDATER))) {
          model.setUpdaterState(state);
        }
      }
      model.setCounts(t.iteration(), t.epoch());
    } catch (IllegalArgumentException e) {
      if (model != null) {
        model.close();
      }
      throw broken(where, e.getMessage(), e);
    }
    Map<String, String> extras = new LinkedHashMap<>();
    entries.forEach((k, v) -> extras.put(k, string(v)));
    return new Saved(model, extras);
  }

  private static String string(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private static Map<String, byte[]> entries(InputStream in, String where) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        zip.transferTo(bytes);
        entries.put(e.getName(), bytes.toByteArray());
      }
      return entries;
    } catch (EOFException | ZipException | IllegalArgumentException e) {
      throw broken(where, "it is truncated or damaged (" + e.getMessage() + ")", e);
    } catch (IOException e) {
      throw new UncheckedIOException("[load] cannot read " + where + ": " + e.getMessage(), e);
    }
  }

  private static IllegalArgumentException broken(String where, String why, Exception cause) {
    return new IllegalArgumentException("[load] " + where + " is not a model: " + why
        + "; expected a zip written by save(). Save or copy the model again.", cause);
  }
}
