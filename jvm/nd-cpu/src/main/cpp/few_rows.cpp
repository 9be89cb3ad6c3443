// pydl4j.FusedMatMul in float32 of at most four rows by frozen weights: y = act(a b + bias). Reading the weights is all
// the work, so they are packed into the order of their use and each thread streams panels of its own.
#include "gemm.h"
#include "vecmath.h"

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

typedef Tile<float>::Vec Vec;
const int W = Tile<float>::W;
const int64_t MAX_ROWS = 4;

// M rows times a panel of NV vectors; narrow panels keep four sums of the rows apart, for the latency of additions.
template <int M, int NV> void rowsTimes(const float* a, int64_t lda, const float* panel, int64_t K, float* y) {
  const int U = NV >= 4 ? 1 : 4 / NV;
  Vec acc[U][M][NV] = {};
  int64_t k = 0;
  for (; k + U <= K; k += U) {
    for (int u = 0; u < U; u++) {
      const float* b = panel + (k + u) * NV * W;
      for (int i = 0; i < M; i++) {
        float s = a[i * lda + k + u];
        for (int j = 0; j < NV; j++) acc[u][i][j] += s * *(const Vec*)(b + j * W);
      }
    }
  }
  for (; k < K; k++) {
    for (int i = 0; i < M; i++) {
      for (int j = 0; j < NV; j++) acc[0][i][j] += a[i * lda + k] * *(const Vec*)(panel + k * NV * W + j * W);
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

typedef void (*Rows)(const float*, int64_t, const float*, int64_t, float*);

template <int NV> Rows rows(int64_t M) {
  switch (M) {
    case 1: return rowsTimes<1, NV>;
    case 2: return rowsTimes<2, NV>;
    case 3: return rowsTimes<3, NV>;
    default: return rowsTimes<4, NV>;
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
  const Type &a = call.in[0], &b = call.in[1], &y = call.out[0];
  std::string name = call.attrs.text("activation", "");
  int activation = name.empty() ? 0 : name == "Relu" ? 1 : name == "Tanh" ? 2 : name == "Sigmoid" ? 3 : -1;
  bool plain = a.f32() && b.f32() && b.constant && a.rank() == 2 && b.rank() == 2 && y.size() > 0 && a.size() > 0;
  if (!plain || activation < 0 || call.attrs.integer("transA", 0) || call.present(3) || a.dims[0] > MAX_ROWS) return unsupported("no product of few rows by frozen weights");
  bool trans = call.attrs.integer("transB", 0), bias = call.present(2);
  int64_t M = a.dims[0], K = a.dims[1], N = y.dims[1];
  if (bias && call.in[2].size() != N) return unsupported("no product of few rows by frozen weights");
  int NV = N > 2 * W ? 4 : N > W ? 2 : 1;
  int64_t P = NV * W, panels = (N + P - 1) / P;
  Rows times = NV == 4 ? rows<4>(M) : NV == 2 ? rows<2>(M) : rows<1>(M);
  int threads = threadsFor(call, (double)K * N, 65536);
  auto k = simple("native:few rows", [=](const Args& args) {
    const float *x = args.input<float>(0), *w = args.input<float>(1), *c = bias ? args.input<float>(2) : nullptr;
    float* out = args.output<float>(0);
    parallel(threads, panels, 1, [&](int64_t from, int64_t to, int) {
      float sums[MAX_ROWS * 4 * W];
      for (int64_t p = from; p < to; p++) {
        times(x, K, w + p * K * P, K, sums);
        int64_t n = std::min(P, N - p * P);
        for (int64_t i = 0; i < M; i++) {
          float *s = sums + i * P, *o = out + i * N + p * P;
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
