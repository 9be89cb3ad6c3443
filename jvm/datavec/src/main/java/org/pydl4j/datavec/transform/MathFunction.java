package org.pydl4j.datavec.transform;

import java.util.function.DoubleUnaryOperator;

/** Functions of one number. DL4J: MathFunction. */
public enum MathFunction {
  ABS(Math::abs),
  ACOS(Math::acos),
  ASIN(Math::asin),
  ATAN(Math::atan),
  CEIL(Math::ceil),
  COS(Math::cos),
  COSH(Math::cosh),
  EXP(Math::exp),
  FLOOR(Math::floor),
  LOG(Math::log),
  LOG10(Math::log10),
  SIGNUM(Math::signum),
  SIN(Math::sin),
  SINH(Math::sinh),
  SQRT(Math::sqrt),
  TAN(Math::tan),
  TANH(Math::tanh);

  private final DoubleUnaryOperator f;

  MathFunction(DoubleUnaryOperator f) {
    this.f = f;
  }

  double apply(double x) {
    return f.applyAsDouble(x);
  }
}
