// MaxPool, AveragePool and their gradients, 1-D and 2-D, channels-first or channels-last. A gradient goes to the first
// maximum.
#include "isa.h"
#include "vecmath.h"
#include "windows.h"

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

// The part of a window that lies inside the input: kernel indices [k0, k1) and the input index of k0.
struct Range { int64_t k0, k1, at; };

Range clip(int64_t o, int64_t stride, int64_t pad, int64_t dilation, int64_t kernel, int64_t size) {
  int64_t start = o * stride - pad;
  int64_t k0 = start >= 0 ? 0 : (-start + dilation - 1) / dilation;
  int64_t k1 = std::min(kernel, start >= size ? 0 : (size - 1 - start) / dilation + 1);
  return {k0, std::max(k1, k0), start + k0 * dilation};
}

struct Pool {
  bool last;
  int64_t N, C, H, W, OH, OW, KH, KW, SH, SW, PH, PW, EH, EW, DH, DW;
  bool includePad;
  std::vector<Range> rows, columns;  // the inside part of every window, by output row and column

  // Distance between neighbouring columns; channels-first planes are handled one channel at a time.
  int64_t planes() const {
    return last ? N : N * C; } int64_t width() const { return last ? C : 1;
  }
  double work() const { return (double)N * C * OH * OW * KH * KW; }
  // Every input element lies in exactly one window.
  bool tiles() const {
    return SH == KH && SW == KW && DH == 1 && DW == 1 && PH == 0 && PW == 0 && EH == 0 && EW == 0 && OH * SH == H
        && OW * SW == W;
  }
};

bool describe(const Call& call, const Dims& x, const Dims& y, Pool& p) {
  p.last = call.attrs.text("layout", "NCHW") == "NHWC";
  if (x.size() < 3 || x.size() > 4) return false;
  size_t spatial = x.size() - 2, c = p.last ? x.size() - 1 : 1, s = p.last ? 1 : 2;
  Dims one(spatial, 1);
  Dims k = call.attrs.integers("kernel_shape"), st = call.attrs.integers("strides", one),
      di = call.attrs.integers("dilations", one);
  if (k.size() != spatial) return false;
  Dims pads = padsOf(call.attrs, Dims(x.begin() + s, x.begin() + s + spatial), k, st, di);
  if (pads.size() != 2 * spatial) return false;
  p.N = x[0];
  p.C = x[c];
  bool flat = spatial == 1;
  p.H = flat ? 1 : x[s];
  p.W = x[s + spatial - 1];
  p.OH = flat ? 1 : y[s];
  p.OW = y[s + spatial - 1];
  p.KH = flat ? 1 : k[0];
  p.KW = k[spatial - 1];
  p.SH = flat ? 1 : st[0];
  p.SW = st[spatial - 1];
  p.DH = flat ? 1 : di[0];
  p.DW = di[spatial - 1];
  p.PH = flat ? 0 : pads[0];
  p.PW = pads[spatial - 1];
  p.EH = flat ? 0 : pads[spatial];
  p.EW = pads[2 * spatial - 1];
  p.includePad = call.attrs.integer("count_include_pad", 0);
  for (int64_t o = 0; o < p.OH; o++) p.rows.push_back(clip(o, p.SH, p.PH, p.DH, p.KH, p.H));
  for (int64_t o = 0; o < p.OW; o++) p.columns.push_back(clip(o, p.SW, p.PW, p.DW, p.KW, p.W));
  return true;
}

// What an average is divided by: taps of its window inside the input, or inside input and padding (a window that ceil_mode
// adds reaches beyond); at least 1.
double divisor(const Pool& p, int64_t oh, int64_t ow, const Range& h, const Range& w) {
  if (!p.includePad) return (double)std::max<int64_t>(1, (h.k1 - h.k0) * (w.k1 - w.k0));
  auto taps = [](int64_t o, int64_t stride, int64_t begin, int64_t end, int64_t dilation, int64_t k, int64_t size) {
    int64_t room = size + end + begin - o * stride;
    return std::max<int64_t>(1, std::min(k, (room + dilation - 1) / dilation));
  };
  return (double)(taps(oh, p.SH, p.PH, p.EH, p.DH, p.KH, p.H) * taps(ow, p.SW, p.PW, p.EW, p.DW, p.KW, p.W));
}

// Calls f(plane, output offset, window rows, window columns, oh, ow) for every window of planes [from, to).
template <class F> void windows(const Pool& p, int64_t from, int64_t to, F&& f) {
  for (int64_t n = from; n < to; n++) {
    for (int64_t oh = 0; oh < p.OH; oh++) {
      for (int64_t ow = 0; ow < p.OW; ow++) f(n, ((n * p.OH + oh) * p.OW + ow) * p.width(), p.rows[oh], p.columns[ow],
          oh, ow);
    }
  }
}

// 2x2 windows side by side, the commonest pool: one row of windows at a time.
void maxRow(const float* top, const float* bottom, float* y, int64_t windows, int64_t C) {
  for (int64_t w = 0; w < windows; w++, top += 2 * C, bottom += 2 * C, y += C) {
#pragma GCC ivdep
    for (int64_t c = 0; c < C; c++) y[c] = vm::max(vm::max(top[c], top[C + c]), vm::max(bottom[c], bottom[C + c]));
  }
}

void maxRowGrad(const float* top, const float* bottom, const float* y, const float* dy, float* dtop, float* dbottom,
    int64_t windows, int64_t C) {
  for (int64_t w = 0; w < windows; w++, top += 2 * C, bottom += 2 * C, dtop += 2 * C, dbottom += 2 * C, y += C,
      dy += C) {
#pragma GCC ivdep
    for (int64_t c = 0; c < C; c++) {
      float best = y[c], g = dy[c];
      int a = top[c] == best, b = !a & (top[C + c] == best), d = !a & !b & (bottom[c] == best),
          e = !a & !b & !d & (bottom[C + c] == best);
      dtop[c] = a ? g : 0.0f;
      dtop[C + c] = b ? g : 0.0f;
      dbottom[c] = d ? g : 0.0f;
      dbottom[C + c] = e ? g : 0.0f;
    }
  }
}

KernelPtr maxPool(const Call& call) {
  Pool p;
  if (!call.in[0].f32() || !describe(call, call.in[0].dims, call.out[0].dims, p)) {
    return unsupported("not a 1-D or 2-D float32 pool");
  }
  if (call.out.size() > 1) return unsupported("indices output");
  int threads = threadsFor(call, p.work());
  if (p.tiles() && p.KH == 2 && p.KW == 2) {
    return simple("native:maxpool 2x2", [=](const Args& a) {
      int64_t row = p.W * p.width();
      parallel(threads, p.planes() * p.OH, 1, [&](int64_t from, int64_t to, int) {
        for (int64_t r = from; r < to; r++) {
          const float* x = a.input<float>(0) + 2 * r * row;
          maxRow(x, x + row, a.output<float>(0) + r * p.OW * p.width(), p.OW, p.width());
        }
      });
    });
  }
  return simple("native:maxpool", [=](const Args& a) {
    const float* x = a.input<float>(0);
    float* y = a.output<float>(0);
    int64_t C = p.width();
    parallel(threads, p.planes(), 1, [&](int64_t from, int64_t to, int) {
      windows(p, from, to, [&](int64_t n, int64_t at, const Range& h, const Range& w, int64_t, int64_t) {
        float* o = y + at;
        bool first = true;
        for (int64_t i = h.k0; i < h.k1; i++) {
          const float* r = x + ((n * p.H + h.at + (i - h.k0) * p.DH) * p.W + w.at) * C;
          for (int64_t j = w.k0; j < w.k1; j++, r += p.DW * C) {
            if (first) for (int64_t c = 0; c < C; c++) o[c] = r[c];
            else for (int64_t c = 0; c < C; c++) o[c] = vm::max(o[c], r[c]);
            first = false;
          }
        }
        if (first) for (int64_t c = 0; c < C; c++) o[c] = -std::numeric_limits<float>::infinity();
      });
    });
  });
}

// dy, x, y -> dx.
KernelPtr maxPoolGrad(const Call& call) {
  Pool p;
  if (!call.in[0].f32() || !describe(call, call.in[1].dims, call.in[0].dims, p)) {
    return unsupported("not a 1-D or 2-D float32 pool");
  }
  int threads = threadsFor(call, p.work());
  if (p.tiles() && p.KH == 2 && p.KW == 2) {
    return simple("native:maxpool 2x2", [=](const Args& a) {
      int64_t row = p.W * p.width(), out = p.OW * p.width();
      parallel(threads, p.planes() * p.OH, 1, [&](int64_t from, int64_t to, int) {
        for (int64_t r = from; r < to; r++) {
          const float* x = a.input<float>(1) + 2 * r * row;
          float* dx = a.output<float>(0) + 2 * r * row;
          maxRowGrad(x, x + row, a.input<float>(2) + r * out, a.input<float>(0) + r * out, dx, dx + row, p.OW,
              p.width());
        }
      });
    });
  }
  return simple("native:maxpool", [=](const Args& a) {
    const float *dy = a.input<float>(0), *x = a.input<float>(1), *y = a.input<float>(2);
    float* dx = a.output<float>(0);
    int64_t C = p.width(), plane = p.H * p.W * C;
    parallel(threads, p.planes(), 1, [&](int64_t from, int64_t to, int) {
      memset(dx + from * plane, 0, (to - from) * plane * sizeof(float));
      windows(p, from, to, [&](int64_t n, int64_t at, const Range& h, const Range& w, int64_t, int64_t) {
        const int CHUNK = 256;
        for (int64_t c0 = 0; c0 < C; c0 += CHUNK) {
          int m = (int)std::min<int64_t>(CHUNK, C - c0);
          float g[CHUNK];
          for (int c = 0; c < m; c++) g[c] = dy[at + c0 + c];
          const float* best = y + at + c0;
          for (int64_t i = h.k0; i < h.k1; i++) {
            int64_t r = ((n * p.H + h.at + (i - h.k0) * p.DH) * p.W + w.at) * C + c0;
            for (int64_t j = w.k0; j < w.k1; j++, r += p.DW * C) {
              const float* xr = x + r;
              float* dr = dx + r;
#pragma GCC ivdep
              for (int c = 0; c < m; c++) {
                float hit = xr[c] == best[c] ? g[c] : 0.0f;
                dr[c] += hit;
                g[c] = xr[c] == best[c] ? 0.0f : g[c];
              }
            }
          }
        }
      });
    });
  });
}

KernelPtr averagePool(const Call& call) {
  Pool p;
  if (!call.in[0].f32() || !describe(call, call.in[0].dims, call.out[0].dims, p)) {
    return unsupported("not a 1-D or 2-D float32 pool");
  }
  int threads = threadsFor(call, p.work());
  return simple("native:averagepool", [=](const Args& a) {
    const float* x = a.input<float>(0);
    float* y = a.output<float>(0);
    int64_t C = p.width();
    parallel(threads, p.planes(), 1, [&](int64_t from, int64_t to, int) {
      windows(p, from, to, [&](int64_t n, int64_t at, const Range& h, const Range& w, int64_t oh, int64_t ow) {
        float* o = y + at;
        for (int64_t c = 0; c < C; c++) o[c] = 0;
        for (int64_t i = h.k0; i < h.k1; i++) {
          const float* r = x + ((n * p.H + h.at + (i - h.k0) * p.DH) * p.W + w.at) * C;
          for (int64_t j = w.k0; j < w.k1; j++, r += p.DW * C) for (int64_t c = 0; c < C; c++) o[c] += r[c];
        }
        float scale = (float)(1 / divisor(p, oh, ow, h, w));
        for (int64_t c = 0; c < C; c++) o[c] *= scale;
      });
    });
  });
}

// dy -> dx.
KernelPtr averagePoolGrad(const Call& call) {
  Pool p;
  Dims x = call.attrs.integers("inputDims", call.out[0].dims);
  if (!call.in[0].f32() || !describe(call, x, call.in[0].dims, p)) return unsupported("not a 1-D or 2-D float32 pool");
  int threads = threadsFor(call, p.work());
  return simple("native:averagepool", [=](const Args& a) {
    const float* dy = a.input<float>(0);
    float* dx = a.output<float>(0);
    int64_t C = p.width(), plane = p.H * p.W * C;
    parallel(threads, p.planes(), 1, [&](int64_t from, int64_t to, int) {
      memset(dx + from * plane, 0, (to - from) * plane * sizeof(float));
      windows(p, from, to, [&](int64_t n, int64_t at, const Range& h, const Range& w, int64_t oh, int64_t ow) {
        float scale = (float)(1 / divisor(p, oh, ow, h, w));
        for (int64_t i = h.k0; i < h.k1; i++) {
          float* r = dx + ((n * p.H + h.at + (i - h.k0) * p.DH) * p.W + w.at) * C;
          for (int64_t j = w.k0; j < w.k1; j++, r += p.DW * C) {
#pragma GCC ivdep
            for (int64_t c = 0; c < C; c++) r[c] += dy[at + c] * scale;
          }
        }
      });
    });
  });
}

}  // namespace

void addPool(Table& t) {
  t["MaxPool"] = maxPool;
  t["AveragePool"] = averagePool;
  t["pydl4j.MaxPoolGrad"] = maxPoolGrad;
  t["pydl4j.AveragePoolGrad"] = averagePoolGrad;
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
