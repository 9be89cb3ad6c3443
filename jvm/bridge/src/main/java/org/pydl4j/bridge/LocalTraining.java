package org.pydl4j.bridge;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.BatchSource;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.json.Records;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.listeners.CheckpointListener;
import org.pydl4j.nn.listeners.CollectScoresListener;
import org.pydl4j.nn.listeners.EarlyStopping;
import org.pydl4j.nn.listeners.PerformanceListener;
import org.pydl4j.nn.listeners.ReduceLROnPlateau;
import org.pydl4j.nn.listeners.ScoreIterationListener;
import org.pydl4j.nn.listeners.TimeIterationListener;
import org.pydl4j.nn.training.Gradient;
import org.pydl4j.nn.training.Trainable;
import org.pydl4j.nn.training.TrainingListener;

/** Training for Python, of networks and SameDiff graphs alike: by handle, data by address. */
public final class LocalTraining {
  private LocalTraining() {}

  private static Trainable model(long handle) {
    return Handles.get(handle, Trainable.class);
  }

  /** A listener, {@code {"@type": "CollectScoresListener", "every": 1}} and the like; Python keeps the handle. */
  public static long listener(String json) {
    return Handles.put(listener(Records.parse(json).getAsJsonObject()));
  }

  /** A listener as Python describes it. */
  static TrainingListener listener(JsonObject given) {
    String type = given.get(Records.TYPE).getAsString();
    return switch (type) {
      case "ScoreIterationListener" -> new ScoreIterationListener(given.get("every").getAsInt(), Said::add);
      case "PerformanceListener" -> new PerformanceListener(given.get("every").getAsInt(), Said::add);
      case "TimeIterationListener" -> new TimeIterationListener(given.get("iterations").getAsLong(),
          given.get("every").getAsInt(), Said::add);
      case "CollectScoresListener" -> new CollectScoresListener(given.get("every").getAsInt());
      case "CheckpointListener" -> new CheckpointListener(Path.of(given.get("folder").getAsString()),
          given.get("everyIterations").getAsInt(), given.get("everyEpochs").getAsInt(),
          given.get("keepLast").getAsInt(), Said::add);
      case "EarlyStopping" -> new EarlyStopping(Records.fromJson(given.get("options"), EarlyStopping.Options.class),
          Said::add);
      case "ReduceLROnPlateau" -> new ReduceLROnPlateau(
          Records.fromJson(given.get("options"), ReduceLROnPlateau.Options.class), Said::add);
      default -> throw new IllegalArgumentException("[listener] unknown kind: got '" + type + "'.");
    };
  }

  /** What a listener has seen, as JSON. */
  public static String seen(long listener) {
    return seen(Handles.get(listener, TrainingListener.class)).toString();
  }

  /** What a listener has seen: of a CollectScoresListener {@code scores}, of an EarlyStopping where it ended. */
  static JsonElement seen(TrainingListener listener) {
    if (listener instanceof CollectScoresListener c) {
      return Records.toJson(Map.of("scores", c.scores()));
    } else if (listener instanceof EarlyStopping e) {
      return Records.toJson(Map.of("stoppedEpoch", e.stoppedEpoch(), "bestEpoch", e.bestEpoch(), "best", e.best()));
    }
    return new JsonObject();
  }

  /** How far training is, as JSON. */
  public static String state(long handle) {
    return Records.toText(model(handle).trainingState());
  }

  /** The score of a minibatch, then its gradients in the order of {@link #trainedNames}. */
  public static long[] gradient(long handle, long[] data, String names) {
    try (Gradient g = model(handle).gradient(Batches.borrow(data, names))) {
      List<NDArray> all = new ArrayList<>(List.of(NDArray.scalar(DType.FLOAT64, g.score())));
      model(handle).trainedNames().forEach(n -> all.add(g.byName().get(n).dup()));
      return Arrays.give(all);
    }
  }

  /** Names of the parameters that training changes, as JSON. */
  public static String trainedNames(long handle) {
    return Records.toText(model(handle).trainedNames());
  }

  /** What all learning rates are multiplied with. */
  public static double rateFactor(long handle) {
    return model(handle).rateFactor();
  }

  public static void setRateFactor(long handle, double factor) {
    model(handle).setRateFactor(factor);
  }

  private static List<TrainingListener> listeners(long[] handles) {
    return LongStream.of(handles).mapToObj(h -> Handles.get(h, TrainingListener.class)).toList();
  }

  /** Starts to train on rows in memory, which must live until the job has ended, as FitOptions say. */
  public static long fit(long handle, long[] data, long[] validation, String how, long[] listeners) {
    FitOptions options = Records.fromText(how, FitOptions.class);
    return Jobs.start(FitJob.of(model(handle), Batches.borrow(data, options.names()), validation, options,
        listeners(listeners)));
  }

  /** Starts to train on a source of minibatches by its handle; what {@link #push} fills is given epoch by epoch. */
  public static long fitSource(long handle, long source, long[] validation, String how, long[] listeners) {
    return Jobs.start(FitJob.of(model(handle), Handles.get(source, BatchSource.class), validation,
        Records.fromText(how, FitOptions.class), listeners(listeners)));
  }

  /** A source that {@link #push} fills, and {@link #fitSource} trains on. */
  public static long pushed() {
    return Handles.put(new PushedBatches());
  }

  /** Takes a copy of a minibatch, nothing for the end of an epoch; false when there was no room yet. */
  public static boolean push(long source, long[] data, long waitMs) throws InterruptedException {
    if (data.length == 0) {
      return Handles.get(source, PushedBatches.class).push(null, waitMs);
    }
    Batch own = Batches.borrow(data).dup(); // a queue that is closed closes it
    boolean taken = Handles.get(source, PushedBatches.class).push(own, waitMs);
    if (!taken) {
      own.close();
    }
    return taken;
  }
}
