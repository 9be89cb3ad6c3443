package org.pydl4j.spark.training;

import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.eval.Evaluation;
import org.pydl4j.nn.eval.IEvaluation;
import org.pydl4j.nn.model.Model;
import org.pydl4j.spark.averaging.AveragingRounds;
import org.pydl4j.spark.averaging.RoundStats;
import org.pydl4j.spark.data.RowBlocks;
import org.pydl4j.spark.data.TrainingRows;
import org.pydl4j.spark.data.WorkerJvm;

/** A network that trains and is evaluated on Spark's executors. DL4J: SparkDl4jMultiLayer and SparkComputationGraph. */
public final class SparkDl4jMultiLayer {
  private final JavaSparkContext spark;
  private final Model model;
  private final ParameterAveragingTrainingMaster master;
  private volatile AveragingRounds running;
  private volatile boolean stopped;

  /**
   * A network on a cluster.
   *
   * @param model where training starts; {@link #fit} changes it on the driver, and the caller closes it
   */
  public SparkDl4jMultiLayer(JavaSparkContext spark, Model model, ParameterAveragingTrainingMaster master) {
    DType type = model.configuration().conf().dataType();
    if (type != DType.FLOAT32) {
      throw new IllegalArgumentException("[Spark training] data type of the network: got " + type
          + "; expected FLOAT32. Train in 32 bits.");
    }
    this.spark = spark;
    this.model = model;
    this.master = master;
  }

  /** The network as trained so far. */
  public Model network() {
    return model;
  }

  /** Trains for some epochs; the listener hears of every round, on the calling thread. */
  public Model fit(TrainingRows rows, int epochs, Consumer<RoundStats> listener) {
    WorkerJvm.shipCap(spark);
    int workers = master.workers() > 0 ? master.workers() : spark.defaultParallelism();
    try (RowBlocks blocks = master.shuffle()
        ? RowBlocks.shuffled(rows.blocks(spark, spark.defaultParallelism()), workers, master.seed())
        : RowBlocks.inPlace(rows.blocks(spark, workers), workers)) {
      return fit(blocks, epochs, listener);
    }
  }

  /** Trains on rows that are cached already. When it fails, the network holds the last round's result. */
  public Model fit(RowBlocks blocks, int epochs, Consumer<RoundStats> listener) {
    WorkerJvm.shipCap(spark);
    ModelWorker worker = new ModelWorker(model.configuration().toJson(), Computation.of(model));
    AveragingRounds rounds = new AveragingRounds(spark, blocks, worker, master.settings());
    running = rounds;
    if (stopped) {
      return model;
    }
    AveragingRounds.Position start =
        new AveragingRounds.Position(ModelState.of(model), model.iterationCount(), model.epochCount());
    try {
      rounds.run(start, epochs, listener);
    } finally {
      take(rounds.position());
    }
    return model;
  }

  private void take(AveragingRounds.Position end) {
    try (NDArray params = ModelState.params(end.state(), model);
        NDArray updaterState = ModelState.updaterState(end.state(), model)) {
      model.setParams(params).setUpdaterState(updaterState)
          .setTrainingState(model.trainingState().withCounts(end.iteration(), end.epoch()));
    }
  }

  /** Ends a fit within a fraction of a second, from another thread; the network then holds the last round's result. */
  public void stop() {
    stopped = true;
    if (running != null) {
      running.stop();
    }
  }

  /** Evaluates the classification of the network's only output; every row counts once. */
  public Evaluation evaluate(TrainingRows rows, int batchSize) {
    return evaluate(rows, null, batchSize);
  }

  /** The same for one of several outputs. */
  public Evaluation evaluate(TrainingRows rows, String output, int batchSize) {
    WorkerJvm.shipCap(spark);
    Broadcast<EvaluationTask.Snapshot> network;
    try (NDArray params = model.params()) {
      network = spark.broadcast(new EvaluationTask.Snapshot(model.configuration().toJson(), params.toFloatArray(),
          Computation.of(model)));
    }
    Evaluation whole = new Evaluation();
    List<String> parts = rows.blocks(spark, spark.defaultParallelism())
        .mapPartitions(new EvaluationTask(network, output, batchSize))
        .collect();
    parts.forEach(part -> whole.merge((Evaluation) IEvaluation.fromJson(part)));
    network.destroy();
    return whole;
  }
}
