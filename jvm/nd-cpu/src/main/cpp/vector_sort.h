// Sorting unsigned numbers of 32 or 64 bits by vectors of 64 bytes: parts around a pivot, whose small ones go through bitonic
// networks. The order is total, so the result is the same however the parts come out.
#pragma once
#include "isa.h"
#if defined(__AVX512BW__) && defined(__AVX512VL__)
#include <immintrin.h>

#include <algorithm>
#include <vector>

namespace pydl4j {
namespace PYDL4J_ISA {
namespace vsort {

// Masks of all lanes keep GCC from warning of its own headers.

template <class U> struct Vec;

template <> struct Vec<uint32_t> {
  static constexpr int W = 16;
  using Mask = __mmask16;
  static __m512i load(const uint32_t* p) { return _mm512_loadu_si512(p); }
  static __m512i load(const uint32_t* p, Mask k) { return _mm512_mask_loadu_epi32(_mm512_set1_epi32(-1), k, p); }
  static void store(uint32_t* p, Mask k, __m512i v) { _mm512_mask_storeu_epi32(p, k, v); }
  static __m512i all(uint32_t v) { return _mm512_set1_epi32((int)v); }
  static __m512i min(__m512i a, __m512i b) { return _mm512_maskz_min_epu32((Mask)-1, a, b); }
  static __m512i max(__m512i a, __m512i b) { return _mm512_maskz_max_epu32((Mask)-1, a, b); }
  static __m512i max(__m512i v, Mask k, __m512i a, __m512i b) { return _mm512_mask_max_epu32(v, k, a, b); }
  static __m512i permute(__m512i at, __m512i v) { return _mm512_maskz_permutexvar_epi32((Mask)-1, at, v); }
  static __m512i compress(Mask k, __m512i v) { return _mm512_maskz_compress_epi32(k, v); }
  static Mask less(__m512i a, __m512i b) { return _mm512_cmplt_epu32_mask(a, b); }
  static Mask atMost(__m512i a, __m512i b) { return _mm512_cmple_epu32_mask(a, b); }
};

template <> struct Vec<uint64_t> {
  static constexpr int W = 8;
  using Mask = __mmask8;
  static __m512i load(const uint64_t* p) { return _mm512_loadu_si512(p); }
  static __m512i load(const uint64_t* p, Mask k) { return _mm512_mask_loadu_epi64(_mm512_set1_epi64(-1), k, p); }
  static void store(uint64_t* p, Mask k, __m512i v) { _mm512_mask_storeu_epi64(p, k, v); }
  static __m512i all(uint64_t v) { return _mm512_set1_epi64((long long)v); }
  static __m512i min(__m512i a, __m512i b) { return _mm512_maskz_min_epu64((Mask)-1, a, b); }
  static __m512i max(__m512i a, __m512i b) { return _mm512_maskz_max_epu64((Mask)-1, a, b); }
  static __m512i max(__m512i v, Mask k, __m512i a, __m512i b) { return _mm512_mask_max_epu64(v, k, a, b); }
  static __m512i permute(__m512i at, __m512i v) { return _mm512_maskz_permutexvar_epi64((Mask)-1, at, v); }
  static __m512i compress(Mask k, __m512i v) { return _mm512_maskz_compress_epi64(k, v); }
  static Mask less(__m512i a, __m512i b) { return _mm512_cmplt_epu64_mask(a, b); }
  static Mask atMost(__m512i a, __m512i b) { return _mm512_cmple_epu64_mask(a, b); }
};

// Lane i beside lane i ^ FLIP: the smaller one goes to the lane without the bit HIGH.
template <class U, int FLIP, int HIGH> inline __m512i exchange(__m512i v) {
  using V = Vec<U>;
  alignas(64) static constexpr auto AT = [] {
    struct { U lane[V::W]; } t{};
    for (int i = 0; i < V::W; i++) t.lane[i] = (U)(i ^ FLIP);
    return t;
  }();
  constexpr auto UPPER = [] {
    unsigned k = 0;
    for (int i = 0; i < V::W; i++) k |= i & HIGH ? 1u << i : 0;
    return (typename V::Mask)k;
  }();
  __m512i other = V::permute(_mm512_load_si512(&AT), v);
  return V::max(V::min(v, other), UPPER, v, other);
}

// Sorts groups of lanes whose halves of HIGH lanes lie one below the other in a bitonic run.
template <class U, int HIGH, int M> inline void clean(__m512i* v) {
  if constexpr (HIGH > 0) {
#pragma GCC unroll 8
    for (int i = 0; i < M; i++) v[i] = exchange<U, HIGH, HIGH>(v[i]);
    clean<U, HIGH / 2, M>(v);
  }
}

// Sorts the lanes of each vector.
template <class U, int GROUP, int M> inline void lanes(__m512i* v) {
  if constexpr (GROUP <= Vec<U>::W) {
#pragma GCC unroll 8
    for (int i = 0; i < M; i++) v[i] = exchange<U, GROUP - 1, GROUP / 2>(v[i]);
    clean<U, GROUP / 4, M>(v);
    lanes<U, GROUP * 2, M>(v);
  }
}

template <class U> inline __m512i reversed(__m512i v) {
  alignas(64) static constexpr auto AT = [] {
    struct { U lane[Vec<U>::W]; } t{};
    for (int i = 0; i < Vec<U>::W; i++) t.lane[i] = (U)(Vec<U>::W - 1 - i);
    return t;
  }();
  return Vec<U>::permute(_mm512_load_si512(&AT), v);
}

// Merges sorted runs of RUN vectors into runs of all M.
template <class U, int RUN, int M> inline void merge(__m512i* v) {
  using V = Vec<U>;
  if constexpr (RUN < M) {
#pragma GCC unroll 8
    for (int g = 0; g < M; g += 2 * RUN) {
#pragma GCC unroll 8
      for (int i = 0; i < RUN; i++) {
        __m512i a = v[g + i], b = reversed<U>(v[g + 2 * RUN - 1 - i]);
        v[g + i] = V::min(a, b);
        v[g + 2 * RUN - 1 - i] = V::max(a, b);
      }
    }
#pragma GCC unroll 8
    for (int d = RUN / 2; d > 0; d /= 2) {
#pragma GCC unroll 8
      for (int i = 0; i < M; i++) {
        if (i & d) continue;
        __m512i a = v[i], b = v[i + d];
        v[i] = V::min(a, b);
        v[i + d] = V::max(a, b);
      }
    }
    clean<U, V::W / 2, M>(v);
    merge<U, RUN * 2, M>(v);
  }
}

// Sorts n elements, of M vectors at most.
template <class U, int M> void network(U* a, int64_t n) {
  using V = Vec<U>;
  __m512i v[M];
  typename V::Mask k[M];
#pragma GCC unroll 8
  for (int i = 0; i < M; i++) {
    int64_t left = n - i * V::W;
    k[i] = left >= V::W ? (typename V::Mask)~0u : left <= 0 ? (typename V::Mask)0 : (typename V::Mask)((1u << left) - 1);
    v[i] = V::load(a + i * V::W, k[i]);
  }
  lanes<U, 2, M>(v);
  merge<U, 1, M>(v);
#pragma GCC unroll 8
  for (int i = 0; i < M; i++) V::store(a + i * V::W, k[i], v[i]);
}

template <class U> inline constexpr int64_t SMALL = 8 * Vec<U>::W;

template <class U> void few(U* a, int64_t n) {
  const int64_t W = Vec<U>::W;
  if (n <= 1) return;
  if (n <= W) network<U, 1>(a, n);
  else if (n <= 2 * W) network<U, 2>(a, n);
  else if (n <= 4 * W) network<U, 4>(a, n);
  else network<U, 8>(a, n);
}

// Puts the elements below the pivot (EQUAL: those not above it) before the others and returns how many they are; more than SMALL.
template <class U, bool EQUAL> int64_t part(U* a, int64_t n, U pivot) {
  using V = Vec<U>;
  constexpr int B = 4, BLOCK = B * V::W;  // a block at each end is kept aside: there is always room for one at either
  alignas(64) U kept[2 * BLOCK];
  std::copy(a, a + BLOCK, kept);
  std::copy(a + n - BLOCK, a + n, kept + BLOCK);
  const __m512i p = V::all(pivot);
  U *from = a + BLOCK, *to = a + n - BLOCK, *low = a, *high = a + n;
  auto put = [&](__m512i v, unsigned which) {
    unsigned k = EQUAL ? V::atMost(v, p) : V::less(v, p);
    k &= which;
    unsigned rest = which & ~k;
    int nk = __builtin_popcount(k), nr = __builtin_popcount(rest);
    V::store(low, (typename V::Mask)((1u << nk) - 1), V::compress((typename V::Mask)k, v));
    low += nk;
    high -= nr;
    V::store(high, (typename V::Mask)((1u << nr) - 1), V::compress((typename V::Mask)rest, v));
  };
  const unsigned ALL = (1u << V::W) - 1;
  while (to - from >= BLOCK) {
    bool left = from - low <= high - to;
    const U* s = left ? from : to - BLOCK;
    from += left ? BLOCK : 0;
    to -= left ? 0 : BLOCK;
    __m512i v[B];
#pragma GCC unroll 4
    for (int i = 0; i < B; i++) v[i] = V::load(s + i * V::W);
#pragma GCC unroll 4
    for (int i = 0; i < B; i++) put(v[i], ALL);
  }
  alignas(64) U rest[BLOCK];
  int64_t left = to - from;
  std::copy(from, to, rest);
  for (int64_t i = 0; i < left; i += V::W) {
    unsigned k = left - i >= V::W ? ALL : (1u << (left - i)) - 1;
    put(V::load(rest + i, (typename V::Mask)k), k);
  }
  for (int i = 0; i < 2 * BLOCK; i += V::W) put(V::load(kept + i), ALL);
  return low - a;
}

// The middle one of elements spread over all; SMALL of them for many.
template <class U> U pivotOf(const U* a, int64_t n) {
  U some[SMALL<U>];
  int64_t count = n > 16384 ? SMALL<U> : Vec<U>::W;
  for (int64_t i = 0; i < count; i++) some[i] = a[(int64_t)((i + 0.5) * n / count)];
  few(some, count);
  return some[count / 2];
}

// Where the part below the pivot ends; when none is, the least elements, which are equal, end there and are done.
template <class U> int64_t cut(U* a, int64_t n, bool& done) {
  U pivot = pivotOf(a, n);
  int64_t low = part<U, false>(a, n, pivot);
  done = low == 0;
  return done ? part<U, true>(a, n, pivot) : low;
}

template <class U> void quick(U* a, int64_t n, int depth) {
  while (n > SMALL<U>) {
    if (depth-- == 0) {
      std::sort(a, a + n);
      return;
    }
    bool done;
    int64_t low = cut(a, n, done);
    if (!done) quick(a, low, depth);
    a += low;
    n -= low;
  }
  few(a, n);
}

inline int depthOf(int64_t n) { return 2 * (64 - __builtin_clzll((unsigned long long)n | 1)) + 8; }

// Sorts n elements by several threads: they cut parts until there is one for each.
template <class U> void sort(U* a, int64_t n, int threads) {
  threads = (int)std::min<int64_t>(threads, n / 32768);
  if (threads <= 1) {
    quick(a, n, depthOf(n));
    return;
  }
  struct Part {
    U* a;
    int64_t n;
  };
  std::vector<Part> parts{{a, n}};
  while ((int64_t)parts.size() < threads) {
    size_t had = parts.size();
    parts.resize(2 * had);
    parallel((int)had, (int64_t)had, 1, [&](int64_t from, int64_t to, int) {
      for (int64_t i = from; i < to; i++) {
        Part p = parts[i];
        if (p.n <= SMALL<U>) continue;
        bool done;
        int64_t low = cut(p.a, p.n, done);
        parts[i] = {p.a, done ? 0 : low};
        parts[had + i] = {p.a + low, p.n - low};
      }
    });
  }
  parallel(threads, (int64_t)parts.size(), 1, [&](int64_t from, int64_t to, int) {
    for (int64_t i = from; i < to; i++) quick(parts[i].a, parts[i].n, depthOf(n));
  });
}

}  // namespace vsort
}  // namespace PYDL4J_ISA
}  // namespace pydl4j
#endif
