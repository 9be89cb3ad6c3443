// RoiAlign and MaxRoiPool: parts of images read as grids of one size.
#include "vecmath.h"

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

using vm::times;

struct Regions {
  int64_t C, H, W, R, PH, PW, ratio;
  double scale;
  bool max, half, wide;  // max of weighted taps; positions half a pixel lower; int64 numbers of images
  int64_t bins() const { return PH * PW; }
  // Samples of a bin whose taps are held at a time: fewer of many bins.
  int64_t samples() const { return std::max<int64_t>(1, std::min<int64_t>(64, 16384 / bins())); }
};

// One region: for some samples of its bins four taps, [sample][tap][bin].
template <class T> struct Samples {
  int64_t bins, gh = 0, gw = 0, held = 0;
  T *weight, x0 = 0, y0 = 0, bw = 0, bh = 0;
  int32_t* index;

  static int64_t bytes(const Regions& r) { return align64(r.samples() * 4 * r.bins() * (int64_t)(sizeof(T) + sizeof(int32_t))); }
  Samples(const Regions& r, char* room)
      : bins(r.bins()), weight((T*)room), index((int32_t*)(weight + r.samples() * 4 * bins)) {}
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
        int32_t* i = index + (s - from) * 4 * bins + b;
        T* w = weight + (s - from) * 4 * bins + b;
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
  // Adds part of each bin's y to what it was read from.
  void spread(const T* y, T part, T* x) const {
    for (int64_t k = 0; k < held * 4; k++) {
      const int32_t* i = index + k * bins;
      const T* w = weight + k * bins;
      for (int64_t b = 0; b < bins; b++) x[i[b]] += times(w[b], part * y[b]);
    }
  }
  // The largest weighted tap of each bin so far, its weight and where it lies.
  void pick(const T* x, T* best, T* share, int32_t* at) const {
    for (int64_t k = 0; k < held * 4; k++) {
      const int32_t* i = index + k * bins;
      const T* w = weight + k * bins;
      for (int64_t b = 0; b < bins; b++) {
        T v = times(w[b], x[i[b]]);
        if (!(v > best[b])) continue;
        best[b] = v;
        share[b] = w[b];
        at[b] = i[b];
      }
    }
  }
  void read(const Regions& r, const T* x, T* y) const {
    const int32_t* i = index;
    const T* w = weight;
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
  int64_t chunk = 32, chunks = (r.C + chunk - 1) / chunk, images = call.in[0].dims[0], size = r.H * r.W, bins = r.bins(), most = r.samples();
  int64_t each = Samples<T>::bytes(r);
  int threads = threadsFor(call, (double)call.out[0].size() * 16);
  return simple("native:roialign", [=](const Args& a) {
    parallel(threads, r.R * chunks, 1, [&](int64_t from, int64_t to, int thread) {
      Samples<T> samples(r, a.scratch + thread * each);
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
        for (int64_t s = 0; s < count; s += most) {
          if (k != known || count > most) samples.set(r, s, std::min(count, s + most));
          for (int64_t c = c0; c < c1; c++) {
            samples.read(r, a.template input<T>(0) + (n * r.C + c) * size, y + (c - c0) * bins);
          }
        }
        known = k;
        T part = (T)1 / count;
        if (!r.max) for (int64_t i = 0; i < (c1 - c0) * bins; i++) y[i] *= part;
      }
    });
  }, {}, each * threads);
}

// dy [R, C, height, width], x, rois, images -> dx. A thread has some channels of an image to itself and adds to them
// region by region; of a largest tap the first one gets all.
template <class T> KernelPtr alignGradOf(const Call& call, const Regions& r) {
  int64_t images = call.in[1].dims[0], size = r.H * r.W, bins = r.bins(), most = r.samples(), room = Samples<T>::bytes(r);
  int64_t each = room + align64(bins * (int64_t)(2 * sizeof(T) + sizeof(int32_t)));
  int threads = threadsFor(call, (double)call.in[0].size() * 16);
  int64_t chunks = std::min<int64_t>(r.C, (threads + images - 1) / images);
  return simple("native:roialign gradient", [=](const Args& a) {
    parallel(threads, images * chunks, 1, [&](int64_t from, int64_t to, int thread) {
      Samples<T> samples(r, a.scratch + thread * each);
      T *best = (T*)(a.scratch + thread * each + room), *share = best + bins;
      int32_t* at = (int32_t*)(share + bins);
      for (int64_t task = from; task < to; task++) {
        int64_t n = task / chunks, part = task % chunks, c0 = r.C * part / chunks, c1 = r.C * (part + 1) / chunks;
        T* dx = a.template output<T>(0) + n * r.C * size;
        memset(dx + c0 * size, 0, (c1 - c0) * size * sizeof(T));
        for (int64_t k = 0; k < r.R; k++) {
          if ((r.wide ? a.input<int64_t>(3)[k] : a.input<int32_t>(3)[k]) != n) continue;
          samples.place(r, a.template input<T>(2) + 4 * k);
          int64_t count = samples.count();
          samples.set(r, 0, std::min(count, most));
          for (int64_t c = c0; c < c1; c++) {
            const T *dy = a.template input<T>(0) + (k * r.C + c) * bins, *x = a.template input<T>(1) + (n * r.C + c) * size;
            if (r.max) std::fill(best, best + bins, -std::numeric_limits<T>::infinity());
            if (r.max) std::fill(share, share + bins, (T)0), std::fill(at, at + bins, 0);
            for (int64_t s = 0; s < count; s += most) {
              if (count > most) samples.set(r, s, std::min(count, s + most));
              if (r.max) samples.pick(x, best, share, at);
              else samples.spread(dy, (T)1 / count, dx + c * size);
            }
            for (int64_t b = 0; r.max && b < bins; b++) dx[c * size + at[b]] += times(share[b], dy[b]);
          }
        }
      }
    });
  }, {}, each * threads);
}

bool regions(const Call& call, const Type& x, const Type& rois, const Dims& y, Regions& r) {
  const Dims& d = x.dims;
  if (d.size() != 4 || x.size() == 0 || product(y) == 0 || d[2] * d[3] > INT32_MAX) return false;
  r = {d[1], d[2], d[3], rois.dims[0], y[2], y[3], call.attrs.integer("sampling_ratio", 0),
      call.attrs.number("spatial_scale", 1), call.attrs.text("mode", "avg") == "max",
      call.attrs.text("coordinate_transformation_mode", "half_pixel") == "half_pixel", false};
  return rois.dtype == x.dtype;
}

// x [N, C, H, W], rois [R, 4] of x1, y1, x2, y2, their images [R] -> y [R, C, height, width].
KernelPtr roiAlign(const Call& call) {
  Regions r;
  if (!regions(call, call.in[0], call.in[1], call.out[0].dims, r)) return unsupported("sizes or types");
  r.wide = call.in[2].dtype == DType::I64;
  if (!r.wide && call.in[2].dtype != DType::I32) return unsupported("images must be int32 or int64");
  DType t = call.in[0].dtype;
  return t == DType::F32 ? alignOf<float>(call, r) : t == DType::F64 ? alignOf<double>(call, r)
      : unsupported("only float32 and float64");
}

KernelPtr roiAlignGrad(const Call& call) {
  Regions r;
  if (!regions(call, call.in[1], call.in[2], call.in[0].dims, r) || call.in[0].dtype != call.in[1].dtype) return unsupported("sizes or types");
  r.wide = call.in[3].dtype == DType::I64;
  if (!r.wide && call.in[3].dtype != DType::I32) return unsupported("images must be int32 or int64");
  DType t = call.in[0].dtype;
  return t == DType::F32 ? alignGradOf<float>(call, r) : t == DType::F64 ? alignGradOf<double>(call, r)
      : unsupported("only float32 and float64");
}

// A rounded number as an integer: NaN is 0, and what is far outside any image stays there.
template <class T> int64_t whole(T v) {
  const T far = (T)((int64_t)1 << 30);
  return v != v ? 0 : (int64_t)std::max(-far, std::min(far, std::round(v)));
}

template <class T> KernelPtr maxOf(const Call& call, const Regions& r) {
  int64_t images = call.in[0].dims[0];
  int threads = threadsFor(call, (double)call.out[0].size() * 8);
  return simple("native:maxroipool", [=](const Args& a) {
    parallel(threads, r.R * r.C, 1, [&](int64_t from, int64_t to, int) {
      for (int64_t t = from; t < to; t++) {
        const T* roi = a.template input<T>(1) + t / r.C * 5;
        T scale = (T)r.scale;
        int64_t n = whole(std::trunc(roi[0])), x0 = whole(roi[1] * scale), y0 = whole(roi[2] * scale);
        int64_t w = std::max<int64_t>(1, whole(roi[3] * scale) - x0 + 1), h = std::max<int64_t>(1, whole(roi[4] * scale) - y0 + 1);
        T* y = a.template output<T>(0) + t * r.PH * r.PW;
        bool known = n >= 0 && n < images;
        const T* x = a.template input<T>(0) + (known ? n * r.C + t % r.C : 0) * r.H * r.W;
        for (int64_t b = 0; b < r.PH * r.PW; b++) {
          // The k-th border between bins of a side; of a huge one float would lose pixels.
          auto border = [](int64_t side, int64_t k, int64_t bins, bool up) {
            if (side > 1 << 20) return up ? (k * side + bins - 1) / bins : k * side / bins;
            T at = k * ((T)side / bins);
            return (int64_t)(up ? std::ceil(at) : std::floor(at));
          };
          auto clip = [](int64_t v, int64_t most) { return std::min(most, std::max<int64_t>(0, v)); };
          int64_t i = b / r.PW, j = b % r.PW;
          int64_t i0 = clip(border(h, i, r.PH, false) + y0, r.H), i1 = clip(border(h, i + 1, r.PH, true) + y0, r.H);
          int64_t j0 = clip(border(w, j, r.PW, false) + x0, r.W), j1 = clip(border(w, j + 1, r.PW, true) + x0, r.W);
          T best = -std::numeric_limits<T>::infinity();
          for (i = i0; i < i1; i++) for (j = j0; j < j1; j++) best = vm::max(best, x[i * r.W + j]);
          y[b] = !known ? std::numeric_limits<T>::quiet_NaN() : i1 <= i0 || j1 <= j0 ? 0 : best;
        }
      }
    });
  });
}

// x [N, C, H, W], rois [R, 5] of image, x1, y1, x2, y2 -> y [R, C, height, width].
KernelPtr maxRoiPool(const Call& call) {
  Regions r;
  if (!regions(call, call.in[0], call.in[1], call.out[0].dims, r)) return unsupported("sizes or types");
  DType t = call.in[0].dtype;
  return t == DType::F32 ? maxOf<float>(call, r) : t == DType::F64 ? maxOf<double>(call, r)
      : unsupported("only float32 and float64");
}

}  // namespace

void addRegions(Table& t) {
  t["RoiAlign"] = roiAlign;
  t["pydl4j.RoiAlignGrad"] = roiAlignGrad;
  t["MaxRoiPool"] = maxRoiPool;
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
