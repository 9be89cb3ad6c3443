// The instructions of pointwise programs. Written by `make generate` from the declarations in Java; do not edit.
#pragma once

// In the order of PointwiseCode.
#define PYDL4J_INSTRUCTIONS \
  LOAD, CONST, STORE, ADD, SUB, MUL, DIV, MIN, MAX, POW, GT, GE, LT, LE, EQ, NE, AND, OR, XOR, NOT, SELECT, FMA, NEG, \
  ABS, SQUARE, SQRT, RECIP, SIGN, FLOOR, CEIL, ROUND, RELU, EXP, EXPM1, LOG, LOG1P, TANH, SIGMOID, ERF, SOFTPLUS, SIN, \
  COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, ASINH, ACOSH, ATANH, MOD, FMOD, ATAN2, TRUNC, ISNAN, ISINF, COPY, ISFINITE, \
  SIGNBIT, FLOORDIV, HYPOT, LOGADDEXP, COPYSIGN, NEXTAFTER, LOG2, LOG10, EXP2, CBRT, BITAND, BITOR, BITXOR, BITNOT, \
  SHL, SHR,

// Functions of numbers: of all types, of floats, of integers.
#define PYDL4J_COMMON_FUNCTIONS \
  PYDL4J_BIN(MIN, vm::min(a, b)) PYDL4J_BIN(MAX, vm::max(a, b)) PYDL4J_TEST2(GT, a > b) PYDL4J_TEST2(GE, a >= b) \
  PYDL4J_TEST2(LT, a < b) PYDL4J_TEST2(LE, a <= b) PYDL4J_TEST2(EQ, a == b) PYDL4J_TEST2(NE, a != b) \
  PYDL4J_TEST2(AND, (a != 0) & (b != 0)) PYDL4J_TEST2(OR, (a != 0) | (b != 0)) PYDL4J_TEST2(XOR, (a != 0) != (b != 0)) \
  PYDL4J_TEST1(NOT, a == 0) PYDL4J_TER(SELECT, a != 0 ? b : c) PYDL4J_UN(RELU, a < 0 ? T(0) : a) PYDL4J_UN(COPY, a)

#define PYDL4J_FLOAT_FUNCTIONS \
  PYDL4J_BIN(ADD, a + b) PYDL4J_BIN(SUB, a - b) PYDL4J_BIN(MUL, a * b) PYDL4J_BIN(DIV, a / b) \
  PYDL4J_BIN(POW, std::pow(a, b)) PYDL4J_TER(FMA, a * b + c) PYDL4J_UN(NEG, -a) PYDL4J_UN(ABS, std::fabs(a)) \
  PYDL4J_UN(SQUARE, a * a) PYDL4J_UN(SQRT, std::sqrt(a)) PYDL4J_UN(RECIP, T(1) / a) \
  PYDL4J_UN(SIGN, a > 0 ? T(1) : a < 0 ? T(-1) : a + T(0)) PYDL4J_UN(FLOOR, std::floor(a)) \
  PYDL4J_UN(CEIL, std::ceil(a)) PYDL4J_UN(ROUND, std::rint(a)) PYDL4J_UN(EXP, vm::exp(a)) \
  PYDL4J_UN(EXPM1, vm::expm1(a)) PYDL4J_UN(LOG, vm::log(a)) PYDL4J_UN(LOG1P, vm::log1p(a)) \
  PYDL4J_UN(TANH, vm::tanh(a)) PYDL4J_UN(SIGMOID, vm::sigmoid(a)) PYDL4J_UN(ERF, vm::erf(a)) \
  PYDL4J_UN(SOFTPLUS, vm::softplus(a)) PYDL4J_UN(SIN, std::sin(a)) PYDL4J_UN(COS, std::cos(a)) \
  PYDL4J_UN(TAN, std::tan(a)) PYDL4J_UN(ASIN, std::asin(a)) PYDL4J_UN(ACOS, std::acos(a)) \
  PYDL4J_UN(ATAN, std::atan(a)) PYDL4J_UN(SINH, std::sinh(a)) PYDL4J_UN(COSH, std::cosh(a)) \
  PYDL4J_UN(ASINH, std::asinh(a)) PYDL4J_UN(ACOSH, std::acosh(a)) PYDL4J_UN(ATANH, std::atanh(a)) \
  PYDL4J_BIN(MOD, modulo(a, b)) PYDL4J_BIN(FMOD, std::fmod(a, b)) PYDL4J_BIN(ATAN2, std::atan2(a, b)) \
  PYDL4J_UN(TRUNC, std::trunc(a)) PYDL4J_TEST1(ISNAN, a != a) \
  PYDL4J_TEST1(ISINF, std::fabs(a) == std::numeric_limits<T>::infinity()) \
  PYDL4J_TEST1(ISFINITE, std::fabs(a) <= std::numeric_limits<T>::max()) PYDL4J_TEST1(SIGNBIT, vm::isNegative(a)) \
  PYDL4J_BIN(FLOORDIV, floorDivide(a, b)) PYDL4J_BIN(HYPOT, vm::hypot(a, b)) PYDL4J_BIN(LOGADDEXP, logAddExp(a, b)) \
  PYDL4J_BIN(COPYSIGN, std::copysign(a, b)) PYDL4J_BIN(NEXTAFTER, vm::nextAfter(a, b)) PYDL4J_UN(LOG2, vm::log2(a)) \
  PYDL4J_UN(LOG10, vm::log10(a)) PYDL4J_UN(EXP2, vm::exp2(a)) PYDL4J_UN(CBRT, std::cbrt(a))

#define PYDL4J_WHOLE_FUNCTIONS \
  PYDL4J_BIN(ADD, (T)((Wrap<T>)a + (Wrap<T>)b)) PYDL4J_BIN(SUB, (T)((Wrap<T>)a - (Wrap<T>)b)) \
  PYDL4J_BIN(MUL, (T)((Wrap<T>)a * (Wrap<T>)b)) PYDL4J_BIN(DIV, divide(a, b)) PYDL4J_BIN(POW, power(a, b)) \
  PYDL4J_TER(FMA, (T)((Wrap<T>)a * (Wrap<T>)b + (Wrap<T>)c)) PYDL4J_UN(NEG, (T)(0 - (Wrap<T>)a)) \
  PYDL4J_UN(ABS, a < 0 ? (T)(0 - (Wrap<T>)a) : a) PYDL4J_UN(SQUARE, (T)((Wrap<T>)a * (Wrap<T>)a)) \
  PYDL4J_UN(SIGN, (T)((a > 0) - (a < 0))) PYDL4J_BIN(MOD, remainder(a, b)) PYDL4J_BIN(FMOD, cRemainder(a, b)) \
  PYDL4J_TEST1(ISNAN, ((void)a, false)) PYDL4J_TEST1(ISINF, ((void)a, false)) PYDL4J_TEST1(ISFINITE, ((void)a, true)) \
  PYDL4J_TEST1(SIGNBIT, a < 0) PYDL4J_BIN(FLOORDIV, floorQuotient(a, b)) PYDL4J_BIN(BITAND, (T)(a & b)) \
  PYDL4J_BIN(BITOR, (T)(a | b)) PYDL4J_BIN(BITXOR, (T)(a ^ b)) PYDL4J_UN(BITNOT, (T)~a) \
  PYDL4J_BIN(SHL, shiftLeft(a, b)) PYDL4J_BIN(SHR, shiftRight(a, b))

// Their loops.
#define PYDL4J_FLOAT_LOOPS \
  PYDL4J_B(ADD) PYDL4J_B(SUB) PYDL4J_B(MUL) PYDL4J_B(DIV) PYDL4J_B(MIN) PYDL4J_B(MAX) PYDL4J_B(POW) PYDL4J_T2(GT) \
  PYDL4J_T2(GE) PYDL4J_T2(LT) PYDL4J_T2(LE) PYDL4J_T2(EQ) PYDL4J_T2(NE) PYDL4J_T2(AND) PYDL4J_T2(OR) PYDL4J_T2(XOR) \
  PYDL4J_T1(NOT) PYDL4J_X(SELECT) PYDL4J_X(FMA) PYDL4J_U(NEG) PYDL4J_U(ABS) PYDL4J_U(SQUARE) PYDL4J_U(SQRT) \
  PYDL4J_U(RECIP) PYDL4J_U(SIGN) PYDL4J_U(FLOOR) PYDL4J_U(CEIL) PYDL4J_U(ROUND) PYDL4J_U(RELU) PYDL4J_U(EXP) \
  PYDL4J_U(EXPM1) PYDL4J_U(LOG) PYDL4J_U(LOG1P) PYDL4J_U(TANH) PYDL4J_U(SIGMOID) PYDL4J_U(ERF) PYDL4J_U(SOFTPLUS) \
  PYDL4J_U(SIN) PYDL4J_U(COS) PYDL4J_U(TAN) PYDL4J_U(ASIN) PYDL4J_U(ACOS) PYDL4J_U(ATAN) PYDL4J_U(SINH) PYDL4J_U(COSH) \
  PYDL4J_U(ASINH) PYDL4J_U(ACOSH) PYDL4J_U(ATANH) PYDL4J_B(MOD) PYDL4J_B(FMOD) PYDL4J_B(ATAN2) PYDL4J_U(TRUNC) \
  PYDL4J_T1(ISNAN) PYDL4J_T1(ISINF) PYDL4J_U(COPY) PYDL4J_T1(ISFINITE) PYDL4J_T1(SIGNBIT) PYDL4J_B(FLOORDIV) \
  PYDL4J_B(HYPOT) PYDL4J_B(LOGADDEXP) PYDL4J_B(COPYSIGN) PYDL4J_B(NEXTAFTER) PYDL4J_U(LOG2) PYDL4J_U(LOG10) \
  PYDL4J_U(EXP2) PYDL4J_U(CBRT)

#define PYDL4J_WHOLE_LOOPS \
  PYDL4J_B(ADD) PYDL4J_B(SUB) PYDL4J_B(MUL) PYDL4J_B(DIV) PYDL4J_B(MIN) PYDL4J_B(MAX) PYDL4J_B(POW) PYDL4J_T2(GT) \
  PYDL4J_T2(GE) PYDL4J_T2(LT) PYDL4J_T2(LE) PYDL4J_T2(EQ) PYDL4J_T2(NE) PYDL4J_T2(AND) PYDL4J_T2(OR) PYDL4J_T2(XOR) \
  PYDL4J_T1(NOT) PYDL4J_X(SELECT) PYDL4J_X(FMA) PYDL4J_U(NEG) PYDL4J_U(ABS) PYDL4J_U(SQUARE) PYDL4J_U(SIGN) \
  PYDL4J_U(RELU) PYDL4J_B(MOD) PYDL4J_B(FMOD) PYDL4J_T1(ISNAN) PYDL4J_T1(ISINF) PYDL4J_U(COPY) PYDL4J_T1(ISFINITE) \
  PYDL4J_T1(SIGNBIT) PYDL4J_B(FLOORDIV) PYDL4J_B(BITAND) PYDL4J_B(BITOR) PYDL4J_B(BITXOR) PYDL4J_U(BITNOT) \
  PYDL4J_B(SHL) PYDL4J_B(SHR)

// Instructions that leave integers as they are.
#define PYDL4J_WHOLE_COPIES \
  FLOOR, CEIL, ROUND, TRUNC,

// Ops that are one instruction.
#define PYDL4J_SINGLES \
  {"Add", ADD}, {"Sub", SUB}, {"Mul", MUL}, {"Div", DIV}, {"Pow", POW}, {"Max", MAX}, {"Min", MIN}, {"Neg", NEG}, \
  {"Abs", ABS}, {"Sign", SIGN}, {"Sqrt", SQRT}, {"Reciprocal", RECIP}, {"Exp", EXP}, {"Log", LOG}, {"Sin", SIN}, \
  {"Cos", COS}, {"Tanh", TANH}, {"Sigmoid", SIGMOID}, {"Relu", RELU}, {"Erf", ERF}, {"Softplus", SOFTPLUS}, \
  {"Floor", FLOOR}, {"Ceil", CEIL}, {"Round", ROUND}, {"Tan", TAN}, {"Asin", ASIN}, {"Acos", ACOS}, {"Atan", ATAN}, \
  {"Sinh", SINH}, {"Cosh", COSH}, {"Asinh", ASINH}, {"Acosh", ACOSH}, {"Atanh", ATANH}, \
  {"pydl4j.FloorDivide", FLOORDIV}, {"pydl4j.Remainder", MOD}, {"pydl4j.Fmod", FMOD}, {"pydl4j.Hypot", HYPOT}, \
  {"pydl4j.Atan2", ATAN2}, {"pydl4j.LogAddExp", LOGADDEXP}, {"pydl4j.CopySign", COPYSIGN}, \
  {"pydl4j.NextAfter", NEXTAFTER}, {"pydl4j.Log2", LOG2}, {"pydl4j.Log10", LOG10}, {"pydl4j.Log1p", LOG1P}, \
  {"pydl4j.Expm1", EXPM1}, {"pydl4j.Exp2", EXP2}, {"pydl4j.Cbrt", CBRT}, {"pydl4j.Square", SQUARE}, \
  {"pydl4j.Trunc", TRUNC}, {"BitwiseAnd", BITAND}, {"BitwiseOr", BITOR}, {"BitwiseXor", BITXOR}, \
  {"BitwiseNot", BITNOT}, {"pydl4j.ShiftLeft", SHL}, {"pydl4j.ShiftRight", SHR}, {"Greater", GT}, \
  {"GreaterOrEqual", GE}, {"Less", LT}, {"LessOrEqual", LE}, {"Equal", EQ}, {"pydl4j.NotEqual", NE}, {"And", AND}, \
  {"Or", OR}, {"Xor", XOR}, {"Not", NOT}, {"IsNaN", ISNAN}, {"pydl4j.IsFinite", ISFINITE}, \
  {"pydl4j.SignBit", SIGNBIT}, {"Where", SELECT},

