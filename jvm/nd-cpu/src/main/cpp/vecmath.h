// Elementary functions without branches, so that loops over them vectorize; about 1-2 ulp in float. Doubles go to libm.
#pragma once
#if defined(__F16C__)
#include <immintrin.h>
#endif

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

#include "isa.h"

namespace pydl4j {
namespace PYDL4J_ISA {
namespace vm {

#define PYDL4J_INLINE static inline __attribute__((always_inline))

PYDL4J_INLINE float bits(int32_t i) { float f; memcpy(&f, &i, 4); return f; }
PYDL4J_INLINE int32_t bits(float f) { int32_t i; memcpy(&i, &f, 4); return i; }

// bfloat16 is the upper half of a float; rounds to nearest, ties to even.
PYDL4J_INLINE float fromBf16(uint16_t h) { return bits((int32_t)((uint32_t)h << 16)); }
PYDL4J_INLINE uint16_t toBf16(float x) {
  uint32_t u = (uint32_t)bits(x);
  uint32_t rounded = (u + 0x7fffu + ((u >> 16) & 1u)) >> 16;
  return (uint16_t)(x != x ? (u >> 16) | 0x40u : rounded);
}

// 2^n for -126 <= n <= 127.
PYDL4J_INLINE float pow2(int32_t n) { return bits((n + 127) << 23); }

// exp(r) - 1 for |r| <= ln(2) / 2 (Cephes expf).
PYDL4J_INLINE float expm1Near(float r) {
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  return p * (r * r) + r;
}

PYDL4J_INLINE float exp(float x) {
  float c = x > 89.0f ? 89.0f : x;
  c = c < -104.0f ? -104.0f : c;
  float n = __builtin_rintf(c * 1.44269504088896341f);
  float r = c - n * 0.693359375f + n * 2.12194440e-4f;
  int32_t i = (int32_t)n;
  int32_t half = i >> 1;
  float y = (1.0f + expm1Near(r)) * pow2(half) * pow2(i - half);
  return x != x ? x : y;
}

// exp(x) for x <= 0 in half the instructions: 0 below 2^-126.
PYDL4J_INLINE float expNegative(float x) {
  const float shift = 12582912.0f + 127.0f;  // 1.5 * 2^23: adding it rounds to an integer, in the low bits of the sum
  float t = x * 1.44269504088896341f + shift;
  float n = t - shift;
  float r = x - n * 0.693359375f + n * 2.12194440e-4f;
  float y = (1.0f + expm1Near(r)) * bits((int32_t)((uint32_t)bits(t) << 23));
  return x < -87.33654f ? 0.0f : y;
}

PYDL4J_INLINE float expm1(float x) {
  float c = x > 88.0f ? 88.0f : x;
  c = c < -20.0f ? -20.0f : c;
  float n = __builtin_rintf(c * 1.44269504088896341f);
  float r = c - n * 0.693359375f + n * 2.12194440e-4f;
  float s = pow2((int32_t)n);
  float y = s * expm1Near(r) + (s - 1.0f);
  y = x > 88.0f ? exp(x) : y;
  return x != x ? x : y;
}

PYDL4J_INLINE float log(float x) {
  float tiny = x < 1.17549435e-38f ? 1.0f : 0.0f;
  float v = tiny != 0 ? x * 8388608.0f : x;
  int32_t u = bits(v);
  int32_t e = ((u >> 23) & 255) - 126;
  float m = bits((u & 0x007fffff) | 0x3f000000);
  float low = m < 0.707106781186547524f ? 1.0f : 0.0f;
  float k = (float)e - low - 23.0f * tiny;
  m = m + low * m - 1.0f;
  float z = m * m;
  float p = 7.0376836292e-2f;
  p = p * m - 1.1514610310e-1f;
  p = p * m + 1.1676998740e-1f;
  p = p * m - 1.2420140846e-1f;
  p = p * m + 1.4249322787e-1f;
  p = p * m - 1.6668057665e-1f;
  p = p * m + 2.0000714765e-1f;
  p = p * m - 2.4999993993e-1f;
  p = p * m + 3.3333331174e-1f;
  float y = m * z * p - 2.12194440e-4f * k - 0.5f * z;
  y = m + y + 0.693359375f * k;
  y = x == std::numeric_limits<float>::infinity() ? x : y;
  y = x == 0 ? -std::numeric_limits<float>::infinity() : y;
  return x < 0 || x != x ? std::numeric_limits<float>::quiet_NaN() : y;
}

PYDL4J_INLINE float log1p(float x) {
  float u = 1.0f + x;
  float d = u - 1.0f;
  float y = log(u) - (d - x) / u;
  y = x == -1.0f || x == std::numeric_limits<float>::infinity() ? log(u) : y;
  return d == 0 ? x : y;
}

PYDL4J_INLINE float tanh(float x) {
  float a = __builtin_fabsf(x);
  float z = x * x;
  float p = -5.70498872745e-3f;
  p = p * z + 2.06390887954e-2f;
  p = p * z - 5.37397155531e-2f;
  p = p * z + 1.33314422036e-1f;
  p = p * z - 3.33332819422e-1f;
  float near = p * z * x + x;
  float far = __builtin_copysignf(1.0f - 2.0f / (exp(2.0f * a) + 1.0f), x);
  float y = a < 0.625f ? near : far;
  return x != x ? x : y;
}

PYDL4J_INLINE float sigmoid(float x) { return 1.0f / (1.0f + exp(-x)); }

// Two polynomials, the outer one under exp.
PYDL4J_INLINE float erf(float x) {
  float t = __builtin_fabsf(x);
  float s = x * x;
  float far = -1.72853470e-5f * t + 3.83197126e-4f;
  far = far * s + (-3.88396438e-3f * t + 2.42546219e-2f);
  far = far * t - 1.06777877e-1f;
  far = far * t - 6.34846687e-1f;
  far = far * t - 1.28717512e-1f;
  far = far * t - t;
  far = __builtin_copysignf(1.0f - exp(t > 5.0f ? -100.0f : far), x);
  float near = -5.96761703e-4f;
  near = near * s + 4.99119423e-3f;
  near = near * s - 2.67681349e-2f;
  near = near * s + 1.12819925e-1f;
  near = near * s - 3.76125336e-1f;
  near = near * s + 1.28379166e-1f;
  near = near * x + x;
  float y = t > 0.927734375f ? far : near;
  return x != x ? x : y;
}

// The natural logarithm of x = 2^k m, without k's part, for finite x > 0.
PYDL4J_INLINE float logOfRest(float x, float* k) {
  float tiny = x < 1.17549435e-38f ? 1.0f : 0.0f;
  int32_t u = bits(x);
  float m = bits((u & 0x007fffff) | 0x3f000000);
  float low = m < 0.707106781186547524f ? 1.0f : 0.0f;
  *k = tiny != 0 ? 0 : (float)(((u >> 23) & 255) - 126) - low;
  return log(m + low * m);
}

PYDL4J_INLINE float logSpecial(float x, float y) {
  y = x == std::numeric_limits<float>::infinity() ? x : y;
  y = x == 0 ? -std::numeric_limits<float>::infinity() : y;
  return x < 0 || x != x ? std::numeric_limits<float>::quiet_NaN() : y;
}

PYDL4J_INLINE float log2(float x) {
  float k, y = logOfRest(x, &k);
  return logSpecial(x, (float)((double)k + (double)y * 1.4426950408889634));
}

PYDL4J_INLINE float log10(float x) {
  float k, y = logOfRest(x, &k);
  return logSpecial(x, (float)((double)k * 0.30102999566398120 + (double)y * 0.43429448190325183));
}

PYDL4J_INLINE float exp2(float x) {
  float c = x > 128.0f ? 128.0f : x;
  c = c < -151.0f ? -151.0f : c;
  float n = __builtin_rintf(c);
  int32_t i = (int32_t)n, half = i >> 1;
  float y = (1.0f + expm1Near((c - n) * 0.693147180559945309f)) * pow2(half) * pow2(i - half);
  return x != x ? x : y;
}

PYDL4J_INLINE float hypot(float a, float b) {
  float y = (float)__builtin_sqrt((double)a * a + (double)b * b);
  float inf = std::numeric_limits<float>::infinity();
  return __builtin_fabsf(a) == inf || __builtin_fabsf(b) == inf ? inf : y;
}

PYDL4J_INLINE bool isNegative(float x) { return bits(x) < 0; }
PYDL4J_INLINE bool isNegative(double x) { int64_t i; memcpy(&i, &x, 8); return i < 0; }

// The number after a on the way to b, counted in the bits; 0 lies between the two smallest.
template <class T, class I> PYDL4J_INLINE T nextAs(T a, T b) {
  const I low = std::numeric_limits<I>::min();
  I i, j;
  memcpy(&i, &a, sizeof(T));
  memcpy(&j, &b, sizeof(T));
  I from = i < 0 ? low - i : i, to = j < 0 ? low - j : j;
  I next = from + (from < to) - (from > to);
  I raw = next < 0 ? low - next : next == 0 && i < 0 ? low : next;
  T y;
  memcpy(&y, &raw, sizeof(T));
  return a != a ? a : b != b || from == to ? b : y;
}
PYDL4J_INLINE float nextAfter(float a, float b) { return nextAs<float, int32_t>(a, b); }
PYDL4J_INLINE double nextAfter(double a, double b) { return nextAs<double, int64_t>(a, b); }

// IEEE half precision; rounds to nearest, ties to even.
PYDL4J_INLINE float fromF16(uint16_t h) {
#if defined(__F16C__)
  return _cvtsh_ss(h);
#else
  int32_t sign = (int32_t)(h & 0x8000) << 16, e = h >> 10 & 31, m = h & 1023;
  float small = (float)m * 5.9604644775390625e-8f;
  return e == 0 ? (sign ? -small : small) : bits(sign | (e == 31 ? 255 : e + 112) << 23 | m << 13);
#endif
}
PYDL4J_INLINE uint16_t toF16(float x) {
#if defined(__F16C__)
  return _cvtss_sh(x, _MM_FROUND_TO_NEAREST_INT);
#else
  uint32_t u = (uint32_t)bits(x), sign = u >> 16 & 0x8000, magnitude = u & 0x7fffffff;
  float a = __builtin_fabsf(x);
  if (x != x) return (uint16_t)(sign | 0x7e00);
  if (a >= 65520.0f) return (uint16_t)(sign | 0x7c00);
  if (a < 6.103515625e-5f) return (uint16_t)(sign | (uint32_t)__builtin_rintf(a * 16777216.0f));
  return (uint16_t)(sign | (((magnitude + 0xfff + (u >> 13 & 1)) >> 13) - (112 << 10)));
#endif
}
static inline void fromF16(float* to, const uint16_t* from, int64_t n) {
  int64_t i = 0;
#if defined(__F16C__)
  for (; i + 8 <= n; i += 8) _mm256_storeu_ps(to + i, _mm256_cvtph_ps(_mm_loadu_si128((const __m128i*)(from + i))));
#endif
  for (; i < n; i++) to[i] = fromF16(from[i]);
}
static inline void toF16(uint16_t* to, const float* from, int64_t n) {
  int64_t i = 0;
#if defined(__F16C__)
  for (; i + 8 <= n; i += 8) _mm_storeu_si128((__m128i*)(to + i), _mm256_cvtps_ph(_mm256_loadu_ps(from + i), _MM_FROUND_TO_NEAREST_INT));
#endif
  for (; i < n; i++) to[i] = toF16(from[i]);
}

PYDL4J_INLINE double log2(double x) { return std::log2(x); }
PYDL4J_INLINE double log10(double x) { return std::log10(x); }
PYDL4J_INLINE double exp2(double x) { return std::exp2(x); }
PYDL4J_INLINE double hypot(double a, double b) { return std::hypot(a, b); }
PYDL4J_INLINE double exp(double x) { return std::exp(x); }
PYDL4J_INLINE double expm1(double x) { return std::expm1(x); }
PYDL4J_INLINE double log(double x) { return std::log(x); }
PYDL4J_INLINE double log1p(double x) { return std::log1p(x); }
PYDL4J_INLINE double tanh(double x) { return std::tanh(x); }
PYDL4J_INLINE double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }
PYDL4J_INLINE double erf(double x) { return std::erf(x); }

template <class T> PYDL4J_INLINE T softplus(T x) {
  return (x > 0 ? x : x != x ? x : T(0)) + log1p(exp(-(x < 0 ? -x : x)));
}
// NumPy's minimum and maximum: NaN wins.
template <class T> PYDL4J_INLINE T min(T a, T b) { T m = a < b ? a : b; return a != a ? a : m; }
template <class T> PYDL4J_INLINE T max(T a, T b) { T m = a > b ? a : b; return a != a ? a : m; }

// A weighted element; one of weight 0 is not read, so that 0 times infinity is no number's business.
template <class T> PYDL4J_INLINE T times(T w, T x) { return w != 0 ? w * x : 0; }

}  // namespace vm
}  // namespace PYDL4J_ISA
}  // namespace pydl4j
