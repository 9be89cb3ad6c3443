package org.pydl4j.bridge;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.spark.api.java.JavaSparkContext;
import org.pydl4j.nd.json.Records;
import org.pydl4j.nn.model.Model;
import org.pydl4j.nn.training.LossWeights;
import org.pydl4j.nn.training.TrainingListener;
import org.pydl4j.spark.averaging.RoundStats;
import org.pydl4j.spark.data.PipelineRows;
import org.pydl4j.spark.data.TrainingRows;
import org.pydl4j.spark.training.ParameterAveragingTrainingMaster;
import org.pydl4j.spark.training.SparkDl4jMultiLayer;

/**
 * Spark jobs for Python: strings, numbers and paths only, so that it works over Py4J as well. All run as {@link Jobs}.
 */
public final class SparkJobs {
  /** What {@link #fit} is told: a model's zip, where the trained one goes, how and on what. */
  private record Fit(String model, String trained, ParameterAveragingTrainingMaster master, TrainingRows rows,
      int epochs, boolean resume, TrainingRows validation, Map<String, List<JsonElement>> metrics,
      Map<String, Double> lossWeights, Map<String, Map<Long, Double>> classWeights, List<JsonObject> listeners,
      Set<String> events) {}

  /** What {@link #evaluate} is told. */
  private record Evaluate(String model, TrainingRows rows, String output, int batchSize) {}

  private SparkJobs() {}

  /** Reads and transforms a pipeline's input; the job's result is the JSON of {@link PipelineRows.Count}. */
  public static long count(String rowsJson) {
    TrainingRows rows = Records.fromText(rowsJson, TrainingRows.class);
    if (!(rows instanceof PipelineRows pipeline)) {
      throw new IllegalArgumentException("[Spark count] got " + rows.getClass().getSimpleName()
          + "; expected a pipeline. Count a DataFrame with Spark.");
    }
    return Jobs.start(new SparkJob("count") {
      @Override
      Object work(JavaSparkContext spark) {
        return Records.toText(pipeline.count(spark, spark.defaultParallelism()));
      }
    });
  }

  /**
   * Trains the network of a model's zip and writes the trained one; its progress tells of every round, and its result
   * of what listeners have seen, a JSON array.
   */
  public static long fit(String fitJson) {
    return Jobs.start(new TrainingJob(Records.fromText(fitJson, Fit.class)));
  }

  /** Writes the network of a training as it is now, between two events. */
  public static void save(long job, String path) {
    Jobs.job(job, TrainingJob.class).network.save(Path.of(path));
  }

  /** Multiplies all learning rates of a training from its next round on. */
  public static void scaleLearningRate(long job, double factor) {
    Jobs.job(job, TrainingJob.class).network.changeTrainingState(s -> s.withRateFactor(s.rateFactor() * factor));
  }

  /** Evaluates the network of a model's zip; the job's result is the evaluation's JSON. */
  public static long evaluate(String evaluateJson) {
    Evaluate told = Records.fromText(evaluateJson, Evaluate.class);
    return Jobs.start(new SparkJob("evaluation") {
      @Override
      Object work(JavaSparkContext spark) {
        try (Model model = Model.load(Path.of(told.model))) {
          ParameterAveragingTrainingMaster master = ParameterAveragingTrainingMaster.builder().build();
          return new SparkDl4jMultiLayer(spark, model, master).evaluate(told.rows, told.output, told.batchSize)
              .toJson();
        }
      }
    });
  }

  private static final class TrainingJob extends SparkJob {
    private final Fit told;
    private final List<TrainingListener> listeners;
    private final Queue<RoundStats> rounds = new ConcurrentLinkedQueue<>();
    private long rows;
    private int firstEpoch = -1;
    private TrainingListener python;
    private volatile Model network;
    private volatile SparkDl4jMultiLayer training;

    TrainingJob(Fit told) {
      super("training");
      this.told = told;
      this.listeners = told.listeners.stream().map(LocalTraining::listener).toList();
    }

    @Override
    Object work(JavaSparkContext spark) {
      try (Model model = Model.load(Path.of(told.model))) {
        network = model;
        training = new SparkDl4jMultiLayer(spark, model, told.master).onRound(rounds::add)
            .lossWeights(new LossWeights(told.lossWeights, told.classWeights))
            .listeners(listeners.toArray(TrainingListener[]::new)).listeners(python);
        if (told.validation != null) {
          training.validation(told.validation, FitOptions.measured(told.metrics));
        }
        try {
          if (told.resume) {
            training.resume(told.rows, told.epochs);
          } else {
            training.fit(told.rows, told.epochs);
          }
        } finally {
          network = null;
          model.save(Path.of(told.trained));
        }
      }
      JsonArray seen = new JsonArray();
      listeners.forEach(l -> seen.add(LocalTraining.seen(l)));
      return seen.toString();
    }

    @Override
    public Set<String> events() {
      return told.events;
    }

    @Override
    public void heardBy(TrainingListener listener) {
      python = listener;
    }

    /** As a local fit: epoch, rows, rowsPerEpoch, score; and {@code finished}, the rounds since the last call. */
    @Override
    public synchronized String progress() {
      JsonObject state = new JsonObject();
      List<RoundStats> finished = new ArrayList<>();
      for (RoundStats round = rounds.poll(); round != null; round = rounds.poll()) {
        finished.add(round);
        rows += round.rows();
        firstEpoch = firstEpoch < 0 ? round.epoch() : firstEpoch;
        state.addProperty("epoch", round.epoch() - firstEpoch);
        state.addProperty("rows", rows);
        state.addProperty("rowsPerEpoch", round.rowsPerEpoch());
        state.addProperty("score", round.loss());
      }
      state.add("finished", Records.toJson(finished));
      state.add("said", Said.taken());
      return state.toString();
    }

    @Override
    public void stop() {
      super.stop();
      SparkDl4jMultiLayer running = training;
      if (running != null) {
        running.stop();
      }
    }
  }
}
