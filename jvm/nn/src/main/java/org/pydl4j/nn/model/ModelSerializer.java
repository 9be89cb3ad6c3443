package org.pydl4j.nn.model;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.ZipOutputStream;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.array.Npy;
import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.json.Records;
import org.pydl4j.nd.plan.options.Choices;
import org.pydl4j.nn.conf.NetworkConfiguration;
import org.pydl4j.nn.training.TrainingState;

/**
 * A model as one zip: {@code format.json}, {@code configuration.json}, {@code parameters.npy}, {@code updater.npy},
 * {@code training.json}, {@code classes.json} where classes have names, and text entries of others
 * ({@code pipeline.json}, {@code normalizer.json}, ...) that are kept as they are, {@link Model#extras}.
 */
public final class ModelSerializer {
  private static final String CONFIGURATION = "configuration.json";
  private static final String PARAMETERS = "parameters.npy";
  private static final String UPDATER = "updater.npy";
  private static final String TRAINING = "training.json";
  private static final String CHOICES = "choices.json";
  private static final String CLASSES = "classes.json";
  private static final Set<String> OURS =
      Set.of(Archive.FORMAT_ENTRY, CONFIGURATION, PARAMETERS, UPDATER, TRAINING, CHOICES, CLASSES);

  /** The content of training.json; files of before have no state. */
  private record Training(long iteration, int epoch, TrainingState state, String version) {
    Training {
      state = state == null ? TrainingState.of(iteration, epoch) : state;
    }

    static Object defaults() {
      return Defaults.of("state", null);
    }
  }

  /** The content of classes.json. */
  private record Classes(Map<String, ClassNames> outputs) {
  }

  private ModelSerializer() {
  }

  /**
   * Writes to a file, which is replaced only when the new one is complete.
   *
   * @param updater whether the updater's state is written, so that training can go on
   */
  public static void write(Model model, Path path, boolean updater) {
    Archive.write(path, out -> write(model, out, updater));
  }

  /** Writes to a stream, which stays open; a training that is under way waits. */
  public static void write(Model model, OutputStream out, boolean updater) throws IOException {
    model.progress().lock().query(() -> writeAll(model, out, updater));
  }

  private static OutputStream writeAll(Model model, OutputStream out, boolean updater) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    Archive.format(zip);
    Archive.text(zip, CONFIGURATION, model.configuration().toJson());
    Archive.array(zip, PARAMETERS, model.params().toHost());
    if (updater) {
      Archive.array(zip, UPDATER, model.updaterState().toHost());
    }
    String version = Model.class.getPackage().getImplementationVersion();
    TrainingState state = model.trainingState();
    Training training = new Training(state.iteration(), state.epoch(), state, version == null ? "" : version);
    Archive.text(zip, TRAINING, Records.toPrettyText(training));
    if (!model.choices().isEmpty()) {
      Archive.text(zip, CHOICES, model.choices().toJson());
    }
    if (!model.classNames().isEmpty()) {
      Archive.text(zip, CLASSES, Records.toText(new Classes(new TreeMap<>(model.classNames()))));
    }
    for (Map.Entry<String, String> e : new TreeMap<>(model.extras()).entrySet()) {
      Archive.text(zip, e.getKey(), e.getValue());
    }
    zip.finish();
    return out;
  }

  /** Raises IllegalArgumentException where a text would take the place of an entry of the model's own. */
  static void checkExtras(Set<String> names) {
    names.stream().filter(OURS::contains).findFirst().ifPresent(name -> {
      throw new IllegalArgumentException(
          "[save] the model's own entry: got a text named '" + name + "'; expected another name.");
    });
  }

  /**
   * Reads a model and its text entries.
   *
   * @throws IllegalArgumentException when the file is absent, or not a model: sizes are compared before anything is
   *     allocated for them
   */
  public static Model read(Path path) {
    try (ArchiveReader in = ArchiveReader.open(path)) {
      in.require(CONFIGURATION, PARAMETERS, TRAINING);
      Model model = model(in);
      try {
        Map<String, String> extras = new LinkedHashMap<>();
        in.names().stream().filter(name -> !OURS.contains(name)).forEach(name -> extras.put(name, in.text(name)));
        return model.setExtras(extras);
      } catch (RuntimeException e) {
        model.close();
        throw e;
      }
    }
  }

  private static Model model(ArchiveReader in) {
    Model model = null;
    try {
      model = new Model(NetworkConfiguration.fromJson(in.text(CONFIGURATION)));
      Training t = Records.fromText(in.text(TRAINING), Training.class);
      ParamLayout layout = model.layout();
      try (NDArray params = in.array(PARAMETERS, floats("parameters", layout.size()))) {
        model.init(params);
      }
      if (in.names().contains(UPDATER)) {
        try (NDArray state = in.array(UPDATER, floats("values of the updater's state", layout.updaterSize()))) {
          model.setUpdaterState(state);
        }
      }
      model.setTrainingState(t.state());
      if (in.names().contains(CHOICES)) {
        model.setChoices(Choices.fromJson(in.text(CHOICES)));
      }
      if (in.names().contains(CLASSES)) {
        model.setClassNames(Records.fromText(in.text(CLASSES), Classes.class).outputs());
      }
      return model;
    } catch (RuntimeException | StackOverflowError e) {
      if (model != null) {
        model.close();
      }
      throw in.broken(e);
    }
  }

  private static Consumer<Npy.Header> floats(String what, long count) {
    return h -> {
      if (!h.dtype().isFloat() || h.size() != count) {
        throw new IllegalArgumentException(
            "[load] got " + h + "; expected " + count + " " + what + ", as the configuration says");
      }
    };
  }
}
