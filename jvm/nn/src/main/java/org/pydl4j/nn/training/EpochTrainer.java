package org.pydl4j.nn.training;

/** Trains a model for an epoch: minibatch by minibatch here, or in rounds on a cluster. */
public interface EpochTrainer {
  /** Rows of an epoch; -1 when unknown. */
  long rows();

  /**
   * Trains an epoch, or the rest of it, until it is over or the session is stopped, and tells
   * {@link TrainingSession#trained} of each minibatch or round.
   *
   * @param epoch its number in the model's life, from 0, which its order of rows follows from
   * @param done minibatches or rounds of it that were trained before
   */
  void train(TrainingSession session, int epoch, long done);
}
