package org.pydl4j.nn.training;

import org.pydl4j.nd.types.DType;

/** Names of what goes in and out of a training step beside a minibatch; no name of a user's begins with '#'. */
public final class StepNames {
  /** The mean loss before the step, regularization included. */
  public static final String SCORE = "#score";
  /** Random numbers are drawn from seed, step and node: int64 scalars. */
  public static final String SEED = "#seed";
  public static final String STEP = "#step";
  /** What begins the names of numbers that change over training, see {@link ScheduledValues}. */
  static final String VALUE = "#value/";
  /** What begins the names of the number of the update. */
  static final String T = "#t/";
  /** What begins the names of the minibatch's number of examples. */
  static final String ROWS = "#rows/";
  /** What begins the names of the number of examples whose gradients were accumulated. */
  static final String WAITING_ROWS = "#waitingRows/";

  /** What begins the names of gradients. */
  static final String GRADIENT = "#gradient/";

  private StepNames() {
  }

  /** The number of that place among those that change. */
  static String value(int place) {
    return VALUE + place;
  }

  /** The gradient of a parameter. */
  public static String gradient(String parameter) {
    return GRADIENT + parameter;
  }
}
