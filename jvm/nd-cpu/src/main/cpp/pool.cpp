// MaxPool, AveragePool, pydl4j.SumPool, LpPool, their gradients and the places of maxima, over 1 to 3 spatial axes,
// channels-first or channels-last. A gradient goes to the first maximum.
#include "invalid.h"
#include "narrow.h"
#include "windows.h"

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

// The part of a window that lies inside the input: kernel indices [k0, k1) and the input index of k0; `padded` counts
// those inside the padded input (a window that ceil_mode adds reaches beyond), at least 1.
struct Range { int64_t k0, k1, at, padded; int64_t count() const { return k1 - k0; } };

struct Axis {
  int64_t in = 1, out = 1, kernel = 1, stride = 1, dilation = 1, begin = 0, end = 0;
  std::vector<Range> windows;

  void clip() {
    for (int64_t o = 0; o < out; o++) {
      int64_t start = o * stride - begin;
      int64_t k0 = start >= 0 ? 0 : (-start + dilation - 1) / dilation;
      int64_t k1 = std::min(kernel, start >= in ? 0 : (in - 1 - start) / dilation + 1);
      int64_t padded = std::min(kernel, start >= in + end ? 0 : (in + end - 1 - start) / dilation + 1);
      windows.push_back({k0, std::max(k1, k0), start + k0 * dilation, std::max<int64_t>(1, padded)});
    }
    trim();
  }

  // Forgets the taps before and after those that lie inside the input for some output: work memory spans the others.
  void trim() {
    int64_t first = kernel, last = 0;
    for (int64_t o = 0; o < out; o++) {
      first = std::min(first, std::max<int64_t>(0, begin - o * stride) / dilation);
      if (windows[o].count() > 0) last = std::max(last, windows[o].k1);
    }
    for (Range& r : windows) {
      if (r.count() == 0) r.k0 = r.k1 = first;
      r.k0 -= first;
      r.k1 -= first;
    }
    kernel = std::max<int64_t>(1, last - first);
    begin -= first * dilation;
  }
  // Output positions whose tap k lies inside the input.
  std::pair<int64_t, int64_t> reach(int64_t k) const {
    int64_t first = begin - k * dilation, low = first <= 0 ? 0 : (first + stride - 1) / stride;
    int64_t last = in - 1 + first, high = last < 0 ? 0 : std::min(out, last / stride + 1);
    return {low, std::max(low, high)};
  }
  // Padded elements that the windows span.
  int64_t span() const { return (out - 1) * stride + (kernel - 1) * dilation + 1; }
};

struct Pool {
  bool last;  // channels-last
  int64_t N, C;
  Axis d, h, w;
  bool includePad;

  int64_t planes() const { return last ? N : N * C; }
  int64_t width() const { return last ? C : 1; }
  int64_t rows() const { return planes() * d.out * h.out; }
  int64_t inPlane() const { return d.in * h.in * w.in * width(); }
  int64_t outPlane() const { return d.out * h.out * w.out * width(); }
  double work() const { return (double)N * C * d.out * h.out * w.out * d.kernel * h.kernel * w.kernel; }
  // Windows of 2x2 side by side.
  bool isHalving() const {
    auto halves = [](const Axis& a) {
      return a.kernel == 2 && a.stride == 2 && a.dilation == 1 && a.begin == 0 && a.end == 0 && a.out * 2 == a.in;
    };
    return d.in == 1 && d.kernel == 1 && d.out == 1 && halves(h) && halves(w);
  }
  // Elements that count, of a window's rows and columns.
  int64_t rowCount(int64_t od, int64_t oh) const {
    return includePad ? d.windows[od].padded * h.windows[oh].padded : d.windows[od].count() * h.windows[oh].count();
  }
  int64_t columnCount(int64_t ow) const { return includePad ? w.windows[ow].padded : w.windows[ow].count(); }
};

bool describe(const Call& call, const Dims& x, const Dims& y, Pool& p) {
  p.last = call.attrs.text("layout", "NCHW") == "NHWC";
  if (x.size() < 3 || x.size() > 5 || product(x) == 0 || product(y) == 0) return false;
  size_t n = x.size() - 2, s = p.last ? 1 : 2;
  Dims one(n, 1), k = call.attrs.integers("kernel_shape"), st = call.attrs.integers("strides", one),
      di = call.attrs.integers("dilations", one);
  if (k.size() != n || st.size() != n || di.size() != n) return false;
  Dims pads = padsOf(call.attrs, Dims(x.begin() + s, x.begin() + s + n), k, st, di);
  if (pads.size() != 2 * n) return false;
  p.N = x[0];
  p.C = p.last ? x.back() : x[1];
  p.includePad = call.attrs.integer("count_include_pad", 0);
  Axis* axes[3] = {&p.d, &p.h, &p.w};
  for (size_t i = 0; i < n; i++) {
    Axis& a = *axes[3 - n + i];
    a.in = x[s + i];
    a.out = y[s + i];
    a.kernel = k[i];
    a.stride = st[i];
    a.dilation = di[i];
    a.begin = pads[i];
    a.end = pads[n + i];
  }
  for (Axis* a : axes) a->clip();
  return true;
}

const char* const NOT_A_POOL = "not a pool of a known type over 1 to 3 axes, or empty";

// What a pool does to its elements. T computes. PLAIN: finish changes nothing. Quick: what is done first, and left where it met no NaN.
template <class T> struct QuickMax;
template <class T> struct Max {
  static constexpr bool PLAIN = true;
  using Quick = std::conditional_t<std::is_floating_point_v<T>, QuickMax<T>, Max>;
  static constexpr T none() {
    return std::numeric_limits<T>::has_infinity ? -std::numeric_limits<T>::infinity() : std::numeric_limits<T>::lowest();
  }
  T of(T x) const { return x; }
  T join(T a, T b) const { return vm::max(a, b); }
  T finish(T a) const { return a; }
};
template <class T> struct QuickMax : Max<T> {
  T join(T a, T b) const { return a > b ? a : b; }
};
template <class T> struct Sum {
  static constexpr bool PLAIN = true;
  using Quick = Sum;
  static constexpr T none() { return 0; }
  T of(T x) const { return x; }
  T join(T a, T b) const { return a + b; }
  T finish(T a) const { return a; }
};
template <class T, int P> struct Lp {
  static constexpr bool PLAIN = P == 1;
  using Quick = Lp;
  T p, inverse;
  static constexpr T none() { return 0; }
  T of(T x) const { return P == 1 ? std::fabs(x) : P == 2 ? x * x : std::pow(std::fabs(x), p); }
  T join(T a, T b) const { return a + b; }
  T finish(T a) const { return P == 1 ? a : P == 2 ? std::sqrt(a) : std::pow(a, inverse); }
};

// Calls f(input row, first element) for the rows of input that an output row's windows reach.
template <class F> void reachedRows(const Pool& p, int64_t plane, int64_t od, int64_t oh, F&& f) {
  const Range &d = p.d.windows[od], &h = p.h.windows[oh];
  bool first = true;
  for (int64_t i = 0; i < d.count(); i++) {
    for (int64_t j = 0; j < h.count(); j++) {
      f(((plane * p.d.in + d.at + i * p.d.dilation) * p.h.in + h.at + j * p.h.dilation) * p.w.in * p.width(), first);
      first = false;
    }
  }
}

// Rows are joined four at a time, so that what they come to is stored less often. A row counts through `of` first.
template <class O, class T, class R> void joinRows(const O& op, T* y, int64_t n, const R* rows, int count, bool more) {
  const T *a = rows[0], *b = count > 1 ? rows[1] : a, *c = count > 2 ? rows[2] : a, *d = count > 3 ? rows[3] : a;
  auto join = [&](auto&& of) {
    if (more) {
#pragma GCC ivdep
      for (int64_t i = 0; i < n; i++) y[i] = op.join(y[i], of(i));
    } else {
#pragma GCC ivdep
      for (int64_t i = 0; i < n; i++) y[i] = of(i);
    }
  };
  if (count == 1) join([&](int64_t i) { return op.of(a[i]); });
  else if (count == 2) join([&](int64_t i) { return op.join(op.of(a[i]), op.of(b[i])); });
  else if (count == 3) join([&](int64_t i) { return op.join(op.join(op.of(a[i]), op.of(b[i])), op.of(c[i])); });
  else join([&](int64_t i) { return op.join(op.join(op.of(a[i]), op.of(b[i])), op.join(op.of(c[i]), op.of(d[i]))); });
}

// The same of a line's columns at a distance; what is on the line went through `of`.
template <int STRIDE, class O, class T>
void across(const O& op, const T* line, T* y, int64_t n, int64_t stride, int64_t kernel, int64_t dilation) {
  const int64_t s = STRIDE > 0 ? STRIDE : stride;
  for (int64_t k = 0; k < kernel;) {
    const T *a = line + k * dilation, *b = a + dilation, *c = b + dilation, *d = c + dilation;
    int64_t left = kernel - k;
    auto join = [&](auto&& of) {
      if (k > 0) {
#pragma GCC ivdep
        for (int64_t o = 0; o < n; o++) y[o] = op.join(y[o], of(o * s));
      } else {
#pragma GCC ivdep
        for (int64_t o = 0; o < n; o++) y[o] = of(o * s);
      }
    };
    if (left == 1) join([&](int64_t i) { return a[i]; });
    else if (left == 2) join([&](int64_t i) { return op.join(a[i], b[i]); });
    else if (left == 3) join([&](int64_t i) { return op.join(op.join(a[i], b[i]), c[i]); });
    else join([&](int64_t i) { return op.join(op.join(a[i], b[i]), op.join(c[i], d[i])); });
    k += 4;
  }
}

// How a thread works on channels-first rows: `rows` output rows at a time, each of its windows' rows joined to a padded
// line, then the columns of all lines at once where that computes little beside what is wanted, else line by line. Many
// lines, because a load just behind a store waits, and because rows are short.
struct Layout {
  int64_t length, pitch, rows;  // of a line; outputs that a line has room for
  bool flat;

  explicit Layout(const Pool& p) {
    pitch = (p.w.span() + p.w.stride - 1) / p.w.stride;
    length = pitch * p.w.stride;
    flat = pitch <= std::max((p.w.out + 15) / 16 * 16, p.w.out * 5 / 4) && length <= 2 * p.w.span() + 64;
    if (!flat) pitch = p.w.out, length = p.w.span();
    rows = std::max<int64_t>(8, std::min<int64_t>(64, 4096 / length));
    rows = std::min(rows, p.rows());
  }
  int64_t lines() const { return rows * length; }
  int64_t sums() const { return rows * pitch; }
};

// Buffers of a thread: lines, sums by output column, and rows as numbers where they must be converted.
template <class T> struct Lines {
  T *line, *sums, *wide[4];
  static int64_t slack(const Pool& p) { return (p.w.kernel - 1) * p.w.dilation + 1; }  // read behind the last line, for outputs that nobody wants
  static int64_t bytes(const Pool& p, const Layout& l, bool narrow) {
    int64_t n = p.last ? 3 * p.C : l.lines() + slack(p) + l.sums() + (narrow ? 4 * p.w.in : 0);
    return align64(n * sizeof(T));
  }
  Lines(const Pool& p, const Layout& l, char* scratch, T none) : line((T*)scratch) {
    if (p.last) {
      sums = line + p.C;
      wide[0] = sums + p.C;
      return;
    }
    std::fill(line, line + l.lines() + slack(p), none);
    sums = line + l.lines() + slack(p);
    for (int k = 0; k < 4; k++) wide[k] = sums + l.sums() + k * p.w.in;
  }
};

// A row of outputs; next() is the one behind it.
struct Row {
  int64_t plane, od, oh;
  Row(const Pool& p, int64_t row) : plane(row / p.h.out / p.d.out), od(row / p.h.out % p.d.out), oh(row % p.h.out) {}
  void next(const Pool& p) {
    if (++oh < p.h.out) return;
    oh = 0;
    if (++od < p.d.out) return;
    od = 0;
    plane++;
  }
};

// Channels-first, the rows of one output row's windows joined to a line.
template <class S, class O>
void joinToLine(const Pool& p, const O& op, const Row& row, const S* x, Read<S>* line, const Lines<Read<S>>& l) {
  using T = Read<S>;
  int64_t inside = std::min(p.w.in, p.w.span() - p.w.begin);
  T* body = line + p.w.begin;
  const T* rows[4];
  int count = 0;
  bool more = false;
  auto flush = [&] {
    if (count > 0) joinRows(op, body, inside, rows, count, more);
    more |= count > 0;
    count = 0;
  };
  reachedRows(p, row.plane, row.od, row.oh, [&](int64_t at, bool) {
    rows[count] = numbers(x + at, inside, l.wide[count]);
    if (++count == 4) flush();
  });
  flush();
  if (!more) std::fill(body, body + inside, O::none());
}

// The columns of `n` outputs that lie side by side on the lines.
template <class O, class T> void joinColumns(const Pool& p, const O& op, const T* line, T* y, int64_t n) {
  int64_t s = p.w.stride, k = p.w.kernel, step = p.w.dilation;
  if (s == 1) across<1>(op, line, y, n, s, k, step);
  else if (s == 2) across<2>(op, line, y, n, s, k, step);
  else if (s == 3) across<3>(op, line, y, n, s, k, step);
  else if (s == 4) across<4>(op, line, y, n, s, k, step);
  else across<0>(op, line, y, n, s, k, step);
}

// One row of outputs from its sums.
template <class S, class O>
void finishRow(const Pool& p, const O& op, const Read<S>* shares, const Row& row, Read<S>* sums, S* y) {
  using T = Read<S>;
  T* o = isNarrow<S> ? sums : (T*)(void*)y;
  int64_t n = p.w.out;
  if (shares) {
    T share = (T)(1.0 / std::max<int64_t>(1, p.rowCount(row.od, row.oh)));
#pragma GCC ivdep
    for (int64_t i = 0; i < n; i++) o[i] = sums[i] * (share * shares[i]);
  } else {
#pragma GCC ivdep
    for (int64_t i = 0; i < n; i++) o[i] = op.finish(sums[i]);
  }
  store(y, o, n);
}

// One row of outputs, channels-last: window by window, channels side by side.
template <class S, class O>
void lastRow(const Pool& p, const O& op, bool averages, int64_t row, const S* x, S* y, const Lines<Read<S>>& l) {
  using T = Read<S>;
  int64_t oh = row % p.h.out, od = row / p.h.out % p.d.out, plane = row / p.h.out / p.d.out, C = p.C;
  for (int64_t ow = 0; ow < p.w.out; ow++) {
    const Range& w = p.w.windows[ow];
    S* o = y + (row * p.w.out + ow) * C;
    T* sums = isNarrow<S> ? l.sums : (T*)(void*)o;
    bool none = true;
    reachedRows(p, plane, od, oh, [&](int64_t at, bool) {
      for (int64_t j = 0; j < w.count(); j++) {
        const T* r = numbers(x + at + (w.at + j * p.w.dilation) * C, C, l.wide[0]);
        if (none) {
#pragma GCC ivdep
          for (int64_t c = 0; c < C; c++) sums[c] = op.of(r[c]);
        } else {
#pragma GCC ivdep
          for (int64_t c = 0; c < C; c++) sums[c] = op.join(sums[c], op.of(r[c]));
        }
        none = false;
      }
    });
    if (none) std::fill(sums, sums + C, O::none());
    if (averages) {
      T scale = (T)(1.0 / std::max<int64_t>(1, p.rowCount(od, oh) * p.columnCount(ow)));
      for (int64_t c = 0; c < C; c++) sums[c] *= scale;
    } else {
      for (int64_t c = 0; c < C; c++) sums[c] = op.finish(sums[c]);
    }
    store(o, sums, C);
  }
}

template <class S, class O> KernelPtr forward(const Call& call, const Pool& p, const O& op, bool averages, const char* name) {
  using T = Read<S>;
  Layout layout(p);
  int threads = threadsFor(call, p.work());
  int64_t each = Lines<T>::bytes(p, layout, isNarrow<S>);
  std::vector<T> shares;  // one part of as many as count, by column
  for (int64_t o = 0; averages && o < p.w.out; o++) shares.push_back((T)(1.0 / std::max<int64_t>(1, p.columnCount(o))));
  bool direct = O::PLAIN && !averages && !isNarrow<S> && layout.pitch == p.w.out;  // sums are the outputs
  return simple(name, [=](const Args& a) {
    auto part = [&](const auto& op, int64_t from, int64_t to, int thread) {
      Lines<T> lines(p, layout, a.scratch + thread * each, O::none());
      const S* x = a.input<S>(0);
      S* y = a.output<S>(0);
      if (p.last) {
        for (int64_t r = from; r < to; r++) lastRow<S>(p, op, averages, r, x, y, lines);
        return;
      }
      Row joined(p, from), written = joined;
      for (int64_t r0 = from; r0 < to; r0 += layout.rows) {
        int64_t n = std::min(layout.rows, to - r0);
        for (int64_t r = 0; r < n; r++, joined.next(p)) joinToLine<S>(p, op, joined, x, lines.line + r * layout.length, lines);
        T* sums = direct ? (T*)(void*)(y + r0 * p.w.out) : lines.sums;
        if (layout.flat) {
          joinColumns(p, op, lines.line, sums, n * layout.pitch);
        } else {
          for (int64_t r = 0; r < n; r++) joinColumns(p, op, lines.line + r * layout.length, sums + r * layout.pitch, p.w.out);
        }
        for (int64_t r = 0; r < n && !direct; r++, written.next(p)) {
          finishRow<S>(p, op, averages ? shares.data() : nullptr, written, sums + r * layout.pitch, y + (r0 + r) * p.w.out);
        }
      }
    };
    parallel(threads, p.rows(), 1, [&](int64_t from, int64_t to, int thread) {
      if constexpr (std::is_same_v<typename O::Quick, O>) return part(op, from, to, thread);
      takeInvalid();
      part(typename O::Quick(), from, to, thread);
      if (takeInvalid()) part(op, from, to, thread);
    });
  }, {}, each * threads);
}

// 2x2 windows side by side, channels-last, the commonest pool: one row of windows at a time.
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
  if (!describe(call, call.in[0].dims, call.out[0].dims, p)) return unsupported(NOT_A_POOL);
  const char* name = "native:maxpool";
  if (p.last && call.in[0].f32() && p.isHalving()) {
    int threads = threadsFor(call, p.work());
    return simple("native:maxpool 2x2", [=](const Args& a) {
      int64_t row = p.w.in * p.C;
      parallel(threads, p.rows(), 1, [&](int64_t from, int64_t to, int) {
        for (int64_t r = from; r < to; r++) {
          const float* x = a.input<float>(0) + 2 * r * row;
          maxRow(x, x + row, a.output<float>(0) + r * p.w.out * p.C, p.w.out, p.C);
        }
      });
    });
  }
  switch (call.in[0].dtype) {
    case DType::F32: return forward<float>(call, p, Max<float>(), false, name);
    case DType::F64: return forward<double>(call, p, Max<double>(), false, name);
    case DType::F16: return forward<Half>(call, p, Max<float>(), false, name);
    case DType::BF16: return forward<Brain>(call, p, Max<float>(), false, name);
    case DType::U8: return forward<uint8_t>(call, p, Max<uint8_t>(), false, name);
    case DType::I8: return forward<int8_t>(call, p, Max<int8_t>(), false, name);
    default: return unsupported(NOT_A_POOL);
  }
}

KernelPtr summing(const Call& call, bool averages, const char* name) {
  Pool p;
  if (!describe(call, call.in[0].dims, call.out[0].dims, p)) return unsupported(NOT_A_POOL);
  switch (call.in[0].dtype) {
    case DType::F32: return forward<float>(call, p, Sum<float>(), averages, name);
    case DType::F64: return forward<double>(call, p, Sum<double>(), averages, name);
    case DType::F16: return forward<Half>(call, p, Sum<float>(), averages, name);
    case DType::BF16: return forward<Brain>(call, p, Sum<float>(), averages, name);
    default: return unsupported(NOT_A_POOL);
  }
}

KernelPtr averagePool(const Call& call) { return summing(call, true, "native:averagepool"); }
KernelPtr sumPool(const Call& call) { return summing(call, false, "native:sumpool"); }

template <class S> KernelPtr lp(const Call& call, const Pool& p) {
  using T = Read<S>;
  int64_t n = call.attrs.integer("p", 2);
  T exponent = (T)n, inverse = (T)(1.0 / (double)n);
  const char* name = "native:lppool";
  if (n == 1) return forward<S>(call, p, Lp<T, 1>{exponent, inverse}, false, name);
  if (n == 2) return forward<S>(call, p, Lp<T, 2>{exponent, inverse}, false, name);
  return forward<S>(call, p, Lp<T, 0>{exponent, inverse}, false, name);
}

KernelPtr lpPool(const Call& call) {
  Pool p;
  if (!describe(call, call.in[0].dims, call.out[0].dims, p)) return unsupported(NOT_A_POOL);
  switch (call.in[0].dtype) {
    case DType::F32: return lp<float>(call, p);
    case DType::F64: return lp<double>(call, p);
    case DType::F16: return lp<Half>(call, p);
    case DType::BF16: return lp<Brain>(call, p);
    default: return unsupported(NOT_A_POOL);
  }
}

// x -> the place of each window's first maximum in x, counted as if all of x were one list; with storage_order 1 the
// spatial axes of an image are counted the first one fastest.
template <class S> KernelPtr places(const Call& call, const Pool& p) {
  using T = Read<S>;
  bool turned = call.attrs.integer("storage_order", 0);
  int threads = threadsFor(call, p.work());
  int64_t each = align64((p.w.out + p.w.in) * sizeof(T));
  return simple("native:maxpool places", [=](const Args& a) {
    const S* x = a.input<S>(0);
    parallel(threads, p.rows(), 1, [&](int64_t from, int64_t to, int thread) {
      T *best = (T*)(a.scratch + thread * each), *other = best + p.w.out;
      for (int64_t row = from; row < to; row++) {
        int64_t oh = row % p.h.out, od = row / p.h.out % p.d.out, plane = row / p.h.out / p.d.out, n = p.w.out;
        int64_t* place = a.output<int64_t>(0) + row * n;
        std::fill(best, best + n, Max<T>::none());
        std::fill(place, place + n, (int64_t)-1);
        reachedRows(p, plane, od, oh, [&](int64_t at, bool) {
          const T* r = numbers(x + at, p.w.in, other);
          for (int64_t k = 0; k < p.w.kernel; k++) {
            auto [low, high] = p.w.reach(k);
            int64_t shift = k * p.w.dilation - p.w.begin, s = p.w.stride;
#pragma GCC ivdep
            for (int64_t o = low; o < high; o++) {
              T v = r[o * s + shift];
              bool better = v > best[o] || place[o] < 0;
              best[o] = better ? v : best[o];
              place[o] = better ? at + o * s + shift : place[o];
            }
          }
        });
        for (int64_t o = 0; turned && o < n; o++) {
          int64_t base = plane * p.inPlane(), i = place[o] - base, w = i % p.w.in, h = i / p.w.in % p.h.in,
              d = i / p.w.in / p.h.in;
          place[o] = base + (w * p.h.in + h) * p.d.in + d;
        }
      }
    });
  }, {}, each * threads);
}

KernelPtr maxPoolPlaces(const Call& call) {
  Pool p;
  if (!describe(call, call.in[0].dims, call.out[0].dims, p) || p.last) return unsupported(NOT_A_POOL);
  switch (call.in[0].dtype) {
    case DType::F32: return places<float>(call, p);
    case DType::F64: return places<double>(call, p);
    case DType::F16: return places<Half>(call, p);
    case DType::BF16: return places<Brain>(call, p);
    case DType::U8: return places<uint8_t>(call, p);
    case DType::I8: return places<int8_t>(call, p);
    default: return unsupported(NOT_A_POOL);
  }
}

// Gradients: a task is a plane, or of channels-last ones some channels of it, so that no two tasks add to one element.
struct Tasks {
  int64_t chunks = 1, width = 1, count;
  Tasks(const Pool& p, int threads) {
    if (p.last) {
      int64_t wanted = p.N >= threads ? 1 : (threads + p.N - 1) / p.N;
      width = std::max<int64_t>(16, (p.C / wanted + 15) / 16 * 16);
      chunks = (p.C + width - 1) / width;
    }
    count = p.planes() * chunks;
  }
};

template <class T> void clear(const Pool& p, int64_t plane, int64_t c, int64_t m, T* dx) {
  int64_t C = p.width(), n = p.inPlane() / C;
  T* at = dx + plane * p.inPlane() + c;
  if (m == C) memset(at, 0, n * C * sizeof(T));
  else for (int64_t i = 0; i < n; i++) memset(at + i * C, 0, m * sizeof(T));
}

// dy, x, y -> dx.
template <class T> KernelPtr maxGrad(const Call& call, const Pool& p) {
  int threads = threadsFor(call, p.work());
  Tasks tasks(p, threads);
  int64_t each = align64(std::max(p.w.out, tasks.width) * sizeof(T));
  return simple("native:maxpool gradient", [=](const Args& a) {
    const T *dy = a.input<T>(0), *x = a.input<T>(1), *y = a.input<T>(2);
    T* dx = a.output<T>(0);
    parallel(threads, tasks.count, 1, [&](int64_t from, int64_t to, int thread) {
      T* left = (T*)(a.scratch + thread * each);  // what no element has taken yet
      for (int64_t t = from; t < to; t++) {
        int64_t plane = t / tasks.chunks, C = p.width(), c0 = t % tasks.chunks * tasks.width,
            m = std::min(tasks.width, C - c0);
        clear(p, plane, c0, m, dx);
        for (int64_t od = 0; od < p.d.out; od++) for (int64_t oh = 0; oh < p.h.out; oh++) {
          int64_t row = (plane * p.d.out + od) * p.h.out + oh;
          if (!p.last) {
            const T* best = y + row * p.w.out;
            memcpy(left, dy + row * p.w.out, p.w.out * sizeof(T));
            reachedRows(p, plane, od, oh, [&](int64_t at, bool) {
              for (int64_t k = 0; k < p.w.kernel; k++) {
                auto [low, high] = p.w.reach(k);
                int64_t s = p.w.stride, shift = at + k * p.w.dilation - p.w.begin;
                const T* r = x + shift;
                T* d = dx + shift;
#pragma GCC ivdep
                for (int64_t o = low; o < high; o++) {
                  bool hit = r[o * s] == best[o];
                  d[o * s] += hit ? left[o] : 0;
                  left[o] = hit ? 0 : left[o];
                }
              }
            });
            continue;
          }
          for (int64_t ow = 0; ow < p.w.out; ow++) {
            const Range& w = p.w.windows[ow];
            int64_t o = (row * p.w.out + ow) * C + c0;
            const T* best = y + o;
            memcpy(left, dy + o, m * sizeof(T));
            reachedRows(p, plane, od, oh, [&](int64_t at, bool) {
              for (int64_t j = 0; j < w.count(); j++) {
                int64_t i = at + (w.at + j * p.w.dilation) * C + c0;
                const T* r = x + i;
                T* d = dx + i;
#pragma GCC ivdep
                for (int64_t c = 0; c < m; c++) {
                  bool hit = r[c] == best[c];
                  d[c] += hit ? left[c] : 0;
                  left[c] = hit ? 0 : left[c];
                }
              }
            });
          }
        }
      }
    });
  }, {}, each * threads);
}

KernelPtr maxPoolGrad(const Call& call) {
  Pool p;
  if (!describe(call, call.in[1].dims, call.in[0].dims, p)) return unsupported(NOT_A_POOL);
  if (p.last && call.in[0].f32() && p.isHalving()) {
    int threads = threadsFor(call, p.work());
    return simple("native:maxpool 2x2", [=](const Args& a) {
      int64_t row = p.w.in * p.C, out = p.w.out * p.C;
      parallel(threads, p.rows(), 1, [&](int64_t from, int64_t to, int) {
        for (int64_t r = from; r < to; r++) {
          const float* x = a.input<float>(1) + 2 * r * row;
          float* dx = a.output<float>(0) + 2 * r * row;
          maxRowGrad(x, x + row, a.input<float>(2) + r * out, a.input<float>(0) + r * out, dx, dx + row, p.w.out, p.C);
        }
      });
    });
  }
  DType t = call.in[0].dtype;
  return t == DType::F32 ? maxGrad<float>(call, p) : t == DType::F64 ? maxGrad<double>(call, p)
      : unsupported(NOT_A_POOL);
}

// dy -> dx.
template <class T> KernelPtr sumGrad(const Call& call, const Pool& p, bool averages, const char* name) {
  int threads = threadsFor(call, p.work());
  Tasks tasks(p, threads);
  int64_t line = p.last ? tasks.width : std::max(p.w.span(), p.w.begin + p.w.in);
  int64_t each = align64((line + p.w.out) * sizeof(T));
  return simple(name, [=](const Args& a) {
    const T* dy = a.input<T>(0);
    T* dx = a.output<T>(0);
    parallel(threads, tasks.count, 1, [&](int64_t from, int64_t to, int thread) {
      T *spread = (T*)(a.scratch + thread * each), *scaled = spread + line;
      for (int64_t t = from; t < to; t++) {
        int64_t plane = t / tasks.chunks, C = p.width(), c0 = t % tasks.chunks * tasks.width,
            m = std::min(tasks.width, C - c0);
        clear(p, plane, c0, m, dx);
        for (int64_t od = 0; od < p.d.out; od++) for (int64_t oh = 0; oh < p.h.out; oh++) {
          int64_t row = (plane * p.d.out + od) * p.h.out + oh, count = averages ? p.rowCount(od, oh) : 1;
          if (!p.last) {
            const T* g = dy + row * p.w.out;
            for (int64_t o = 0; o < p.w.out; o++) {
              scaled[o] = averages ? g[o] / (T)std::max<int64_t>(1, count * p.columnCount(o)) : g[o];
            }
            memset(spread, 0, line * sizeof(T));
            for (int64_t k = 0; k < p.w.kernel; k++) {
              T* to = spread + k * p.w.dilation;
              int64_t s = p.w.stride;
#pragma GCC ivdep
              for (int64_t o = 0; o < p.w.out; o++) to[o * s] += scaled[o];
            }
            const T* body = spread + p.w.begin;
            int64_t inside = std::min(p.w.in, p.w.span() - p.w.begin);
            reachedRows(p, plane, od, oh, [&](int64_t at, bool) {
              T* d = dx + at;
#pragma GCC ivdep
              for (int64_t i = 0; i < inside; i++) d[i] += body[i];
            });
            continue;
          }
          for (int64_t ow = 0; ow < p.w.out; ow++) {
            const Range& w = p.w.windows[ow];
            const T* g = dy + (row * p.w.out + ow) * C + c0;
            T scale = averages ? (T)(1.0 / std::max<int64_t>(1, count * p.columnCount(ow))) : 1;
            reachedRows(p, plane, od, oh, [&](int64_t at, bool) {
              for (int64_t j = 0; j < w.count(); j++) {
                T* d = dx + at + (w.at + j * p.w.dilation) * C + c0;
#pragma GCC ivdep
                for (int64_t c = 0; c < m; c++) d[c] += g[c] * scale;
              }
            });
          }
        }
      }
    });
  }, {}, each * threads);
}

KernelPtr summingGrad(const Call& call, bool averages, const char* name) {
  Pool p;
  if (!describe(call, call.out[0].dims, call.in[0].dims, p)) return unsupported(NOT_A_POOL);
  DType t = call.in[0].dtype;
  return t == DType::F32 ? sumGrad<float>(call, p, averages, name)
      : t == DType::F64 ? sumGrad<double>(call, p, averages, name) : unsupported(NOT_A_POOL);
}

KernelPtr averagePoolGrad(const Call& call) { return summingGrad(call, true, "native:averagepool gradient"); }
KernelPtr sumPoolGrad(const Call& call) { return summingGrad(call, false, "native:sumpool gradient"); }

}  // namespace

void addPool(Table& t) {
  t["MaxPool"] = maxPool;
  t["AveragePool"] = averagePool;
  t["LpPool"] = lpPool;
  t["pydl4j.SumPool"] = sumPool;
  t["pydl4j.MaxPoolPlaces"] = maxPoolPlaces;
  t["pydl4j.MaxPoolGrad"] = maxPoolGrad;
  t["pydl4j.AveragePoolGrad"] = averagePoolGrad;
  t["pydl4j.SumPoolGrad"] = sumPoolGrad;
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
