// Adam on the rows of a table that a batch has gradients for. Gradients of one row are summed in the batch's order by
// the thread that owns the row, so the bits are the same for any number of threads.
#include <stdexcept>

#include "isa.h"

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

// What a thread keeps while it sorts the batch by rows: an open hash table of its rows, and chains of positions.
struct Chains {
  int32_t *slots, *unique, *next, *last;
  int64_t mask;
  int count = 0;
};

int64_t slotsFor(int64_t n) {
  int64_t s = 16;
  while (s < 2 * n) s *= 2;
  return s;
}

int64_t bytesFor(int64_t n) { return align64((slotsFor(n) + 3 * n) * sizeof(int32_t)); }

inline uint64_t hashOf(int64_t row) { return (uint64_t)row * 0x9E3779B97F4A7C15ull >> 20; }

// Chains the positions of each row of this thread, rows in the order of their first position.
void chain(Chains& c, const int64_t* rows, int64_t n, int threads, int t) {
  memset(c.slots, 0xff, (c.mask + 1) * sizeof(int32_t));
  for (int64_t i = 0; i < n; i++) {
    if (rows[i] % threads != t) continue;
    c.next[i] = -1;
    uint64_t h = hashOf(rows[i]) & c.mask;
    while (c.slots[h] >= 0 && rows[c.unique[c.slots[h]]] != rows[i]) h = (h + 1) & c.mask;
    if (c.slots[h] < 0) {
      c.slots[h] = c.count;
      c.unique[c.count++] = (int32_t)i;
    } else {
      c.next[c.last[c.slots[h]]] = (int32_t)i;
    }
    c.last[c.slots[h]] = (int32_t)i;
  }
}

// p, indices, rows, m, v, lr, t -> p', m', v'.
KernelPtr adamRows(const Call& call) {
  for (size_t i = 0; i < call.in.size(); i++) if (i != 1 && !call.in[i].f32()) return unsupported("only float32");
  if (call.in[1].dtype != DType::I64 && call.in[1].dtype != DType::I32) return unsupported("only int32 or int64 indices");
  double beta1 = call.attrs.number("beta1", 0.9), beta2 = call.attrs.number("beta2", 0.999);
  float b1 = (float)beta1, b2 = (float)beta2, c1 = (float)(1 - beta1), c2 = (float)(1 - beta2);
  float eps = (float)call.attrs.number("epsilon", 1e-8);
  int64_t size = call.in[0].size(), n = call.in[1].size(), width = call.in[2].dims[1], table = size / width;
  if (n > INT32_MAX / 4) return unsupported("more than 2^29 rows in a batch");
  bool wide = call.in[1].dtype == DType::I64;
  int threads = threadsFor(call, (double)n * width * 8);
  int64_t rowBytes = align64(n * sizeof(int64_t)), chainBytes = bytesFor(n), sumBytes = align64(width * sizeof(float));
  return simple("native:adam-rows", [=](const Args& a) {
    int64_t* rows = (int64_t*)a.scratch;
    for (int64_t i = 0; i < n; i++) {
      int64_t k = wide ? ((const int64_t*)a.in[1])[i] : ((const int32_t*)a.in[1])[i];
      if (k < -table || k >= table) throw std::out_of_range("index out of range: got " + std::to_string(k)
          + "; expected " + std::to_string(-table) + " to " + std::to_string(table - 1) + ". Check the indices.");
      rows[i] = k < 0 ? k + table : k;
    }
    for (int o = 0; o < 3; o++) {
      const char* from = a.in[o == 0 ? 0 : o + 2];
      if (a.out[o] != from) memcpy(a.out[o], from, size * sizeof(float));
    }
    double t = *a.input<float>(6);
    float alpha = (float)(*a.input<float>(5) * std::sqrt(1 - std::pow(beta2, t)) / (1 - std::pow(beta1, t)));
    const float* g = a.input<float>(2);
    float *p = a.output<float>(0), *m = a.output<float>(1), *v = a.output<float>(2);
    parallel(threads, threads, 1, [&](int64_t from, int64_t to, int) {
      for (int64_t part = from; part < to; part++) {
        char* own = a.scratch + rowBytes + part * (chainBytes + sumBytes);
        float* sum = (float*)(own + chainBytes);
        Chains c;
        c.mask = slotsFor(n) - 1;
        c.slots = (int32_t*)own;
        c.unique = c.slots + c.mask + 1;
        c.next = c.unique + n;
        c.last = c.next + n;
        chain(c, rows, n, threads, (int)part);
        for (int u = 0; u < c.count; u++) {
          if (u + 8 < c.count) {
            int64_t ahead = rows[c.unique[u + 8]] * width;
            for (int64_t k = 0; k < width; k += 16) {
              __builtin_prefetch(p + ahead + k, 1);
              __builtin_prefetch(m + ahead + k, 1);
              __builtin_prefetch(v + ahead + k, 1);
            }
          }
          int i = c.unique[u];
          int64_t at = rows[i] * width;
          const float* d = g + i * width;
          if (c.next[i] >= 0) {
            memcpy(sum, d, width * sizeof(float));
            for (i = c.next[i]; i >= 0; i = c.next[i]) {
#pragma GCC ivdep
              for (int64_t k = 0; k < width; k++) sum[k] += g[i * width + k];
            }
            d = sum;
          }
#pragma GCC ivdep
          for (int64_t k = 0; k < width; k++) {
            float mk = b1 * m[at + k] + c1 * d[k], vk = b2 * v[at + k] + c2 * d[k] * d[k];
            m[at + k] = mk;
            v[at + k] = vk;
            p[at + k] -= alpha * mk / (std::sqrt(vk) + eps);
          }
        }
      }
    });
  }, {{0, 0}, {3, 1}, {4, 2}}, rowBytes + threads * (chainBytes + sumBytes));
}

}  // namespace

void addAdamRows(Table& t) { t["pydl4j.AdamRowsUpdate"] = adamRows; }

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
