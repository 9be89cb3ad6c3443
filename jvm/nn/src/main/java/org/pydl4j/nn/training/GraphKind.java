package org.pydl4j.nn.training;

import org.pydl4j.nd.api.Internal;

/** What a graph of a model computes. */
@Internal
public enum GraphKind {
  /** The outputs. */
  OUTPUT,
  /** What all vertices give. */
  ACTIVATIONS,
  /** The score as in prediction. */
  SCORE,
  /** The same, and outputs that are compared with labels. */
  EVALUATE,
  /** A training step. */
  TRAIN,
  /** The gradients of a minibatch, added to those that wait for an update. */
  ACCUMULATE,
  /** An update by the gradients that wait; no minibatch is given. */
  UPDATE,
  /** The score of a training step and its gradients. */
  GRADIENT;

  /** Whether layers work as in training: dropout drops, moments are those of the batch. */
  public boolean isTraining() {
    return isStep() || this == GRADIENT;
  }

  /** Whether a minibatch is trained on: moving averages move. */
  public boolean isStep() {
    return this == TRAIN || this == ACCUMULATE;
  }
}
