// The instructions of pointwise programs on floats.
#include "pointwise_loops.h"
#include "pointwise_program.h"

namespace pydl4j {
namespace PYDL4J_ISA {
namespace pointwise {

namespace {

PYDL4J_BIN(ADD, a + b) PYDL4J_BIN(SUB, a - b) PYDL4J_BIN(MUL, a * b) PYDL4J_BIN(DIV, a / b)
PYDL4J_TER(FMA, a * b + c)
PYDL4J_UN(NEG, -a) PYDL4J_UN(ABS, std::fabs(a)) PYDL4J_UN(SQUARE, a * a) PYDL4J_UN(SQRT, std::sqrt(a))
PYDL4J_UN(RECIP, T(1) / a) PYDL4J_UN(SIGN, a > 0 ? T(1) : a < 0 ? T(-1) : a + T(0))
PYDL4J_UN(FLOOR, std::floor(a)) PYDL4J_UN(CEIL, std::ceil(a)) PYDL4J_UN(ROUND, std::rint(a)) PYDL4J_UN(TRUNC, std::trunc(a))
PYDL4J_UN(RELU, a < 0 ? T(0) : a) PYDL4J_UN(EXP, vm::exp(a)) PYDL4J_UN(EXPM1, vm::expm1(a)) PYDL4J_UN(EXP2, vm::exp2(a))
PYDL4J_UN(LOG, vm::log(a)) PYDL4J_UN(LOG1P, vm::log1p(a)) PYDL4J_UN(LOG2, vm::log2(a)) PYDL4J_UN(LOG10, vm::log10(a))
PYDL4J_UN(TANH, vm::tanh(a)) PYDL4J_UN(SIGMOID, vm::sigmoid(a)) PYDL4J_UN(ERF, vm::erf(a)) PYDL4J_UN(SOFTPLUS, vm::softplus(a))
PYDL4J_UN(SIN, std::sin(a)) PYDL4J_UN(COS, std::cos(a)) PYDL4J_UN(TAN, std::tan(a))
PYDL4J_UN(ASIN, std::asin(a)) PYDL4J_UN(ACOS, std::acos(a)) PYDL4J_UN(ATAN, std::atan(a))
PYDL4J_UN(SINH, std::sinh(a)) PYDL4J_UN(COSH, std::cosh(a))
PYDL4J_UN(ASINH, std::asinh(a)) PYDL4J_UN(ACOSH, std::acosh(a)) PYDL4J_UN(ATANH, std::atanh(a))

template <class T> T modulo(T a, T b) {
  T r = std::fmod(a, b);
  return r == 0 ? std::copysign(T(0), b) : (r < 0) != (b < 0) ? r + b : r;
}

// NumPy's: exact where fmod is, -0 and infinities as of a / b.
template <class T> T floorDivide(T a, T b) {
  if (b == 0) return a / b;
  T r = std::fmod(a, b);
  T q = (a - r) / b - (r != 0 && (b < 0) != (r < 0) ? T(1) : T(0));
  if (q == 0) return std::copysign(T(0), a / b);
  T whole = std::floor(q);
  return q - whole > T(0.5) ? whole + T(1) : whole;
}

template <class T> PYDL4J_INLINE T logAddExp(T a, T b) {
  T far = vm::max(a, b) + vm::log1p(vm::exp(-std::fabs(a - b)));
  return a == b ? a + T(0.693147180559945309) : far;
}

PYDL4J_BIN(POW, std::pow(a, b)) PYDL4J_BIN(MOD, modulo(a, b)) PYDL4J_BIN(FMOD, std::fmod(a, b))
PYDL4J_BIN(FLOORDIV, floorDivide(a, b)) PYDL4J_BIN(ATAN2, std::atan2(a, b)) PYDL4J_BIN(HYPOT, vm::hypot(a, b))
PYDL4J_BIN(LOGADDEXP, logAddExp(a, b)) PYDL4J_BIN(COPYSIGN, std::copysign(a, b)) PYDL4J_BIN(NEXTAFTER, vm::nextAfter(a, b))
PYDL4J_TEST1(ISNAN, a != a) PYDL4J_TEST1(ISINF, std::fabs(a) == std::numeric_limits<T>::infinity())
PYDL4J_TEST1(ISFINITE, std::fabs(a) <= std::numeric_limits<T>::max()) PYDL4J_TEST1(SIGNBIT, vm::isNegative(a))

template <class T> const Loops<T>* floatLoops() {
  static Loops<T> table[OPS];
  static bool filled = [] {
    PYDL4J_B(ADD) PYDL4J_B(SUB) PYDL4J_B(MUL) PYDL4J_B(DIV) PYDL4J_B(MIN) PYDL4J_B(MAX) PYDL4J_B(POW)
    PYDL4J_T2(GT) PYDL4J_T2(GE) PYDL4J_T2(LT) PYDL4J_T2(LE) PYDL4J_T2(EQ) PYDL4J_T2(NE)
    PYDL4J_T2(AND) PYDL4J_T2(OR) PYDL4J_T2(XOR) PYDL4J_T1(NOT) PYDL4J_X(SELECT) PYDL4J_X(FMA)
    PYDL4J_U(NEG) PYDL4J_U(ABS) PYDL4J_U(SQUARE) PYDL4J_U(SQRT) PYDL4J_U(RECIP) PYDL4J_U(SIGN)
    PYDL4J_U(FLOOR) PYDL4J_U(CEIL) PYDL4J_U(ROUND) PYDL4J_U(TRUNC) PYDL4J_U(RELU)
    PYDL4J_U(EXP) PYDL4J_U(EXPM1) PYDL4J_U(EXP2) PYDL4J_U(LOG) PYDL4J_U(LOG1P) PYDL4J_U(LOG2) PYDL4J_U(LOG10)
    PYDL4J_U(TANH) PYDL4J_U(SIGMOID) PYDL4J_U(ERF) PYDL4J_U(SOFTPLUS)
    PYDL4J_U(SIN) PYDL4J_U(COS) PYDL4J_U(TAN) PYDL4J_U(ASIN) PYDL4J_U(ACOS) PYDL4J_U(ATAN)
    PYDL4J_U(SINH) PYDL4J_U(COSH) PYDL4J_U(ASINH) PYDL4J_U(ACOSH) PYDL4J_U(ATANH)
    PYDL4J_B(MOD) PYDL4J_B(FMOD) PYDL4J_B(FLOORDIV) PYDL4J_B(ATAN2) PYDL4J_B(HYPOT) PYDL4J_B(LOGADDEXP)
    PYDL4J_B(COPYSIGN) PYDL4J_B(NEXTAFTER)
    PYDL4J_T1(ISNAN) PYDL4J_T1(ISINF) PYDL4J_T1(ISFINITE) PYDL4J_T1(SIGNBIT) PYDL4J_U(COPY)
    return true;
  }();
  (void)filled;
  return table;
}

}  // namespace

template <> const Loops<float>* loops<float>() { return floatLoops<float>(); }
template <> const Loops<double>* loops<double>() { return floatLoops<double>(); }
template KernelPtr compile<float>(const Call&, const Dims&, const std::vector<double>&, const char*);
template KernelPtr compile<double>(const Call&, const Dims&, const std::vector<double>&, const char*);

}  // namespace pointwise
}  // namespace PYDL4J_ISA
}  // namespace pydl4j
