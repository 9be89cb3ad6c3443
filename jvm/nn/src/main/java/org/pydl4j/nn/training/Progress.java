package org.pydl4j.nn.training;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.pydl4j.nd.api.Internal;

/** How far the training of a model is, its last score, and whether it is under way. */
@Internal
public final class Progress {
  private final AtomicReference<TrainingState> state = new AtomicReference<>(TrainingState.NEW);
  private final AtomicBoolean isTraining = new AtomicBoolean();
  private final StepLock lock = new StepLock();
  private volatile double score = Double.NaN;

  public TrainingState state() {
    return state.get();
  }

  /** Held by whoever reads or changes parameters. */
  public StepLock lock() {
    return lock;
  }

  /** Changes the state at once for all threads. */
  public void change(UnaryOperator<TrainingState> change) {
    state.updateAndGet(change);
  }

  /** The loss of the last minibatch, regularization included; NaN before training. */
  public double score() {
    return score;
  }

  void scored(double value) {
    score = value;
  }

  /** Marks the model as being trained; raises when it already is. */
  void begin() {
    if (!isTraining.compareAndSet(false, true)) {
      throw new IllegalStateException("[fit] the model is being trained by another call: got a second fit; expected one"
          + " at a time. Wait for the first, or train a copy.");
    }
  }

  void end() {
    isTraining.set(false);
  }
}
