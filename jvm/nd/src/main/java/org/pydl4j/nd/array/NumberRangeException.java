package org.pydl4j.nd.array;

import org.pydl4j.nd.types.DType;

/** A whole number that the integer type it is to have does not hold. */
public final class NumberRangeException extends ArithmeticException {
  private static final long serialVersionUID = 1;

  public NumberRangeException(String where, String number, DType type) {
    super("[" + where + "] a number is out of range: got " + number + " for " + type
        + "; expected one that it holds. Cast the array, or give another number.");
  }
}
