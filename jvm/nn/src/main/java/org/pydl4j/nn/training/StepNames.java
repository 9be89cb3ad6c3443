package org.pydl4j.nn.training;

import org.pydl4j.nd.types.DType;

/** Names of what goes in and out of a training step beside a minibatch; no name of a user's begins with '#'. */
public final class StepNames {
  /** The mean loss before the step, regularization included. */
  public static final String SCORE = "#score";
  /** Random numbers are drawn from seed, step and node: int64 scalars. */
  public static final String SEED = "#seed";
  public static final String STEP = "#step";

  private StepNames() {
  }

  /** The learning rate of a block of parameters. */
  public static String rate(int block) {
    return "#rate/" + block;
  }

  /** The number of the step, counted from 1, as updaters of a type read it. */
  public static String t(DType dtype) {
    return "#t/" + dtype.numpy;
  }
}
