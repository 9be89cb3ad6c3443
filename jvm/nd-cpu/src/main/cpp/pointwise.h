// What the files of pointwise programs share: instructions, loops over a tile, and the compiler of a program, which is
// instantiated once per type that programs compute in.
#pragma once
#include "isa.h"
#include "vecmath.h"

namespace pydl4j {
namespace PYDL4J_ISA {
namespace pointwise {

// In the order of PointwiseCode.
enum Op {
  LOAD, CONST, STORE,
  ADD, SUB, MUL, DIV, MIN, MAX, POW,
  GT, GE, LT, LE, EQ, NE, AND, OR, XOR, NOT, SELECT, FMA,
  NEG, ABS, SQUARE, SQRT, RECIP, SIGN, FLOOR, CEIL, ROUND, RELU,
  EXP, EXPM1, LOG, LOG1P, TANH, SIGMOID, ERF, SOFTPLUS,
  SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, ASINH, ACOSH, ATANH,
  MOD, FMOD, ATAN2, TRUNC, ISNAN, ISINF, COPY, ISFINITE, SIGNBIT,
  FLOORDIV, HYPOT, LOGADDEXP, COPYSIGN, NEXTAFTER, LOG2, LOG10, EXP2,
  BITAND, BITOR, BITXOR, BITNOT, SHL, SHR, OPS
};

template <class T, class D = T> using Loop = void (*)(D*, const T*, const T*, const T*, int);

// The loops of an instruction: [0] all vectors, [1] b scalar, [2] a scalar; `truth` those that write bytes of truth.
template <class T> struct Loops {
  int arity = 0;
  Loop<T> loop[3] = {nullptr, nullptr, nullptr};
  Loop<T, uint8_t> truth[3] = {nullptr, nullptr, nullptr};
};

// The loops of a type by instruction; no arity where it has none.
template <class T> const Loops<T>* loops();

// The kernel of a program that computes in T; code as PointwiseCode describes it.
template <class T> KernelPtr compile(const Call& call, const Dims& code, const std::vector<double>& constants, const char* name);

}  // namespace pointwise
}  // namespace PYDL4J_ISA
}  // namespace pydl4j
