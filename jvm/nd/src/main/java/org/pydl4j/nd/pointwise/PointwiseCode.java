package org.pydl4j.nd.pointwise;

/**
 * Instructions of a pointwise program: attribute {@code program} (five longs each: opcode, dst, a, b, c) plus attribute
 * {@code constants} (doubles) of the op {@code pydl4j.Pointwise}.
 *
 * <p>Registers are numbered from 0 and hold one tile of the output's index space; a register is written before it is read, and may
 * be written again. {@code LOAD dst, a}: register dst = input a, broadcast to the output's dims. {@code CONST dst, a}: register
 * dst = constants[a]. {@code STORE dst, a}: output dst = register a. All others: register dst = op(register a, b, c); unused
 * operands are 0. Truth values are 1 and 0; bool tensors are converted when loaded and stored (nonzero is true).
 *
 * <p>The opcode is {@link #opcode()}; the numbers are part of the contract with the native kernels ({@code pointwise.cpp}).
 */
public enum PointwiseCode {
  LOAD(1), CONST(1), STORE(1),
  ADD(2), SUB(2), MUL(2), DIV(2), MIN(2), MAX(2), POW(2),
  GT(2), GE(2), LT(2), LE(2), EQ(2), NE(2), AND(2), OR(2), XOR(2), NOT(1),
  /** a != 0 ? b : c. */
  SELECT(3),
  /** a * b + c, rounded once or twice. */
  FMA(3),
  NEG(1), ABS(1), SQUARE(1), SQRT(1), RECIP(1), SIGN(1), FLOOR(1), CEIL(1),
  /** Halves to even. */
  ROUND(1),
  /** max(a, 0), NaN stays. */
  RELU(1),
  EXP(1), EXPM1(1), LOG(1), LOG1P(1), TANH(1), SIGMOID(1), ERF(1),
  /** log(1 + exp(a)). */
  SOFTPLUS(1),
  SIN(1), COS(1), TAN(1), ASIN(1), ACOS(1), ATAN(1), SINH(1), COSH(1), ASINH(1), ACOSH(1), ATANH(1),
  /** Remainder with the sign of b (NumPy's and Python's). */
  MOD(2),
  /** Remainder with the sign of a (C's). */
  FMOD(2),
  ATAN2(2), TRUNC(1), ISNAN(1), ISINF(1), COPY(1), ISFINITE(1), SIGNBIT(1),
  /** floor(a / b); of integers exact, 0 where b is 0. */
  FLOORDIV(2), HYPOT(2),
  /** log(exp(a) + exp(b)). */
  LOGADDEXP(2), COPYSIGN(2),
  /** The next number of the type from a towards b. */
  NEXTAFTER(2), LOG2(1), LOG10(1), EXP2(1),
  /** Integers only, as are those below; of truth values the bit. */
  BITAND(2), BITOR(2), BITXOR(2), BITNOT(1), SHL(2),
  /** Copies of the sign bit move in where the type has one. */
  SHR(2);

  private static final PointwiseCode[] ALL = values();
  /** Longs per instruction. */
  public static final int WIDTH = 5;
  /** Register operands that are read (LOAD, CONST: an index; STORE: one register). */
  public final int arity;

  PointwiseCode(int arity) {
    this.arity = arity;
  }

  /** The number of the instruction in a program. */
  public int opcode() {
    return ordinal();
  }

  /** The instruction with that number. */
  public static PointwiseCode of(long opcode) {
    return ALL[Math.toIntExact(opcode)];
  }

  /** The instruction's value for register operands, in double arithmetic; LOAD, CONST and STORE have none. */
  public double apply(double a, double b, double c) {
    return switch (this) {
      case LOAD, CONST, STORE -> throw new IllegalStateException("[pointwise] " + this + " computes nothing");
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> a / b;
      case MIN -> Math.min(a, b);
      case MAX -> Math.max(a, b);
      case POW -> a == 1 || a == -1 && Double.isInfinite(b) ? 1 : Math.pow(a, b);
      case GT -> truth(a > b);
      case GE -> truth(a >= b);
      case LT -> truth(a < b);
      case LE -> truth(a <= b);
      case EQ -> truth(a == b);
      case NE -> truth(a != b);
      case AND -> truth(a != 0 && b != 0);
      case OR -> truth(a != 0 || b != 0);
      case XOR -> truth(a != 0 ^ b != 0);
      case NOT -> truth(a == 0);
      case SELECT -> a != 0 ? b : c;
      case FMA -> a * b + c;
      case NEG -> -a;
      case ABS -> Math.abs(a);
      case SQUARE -> a * a;
      case SQRT -> Math.sqrt(a);
      case RECIP -> 1 / a;
      case SIGN -> Math.signum(a) + 0.0;
      case FLOOR -> Math.floor(a);
      case CEIL -> Math.ceil(a);
      case ROUND -> Math.rint(a);
      case RELU -> a < 0 ? 0 : a;
      case EXP -> Math.exp(a);
      case EXPM1 -> Math.expm1(a);
      case LOG -> Math.log(a);
      case LOG1P -> Math.log1p(a);
      case TANH -> Math.tanh(a);
      case SIGMOID -> 1 / (1 + Math.exp(-a));
      case ERF -> erf(a);
      case SOFTPLUS -> Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a)));
      case SIN -> Math.sin(a);
      case COS -> Math.cos(a);
      case TAN -> Math.tan(a);
      case ASIN -> Math.asin(a);
      case ACOS -> Math.acos(a);
      case ATAN -> Math.atan(a);
      case SINH -> Math.sinh(a);
      case COSH -> Math.cosh(a);
      case ASINH -> asinh(a);
      case ACOSH -> Math.log(a + Math.sqrt(a * a - 1));
      case ATANH -> 0.5 * (Math.log1p(a) - Math.log1p(-a));
      case MOD -> mod(a, b);
      case FMOD -> a % b;
      case ATAN2 -> Math.atan2(a, b);
      case TRUNC -> a < 0 ? Math.ceil(a) : Math.floor(a);
      case ISNAN -> truth(Double.isNaN(a));
      case ISINF -> truth(Double.isInfinite(a));
      case COPY -> a;
      case ISFINITE -> truth(Double.isFinite(a));
      case SIGNBIT -> truth(Double.doubleToRawLongBits(a) < 0);
      case FLOORDIV -> floorDivide(a, b);
      case HYPOT -> Math.hypot(a, b);
      case LOGADDEXP -> a == b ? a + Math.log(2) : Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)));
      case COPYSIGN -> Math.copySign(a, b);
      case NEXTAFTER -> Math.nextAfter(a, b);
      case LOG2 -> log2(a);
      case LOG10 -> Math.log10(a);
      case EXP2 -> Math.pow(2, a);
      case BITAND, BITOR, BITXOR, BITNOT, SHL, SHR -> throw new IllegalStateException("[pointwise] " + this + " is for integers");
    };
  }

  private static double truth(boolean b) {
    return b ? 1 : 0;
  }

  private static double mod(double a, double b) {
    double r = a % b;
    return r == 0 ? Math.copySign(0, b) : r < 0 != b < 0 ? r + b : r;
  }

  /** NumPy's: exact where a % b is, -0 and infinities as of a / b. */
  private static double floorDivide(double a, double b) {
    if (b == 0) {
      return a / b;
    }
    double r = a % b;
    double q = (a - r) / b - (r != 0 && b < 0 != r < 0 ? 1 : 0);
    double whole = Math.floor(q);
    return q == 0 ? Math.copySign(0, a / b) : q - whole > 0.5 ? whole + 1 : whole;
  }

  /** Exact for powers of two. */
  private static double log2(double a) {
    int e = Math.getExponent(a);
    return a > 0 && Math.abs(e) < Double.MAX_EXPONENT && a == Math.scalb(1.0, e) ? e : Math.log(a) / Math.log(2);
  }

  private static double asinh(double a) {
    double x = Math.abs(a);
    return Math.copySign(x > 1e150 ? Math.log(x) + Math.log(2) : Math.log1p(x + x * x / (1 + Math.sqrt(x * x + 1))), a);
  }

  /**
   * Error function to double accuracy: the Maclaurin series below 2.5, the continued fraction of erfc (Lentz) above
   * (Abramowitz and Stegun 7.1.6 and 7.1.14).
   */
  private static double erf(double a) {
    double x = Math.abs(a);
    if (Double.isNaN(x)) {
      return x;
    } else if (x > 6) {
      return Math.signum(a);
    } else if (x < 2.5) {
      double term = x;
      double sum = x;
      for (int n = 1; term > sum * 1e-17; n++) {
        term *= 2 * x * x / (2 * n + 1);
        sum += term;
      }
      return Math.copySign(2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum, a);
    }
    double f = x;
    for (int n = 60; n > 0; n--) {
      f = n == 60 ? x + 30 / x : x + n / 2.0 / f;
    }
    return Math.copySign(1 - Math.exp(-x * x) / (Math.sqrt(Math.PI) * f), a);
  }
}
