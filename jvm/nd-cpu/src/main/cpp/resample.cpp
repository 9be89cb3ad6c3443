// Resize and its gradient, pydl4j.Resample and pydl4j.ResampleGrad, and the gradient of Pad. One pass per axis over its taps, several output
// rows of the first axis at a time, so that what lies between the passes stays in the cache.
#include "narrow.h"
#include "taps.h"

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

// One pass: of a block [rows, in, inner] the block [rows, out, inner].
template <class T> struct Pass {
  int segment;
  int64_t inner, between;  // elements behind the axis; rows of the block per row of the first axis
  Taps taps;
  std::vector<T> weight;
  // Short rows are gathered element by element: `width` taps for each of out * inner elements, weight 0 where fewer.
  bool gathers;
  int64_t width = 0;
  std::vector<int32_t> index;
  std::vector<T> gathered;
  int64_t repeats = 0;  // every element is copied that many times, in order
};

// An input position near what each output position reads, for those that read nothing, too: it is safe to load.
std::vector<int32_t> near(const Taps& t) {
  std::vector<int32_t> list(t.out);
  int32_t last = t.index.empty() ? 0 : t.index[0];
  for (int64_t o = 0; o < t.out; o++) list[o] = last = t.count(o) > 0 ? t.index[t.start[o]] : last;
  return list;
}

template <class T> void prepare(Pass<T>& p) {
  const Taps& t = p.taps;
  p.weight.assign(t.weight.begin(), t.weight.end());
  for (int64_t o = 0; o < t.out; o++) p.width = std::max(p.width, t.count(o));
  p.width = std::max<int64_t>(1, p.width);
  int64_t n = t.out * p.inner;
  p.gathers = p.inner < 16 && p.width * t.out <= 4 * (int64_t)t.index.size() + 64 && t.in * p.inner < INT32_MAX;
  if (!p.gathers) return;
  if (t.copies && t.outside.empty() && p.inner == 1 && t.in > 0 && t.out % t.in == 0) {
    int64_t repeats = t.out / t.in, o = 0;
    while (o < t.out && t.index[o] == o / repeats) o++;
    p.repeats = o == t.out ? repeats : 0;
  }
  p.index.assign(p.width * n, 0);
  p.gathered.assign(p.width * n, 0);
  std::vector<int32_t> safe = near(t);
  for (int64_t o = 0; o < t.out; o++) {
    int64_t count = t.count(o), from = t.start[o];
    for (int64_t k = 0; k < p.width; k++) {
      for (int64_t i = 0; i < p.inner; i++) {
        int64_t at = count ? t.index[from + std::min(k, count - 1)] : safe[o];
        p.index[k * n + o * p.inner + i] = (int32_t)(at * p.inner + i);
        p.gathered[k * n + o * p.inner + i] = k < count ? p.weight[from + k] : 0;
      }
    }
  }
}

template <int R, class T> void repeat(const T* x, T* y, int64_t n) {
#pragma GCC ivdep
  for (int64_t i = 0; i < n; i++) for (int k = 0; k < R; k++) y[i * R + k] = x[i];
}

using vm::times;

// Elements [from, to) of a row of out * inner.
template <class T> void gatherRow(const Pass<T>& p, const T* x, T* y, int64_t from, int64_t to) {
  int64_t n = p.taps.out * p.inner;
  const int32_t* index = p.index.data();
  const T* w = p.gathered.data();
  if (p.repeats > 0 && from == 0 && to == n) {
    if (p.repeats == 2) return repeat<2>(x, y, p.taps.in);
    if (p.repeats == 4) return repeat<4>(x, y, p.taps.in);
  }
  if (p.taps.copies) {
#pragma GCC ivdep
    for (int64_t i = from; i < to; i++) y[i] = x[index[i]];
    return;
  }
  if (p.width == 2) {
#pragma GCC ivdep
    for (int64_t i = from; i < to; i++) y[i] = times(w[i], x[index[i]]) + times(w[n + i], x[index[n + i]]);
    return;
  }
  if (p.width == 4) {
#pragma GCC ivdep
    for (int64_t i = from; i < to; i++) {
      y[i] = times(w[i], x[index[i]]) + times(w[n + i], x[index[n + i]]) + times(w[2 * n + i], x[index[2 * n + i]])
          + times(w[3 * n + i], x[index[3 * n + i]]);
    }
    return;
  }
  for (int64_t i = from; i < to; i++) y[i] = 0;
  for (int64_t k = 0; k < p.width; k++, index += n, w += n) {
#pragma GCC ivdep
    for (int64_t i = from; i < to; i++) y[i] += times(w[i], x[index[i]]);
  }
}

// The weighted sum of rows of the input.
template <class T> void blend(const Pass<T>& p, const T* x, T* y, int64_t o) {
  int64_t k = p.taps.start[o], count = p.taps.count(o), n = p.inner;
  const int32_t* index = p.taps.index.data() + k;
  const T* w = p.weight.data() + k;
  if (count == 0) {
    memset(y, 0, n * sizeof(T));
  } else if (count == 1 && w[0] == 1) {
    memcpy(y, x + index[0] * n, n * sizeof(T));
  } else if constexpr (std::is_floating_point_v<T>) {
    const T* a = x + index[0] * n;
    if (count == 1) {
      T u = w[0];
#pragma GCC ivdep
      for (int64_t i = 0; i < n; i++) y[i] = u * a[i];
      return;
    }
    const T *b = x + index[1] * n, *c = b;
    T u0 = w[0], u1 = w[1], u2 = 0;
    if (count > 2) c = x + index[2] * n, u2 = w[2];
    if (count == 2) {
#pragma GCC ivdep
      for (int64_t i = 0; i < n; i++) y[i] = u0 * a[i] + u1 * b[i];
      return;
    }
#pragma GCC ivdep
    for (int64_t i = 0; i < n; i++) y[i] = u0 * a[i] + u1 * b[i] + u2 * c[i];
    for (int64_t j = 3; j < count; j++) {
      const T* d = x + index[j] * n;
      T v = w[j];
#pragma GCC ivdep
      for (int64_t i = 0; i < n; i++) y[i] += v * d[i];
    }
  }
}

template <class T> void apply(const Pass<T>& p, int64_t rows, const T* x, T* y, int64_t from, int64_t to) {
  int64_t in = p.taps.in * p.inner, out = (to - from) * p.inner;
  for (int64_t r = 0; r < rows; r++, x += in, y += out) {
    if (p.gathers) gatherRow(p, x, y - from * p.inner, from * p.inner, to * p.inner);
    else for (int64_t o = from; o < to; o++) blend(p, x, y + (o - from) * p.inner, o);
  }
}

struct Piece { int64_t from, to, low, high; };  // output rows of the first axis and the input rows that they read

// T computes, S is stored.
template <class T, class S> struct Resampler {
  int64_t outer = 1, inRow = 1, outRow = 1, first = 0, firstOut = 0;  // per row of the first axis
  std::vector<Pass<T>> passes;
  std::vector<Piece> pieces;
  std::vector<std::pair<Dims, std::vector<uint8_t>>> outside;  // [rows, out, inner] of the output, per axis with any
  int64_t block = 0;                                           // elements of the largest block
  S fill{};

  static constexpr bool converts = !std::is_same_v<T, S>;

  void run(const S* x, S* y, int64_t task, T* scratch) const {
    const Piece& piece = pieces[task % pieces.size()];
    int64_t image = task / pieces.size(), rows = piece.high - piece.low;
    x += (image * first + piece.low) * inRow;
    y += (image * firstOut + piece.from) * outRow;
    int64_t size = (piece.to - piece.from) * outRow;
    T* spare[2] = {scratch, scratch + block};
    const T* at;
    if constexpr (converts) {
      T* wide = scratch + 2 * block;
      load(x, wide, rows * inRow);
      at = wide;
    } else {
      at = x;
    }
    for (size_t k = 0; k < passes.size(); k++) {
      const Pass<T>& p = passes[k];
      T* to = spare[k % 2];
      if constexpr (!converts) if (k + 1 == passes.size()) to = y;
      if (p.segment == 0) {
        apply(p, 1, at - piece.low * p.inner, to, piece.from, piece.to);
        rows = piece.to - piece.from;
      } else {
        apply(p, rows * p.between, at, to, 0, p.taps.out);
      }
      at = to;
    }
    if constexpr (converts) round(at, y, size);
    for (auto& [d, flags] : outside) {
      bool isFirst = d[0] < 0;  // the first axis: flags of the piece
      int64_t n = isFirst ? 1 : (piece.to - piece.from) * d[0], from = isFirst ? piece.from : 0,
          to = isFirst ? piece.to : d[1];
      S* o = y;
      for (int64_t r = 0; r < n; r++) {
        for (int64_t i = from; i < to; i++, o += d[2]) if (flags[i]) std::fill(o, o + d[2], fill);
      }
    }
  }

  static void load(const S* x, T* to, int64_t n) {
    if constexpr (isNarrow<S>) numbers(x, n, to);
    else for (int64_t i = 0; i < n; i++) to[i] = (T)x[i];
  }

  static void round(const T* x, S* to, int64_t n) {
    if constexpr (isNarrow<S>) {
      store(to, x, n);
    } else {
      // Integers are rounded, halves to even, and kept in the type's range.
      const T low = (T)std::numeric_limits<S>::lowest(), high = (T)std::numeric_limits<S>::max();
      for (int64_t i = 0; i < n; i++) {
        T v = std::nearbyint(x[i]);
        to[i] = v >= high ? std::numeric_limits<S>::max() : v > low ? (S)v : std::numeric_limits<S>::lowest();
      }
    }
  }
};

struct Axis { int64_t axis; Taps taps; };

template <class T, class S>
KernelPtr build(const Call& call, const Dims& x, const Dims& y, std::vector<Axis> axes, S fill, const char* name) {
  auto r = std::make_shared<Resampler<T, S>>();
  r->fill = fill;
  // Segments: the resized axes and what lies between them, as one axis each; the first one is resized.
  Dims in, out;
  std::vector<int> taps;
  int64_t at = axes[0].axis;
  r->outer = product(x, 0, at);
  for (size_t k = 0; k < axes.size(); k++) {
    int64_t gap = product(x, at, axes[k].axis);
    if (gap != 1) in.push_back(gap), out.push_back(gap), taps.push_back(-1);
    in.push_back(x[axes[k].axis]), out.push_back(y[axes[k].axis]), taps.push_back((int)k);
    at = axes[k].axis + 1;
  }
  int64_t last = product(x, at);
  if (last != 1) in.push_back(last), out.push_back(last), taps.push_back(-1);
  r->first = in[0];
  r->firstOut = out[0];
  r->inRow = product(in, 1);
  r->outRow = product(out, 1);
  // Axes that shrink come first, the outermost of them before the others; those that grow then, the innermost first.
  std::vector<int> order;
  for (size_t s = 0; s < in.size(); s++) if (taps[s] >= 0) order.push_back((int)s);
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
    double p = (double)out[a] / std::max<int64_t>(1, in[a]), q = (double)out[b] / std::max<int64_t>(1, in[b]);
    return p != q ? p < q : p > 1 && a > b;
  });
  // Rows of the first axis that a piece computes.
  int64_t widest = std::max(r->inRow, r->outRow), bytes = widest * sizeof(T);
  int64_t step = std::max<int64_t>(1, std::min(out[0], std::max<int64_t>(8, 98304 / std::max<int64_t>(1, bytes))));
  int64_t longest = 0;
  std::vector<int32_t> safe = near(axes[0].taps);
  for (int64_t from = 0; from < out[0]; from += step) {
    Piece p{from, std::min(out[0], from + step), INT64_MAX, 0};
    const Taps& t = axes[0].taps;
    for (int64_t k = t.start[p.from]; k < t.start[p.to]; k++) {
      p.low = std::min<int64_t>(p.low, t.index[k]);
      p.high = std::max<int64_t>(p.high, t.index[k] + 1);
    }
    for (int64_t o = p.from; o < p.to; o++) {
      p.low = std::min<int64_t>(p.low, safe[o]);
      p.high = std::max<int64_t>(p.high, safe[o] + 1);
    }
    longest = std::max({longest, p.to - p.from, p.high - p.low});
    r->pieces.push_back(p);
  }
  Dims now = in;
  r->block = longest * r->inRow;
  double work = 0;
  for (int s : order) {
    Pass<T> p;
    p.segment = s;
    p.inner = product(now, s + 1);
    p.between = s == 0 ? 1 : product(now, 1, s);
    p.taps = axes[taps[s]].taps;
    now[s] = out[s];
    work += (double)r->outer * product(now) * p.taps.index.size() / std::max<int64_t>(1, p.taps.out);
    prepare(p);
    r->passes.push_back(std::move(p));
    r->block = std::max(r->block, longest * product(now, 1));
  }
  for (size_t s = 0; s < in.size(); s++) {
    if (taps[s] < 0 || axes[taps[s]].taps.outside.empty()) continue;
    r->outside.push_back({{s == 0 ? -1 : product(out, 1, s), out[s], product(out, s + 1)}, axes[taps[s]].taps.outside});
  }
  int64_t tasks = r->outer * (int64_t)r->pieces.size();
  int threads = (int)std::max<int64_t>(1, std::min<int64_t>(tasks, threadsFor(call, work)));
  int64_t each = align64(r->block * (r->converts ? 3 : 2) * sizeof(T));
  return simple(name, [=](const Args& a) {
    parallel(threads, tasks, 1, [&](int64_t from, int64_t to, int thread) {
      for (int64_t t = from; t < to; t++) {
        r->run(a.template input<S>(0), a.template output<S>(0), t, (T*)(a.scratch + thread * each));
      }
    });
  }, {}, each * threads);
}

template <class T> T bitsOf(DType t, double v) {
  char b[8] = {};
  auto put = [&](auto x) { memcpy(b, &x, sizeof(x)); };
  switch (t) {
    case DType::F32: put((float)v); break;
    case DType::F64: put(v); break;
    case DType::F16: put(vm::toF16((float)v)); break;
    case DType::BF16: put(vm::toBf16((float)v)); break;
    case DType::C64: case DType::C128: break;
    default: put((int64_t)v);
  }
  T r;
  memcpy(&r, b, sizeof(T));
  return r;
}

// The taps of the axes, of copies only when `moves`.
KernelPtr through(const Call& call, std::vector<Axis> axes, bool moves, double fill, const char* name) {
  const Dims &in = call.in[0].dims, &out = call.out[0].dims;
  DType type = call.in[0].dtype;
  std::sort(axes.begin(), axes.end(), [](const Axis& p, const Axis& q) { return p.axis < q.axis; });
  int64_t bytes = call.out[0].bytes();
  if (bytes == 0) return simple(name, [](const Args&) {});
  if (call.in[0].size() == 0) return simple(name, [=](const Args& a) { memset(a.out[0], 0, bytes); });
  if (axes.empty()) return simple(name, [=](const Args& a) { memcpy(a.out[0], a.in[0], bytes); }, {{0, 0}});
  auto as = [&](auto* compute, auto* stored) {
    using T = std::remove_pointer_t<decltype(compute)>;
    using S = std::remove_pointer_t<decltype(stored)>;
    return build<T, S>(call, in, out, axes, bitsOf<S>(type, fill), name);
  };
  if (moves) {
    switch (bytesOf(type)) {
      case 1: return as((uint8_t*)nullptr, (uint8_t*)nullptr);
      case 2: return as((uint16_t*)nullptr, (uint16_t*)nullptr);
      case 4: return as((uint32_t*)nullptr, (uint32_t*)nullptr);
      case 8: return as((uint64_t*)nullptr, (uint64_t*)nullptr);
      default: return unsupported("complex128");
    }
  }
  switch (type) {
    case DType::F32: return as((float*)nullptr, (float*)nullptr);
    case DType::F64: return as((double*)nullptr, (double*)nullptr);
    case DType::F16: return as((float*)nullptr, (Half*)nullptr);
    case DType::BF16: return as((float*)nullptr, (Brain*)nullptr);
    case DType::U8: return as((float*)nullptr, (uint8_t*)nullptr);
    case DType::I8: return as((float*)nullptr, (int8_t*)nullptr);
    case DType::U16: return as((float*)nullptr, (uint16_t*)nullptr);
    case DType::I16: return as((float*)nullptr, (int16_t*)nullptr);
    case DType::I32: return as((double*)nullptr, (int32_t*)nullptr);
    case DType::U32: return as((double*)nullptr, (uint32_t*)nullptr);
    case DType::I64: return as((double*)nullptr, (int64_t*)nullptr);
    case DType::U64: return as((double*)nullptr, (uint64_t*)nullptr);
    default: return unsupported("that type");
  }
}

// x -> y, or dy -> dx with the taps turned around.
KernelPtr resample(const Call& call, bool gradient) {
  const Dims &in = call.in[0].dims, &out = call.out[0].dims;
  Dims listed = call.attrs.integers("axes");
  std::vector<Axis> axes;
  bool moves = !gradient;
  for (size_t k = 0; k < listed.size(); k++) {
    int64_t a = listed[k] < 0 ? listed[k] + (int64_t)in.size() : listed[k];
    if (in[a] > INT32_MAX || out[a] > INT32_MAX) return unsupported("axes beyond 2^31");
    Taps t = gradient ? transposed(tapsOf(call.attrs, k, out[a], in[a])) : tapsOf(call.attrs, k, in[a], out[a]);
    moves &= t.copies;
    axes.push_back({a, std::move(t)});
  }
  return through(call, std::move(axes), moves, gradient ? 0 : call.attrs.number("extrapolation_value", 0),
      gradient ? "native:resample gradient" : "native:resample");
}

KernelPtr forward(const Call& call) { return resample(call, false); }
KernelPtr backward(const Call& call) { return resample(call, true); }

// dy -> dx: what Pad repeated is added up.
KernelPtr padGrad(const Call& call) {
  const Dims &dy = call.in[0].dims, &dx = call.out[0].dims;
  Dims pads = call.attrs.integers("pads"), listed = call.attrs.integers("axes");
  if (listed.empty()) for (size_t i = 0; i < dx.size(); i++) listed.push_back((int64_t)i);
  std::vector<Axis> axes;
  for (size_t i = 0; i < listed.size(); i++) {
    int64_t a = listed[i] < 0 ? listed[i] + (int64_t)dx.size() : listed[i];
    if (dx[a] > INT32_MAX || dy[a] > INT32_MAX) return unsupported("axes beyond 2^31");
    if (pads[i] == 0 && dx[a] == dy[a]) continue;
    axes.push_back({a, transposed(paddingTaps(call.attrs.text("mode", "constant"), pads[i], dx[a], dy[a]))});
  }
  return through(call, std::move(axes), false, 0, "native:pad gradient");
}

}  // namespace

void addResample(Table& t) {
  t["pydl4j.Resample"] = forward;
  t["pydl4j.ResampleGrad"] = backward;
  t["pydl4j.PadGrad"] = padGrad;
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
