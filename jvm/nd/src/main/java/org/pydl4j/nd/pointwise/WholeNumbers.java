package org.pydl4j.nd.pointwise;

import org.pydl4j.nd.types.DType;

/**
 * What the instructions of pointwise programs compute of integers and truth values: exactly, wrapping around at the
 * type's width. Operands are longs as {@code NDArray.getLongAt} reads them; {@code putLongAt} cuts the result to the
 * type. Dividing by 0 gives 0.
 */
public final class WholeNumbers {
  private WholeNumbers() {
  }

  /** Whether an instruction on that type is computed here. */
  public static boolean has(DType type) {
    return type.kind == DType.Kind.INT || type.kind == DType.Kind.UINT || type.kind == DType.Kind.BOOL;
  }

  /** The instruction's value for register operands of that type; of a choice, a is the condition. */
  public static long apply(PointwiseCode code, DType type, long a, long b, long c) {
    boolean wide = type == DType.UINT64;
    boolean signed = type.kind == DType.Kind.INT;
    return switch (code) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> b == 0 ? 0 : wide ? Long.divideUnsigned(a, b) : a / b;
      case FLOORDIV -> b == 0 ? 0 : wide ? Long.divideUnsigned(a, b) : Math.floorDiv(a, b);
      case MOD -> b == 0 ? 0 : wide ? Long.remainderUnsigned(a, b) : Math.floorMod(a, b);
      case FMOD -> b == 0 ? 0 : wide ? Long.remainderUnsigned(a, b) : a % b;
      case POW -> power(a, b, signed);
      case MIN -> compare(a, b, wide) <= 0 ? a : b;
      case MAX -> compare(a, b, wide) >= 0 ? a : b;
      case GT -> truth(compare(a, b, wide) > 0);
      case GE -> truth(compare(a, b, wide) >= 0);
      case LT -> truth(compare(a, b, wide) < 0);
      case LE -> truth(compare(a, b, wide) <= 0);
      case EQ -> truth(a == b);
      case NE -> truth(a != b);
      case AND -> truth(a != 0 && b != 0);
      case OR -> truth(a != 0 || b != 0);
      case XOR -> truth(a != 0 ^ b != 0);
      case NOT -> truth(a == 0);
      case SELECT -> a != 0 ? b : c;
      case FMA -> a * b + c;
      case NEG -> -a;
      case ABS -> signed && a < 0 ? -a : a;
      case SQUARE -> a * a;
      case SIGN -> signed ? Long.signum(a) : truth(a != 0);
      case RELU -> signed && a < 0 ? 0 : a;
      case FLOOR, CEIL, ROUND, TRUNC, COPY -> a;
      case ISNAN, ISINF -> 0;
      case ISFINITE -> 1;
      case SIGNBIT -> truth(signed && a < 0);
      case BITAND -> a & b;
      case BITOR -> a | b;
      case BITXOR -> a ^ b;
      case BITNOT -> type == DType.BOOL ? truth(a == 0) : ~a;
      case SHL -> b < 0 || b >= 8L * type.bytes ? 0 : a << b;
      case SHR -> b < 0 || b >= 8L * type.bytes ? signed && a < 0 ? -1 : 0 : signed ? a >> b : a >>> b;
      default -> throw new IllegalStateException("[pointwise] " + code + " has no value of " + type);
    };
  }

  private static int compare(long a, long b, boolean unsigned) {
    return unsigned ? Long.compareUnsigned(a, b) : Long.compare(a, b);
  }

  private static long truth(boolean b) {
    return b ? 1 : 0;
  }

  private static long power(long base, long exponent, boolean signed) {
    if (signed && exponent < 0) {
      throw new IllegalArgumentException("[Pow] negative power of an integer: got " + exponent
          + "; expected at least 0. Cast the base to a float type.");
    }
    long y = 1;
    for (long x = base, e = exponent; e != 0; e >>>= 1, x *= x) {
      y = (e & 1) != 0 ? y * x : y;
    }
    return y;
  }
}
