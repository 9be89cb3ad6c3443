package org.pydl4j.spark.averaging;

import java.io.Serializable;
import org.pydl4j.nd.array.BatchSource;
import org.pydl4j.nn.training.TrainingState;

/** What runs in a task: trains from the round's state on a few minibatches. A pure function of its arguments. */
public interface Worker extends Serializable {
  /**
   * What a worker ends a round with.
   *
   * @param state as in {@link RoundStart#state}
   * @param at how far the worker's training is
   * @param loss mean over the minibatches' rows
   */
  record Learned(float[] state, TrainingState at, double loss) {}

  /** The engine that every task must compute with, as backends describe themselves; empty for any. */
  default String engine() {
    return "";
  }

  /**
   * Trains on the minibatches, in order, each once.
   *
   * @param partition of the rows; workers of different partitions draw different random numbers
   */
  Learned train(RoundStart round, BatchSource minibatches, int partition);
}
