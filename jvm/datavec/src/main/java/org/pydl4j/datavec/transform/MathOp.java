package org.pydl4j.datavec.transform;

/** Arithmetic of two numbers. Whole numbers raise on overflow and on division by zero. DL4J: MathOp. */
public enum MathOp {
  ADD,
  SUBTRACT,
  MULTIPLY,
  DIVIDE,
  MODULUS,
  REVERSE_SUBTRACT,
  REVERSE_DIVIDE,
  SCALAR_MIN,
  SCALAR_MAX;

  double apply(double a, double b) {
    return switch (this) {
      case ADD -> a + b;
      case SUBTRACT -> a - b;
      case MULTIPLY -> a * b;
      case DIVIDE -> a / b;
      case MODULUS -> a % b;
      case REVERSE_SUBTRACT -> b - a;
      case REVERSE_DIVIDE -> b / a;
      case SCALAR_MIN -> Math.min(a, b);
      case SCALAR_MAX -> Math.max(a, b);
    };
  }

  long apply(long a, long b) {
    return switch (this) {
      case ADD -> Math.addExact(a, b);
      case SUBTRACT -> Math.subtractExact(a, b);
      case MULTIPLY -> Math.multiplyExact(a, b);
      case DIVIDE -> a / b;
      case MODULUS -> a % b;
      case REVERSE_SUBTRACT -> Math.subtractExact(b, a);
      case REVERSE_DIVIDE -> b / a;
      case SCALAR_MIN -> Math.min(a, b);
      case SCALAR_MAX -> Math.max(a, b);
    };
  }
}
