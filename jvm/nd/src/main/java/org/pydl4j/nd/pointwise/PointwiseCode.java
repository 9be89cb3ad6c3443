package org.pydl4j.nd.pointwise;

/**
 * Instructions of a pointwise program: attribute {@code program} (five longs each: opcode, dst, a, b, c) plus attribute
 * {@code constants} (doubles) of the op {@code pydl4j.Pointwise}.
 *
 * <p>Registers are numbered from 0 and hold one tile of the output's index space; a register is written before it is
 * read, and may be written again. {@code LOAD dst, a}: register dst = input a, broadcast to the output's dims. {@code
 * CONST dst, a}: register dst = constants[a]. {@code STORE dst, a}: output dst = register a. All others: register dst =
 * op(register a, b, c); unused operands are 0. Truth values are 1 and 0; bool tensors are converted when loaded and
 * stored (nonzero is true).
 *
 * <p>The opcode is {@link #opcode()}; the native tables are generated from this list. A new instruction is a line here
 * and a case of {@link #apply}, of integers one of {@link WholeNumbers}; a new op of it is a declaration.
 */
public enum PointwiseCode {
  LOAD(1),
  CONST(1),
  STORE(1),
  ADD(2, Native.numbers("a + b", "(T)((Wrap<T>)a + (Wrap<T>)b)", "a + b")),
  SUB(2, Native.numbers("a - b", "(T)((Wrap<T>)a - (Wrap<T>)b)", "a - b")),
  MUL(2, Native.numbers("a * b", "(T)((Wrap<T>)a * (Wrap<T>)b)", "a * b")),
  DIV(2, Native.numbers("a / b", "divide(a, b)", "a / b")),
  MIN(2, Native.numbers("vm::min(a, b)", "vm::min(a, b)", "a < b || a != a ? a : b")),
  MAX(2, Native.numbers("vm::max(a, b)", "vm::max(a, b)", "a > b || a != a ? a : b")),
  POW(2, Native.numbers("std::pow(a, b)", "power(a, b)", "$pow(a, b)")),
  GT(2, Native.test("a > b", "a > b", "a > b")),
  GE(2, Native.test("a >= b", "a >= b", "a >= b")),
  LT(2, Native.test("a < b", "a < b", "a < b")),
  LE(2, Native.test("a <= b", "a <= b", "a <= b")),
  EQ(2, Native.test("a == b", "a == b", "a == b")),
  NE(2, Native.test("a != b", "a != b", "a != b")),
  AND(2, Native.test("(a != 0) & (b != 0)", "(a != 0) & (b != 0)", "a != 0 && b != 0")),
  OR(2, Native.test("(a != 0) | (b != 0)", "(a != 0) | (b != 0)", "a != 0 || b != 0")),
  XOR(2, Native.test("(a != 0) != (b != 0)", "(a != 0) != (b != 0)", "(a != 0) != (b != 0)")),
  NOT(1, Native.test("a == 0", "a == 0", "a == 0")),
  SELECT(3, Native.numbers("a != 0 ? b : c", "a != 0 ? b : c", "a != 0 ? b : c")),
  /** a * b + c, rounded once or twice. */
  FMA(3, Native.numbers("a * b + c", "(T)((Wrap<T>)a * (Wrap<T>)b + (Wrap<T>)c)", "$fma(a, b, c)")),
  NEG(1, Native.numbers("-a", "(T)(0 - (Wrap<T>)a)", "-a")),
  ABS(1, Native.numbers("std::fabs(a)", "a < 0 ? (T)(0 - (Wrap<T>)a) : a", "$fabs(a)")),
  SQUARE(1, Native.numbers("a * a", "(T)((Wrap<T>)a * (Wrap<T>)a)", "a * a")),
  SQRT(1, Native.floats("std::sqrt(a)")),
  RECIP(1, Native.floats("T(1) / a", "#1 / a")),
  SIGN(1, Native.numbers("a > 0 ? T(1) : a < 0 ? T(-1) : a + T(0)", "(T)((a > 0) - (a < 0))",
      "a > 0 ? #1 : a < 0 ? #-1 : a + 0")),
  FLOOR(1, Native.numbers("std::floor(a)", "a", "$floor(a)")),
  CEIL(1, Native.numbers("std::ceil(a)", "a", "$ceil(a)")),
  /** Halves to even. */
  ROUND(1, Native.numbers("std::rint(a)", "a", "$rint(a)")),
  /** max(a, 0), NaN stays. */
  RELU(1, Native.numbers("a < 0 ? T(0) : a", "a < 0 ? T(0) : a", "a < 0 ? #0 : a")),
  EXP(1, Native.floats("vm::exp(a)")),
  EXPM1(1, Native.floats("vm::expm1(a)")),
  LOG(1, Native.floats("vm::log(a)")),
  LOG1P(1, Native.floats("vm::log1p(a)")),
  TANH(1, Native.floats("vm::tanh(a)")),
  SIGMOID(1, Native.floats("vm::sigmoid(a)", "#1 / (#1 + $exp(-a))")),
  ERF(1, Native.floats("vm::erf(a)")),
  /** log(1 + exp(a)). */
  SOFTPLUS(1, Native.floats("vm::softplus(a)", "(a < 0 ? #0 : a) + $log1p($exp(-$fabs(a)))")),
  SIN(1, Native.floats("std::sin(a)")),
  COS(1, Native.floats("std::cos(a)")),
  TAN(1, Native.floats("std::tan(a)")),
  ASIN(1, Native.floats("std::asin(a)")),
  ACOS(1, Native.floats("std::acos(a)")),
  ATAN(1, Native.floats("std::atan(a)")),
  SINH(1, Native.floats("std::sinh(a)")),
  COSH(1, Native.floats("std::cosh(a)")),
  ASINH(1, Native.floats("std::asinh(a)")),
  ACOSH(1, Native.floats("std::acosh(a)")),
  ATANH(1, Native.floats("std::atanh(a)")),
  /** Remainder with the sign of b (NumPy's and Python's). */
  MOD(2, Native.numbers("modulo(a, b)", "remainder(a, b)", "modulo(a, b)")),
  /** Remainder with the sign of a (C's). */
  FMOD(2, Native.numbers("std::fmod(a, b)", "cRemainder(a, b)", "$fmod(a, b)")),
  ATAN2(2, Native.floats("std::atan2(a, b)")),
  TRUNC(1, Native.numbers("std::trunc(a)", "a", "$trunc(a)")),
  ISNAN(1, Native.test("a != a", "((void)a, false)", "a != a")),
  ISINF(1,
      Native.test("std::fabs(a) == std::numeric_limits<T>::infinity()", "((void)a, false)", "$fabs(a) == #Infinity")),
  COPY(1, Native.numbers("a", "a", "a")),
  ISFINITE(1, Native.test("std::fabs(a) <= std::numeric_limits<T>::max()", "((void)a, true)", "a - a == 0")),
  SIGNBIT(1, Native.test("vm::isNegative(a)", "a < 0", "$copysign(#1, a) < 0")),
  /** floor(a / b); of integers exact, 0 where b is 0. */
  FLOORDIV(2, Native.numbers("floorDivide(a, b)", "floorQuotient(a, b)", "floor_divide(a, b)")),
  HYPOT(2, Native.floats("vm::hypot(a, b)")),
  /** log(exp(a) + exp(b)). */
  LOGADDEXP(2, Native.floats("logAddExp(a, b)",
      "a == b ? a + #0.6931471805599453 : (T) (fmax((double) a, (double) b) + log1p(exp(-fabs((double) a - b))))")),
  COPYSIGN(2, Native.floats("std::copysign(a, b)")),
  /** The next number of the type from a towards b. */
  NEXTAFTER(2, Native.floats("vm::nextAfter(a, b)")),
  LOG2(1, Native.floats("vm::log2(a)")),
  LOG10(1, Native.floats("vm::log10(a)")),
  EXP2(1, Native.floats("vm::exp2(a)")),
  CBRT(1, Native.floats("std::cbrt(a)")),
  /** Integers only, as are those below; of truth values the bit. */
  BITAND(2, Native.integers("(T)(a & b)")),
  BITOR(2, Native.integers("(T)(a | b)")),
  BITXOR(2, Native.integers("(T)(a ^ b)")),
  BITNOT(1, Native.integers("(T)~a")),
  SHL(2, Native.integers("shiftLeft(a, b)")),
  /** Copies of the sign bit move in where the type has one. */
  SHR(2, Native.integers("shiftRight(a, b)"));

  /**
   * What an instruction is in C++ and in CUDA: expressions of the registers a, b and c, which may call what stands in
   * {@code pointwise_float.cpp}, {@code pointwise_whole.h} and {@code vecmath.h}. {@code make generate} writes the
   * native tables of them.
   *
   * @param isTest whether the value is a truth value
   * @param floats in C++ for a type T of floats; null where floats have none
   * @param integers in C++ for a type T of integers; null where integers have none
   * @param cuda as {@link #floats}, where {@code $exp} is C's function in the program's precision, {@code #1} a number
   *     of it and {@code T} the type; null for C's function of the instruction's own name
   */
  public record Native(boolean isTest, String floats, String integers, String cuda) {
    static Native floats(String cpp) {
      return new Native(false, cpp, null, null);
    }

    static Native floats(String cpp, String cuda) {
      return new Native(false, cpp, null, cuda);
    }

    static Native integers(String cpp) {
      return new Native(false, null, cpp, null);
    }

    static Native numbers(String floats, String integers, String cuda) {
      return new Native(false, floats, integers, cuda);
    }

    static Native test(String floats, String integers, String cuda) {
      return new Native(true, floats, integers, cuda);
    }
  }

  private static final PointwiseCode[] ALL = values();
  /** Longs per instruction. */
  public static final int WIDTH = 5;
  /** Register operands that are read (LOAD, CONST: an index; STORE: one register). */
  public final int arity;
  /** Null of LOAD, CONST and STORE. */
  public final Native compiled;

  PointwiseCode(int arity) {
    this(arity, null);
  }

  PointwiseCode(int arity, Native compiled) {
    this.arity = arity;
    this.compiled = compiled;
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
      case CBRT -> Math.cbrt(a);
      case BITAND, BITOR, BITXOR, BITNOT, SHL,
          SHR -> throw new IllegalStateException("[pointwise] " + this + " is for integers");
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
