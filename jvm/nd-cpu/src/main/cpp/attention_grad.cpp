// pydl4j.FlashAttentionGrad: the scores of each tile again, then p' dy, ds' q and ds k of that tile:
//   p = exp(s - log sum), ds = p (dy v' - rowsum(dy y) + dsum) (1 - (capped / cap)^2), dq = scale ds k, dk = scale ds' q, dv = p' dy.
// One thread does all queries of a head of keys (or of a part of its keys, when heads are few), so sums have one order.
#include "attention.h"
#include "vecmath.h"

namespace pydl4j {
namespace PYDL4J_ISA {
namespace attention {

namespace {

enum In { DY, Q, K, V, Y, SUMS, MASK, DSUMS };

// One thread's memory, in floats.
struct Space {
  float *keysT, *valuesT, *keys, *q, *dy, *tileQ, *p, *ds, *dq, *dk, *dv, *shift, *delta;

  static int64_t lay(const Shape& s, float* at, Space& w) {
    int64_t wideD = T::padded(s.size), wideV = T::padded(s.valueSize), wideK = T::padded(s.keys), n = 0;
    auto take = [&](float*& p, int64_t floats) {
      p = at + n;
      n += (floats + 15) / 16 * 16;
    };
    take(w.keysT, wideK * s.size);
    take(w.valuesT, wideK * s.valueSize);
    take(w.keys, s.keys * wideD);
    take(w.q, s.queries * wideD);
    take(w.dy, s.queries * wideV);
    take(w.tileQ, ROWS * s.size);
    take(w.p, ROWS * STRIDE);
    take(w.ds, ROWS * STRIDE);
    take(w.dq, s.queries * wideD);
    take(w.dk, wideK * wideD);
    take(w.dv, wideK * wideV);
    take(w.shift, s.queries);
    take(w.delta, s.queries);
    return n;
  }
};

float dot(const float* x, const float* y, int64_t n) {
  Vec lanes = {};
  int64_t i = 0;
  for (; i + T::W <= n; i += T::W) lanes += *(const Vec*)(x + i) * *(const Vec*)(y + i);
  float s = sum(lanes);
  for (; i < n; i++) s += x[i] * y[i];
  return s;
}

struct Head {
  const Shape& s;
  const Args& a;
  const Space& w;
  int64_t batch, head;

  // Panels of q and dy, and per query the shift in base 2 and what is subtracted from dp.
  void begin() const {
    packRows(s.q.at(a.input<float>(Q), batch, head, 0), s.q.r, s.queries, s.queries, s.size, s.scale, w.q);
    packRows(s.y.at(a.input<float>(DY), batch, head, 0), s.y.r, s.queries, s.queries, s.valueSize, 1, w.dy);
    int64_t at = (batch * s.heads + head) * s.queries;
    for (int64_t i = 0; i < s.queries; i++) {
      w.shift[i] = a.input<float>(SUMS)[at + i] * LOG2E;
      w.delta[i] = dot(s.y.at(a.input<float>(DY), batch, head, i), s.y.at(a.input<float>(Y), batch, head, i), s.valueSize);
      if (a.in.size() > DSUMS && a.in[DSUMS]) w.delta[i] -= a.input<float>(DSUMS)[at + i];
    }
  }

  // p and ds of a tile from its scores (in p) and dp (in ds).
  void differentiate(int64_t i0, int64_t rows, int64_t k0, int64_t n) const {
    int64_t wide = T::padded(n);
    float capped[KEYS];
    bool cut = k0 < s.from(i0 + rows - 1) || k0 + n > s.to(i0) || n < wide;
    for (int64_t i = 0; i < rows; i++) {
      float *p = w.p + i * STRIDE, *ds = w.ds + i * STRIDE;
      if (s.cap != 0) for (int64_t j = 0; j < wide; j++) capped[j] = 1 - vm::tanh(p[j] / s.cap) * vm::tanh(p[j] / s.cap);
      if (cut || s.mask || s.cap != 0) {
        finishScores(s, a.in.size() > MASK ? a.in[MASK] : nullptr, batch, head, i0 + i, 1, k0, n, p);
      }
      float shift = w.shift[i0 + i], delta = w.delta[i0 + i];
      for (int64_t j = 0; j < wide; j += T::W) {
        Vec e = exp2(*(Vec*)(p + j) - shift);
        *(Vec*)(p + j) = e;
        *(Vec*)(ds + j) = e * (*(Vec*)(ds + j) - delta);
      }
      if (s.cap != 0) for (int64_t j = 0; j < wide; j++) ds[j] *= capped[j];
    }
  }

  void tile(int64_t i0, int64_t rows, int64_t k0, int64_t n) const {
    const int P = T::PANEL;
    int64_t D = s.size, V = s.valueSize, wideD = T::padded(D), wideV = T::padded(V), wide = T::padded(n);
    const float* dy = s.y.at(a.input<float>(DY), batch, head, i0);
    for (int64_t j = 0; j < wide; j += P) {
      rowsTimesPanel(w.tileQ, D, 1, rows, w.keysT + (k0 + j) * D, D, w.p + j, STRIDE);
      rowsTimesPanel(dy, s.y.r, 1, rows, w.valuesT + (k0 + j) * V, V, w.ds + j, STRIDE);
    }
    differentiate(i0, rows, k0, n);
    for (int64_t c = 0; c < wideV; c += P) {
      rowsTimesPanel(w.p, 1, STRIDE, n, w.dy + c * s.queries + i0 * P, rows, w.dv + k0 * wideV + c, wideV, true);
    }
    for (int64_t c = 0; c < wideD; c += P) {
      rowsTimesPanel(w.ds, 1, STRIDE, n, w.q + c * s.queries + i0 * P, rows, w.dk + k0 * wideD + c, wideD, true);
      rowsTimesPanel(w.ds, STRIDE, 1, rows, w.keys + c * s.keys + k0 * P, n, w.dq + i0 * wideD + c, wideD, true);
    }
  }

  // All queries against the keys [from, to): sets dq, adds to dk and dv.
  void run(int64_t from, int64_t to) const {
    begin();
    float factor = s.cap != 0 ? s.scale : s.scale * LOG2E;
    int64_t wideD = T::padded(s.size);
    memset(w.dq, 0, s.queries * wideD * sizeof(float));
    for (int64_t i0 = 0; i0 < s.queries; i0 += ROWS) {
      int64_t rows = std::min(ROWS, s.queries - i0);
      for (int64_t i = 0; i < rows; i++) {
        const float* q = s.q.at(a.input<float>(Q), batch, head, i0 + i);
        for (int64_t d = 0; d < s.size; d++) w.tileQ[i * s.size + d] = q[d] * factor;
      }
      for (int64_t k0 = from; k0 < to; k0 += KEYS) {
        int64_t n = std::min(KEYS, s.keys - k0);
        if (k0 >= s.to(i0 + rows - 1) || k0 + n <= s.from(i0)) continue;
        tile(i0, rows, k0, n);
      }
    }
  }
};

KernelPtr backward(const Call& call) {
  Shape s;
  std::string problem = shapeOf(call, Q, MASK, s);
  if (!problem.empty()) return unsupported(problem);
  double flops = 2.0 * s.batch * s.heads * s.queries * s.keys * (3 * s.size + 2 * s.valueSize);
  int threads = threadsFor(call, flops, 400000);
  int64_t units = s.batch * s.shared(), blocks = (s.keys + KEYS - 1) / KEYS;
  int64_t parts = std::min(blocks, units >= threads ? 1 : (threads + units - 1) / units);
  int64_t wideD = T::padded(s.size), wideV = T::padded(s.valueSize);
  Space ignored;
  int64_t each = align64(Space::lay(s, nullptr, ignored) * 4);
  int64_t partial = parts == 1 ? 0 : align64(units * s.group * s.queries * s.size * 4);  // dq of each part of the keys
  auto k = simple("native:flash-attention", [=](const Args& a) {
    char* partials = a.scratch + each * threads;
    parallel(threads, units * parts, 1, [&](int64_t first, int64_t last, int t) {
      Space w;
      Space::lay(s, (float*)(a.scratch + t * each), w);
      for (int64_t u = first; u < last; u++) {
        int64_t unit = u / parts, part = u % parts, batch = unit / s.shared(), shared = unit % s.shared();
        int64_t from = blocks * part / parts * KEYS, to = std::min(s.keys, blocks * (part + 1) / parts * KEYS);
        const float *key = s.k.at(a.input<float>(K), batch, shared, 0), *value = s.v.at(a.input<float>(V), batch, shared, 0);
        packColumns(key + from * s.k.r, s.k.r, to - from, s.size, w.keysT + from * s.size);
        packColumns(value + from * s.v.r, s.v.r, to - from, s.valueSize, w.valuesT + from * s.valueSize);
        packRows(key, s.k.r, s.keys, s.keys, s.size, s.scale, w.keys);
        memset(w.dk + from * wideD, 0, (to - from) * wideD * sizeof(float));
        memset(w.dv + from * wideV, 0, (to - from) * wideV * sizeof(float));
        for (int64_t g = 0; g < s.group; g++) {
          Head h{s, a, w, batch, shared * s.group + g};
          h.run(from, to);
          for (int64_t i = 0; i < s.queries; i++) {
            float* dq = parts == 1 ? s.q.at(a.output<float>(0), batch, h.head, i) : s.q.at((float*)(partials + part * partial), batch, h.head, i);
            memcpy(dq, w.dq + i * wideD, s.size * sizeof(float));
          }
        }
        for (int64_t j = from; j < to; j++) {
          memcpy(s.k.at(a.output<float>(1), batch, shared, j), w.dk + j * wideD, s.size * sizeof(float));
          memcpy(s.v.at(a.output<float>(2), batch, shared, j), w.dv + j * wideV, s.valueSize * sizeof(float));
        }
      }
    });
    if (parts == 1) return;
    parallel(threads, units * s.group * s.queries * s.size, 1024, [&](int64_t from, int64_t to, int) {
      float* dq = a.output<float>(0);
      for (int64_t i = from; i < to; i++) dq[i] = ((const float*)partials)[i];
      for (int64_t p = 1; p < parts; p++) for (int64_t i = from; i < to; i++) dq[i] += ((const float*)(partials + p * partial))[i];
    });
  }, {}, each * threads + parts * partial);
  k->flops = flops;
  return k;
}

}  // namespace
}  // namespace attention

void addAttentionGrad(Table& t) { t["pydl4j.FlashAttentionGrad"] = attention::backward; }

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
