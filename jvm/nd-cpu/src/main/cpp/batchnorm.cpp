// Batch normalization over all axes but the channels: training forward, gradient, inference. Sums are taken around the
// first element of each channel (so that mean^2 cannot swamp the variance), in float over short blocks and in double
// across them.
#include "isa.h"

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

struct Geometry {
  bool last;
  int64_t N, C, S, R;  // channels-first [N, C, S]; channels-last [R, C] with R = N S
};

bool geometry(const Call& call, const Type& x, Geometry& g) {
  for (const Type& t : call.in) if (!t.f32()) return false;
  const Dims& d = x.dims;
  if (d.size() < 2) return false;
  g.last = d.size() == 2 || call.attrs.text("layout", "NCHW") == "NHWC";
  g.N = d[0];
  g.C = g.last ? d.back() : d[1];
  g.R = x.size() / std::max<int64_t>(g.C, 1);
  g.S = g.R / std::max<int64_t>(g.N, 1);
  return x.size() > 0;
}

// Per channel: sum of u(x, c) and of v(x, c), into total[0..C) and total[C..2C). f(i, c, u, v) computes both for
// element i.
template <class F> void channelSums(const Geometry& g, int threads, double* part, double* total, F&& f) {
  int64_t C = g.C;
  if (!g.last) {
    parallel(threads, C, 1, [&](int64_t from, int64_t to, int) {
      for (int64_t c = from; c < to; c++) {
        double a = 0, b = 0;
        for (int64_t n = 0; n < g.N; n++) {
          int64_t base = (n * C + c) * g.S;
          for (int64_t s = 0; s < g.S; s += 1024) {
            const int W = 16;
            float u[W] = {0}, v[W] = {0};
            int64_t m = std::min<int64_t>(1024, g.S - s), i = 0;
            for (; i + W <= m; i += W) for (int k = 0; k < W; k++) f(base + s + i + k, c, u[k], v[k]);
            for (; i < m; i++) f(base + s + i, c, u[0], v[0]);
            for (int k = 0; k < W; k++) a += u[k], b += v[k];
          }
        }
        total[c] = a;
        total[C + c] = b;
      }
    });
    return;
  }
  memset(part, 0, threads * 2 * C * sizeof(double));
  parallel(threads, g.R, 1, [&](int64_t from, int64_t to, int t) {
    double* mine = part + t * 2 * C;
    const int W = 256;
    for (int64_t r0 = from; r0 < to; r0 += 128) {
      int64_t r1 = std::min(to, r0 + 128);
      for (int64_t c0 = 0; c0 < C; c0 += W) {
        int w = (int)std::min<int64_t>(W, C - c0);
        float u[W], v[W];
        for (int k = 0; k < w; k++) u[k] = v[k] = 0;
        for (int64_t r = r0; r < r1; r++) {
#pragma GCC ivdep
          for (int k = 0; k < w; k++) f(r * C + c0 + k, c0 + k, u[k], v[k]);
        }
        for (int k = 0; k < w; k++) mine[c0 + k] += u[k], mine[C + c0 + k] += v[k];
      }
    }
  });
  for (int64_t c = 0; c < 2 * C; c++) {
    double s = part[c];
    for (int t = 1; t < threads; t++) s += part[t * 2 * C + c];
    total[c] = s;
  }
}

// Calls f(i, c) for every element, vectorizable along the inner axis.
template <class F> void elements(const Geometry& g, int threads, F&& f) {
  if (g.last) {
    parallel(threads, g.R, 1, [&](int64_t from, int64_t to, int) {
      for (int64_t r = from; r < to; r++) {
        int64_t base = r * g.C;
#pragma GCC ivdep
        for (int64_t c = 0; c < g.C; c++) f(base + c, c);
      }
    });
  } else {
    parallel(threads, g.N * g.C, 1, [&](int64_t from, int64_t to, int) {
      for (int64_t p = from; p < to; p++) {
        int64_t c = p % g.C, base = p * g.S;
#pragma GCC ivdep
        for (int64_t s = 0; s < g.S; s++) f(base + s, c);
      }
    });
  }
}

int64_t scratchBytes(const Geometry& g, int threads) {
  return align64((threads + 1) * 2 * g.C * 8) + align64(g.C * 4) * 4;
}

// x, gamma, beta -> y, mean, var (biased).
KernelPtr train(const Call& call) {
  Geometry g;
  if (!geometry(call, call.in[0], g)) return unsupported("only non-empty float32 of rank 2 or more");
  double eps = call.attrs.number("epsilon", 1e-5);
  int threads = threadsFor(call, (double)g.R * g.C * 4);
  return simple("native:batchnorm", [=](const Args& a) {
    const float *x = a.input<float>(0), *gamma = a.input<float>(1), *beta = a.input<float>(2);
    float *y = a.output<float>(0), *mean = a.output<float>(1), *var = a.output<float>(2);
    double *part = (double*)a.scratch, *total = part + threads * 2 * g.C;
    float* shift = (float*)(a.scratch + align64((threads + 1) * 2 * g.C * 8));
    float *scale = shift + align64(g.C * 4) / 4, *offset = scale + align64(g.C * 4) / 4;
    for (int64_t c = 0; c < g.C; c++) shift[c] = x[g.last ? c : c * g.S];
    channelSums(g, threads, part, total, [=](int64_t i, int64_t c, float& u, float& v) {
      float d = x[i] - shift[c];
      u += d;
      v += d * d;
    });
    for (int64_t c = 0; c < g.C; c++) {
      double m = total[c] / g.R, v = total[g.C + c] / g.R - m * m;
      v = v < 0 ? 0 : v;  // what is not a number stays
      mean[c] = (float)(m + shift[c]);
      var[c] = (float)v;
      double s = gamma[c] / std::sqrt(v + eps);
      scale[c] = (float)s;
      offset[c] = (float)(beta[c] - s * (m + shift[c]));
    }
    elements(g, threads, [=](int64_t i, int64_t c) { y[i] = x[i] * scale[c] + offset[c]; });
  }, {}, scratchBytes(g, threads));
}

// dy, x, gamma, mean, var -> dx, dgamma, dbeta.
KernelPtr grad(const Call& call) {
  Geometry g;
  if (!geometry(call, call.in[1], g)) return unsupported("only non-empty float32 of rank 2 or more");
  double eps = call.attrs.number("epsilon", 1e-5);
  int threads = threadsFor(call, (double)g.R * g.C * 4);
  return simple("native:batchnorm", [=](const Args& a) {
    const float *dy = a.input<float>(0), *x = a.input<float>(1), *gamma = a.input<float>(2), *mean = a.input<float>(3),
        *var = a.input<float>(4);
    float *dx = a.output<float>(0), *dgamma = a.output<float>(1), *dbeta = a.output<float>(2);
    double *part = (double*)a.scratch, *total = part + threads * 2 * g.C;
    float* p = (float*)(a.scratch + align64((threads + 1) * 2 * g.C * 8));
    float *q = p + align64(g.C * 4) / 4, *r = q + align64(g.C * 4) / 4;
    channelSums(g, threads, part, total, [=](int64_t i, int64_t c, float& u, float& v) {
      u += dy[i];
      v += dy[i] * (x[i] - mean[c]);
    });
    // dx = gamma inv (dy - dbeta / R - (x - mean) inv^2 sum(dy (x - mean)) / R) = p dy + q x + r
    for (int64_t c = 0; c < g.C; c++) {
      double inv = 1 / std::sqrt((double)var[c] + eps);
      dbeta[c] = (float)total[c];
      dgamma[c] = (float)(total[g.C + c] * inv);
      double s = gamma[c] * inv, k = s * inv * inv * total[g.C + c] / g.R;
      p[c] = (float)s;
      q[c] = (float)-k;
      r[c] = (float)(k * mean[c] - s * total[c] / g.R);
    }
    elements(g, threads, [=](int64_t i, int64_t c) { dx[i] = p[c] * dy[i] + q[c] * x[i] + r[c]; });
  }, {{0, 0}, {1, 0}}, scratchBytes(g, threads));
}

// x, scale, B, mean, var -> y.
KernelPtr infer(const Call& call) {
  Geometry g;
  if (!geometry(call, call.in[0], g)) return unsupported("only non-empty float32 of rank 2 or more");
  if (call.out.size() > 1 || call.attrs.integer("training_mode", 0)) return unsupported("training mode");
  double eps = call.attrs.number("epsilon", 1e-5);
  int threads = threadsFor(call, (double)g.R * g.C);
  return simple("native:batchnorm", [=](const Args& a) {
    const float *x = a.input<float>(0), *gamma = a.input<float>(1), *beta = a.input<float>(2),
        *mean = a.input<float>(3), *var = a.input<float>(4);
    float *y = a.output<float>(0), *scale = (float*)a.scratch, *offset = scale + align64(g.C * 4) / 4;
    for (int64_t c = 0; c < g.C; c++) {
      double s = gamma[c] / std::sqrt((double)var[c] + eps);
      scale[c] = (float)s;
      offset[c] = (float)(beta[c] - s * mean[c]);
    }
    elements(g, threads, [=](int64_t i, int64_t c) { y[i] = x[i] * scale[c] + offset[c]; });
  }, {{0, 0}}, scratchBytes(g, threads));
}

}  // namespace

void addBatchNorm(Table& t) {
  t["pydl4j.BatchNormTrain"] = train;
  t["pydl4j.BatchNormGrad"] = grad;
  t["BatchNormalization"] = infer;
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
