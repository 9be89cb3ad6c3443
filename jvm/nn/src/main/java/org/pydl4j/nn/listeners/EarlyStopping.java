package org.pydl4j.nn.listeners;

import java.util.List;
import java.util.function.Consumer;
import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.training.Epoch;
import org.pydl4j.nn.training.Trainable;
import org.pydl4j.nn.training.TrainingListener;
import org.pydl4j.nn.training.TrainingSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a fit when a value has not become better for some epochs. Keras: EarlyStopping; DL4J: EarlyStoppingTrainer with
 * ScoreImprovementEpochTerminationCondition.
 */
public final class EarlyStopping implements TrainingListener {
  private static final Logger LOG = LoggerFactory.getLogger(EarlyStopping.class);

  /** When it ends, and what it leaves. */
  @Doc("When a fit ends, and what it leaves.")
  public record Options(
      @Doc("the value that is watched") Monitor monitor,
      @Doc("epochs without a better value before the end, >= 0; 0 ends with the first") int patience,
      @Doc("value that has to be exceeded for an epoch to count as better; null for none") Double baseline,
      @Doc("whether the parameters of the best epoch are put back at the end of the fit") boolean restoreBestWeights,
      @Doc("epochs of the fit that are only trained, >= 0") int startFromEpoch) {
    public Options {
      if (patience < 0 || startFromEpoch < 0) {
        throw new IllegalArgumentException("[EarlyStopping] got patience " + patience + ", start_from_epoch "
            + startFromEpoch + "; expected numbers from 0 on.");
      }
    }

    static Object defaults() {
      return Defaults.of("patience", 0, "baseline", null, "restoreBestWeights", false, "startFromEpoch", 0);
    }
  }

  private final Options options;
  private final Consumer<String> out;
  private Monitor.Watch watch;
  private Trainable.Snapshot bestWeights;
  private int epochs;
  private volatile int stoppedEpoch = -1;

  public EarlyStopping(Options options) {
    this(options, LOG::info);
  }

  /**
   * The same, whose messages go elsewhere than into the log.
   *
   * @param out takes them
   */
  public EarlyStopping(Options options, Consumer<String> out) {
    this.out = out;
    this.options = options;
  }

  /** Ends when the value has not become better for so many epochs, and puts the best parameters back. */
  public static EarlyStopping of(String value, int patience) {
    return new EarlyStopping(new Options(Monitor.of(value), patience, null, true, 0));
  }

  @Override
  public void onFitStart(TrainingSession session, long rowsPerEpoch, int epochsToCome) {
    double baseline = options.baseline() == null ? Double.NaN : options.baseline();
    watch = options.monitor().watch("EarlyStopping", session, baseline);
    epochs = 0;
    stoppedEpoch = -1;
    close();
  }

  /** Counts as before; parameters of a best epoch of then are not put back, for they were not saved. */
  @Override
  public void onFitResumed(TrainingSession session, List<Epoch> before) {
    for (Epoch epoch : before) {
      if (epochs++ >= options.startFromEpoch() && watch.isSeen(epoch)) {
        watch.isBest(epoch);
      }
    }
  }

  @Override
  public void onEpochEnd(TrainingSession session, Epoch epoch) {
    if (epochs++ < options.startFromEpoch()) {
      return;
    }
    if (watch.isBest(epoch)) {
      if (options.restoreBestWeights()) {
        close();
        bestWeights = session.model().snapshot();
      }
    } else if (watch.waited() >= options.patience()) {
      stoppedEpoch = epoch.number();
      out.accept(
          "Stopped after epoch " + epoch.number() + ": " + options.monitor().value() + " was best, " + watch.best()
              + ", after epoch " + watch.bestEpoch());
      session.stop();
    }
  }

  @Override
  public void onFitEnd(TrainingSession session) {
    if (bestWeights != null) {
      bestWeights.restore();
    }
    close();
  }

  /** The last epoch of the fit when it was ended early; -1 when not. */
  public int stoppedEpoch() {
    return stoppedEpoch;
  }

  /** The best value; NaN before the first. */
  public double best() {
    return watch == null ? Double.NaN : watch.best();
  }

  /** The epoch of the best value, counted over the model's life; -1 before the first. */
  public int bestEpoch() {
    return watch == null ? -1 : watch.bestEpoch();
  }

  private void close() {
    if (bestWeights != null) {
      bestWeights.close();
      bestWeights = null;
    }
  }
}
