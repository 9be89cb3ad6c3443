// Counter-based random numbers: Philox4x32-10 (Salmon et al. 2011) keyed by (seed, step, node), so that every element's
// number depends on nothing but its place. Files that include it are compiled without contraction of products and sums:
// with the same operations in the same order the numbers are those of org.pydl4j.nd.spi.Variates to the last bit.
#pragma once
#if defined(__AVX512F__)
#include <immintrin.h>
#endif

#include "isa.h"

namespace pydl4j {
namespace PYDL4J_ISA {

const int GROUP = 64;  // blocks computed together

struct Key {
  uint32_t k0, k1, node, step0, step1;
};

inline Key keyOf(const Args& a, int seed, int step, int64_t node) {
  uint64_t s = (uint64_t)*a.input<int64_t>(seed), t = (uint64_t)*a.input<int64_t>(step);
  return {(uint32_t)s, (uint32_t)(s >> 32), (uint32_t)node, (uint32_t)t, (uint32_t)(t >> 32)};
}

inline uint64_t joined(uint32_t low, uint32_t high) { return low | (uint64_t)high << 32; }

// One block, in place.
inline void philox(const Key& key, uint32_t* c) {
  uint32_t k0 = key.k0, k1 = key.k1;
  for (int round = 0; round < 10; round++) {
    uint64_t p0 = (uint64_t)0xD2511F53u * c[0], p1 = (uint64_t)0xCD9E8D57u * c[2];
    uint32_t n0 = (uint32_t)(p1 >> 32) ^ c[1] ^ k0, n2 = (uint32_t)(p0 >> 32) ^ c[3] ^ k1;
    c[0] = n0, c[1] = (uint32_t)p1, c[2] = n2, c[3] = (uint32_t)p0;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
}

// The block of an element's own attempt (1 to 255), for draws that may be refused.
inline void attempted(const Key& key, int64_t element, int attempt, uint32_t* c) {
  c[0] = (uint32_t)element;
  c[1] = key.node + ((uint32_t)attempt << 16) + ((uint32_t)(element >> 32) << 24);
  c[2] = key.step0, c[3] = key.step1;
  philox(key, c);
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"  // gcc 12 about its own intrinsics
// The words of blocks [first, first + GROUP): word w of block i at out[4 i + w]; first is a multiple of GROUP.
static inline void philox(const Key& key, int64_t first, uint32_t* out) {
  uint32_t node = key.node + (uint32_t)(first >> 32);
#if defined(__AVX512F__)
  const int V = 4;  // vectors of eight blocks, each word in the low half of 64 bits: what is above is not looked at
  const __m512i m0 = _mm512_set1_epi64(0xD2511F53u), m1 = _mm512_set1_epi64(0xCD9E8D57u);
  const __m512i w0 = _mm512_set1_epi32((int)0x9E3779B9u), w1 = _mm512_set1_epi32((int)0xBB67AE85u);
  for (int at = 0; at < GROUP; at += 8 * V) {
    __m512i c0[V], c1[V], c2[V], c3[V];
    for (int v = 0; v < V; v++) {
      c0[v] = _mm512_add_epi64(_mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7), _mm512_set1_epi64((uint32_t)first + at + 8 * v));
      c1[v] = _mm512_set1_epi64(node), c2[v] = _mm512_set1_epi64(key.step0), c3[v] = _mm512_set1_epi64(key.step1);
    }
    __m512i k0 = _mm512_set1_epi64(key.k0), k1 = _mm512_set1_epi64(key.k1);
    for (int round = 0; round < 10; round++) {
      for (int v = 0; v < V; v++) {
        __m512i p0 = _mm512_mul_epu32(c0[v], m0), p1 = _mm512_mul_epu32(c2[v], m1);
        c0[v] = _mm512_ternarylogic_epi32(_mm512_srli_epi64(p1, 32), c1[v], k0, 0x96);  // exclusive or of the three
        c2[v] = _mm512_ternarylogic_epi32(_mm512_srli_epi64(p0, 32), c3[v], k1, 0x96);
        c1[v] = p1, c3[v] = p0;
      }
      k0 = _mm512_add_epi32(k0, w0), k1 = _mm512_add_epi32(k1, w1);
    }
    for (int v = 0; v < V; v++) {
      __m512i z0 = _mm512_mask_blend_epi32(0xAAAA, c0[v], _mm512_slli_epi64(c1[v], 32));
      __m512i z1 = _mm512_mask_blend_epi32(0xAAAA, c2[v], _mm512_slli_epi64(c3[v], 32));
      uint32_t* to = out + 4 * (at + 8 * v);
      const __m512i low = _mm512_setr_epi64(0, 8, 1, 9, 2, 10, 3, 11), high = _mm512_setr_epi64(4, 12, 5, 13, 6, 14, 7, 15);
      _mm512_storeu_si512(to, _mm512_permutex2var_epi64(z0, low, z1));
      _mm512_storeu_si512(to + 16, _mm512_permutex2var_epi64(z0, high, z1));
    }
  }
#else
  uint32_t c0[GROUP], c1[GROUP], c2[GROUP], c3[GROUP];
  for (int i = 0; i < GROUP; i++) c0[i] = (uint32_t)first + i, c1[i] = node, c2[i] = key.step0, c3[i] = key.step1;
  uint32_t k0 = key.k0, k1 = key.k1;
  for (int round = 0; round < 10; round++) {
    for (int i = 0; i < GROUP; i++) {
      uint64_t p0 = (uint64_t)0xD2511F53u * c0[i], p1 = (uint64_t)0xCD9E8D57u * c2[i];
      uint32_t n0 = (uint32_t)(p1 >> 32) ^ c1[i] ^ k0, n2 = (uint32_t)(p0 >> 32) ^ c3[i] ^ k1;
      c1[i] = (uint32_t)p1, c3[i] = (uint32_t)p0;
      c0[i] = n0, c2[i] = n2;
    }
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  for (int i = 0; i < GROUP; i++) out[4 * i] = c0[i], out[4 * i + 1] = c1[i], out[4 * i + 2] = c2[i], out[4 * i + 3] = c3[i];
#endif
}
#pragma GCC diagnostic pop

// Variates.log and its like, operation by operation.
namespace variates {

inline float log(float x) {
  int32_t bits;
  memcpy(&bits, &x, 4);
  int32_t e = (bits - 0x3f3504f3) >> 23;
  bits -= (int32_t)((uint32_t)e << 23);
  float m;
  memcpy(&m, &bits, 4);
  float s = (m - 1) / (m + 1), z = s * s;
  float p = z * (2.0f / 9) + 2.0f / 7;
  p = z * p + 2.0f / 5;
  p = z * p + 2.0f / 3;
  return (s * z * p + (s + s)) + (float)e * 0.6931472f;
}

inline double log(double x) {
  int64_t bits;
  memcpy(&bits, &x, 8);
  int64_t e = (bits - 0x3fe6a09e667f3bcdLL) >> 52;
  bits -= (int64_t)((uint64_t)e << 52);
  double m;
  memcpy(&m, &bits, 8);
  double s = (m - 1) / (m + 1), z = s * s;
  double p = z * (2.0 / 21) + 2.0 / 19;
  p = z * p + 2.0 / 17;
  p = z * p + 2.0 / 15;
  p = z * p + 2.0 / 13;
  p = z * p + 2.0 / 11;
  p = z * p + 2.0 / 9;
  p = z * p + 2.0 / 7;
  p = z * p + 2.0 / 5;
  p = z * p + 2.0 / 3;
  return (s * z * p + ((s + s) + (double)e * 0x1.a39ef35793c76p-33)) + (double)e * 0x1.62e42fee00000p-1;
}

inline float sine(float x) {
  float z = x * x;
  float p = z * (1.0f / 362880) + -1.0f / 5040;
  p = z * p + 1.0f / 120;
  p = z * p + -1.0f / 6;
  return x * z * p + x;
}

inline float cosine(float x) {
  float z = x * x;
  float p = z * (1.0f / 40320) + -1.0f / 720;
  p = z * p + 1.0f / 24;
  p = z * p + -0.5f;
  return z * p + 1;
}

inline double sine(double x) {
  double z = x * x;
  double p = z * (-1.0 / 1307674368000.0) + 1.0 / 6227020800.0;
  p = z * p + -1.0 / 39916800;
  p = z * p + 1.0 / 362880;
  p = z * p + -1.0 / 5040;
  p = z * p + 1.0 / 120;
  p = z * p + -1.0 / 6;
  return x * z * p + x;
}

inline double cosine(double x) {
  double z = x * x;
  double p = z * (1.0 / 20922789888000.0) + -1.0 / 87178291200.0;
  p = z * p + 1.0 / 479001600;
  p = z * p + -1.0 / 3628800;
  p = z * p + 1.0 / 40320;
  p = z * p + -1.0 / 720;
  p = z * p + 1.0 / 24;
  p = z * p + -0.5;
  return z * p + 1;
}

inline float exponential(uint32_t word) { return 0 - log(((float)word + 0.5f) * 0x1p-32f); }
inline double exponential(uint64_t bits) { return 0 - log(((double)(int64_t)(bits >> 11) + 0.5) * 0x1p-53); }

inline float angle(uint32_t bits) { return (float)(int32_t)(bits << 2) * 0x1p-32f * 1.5707964f; }
inline double angle(uint64_t bits) { return (double)((int64_t)(bits << 2) >> 11) * 0x1p-53 * 1.5707963267948966; }

// The two normal numbers of Box and Muller's transform; Word is as wide as T.
template <class T, class Word> inline void normals(Word radius, Word turn, T& first, T& second) {
  T r = std::sqrt(2 * exponential(radius)), t = angle(turn), s = sine(t), c = cosine(t);
  bool exchanged = turn >> (8 * sizeof(T) - 1) != 0, negative = (turn >> (8 * sizeof(T) - 2) & 1) != 0;
  r = negative ? -r : r;
  first = r * (exchanged ? s : c);
  second = r * (exchanged ? c : s);
}

}  // namespace variates

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
