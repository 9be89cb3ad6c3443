package org.pydl4j.nn.model;

import java.util.Set;

/**
 * Which of a network's graphs: what is computed and what is given.
 *
 * @param kind what is computed
 * @param featuresMask masks of the recurrent inputs are given
 * @param masked outputs whose labels have a mask
 * @param weighted outputs whose labels have weights
 * @param indexed outputs whose labels are class indices
 * @param stateful recurrent state is given and returned
 */
record Variant(Kind kind, boolean featuresMask, Set<String> masked, Set<String> weighted, Set<String> indexed,
    boolean stateful) {
  /** What a graph computes. */
  enum Kind {
    /** The outputs. */
    OUTPUT,
    /** The activations of every vertex. */
    ACTIVATIONS,
    /** The loss of each example, and the mean score. */
    SCORE,
    /** A training step. */
    TRAIN,
    /** The gradients of a minibatch, added to those that wait for an update. */
    ACCUMULATE,
    /** An update by the gradients that wait; no minibatch is given. */
    UPDATE,
    /** The score of a training step and its gradients. */
    GRADIENT
  }

  Variant {
    masked = Set.copyOf(masked);
    weighted = Set.copyOf(weighted);
    indexed = Set.copyOf(indexed);
  }

  static Variant output(boolean featuresMask) {
    return new Variant(Kind.OUTPUT, featuresMask, Set.of(), Set.of(), Set.of(), false);
  }

  static Variant update() {
    return new Variant(Kind.UPDATE, false, Set.of(), Set.of(), Set.of(), false);
  }

  /** Whether layers work as in training: dropout drops, moments are those of the batch. */
  boolean training() {
    return kind == Kind.TRAIN || kind == Kind.ACCUMULATE || kind == Kind.GRADIENT;
  }
}
