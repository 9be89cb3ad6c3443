package org.pydl4j.spark.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.pydl4j.nd.array.BatchSource;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.array.Permutation;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.eval.Evaluation;
import org.pydl4j.nn.eval.IEvaluation;
import org.pydl4j.nn.eval.Metric;
import org.pydl4j.nn.model.Model;
import org.pydl4j.nn.training.EpochTrainer;
import org.pydl4j.nn.training.FitSummary;
import org.pydl4j.nn.training.LossWeights;
import org.pydl4j.nn.training.TrainingListener;
import org.pydl4j.nn.training.TrainingSession;
import org.pydl4j.spark.averaging.AveragingRounds;
import org.pydl4j.spark.averaging.Minibatches;
import org.pydl4j.spark.averaging.RoundStats;
import org.pydl4j.spark.data.PartitionRows;
import org.pydl4j.spark.data.RowBlock;
import org.pydl4j.spark.data.RowBlocks;
import org.pydl4j.spark.data.TrainingRows;
import org.pydl4j.spark.data.WorkerJvm;

/** A network that trains and is evaluated on Spark's executors. DL4J: SparkDl4jMultiLayer and SparkComputationGraph. */
public final class SparkDl4jMultiLayer {
  private final JavaSparkContext spark;
  private final Model model;
  private final ParameterAveragingTrainingMaster master;
  private final List<TrainingListener> listeners = new ArrayList<>();
  private LossWeights weights = LossWeights.NONE;
  private JavaRDD<RowBlock> heldOut;
  private Map<String, List<Metric>> metrics = Map.of();
  private Consumer<RoundStats> onRound = stats -> {};
  private volatile Rounds running;
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

  /**
   * Lets listeners watch the fits to come: as of local ones, a round standing for a minibatch; called on the driver.
   */
  public SparkDl4jMultiLayer listeners(TrainingListener... more) {
    listeners.addAll(List.of(more));
    return this;
  }

  /** Multiplies losses with these in the fits to come. */
  public SparkDl4jMultiLayer lossWeights(LossWeights newWeights) {
    weights = newWeights;
    return this;
  }

  /**
   * Computes the loss of these rows, and metrics, after each epoch of the fits to come: on the driver, which they are
   * brought to.
   *
   * @param ofOutputs metrics by the output that they look at; those under "" are of every output
   */
  public SparkDl4jMultiLayer validation(TrainingRows rows, Map<String, List<Metric>> ofOutputs) {
    return validation(rows.blocks(spark, spark.defaultParallelism()), ofOutputs);
  }

  /** The same of rows in blocks. */
  public SparkDl4jMultiLayer validation(JavaRDD<RowBlock> rows, Map<String, List<Metric>> ofOutputs) {
    heldOut = rows;
    metrics = ofOutputs;
    return this;
  }

  /** Hears of every round, before the listeners do. */
  public SparkDl4jMultiLayer onRound(Consumer<RoundStats> hears) {
    onRound = hears;
    return this;
  }

  /** Trains for some epochs; the network is changed after every round. */
  public FitSummary fit(TrainingRows rows, int epochs) {
    return fit(rows, epochs, false);
  }

  /** Goes on with the fit that was begun last, as {@link TrainingSession#resume}: at the round after the last one. */
  public FitSummary resume(TrainingRows rows, int epochs) {
    return fit(rows, epochs, true);
  }

  private FitSummary fit(TrainingRows rows, int epochs, boolean resume) {
    WorkerJvm.shipCap(spark);
    int workers = master.workers() > 0 ? master.workers() : spark.defaultParallelism();
    try (RowBlocks blocks = master.shuffle()
        ? RowBlocks.shuffled(rows.blocks(spark, spark.defaultParallelism()), workers, master.seed())
        : RowBlocks.inPlace(rows.blocks(spark, workers), workers)) {
      return fit(blocks, epochs, resume);
    }
  }

  /** Trains on rows that are cached already. When it fails, the network holds the last round's result. */
  public FitSummary fit(RowBlocks blocks, int epochs, boolean resume) {
    WorkerJvm.shipCap(spark);
    ModelWorker worker = new ModelWorker(model.configuration().toJson(), Computation.of(model), weights);
    try (TrainingSession session = new TrainingSession(model).lossWeights(weights)
        .listeners(listeners.toArray(TrainingListener[]::new))) {
      if (heldOut != null) {
        session.validation(heldOutBatches(), metrics);
      }
      Rounds rounds = new Rounds(session, new AveragingRounds(spark, blocks, worker, master.settings()), blocks.rows());
      running = rounds;
      if (stopped) {
        return new FitSummary(0, 0, 0, 0, true);
      }
      return resume ? session.resume(rounds, epochs) : session.fit(rounds, epochs);
    } finally {
      running = null;
    }
  }

  private BatchSource heldOutBatches() {
    PartitionRows rows = new PartitionRows(heldOut.collect().iterator());
    if (rows.rows() == 0) {
      throw new IllegalArgumentException("[Spark training] held-out rows: got none; expected at least one. Check the"
          + " data's path and filters.");
    }
    int[] order = Permutation.identity(rows.rows());
    return new Minibatches(rows, order, 0, order.length, master.settings().batchSize());
  }

  /** Epochs as rounds of averaging. */
  private final class Rounds implements EpochTrainer, AveragingRounds.Listener {
    private final TrainingSession session;
    private final AveragingRounds averaging;
    private final long rows;

    Rounds(TrainingSession session, AveragingRounds averaging, long rows) {
      this.session = session;
      this.averaging = averaging;
      this.rows = rows;
    }

    @Override
    public long rows() {
      return rows;
    }

    @Override
    public void train(TrainingSession of, int epoch, long done) {
      AveragingRounds.Position at = new AveragingRounds.Position(ModelState.of(model),
          model.trainingState().withoutPosition());
      averaging.epoch(at, Math.toIntExact(done), this);
    }

    @Override
    public double rateFactor() {
      return model.trainingState().rateFactor();
    }

    @Override
    public void done(RoundStats stats, AveragingRounds.Position after) {
      try (NDArray params = ModelState.params(after.state(), model);
          NDArray updaterState = ModelState.updaterState(after.state(), model)) {
        model.setParams(params).setUpdaterState(updaterState).changeTrainingState(s -> s.countedAs(after.at()));
      }
      onRound.accept(stats);
      session.trained(stats.rows(), stats.loss(), 0, stats.ms());
      if (session.isStopped()) {
        averaging.stop();
      }
    }

    void stop() {
      session.stop();
      averaging.stop();
    }
  }

  /** Ends a fit within a fraction of a second, from another thread; the network then holds the last round's result. */
  public void stop() {
    stopped = true;
    Rounds now = running;
    if (now != null) {
      now.stop();
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
    Evaluation whole = model.evaluation(output);
    List<String> parts = rows.blocks(spark, spark.defaultParallelism())
        .mapPartitions(new EvaluationTask(network, output, batchSize))
        .collect();
    parts.forEach(part -> whole.merge((Evaluation) IEvaluation.fromJson(part)));
    network.destroy();
    return whole;
  }
}
