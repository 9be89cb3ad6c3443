package org.pydl4j.spark.averaging;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.pydl4j.nn.training.TrainingState;
import org.pydl4j.spark.data.RowBlocks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * Training as rounds of pure functions over ordinary stages. The driver broadcasts the state, every partition trains
 * from it on its next minibatches and emits slices, a shuffle brings the slices of one number together, their mean goes
 * back to the driver. Lineage is one round long; a retry or a lost executor changes no bit.
 */
public final class AveragingRounds {
  private static final Logger LOG = LoggerFactory.getLogger(AveragingRounds.class);

  /** Where training stands: the state, and how far the worker is that got furthest. */
  public record Position(float[] state, TrainingState at) {}

  /** Hears of rounds, and may change the learning rates of the next. */
  public interface Listener {
    /** What all learning rates of the next round are multiplied with. */
    default double rateFactor() {
      return 1;
    }

    /** A round is over, and training stands there. */
    void done(RoundStats stats, Position after);
  }

  private final JavaSparkContext spark;
  private final RowBlocks rows;
  private final Worker worker;
  private final AveragingSettings settings;
  private final String jobGroup;
  private final Set<String> engines = new TreeSet<>();
  private volatile boolean stopped;

  public AveragingRounds(JavaSparkContext spark, RowBlocks rows, Worker worker, AveragingSettings settings) {
    this.spark = spark;
    this.rows = rows;
    this.worker = worker;
    this.settings = settings;
    this.jobGroup = "pydl4j-training-" + System.identityHashCode(this);
  }

  /**
   * Asks for an end within a fraction of a second, from another thread; {@link #epoch} returns the last round's result.
   */
  public void stop() {
    stopped = true;
    spark.cancelJobGroup(jobGroup);
  }

  /**
   * Trains the rounds of an epoch.
   *
   * @param first rounds of it that were trained before
   * @return where it ended: in the next epoch, or in this one when it was stopped
   */
  public Position epoch(Position start, int first, Listener listener) {
    int rounds = (int) ((rows.largestPartition() + settings.rowsPerRound() - 1) / settings.rowsPerRound());
    Ledger ledger = new Ledger(rows.rowsPerPartition(), (long) first * settings.rowsPerRound());
    Position at = start;
    spark.setJobGroup(jobGroup, "parameter averaging", true);
    try {
      for (int number = first; number < rounds; number++) {
        Position next = stopped ? null : round(at, number, ledger, listener);
        if (next == null) {
          return at;
        }
        at = next;
      }
      ledger.close();
      return new Position(at.state(), at.at().nextEpoch());
    } finally {
      spark.clearJobGroup();
    }
  }

  /** One round; null when it was stopped. */
  private Position round(Position at, int number, Ledger ledger, Listener listener) {
    long startNs = System.nanoTime();
    int threads = spark.getConf().getInt("spark.task.cpus", 1);
    Broadcast<RoundStart> round =
        spark.broadcast(new RoundStart(at.at().withRateFactor(listener.rateFactor()), number, at.state(), threads));
    Slices slices = new Slices(at.state().length, Math.max(1, Math.min(rows.partitions(), at.state().length)));
    List<AveragedSlice> averaged;
    try {
      averaged = rows.rdd().mapPartitionsWithIndex(new RoundTask(worker, settings, slices, round), true)
          .mapToPair(c -> new Tuple2<>(c.slice(), c))
          .partitionBy(new HashPartitioner(slices.count()))
          .mapPartitions(new SliceTask(slices, settings.wire(), round))
          .collect();
    } catch (Exception e) { // Spark throws checked exceptions that its methods do not declare
      if (stopped) {
        LOG.info("training was stopped in round {} of epoch {}", number, at.at().epoch());
        return null;
      }
      throw e;
    } finally {
      round.destroy();
    }
    float[] state = assemble(averaged, slices);
    List<WorkerReport> reports = averaged.get(0).reports();
    reports.forEach(ledger::enter);
    reports.forEach(this::noteEngine);
    TrainingState furthest = reports.stream().map(WorkerReport::at)
        .max(Comparator.comparingLong(TrainingState::iteration)).orElse(at.at());
    Position after = new Position(state, furthest);
    listener.done(stats(at.at().epoch(), number, reports, (System.nanoTime() - startNs) / 1e6), after);
    return after;
  }

  private void noteEngine(WorkerReport report) {
    if (engines.add(report.engine()) && engines.size() > 1) {
      LOG.warn("executors compute with different engines, so which one gets a task decides the last bits: {}", engines);
    }
  }

  private static float[] assemble(List<AveragedSlice> averaged, Slices slices) {
    float[] state = new float[slices.length()];
    for (AveragedSlice slice : averaged) {
      System.arraycopy(slice.values(), 0, state, slices.from(slice.slice()), slice.values().length);
    }
    if (averaged.size() != slices.count()) {
      throw new IllegalStateException(
          "[Spark training] a round lost slices: got " + averaged.size() + "; expected " + slices.count() + ".");
    }
    return state;
  }

  private RoundStats stats(int epoch, int number, List<WorkerReport> reports, double ms) {
    double loss = 0;
    long trained = 0;
    long bytes = 0;
    for (WorkerReport report : reports) {
      loss += report.loss() * report.rows();
      trained += report.rows();
      bytes += report.wireBytes();
    }
    return new RoundStats(epoch, number, rows.rows(), loss / trained, trained, bytes, ms);
  }
}
