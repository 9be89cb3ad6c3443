// pydl4j.FlashAttention: y = softmax(scores) v per head, a tile of scores at a time (Dao, "FlashAttention-2", 2023).
#include "attention.h"

#include "square.h"
#include "vecmath.h"

namespace pydl4j {
namespace PYDL4J_ISA {
namespace attention {

std::string shapeOf(const Call& call, int at, int mask, Shape& s) {
  for (size_t i = 0; i < call.in.size(); i++) {
    if (call.in[i].present && (int)i != mask && !call.in[i].f32()) return "only float32";
  }
  const Dims &q = call.in[at].dims, &k = call.in[at + 1].dims, &v = call.in[at + 2].dims;
  bool flat = q.size() == 3;
  s.batch = q[0];
  s.heads = flat ? call.attrs.integer("q_num_heads", 0) : q[1];
  int64_t shared = flat ? call.attrs.integer("kv_num_heads", 0) : k[1];
  s.group = s.heads / std::max<int64_t>(shared, 1);
  s.queries = q[q.size() - 2];
  s.keys = k[k.size() - 2];
  if (product(q) == 0 || product(k) == 0 || product(v) == 0) return "empty operand";
  s.size = flat ? q[2] / s.heads : q[3];
  s.valueSize = flat ? v[2] / shared : v[3];
  auto place = [&](int64_t heads, int64_t rows, int64_t size) {
    return flat ? Place{rows * heads * size, size, heads * size} : Place{heads * rows * size, rows * size, size};
  };
  s.q = place(s.heads, s.queries, s.size);
  s.k = place(shared, s.keys, s.size);
  s.v = place(shared, s.keys, s.valueSize);
  s.y = place(s.heads, s.queries, s.valueSize);
  s.scale = (float)call.attrs.number("scale", 1);
  s.cap = (float)call.attrs.number("softcap", 0);
  s.left = call.attrs.integer("left", -1);
  s.right = call.attrs.integer("right", -1);
  s.offset = call.attrs.integer("offset", 0);
  if (call.present(mask)) {
    const Type& m = call.in[mask];
    if (m.dtype != DType::BOOL && m.dtype != DType::F32) return "that type of mask";
    s.mask = m.dtype == DType::BOOL ? 1 : 2;
    int64_t stride = 1;
    for (int i = 3; i >= 0; i--) {
      int d = i - (4 - m.rank());
      int64_t n = d < 0 ? 1 : m.dims[d];
      s.maskStride[i] = n == 1 ? 0 : stride;
      stride *= n;
    }
  }
  return "";
}

void packRows(const float* x, int64_t r, int64_t n, int64_t rows, int64_t w, float scale, float* out) {
  const int P = T::PANEL;
  for (int64_t p = 0; p * P < w; p++) {
    int c = (int)std::min<int64_t>(P, w - p * P);
    for (int64_t i = 0; i < n; i++) {
      const float* a = x + i * r + p * P;
      float* o = out + (p * rows + i) * P;
      if (c == P) {
        for (int j = 0; j < P; j++) o[j] = a[j] * scale;
      } else {
        for (int j = 0; j < c; j++) o[j] = a[j] * scale;
        for (int j = c; j < P; j++) o[j] = 0;
      }
    }
  }
}

void packColumns(const float* x, int64_t r, int64_t n, int64_t w, float* out) {
  const int P = T::PANEL, W = T::W;
  for (int64_t k = 0; k < n; k += W) {
    float* o = out + k / P * P * w + k % P;
    int64_t d = 0;
    if (k + W <= n) for (; d + W <= w; d += W) Square<float>::transpose(x + k * r + d, r, o + d * P, P);
    for (; d < w; d++) for (int j = 0; j < W; j++) o[d * P + j] = k + j < n ? x[(k + j) * r + d] : 0;
  }
  if (T::padded(n) - n >= W) {  // the rest of the last panel
    for (int64_t k = (n + W - 1) / W * W; k < T::padded(n); k++) {
      for (int64_t d = 0; d < w; d++) out[k / P * P * w + d * P + k % P] = 0;
    }
  }
}

void finishScores(const Shape& s, const char* mask, int64_t batch, int64_t head, int64_t i0, int64_t rows, int64_t k0, int64_t n,
    float* scores) {
  int64_t wide = T::padded(n);
  int64_t maskAt = s.mask ? batch * s.maskStride[0] + head * s.maskStride[1] + k0 * s.maskStride[3] : 0;
  for (int64_t i = 0; i < rows; i++) {
    float* x = scores + i * STRIDE;
    if (s.cap != 0) for (int64_t j = 0; j < wide; j++) x[j] = s.cap * LOG2E * vm::tanh(x[j] * (1 / s.cap));
    if (s.mask) {
      int64_t at = maskAt + (i0 + i) * s.maskStride[2], step = s.maskStride[3];
      if (s.mask == 1) {
        const uint8_t* m = (const uint8_t*)mask + at;
        if (step == 0) for (int64_t j = 0; j < n; j++) x[j] = m[0] ? x[j] : NONE;
        else for (int64_t j = 0; j < n; j++) x[j] = m[j] ? x[j] : NONE;
      } else {
        const float* m = (const float*)mask + at;
        if (step == 0) for (int64_t j = 0; j < n; j++) x[j] += m[0] * LOG2E;
        else for (int64_t j = 0; j < n; j++) x[j] += m[j] * LOG2E;
      }
    }
    int64_t from = std::min(n, std::max<int64_t>(0, s.from(i0 + i) - k0)), to = std::max<int64_t>(from, std::min(n, s.to(i0 + i) - k0));
    for (int64_t j = 0; j < from; j++) x[j] = NONE;
    for (int64_t j = to; j < wide; j++) x[j] = NONE;
  }
}

namespace {

// One thread's memory.
struct Space {
  float *keys, *values, *q, *scores, *y;
  static int64_t floats(const Shape& s) {
    return T::padded(s.keys) * s.size + s.keys * T::padded(s.valueSize) + ROWS * s.size + ROWS * STRIDE + ROWS * T::padded(s.valueSize) + 64;
  }
  Space(const Shape& s, float* at) {
    keys = at;
    values = keys + T::padded(s.keys) * s.size;
    scores = values + s.keys * T::padded(s.valueSize);
    y = scores + ROWS * STRIDE;
    q = y + ROWS * T::padded(s.valueSize);
  }
};

// Turns a row of `wide` scores into 2^(score - shift) and returns their sum.
inline float exponentials(float* x, int64_t wide, float shift) {
  Vec total = {};
  for (int64_t j = 0; j < wide; j += T::W) {
    Vec e = exp2(*(Vec*)(x + j) - shift);
    *(Vec*)(x + j) = e;
    total += e;
  }
  return sum(total);
}

inline float rowMaximum(const float* x, int64_t wide) {
  Vec m = *(const Vec*)x;
  for (int64_t j = T::W; j < wide; j += T::W) {
    Vec v = *(const Vec*)(x + j);
    m = v > m ? v : m;
  }
  return maximum(m);
}

// The queries [i0, i0 + rows) of a head whose keys and values are packed.
void tileOfQueries(const Shape& s, const Args& a, const Space& w, int64_t batch, int64_t head, int64_t i0, int64_t rows) {
  const int P = T::PANEL;
  int64_t D = s.size, V = s.valueSize, wideV = T::padded(V);
  float factor = s.cap != 0 ? s.scale : s.scale * LOG2E;
  for (int64_t i = 0; i < rows; i++) {
    const float* q = s.q.at(a.input<float>(0), batch, head, i0 + i);
    for (int64_t d = 0; d < D; d++) w.q[i * D + d] = q[d] * factor;
  }
  float top[ROWS], total[ROWS];
  for (int64_t i = 0; i < rows; i++) top[i] = NONE, total[i] = 0;
  int64_t first = s.from(i0) / KEYS * KEYS, end = s.to(i0 + rows - 1);
  bool more = false;
  for (int64_t k0 = first; k0 < end; k0 += KEYS) {
    int64_t n = std::min(KEYS, s.keys - k0), wide = T::padded(n);
    for (int64_t j = 0; j < wide; j += P) {
      rowsTimesPanel(w.q, D, 1, rows, w.keys + (k0 + j) * D, D, w.scores + j, STRIDE);
    }
    bool cut = k0 < s.from(i0 + rows - 1) || k0 + n > s.to(i0) || n < wide;
    if (cut || s.mask || s.cap != 0) finishScores(s, a.in.size() > 3 ? a.in[3] : nullptr, batch, head, i0, rows, k0, n, w.scores);
    for (int64_t i = 0; i < rows; i++) {
      float* x = w.scores + i * STRIDE;
      float m = std::max(top[i], rowMaximum(x, wide));
      if (m == NONE) {
        for (int64_t j = 0; j < wide; j++) total[i] += x[j] = x[j] == NONE ? 0 : x[j];  // 0, or not a number
        continue;
      }
      float sums = exponentials(x, wide, m);
      if (m != top[i]) {
        float less = top[i] == NONE ? 0 : exp2(top[i] - m);
        total[i] *= less;
        if (more) for (int64_t d = 0; d < wideV; d++) w.y[i * wideV + d] *= less;
        top[i] = m;
      }
      total[i] += sums;
    }
    for (int64_t p = 0; p < wideV; p += P) {
      rowsTimesPanel(w.scores, STRIDE, 1, rows, w.values + p * s.keys + k0 * P, n, w.y + p, wideV, more);
    }
    more = true;
  }
  for (int64_t i = 0; i < rows; i++) {
    float* y = s.y.at(a.output<float>(0), batch, head, i0 + i);
    float inverse = total[i] == 0 ? 0 : 1 / total[i];
    if (!more || total[i] == 0) for (int64_t d = 0; d < V; d++) y[d] = 0;
    else for (int64_t d = 0; d < V; d++) y[d] = w.y[i * wideV + d] * inverse;
    a.output<float>(1)[(batch * s.heads + head) * s.queries + i0 + i] = total[i] == 0 ? 0 : (top[i] + vm::log(total[i]) * LOG2E) * LN2;
  }
}

KernelPtr forward(const Call& call) {
  Shape s;
  std::string problem = shapeOf(call, 0, 3, s);
  if (!problem.empty()) return unsupported(problem);
  int64_t tiles = (s.queries + ROWS - 1) / ROWS, each = align64(Space::floats(s) * 4);
  double flops = 2.0 * s.batch * s.heads * s.queries * s.keys * (s.size + s.valueSize);
  int threads = threadsFor(call, flops, 200000);
  auto k = simple("native:flash-attention", [=](const Args& a) {
    parallel(threads, s.batch * s.heads * tiles, 1, [&](int64_t from, int64_t to, int t) {
      Space w(s, (float*)(a.scratch + t * each));
      int64_t packed = -1;
      for (int64_t i = from; i < to; i++) {
        int64_t batch = i / tiles / s.heads, head = i / tiles % s.heads, from = head / s.group;
        if (batch * s.shared() + from != packed) {
          packed = batch * s.shared() + from;
          packColumns(s.k.at(a.input<float>(1), batch, from, 0), s.k.r, s.keys, s.size, w.keys);
          packRows(s.v.at(a.input<float>(2), batch, from, 0), s.v.r, s.keys, s.keys, s.valueSize, 1, w.values);
        }
        tileOfQueries(s, a, w, batch, head, i % tiles * ROWS, std::min(ROWS, s.queries - i % tiles * ROWS));
      }
    });
  }, {}, each * threads);
  k->flops = flops;
  return k;
}

}  // namespace
}  // namespace attention

void addAttentionGrad(Table& t);

void addAttention(Table& t) {
  t["pydl4j.FlashAttention"] = attention::forward;
  addAttentionGrad(t);
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
