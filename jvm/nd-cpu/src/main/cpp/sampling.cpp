// GridSample: images read at any positions, over 1 to 3 spatial axes. RoiAlign and MaxRoiPool: parts of images read as
// grids of one size.
#include "isa.h"
#include "vecmath.h"

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

const int64_t POINTS = 128;  // positions whose taps are held at a time

template <class T> T times(T w, T x) { return w != 0 ? w * x : 0; }

struct Grid {
  std::string mode, padding;
  bool align;
  int64_t n, C, positions;
  Dims in;  // spatial
  int taps() const { return mode == "nearest" ? 1 : mode == "cubic" ? 4 : 2; }
};

// Mirrored at the borders low and high until it lies between them.
template <class T> T reflected(T x, T low, T high) {
  T range = high - low;
  if (range <= 0) return low;
  T way = std::fabs(x - low), turns = std::floor(way / range), rest = way - turns * range;
  return std::fmod(turns, (T)2) == 0 ? low + rest : high - rest;
}

// What a position reads along one axis: indices (0 where there is nothing, with weight 0) and weights.
template <class T> void tapsAt(const Grid& g, T where, int64_t n, int64_t* index, T* weight) {
  T low = g.align ? 0 : (T)-0.5, high = g.align ? (T)(n - 1) : (T)n - (T)0.5;
  T x = g.align ? (where + 1) / 2 * (T)(n - 1) : ((where + 1) * (T)n - 1) / 2;
  bool border = g.padding == "border", reflection = g.padding == "reflection";
  auto bounded = [&](T v) {
    v = reflection ? reflected(v, low, high) : v;
    return border || reflection ? std::min((T)(n - 1), std::max((T)0, v)) : v;
  };
  auto set = [&](int k, T i, T w) {
    bool inside = i >= 0 && i <= (T)(n - 1);  // false for NaN, too
    index[k] = inside ? (int64_t)i : 0;
    weight[k] = inside ? w : 0;
  };
  if (g.mode == "nearest") {
    set(0, bounded(std::nearbyint(bounded(x))), 1);
  } else if (g.mode == "cubic") {
    T base = std::floor(x), t = x - base;
    const T a = (T)-0.75;
    T far = t + 1, back = 1 - t, end = 2 - t;
    T w[4] = {((a * far - 5 * a) * far + 8 * a) * far - 4 * a, ((a + 2) * t - (a + 3)) * t * t + 1,
        ((a + 2) * back - (a + 3)) * back * back + 1, ((a * end - 5 * a) * end + 8 * a) * end - 4 * a};
    for (int k = 0; k < 4; k++) set(k, std::nearbyint(bounded(base - 1 + k)), w[k]);
  } else {
    x = bounded(x);
    T base = std::floor(x), t = x - base;
    set(0, base, 1 - t);
    set(1, base + 1, t);
  }
}

// Taps of some positions, products over the axes: [tap][position].
template <class T> struct Taps {
  std::vector<int32_t> index;
  std::vector<T> weight;
  int count;
  explicit Taps(int n) : index(n * POINTS), weight(n * POINTS), count(n) {}

  void set(const Grid& g, const T* grid, int64_t points) {
    int r = (int)g.in.size(), K = g.taps();
    for (int64_t p = 0; p < points; p++, grid += r) {
      int64_t at[3][4];
      T w[3][4];
      for (int d = 0; d < r; d++) tapsAt(g, grid[r - 1 - d], g.in[d], at[d], w[d]);
      for (int t = 0; t < count; t++) {
        int64_t i = 0;
        T product = 1;
        for (int d = 0, rest = t, scale = count / K; d < r; d++, rest %= std::max(1, scale), scale = std::max(1, scale) / K) {
          int k = rest / std::max(1, scale);
          i = i * g.in[d] + at[d][k];
          product *= w[d][k];
        }
        index[t * POINTS + p] = (int32_t)i;
        weight[t * POINTS + p] = product;
      }
    }
  }
  void read(const T* x, T* y, int64_t points) const {
    for (int t = 0; t < count; t++) {
      const int32_t* i = index.data() + t * POINTS;
      const T* w = weight.data() + t * POINTS;
      if (t == 0) {
#pragma GCC ivdep
        for (int64_t p = 0; p < points; p++) y[p] = times(w[p], x[i[p]]);
      } else {
#pragma GCC ivdep
        for (int64_t p = 0; p < points; p++) y[p] += times(w[p], x[i[p]]);
      }
    }
  }
};

template <class T> KernelPtr gridOf(const Call& call, const Grid& g) {
  int count = 1;
  for (size_t d = 0; d < g.in.size(); d++) count *= g.taps();
  int64_t size = product(g.in), blocks = (g.positions + POINTS - 1) / POINTS;
  int threads = threadsFor(call, (double)call.out[0].size() * count);
  return simple("native:gridsample", [=](const Args& a) {
    parallel(threads, g.n * blocks, 1, [&](int64_t from, int64_t to, int) {
      Taps<T> taps(count);
      for (int64_t b = from; b < to; b++) {
        int64_t n = b / blocks, p = b % blocks * POINTS, points = std::min(POINTS, g.positions - p);
        taps.set(g, a.template input<T>(1) + (n * g.positions + p) * (int64_t)g.in.size(), points);
        for (int64_t c = n * g.C; c < (n + 1) * g.C; c++) {
          taps.read(a.template input<T>(0) + c * size, a.template output<T>(0) + c * g.positions + p, points);
        }
      }
    });
  });
}

// x [N, C, spatial...], grid [N, out..., axes] of positions from -1 to 1, the last axis first -> y [N, C, out...].
KernelPtr gridSample(const Call& call) {
  const Type &x = call.in[0], &grid = call.in[1];
  Grid g;
  g.mode = call.attrs.text("mode", "linear");
  g.padding = call.attrs.text("padding_mode", "zeros");
  g.align = call.attrs.integer("align_corners", 0);
  g.in.assign(x.dims.begin() + 2, x.dims.end());
  g.n = x.dims[0];
  g.C = x.dims[1];
  g.positions = product(call.out[0].dims, 2);
  if (x.rank() > 5 || x.size() == 0 || product(g.in) > INT32_MAX || grid.dtype != x.dtype) return unsupported("sizes or types");
  return x.dtype == DType::F32 ? gridOf<float>(call, g) : x.dtype == DType::F64 ? gridOf<double>(call, g)
      : unsupported("only float32 and float64");
}

struct Regions {
  int64_t C, H, W, R, PH, PW, ratio;
  double scale;
  bool max, half, wide;  // max of weighted taps; positions half a pixel lower; int64 numbers of images
};

const int64_t SAMPLES = 64;  // samples of a bin whose taps are held at a time

// One region: for some samples of its bins four taps, [sample][tap][bin].
template <class T> struct Samples {
  std::vector<int32_t> index;
  std::vector<T> weight;
  T x0, y0, bw, bh;
  int64_t gh, gw, bins, held = 0;

  explicit Samples(const Regions& r) : index(SAMPLES * 4 * r.PH * r.PW), weight(index.size()), bins(r.PH * r.PW) {}
  int64_t count() const { return gh * gw; }

  void place(const Regions& r, const T* roi) {
    T offset = r.half ? (T)0.5 : 0, scale = (T)r.scale;
    x0 = roi[0] * scale - offset;
    y0 = roi[1] * scale - offset;
    T width = roi[2] * scale - offset - x0, height = roi[3] * scale - offset - y0;
    if (!r.half) width = std::max(width, (T)1), height = std::max(height, (T)1);
    bw = width / r.PW;
    bh = height / r.PH;
    // As many as a bin has pixels, but a bin that is larger than the image is not searched for longer than that.
    auto samples = [&](T size, int64_t most) {
      return r.ratio > 0 ? r.ratio : !(size > 1) ? 1 : (int64_t)std::min((T)(most + 2), std::ceil(size));
    };
    gh = samples(bh, r.H);
    gw = samples(bw, r.W);
  }
  // Taps of the samples [from, to).
  void set(const Regions& r, int64_t from, int64_t to) {
    held = to - from;
    for (int64_t b = 0; b < bins; b++) {
      for (int64_t s = from; s < to; s++) {
        T y = y0 + b / r.PW * bh + (s / gw + (T)0.5) * bh / gh, x = x0 + b % r.PW * bw + (s % gw + (T)0.5) * bw / gw;
        int32_t* i = index.data() + (s - from) * 4 * bins + b;
        T* w = weight.data() + (s - from) * 4 * bins + b;
        bool outside = !(y >= -1 && y <= r.H && x >= -1 && x <= r.W);
        y = outside ? 0 : std::max(y, (T)0);
        x = outside ? 0 : std::max(x, (T)0);
        int64_t yl = std::min((int64_t)y, r.H - 1), xl = std::min((int64_t)x, r.W - 1), yh = std::min(yl + 1, r.H - 1),
            xh = std::min(xl + 1, r.W - 1);
        T ly = yl == r.H - 1 ? 0 : y - yl, lx = xl == r.W - 1 ? 0 : x - xl, hy = 1 - ly, hx = 1 - lx, on = outside ? 0 : 1;
        i[0] = (int32_t)(yl * r.W + xl), i[bins] = (int32_t)(yl * r.W + xh);
        i[2 * bins] = (int32_t)(yh * r.W + xl), i[3 * bins] = (int32_t)(yh * r.W + xh);
        w[0] = on * hy * hx, w[bins] = on * hy * lx, w[2 * bins] = on * ly * hx, w[3 * bins] = on * ly * lx;
      }
    }
  }
  void read(const Regions& r, const T* x, T* y) const {
    const int32_t* i = index.data();
    const T* w = weight.data();
    for (int64_t k = 0; k < held * 4; k++, i += bins, w += bins) {
      if (r.max) {
#pragma GCC ivdep
        for (int64_t b = 0; b < bins; b++) y[b] = vm::max(y[b], times(w[b], x[i[b]]));
      } else {
#pragma GCC ivdep
        for (int64_t b = 0; b < bins; b++) y[b] += times(w[b], x[i[b]]);
      }
    }
  }
};

template <class T> KernelPtr alignOf(const Call& call, const Regions& r) {
  int64_t chunk = 32, chunks = (r.C + chunk - 1) / chunk, images = call.in[0].dims[0], size = r.H * r.W, bins = r.PH * r.PW;
  int threads = threadsFor(call, (double)call.out[0].size() * 16);
  return simple("native:roialign", [=](const Args& a) {
    parallel(threads, r.R * chunks, 1, [&](int64_t from, int64_t to, int) {
      Samples<T> samples(r);
      for (int64_t t = from, known = -1; t < to; t++) {
        int64_t k = t / chunks, n = r.wide ? a.input<int64_t>(2)[k] : a.input<int32_t>(2)[k];
        int64_t c0 = t % chunks * chunk, c1 = std::min(r.C, c0 + chunk);
        T* y = a.template output<T>(0) + (k * r.C + c0) * bins;
        bool inside = n >= 0 && n < images;
        T start = !inside ? std::numeric_limits<T>::quiet_NaN() : r.max ? -std::numeric_limits<T>::infinity() : 0;
        std::fill(y, y + (c1 - c0) * bins, start);
        if (!inside) continue;
        if (k != known) samples.place(r, a.template input<T>(1) + 4 * k);
        int64_t count = samples.count();
        for (int64_t s = 0; s < count; s += SAMPLES) {
          if (k != known || count > SAMPLES) samples.set(r, s, std::min(count, s + SAMPLES));
          for (int64_t c = c0; c < c1; c++) {
            samples.read(r, a.template input<T>(0) + (n * r.C + c) * size, y + (c - c0) * bins);
          }
        }
        known = k;
        T part = (T)1 / count;
        if (!r.max) for (int64_t i = 0; i < (c1 - c0) * bins; i++) y[i] *= part;
      }
    });
  });
}

bool regions(const Call& call, Regions& r) {
  const Dims& x = call.in[0].dims;
  if (x.size() != 4 || call.in[0].size() == 0 || x[2] * x[3] > INT32_MAX) return false;
  r = {x[1], x[2], x[3], call.in[1].dims[0], call.out[0].dims[2], call.out[0].dims[3], call.attrs.integer("sampling_ratio", 0),
      call.attrs.number("spatial_scale", 1), call.attrs.text("mode", "avg") == "max",
      call.attrs.text("coordinate_transformation_mode", "half_pixel") == "half_pixel", false};
  return call.in[1].dtype == call.in[0].dtype;
}

// x [N, C, H, W], rois [R, 4] of x1, y1, x2, y2, their images [R] -> y [R, C, height, width].
KernelPtr roiAlign(const Call& call) {
  Regions r;
  if (!regions(call, r)) return unsupported("sizes or types");
  r.wide = call.in[2].dtype == DType::I64;
  if (!r.wide && call.in[2].dtype != DType::I32) return unsupported("images must be int32 or int64");
  DType t = call.in[0].dtype;
  return t == DType::F32 ? alignOf<float>(call, r) : t == DType::F64 ? alignOf<double>(call, r)
      : unsupported("only float32 and float64");
}

template <class T> KernelPtr maxOf(const Call& call, const Regions& r) {
  int64_t images = call.in[0].dims[0];
  int threads = threadsFor(call, (double)call.out[0].size() * 8);
  return simple("native:maxroipool", [=](const Args& a) {
    parallel(threads, r.R * r.C, 1, [&](int64_t from, int64_t to, int) {
      for (int64_t t = from; t < to; t++) {
        const T* roi = a.template input<T>(1) + t / r.C * 5;
        T scale = (T)r.scale;
        int64_t n = (int64_t)roi[0], x0 = (int64_t)std::round(roi[1] * scale), y0 = (int64_t)std::round(roi[2] * scale);
        int64_t w = std::max<int64_t>(1, (int64_t)std::round(roi[3] * scale) - x0 + 1),
            h = std::max<int64_t>(1, (int64_t)std::round(roi[4] * scale) - y0 + 1);
        T bw = (T)w / r.PW, bh = (T)h / r.PH, *y = a.template output<T>(0) + t * r.PH * r.PW;
        bool known = n >= 0 && n < images;
        const T* x = a.template input<T>(0) + (known ? n * r.C + t % r.C : 0) * r.H * r.W;
        for (int64_t b = 0; b < r.PH * r.PW; b++) {
          auto clip = [](T v, int64_t shift, int64_t most) { return std::min(most, std::max<int64_t>(0, (int64_t)v + shift)); };
          int64_t i0 = clip(std::floor(b / r.PW * bh), y0, r.H), i1 = clip(std::ceil((b / r.PW + 1) * bh), y0, r.H);
          int64_t j0 = clip(std::floor(b % r.PW * bw), x0, r.W), j1 = clip(std::ceil((b % r.PW + 1) * bw), x0, r.W);
          T best = -std::numeric_limits<T>::infinity();
          for (int64_t i = i0; i < i1; i++) for (int64_t j = j0; j < j1; j++) best = vm::max(best, x[i * r.W + j]);
          y[b] = !known ? std::numeric_limits<T>::quiet_NaN() : i1 <= i0 || j1 <= j0 ? 0 : best;
        }
      }
    });
  });
}

// x [N, C, H, W], rois [R, 5] of image, x1, y1, x2, y2 -> y [R, C, height, width].
KernelPtr maxRoiPool(const Call& call) {
  Regions r;
  if (!regions(call, r)) return unsupported("sizes or types");
  DType t = call.in[0].dtype;
  return t == DType::F32 ? maxOf<float>(call, r) : t == DType::F64 ? maxOf<double>(call, r)
      : unsupported("only float32 and float64");
}

}  // namespace

void addSampling(Table& t) {
  t["GridSample"] = gridSample;
  t["RoiAlign"] = roiAlign;
  t["MaxRoiPool"] = maxRoiPool;
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
