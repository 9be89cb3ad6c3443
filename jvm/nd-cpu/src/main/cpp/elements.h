// Elements by their width, and indices of either type: for kernels that only move.
#pragma once
#include "isa.h"

namespace pydl4j {
namespace PYDL4J_ISA {

// 16 bytes, aligned as their halves; made from 0.
struct Wide {
  uint64_t low, high;
  Wide() = default;
  explicit Wide(int) : low(0), high(0) {}
};

// Calls f with a null pointer of an unsigned type as wide as the number, and returns what it does.
template <class F> inline auto byNumber(int width, F&& f) {
  switch (width) {
    case 1: return f((uint8_t*)nullptr);
    case 2: return f((uint16_t*)nullptr);
    case 4: return f((uint32_t*)nullptr);
    default: return f((uint64_t*)nullptr);
  }
}

// The same for elements that are moved and not looked at: complex numbers, too.
template <class F> inline auto byWidth(int width, F&& f) {
  return width == 16 ? f((Wide*)nullptr) : byNumber(width, f);
}

// An index of type int64 (wide) or int32.
inline int64_t indexAt(const char* p, bool wide, int64_t i) {
  return wide ? ((const int64_t*)p)[i] : ((const int32_t*)p)[i];
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
