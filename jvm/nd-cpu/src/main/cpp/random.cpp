// Counter-based random numbers: Philox4x32-10 (Salmon et al. 2011) keyed by (seed, step, node), so that every element's
// number depends on nothing but its place.
#include "isa.h"

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

const int GROUP = 64;  // counters computed together

struct Key {
  uint32_t k0, k1, node, step0, step1;
};

// The words of counters [first, first + GROUP): word w of counter i at out[4 i + w].
void philox(const Key& key, uint32_t first, uint32_t* out) {
  uint32_t c0[GROUP], c1[GROUP], c2[GROUP], c3[GROUP];
  for (int i = 0; i < GROUP; i++) c0[i] = first + i, c1[i] = key.node, c2[i] = key.step0, c3[i] = key.step1;
  uint32_t k0 = key.k0, k1 = key.k1;
  for (int round = 0; round < 10; round++) {
    for (int i = 0; i < GROUP; i++) {
      uint64_t p0 = (uint64_t)0xD2511F53u * c0[i], p1 = (uint64_t)0xCD9E8D57u * c2[i];
      uint32_t n0 = (uint32_t)(p1 >> 32) ^ c1[i] ^ k0, n2 = (uint32_t)(p0 >> 32) ^ c3[i] ^ k1;
      c1[i] = (uint32_t)p1;
      c3[i] = (uint32_t)p0;
      c0[i] = n0;
      c2[i] = n2;
    }
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  for (int i = 0; i < GROUP; i++) out[4 * i] = c0[i], out[4 * i + 1] = c1[i], out[4 * i + 2] = c2[i], out[4 * i + 3] =
      c3[i];
}

// Calls f(i, u) with the uniform number of element i in [0, 1).
template <class F> void uniforms(const Key& key, int threads, int64_t n, F&& f) {
  parallel(threads, n, 4 * GROUP, [&](int64_t from, int64_t to, int) {
    uint32_t words[4 * GROUP];
    for (int64_t start = from; start < to; start += 4 * GROUP) {
      philox(key, (uint32_t)(start / 4), words);
      int m = (int)std::min<int64_t>(4 * GROUP, to - start);
#pragma GCC ivdep
      for (int i = 0; i < m; i++) f(start + i, (float)(int32_t)(words[i] >> 8) * 0x1p-24f);
    }
  });
}

Key keyOf(const int64_t* seed, const int64_t* step, int64_t node) {
  uint64_t s = (uint64_t)*seed, t = (uint64_t)*step;
  return {(uint32_t)s, (uint32_t)(s >> 32), (uint32_t)node, (uint32_t)t, (uint32_t)(t >> 32)};
}

KernelPtr uniform(const Call& call) {
  if (!call.out[0].f32()) return unsupported("only float32");
  int64_t n = call.out[0].size(), node = call.attrs.integer("node", 0);
  int threads = threadsFor(call, (double)n * 4);
  return simple("native:philox", [=](const Args& a) {
    float* y = a.output<float>(0);
    uniforms(keyOf(a.input<int64_t>(0), a.input<int64_t>(1), node), threads, n, [=](int64_t i, float u) { y[i] = u; });
  });
}

KernelPtr dropout(const Call& call) {
  if (!call.in[0].f32()) return unsupported("only float32");
  int64_t n = call.out[0].size(), node = call.attrs.integer("node", 0);
  float retain = (float)call.attrs.number("retain", 0.5);
  int threads = threadsFor(call, (double)n * 4);
  return simple("native:dropout", [=](const Args& a) {
    const float* x = a.input<float>(0);
    float* y = a.output<float>(0);
    uniforms(keyOf(a.input<int64_t>(1), a.input<int64_t>(2), node), threads, n,
        [=](int64_t i, float u) { float v = x[i] / retain; y[i] = u < retain ? v : 0.0f; });
  }, {{0, 0}});
}

}  // namespace

void addRandom(Table& t) {
  t["pydl4j.RandomUniform"] = uniform;
  t["pydl4j.Dropout"] = dropout;
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
