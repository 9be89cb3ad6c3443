package org.pydl4j.nn.listeners;

import java.util.Map;
import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nd.json.Nearest;
import org.pydl4j.nn.training.Epoch;
import org.pydl4j.nn.training.TrainingSession;

/** Which value of an epoch is watched, and when it counts as better. */
@Doc("Which value of an epoch is watched, and when it counts as better.")
public record Monitor(
    @Doc("name of the value, such as val_loss or val_accuracy") String value,
    @Doc("what is better") Mode mode,
    @Doc("smaller changes are none, >= 0") double minDelta) {
  /** What is better. */
  @Doc("What is better.")
  public enum Mode {
    @Doc("as the value itself says: smaller losses, larger accuracies")
    AUTO,
    @Doc("smaller values")
    MIN,
    @Doc("larger values")
    MAX
  }

  public Monitor {
    if (!(minDelta >= 0)) {
      throw new IllegalArgumentException("[monitor] min_delta: got " + minDelta + "; expected a number from 0 on.");
    }
  }

  static Object defaults() {
    return Defaults.of("mode", Mode.AUTO, "minDelta", 0.0);
  }

  /** The smallest loss. */
  public static Monitor of(String value) {
    return new Monitor(value, Mode.AUTO, 0);
  }

  /**
   * For the values that a session gives; raises when this one is not among them.
   *
   * @param baseline what a value has to exceed for the waiting to begin anew; NaN for none
   */
  Watch watch(String where, TrainingSession session, double baseline) {
    Map<String, Boolean> names = session.valueNames();
    if (!names.containsKey(value)) {
      throw new IllegalArgumentException("[" + where + "] monitor: got '" + value + "'; "
          + Nearest.hint(value, names.keySet())
          + (names.size() == 1 ? " Give held-out rows (validation_data), and metrics for more." : ""));
    }
    if (mode == Mode.AUTO && names.get(value) == null) {
      throw new IllegalArgumentException("[" + where + "] mode of " + value + ": got AUTO for a metric of one's own;"
          + " expected MIN or MAX. Say which values are better.");
    }
    return new Watch(mode == Mode.AUTO ? names.get(value) : mode == Mode.MAX, baseline);
  }

  /** The best value so far, and the epochs since a better one was last seen. */
  final class Watch {
    private final boolean larger;
    private final double baseline;
    private double best = Double.NaN;
    private int bestEpoch = -1;
    private int waited;

    private Watch(boolean larger, double baseline) {
      this.larger = larger;
      this.baseline = baseline;
    }

    /** Whether an epoch, perhaps of a fit that was told otherwise, has the value. */
    boolean isSeen(Epoch epoch) {
      return epoch.values().containsKey(value);
    }

    /** Whether an epoch is the best so far. */
    boolean isBest(Epoch epoch) {
      double now = epoch.values().get(value);
      boolean better = !Double.isNaN(now) && exceeds(now, best);
      waited++;
      if (better) {
        best = now;
        bestEpoch = epoch.number();
        waited = exceeds(now, baseline) ? 0 : waited;
      }
      return better;
    }

    private boolean exceeds(double now, double before) {
      return Double.isNaN(before) || (larger ? now - minDelta > before : now + minDelta < before);
    }

    /** Begins to wait anew. */
    void waitAgain() {
      waited = 0;
    }

    double best() {
      return best;
    }

    int bestEpoch() {
      return bestEpoch;
    }

    int waited() {
      return waited;
    }
  }
}
