package org.pydl4j.nn.model;

/**
 * Which of a network's graphs: what is computed and what is given.
 *
 * @param kind what is computed
 * @param featuresMask masks of the recurrent inputs are given
 * @param labelsMask masks of the labels are given
 * @param indexLabels labels are class indices
 * @param stateful recurrent state is given and returned
 */
record Variant(Kind kind, boolean featuresMask, boolean labelsMask, boolean indexLabels, boolean stateful) {
  /** What a graph computes. */
  enum Kind {
    /** The outputs. */
    OUTPUT,
    /** The activations of every vertex. */
    ACTIVATIONS,
    /** The loss of each example, and the mean score. */
    SCORE,
    /** A training step. */
    TRAIN
  }

  static Variant output(boolean featuresMask) {
    return new Variant(Kind.OUTPUT, featuresMask, false, false, false);
  }

  boolean training() {
    return kind == Kind.TRAIN;
  }
}
