// pydl4j.FusedMatMul in float32 of few rows by frozen weights: y = act(a b + bias). Up to four rows reading the weights
// is all the work, so they are packed into the order of their use and each thread streams panels of its own.
#include "gemm.h"
#include "vecmath.h"

namespace pydl4j {
namespace PYDL4J_ISA {

KernelPtr longProduct(const Call&);

namespace {

typedef Tile<float>::Vec Vec;
const int W = Tile<float>::W;
const int64_t MAX_ROWS = 64, TILE = Tile<float>::MR / 2;

// M rows times NV vectors of a panel's rows, which are `step` floats apart; narrow panels keep four sums of the rows
// apart, for the latency of additions.
template <int M, int NV> void rowsTimes(const float* a, int64_t lda, const float* panel, int64_t step, int64_t K, float* y) {
  const int U = NV >= 4 ? 1 : 4 / NV;
  Vec acc[U][M][NV] = {};
  int64_t k = 0;
  for (; k + U <= K; k += U) {
    for (int u = 0; u < U; u++) {
      const float* b = panel + (k + u) * step;
      for (int i = 0; i < M; i++) {
        float s = a[i * lda + k + u];
        for (int j = 0; j < NV; j++) acc[u][i][j] += s * *(const Vec*)(b + j * W);
      }
    }
  }
  for (; k < K; k++) {
    for (int i = 0; i < M; i++) {
      for (int j = 0; j < NV; j++) acc[0][i][j] += a[i * lda + k] * *(const Vec*)(panel + k * step + j * W);
    }
  }
  for (int i = 0; i < M; i++) {
    for (int j = 0; j < NV; j++) {
      Vec sum = acc[0][i][j];
      for (int u = 1; u < U; u++) sum += acc[u][i][j];
      *(Vec*)(y + (i * NV + j) * W) = sum;
    }
  }
}

typedef void (*Rows)(const float*, int64_t, const float*, int64_t, int64_t, float*);

template <int M> Rows rows(int64_t vectors) {
  switch (vectors) {
    case 1: return rowsTimes<M, 1>;
    case 2: return rowsTimes<M, 2>;
    case 3: return rowsTimes<M, 3>;
    default: return rowsTimes<M, 4>;
  }
}

Rows rows(int64_t M, int64_t vectors) {
  switch (M) {
    case 1: return rows<1>(vectors);
    case 2: return rows<2>(vectors);
    case 3: return rows<3>(vectors);
    default: return rows<4>(vectors);
  }
}

void finish(int activation, float* y, int64_t n) {
  switch (activation) {
    case 1:
      for (int64_t j = 0; j < n; j++) y[j] = y[j] < 0 ? 0 : y[j];
      break;
    case 2:
      for (int64_t j = 0; j < n; j++) y[j] = vm::tanh(y[j]);
      break;
    case 3:
      for (int64_t j = 0; j < n; j++) y[j] = vm::sigmoid(y[j]);
      break;
  }
}

KernelPtr fewRows(const Call& call) {
  if (KernelPtr k = longProduct(call)) return k;

  const Type &a = call.in[0], &b = call.in[1], &y = call.out[0];
  std::string name = call.attrs.text("activation", "");
  int activation = name.empty() ? 0 : name == "Relu" ? 1 : name == "Tanh" ? 2 : name == "Sigmoid" ? 3 : -1;
  bool plain = a.f32() && b.f32() && b.constant && a.rank() == 2 && b.rank() == 2 && y.size() > 0 && a.size() > 0;
  if (!plain || activation < 0 || call.attrs.integer("transA", 0) || call.present(3) || a.dims[0] > MAX_ROWS) return unsupported("no product of few rows by frozen weights");
  bool trans = call.attrs.integer("transB", 0), bias = call.present(2);
  int64_t M = a.dims[0], K = a.dims[1], N = y.dims[1];
  if (bias && call.in[2].size() != N) return unsupported("no product of few rows by frozen weights");
  const int64_t P = (N > 2 * W ? 4 : N > W ? 2 : 1) * W, panels = (N + P - 1) / P, tiles = (M + TILE - 1) / TILE;
  int64_t last = (N - (panels - 1) * P + W - 1) / W;  // vectors of the last panel
  int threads = threadsFor(call, (double)K * N * std::max(1.0, M / 3.0), 65536);
  // A unit is a tile of rows by a panel; the threads' shares are equal by vectors.
  std::vector<int64_t> cuts(threads + 1, panels * tiles);
  int64_t vectors = ((panels - 1) * P / W + last) * tiles;
  for (int64_t unit = 0, done = 0, t = 0; unit < panels * tiles; unit++) {
    while (t < threads && done >= vectors * t / threads) cuts[t++] = unit;
    done += unit / tiles == panels - 1 ? last : P / W;
  }
  auto k = simple("native:few rows", [=](const Args& args) {
    const float *x = args.input<float>(0), *w = args.input<float>(1), *c = bias ? args.input<float>(2) : nullptr;
    float* out = args.output<float>(0);
    parallel(threads, threads, 1, [&](int64_t first, int64_t end, int) {
      float sums[TILE * 4 * W];
      for (int64_t unit = cuts[first]; unit < cuts[end]; unit++) {
        int64_t p = unit / tiles, row = M * (unit % tiles) / tiles, m = M * (unit % tiles + 1) / tiles - row;
        int64_t n = std::min(P, N - p * P), vectorsHere = p == panels - 1 ? last : P / W;
        rows(m, vectorsHere)(x + row * K, K, w + p * K * P, P, K, sums);
        for (int64_t i = 0; i < m; i++) {
          float *s = sums + i * vectorsHere * W, *o = out + (row + i) * N + p * P;
          if (c) for (int64_t j = 0; j < n; j++) s[j] += c[p * P + j];
          finish(activation, s, n);
          for (int64_t j = 0; j < n; j++) o[j] = s[j];
        }
      }
    });
  });
  k->flops = 2.0 * M * N * K;
  std::string layout = "panels:" + std::to_string(P) + (trans ? ":turned" : "");
  return packing(std::move(k), 1, layout, panels * P * K * sizeof(float), [=](const char* source, char* target) {
    const float* from = (const float*)source;
    float* to = (float*)target;
    for (int64_t p = 0; p < panels; p++) {
      for (int64_t r = 0; r < K; r++) {
        for (int64_t j = 0; j < P; j++, to++) {
          int64_t column = p * P + j;
          *to = column >= N ? 0 : trans ? from[column * K + r] : from[r * N + column];
        }
      }
    }
  });
}

}  // namespace

void addFewRows(Table& t) { t["pydl4j.FusedMatMul"] = fewRows; }

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
