// Floats of 16 bits as types, and their elements as numbers.
#pragma once
#include <type_traits>

#include "isa.h"
#include "vecmath.h"

namespace pydl4j {
namespace PYDL4J_ISA {

struct Half { uint16_t bits; };
struct Brain { uint16_t bits; };

template <class T> constexpr bool isNarrow = std::is_same_v<T, Half> || std::is_same_v<T, Brain>;
template <class A> using Read = std::conditional_t<isNarrow<A>, float, A>;

// The elements as numbers: where they lie, or converted into the buffer.
template <class A> PYDL4J_INLINE const Read<A>* numbers(const A* p, int64_t n, Read<A>* buffer) {
  if constexpr (std::is_same_v<A, Half>) vm::fromF16(buffer, (const uint16_t*)p, n);
  if constexpr (std::is_same_v<A, Brain>) for (int64_t i = 0; i < n; i++) buffer[i] = vm::fromBf16(p[i].bits);
  if constexpr (isNarrow<A>) return buffer;
  else return p;
}

// Numbers as elements, rounded; they may lie there already.
template <class A> PYDL4J_INLINE void store(A* to, const Read<A>* from, int64_t n) {
  if constexpr (std::is_same_v<A, Half>) vm::toF16((uint16_t*)to, from, n);
  else if constexpr (std::is_same_v<A, Brain>) for (int64_t i = 0; i < n; i++) to[i].bits = vm::toBf16(from[i]);
  else if ((const void*)to != (const void*)from) memcpy(to, from, n * sizeof(A));
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
