// Updaters over flat vectors, each one pass over memory; every array may be updated in place. Formulas are DL4J's.
#include "isa.h"

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

bool allF32(const Call& call) {
  for (const auto* l : {&call.in, &call.out}) for (const Type& t : *l) if (!t.f32()) return false;
  return true;
}

// p, g, m, v, lr, t -> p', m', v'.
KernelPtr adam(const Call& call) {
  if (!allF32(call)) return unsupported("only float32");
  float b1 = (float)call.attrs.number("beta1", 0.9), b2 = (float)call.attrs.number("beta2", 0.999);
  double beta1 = call.attrs.number("beta1", 0.9), beta2 = call.attrs.number("beta2", 0.999);
  float eps = (float)call.attrs.number("epsilon", 1e-8);
  float c1 = (float)(1 - beta1), c2 = (float)(1 - beta2);
  int64_t n = call.in[0].size();
  int threads = threadsFor(call, (double)n * 8, 65536);
  return simple("native:adam", [=](const Args& a) {
    double t = *a.input<float>(5);
    float alpha = (float)(*a.input<float>(4) * std::sqrt(1 - std::pow(beta2, t)) / (1 - std::pow(beta1, t)));
    const float *p = a.input<float>(0), *g = a.input<float>(1), *m = a.input<float>(2), *v = a.input<float>(3);
    float *np = a.output<float>(0), *nm = a.output<float>(1), *nv = a.output<float>(2);
    parallel(threads, n, 64, [&](int64_t from, int64_t to, int) {
#pragma GCC ivdep
      for (int64_t i = from; i < to; i++) {
        float mi = b1 * m[i] + c1 * g[i], vi = b2 * v[i] + c2 * g[i] * g[i];
        nm[i] = mi;
        nv[i] = vi;
        np[i] = p[i] - alpha * mi / (std::sqrt(vi) + eps);
      }
    });
  }, {{0, 0}, {2, 1}, {3, 2}, {1, 0}, {1, 1}, {1, 2}});
}

// p, g, lr -> p'.
KernelPtr sgd(const Call& call) {
  if (!allF32(call)) return unsupported("only float32");
  int64_t n = call.in[0].size();
  int threads = threadsFor(call, (double)n * 2, 65536);
  return simple("native:sgd", [=](const Args& a) {
    float lr = *a.input<float>(2);
    const float *p = a.input<float>(0), *g = a.input<float>(1);
    float* np = a.output<float>(0);
    parallel(threads, n, 64, [&](int64_t from, int64_t to, int) {
#pragma GCC ivdep
      for (int64_t i = from; i < to; i++) np[i] = p[i] - lr * g[i];
    });
  }, {{0, 0}, {1, 0}});
}

// p, g, v, lr -> p', v':  v' = mu v - lr g;  p' = p - mu v + (1 + mu) v'.
KernelPtr nesterovs(const Call& call) {
  if (!allF32(call)) return unsupported("only float32");
  float mu = (float)call.attrs.number("momentum", 0.9);
  int64_t n = call.in[0].size();
  int threads = threadsFor(call, (double)n * 4, 65536);
  return simple("native:nesterovs", [=](const Args& a) {
    float lr = *a.input<float>(3);
    const float *p = a.input<float>(0), *g = a.input<float>(1), *v = a.input<float>(2);
    float *np = a.output<float>(0), *nv = a.output<float>(1);
    parallel(threads, n, 64, [&](int64_t from, int64_t to, int) {
#pragma GCC ivdep
      for (int64_t i = from; i < to; i++) {
        float before = v[i], now = mu * before - lr * g[i];
        nv[i] = now;
        np[i] = p[i] - mu * before + (1 + mu) * now;
      }
    });
  }, {{0, 0}, {2, 1}});
}

// p, g, s, lr -> p', s':  s' = decay s + (1 - decay) g g;  p' = p - lr g / (sqrt(s') + epsilon).
KernelPtr rmsProp(const Call& call) {
  if (!allF32(call)) return unsupported("only float32");
  float decay = (float)call.attrs.number("decay", 0.95), rest = (float)(1 - call.attrs.number("decay", 0.95));
  float eps = (float)call.attrs.number("epsilon", 1e-8);
  int64_t n = call.in[0].size();
  int threads = threadsFor(call, (double)n * 6, 65536);
  return simple("native:rmsprop", [=](const Args& a) {
    float lr = *a.input<float>(3);
    const float *p = a.input<float>(0), *g = a.input<float>(1), *s = a.input<float>(2);
    float *np = a.output<float>(0), *ns = a.output<float>(1);
    parallel(threads, n, 64, [&](int64_t from, int64_t to, int) {
#pragma GCC ivdep
      for (int64_t i = from; i < to; i++) {
        float gi = g[i], si = decay * s[i] + rest * gi * gi;
        ns[i] = si;
        np[i] = p[i] - lr * gi / (std::sqrt(si) + eps);
      }
    });
  }, {{0, 0}, {2, 1}});
}

}  // namespace

void addUpdaters(Table& t) {
  t["pydl4j.AdamUpdate"] = adam;
  t["pydl4j.SgdUpdate"] = sgd;
  t["pydl4j.NesterovsUpdate"] = nesterovs;
  t["pydl4j.RmsPropUpdate"] = rmsProp;
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
