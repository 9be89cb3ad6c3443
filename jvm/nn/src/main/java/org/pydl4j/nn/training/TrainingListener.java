package org.pydl4j.nn.training;

/** Watches training; called on the training thread. Throwing ends the fit. DL4J: TrainingListener. */
public interface TrainingListener {
  /** A fit begins; rowsPerEpoch and epochs are -1 when unknown. */
  default void onFitStart(Trainable model, long rowsPerEpoch, int epochs) {
  }

  default void onEpochStart(Trainable model, int epoch) {
  }

  /** A minibatch was trained on. */
  default void iterationDone(Trainable model, Iteration iteration) {
  }

  default void onEpochEnd(Trainable model, Epoch epoch) {
  }

  /** A fit ended, by itself, by stop() or by an error. */
  default void onFitEnd(Trainable model) {
  }
}
