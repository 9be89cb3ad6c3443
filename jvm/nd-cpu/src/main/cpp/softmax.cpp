// Softmax, LogSoftmax, and softmax with cross-entropy fused with its gradient.
#include "stream.h"
#include "vecmath.h"

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

const int LANES = 64;

// One number from n, kept in lanes that the compiler puts into vector registers; at(i) is the i-th, join adds or compares.
template <class At, class Join> PYDL4J_INLINE float lanes(int64_t n, float init, At at, Join join) {
  float lane[LANES];
  for (int k = 0; k < LANES; k++) lane[k] = init;
  int64_t i = 0;
  for (; i + LANES <= n; i += LANES) {
#pragma GCC ivdep
    for (int k = 0; k < LANES; k++) lane[k] = join(lane[k], at(i + k));
  }
  for (int w = LANES / 2; w > 0; w /= 2) for (int k = 0; k < w; k++) lane[k] = join(lane[k], lane[k + w]);
  float s = lane[0];
  for (; i < n; i++) s = join(s, at(i));
  return s;
}

const auto add = [](float a, float b) { return a + b; };
const auto larger = [](float a, float b) { return vm::max(a, b); };

float rowMax(const float* x, int64_t n) {
  return lanes(n, x[0], [x](int64_t i) { return x[i]; }, larger);
}

float rowSum(const float* x, int64_t n) {
  return lanes(n, 0, [x](int64_t i) { return x[i]; }, add);
}

float rowDot(const float* x, const float* y, int64_t n) {
  return lanes(n, 0, [x, y](int64_t i) { return x[i] * y[i]; }, add);
}

// The sum of e = exp(x - m), which may be where x is; the next row is fetched meanwhile.
float rowExp(const float* x, float* e, float m, int64_t n) {
  float lane[LANES] = {0};
  int64_t i = 0;
  for (; i + LANES <= n; i += LANES) {
    for (int k = 0; k < LANES; k += 16) __builtin_prefetch(x + n + i + k);
#pragma GCC ivdep
    for (int k = 0; k < LANES; k++) lane[k] += e[i + k] = vm::expNegative(x[i + k] - m);
  }
  for (int w = LANES / 2; w > 0; w /= 2) for (int k = 0; k < w; k++) lane[k] += lane[k + w];
  float s = lane[0];
  for (; i < n; i++) s += e[i] = vm::expNegative(x[i] - m);
  return s;
}

template <bool LOG> void row(const float* x, float* y, int64_t n) {
  float m = rowMax(x, n);
  if (LOG) {
    float sum = 0;
    for (int64_t i = 0; i < n; i += 256) {
      float e[256];
      sum += rowExp(x + i, e, m, std::min<int64_t>(256, n - i));
    }
    float shift = m + vm::log(sum);
#pragma GCC ivdep
    for (int64_t i = 0; i < n; i++) y[i] = x[i] - shift;
  } else {
    float scale = 1 / rowExp(x, y, m, n);
    for (int64_t i = 0; i < n; i++) y[i] *= scale;
  }
}

// The same along a strided axis for w <= 64 neighbouring columns.
template <bool LOG> void columns(const float* x, float* y, int64_t R, int64_t B, int w) {
  float m[64], s[64];
  for (int k = 0; k < w; k++) m[k] = x[k], s[k] = 0;
  for (int64_t r = 1; r < R; r++) for (int k = 0; k < w; k++) m[k] = vm::max(m[k], x[r * B + k]);
  for (int64_t r = 0; r < R; r++) {
    for (int k = 0; k < w; k++) {
      float e = vm::expNegative(x[r * B + k] - m[k]);
      s[k] += e;
      y[r * B + k] = LOG ? x[r * B + k] : e;
    }
  }
  for (int k = 0; k < w; k++) s[k] = LOG ? m[k] + vm::log(s[k]) : 1 / s[k];
  for (int64_t r = 0; r < R; r++) {
    for (int k = 0; k < w; k++) y[r * B + k] = LOG ? y[r * B + k] - s[k] : y[r * B + k] * s[k];
  }
}

template <bool LOG> KernelPtr softmax(const Call& call) {
  if (!call.in[0].f32()) return unsupported("only float32");
  const Dims& d = call.in[0].dims;
  int64_t axis = call.attrs.integer("axis", -1);
  if (axis < 0) axis += (int64_t)d.size();
  int64_t A = product(d, 0, axis), R = d[axis], B = product(d, axis + 1);
  int threads = threadsFor(call, (double)A * R * B * 4, 16384);
  int64_t blocks = (B + 63) / 64;
  if (B == 1 && isStreamed(A * R * 4)) {
    int64_t area = align64(R * 4);
    return simple("native:softmax", [=](const Args& a) {
      parallel(threads, A, 1, [&](int64_t from, int64_t to, int t) {
        float* y = (float*)(a.scratch + t * area);
        for (int64_t i = from; i < to; i++) {
          row<LOG>(a.input<float>(0) + i * R, y, R);
          streamCopy(a.output<float>(0) + i * R, y, R * 4);
        }
        streamEnd();
      });
    }, {{0, 0}}, threads * area);
  }
  return simple("native:softmax", [=](const Args& a) {
    if (A * R * B == 0) return;
    const float* x = a.input<float>(0);
    float* y = a.output<float>(0);
    parallel(threads, A * blocks, 1, [&](int64_t from, int64_t to, int) {
      for (int64_t i = from; i < to; i++) {
        int64_t at = i / blocks * R * B + i % blocks * 64;
        if (B == 1) row<LOG>(x + at, y + at, R);
        else columns<LOG>(x + at, y + at, R, B, (int)std::min<int64_t>(64, B - i % blocks * 64));
      }
    });
  }, {{0, 0}});
}

bool allF32(const Call& call) {
  for (const auto* l : {&call.in, &call.out}) for (const Type& t : *l) if (!t.f32()) return false;
  return true;
}

// rowLoss = sum(labels) (max + log sum exp(x - max)) - sum(labels x); probs = softmax(x).
KernelPtr crossEntropy(const Call& call) {
  if (!allF32(call)) return unsupported("only float32");
  int64_t C = call.in[0].dims.back(), N = call.in[0].size() / std::max<int64_t>(C, 1);
  int threads = threadsFor(call, (double)N * C * 6, 16384);
  return simple("native:softmax-cross-entropy", [=](const Args& a) {
    parallel(threads, N, 1, [&](int64_t from, int64_t to, int) {
      for (int64_t i = from; i < to; i++) {
        const float *x = a.input<float>(0) + i * C, *l = a.input<float>(1) + i * C;
        float* p = a.output<float>(1) + i * C;
        float m = rowMax(x, C), total = rowSum(l, C), dot = rowDot(l, x, C);
        float sum = rowExp(x, p, m, C), scale = 1 / sum;
        for (int64_t k = 0; k < C; k++) p[k] *= scale;
        a.output<float>(0)[i] = total * (m + vm::log(sum)) - dot;
      }
    });
  }, {{0, 1}});
}

// dlogits = dRow (probs sum(labels) - labels).
KernelPtr crossEntropyGrad(const Call& call) {
  if (!allF32(call)) return unsupported("only float32");
  int64_t C = call.in[1].dims.back(), N = call.in[1].size() / std::max<int64_t>(C, 1);
  int64_t step = call.in[0].size() == 1 ? 0 : 1;
  int threads = threadsFor(call, (double)N * C * 2, 16384);
  return simple("native:softmax-cross-entropy", [=](const Args& a) {
    parallel(threads, N, 1, [&](int64_t from, int64_t to, int) {
      for (int64_t i = from; i < to; i++) {
        const float *p = a.input<float>(1) + i * C, *l = a.input<float>(2) + i * C;
        float* d = a.output<float>(0) + i * C;
        float g = a.input<float>(0)[i * step], total = rowSum(l, C);
        for (int64_t k = 0; k < C; k++) d[k] = g * (p[k] * total - l[k]);
      }
    });
  }, {{1, 0}});
}

}  // namespace

void addSoftmax(Table& t) {
  t["Softmax"] = softmax<false>;
  t["LogSoftmax"] = softmax<true>;
  t["pydl4j.SoftmaxCrossEntropy"] = crossEntropy;
  t["pydl4j.SoftmaxCrossEntropyGrad"] = crossEntropyGrad;
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
