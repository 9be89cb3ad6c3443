package org.pydl4j.nn.training;

import java.util.List;

/**
 * Watches training, whatever kind of model is trained; called on the training thread. {@link TrainingSession#stop} ends
 * the fit, and so does throwing. DL4J: TrainingListener; Keras: Callback.
 */
public interface TrainingListener {
  /** A fit begins; rowsPerEpoch is -1 when unknown. */
  default void onFitStart(TrainingSession session, long rowsPerEpoch, int epochs) {
  }

  /** The fit that begins goes on with one whose whole epochs were these; who counts epochs counts them, too. */
  default void onFitResumed(TrainingSession session, List<Epoch> epochs) {
  }

  /** @param epoch epochs of the model before this one */
  default void onEpochStart(TrainingSession session, int epoch) {
  }

  /** A minibatch was trained on. */
  default void iterationDone(TrainingSession session, Iteration iteration) {
  }

  /** An epoch was trained, and the held-out rows were looked at. */
  default void onEpochEnd(TrainingSession session, Epoch epoch) {
  }

  /** A fit ended, by itself, by stop() or by an error. */
  default void onFitEnd(TrainingSession session) {
  }
}
