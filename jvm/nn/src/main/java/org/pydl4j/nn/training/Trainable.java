package org.pydl4j.nn.training;

import java.nio.file.Path;

/** What can be trained, as sessions and listeners know it: networks and SameDiff graphs. */
public interface Trainable {
  /** Minibatches trained on in its whole life. */
  long iterationCount();

  /** Epochs trained in its whole life. */
  int epochCount();

  /** Sets how far training is. */
  Trainable setCounts(long iterations, int epochs);

  /** The loss of the last minibatch, regularization included; NaN before training. */
  double score();

  /** Writes it with the state of its training into one file. */
  void save(Path path);

  /** Its training steps, for one session at a time. */
  Objective objective();
}
