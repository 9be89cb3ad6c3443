// The instructions of pointwise programs on floats.
#include "pointwise_loops.h"
#include "pointwise_program.h"

namespace pydl4j {
namespace PYDL4J_ISA {
namespace pointwise {

namespace {

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

PYDL4J_FLOAT_FUNCTIONS

template <class T> const Loops<T>* floatLoops() {
  static Loops<T> table[OPS];
  static bool filled = [] {
    PYDL4J_FLOAT_LOOPS
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
