package org.pydl4j.nn.eval;

import org.pydl4j.nd.array.NDArray;

/** A number that says how good answers are, computed over minibatches. Keras: Metric. */
public interface Metric {
  /** What it is called in histories: lower case, words joined by '_'. */
  String name();

  /** Whether larger values are better, for early stopping; null where that is not known. */
  Boolean isBetterWhenLarger();

  /** Begins to count. */
  Score start();

  /** What was counted so far. */
  interface Score extends AutoCloseable {
    /** Adds a minibatch; shapes as in {@link IEvaluation#eval}. */
    void add(NDArray labels, NDArray predictions, NDArray mask);

    /** The number for what was seen so far. */
    double value();

    /** Frees what counting needed. */
    @Override
    default void close() {}
  }
}
