package org.pydl4j.nn.listeners;

import java.util.List;
import java.util.function.Consumer;
import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.training.Epoch;
import org.pydl4j.nn.training.TrainingListener;
import org.pydl4j.nn.training.TrainingSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the learning rates smaller when a value has not become better for some epochs. They stay so in later fits, and
 * in files. Keras: ReduceLROnPlateau; PyTorch: lr_scheduler.ReduceLROnPlateau.
 */
public final class ReduceLROnPlateau implements TrainingListener {
  private static final Logger LOG = LoggerFactory.getLogger(ReduceLROnPlateau.class);

  /** When rates are made smaller, and how much. */
  @Doc("When rates are made smaller, and how much.")
  public record Options(
      @Doc("the value that is watched") Monitor monitor,
      @Doc("what rates are multiplied with, in (0, 1)") double factor,
      @Doc("epochs without a better value before that, >= 0") int patience,
      @Doc("epochs after it in which nobody counts, >= 0") int cooldown,
      @Doc("the largest rate is not made smaller than this, >= 0") double minLr) {
    public Options {
      if (!(factor > 0 && factor < 1)) {
        throw new IllegalArgumentException("[ReduceLROnPlateau] factor: got " + factor
            + "; expected a number between 0 and 1.");
      }
      if (patience < 0 || cooldown < 0 || !(minLr >= 0)) {
        throw new IllegalArgumentException("[ReduceLROnPlateau] got patience " + patience + ", cooldown " + cooldown
            + ", min_lr " + minLr + "; expected numbers from 0 on.");
      }
    }

    static Object defaults() {
      return Defaults.of("factor", 0.1, "patience", 10, "cooldown", 0, "minLr", 0.0);
    }
  }

  private final Options options;
  private final Consumer<String> out;
  private Monitor.Watch watch;
  private int cooling;

  public ReduceLROnPlateau(Options options) {
    this(options, LOG::info);
  }

  /**
   * The same, whose messages go elsewhere than into the log.
   *
   * @param out takes them
   */
  public ReduceLROnPlateau(Options options, Consumer<String> out) {
    this.out = out;
    this.options = options;
  }

  @Override
  public void onFitStart(TrainingSession session, long rowsPerEpoch, int epochs) {
    watch = options.monitor().watch("ReduceLROnPlateau", session, Double.NaN);
    cooling = 0;
  }

  /** Counts as before; the rates that were made smaller then are so in the model. */
  @Override
  public void onFitResumed(TrainingSession session, List<Epoch> before) {
    before.stream().filter(watch::isSeen).forEach(this::isPlateau);
  }

  @Override
  public void onEpochEnd(TrainingSession session, Epoch epoch) {
    if (isPlateau(epoch)) {
      reduce(session, epoch);
    }
  }

  private boolean isPlateau(Epoch epoch) {
    boolean best = watch.isBest(epoch);
    if (cooling > 0) {
      cooling--;
      watch.waitAgain();
      return false;
    } else if (best || watch.waited() < options.patience()) {
      return false;
    }
    cooling = options.cooldown();
    watch.waitAgain();
    return true;
  }

  private void reduce(TrainingSession session, Epoch epoch) {
    double before = session.learningRate();
    double least = options.minLr() > 0 ? options.minLr() / before : 0;
    double factor = Math.min(1, Math.max(options.factor(), least));
    if (factor < 1) {
      session.scaleLearningRate(factor);
      out.accept("Learning rate after epoch " + epoch.number() + ": " + before * factor + ", was " + before);
    }
  }
}
