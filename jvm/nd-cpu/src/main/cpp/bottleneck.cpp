// pydl4j.FusedBottleneck in float32, channels-last: [1x1 convolution ->] depthwise convolution -> 1x1 convolution
// (Sandler et al. 2018) over a few rows of the image at a time, so that the wide images between them stay in the L2
// cache. The rows in use lie in a ring of panels of channels, with zeros left and right for the padding.
#include "gemm.h"

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

typedef Tile<float> Regs;
typedef Regs::Vec Vec;
const int W = Regs::W, PANEL = Regs::PANEL, MR = Regs::MR;
const int64_t TILE_PIXELS = 64;   // at least so many outputs at a time, for the products
const int64_t RING_FLOATS = 160 << 10;

inline Vec load(const float* p) { return *(const Vec*)p; }
inline void store(float* p, Vec v) { *(Vec*)p = v; }

// Relu and Clip, and none as a clamp without bounds; NaN stays.
struct Clamp {
  float low = -INFINITY, high = INFINITY;
  Vec operator()(Vec v) const {
    Vec l = Vec{} + low, h = Vec{} + high;
    v = v < l ? l : v;
    return v > h ? h : v;
  }
};

bool clampOf(const Attrs& a, const std::string& prefix, Clamp& c) {
  std::string name = a.text((prefix + "activation").c_str(), "");
  if (name == "Relu") c.low = 0;
  if (name == "Clip") {
    c.low = a.number((prefix + "alpha").c_str(), 0);
    c.high = a.number((prefix + "beta").c_str(), 0);
  }
  return name.empty() || name == "Relu" || name == "Clip";
}

struct Shape {
  int64_t N, H, W, I, C, O, Ho, Wo;  // channels in, between, out
  int64_t kh, kw, sh, sw, top, left;
  bool expands;
  Clamp wide, middle, narrow;
  int64_t rows, slots;  // outputs at a time, input rows in the ring
  int64_t panels() const { return Regs::padded(C) / PANEL; }
  int64_t width() const { return std::max(left + W, (Wo - 1) * sw + kw); }
  int64_t rowFloats() const { return width() * PANEL; }
  int64_t ringFloats() const { return panels() * slots * rowFloats(); }
  int64_t middleStride() const { return Regs::padded(C) + 16; }  // off powers of two
  int64_t ownFloats() const { return ringFloats() + rowFloats() + rows * Wo * middleStride(); }
};

// M rows of a times a panel, from `bias` on; each row's NV sums go to f in turn.
template <int M, int NV, class F>
inline void productRows(const float* a, int64_t lda, const float* panel, int64_t K, const float* bias, F& f) {
  Vec acc[M][NV];
  for (int i = 0; i < M; i++) for (int j = 0; j < NV; j++) acc[i][j] = load(bias + j * W);
  for (int64_t k = 0; k < K; k++) {
    Vec b[NV];
    for (int j = 0; j < NV; j++) b[j] = load(panel + k * PANEL + j * W);
    for (int i = 0; i < M; i++) for (int j = 0; j < NV; j++) acc[i][j] += a[i * lda + k] * b[j];
  }
  for (int i = 0; i < M; i++) f(acc[i]);
}

// All n rows in equal tiles.
template <int NV, class F>
void products(const float* a, int64_t lda, int64_t n, const float* panel, int64_t K, const float* bias, F f) {
  int64_t tiles = (n + MR - 1) / MR;
  for (int64_t t = 0; t < tiles; t++) {
    int64_t from = n * t / tiles;
    const float* at = a + from * lda;
    switch (n * (t + 1) / tiles - from) {
      case 1: productRows<1, NV>(at, lda, panel, K, bias, f); break;
      case 2: productRows<2, NV>(at, lda, panel, K, bias, f); break;
      case 3: productRows<3, NV>(at, lda, panel, K, bias, f); break;
      case 4: productRows<4, NV>(at, lda, panel, K, bias, f); break;
      case 5: productRows<5, NV>(at, lda, panel, K, bias, f); break;
      case 6: productRows<6, NV>(at, lda, panel, K, bias, f); break;
      case 7: productRows<7, NV>(at, lda, panel, K, bias, f); break;
      default: productRows<8, NV>(at, lda, panel, K, bias, f); break;
    }
  }
}

// One row of outputs for one vector of channels; rows[i] is the input row under tap row i, w the taps.
template <int KH, int KW, int SW>
void depthwise(const float* const* rows, const float* w, Vec bias, int64_t n, float* out, int64_t ldo, const Clamp& clamp) {
  const int U = 4;
  Vec tap[KH * KW];
  for (int k = 0; k < KH * KW; k++) tap[k] = load(w + k * PANEL);
  int64_t x = 0;
  for (; x + U <= n; x += U) {
    Vec acc[U];
    for (int u = 0; u < U; u++) acc[u] = bias;
    for (int i = 0; i < KH; i++) {
      const float* at = rows[i] + x * SW * PANEL;
      for (int j = 0; j < KW; j++) for (int u = 0; u < U; u++) acc[u] += tap[i * KW + j] * load(at + (u * SW + j) * PANEL);
    }
    for (int u = 0; u < U; u++) store(out + (x + u) * ldo, clamp(acc[u]));
  }
  for (; x < n; x++) {
    Vec acc = bias;
    for (int i = 0; i < KH; i++) for (int j = 0; j < KW; j++) acc += tap[i * KW + j] * load(rows[i] + (x * SW + j) * PANEL);
    store(out + x * ldo, clamp(acc));
  }
}

void anyDepthwise(const Shape& s, const float* const* rows, const float* w, Vec bias, float* out, int64_t ldo) {
  for (int64_t x = 0; x < s.Wo; x++) {
    Vec acc = bias;
    for (int64_t i = 0; i < s.kh; i++) {
      for (int64_t j = 0; j < s.kw; j++) acc += load(w + (i * s.kw + j) * PANEL) * load(rows[i] + (x * s.sw + j) * PANEL);
    }
    store(out + x * ldo, s.middle(acc));
  }
}

// Weights in panels, biases padded with zeros.
struct Weights {
  const float *wide, *wideBias, *taps, *tapsBias, *narrow, *narrowBias;
};

// One thread's memory, and the rows of the image that its ring holds.
class Worker {
 public:
  Worker(const Shape& s, const Weights& w, float* memory)
      : s_(s), w_(w), ring_(memory), zeros_(ring_ + s.ringFloats()), middle_(zeros_ + s.rowFloats()) {
    std::fill(zeros_, zeros_ + s.rowFloats(), 0.f);
    for (int64_t r = 0; r < s.panels() * s.slots; r++) {
      float* row = ring_ + r * s.rowFloats();
      std::fill(row, row + s.left * PANEL, 0.f);
      std::fill(row + (s.left + s.W) * PANEL, row + s.rowFloats(), 0.f);
    }
  }

  // Output rows [from, to) of one image; the rows of the call before stay when it ended where this one begins.
  void run(const float* x, const float* residual, float* y, int64_t from, int64_t to, bool goesOn) {
    int64_t first = std::max<int64_t>(0, from * s_.sh - s_.top);
    int64_t end = std::min(s_.H, (to - 1) * s_.sh - s_.top + s_.kh);
    int64_t start = goesOn ? std::max(first, made_) : first;
    for (int64_t p = 0; p < s_.panels(); p++) {
      bool half = s_.C - p * PANEL <= W;
      if (start < end) half ? fill<1>(p, x, start, end) : fill<2>(p, x, start, end);
      for (int64_t r = from; r < to; r++) {
        const float* rows[16];
        for (int64_t i = 0; i < s_.kh; i++) {
          int64_t h = r * s_.sh - s_.top + i;
          rows[i] = h < 0 || h >= s_.H ? zeros_ : slot(p, h);
        }
        for (int v = 0; v < (half ? 1 : 2); v++) taps(rows, p, v * W, middle_ + (r - from) * s_.Wo * s_.middleStride());
      }
    }
    made_ = std::max(end, start);
    int64_t n = (to - from) * s_.Wo;
    for (int64_t q = 0; q * PANEL < s_.O; q++) {
      s_.O - q * PANEL <= W ? narrow<1>(q, n, residual, y) : narrow<2>(q, n, residual, y);
    }
  }

 private:
  float* slot(int64_t panel, int64_t h) const { return ring_ + (panel * s_.slots + h % s_.slots) * s_.rowFloats(); }

  // Rows [from, to) of a panel of the wide image.
  template <int NV> void fill(int64_t p, const float* x, int64_t from, int64_t to) {
    int64_t h = from, column = 0;
    float* o = slot(p, h) + s_.left * PANEL;
    auto next = [&] {
      o += PANEL;
      if (++column == s_.W) {
        column = 0;
        o = slot(p, ++h) + s_.left * PANEL;
      }
    };
    if (s_.expands) {
      products<NV>(x + from * s_.W * s_.I, s_.I, (to - from) * s_.W, w_.wide + p * s_.I * PANEL, s_.I, w_.wideBias + p * PANEL,
          [&](const Vec* sums) {
            for (int j = 0; j < NV; j++) store(o + j * W, s_.wide(sums[j]));
            next();
          });
      return;
    }
    int64_t n = std::min<int64_t>(PANEL, s_.C - p * PANEL);
    for (const float* a = x + from * s_.W * s_.C + p * PANEL; h < to; a += s_.C) {
      std::copy(a, a + n, o);
      std::fill(o + n, o + NV * W, 0.f);
      next();
    }
  }

  void taps(const float* const* rows, int64_t p, int at, float* out) const {
    const float* in[16];
    for (int64_t i = 0; i < s_.kh; i++) in[i] = rows[i] + at;
    const float* w = w_.taps + p * s_.kh * s_.kw * PANEL + at;
    Vec bias = load(w_.tapsBias + p * PANEL + at);
    float* o = out + p * PANEL + at;
    int64_t ldo = s_.middleStride();
    if (s_.kh == 3 && s_.kw == 3 && s_.sw == 1) depthwise<3, 3, 1>(in, w, bias, s_.Wo, o, ldo, s_.middle);
    else if (s_.kh == 3 && s_.kw == 3 && s_.sw == 2) depthwise<3, 3, 2>(in, w, bias, s_.Wo, o, ldo, s_.middle);
    else anyDepthwise(s_, in, w, bias, o, ldo);
  }

  template <int NV> void narrow(int64_t q, int64_t n, const float* residual, float* y) const {
    int64_t wide = std::min<int64_t>(NV * W, s_.O - q * PANEL);
    const float* add = residual ? residual + q * PANEL : nullptr;
    float* o = y + q * PANEL;
    products<NV>(middle_, s_.middleStride(), n, w_.narrow + q * s_.C * PANEL, s_.C, w_.narrowBias + q * PANEL, [&](Vec* sums) {
      if (wide == NV * W) {
        for (int j = 0; j < NV; j++) store(o + j * W, s_.narrow(add ? sums[j] + load(add + j * W) : sums[j]));
      } else {
        float part[NV * W] = {};
        if (add) std::copy(add, add + wide, part);
        for (int j = 0; j < NV; j++) store(part + j * W, s_.narrow(sums[j] + load(part + j * W)));
        std::copy(part, part + wide, o);
      }
      o += s_.O;
      if (add) add += s_.O;
    });
  }

  const Shape& s_;
  const Weights& w_;
  float *ring_, *zeros_, *middle_;
  int64_t made_ = 0;
};

bool describe(const Call& call, Shape& s) {
  for (const auto* list : {&call.in, &call.out}) for (const Type& t : *list) if (t.present && !t.f32()) return false;
  const Attrs& a = call.attrs;
  if (a.text("layout", "NCHW") != "NHWC" || call.in[0].rank() != 4 || call.out[0].size() == 0) return false;
  const Dims &x = call.in[0].dims, &y = call.out[0].dims, &taps = call.in[1].dims;
  Dims strides = a.integers("strides", {1, 1}), dilations = a.integers("dilations", {1, 1}), pads = a.integers("pads", {0, 0, 0, 0});
  s.expands = call.present(5);
  s.N = x[0], s.H = x[1], s.W = x[2], s.I = x[3], s.C = taps[0], s.O = y[3], s.Ho = y[1], s.Wo = y[2];
  s.kh = taps[2], s.kw = taps[3], s.sh = strides[0], s.sw = strides[1], s.top = pads[0], s.left = pads[1];
  if (dilations[0] != 1 || dilations[1] != 1 || s.kh > 16 || a.text("auto_pad", "NOTSET") != "NOTSET") return false;
  if (*std::min_element(pads.begin(), pads.end()) < 0 || s.top >= s.kh || s.I == 0 || s.H * s.W == 0) return false;
  if (!clampOf(a, "wide_", s.wide) || !clampOf(a, "", s.middle) || !clampOf(a, "narrow_", s.narrow)) return false;
  auto ring = [&](int64_t rows) {
    s.rows = rows;
    s.slots = (rows - 1) * s.sh + s.kh;
    return s.ringFloats() + rows * s.Wo * s.middleStride();
  };
  int64_t rows = std::min(s.Ho, (TILE_PIXELS + s.Wo - 1) / s.Wo);
  while (rows > 1 && ring(rows) > RING_FLOATS) rows--;
  return ring(rows) <= 2 * RING_FLOATS;
}

// Weights [M, K, 1, 1] in panels of M.
void packWide(const float* w, int64_t K, int64_t M, float* out) { packPanels(w, K, M, true, out, 1); }

// Taps [C, 1, kh, kw] as [panel][tap][PANEL].
void packTaps(const Shape& s, const float* w, float* out) { packPanels(w, s.kh * s.kw, s.C, true, out, 1); }

// x, taps, narrow weights, their biases?, wide weights?, wide bias?, residual? -> y.
KernelPtr bottleneck(const Call& call) {
  Shape s;
  if (!describe(call, s)) return unsupported("no chain of channels-last float32 convolutions whose rows fit the L2 cache");
  int threads = (int)std::min<int64_t>(threadsFor(call, (double)call.out[0].size() * s.C), s.N * s.Ho);
  // Threads that share an image make the rows at their border twice.
  if (s.N % threads && (threads - 1) * (s.kh - 1) * 12 > s.N * s.H) return unsupported("too few rows for the threads");
  struct Part {
    int input;
    int64_t floats, at;
    bool packed;
  };
  const int WIDE = 5, TAPS = 1, NARROW = 2;
  int64_t next = 0;
  auto part = [&](int input, int64_t floats) {
    Part p{input, floats, next, call.in[input].constant};
    if (!p.packed) next += align64(floats * sizeof(float)) / sizeof(float);
    return p;
  };
  Part wide = s.expands ? part(WIDE, s.I * Regs::padded(s.C)) : Part{WIDE, 0, 0, false};
  Part taps = part(TAPS, s.kh * s.kw * Regs::padded(s.C)), narrow = part(NARROW, s.C * Regs::padded(s.O));
  int64_t biasAt = next, tapsBiasAt = biasAt + Regs::padded(s.C), narrowBiasAt = tapsBiasAt + Regs::padded(s.C);
  int64_t ownAt = narrowBiasAt + Regs::padded(s.O), own = align64(s.ownFloats() * sizeof(float)) / sizeof(float);
  bool tapsBias = call.present(3), narrowBias = call.present(4), wideBias = call.present(6), residual = call.present(7);
  KernelPtr k = simple(s.expands ? "native:bottleneck" : "native:depthwise and 1x1", [=](const Args& a) {
    float* scratch = (float*)a.scratch;
    auto panels = [&](const Part& p) { return p.packed ? a.input<float>(p.input) : scratch + p.at; };
    if (s.expands && !wide.packed) packWide(a.input<float>(WIDE), s.I, s.C, scratch + wide.at);
    if (!taps.packed) packTaps(s, a.input<float>(TAPS), scratch + taps.at);
    if (!narrow.packed) packWide(a.input<float>(NARROW), s.C, s.O, scratch + narrow.at);
    auto bias = [&](bool present, int input, int64_t n, int64_t at) {
      std::fill(scratch + at, scratch + at + Regs::padded(n), 0.f);
      if (present) std::copy(a.input<float>(input), a.input<float>(input) + n, scratch + at);
      return scratch + at;
    };
    Weights w{s.expands ? panels(wide) : nullptr, bias(wideBias, 6, s.C, biasAt), panels(taps), bias(tapsBias, 3, s.C, tapsBiasAt),
        panels(narrow), bias(narrowBias, 4, s.O, narrowBiasAt)};
    parallel(threads, s.N * s.Ho, 1, [&](int64_t first, int64_t end, int t) {
      Worker worker(s, w, scratch + ownAt + t * own);
      for (int64_t r = first, next; r < end; r = next) {
        int64_t image = r / s.Ho, from = r % s.Ho, to = std::min({s.Ho, from + s.rows, from + end - r}), at = r * s.Wo * s.O;
        worker.run(a.input<float>(0) + image * s.H * s.W * s.I, residual ? a.input<float>(7) + at : nullptr, a.output<float>(0) + at, from,
            to, r > first && from > 0);
        next = r + to - from;
      }
    });
  }, {}, (ownAt + threads * own) * (int64_t)sizeof(float));
  k->flops = 2.0 * s.N * ((s.expands ? (double)s.H * s.W * s.I * s.C : 0) + (double)s.Ho * s.Wo * s.C * (s.kh * s.kw + s.O));
  auto pack = [&](const Part& p, const char* layout, Pack how) {
    if (p.packed) k = packing(std::move(k), p.input, layout + std::to_string(PANEL), p.floats * sizeof(float), std::move(how));
  };
  pack(wide, "columns:", [=](const char* from, char* to) { packWide((const float*)from, s.I, s.C, (float*)to); });
  pack(taps, "columns:", [=](const char* from, char* to) { packTaps(s, (const float*)from, (float*)to); });
  pack(narrow, "columns:", [=](const char* from, char* to) { packWide((const float*)from, s.C, s.O, (float*)to); });
  return k;
}

}  // namespace

void addBottleneck(Table& t) { t["pydl4j.FusedBottleneck"] = bottleneck; }

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
