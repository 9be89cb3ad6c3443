// The instructions of pointwise programs on integers: they wrap around, and dividing by 0 gives 0.
#pragma once
#include <type_traits>

#include "pointwise_loops.h"
#include "pointwise_program.h"

namespace pydl4j {
namespace PYDL4J_ISA {
namespace pointwise {

// Unsigned, and at least as wide as C++ computes: sums and products in it wrap.
template <class T> using Wrap = std::conditional_t<(sizeof(T) < 4), uint32_t, std::make_unsigned_t<T>>;
template <class T> constexpr unsigned BITS = 8 * sizeof(T);

// a / b cut towards 0 for b != 0. A double holds 32 bits, and vectors divide doubles only.
template <class T> PYDL4J_INLINE T quotient(T a, T b) {
  if constexpr (sizeof(T) < 4) return (T)(int32_t)((double)a / (double)b);
  else if constexpr (sizeof(T) == 4) return (T)(int64_t)((double)a / (double)b);
  else if constexpr (std::is_signed_v<T>) return b == -1 ? (T)(0 - (Wrap<T>)a) : a / b;
  else return a / b;
}
template <class T> PYDL4J_INLINE T divide(T a, T b) {
  T q = quotient(a, b == 0 ? T(1) : b);
  return b == 0 ? T(0) : q;
}
template <class T> PYDL4J_INLINE T cRemainder(T a, T b) {
  return b == 0 ? T(0) : (T)((Wrap<T>)a - (Wrap<T>)divide(a, b) * (Wrap<T>)b);
}
template <class T> PYDL4J_INLINE T remainder(T a, T b) {
  T r = cRemainder(a, b);
  return r != 0 && (r < 0) != (b < 0) ? (T)(r + b) : r;
}
template <class T> PYDL4J_INLINE T floorQuotient(T a, T b) {
  T r = cRemainder(a, b);
  return (T)((Wrap<T>)divide(a, b) - (r != 0 && (r < 0) != (b < 0)));
}
template <class T> PYDL4J_INLINE T power(T a, T b) {
  Wrap<T> x = (Wrap<T>)a, y = 1;
  for (std::make_unsigned_t<T> e = (std::make_unsigned_t<T>)b; e; e >>= 1, x *= x) y = e & 1 ? y * x : y;
  return (T)y;
}
template <class T> PYDL4J_INLINE T shiftLeft(T a, T b) {
  std::make_unsigned_t<T> by = (std::make_unsigned_t<T>)b;
  return by < BITS<T> ? (T)((Wrap<T>)a << (by & (BITS<T> - 1))) : T(0);
}
template <class T> PYDL4J_INLINE T shiftRight(T a, T b) {
  std::make_unsigned_t<T> by = (std::make_unsigned_t<T>)b;
  if constexpr (std::is_signed_v<T>) return (T)(a >> (by < BITS<T> ? by : BITS<T> - 1));
  else return by < BITS<T> ? (T)(a >> (by & (BITS<T> - 1))) : T(0);
}

PYDL4J_WHOLE_FUNCTIONS

template <class T> const Loops<T>* wholeLoops() {
  static Loops<T> table[OPS];
  static bool filled = [] {
    PYDL4J_WHOLE_LOOPS
    for (int same : {PYDL4J_WHOLE_COPIES}) table[same] = table[COPY];
    return true;
  }();
  (void)filled;
  return table;
}

// What a file of integer types says of each.
#define PYDL4J_WHOLE(T) \
  template <> const Loops<T>* loops<T>() { return wholeLoops<T>(); } \
  template KernelPtr compile<T>(const Call&, const Dims&, const std::vector<double>&, const char*);

}  // namespace pointwise
}  // namespace PYDL4J_ISA
}  // namespace pydl4j
