// 3x3 convolutions of stride 1 by Winograd's F(2x2, 3x3) (Lavin and Gray 2015), channels-last: 16 products where the
// sum over taps has 36. y = A' [(G w G') (B' d B)] A for 4x4 pieces d of the input and 2x2 pieces of the output; the
// products of all channels are 16 matrix products over a block of pieces that stays in the L2 cache. Gradients are the
// same transforms transposed.
#include "gemm.h"
#include "windows.h"

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

typedef Tile<float> Regs;
typedef Regs::Vec Vec;
const int W = Regs::W, PANEL = Regs::PANEL;
const int POINTS = 16;
const int64_t DEPTH = 128;  // rows of a panel that stay in the L1 cache

inline Vec load(const float* p) { return *(const Vec*)p; }
inline void store(float* p, Vec v) { *(Vec*)p = v; }

// Images [N, H, W, C] read in 4x4 pieces, the first at (-top, -left), every second pixel; or written in 2x2 pieces.
struct Pieces {
  int64_t N, H, W, C, rows, columns;
  int64_t top = 0, left = 0;
  int64_t count() const { return N * rows * columns; }
};

// Weights [O, I, 3, 3] seen as products from K to M channels: element (k, m) starts at k ks + m ms.
struct Kernels {
  int64_t K, M, ks, ms;
  bool turned;  // by 180 degrees
  int64_t padded() const { return Regs::padded(M); }
  int64_t floats() const { return POINTS * K * padded(); }
};

struct Problem {
  Pieces x, y;
  int64_t I, O;
  double flops;
};

bool isOne(const Dims& d) {
  return std::all_of(d.begin(), d.end(), [](int64_t v) { return v == 1; });
}

// Whether the convolution is one of those this is faster for.
bool problem(const Call& call, const Dims& x, const Dims& y, const Dims& w, Problem& p) {
  for (const Type& t : call.in) if (t.present && !t.f32()) return false;
  if (x.size() != 4 || call.attrs.text("layout", "NCHW") != "NHWC" || w[2] != 3 || w[3] != 3) return false;
  if (call.attrs.integer("group", 1) != 1 || !isOne(call.attrs.integers("strides", {1, 1}))
      || !isOne(call.attrs.integers("dilations", {1, 1}))) return false;
  p.I = w[1];
  p.O = w[0];
  Dims pads = padsOf(call.attrs, {x[1], x[2]}, {3, 3}, {1, 1}, {1, 1});
  if (p.I < 32 || p.O < 32 || p.I % 16 || p.O % 16 || pads.size() != 4) return false;
  int64_t rows = (y[1] + 1) / 2, columns = (y[2] + 1) / 2;
  p.x = {x[0], x[1], x[2], x[3], rows, columns, pads[0], pads[1]};
  p.y = {y[0], y[1], y[2], y[3], rows, columns};
  p.flops = 2.0 * product(y) * p.I * 9;
  return p.x.count() >= 96;
}

// Pieces at a time: as many as leave a block's two sides in the L2 cache.
int64_t blockOf(int64_t channels, int64_t bytes) {
  int64_t n = bytes / (POINTS * sizeof(float) * channels) / Regs::MR * Regs::MR;
  return std::min<int64_t>(96, std::max<int64_t>(16, n));
}

// Floats between a block's points, off powers of two so that the 16 points of a piece lie in different cache sets.
int64_t pointStride(int64_t block, int64_t channels) { return block * channels + 16; }

// Addresses of a piece's 4x4 input pixels (zeros outside).
struct Window {
  const float* at[4][4];
  Window(const Pieces& p, const float* x, const float* zeros, int64_t piece) {
    int64_t n = piece / (p.rows * p.columns), r = piece / p.columns % p.rows, c = piece % p.columns;
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 4; j++) {
        int64_t h = 2 * r - p.top + i, w = 2 * c - p.left + j;
        at[i][j] = h < 0 || h >= p.H || w < 0 || w >= p.W ? zeros : x + ((n * p.H + h) * p.W + w) * p.C;
      }
    }
  }
};

// out[point][k][C] = B' d B of pieces [from, from + n).
void readInput(const Pieces& p, const float* x, const float* zeros, int64_t from, int64_t n, float* out, int64_t stride) {
  for (int64_t k = 0; k < n; k++) {
    Window d(p, x, zeros, from + k);
    for (int64_t c = 0; c < p.C; c += W) {
      Vec t[4][4];
      for (int j = 0; j < 4; j++) {
        Vec a = load(d.at[0][j] + c), b = load(d.at[1][j] + c), e = load(d.at[2][j] + c), f = load(d.at[3][j] + c);
        t[0][j] = a - e;
        t[1][j] = b + e;
        t[2][j] = e - b;
        t[3][j] = b - f;
      }
      float* o = out + k * p.C + c;
      for (int i = 0; i < 4; i++) {
        store(o + (4 * i) * stride, t[i][0] - t[i][2]);
        store(o + (4 * i + 1) * stride, t[i][1] + t[i][2]);
        store(o + (4 * i + 2) * stride, t[i][2] - t[i][1]);
        store(o + (4 * i + 3) * stride, t[i][1] - t[i][3]);
      }
    }
  }
}

// What is done to the 2x2 outputs of a piece while they are in registers.
struct Finish {
  const float *bias, *residual;
  bool relu;
};

// y = A' m A for pieces [from, from + n), m[point][k][channels wide].
void writeOutput(const Pieces& p, const float* m, int64_t stride, int64_t wide, int64_t from, int64_t n, float* y, const Finish& f) {
  for (int64_t k = 0; k < n; k++) {
    int64_t piece = from + k, image = piece / (p.rows * p.columns), r = piece / p.columns % p.rows * 2, q = piece % p.columns * 2;
    for (int64_t c = 0; c < p.C; c += W) {
      const float* a = m + k * wide + c;
      Vec t[2][4];
      for (int j = 0; j < 4; j++) {
        Vec m0 = load(a + j * stride), m1 = load(a + (4 + j) * stride), m2 = load(a + (8 + j) * stride),
            m3 = load(a + (12 + j) * stride);
        t[0][j] = m0 + m1 + m2;
        t[1][j] = m1 - m2 - m3;
      }
      for (int i = 0; i < 2 && r + i < p.H; i++) {
        Vec two[2] = {t[i][0] + t[i][1] + t[i][2], t[i][1] - t[i][2] - t[i][3]};
        for (int j = 0; j < 2 && q + j < p.W; j++) {
          int64_t at = ((image * p.H + r + i) * p.W + q + j) * p.C + c;
          Vec v = two[j];
          if (f.bias) v += load(f.bias + c);
          if (f.residual) v += load(f.residual + at);
          if (f.relu) v = v < 0 ? Vec{} : v;
          store(y + at, v);
        }
      }
    }
  }
}

// out[point][panel][K][PANEL] = G w G', panels of M.
void readKernels(const Kernels& s, const float* w, float* out, int threads) {
  const int DEEP = 16;
  int64_t panels = s.padded() / PANEL;
  parallel(threads, panels * (s.K / DEEP), 1, [&](int64_t from, int64_t to, int) {
    for (int64_t job = from; job < to; job++) {
      int64_t p = job % panels, k0 = job / panels * DEEP;
      float g[DEEP * 9][PANEL];
      int wide = (int)std::min<int64_t>(PANEL, s.M - p * PANEL);
      for (int j = 0; j < PANEL; j++) {
        for (int k = 0; k < DEEP; k++) {
          const float* at = w + (k0 + k) * s.ks + (p * PANEL + j) * s.ms;
          for (int t = 0; t < 9; t++) g[k * 9 + t][j] = j < wide ? at[s.turned ? 8 - t : t] : 0;
        }
      }
      for (int k = 0; k < DEEP; k++) {
        for (int j = 0; j < PANEL; j += W) {
          Vec t[4][3];
          for (int q = 0; q < 3; q++) {
            Vec a = load(&g[k * 9 + q][j]), b = load(&g[k * 9 + 3 + q][j]), c = load(&g[k * 9 + 6 + q][j]);
            t[0][q] = a;
            t[1][q] = 0.5f * (a + b + c);
            t[2][q] = 0.5f * (a - b + c);
            t[3][q] = c;
          }
          for (int i = 0; i < 4; i++) {
            Vec u[4] = {t[i][0], 0.5f * (t[i][0] + t[i][1] + t[i][2]), 0.5f * (t[i][0] - t[i][1] + t[i][2]), t[i][2]};
            for (int q = 0; q < 4; q++) store(out + (((4 * i + q) * panels + p) * s.K + k0 + k) * PANEL + j, u[q]);
          }
        }
      }
    }
  });
}

// m[point][n][padded] = v[point][n][K] times the panels of each point.
void multiply(const float* v, int64_t vStride, const float* u, const Kernels& s, int64_t n, float* m, int64_t mStride) {
  int64_t wide = s.padded();
  for (int point = 0; point < POINTS; point++) {
    for (int64_t p = 0; p < wide / PANEL; p++) {
      const float* panel = u + (point * (wide / PANEL) + p) * s.K * PANEL;
      for (int64_t k = 0; k < s.K; k += DEPTH) {
        rowsTimesPanel(v + point * vStride + k, s.K, (int64_t)1, n, panel + k * PANEL, std::min(DEPTH, s.K - k),
            m + point * mStride + p * PANEL, wide, k > 0);
      }
    }
  }
}

// A convolution from x's to y's channels; inputs: the images, the weights, and what f(args) says.
template <class F> KernelPtr through(const Call& call, const Pieces& x, const Pieces& y, const Kernels& s, double flops,
    int imagesAt, int weightsAt, F&& finish) {
  int threads = (int)std::min<int64_t>(call.threads, x.count() / 16);
  int64_t block = blockOf(x.C + s.padded(), 400 << 10), vStride = pointStride(block, x.C), mStride = pointStride(block, s.padded());
  int64_t uBytes = align64(s.floats() * sizeof(float)), zeroBytes = align64(x.C * sizeof(float));
  int64_t own = align64(POINTS * (vStride + mStride) * sizeof(float));
  bool packed = call.in[weightsAt].constant;
  auto k = simple("native:winograd 2x2", [=](const Args& a) {
    float *scratch = (float*)a.scratch, *zeros = (float*)(a.scratch + uBytes);
    memset(zeros, 0, zeroBytes);
    if (!packed) readKernels(s, a.input<float>(weightsAt), scratch, threads);
    const float* u = packed ? a.input<float>(weightsAt) : scratch;
    Finish f = finish(a);
    parallel(threads, x.count(), Regs::MR, [&](int64_t from, int64_t to, int t) {
      float *v = (float*)(a.scratch + uBytes + zeroBytes + t * own), *m = v + POINTS * vStride;
      for (int64_t at = from; at < to; at += block) {
        int64_t n = std::min(block, to - at);
        readInput(x, a.input<float>(imagesAt), zeros, at, n, v, vStride);
        multiply(v, vStride, u, s, n, m, mStride);
        writeOutput(y, m, mStride, s.padded(), at, n, a.output<float>(0), f);
      }
    });
  }, {}, uBytes + zeroBytes + threads * own);
  k->flops = flops;
  if (!packed) return k;
  return packing(std::move(k), weightsAt, s.turned ? "winograd 2x2 turned" : "winograd 2x2", s.floats() * sizeof(float),
      [=](const char* source, char* target) { readKernels(s, (const float*)source, (float*)target, threads); });
}

// x, w, bias?, residual? -> y.
KernelPtr forward(const Call& call) {
  Problem p;
  if (!problem(call, call.in[0].dims, call.out[0].dims, call.in[1].dims, p)) return unsupported("no case for Winograd");
  bool fused = call.op == "pydl4j.FusedConv", bias = call.present(2), residual = fused && call.present(3);
  std::string activation = fused ? call.attrs.text("activation", "") : "";
  if (!activation.empty() && activation != "Relu") return unsupported("activation " + activation);
  if (residual && call.in[3].dims != call.out[0].dims) return unsupported("residual must have the output's dims");
  Kernels s{p.I, p.O, 9, 9 * p.I, false};
  return through(call, p.x, p.y, s, p.flops, 0, 1, [=](const Args& a) {
    return Finish{bias ? a.input<float>(2) : nullptr, residual ? a.input<float>(3) : nullptr, !activation.empty()};
  });
}

// dy, w -> dx: the convolution of dy with turned kernels from outputs to inputs.
KernelPtr inputGrad(const Call& call) {
  Problem p;
  if (!problem(call, call.attrs.integers("inputDims", call.out[0].dims), call.in[0].dims, call.in[1].dims, p)) {
    return unsupported("no case for Winograd");
  }
  Pieces dy = p.y, dx = p.x;
  dy.top = 2 - p.x.top;
  dy.left = 2 - p.x.left;
  dx.rows = dy.rows = (dx.H + 1) / 2;
  dx.columns = dy.columns = (dx.W + 1) / 2;
  Kernels s{p.O, p.I, 9 * p.I, 9, true};
  return through(call, dy, dx, s, p.flops, 0, 1, [](const Args&) { return Finish{nullptr, nullptr, false}; });
}

// out[point][panel][k][PANEL] = A d A' of the 2x2 pieces of dy.
void readOutputGrad(const Pieces& p, const float* dy, const float* zeros, int64_t from, int64_t n, int64_t wide, float* out,
    int64_t stride) {
  for (int64_t k = 0; k < n; k++) {
    int64_t piece = from + k, image = piece / (p.rows * p.columns), r = piece / p.columns % p.rows * 2, q = piece % p.columns * 2;
    const float* at[2][2];
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        at[i][j] = r + i < p.H && q + j < p.W ? dy + ((image * p.H + r + i) * p.W + q + j) * p.C : zeros;
      }
    }
    for (int64_t c = 0; c < wide; c += W) {
      Vec t[4][2];
      for (int j = 0; j < 2; j++) {
        Vec a = c < p.C ? load(at[0][j] + c) : Vec{}, b = c < p.C ? load(at[1][j] + c) : Vec{};
        t[0][j] = a;
        t[1][j] = a + b;
        t[2][j] = a - b;
        t[3][j] = -b;
      }
      float* o = out + c / PANEL * n * PANEL + k * PANEL + c % PANEL;
      for (int i = 0; i < 4; i++) {
        store(o + (4 * i) * stride, t[i][0]);
        store(o + (4 * i + 1) * stride, t[i][0] + t[i][1]);
        store(o + (4 * i + 2) * stride, t[i][0] - t[i][1]);
        store(o + (4 * i + 3) * stride, -t[i][1]);
      }
    }
  }
}

// dw [O, I, 3, 3] = G' u G, u[point][I][wide] summed over threads.
void writeKernels(const float* u, int64_t perThread, int threads, int64_t I, int64_t O, int64_t wide, float* dw) {
  parallel(threads, I, 1, [&](int64_t from, int64_t to, int) {
    for (int64_t i = from; i < to; i++) {
      for (int64_t c = 0; c < O; c += W) {
        Vec m[4][4], t[3][4];
        for (int e = 0; e < POINTS; e++) {
          const float* at = u + (e * I + i) * wide + c;
          m[e / 4][e % 4] = load(at);
          for (int k = 1; k < threads; k++) m[e / 4][e % 4] += load(at + k * perThread);
        }
        for (int j = 0; j < 4; j++) {
          Vec sum = 0.5f * (m[1][j] + m[2][j]);
          t[0][j] = m[0][j] + sum;
          t[1][j] = 0.5f * (m[1][j] - m[2][j]);
          t[2][j] = sum + m[3][j];
        }
        for (int r = 0; r < 3; r++) {
          Vec sum = 0.5f * (t[r][1] + t[r][2]);
          Vec g[3] = {t[r][0] + sum, 0.5f * (t[r][1] - t[r][2]), sum + t[r][3]};
          for (int q = 0; q < 3; q++) for (int l = 0; l < W; l++) dw[((c + l) * I + i) * 9 + r * 3 + q] = g[q][l];
        }
      }
    }
  });
}

// x, dy -> dw.
KernelPtr weightGrad(const Call& call) {
  Problem p;
  if (!problem(call, call.in[0].dims, call.in[1].dims, call.out[0].dims, p)) return unsupported("no case for Winograd");
  int threads = (int)std::min<int64_t>(call.threads, p.x.count() / 16);
  int64_t wide = Regs::padded(p.O), I = p.I, block = std::max<int64_t>(32, blockOf(p.I + wide, 512 << 10));
  int64_t vStride = pointStride(block, p.I), dStride = pointStride(block, wide), uFloats = POINTS * I * wide;
  int64_t uBytes = align64(uFloats * sizeof(float)), zeroBytes = align64(std::max(p.I, p.O) * sizeof(float));
  int64_t own = align64(POINTS * (vStride + dStride) * sizeof(float));
  auto k = simple("native:winograd 2x2", [=](const Args& a) {
    float *u = (float*)a.scratch, *zeros = (float*)(a.scratch + threads * uBytes);
    memset(zeros, 0, zeroBytes);
    parallel(threads, threads, 1, [&](int64_t first, int64_t last, int) {
      for (int64_t t = first; t < last; t++) {
        float *v = (float*)(a.scratch + threads * uBytes + zeroBytes + t * own), *d = v + POINTS * vStride;
        float* mine = (float*)(a.scratch + t * uBytes);
        int64_t from = p.x.count() * t / threads, to = p.x.count() * (t + 1) / threads;
        for (int64_t at = from; at < to; at += block) {
          int64_t n = std::min(block, to - at);
          readInput(p.x, a.input<float>(0), zeros, at, n, v, vStride);
          readOutputGrad(p.y, a.input<float>(1), zeros, at, n, wide, d, dStride);
          for (int point = 0; point < POINTS; point++) {
            for (int64_t q = 0; q < wide / PANEL; q++) {
              rowsTimesPanel(v + point * vStride, (int64_t)1, I, I, d + point * dStride + q * n * PANEL, n,
                  mine + point * I * wide + q * PANEL, wide, at > from);
            }
          }
        }
      }
    });
    writeKernels(u, uBytes / (int64_t)sizeof(float), threads, I, p.O, wide, a.output<float>(0));
  }, {}, threads * (uBytes + own) + zeroBytes);
  k->flops = p.flops;
  return k;
}

}  // namespace

void addWinograd(Table& t) {
  t["Conv"] = t["pydl4j.FusedConv"] = forward;
  t["pydl4j.ConvInputGrad"] = inputGrad;
  t["pydl4j.ConvWeightGrad"] = weightGrad;
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
