package org.pydl4j.nn.listeners;

import org.pydl4j.nn.model.Model;

/** Watches training; called on the training thread. Throwing ends the fit. DL4J: TrainingListener. */
public interface TrainingListener {
  /** A fit begins; rowsPerEpoch and epochs are -1 when unknown. */
  default void onFitStart(Model model, long rowsPerEpoch, int epochs) {
  }

  default void onEpochStart(Model model, int epoch) {
  }

  /** A minibatch was trained on. */
  default void iterationDone(Model model, Iteration iteration) {
  }

  default void onEpochEnd(Model model, int epoch) {
  }

  /** A fit ended, by itself, by stop() or by an error. */
  default void onFitEnd(Model model) {
  }
}
