// Layer normalization over the last axes: every row of n elements by its own moments. Each pass of a row runs in cache.
#include "isa.h"

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

const int LANES = 32;

struct Rows {
  int64_t count, n;
  double epsilon;
  int threads;
};

bool rows(const Call& call, const Type& x, Rows& r, double work) {
  for (const auto* l : {&call.in, &call.out}) for (const Type& t : *l) if (t.present && !t.f32()) return false;
  int64_t axis = call.attrs.integer("axis", -1);
  if (axis < 0) axis += x.rank();
  r.n = product(x.dims, axis);
  if (r.n == 0) return false;
  r.count = x.size() / r.n;
  r.epsilon = call.attrs.number("epsilon", 1e-5);
  r.threads = threadsFor(call, (double)x.size() * work);
  return true;
}

// Sum of f(i) over [0, n) by lanes, which gcc keeps in registers.
template <class F> inline float sum(int64_t n, F&& f) {
  float lane[LANES] = {0};
  int64_t i = 0;
  for (; i + LANES <= n; i += LANES) for (int k = 0; k < LANES; k++) lane[k] += f(i + k);
  for (int w = LANES / 2; w > 0; w /= 2) for (int k = 0; k < w; k++) lane[k] += lane[k + w];
  for (; i < n; i++) lane[0] += f(i);
  return lane[0];
}

// x, scale, shift? -> y, mean, inv_std_dev.
KernelPtr forward(const Call& call) {
  Rows r;
  if (!rows(call, call.in[0], r, 4)) return unsupported("only float32 with elements");
  if (call.in[1].size() != r.n || (call.present(2) && call.in[2].size() != r.n)) return unsupported("broadcast scale");
  bool shifted = call.present(2);
  return simple("native:layernorm", [=](const Args& a) {
    const float *scale = a.input<float>(1), *shift = shifted ? a.input<float>(2) : nullptr;
    parallel(r.threads, r.count, 1, [&](int64_t from, int64_t to, int) {
      for (int64_t i = from; i < to; i++) {
        const float* x = a.input<float>(0) + i * r.n;
        float* y = a.output<float>(0) + i * r.n;
        float mean = sum(r.n, [=](int64_t k) { return x[k]; }) / r.n;
        float var = sum(r.n, [=](int64_t k) { return (x[k] - mean) * (x[k] - mean); }) / r.n;
        float inv = (float)(1 / std::sqrt(var + r.epsilon));
        a.output<float>(1)[i] = mean;
        a.output<float>(2)[i] = inv;
        if (shift) {
#pragma GCC ivdep
          for (int64_t k = 0; k < r.n; k++) y[k] = (x[k] - mean) * inv * scale[k] + shift[k];
        } else {
#pragma GCC ivdep
          for (int64_t k = 0; k < r.n; k++) y[k] = (x[k] - mean) * inv * scale[k];
        }
      }
    });
  }, {{0, 0}});
}

// dy, x, scale, mean, inv_std_dev -> dx, dscale, dshift. Parameters' sums: float over 32 rows, double across, then threads in order.
KernelPtr grad(const Call& call) {
  Rows r;
  if (!rows(call, call.in[1], r, 8)) return unsupported("only float32 with elements");
  if (call.in[2].size() != r.n) return unsupported("broadcast scale");
  int64_t part = align64(r.n * 2 * sizeof(double)) + align64(r.n * 2 * sizeof(float));
  return simple("native:layernorm", [=](const Args& a) {
    const float* scale = a.input<float>(2);
    memset(a.scratch, 0, part * r.threads);
    parallel(r.threads, r.count, 1, [&](int64_t from, int64_t to, int t) {
      double* total = (double*)(a.scratch + t * part);
      float *ds = (float*)(a.scratch + t * part + align64(r.n * 2 * sizeof(double))), *db = ds + r.n;
      for (int64_t i = from; i < to; i++) {
        const float *dy = a.input<float>(0) + i * r.n, *x = a.input<float>(1) + i * r.n;
        float* dx = a.output<float>(0) + i * r.n;
        float mean = a.input<float>(3)[i], inv = a.input<float>(4)[i];
        float g = sum(r.n, [=](int64_t k) { return dy[k] * scale[k]; }) / r.n;
        float gx = sum(r.n, [=](int64_t k) { return dy[k] * scale[k] * (x[k] - mean); }) / r.n * inv * inv;
#pragma GCC ivdep
        for (int64_t k = 0; k < r.n; k++) {
          float d = dy[k], centered = x[k] - mean;
          ds[k] += d * centered * inv;
          db[k] += d;
          dx[k] = (d * scale[k] - g - centered * gx) * inv;
        }
        if ((i - from) % 32 == 31 || i == to - 1) {
          for (int64_t k = 0; k < 2 * r.n; k++) total[k] += ds[k], ds[k] = 0;
        }
      }
    });
    for (int64_t k = 0; k < 2 * r.n; k++) {
      double s = 0;
      for (int t = 0; t < r.threads; t++) s += ((double*)(a.scratch + t * part))[k];
      a.output<float>(k < r.n ? 1 : 2)[k < r.n ? k : k - r.n] = (float)s;
    }
  }, {{0, 0}, {1, 0}}, part * r.threads);
}

}  // namespace

void addLayerNorm(Table& t) {
  t["LayerNormalization"] = forward;
  t["pydl4j.LayerNormGrad"] = grad;
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
