// InstanceNormalization and GroupNormalization: the moments of each group of channels of each example, which lie side by
// side. Sums are taken around the first element, in float over short blocks and in double across them.
#include "isa.h"

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

const int64_t BLOCK = 1024;

// x [N, C, S], scale [C], shift [C] -> y.
template <class T> KernelPtr normalized(const Call& call, int64_t groups) {
  const Dims& d = call.in[0].dims;
  int64_t C = d[1], S = product(d, 2), each = C / groups, n = each * S;
  T eps = (T)call.attrs.number("epsilon", 1e-5);
  int threads = threadsFor(call, (double)call.in[0].size() * 3);
  return simple("native:groupnorm", [=](const Args& a) {
    const T *scale = a.template input<T>(1), *shift = a.template input<T>(2);
    parallel(threads, d[0] * groups, 1, [&](int64_t from, int64_t to, int) {
      for (int64_t r = from; r < to; r++) {
        const T* x = a.template input<T>(0) + r * n;
        T* y = a.template output<T>(0) + r * n;
        T first = x[0];
        double sum = 0, squares = 0;
        for (int64_t b = 0; b < n; b += BLOCK) {
          const int W = 32;
          T u[W] = {0}, v[W] = {0};
          int64_t m = std::min(BLOCK, n - b), i = 0;
          const T* p = x + b;
          for (; i + W <= m; i += W) for (int k = 0; k < W; k++) {
            T e = p[i + k] - first;
            u[k] += e;
            v[k] += e * e;
          }
          for (; i < m; i++) {
            T e = p[i] - first;
            u[0] += e;
            v[0] += e * e;
          }
          T su = 0, sv = 0;
          for (int k = 0; k < W; k++) su += u[k], sv += v[k];
          sum += su;
          squares += sv;
        }
        double mean = sum / n, var = std::max(0.0, squares / n - mean * mean), inverse = 1 / std::sqrt(var + eps);
        for (int64_t c = 0; c < each; c++) {
          int64_t channel = r % groups * each + c;
          T factor = (T)(scale[channel] * inverse), add = (T)(shift[channel] - factor * (mean + (double)first));
          const T* p = x + c * S;
          T* q = y + c * S;
#pragma GCC ivdep
          for (int64_t i = 0; i < S; i++) q[i] = p[i] * factor + add;
        }
      }
    });
  }, {{0, 0}});
}

KernelPtr grouped(const Call& call, int64_t groups) {
  DType t = call.in[0].dtype;
  if (call.in[0].rank() < 2 || call.in[0].size() == 0 || groups < 1 || call.in[0].dims[1] % groups != 0) return unsupported("empty");
  for (const Type& i : call.in) if (i.dtype != t) return unsupported("mixed types");
  if (call.in[1].size() != call.in[0].dims[1]) return unsupported("scales per group");
  return t == DType::F32 ? normalized<float>(call, groups) : t == DType::F64 ? normalized<double>(call, groups)
      : unsupported("only float32 and float64");
}

KernelPtr instanceNorm(const Call& call) { return grouped(call, call.in[0].dims[1]); }
KernelPtr groupNorm(const Call& call) { return grouped(call, call.attrs.integer("num_groups", 1)); }

}  // namespace

void addGroupNorm(Table& t) {
  t["InstanceNormalization"] = instanceNorm;
  t["GroupNormalization"] = groupNorm;
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
