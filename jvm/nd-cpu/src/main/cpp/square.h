// A square of numbers transposed in registers: log2(W) rounds, each exchanging halves between pairs of rows.
#pragma once
#include <cstdint>

#include "isa.h"

namespace pydl4j {
namespace PYDL4J_ISA {

template <int BYTES> struct UnsignedOf;
template <> struct UnsignedOf<4> { typedef uint32_t type; };
template <> struct UnsignedOf<8> { typedef uint64_t type; };

template <class E> struct Square {
#ifdef __AVX512F__
  static const int W = 64 / sizeof(E);
#elif defined(__AVX2__)
  static const int W = 32 / sizeof(E);
#else
  static const int W = 16 / sizeof(E);
#endif
  typedef typename UnsignedOf<sizeof(E)>::type Lane;
  typedef Lane Vec __attribute__((vector_size(W * sizeof(E)), aligned(sizeof(E)), may_alias));

  // W by W elements from x[r a + c] to y[c b + r].
  static inline void transpose(const E* x, int64_t a, E* y, int64_t b) {
    Vec row[W];
    for (int i = 0; i < W; i++) row[i] = *(const Vec*)(x + i * a);
    exchange<W / 2>(row);
    for (int i = 0; i < W; i++) *(Vec*)(y + i * b) = row[i];
  }

  // Rounds of distances S, S / 2, ..., 1, each known to the compiler.
  template <int S> static inline void exchange(Vec* row) {
    Vec low, high;
    for (int j = 0; j < W; j++) {
      low[j] = j & S ? W + j - S : j;
      high[j] = j & S ? W + j : j + S;
    }
    for (int i = 0; i < W; i++) {
      if (i & S) continue;
      Vec p = row[i], q = row[i + S];
      row[i] = __builtin_shuffle(p, q, low);
      row[i + S] = __builtin_shuffle(p, q, high);
    }
    if constexpr (S > 1) exchange<S / 2>(row);
  }
};

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
