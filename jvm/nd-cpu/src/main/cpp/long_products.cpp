// pydl4j.FusedMatMul in float32 of few elements that are sums of very many products each (dot products, Gram matrices of
// tall ones): float32 sums would stand still, so they are kept in lanes over short blocks and in double across them.
#include "isa.h"

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

const int64_t BLOCK = 1024, LEAST = 1 << 15, MOST = 64;  // products side by side; of an element; elements

double dot(const float* a, const float* b, int64_t n) {
  const int LANES = 64;
  float lane[LANES] = {};
  int64_t k = 0;
  for (; k + LANES <= n; k += LANES) {
#pragma GCC ivdep
    for (int l = 0; l < LANES; l++) lane[l] += a[k + l] * b[k + l];
  }
  for (int l = 0; k < n; k++, l++) lane[l] += a[k] * b[k];
  for (int w = LANES / 2; w > 0; w /= 2) for (int l = 0; l < w; l++) lane[l] += lane[l + w];
  return lane[0];
}

// sums[m, n] += a[k, m] b[k, n] over `count` rows, tile by tile: floats of b's rows are side by side in a vector, which may reach
// beyond a row but not beyond `floats` of b.
typedef float Eight __attribute__((vector_size(32)));
typedef float Sixteen __attribute__((vector_size(64)));
template <class Vector> void outer(const float* a, const float* b, int64_t count, int64_t M, int64_t N, int64_t floats, double* sums) {
  const int LANES = sizeof(Vector) / sizeof(float);
  const int HEIGHT = 8, SHORT = 128;  // rows of a tile; products that a float sums up
  for (int64_t m0 = 0; m0 < M; m0 += HEIGHT) {
    int64_t height = std::min<int64_t>(HEIGHT, M - m0);
    const float* column[HEIGHT];
    for (int i = 0; i < HEIGHT; i++) column[i] = a + std::min<int64_t>(m0 + i, M - 1);
    for (int64_t n0 = 0; n0 < N; n0 += LANES) {
      int64_t width = std::min<int64_t>(LANES, N - n0);
      int64_t whole = floats - n0 < LANES ? 0 : std::min(count, (floats - n0 - LANES) / N + 1), k = 0;
      while (k < whole) {
        Vector sum[HEIGHT] = {};
        for (int64_t end = std::min(whole, k + SHORT); k < end; k++) {
          Vector row;
          memcpy(&row, b + k * N + n0, sizeof row);
          for (int i = 0; i < HEIGHT; i++) sum[i] += column[i][k * M] * row;
        }
        for (int64_t i = 0; i < height; i++) for (int64_t n = 0; n < width; n++) sums[(m0 + i) * N + n0 + n] += sum[i][n];
      }
      for (; k < count; k++) {
        for (int64_t i = 0; i < height; i++) {
          for (int64_t n = 0; n < width; n++) sums[(m0 + i) * N + n0 + n] += (double)column[i][k * M] * b[k * N + n0 + n];
        }
      }
    }
  }
}

// An operand as rows along k: row r of it is at p + r row, or every `rows`th float where they lie side by side.
struct Rows {
  int64_t count, row;
  bool side;

  // n floats of row r from k on; copied together where they lie apart.
  const float* from(const float* p, int64_t r, int64_t k, int64_t n, float* copy) const {
    if (!side) return p + r * row + k;
    for (int64_t i = 0; i < n; i++) copy[i] = p[(k + i) * count + r];
    return copy;
  }
};

}  // namespace

KernelPtr longProduct(const Call& call) {
  const Type &a = call.in[0], &b = call.in[1], &y = call.out[0];
  int rank = y.rank();
  bool plain = a.f32() && b.f32() && y.f32() && a.rank() >= 2 && b.rank() >= 2 && !call.present(2) && !call.present(3)
      && call.attrs.text("activation", "").empty();
  bool turnedA = call.attrs.integer("transA", 0), turnedB = call.attrs.integer("transB", 0);
  int64_t K = plain ? a.dims[a.rank() - (turnedA ? 2 : 1)] : 0;
  if (K < LEAST || y.size() == 0 || y.size() > MOST) return unsupported("no few sums of many products");
  int64_t M = y.dims[rank - 2], N = y.dims[rank - 1], floats = (M + N) * BLOCK;
  if (a.size() != M * K || b.size() != N * K) return unsupported("a stack of products");
  Rows ra{M, K, turnedA && M > 1}, rb{N, K, !turnedB && N > 1};
  bool across = (turnedA || M == 1) && (!turnedB || N == 1) && M * N > 1;  // rows of both lie side by side
  int threads = threadsFor(call, (double)K * (M + N + M * N / 4.0), 65536);
  int64_t own = align64(M * N * 8) + align64(floats * 4);
  auto k = simple("native:long products", [=](const Args& args) {
    for (int t = 0; t < threads; t++) memset(args.scratch + t * own, 0, M * N * 8);
    parallel(threads, K, BLOCK, [&](int64_t first, int64_t end, int t) {
      double* sums = (double*)(args.scratch + t * own);
      float* copies = (float*)(args.scratch + t * own + align64(M * N * 8));
      if (across) {
        return (N <= 8 ? outer<Eight> : outer<Sixteen>)(args.input<float>(0) + first * M, args.input<float>(1) + first * N, end - first, M, N,
            (K - first) * N, sums);
      }
      const float *rows[MOST + 1], *columns[MOST + 1];
      for (int64_t at = first; at < end; at += BLOCK) {
        int64_t n = std::min(BLOCK, end - at);
        for (int64_t m = 0; m < M; m++) rows[m] = ra.from(args.input<float>(0), m, at, n, copies + m * BLOCK);
        for (int64_t c = 0; c < N; c++) columns[c] = rb.from(args.input<float>(1), c, at, n, copies + (M + c) * BLOCK);
        for (int64_t m = 0; m < M; m++) for (int64_t c = 0; c < N; c++) sums[m * N + c] += dot(rows[m], columns[c], n);
      }
    });
    for (int64_t i = 0; i < M * N; i++) {
      double sum = 0;
      for (int t = 0; t < threads; t++) sum += ((double*)(args.scratch + t * own))[i];
      args.output<float>(0)[i] = (float)sum;
    }
  }, {}, threads * own);
  k->flops = 2.0 * M * N * K;
  return k;
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
