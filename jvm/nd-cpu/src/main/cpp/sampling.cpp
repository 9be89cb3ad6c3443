// GridSample: images read at any positions, over 1 to 3 spatial axes; AffineGrid: such positions.
#if defined(__AVX512F__)
#include <immintrin.h>
#endif

#include "vecmath.h"

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

const int64_t POINTS = 128;  // positions whose taps are held at a time

using vm::times;

enum class Mode { NEAREST, LINEAR, CUBIC };
enum class Padding { ZEROS, BORDER, REFLECTION };

struct Grid {
  Mode mode;
  Padding padding;
  bool align;
  int64_t n, C, positions;
  Dims in;  // spatial
  int taps() const { return mode == Mode::NEAREST ? 1 : mode == Mode::CUBIC ? 4 : 2; }
  // The two taps of the last axis lie side by side, so that one load reads both.
  bool hasPairs() const { return mode == Mode::LINEAR && in.back() > 1; }
  int count() const {  // of a position's taps
    int all = 1;
    for (size_t d = 0; d < in.size(); d++) all *= taps();
    return all;
  }
};

// Mirrored at the borders low and high until it lies between them; `way` is then the direction in which it moves.
template <class T> T reflected(T x, T low, T high, T& way) {
  T range = high - low;
  if (range <= 0) {
    way = 0;
    return low;
  }
  T far = std::fabs(x - low), turns = std::floor(far / range), rest = far - turns * range;
  bool even = std::fmod(turns, (T)2) == 0;
  way = (x < low) == even ? (T)-1 : (T)1;
  return even ? low + rest : high - rest;
}

// What a position reads along one axis: indices (0 where there is nothing, with weight 0), weights, and how these change
// with the position.
template <class T> struct AxisTaps {
  int64_t index[4];
  T weight[4], slope[4];

  // False where the position is no number, or mirrored without end; it then reads nothing. An infinite one is beyond the
  // border.
  bool set(const Grid& g, T where, int64_t n) {
    if (where != where || (g.padding == Padding::REFLECTION && std::isinf(where))) {
      for (int k = 0; k < g.taps(); k++) index[k] = 0, weight[k] = slope[k] = 0;
      return false;
    }
    T low = g.align ? 0 : (T)-0.5, high = g.align ? (T)(n - 1) : (T)n - (T)0.5, way;
    T x = g.align ? (where + 1) / 2 * (T)(n - 1) : ((where + 1) * (T)n - 1) / 2, step = (T)(g.align ? n - 1 : n) / 2;
    auto bounded = [&](T v) {
      way = 1;
      if (g.padding == Padding::ZEROS) return v;
      if (g.padding == Padding::REFLECTION) v = reflected(v, low, high, way);
      if (v < 0 || v > (T)(n - 1)) way = 0;
      return std::min((T)(n - 1), std::max((T)0, v));
    };
    if (g.mode == Mode::NEAREST) {
      put(0, bounded(std::nearbyint(bounded(x))), 1, 0, n);
    } else if (g.mode == Mode::CUBIC) {
      T base = std::floor(x), t = std::isinf(x) ? 0 : x - base;
      const T a = (T)-0.75;
      T far = t + 1, back = 1 - t, end = 2 - t;
      T w[4] = {((a * far - 5 * a) * far + 8 * a) * far - 4 * a, ((a + 2) * t - (a + 3)) * t * t + 1,
          ((a + 2) * back - (a + 3)) * back * back + 1, ((a * end - 5 * a) * end + 8 * a) * end - 4 * a};
      T d[4] = {(3 * a * far - 10 * a) * far + 8 * a, (3 * (a + 2) * t - 2 * (a + 3)) * t,
          -(3 * (a + 2) * back - 2 * (a + 3)) * back, -((3 * a * end - 10 * a) * end + 8 * a)};
      for (int k = 0; k < 4; k++) put(k, std::nearbyint(bounded(base - 1 + k)), w[k], d[k] * step, n);
    } else {
      x = bounded(x);
      T base = std::floor(x), t = x - base;
      put(0, base, 1 - t, -way * step, n);
      put(1, base + 1, t, way * step, n);
    }
    return true;
  }

  // Two taps as those of adjacent elements: at a border one of them has weight 0, and gives its place up.
  void pair(int64_t n) {
    int64_t left = std::min(weight[0] != 0 || slope[0] != 0 ? index[0] : index[1], n - 2);
    T w[2] = {}, d[2] = {};
    for (int k = 0; k < 2; k++) {
      if (weight[k] == 0 && slope[k] == 0) continue;
      w[index[k] - left] = weight[k];
      d[index[k] - left] = slope[k];
    }
    for (int k = 0; k < 2; k++) index[k] = left + k, weight[k] = w[k], slope[k] = d[k];
  }

 private:
  void put(int k, T i, T w, T d, int64_t n) {
    bool inside = i >= 0 && i <= (T)(n - 1);  // false for NaN, too
    index[k] = inside ? (int64_t)i : 0;
    weight[k] = inside ? w : 0;
    slope[k] = inside ? d : 0;
  }
};

// Taps of some positions, products over the axes: [tap][position].
template <class T> struct Taps {
  const Grid& g;
  int count;
  T lost;  // the first weight of a position that is no number
  T* weight;
  int32_t* index;
  static int64_t bytes(int n) { return align64(n * POINTS * (int64_t)(sizeof(T) + sizeof(int32_t))); }
  Taps(const Grid& grid, char* room, T lostWeight)
      : g(grid), count(grid.count()), lost(lostWeight), weight((T*)room), index((int32_t*)(weight + count * POINTS)) {}

  // The axes' taps of one position, and its products.
  void set(const T* where, int64_t p, AxisTaps<T>* axes) {
    int r = (int)g.in.size();
    bool known = true;
    for (int d = 0; d < r; d++) known &= axes[d].set(g, where[r - 1 - d], g.in[d]);
    if (g.hasPairs()) axes[r - 1].pair(g.in[r - 1]);
    for (int t = 0; t < count; t++) {
      int64_t i = 0;
      T product = 1;
      for (int d = 0; d < r; d++) {
        int k = tap(t, d);
        i = i * g.in[d] + axes[d].index[k];
        product *= axes[d].weight[k];
      }
      index[t * POINTS + p] = (int32_t)i;
      weight[t * POINTS + p] = product;
    }
    if (!known) weight[p] = lost;
  }
  void set(const T* grid, int64_t points) {
    AxisTaps<T> axes[3];
    for (int64_t p = 0; p < points; p++, grid += g.in.size()) set(grid, p, axes);
  }
  // Which of an axis' taps the t-th product takes.
  int tap(int t, int axis) const {
    for (int d = (int)g.in.size() - 1; d > axis; d--) t /= g.taps();
    return t % g.taps();
  }
  void read(const T* x, T* y, int64_t points) const {
    if (readPairs(x, y, points)) return;
    for (int t = 0; t < count; t++) {
      const int32_t* i = index + t * POINTS;
      const T* w = weight + t * POINTS;
      if (t == 0) {
#pragma GCC ivdep
        for (int64_t p = 0; p < points; p++) y[p] = times(w[p], x[i[p]]);
      } else {
#pragma GCC ivdep
        for (int64_t p = 0; p < points; p++) y[p] += times(w[p], x[i[p]]);
      }
    }
  }
  // Half as many loads where a vector of pairs can be gathered.
  bool readPairs(const T* x, T* y, int64_t points) const {
#if defined(__AVX512F__)
    if constexpr (sizeof(T) == 4) {
      if (!g.hasPairs()) return false;
      const __m512i even = _mm512_set_epi32(30, 28, 26, 24, 22, 20, 18, 16, 14, 12, 10, 8, 6, 4, 2, 0);
      const __m512i odd = _mm512_add_epi32(even, _mm512_set1_epi32(1));
      for (int64_t p = 0; p < points; p += 16) {
        __mmask16 m = points - p >= 16 ? 0xffff : (__mmask16)((1 << (points - p)) - 1);
        __m512 sum = _mm512_setzero_ps();
        for (int t = 0; t < count; t += 2) {
          const int32_t* i = index + t * POINTS + p;
          const T *w = weight + t * POINTS + p, *v = w + POINTS;
          __m512i none = _mm512_setzero_si512();
          __m512i low = _mm512_mask_i32gather_epi64(none, (__mmask8)m, _mm256_maskz_loadu_epi32((__mmask8)m, i), x, 4);
          __m512i high = _mm512_mask_i32gather_epi64(none, (__mmask8)(m >> 8), _mm256_maskz_loadu_epi32((__mmask8)(m >> 8), i + 8), x, 4);
          __m512 a = _mm512_permutex2var_ps(_mm512_castsi512_ps(low), even, _mm512_castsi512_ps(high));
          __m512 b = _mm512_permutex2var_ps(_mm512_castsi512_ps(low), odd, _mm512_castsi512_ps(high));
          __m512 left = _mm512_maskz_loadu_ps(m, w), right = _mm512_maskz_loadu_ps(m, v);
          sum = _mm512_mask3_fmadd_ps(left, a, sum, _mm512_test_epi32_mask(_mm512_castps_si512(left), _mm512_set1_epi32(0x7fffffff)));
          sum = _mm512_mask3_fmadd_ps(right, b, sum, _mm512_test_epi32_mask(_mm512_castps_si512(right), _mm512_set1_epi32(0x7fffffff)));
        }
        _mm512_mask_storeu_ps(y + p, m, sum);
      }
      return true;
    }
#endif
    (void)x, (void)y, (void)points;
    return false;
  }
  // The transposed map: adds y to what it was read from.
  void spread(const T* y, T* x, int64_t points) const {
    for (int t = 0; t < count; t++) {
      const int32_t* i = index + t * POINTS;
      const T* w = weight + t * POINTS;
      for (int64_t p = 0; p < points; p++) x[i[p]] += times(w[p], y[p]);
    }
  }
};

template <class T> KernelPtr gridOf(const Call& call, const Grid& g) {
  int64_t size = product(g.in), blocks = (g.positions + POINTS - 1) / POINTS, each = Taps<T>::bytes(g.count());
  int threads = threadsFor(call, (double)call.out[0].size() * g.count());
  return simple("native:gridsample", [=](const Args& a) {
    parallel(threads, g.n * blocks, 1, [&](int64_t from, int64_t to, int thread) {
      Taps<T> taps(g, a.scratch + thread * each, std::numeric_limits<T>::quiet_NaN());
      for (int64_t b = from; b < to; b++) {
        int64_t n = b / blocks, p = b % blocks * POINTS, points = std::min(POINTS, g.positions - p);
        taps.set(a.template input<T>(1) + (n * g.positions + p) * (int64_t)g.in.size(), points);
        for (int64_t c = n * g.C; c < (n + 1) * g.C; c++) {
          taps.read(a.template input<T>(0) + c * size, a.template output<T>(0) + c * g.positions + p, points);
        }
      }
    });
  }, {}, each * threads);
}

// dy, grid -> dx. A thread has some channels of an image to itself and adds to them position by position.
template <class T> KernelPtr inputGradOf(const Call& call, const Grid& g) {
  int64_t size = product(g.in), each = Taps<T>::bytes(g.count());
  int threads = threadsFor(call, (double)call.in[0].size() * g.count());
  int64_t chunks = std::min<int64_t>(g.C, (threads + g.n - 1) / g.n);
  return simple("native:gridsample gradient", [=](const Args& a) {
    parallel(threads, g.n * chunks, 1, [&](int64_t from, int64_t to, int thread) {
      Taps<T> taps(g, a.scratch + thread * each, 0);
      for (int64_t task = from; task < to; task++) {
        int64_t n = task / chunks, k = task % chunks, c0 = n * g.C + g.C * k / chunks, c1 = n * g.C + g.C * (k + 1) / chunks;
        T* dx = a.template output<T>(0);
        memset(dx + c0 * size, 0, (c1 - c0) * size * sizeof(T));
        for (int64_t p = 0; p < g.positions; p += POINTS) {
          int64_t points = std::min(POINTS, g.positions - p);
          taps.set(a.template input<T>(1) + (n * g.positions + p) * (int64_t)g.in.size(), points);
          for (int64_t c = c0; c < c1; c++) taps.spread(a.template input<T>(0) + c * g.positions + p, dx + c * size, points);
        }
      }
    });
  }, {}, each * threads);
}

// dy, x, grid -> dgrid: what the taps read, times dy, added up over the channels, by the slopes of the weights.
template <class T> KernelPtr gridGradOf(const Call& call, const Grid& g) {
  int count = g.count(), r = (int)g.in.size();
  int64_t size = product(g.in), blocks = (g.positions + POINTS - 1) / POINTS;
  int64_t room = Taps<T>::bytes(count), each = room + align64(count * POINTS * (int64_t)sizeof(T));
  int threads = threadsFor(call, (double)call.in[0].size() * count);
  return simple("native:gridsample gradient", [=](const Args& a) {
    parallel(threads, g.n * blocks, 1, [&](int64_t from, int64_t to, int thread) {
      Taps<T> taps(g, a.scratch + thread * each, 0);
      T* sums = (T*)(a.scratch + thread * each + room);
      for (int64_t b = from; b < to; b++) {
        int64_t n = b / blocks, p0 = b % blocks * POINTS, points = std::min(POINTS, g.positions - p0);
        const T* grid = a.template input<T>(2) + (n * g.positions + p0) * r;
        T* out = a.template output<T>(0) + (n * g.positions + p0) * r;
        taps.set(grid, points);
        memset(sums, 0, count * POINTS * sizeof(T));
        for (int64_t c = n * g.C; c < (n + 1) * g.C; c++) {
          const T *x = a.template input<T>(1) + c * size, *dy = a.template input<T>(0) + c * g.positions + p0;
          for (int t = 0; t < count; t++) {
            const int32_t* i = taps.index + t * POINTS;
            T* s = sums + t * POINTS;
#pragma GCC ivdep
            for (int64_t p = 0; p < points; p++) s[p] += dy[p] * x[i[p]];
          }
        }
        AxisTaps<T> axes[3];
        for (int64_t p = 0; p < points; p++, grid += r, out += r) {
          taps.set(grid, p, axes);
          for (int axis = 0; axis < r; axis++) {
            T total = 0;
            for (int t = 0; t < count; t++) {
              T product = 1;
              for (int d = 0; d < r; d++) product *= d == axis ? axes[d].slope[taps.tap(t, d)] : axes[d].weight[taps.tap(t, d)];
              total += times(product, sums[t * POINTS + p]);
            }
            out[r - 1 - axis] = total;
          }
        }
      }
    });
  }, {}, each * threads);
}

// What the attributes say, of an image x and outputs or their gradients y.
bool describe(const Call& call, const Dims& x, const Dims& y, Grid& g) {
  std::string mode = call.attrs.text("mode", "linear"), padding = call.attrs.text("padding_mode", "zeros");
  g.mode = mode == "nearest" ? Mode::NEAREST : mode == "cubic" ? Mode::CUBIC : Mode::LINEAR;
  g.padding = padding == "border" ? Padding::BORDER : padding == "reflection" ? Padding::REFLECTION : Padding::ZEROS;
  g.align = call.attrs.integer("align_corners", 0);
  g.in.assign(x.begin() + 2, x.end());
  g.n = x[0];
  g.C = x[1];
  g.positions = product(y, 2);
  return x.size() <= 5 && product(x) > 0 && product(y) > 0 && product(g.in) <= INT32_MAX;
}

template <KernelPtr (*F32)(const Call&, const Grid&), KernelPtr (*F64)(const Call&, const Grid&)>
KernelPtr ofGrid(const Call& call, const Dims& x, const Dims& y) {
  Grid g;
  if (!describe(call, x, y, g)) return unsupported("sizes");
  DType t = call.in[0].dtype;
  for (const Type& i : call.in) if (i.present && i.dtype != t) return unsupported("mixed types");
  return t == DType::F32 ? F32(call, g) : t == DType::F64 ? F64(call, g) : unsupported("only float32 and float64");
}

// x [N, C, spatial...], grid [N, out..., axes] of positions from -1 to 1, the last axis first -> y [N, C, out...].
KernelPtr gridSample(const Call& call) { return ofGrid<gridOf<float>, gridOf<double>>(call, call.in[0].dims, call.out[0].dims); }

KernelPtr inputGrad(const Call& call) {
  return ofGrid<inputGradOf<float>, inputGradOf<double>>(call, call.out[0].dims, call.in[0].dims);
}

KernelPtr gridGrad(const Call& call) {
  return ofGrid<gridGradOf<float>, gridGradOf<double>>(call, call.in[1].dims, call.in[0].dims);
}

// Along an axis of n positions the i-th, from -1 to 1.
template <class T> T between(int64_t i, int64_t n, bool align) {
  return (T)(align ? n == 1 ? -1.0 : 2.0 * i / (n - 1) - 1 : (2.0 * i + 1) / n - 1);
}

template <class T> KernelPtr affineOf(const Call& call, const Dims& out, bool align) {
  int64_t axes = (int64_t)out.size(), width = out.back(), lines = product(out) / width, N = call.out[0].dims[0];
  int threads = threadsFor(call, (double)call.out[0].size() * 2);
  std::vector<T> last;  // positions along the last axis
  for (int64_t i = 0; i < width; i++) last.push_back(between<T>(i, width, align));
  return simple("native:affinegrid", [=](const Args& a) {
    parallel(threads, N * lines, 1, [&](int64_t from, int64_t to, int) {
      for (int64_t l = from; l < to; l++) {
        const T* theta = a.template input<T>(0) + l / lines * axes * (axes + 1);
        T* y = a.template output<T>(0) + l * width * axes;
        T scale[3], start[3] = {};  // an axis' position is scale times that along the line, plus start
        for (int64_t k = 0; k < axes; k++) {
          const T* row = theta + k * (axes + 1);
          scale[k] = row[0];
          for (int64_t d = axes - 2, rest = l % lines; d >= 0; rest /= out[d], d--) {
            start[k] += row[axes - 1 - d] * between<T>(rest % out[d], out[d], align);
          }
          start[k] += row[axes];
        }
        const T* x = last.data();
        if (axes == 2) {
#pragma GCC ivdep
          for (int64_t i = 0; i < width; i++) {
            y[2 * i] = scale[0] * x[i] + start[0];
            y[2 * i + 1] = scale[1] * x[i] + start[1];
          }
        } else {
          for (int64_t i = 0; i < width; i++) for (int64_t k = 0; k < axes; k++) y[i * axes + k] = scale[k] * x[i] + start[k];
        }
      }
    });
  });
}

// theta [N, axes, axes + 1] -> the positions [N, out..., axes] of a grid of that size, the last axis first.
KernelPtr affineGrid(const Call& call) {
  Dims size = call.attrs.integers("size");
  if (size.size() < 4 || call.out[0].size() == 0) return unsupported("empty");
  Dims out(size.begin() + 2, size.end());
  bool align = call.attrs.integer("align_corners", 0);
  DType t = call.in[0].dtype;
  return t == DType::F32 ? affineOf<float>(call, out, align) : t == DType::F64 ? affineOf<double>(call, out, align)
      : unsupported("only float32 and float64");
}

}  // namespace

void addSampling(Table& t) {
  t["AffineGrid"] = affineGrid;
  t["GridSample"] = gridSample;
  t["pydl4j.GridSampleInputGrad"] = inputGrad;
  t["pydl4j.GridSampleGridGrad"] = gridGrad;
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
