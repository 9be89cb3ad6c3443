package org.pydl4j.nd.plan.run;

/** A step made the first number that is not finite; the message names it. */
public final class NonFiniteException extends ArithmeticException {
  private static final long serialVersionUID = 1;

  NonFiniteException(String message) {
    super(message);
  }
}
