package org.pydl4j.bridge;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.BatchSource;
import org.pydl4j.nd.json.Records;
import org.pydl4j.nn.listeners.CheckpointListener;
import org.pydl4j.nn.listeners.CollectScoresListener;
import org.pydl4j.nn.listeners.PerformanceListener;
import org.pydl4j.nn.listeners.ScoreIterationListener;
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
    JsonObject given = Records.parse(json).getAsJsonObject();
    String type = given.get(Records.TYPE).getAsString();
    return Handles.put(switch (type) {
      case "ScoreIterationListener" -> new ScoreIterationListener(given.get("every").getAsInt());
      case "PerformanceListener" -> new PerformanceListener(given.get("every").getAsInt());
      case "CollectScoresListener" -> new CollectScoresListener(given.get("every").getAsInt());
      case "CheckpointListener" -> new CheckpointListener(Path.of(given.get("folder").getAsString()),
          given.get("everyIterations").getAsInt(),
          given.get("everyEpochs").getAsInt(), given.get("keepLast").getAsInt());
      default -> throw new IllegalArgumentException("[listener] unknown kind: got '" + type + "'.");
    });
  }

  /** What a CollectScoresListener collected: iteration and score by turns. */
  public static double[] scores(long listener) {
    return Handles.get(listener, CollectScoresListener.class).scores().stream()
        .flatMapToDouble(s -> DoubleStream.of(s.iteration(), s.score())).toArray();
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
    Batch own = Batches.borrow(data).dup();
    boolean taken = Handles.get(source, PushedBatches.class).push(own, waitMs);
    if (!taken) {
      own.close();
    }
    return taken;
  }
}
