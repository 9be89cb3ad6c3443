package org.pydl4j.nn.samediff;

import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nn.training.TrainingState;

/** How a graph is trained and how far that is, as files and Python get it. */
record TrainingRecord(TrainingConfig config, long iteration, int epoch, TrainingState state) {
  TrainingRecord {
    state = state == null ? TrainingState.of(iteration, epoch) : state; // files of before have none
  }

  TrainingRecord(TrainingConfig config, TrainingState state) {
    this(config, state.iteration(), state.epoch(), state);
  }

  static Object defaults() {
    return Defaults.of("state", null);
  }
}
