// What attention's forward and gradient share: where heads lie, packed panels, and tiles of scores in base 2.
#pragma once
#include <limits>

#include "gemm.h"

namespace pydl4j {
namespace PYDL4J_ISA {
namespace attention {

const int64_t ROWS = 64, KEYS = 128;    // a tile of scores: queries by keys
const int64_t STRIDE = KEYS + 16;       // floats between its rows; no power of two, so that columns spread over the cache's sets
const float LOG2E = 1.44269504088896341f, LN2 = 0.693147180559945309f;
const float NONE = -std::numeric_limits<float>::infinity();

typedef Tile<float> T;
typedef T::Vec Vec;
typedef int32_t IVec __attribute__((vector_size(T::BYTES)));

inline Vec all(float v) { return Vec{} + v; }

// 2^x (Cephes exp2f); 0 below -126.5.
inline __attribute__((always_inline)) Vec exp2(Vec x) {
  const Vec low = all(-127.0f), magic = all(12582912.0f);
  Vec c = x < low ? low : x;
  Vec t = c + magic;  // rounds to whole numbers, which then are the low bits
  Vec r = c - (t - magic);
  Vec p = r * 1.535336188319500e-4f + 1.339887440266574e-3f;
  p = p * r + 9.618437357674640e-3f;
  p = p * r + 5.550332471162809e-2f;
  p = p * r + 2.402264791363012e-1f;
  p = p * r + 6.931472028550421e-1f;
  p = p * r + 1.0f;
  return p * (Vec)(((IVec)t << 23) + 0x3f800000);
}

inline float exp2(float x) { return exp2(all(x))[0]; }

inline float sum(Vec v) {
  float lane[T::W];
  *(Vec*)lane = v;
  for (int w = T::W / 2; w > 0; w /= 2) for (int k = 0; k < w; k++) lane[k] += lane[k + w];
  return lane[0];
}

inline float maximum(Vec v) {
  float lane[T::W];
  *(Vec*)lane = v;
  for (int w = T::W / 2; w > 0; w /= 2) for (int k = 0; k < w; k++) lane[k] = lane[k] > lane[k + w] ? lane[k] : lane[k + w];
  return lane[0];
}

// Where an operand's heads lie: row i of a head starts at batch b + head h + i r.
struct Place {
  int64_t b, h, r;
  const float* at(const float* x, int64_t batch, int64_t head, int64_t row) const { return x + batch * b + head * h + row * r; }
  float* at(float* x, int64_t batch, int64_t head, int64_t row) const { return x + batch * b + head * h + row * r; }
};

struct Shape {
  int64_t batch, heads, group, queries, keys, size, valueSize;  // group: heads of q for one of k and v
  Place q, k, v, y;
  float scale, cap;
  int64_t left, right, offset;
  int mask = 0;  // 1: booleans, 2: floats
  int64_t maskStride[4];

  int64_t shared() const { return heads / group; }
  // The keys that query i sees by the window.
  int64_t from(int64_t i) const { return left < 0 ? 0 : std::max<int64_t>(0, i + offset - left); }
  int64_t to(int64_t i) const { return right < 0 ? keys : std::max<int64_t>(0, std::min(keys, i + offset + right + 1)); }
};

// Reads the call's shape; empty when it has a kernel, else why not.
std::string shapeOf(const Call& call, int q, int mask, Shape& s);

// rows [from, from + n) of x (r apart, w wide), scaled, as panels [w / PANEL][rows][PANEL].
void packRows(const float* x, int64_t r, int64_t n, int64_t rows, int64_t w, float scale, float* out);

// n rows of x (r apart, w wide) as panels [n / PANEL][w][PANEL]: each panel holds the transpose of its rows.
void packColumns(const float* x, int64_t r, int64_t n, int64_t w, float* out);

// rows by n scores in units of log 2: products become capped and masked scores, and -infinity from n to the panel's end.
void finishScores(const Shape& s, const char* mask, int64_t batch, int64_t head, int64_t i0, int64_t rows, int64_t k0, int64_t n,
    float* scores);

}  // namespace attention
}  // namespace PYDL4J_ISA
}  // namespace pydl4j
