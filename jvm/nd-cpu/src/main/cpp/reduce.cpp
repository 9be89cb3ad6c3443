// Reductions over any axes (ReduceSum, ReduceMean, ..., pydl4j.SumTo) and ArgMax/ArgMin. Sums are kept in float lanes
// over short blocks and in double across blocks; the order is fixed by shapes and thread count.
#include "isa.h"
#include "vecmath.h"

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

struct Sum {
  static constexpr double init = 0;
  template <class T> PYDL4J_INLINE T map(T x) {
    return x; } template <class T> PYDL4J_INLINE T join(T a, T b) { return a + b;
  }
};
struct SumSquare : Sum {
  template <class T> PYDL4J_INLINE T map(T x) { return x * x; }
};
struct SumAbs : Sum {
  template <class T> PYDL4J_INLINE T map(T x) { return x < 0 ? -x : x; }
};
struct Prod {
  static constexpr double init = 1;
  template <class T> PYDL4J_INLINE T map(T x) {
    return x; } template <class T> PYDL4J_INLINE T join(T a, T b) { return a * b;
  }
};
struct Max {
  static constexpr double init = -std::numeric_limits<double>::infinity();
  template <class T> PYDL4J_INLINE T map(T x) {
    return x; } template <class T> PYDL4J_INLINE T join(T a, T b) { return vm::max(a, b);
  }
};
struct Min {
  static constexpr double init = std::numeric_limits<double>::infinity();
  template <class T> PYDL4J_INLINE T map(T x) {
    return x; } template <class T> PYDL4J_INLINE T join(T a, T b) { return vm::min(a, b);
  }
};

enum class Finish { NONE, MEAN, ROOT };

double finish(double v, Finish f, int64_t count) {
  return f == Finish::MEAN ? v / (double)count : f == Finish::ROOT ? std::sqrt(v) : v;
}

const int LANES = 64;
const int64_t BLOCK = 4096;

// One number from n adjacent ones.
template <class T, class F> double run(const T* p, int64_t n) {
  double total = F::init;
  for (int64_t start = 0; start < n; start += BLOCK) {
    int64_t m = std::min(BLOCK, n - start);
    const T* q = p + start;
    T lane[LANES];
    for (int k = 0; k < LANES; k++) lane[k] = (T)F::init;
    int64_t i = 0;
    for (; i + LANES <= m; i += LANES) {
      for (int k = 0; k < LANES; k++) lane[k] = F::join(lane[k], F::map(q[i + k]));
    }
    for (int w = LANES / 2; w > 0; w /= 2) {
      for (int k = 0; k < w; k++) lane[k] = F::join(lane[k], lane[k + w]);
    }
    for (; i < m; i++) lane[0] = F::join(lane[0], F::map(q[i]));
    total = F::join(total, (double)lane[0]);
  }
  return total;
}

// Columns [from, to) of rows [r0, r1), each row `stride` long, joined into acc (double).
template <class T, class F> void columns(const T* p, int64_t stride, int64_t r0, int64_t r1, int64_t from, int64_t to,
    double* acc) {
  const int64_t WIDTH = 256, ROWS = 128;
  if (stride < WIDTH / 2 && from == 0 && to == stride) {  // narrow rows: several side by side make one wide row
    int64_t k = WIDTH / stride, wide = k * stride, end = r0 + (r1 - r0) / k * k;
    for (int64_t r = r0; r < end; r += k * ROWS) {
      T lane[WIDTH];
      for (int64_t j = 0; j < wide; j++) lane[j] = (T)F::init;
      int64_t stop = std::min(r + k * ROWS, end);
      for (int64_t i = r; i < stop; i += k) {
        const T* q = p + i * stride;
        for (int64_t j = 0; j < wide; j++) lane[j] = F::join(lane[j], F::map(q[j]));
      }
      for (int64_t g = 0; g < k; g++) for (int64_t j = 0; j < stride; j++) acc[j] = F::join(acc[j],
          (double)lane[g * stride + j]);
    }
    r0 = end;
  }
  for (int64_t c = from; c < to; c += WIDTH) {
    int w = (int)std::min(WIDTH, to - c);
    for (int64_t r = r0; r < r1; r += ROWS) {
      T lane[WIDTH];
      for (int k = 0; k < w; k++) lane[k] = (T)F::init;
      int64_t end = std::min(r + ROWS, r1);
      for (int64_t i = r; i < end; i++) {
        const T* q = p + i * stride + c;
        for (int k = 0; k < w; k++) lane[k] = F::join(lane[k], F::map(q[k]));
      }
      for (int k = 0; k < w; k++) acc[c + k] = F::join(acc[c + k], (double)lane[k]);
    }
  }
}

struct Axis { int64_t size; bool reduced; int64_t stride; };

struct Shape {
  std::vector<Axis> axes;  // collapsed, sizes above 1
  int64_t in = 1, out = 1, count = 1;
};

Shape shape(const Dims& dims, const std::vector<bool>& reduced) {
  Shape s;
  for (size_t i = 0; i < dims.size(); i++) {
    s.in *= dims[i];
    (reduced[i] ? s.count : s.out) *= dims[i];
    if (dims[i] == 1) continue;
    if (!s.axes.empty() && s.axes.back().reduced == reduced[i]) s.axes.back().size *= dims[i];
    else s.axes.push_back({dims[i], (bool)reduced[i], 0});
  }
  int64_t stride = 1;
  for (int i = (int)s.axes.size() - 1; i >= 0; i--) {
    s.axes[i].stride = stride;
    stride *= s.axes[i].size;
  }
  return s;
}

template <class T, class F> KernelPtr reduction(const Call& call, const Shape& s, Finish f) {
  int threads = threadsFor(call, (double)s.in, 32768);
  std::string pattern;
  for (const Axis& a : s.axes) pattern += a.reduced ? 'R' : 'K';
  int64_t count = s.count, out = s.out, in = s.in;
  auto store = [f, count](T* y, double v) { *y = (T)finish(v, f, count); };
  if (in == 0) {
    return simple("native:reduce empty", [=](const Args& a) {
      for (int64_t i = 0; i < out; i++) store(a.output<T>(0) + i, F::init);
    });
  }
  if (pattern.empty() || pattern == "K") {
    return simple("native:reduce none", [=](const Args& a) {
      parallel(threads, out, 1024, [&](int64_t from, int64_t to, int) {
        for (int64_t i = from; i < to; i++) store(a.output<T>(0) + i,
            F::join((double)F::init, (double)F::map(a.input<T>(0)[i])));
      });
    });
  }
  if (pattern == "R") {
    return simple("native:reduce all", [=](const Args& a) {
      double* part = (double*)a.scratch;
      for (int t = 0; t < threads; t++) part[t * 8] = F::init;
      parallel(threads, in, BLOCK, [&](int64_t from, int64_t to, int t) {
        part[t * 8] = run<T, F>(a.input<T>(0) + from, to - from);
      });
      double total = part[0];
      for (int t = 1; t < threads; t++) total = F::join(total, part[t * 8]);
      store(a.output<T>(0), total);
    }, {}, threads * 64);
  }
  if (pattern == "KR") {
    return simple("native:reduce rows", [=](const Args& a) {
      parallel(threads, out, 1, [&](int64_t from, int64_t to, int) {
        for (int64_t i = from; i < to; i++) store(a.output<T>(0) + i, run<T, F>(a.input<T>(0) + i * count, count));
      });
    });
  }
  if (pattern == "RK" && out < 64 * threads) {
    return simple("native:reduce columns, rows split", [=](const Args& a) {
      double* acc = (double*)a.scratch;
      for (int64_t i = 0; i < threads * out; i++) acc[i] = F::init;
      parallel(threads, count, 1, [&](int64_t from, int64_t to, int t) {
        columns<T, F>(a.input<T>(0), out, from, to, 0, out, acc + t * out);
      });
      for (int64_t c = 0; c < out; c++) {
        double v = acc[c];
        for (int t = 1; t < threads; t++) v = F::join(v, acc[t * out + c]);
        store(a.output<T>(0) + c, v);
      }
    }, {}, align64(threads * out * 8));
  }
  if (pattern == "RK" || pattern == "KRK") {
    int64_t B = s.axes.back().size, A = out / B;
    return simple("native:reduce columns", [=](const Args& a) {
      double* acc = (double*)a.scratch;
      auto piece = [&](int64_t block, int64_t from, int64_t to) {
        double* mine = acc + block * B;
        for (int64_t c = from; c < to; c++) mine[c] = F::init;
        columns<T, F>(a.input<T>(0) + block * count * B, B, 0, count, from, to, mine);
        for (int64_t c = from; c < to; c++) store(a.output<T>(0) + block * B + c, mine[c]);
      };
      if (A >= threads) {
        parallel(threads, A, 1, [&](int64_t from, int64_t to, int) {
          for (int64_t i = from; i < to; i++) piece(i, 0, B);
        });
      } else {
        for (int64_t i = 0; i < A; i++) parallel(threads, B, 64,
            [&](int64_t from, int64_t to, int) { piece(i, from, to); });
      }
    }, {}, align64(out * 8));
  }
  std::vector<Axis> kept, gone;
  for (const Axis& a : s.axes) (a.reduced ? gone : kept).push_back(a);
  return simple("native:reduce strided", [=](const Args& a) {
    const T* x = a.input<T>(0);
    parallel(threads, out, 1, [&](int64_t from, int64_t to, int) {
      for (int64_t i = from; i < to; i++) {
        int64_t rest = i, at = 0;
        for (int k = (int)kept.size() - 1; k >= 0; k--) {
          at += rest % kept[k].size * kept[k].stride;
          rest /= kept[k].size;
        }
        double total = F::init;
        const Axis& inner = gone.back();
        int64_t outer = count / inner.size;
        for (int64_t o = 0; o < outer; o++) {
          int64_t r = o, p = at;
          for (int k = (int)gone.size() - 2; k >= 0; k--) {
            p += r % gone[k].size * gone[k].stride;
            r /= gone[k].size;
          }
          if (inner.stride == 1) total = F::join(total, run<T, F>(x + p, inner.size));
          else for (int64_t j = 0; j < inner.size; j++) total = F::join(total, (double)F::map(x[p + j * inner.stride]));
        }
        store(a.output<T>(0) + i, total);
      }
    });
  });
}

template <class F> KernelPtr typed(const Call& call, const std::vector<bool>& reduced, Finish f) {
  Shape s = shape(call.in[0].dims, reduced);
  if (call.in[0].dtype != call.out[0].dtype) return unsupported("output of another type");
  if (call.in[0].dtype == DType::F32) return reduction<float, F>(call, s, f);
  if (call.in[0].dtype == DType::F64) return reduction<double, F>(call, s, f);
  return unsupported("only float32 and float64");
}

template <class F, Finish f> KernelPtr reduce(const Call& call) {
  int rank = call.in[0].rank();
  if (call.present(1) && !call.attrs.has("axes")) return unsupported("axes must be an attribute");
  Dims axes = call.attrs.integers("axes");
  if (axes.empty() && call.attrs.integer("noop_with_empty_axes", 0)) return unsupported("nothing to reduce");
  std::vector<bool> reduced(rank, axes.empty());
  for (int64_t a : axes) reduced[a < 0 ? a + rank : a] = true;
  return typed<F>(call, reduced, f);
}

KernelPtr sumTo(const Call& call) {
  const Dims& x = call.in[0].dims;
  Dims y = call.out[0].dims;
  y.insert(y.begin(), x.size() - y.size(), 1);
  std::vector<bool> reduced(x.size());
  for (size_t i = 0; i < x.size(); i++) reduced[i] = y[i] == 1;
  return typed<Sum>(call, reduced, Finish::NONE);
}

template <bool MAX> KernelPtr argBest(const Call& call) {
  if (!call.in[0].f32() || call.out[0].dtype != DType::I64) return unsupported("only float32 to int64");
  if (call.attrs.integer("select_last_index", 0)) return unsupported("select_last_index");
  int rank = call.in[0].rank();
  int64_t axis = call.attrs.integer("axis", 0);
  if (axis < 0) axis += rank;
  const Dims& d = call.in[0].dims;
  int64_t A = product(d, 0, axis), R = d[axis], B = product(d, axis + 1);
  int threads = threadsFor(call, (double)A * R * B, 16384);
  return simple("native:argbest", [=](const Args& a) {
    parallel(threads, A * B, 1, [&](int64_t from, int64_t to, int) {
      for (int64_t i = from; i < to; i++) {
        const float* x = a.input<float>(0) + i / B * R * B + i % B;
        float best = x[0];
        int64_t at = 0;
        for (int64_t r = 1; r < R && best == best; r++) {
          float v = x[r * B];
          if ((MAX ? v > best : v < best) || v != v) best = v, at = r;
        }
        a.output<int64_t>(0)[i] = at;
      }
    });
  });
}

}  // namespace

void addReduce(Table& t) {
  t["ReduceSum"] = reduce<Sum, Finish::NONE>;
  t["ReduceMean"] = reduce<Sum, Finish::MEAN>;
  t["ReduceMax"] = reduce<Max, Finish::NONE>;
  t["ReduceMin"] = reduce<Min, Finish::NONE>;
  t["ReduceProd"] = reduce<Prod, Finish::NONE>;
  t["ReduceL1"] = reduce<SumAbs, Finish::NONE>;
  t["ReduceL2"] = reduce<SumSquare, Finish::ROOT>;
  t["ReduceSumSquare"] = reduce<SumSquare, Finish::NONE>;
  t["pydl4j.SumTo"] = sumTo;
  t["ArgMax"] = argBest<true>;
  t["ArgMin"] = argBest<false>;
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
