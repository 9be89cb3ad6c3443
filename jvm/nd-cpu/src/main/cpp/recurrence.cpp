// pydl4j.Recurrence and pydl4j.RecurrenceGrad: RNN, GRU and LSTM in all forms of ONNX, float32 and float64; nd's
// Recurrence says the formulas. Where a batch has rows for all threads, each runs its rows through all steps without
// meeting the others; else the threads share the units of each step. Weights are packed gate by gate.
#include "gemm.h"
#include "vecmath.h"

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

enum { RELU, TANH, SIGMOID, AFFINE, LEAKY_RELU, THRESHOLDED_RELU, SCALED_TANH, HARD_SIGMOID, ELU, SOFTSIGN, SOFTPLUS };

template <class T> struct Activation {
  int64_t code;
  T a, b, clip;

  template <class F> static void each(T* z, int64_t n, F&& f) {
#pragma GCC ivdep
    for (int64_t j = 0; j < n; j++) z[j] = f(z[j]);
  }

  // z = f(z)
  void run(T* z, int64_t n) const {
    const T p = a, q = b, c = clip;
    if (c > 0) each(z, n, [=](T x) { T y = x < -c ? -c : x; return y > c ? c : y; });
    switch (code) {
      case RELU: return each(z, n, [](T x) { return x < 0 ? T(0) : x; });
      case TANH: return each(z, n, [](T x) { return vm::tanh(x); });
      case SIGMOID: return each(z, n, [](T x) { return vm::sigmoid(x); });
      case AFFINE: return each(z, n, [=](T x) { return p * x + q; });
      case LEAKY_RELU: return each(z, n, [=](T x) { return x < 0 ? p * x : x; });
      case THRESHOLDED_RELU: return each(z, n, [=](T x) { return x > p ? x : T(0); });
      case SCALED_TANH: return each(z, n, [=](T x) { return p * vm::tanh(q * x); });
      case HARD_SIGMOID: return each(z, n, [=](T x) { T y = p * x + q; y = y < 0 ? T(0) : y; return y > 1 ? T(1) : y; });
      case ELU: return each(z, n, [=](T x) { T y = p * vm::expm1(x); return x < 0 ? y : x; });
      case SOFTSIGN: return each(z, n, [](T x) { return x / (1 + (x < 0 ? -x : x)); });
      default: return each(z, n, [](T x) { return vm::softplus(x); });
    }
  }

  template <class F> static void scale(const T* y, T* d, int64_t n, F&& f) {
#pragma GCC ivdep
    for (int64_t j = 0; j < n; j++) d[j] *= f(y[j]);
  }

  // d *= f'(x) where y = f(x)
  void slope(const T* y, T* d, int64_t n) const {
    const T p = a, q = b;
    if (clip > 0) {
      const int64_t W = 64;  // as wide as vectors are, for the bits that run() gives
      T low[W], high[W];
      std::fill(low, low + W, -clip);
      std::fill(high, high + W, clip);
      run(low, W);
      run(high, W);
      const T least = std::min(low[0], high[0]), most = std::max(low[0], high[0]);
      const T near = 4 * std::numeric_limits<T>::epsilon() * std::max(std::abs(least), std::abs(most));
      scale(y, d, n, [=](T v) { return v <= least + near || v >= most - near ? T(0) : T(1); });
    }
    switch (code) {
      case RELU: return scale(y, d, n, [](T v) { return v > 0 ? T(1) : T(0); });
      case TANH: return scale(y, d, n, [](T v) { return 1 - v * v; });
      case SIGMOID: return scale(y, d, n, [](T v) { return v * (1 - v); });
      case AFFINE: return scale(y, d, n, [=](T) { return p; });
      case LEAKY_RELU: return scale(y, d, n, [=](T v) { return v < 0 ? p : T(1); });
      case THRESHOLDED_RELU: return scale(y, d, n, [](T v) { return v != 0 ? T(1) : T(0); });
      case SCALED_TANH: return scale(y, d, n, [=](T v) { return q * (p - v * v / p); });
      case HARD_SIGMOID: return scale(y, d, n, [=](T v) { return v > 0 && v < 1 ? p : T(0); });
      case ELU: return scale(y, d, n, [=](T v) { return v < 0 ? v + p : T(1); });
      case SOFTSIGN: return scale(y, d, n, [](T v) { T r = 1 - (v < 0 ? -v : v); return r * r; });
      default: return scale(y, d, n, [](T v) { return -vm::expm1(-v); });
    }
  }
};

enum Kind { RNN, GRU, LSTM };

template <class T> struct Form {
  Kind kind;
  int64_t steps, N, n, gates, pn;  // pn: n in whole panels
  bool linear, coupled, reverse, wide, lens;
  Activation<T> f, g, h;
  int threads;

  static const int64_t P = Tile<T>::PANEL;

  Form(const Call& call, const Type& states, bool hasLens, bool wideLens) {
    std::string name = call.attrs.text("kind", "RNN");
    kind = name == "LSTM" ? LSTM : name == "GRU" ? GRU : RNN;
    gates = kind == LSTM ? 4 : kind == GRU ? 3 : 1;
    steps = states.dims[0];
    N = states.dims[1];
    n = states.dims[2];
    pn = Tile<T>::padded(n);
    linear = kind == GRU && call.attrs.integer("linear_before_reset", 0);
    coupled = call.attrs.integer("input_forget", 0);
    reverse = call.attrs.integer("reverse", 0);
    lens = hasLens;
    wide = wideLens;
    Dims codes = call.attrs.integers("activations");
    std::vector<double> a = call.attrs.numbers("alphas"), b = call.attrs.numbers("betas");
    Activation<T>* all[] = {&f, &g, &h};
    for (size_t i = 0; i < 3; i++) {
      *all[i] = {i < codes.size() ? codes[i] : (int64_t)TANH, (T)(i < a.size() ? a[i] : 0), (T)(i < b.size() ? b[i] : 0),
          i < 2 ? (T)call.attrs.number("clip", 0) : T(0)};  // cells are not clipped, as in ONNX Runtime
    }
    threads = threadsFor(call, (double)steps * N * n * (gates * n + 16));
  }

  int64_t length(const char* list, int64_t row) const {
    return list ? std::max<int64_t>(0, std::min(steps, indexOf(list, row))) : steps;
  }
  int64_t indexOf(const char* list, int64_t row) const {
    return wide ? ((const int64_t*)list)[row] : ((const int32_t*)list)[row];
  }
  int64_t packedBytes() const { return align64(gates * pn * n * sizeof(T)); }
};

// Gate by gate into panels: y = h r' of a gate is a row of its panels.
template <class T> void packGates(const Form<T>& s, const T* r, T* out, int threads) {
  for (int64_t g = 0; g < s.gates; g++) packPanels(r + g * s.n * s.n, s.n, s.n, true, out + g * s.pn * s.n, threads);
}

template <class T> void zero(T* p, int64_t n) { memset((void*)p, 0, n * sizeof(T)); }

// One run forward: addresses and what a step does to units [from, to) of a row.
template <class T> struct Forward {
  const Form<T>& s;
  const T *x, *packed, *rb, *p;
  const char* lens;
  T *h, *activated, *extra, *z, *cells, *resets, *states;  // states: two of [N, n], written in turn
  int64_t ld;

  T* state(int64_t step) const { return states + (step & 1) * s.N * s.n; }

  void multiply(const T* source, int64_t g0, int64_t g1, int64_t p0, int64_t p1, int64_t r0, int64_t r1) const {
    const int64_t P = Form<T>::P;
    for (int64_t g = g0; g < g1; g++) {
      const T* panels = packed + g * s.pn * s.n;
      rowsTimesPanels(source + r0 * s.n, s.n, r1 - r0, panels + p0 * P * s.n, p1 - p0, s.n, z + r0 * ld + g * s.pn + p0 * P, ld);
    }
  }

  static void add(T* z, const T* x, int64_t n) {
#pragma GCC ivdep
    for (int64_t j = 0; j < n; j++) z[j] += x[j];
  }

  static void addProduct(T* z, const T* a, const T* b, int64_t n) {
#pragma GCC ivdep
    for (int64_t j = 0; j < n; j++) z[j] += a[j] * b[j];
  }

  // The place of a row's step in time, -1 where its sequence is over.
  int64_t time(int64_t step, int64_t r) const {
    int64_t length = s.length(lens, r);
    return step >= length ? -1 : s.reverse ? length - 1 - step : step;
  }

  // A GRU's gates, and in `resets` what its candidate's product is made of, unless linear_before_reset.
  void open(int64_t step, int64_t r, int64_t from, int64_t to) const {
    int64_t t = time(step, r), n = to - from;
    T *zr = z + r * ld + from, *o = resets + r * s.n;
    if (t < 0) return zero(o + from, n);
    const T *in = x + (t * s.N + r) * 3 * s.n + from, *before = state(step) + r * s.n;
    add(zr, in, n);
    add(zr + s.pn, in + s.n, n);
    s.f.run(zr, n);
    s.f.run(zr + s.pn, n);
#pragma GCC ivdep
    for (int64_t j = 0; j < n; j++) o[from + j] = zr[s.pn + j] * before[from + j];
  }

  void close(int64_t step, int64_t r, int64_t from, int64_t to) const {
    int64_t t = time(step, r), n = to - from, N = s.n;
    const T* before = state(step) + r * N + from;
    T *next = state(step + 1) + r * N + from, *zr = z + r * ld + from;
    if (t < 0) {
      memcpy(next, before, n * sizeof(T));
      return;
    }
    int64_t place = t * s.N + r;
    const T* in = x + place * s.gates * N + from;
    T* act = activated + place * s.gates * N + from;
    if (s.kind == RNN) {
      add(zr, in, n);
      s.f.run(zr, n);
      memcpy(next, zr, n * sizeof(T));
    } else if (s.kind == GRU) {
      T *reset = zr + s.pn, *c = zr + 2 * s.pn;
      if (s.linear) {
        add(zr, in, n);
        add(reset, in + N, n);
        s.f.run(zr, n);
        s.f.run(reset, n);
        if (rb) add(c, rb + from, n);
        memcpy(extra + place * N + from, c, n * sizeof(T));
#pragma GCC ivdep
        for (int64_t j = 0; j < n; j++) c[j] = in[2 * N + j] + reset[j] * c[j];
      } else {
        add(c, in + 2 * N, n);
      }
      s.g.run(c, n);
#pragma GCC ivdep
      for (int64_t j = 0; j < n; j++) next[j] = c[j] + zr[j] * (before[j] - c[j]);
    } else {
      T *i = zr, *o = zr + s.pn, *f = zr + 2 * s.pn, *g = zr + 3 * s.pn, *c = cells + r * N + from;
      for (int64_t k = 0; k < 4; k++) add(zr + k * s.pn, in + k * N, n);
      if (p) addProduct(i, p + from, c, n);
      if (p) addProduct(f, p + 2 * N + from, c, n);
      s.f.run(i, n);
      s.f.run(f, n);
      s.g.run(g, n);
#pragma GCC ivdep
      for (int64_t j = 0; j < n; j++) {
        f[j] = s.coupled ? 1 - i[j] : f[j];
        c[j] = f[j] * c[j] + i[j] * g[j];
      }
      if (p) addProduct(o, p + N + from, c, n);
      s.f.run(o, n);
      memcpy(extra + place * N + from, c, n * sizeof(T));
      memcpy(next, c, n * sizeof(T));
      s.h.run(next, n);
#pragma GCC ivdep
      for (int64_t j = 0; j < n; j++) next[j] *= o[j];
    }
    if (s.kind != RNN) for (int64_t g = 0; g < s.gates; g++) memcpy(act + g * N, zr + g * s.pn, n * sizeof(T));
    memcpy(h + place * N + from, next, n * sizeof(T));
  }

  template <class Meet> void run(int64_t r0, int64_t r1, int64_t p0, int64_t p1, bool started, Meet&& meet) const {
    const int64_t from = p0 * Form<T>::P, to = std::min(p1 * Form<T>::P, s.n), first = s.kind == GRU && !s.linear ? 2 : s.gates;
    for (int64_t step = 0; step < s.steps; step++) {
      if (step || started) multiply(state(step), 0, first, p0, p1, r0, r1);
      else for (int64_t r = r0; r < r1; r++) for (int64_t g = 0; g < first; g++) zero(z + r * ld + g * s.pn + from, to - from);
      if (first < s.gates) {
        for (int64_t r = r0; r < r1; r++) open(step, r, from, to);
        meet();
        multiply(resets, 2, 3, p0, p1, r0, r1);
      }
      for (int64_t r = r0; r < r1; r++) close(step, r, from, to);
      meet();
    }
  }
};

template <class T> KernelPtr forward(const Call& call) {
  bool hasLens = call.present(6);
  Form<T> s(call, call.out[0], hasLens, hasLens && call.in[6].dtype == DType::I64);
  bool frozen = call.in[1].constant, hasRb = call.present(2), hasH = call.present(3), hasC = call.present(4), hasP = call.present(5);
  int64_t ld = s.gates * s.pn, own = frozen ? 0 : s.packedBytes(), zBytes = align64(s.N * ld * sizeof(T)),
      rowBytes = align64(s.N * s.n * sizeof(T));
  const int64_t panels = s.pn / Form<T>::P;
  // Threads that meet in each step pay for it, most of all beside busy processes; rows of their own never meet.
  bool shared = s.N * s.gates * s.n * s.n > 1 << 18 && (s.N < s.threads || (s.N < 8 * s.threads && s.packedBytes() > 1 << 19));
  int team = shared ? (int)std::min<int64_t>(s.threads, panels) : 1;
  auto k = simple("native:recurrence", [=](const Args& a) {
    T* packed = (T*)a.scratch;
    if (!frozen) packGates(s, a.input<T>(1), packed, s.threads);
    Forward<T> f{s, a.input<T>(0), frozen ? a.input<T>(1) : packed, hasRb ? a.input<T>(2) : nullptr, hasP ? a.input<T>(5) : nullptr,
        hasLens ? a.in[6] : nullptr, a.output<T>(0), a.output<T>(1), a.output<T>(2), (T*)(a.scratch + own),
        (T*)(a.scratch + own + zBytes), (T*)(a.scratch + own + zBytes + rowBytes), (T*)(a.scratch + own + zBytes + 2 * rowBytes), ld};
    int64_t all = s.N * s.n;
    if (hasH) memcpy(f.states, a.in[3], all * sizeof(T));
    else zero(f.states, all);
    if (hasC) memcpy(f.cells, a.in[4], all * sizeof(T));
    else zero(f.cells, all);
    for (int64_t r = 0; hasLens && r < s.N; r++) {
      for (int64_t t = s.length(f.lens, r); t < s.steps; t++) {
        zero(f.h + (t * s.N + r) * s.n, s.n);
        if (s.kind != RNN) zero(f.activated + (t * s.N + r) * s.gates * s.n, s.gates * s.n);
        if (s.kind == LSTM || s.linear) zero(f.extra + (t * s.N + r) * s.n, s.n);
      }
    }
    if (team > 1) {
#pragma omp parallel num_threads(team)
      {
        int64_t id = omp_get_thread_num(), size = omp_get_num_threads();
        f.run(0, s.N, panels * id / size, panels * (id + 1) / size, hasH, [] {
#pragma omp barrier
        });
      }
    } else {
      parallel(s.threads, s.N, 1, [&](int64_t from, int64_t to, int) { f.run(from, to, 0, panels, hasH, [] {}); });
    }
    memcpy(a.out[3], f.state(s.steps), all * sizeof(T));
    if (s.kind == LSTM) memcpy(a.out[4], f.cells, all * sizeof(T));
  }, {}, own + zBytes + 2 * rowBytes + 2 * align64(s.N * s.n * sizeof(T)));
  k->flops = 2.0 * s.steps * s.N * s.gates * s.n * s.n;
  if (!frozen) return k;
  std::string layout = "gates:" + std::to_string(s.gates) + ":" + std::to_string(Form<T>::P) + ":" + std::to_string(sizeof(T));
  return packing(std::move(k), 1, layout, s.packedBytes(), [=](const char* source, char* target) {
    packGates(s, (const T*)source, (T*)target, 1);
  });
}

// Rows [r0, r1) from the last step to the first.
template <class T> struct Backward {
  const Form<T>& s;
  const T *dh, *activated, *extra, *h, *packed, *h0, *c0, *p;  // packed: the panels of r, gate by gate, for d r
  const char* lens;
  T *dgates, *drec, *before, *other, *dh0, *dc0;               // dh0 and dc0 hold the gradients of the states on the way
  T *d, *back, *e, *zeros;                                     // scratch: [N, gates n], [N, pn], [N, n], [n]

  void multiply(int64_t g0, int64_t g1, int64_t r0, int64_t r1, bool more) const {
    int64_t n = s.n, lda = s.gates * n;
    const int64_t P = Form<T>::P;
    for (int64_t g = g0; g < g1; g++) {
      for (int64_t k = 0; k < s.pn / P; k++) {
        rowsTimesPanel(d + r0 * lda + g * n, lda, 1, r1 - r0, packed + g * s.pn * n + k * P * n, n, back + r0 * s.pn + k * P, s.pn, more || g > g0);
      }
    }
  }

  void run(int64_t r0, int64_t r1) const {
    int64_t n = s.n, lda = s.gates * n;
    for (int64_t step = s.steps - 1; step >= 0; step--) {
      for (int64_t r = r0; r < r1; r++) {
        int64_t length = s.length(lens, r), t = s.reverse ? length - 1 - step : step, place = t * s.N + r;
        T *dr = d + r * lda, *er = e + r * n;
        if (step >= length) {
          zero(dr, lda);
          continue;
        }
        const T *now = step ? h + ((s.reverse ? t + 1 : t - 1) * s.N + r) * n : h0 ? h0 + r * n : zeros;
        const T* y = activated + place * lda;
        T *carried = dh0 + r * n, *kept = before + place * n;
        memcpy(kept, now, n * sizeof(T));
#pragma GCC ivdep
        for (int64_t j = 0; j < n; j++) er[j] = carried[j] + (dh ? dh[place * n + j] : T(0));
        if (s.kind == RNN) {
          memcpy(dr, er, n * sizeof(T));
          s.f.slope(h + place * n, dr, n);
        } else if (s.kind == GRU) {
#pragma GCC ivdep
          for (int64_t j = 0; j < n; j++) {
            dr[j] = er[j] * (now[j] - y[2 * n + j]);
            dr[2 * n + j] = er[j] * (1 - y[j]);
          }
          s.f.slope(y, dr, n);
          s.g.slope(y + 2 * n, dr + 2 * n, n);
          if (s.linear) {
#pragma GCC ivdep
            for (int64_t j = 0; j < n; j++) dr[n + j] = dr[2 * n + j] * extra[place * n + j];
            s.f.slope(y + n, dr + n, n);
            memcpy(dgates + place * lda, dr, lda * sizeof(T));
#pragma GCC ivdep
            for (int64_t j = 0; j < n; j++) dr[2 * n + j] *= y[n + j];
            memcpy(drec + place * lda, dr, lda * sizeof(T));
          }
        } else {
          const T *c = extra + place * n, *cell = step ? extra + ((s.reverse ? t + 1 : t - 1) * s.N + r) * n : c0 ? c0 + r * n : zeros;
          T *dc = dc0 + r * n, *squashed = dr, *through = dr + 2 * n;  // before these hold gradients
          memcpy(squashed, c, n * sizeof(T));
          s.h.run(squashed, n);
#pragma GCC ivdep
          for (int64_t j = 0; j < n; j++) {
            dr[n + j] = er[j] * squashed[j];
            through[j] = er[j] * y[n + j];
          }
          s.f.slope(y + n, dr + n, n);
          s.h.slope(squashed, through, n);
#pragma GCC ivdep
          for (int64_t j = 0; j < n; j++) {
            T v = dc[j] + through[j] + (p ? dr[n + j] * p[n + j] : T(0));
            dc[j] = v;
            dr[j] = v * (y[3 * n + j] - (s.coupled ? cell[j] : T(0)));
            dr[2 * n + j] = s.coupled ? T(0) : v * cell[j];
            dr[3 * n + j] = v * y[j];
          }
          s.f.slope(y, dr, n);
          s.f.slope(y + 2 * n, dr + 2 * n, n);
          s.g.slope(y + 3 * n, dr + 3 * n, n);
#pragma GCC ivdep
          for (int64_t j = 0; j < n; j++) dc[j] = dc[j] * y[2 * n + j] + (p ? dr[j] * p[j] + dr[2 * n + j] * p[2 * n + j] : T(0));
          if (p) memcpy(other + place * n, cell, n * sizeof(T));
        }
        if (!(s.kind == GRU)) memcpy(dgates + place * lda, dr, lda * sizeof(T));
      }
      bool twice = s.kind == GRU && !s.linear;
      if (twice) {
        multiply(2, 3, r0, r1, false);
        for (int64_t r = r0; r < r1; r++) {
          int64_t length = s.length(lens, r), t = s.reverse ? length - 1 - step : step, place = t * s.N + r;
          if (step >= length) continue;
          const T *y = activated + place * lda, *now = before + place * n;
          T *dr = d + r * lda, *b = back + r * s.pn, *er = e + r * n;
#pragma GCC ivdep
          for (int64_t j = 0; j < n; j++) {
            dr[n + j] = b[j] * now[j];
            other[place * n + j] = y[n + j] * now[j];
            er[j] = er[j] * y[j] + b[j] * y[n + j];
          }
          s.f.slope(y + n, dr + n, n);
          memcpy(dgates + place * lda, dr, lda * sizeof(T));
        }
      }
      multiply(0, twice ? 2 : s.gates, r0, r1, false);
      for (int64_t r = r0; r < r1; r++) {
        int64_t length = s.length(lens, r), t = s.reverse ? length - 1 - step : step;
        if (step >= length) continue;
        const T *b = back + r * s.pn, *y = activated + (t * s.N + r) * lda, *er = e + r * n;
        T* carried = dh0 + r * n;
#pragma GCC ivdep
        for (int64_t j = 0; j < n; j++) carried[j] = b[j] + (s.kind != GRU ? T(0) : twice ? er[j] : er[j] * y[j]);
      }
    }
  }
};

template <class T> KernelPtr grad(const Call& call) {
  bool hasLens = call.present(8);
  Form<T> s(call, call.in[3], hasLens, hasLens && call.in[8].dtype == DType::I64);
  std::vector<bool> has;
  for (size_t i = 0; i < 11; i++) has.push_back(call.present(i));
  int64_t dBytes = align64(s.N * s.gates * s.n * sizeof(T)), backBytes = align64(s.N * s.pn * sizeof(T)),
      rowBytes = align64(s.N * s.n * sizeof(T)), zeroBytes = align64(s.n * sizeof(T));
  auto k = simple("native:recurrence", [=](const Args& a) {
    T* packed = (T*)a.scratch;
    char* at = a.scratch + s.packedBytes();
    for (int64_t g = 0; g < s.gates; g++) packPanels(a.input<T>(4) + g * s.n * s.n, s.n, s.n, false, packed + g * s.pn * s.n, s.threads);
    auto given = [&](int i) { return has[i] ? a.input<T>(i) : nullptr; };
    Backward<T> b{s, given(0), a.input<T>(1), a.input<T>(2), a.input<T>(3), packed, given(5), given(6), given(7), hasLens ? a.in[8] : nullptr,
        a.output<T>(0), a.output<T>(1), a.output<T>(2), a.output<T>(3), a.output<T>(4), a.output<T>(5),
        (T*)at, (T*)(at + dBytes), (T*)(at + dBytes + backBytes), (T*)(at + dBytes + backBytes + rowBytes)};
    int64_t all = s.N * s.n;
    zero(b.zeros, s.n);
    if (has[9]) memcpy(b.dh0, a.in[9], all * sizeof(T));
    else zero(b.dh0, all);
    if (s.kind == LSTM && has[10]) memcpy(b.dc0, a.in[10], all * sizeof(T));
    else if (s.kind == LSTM) zero(b.dc0, all);
    for (int64_t r = 0; hasLens && r < s.N; r++) {
      for (int64_t t = s.length(b.lens, r); t < s.steps; t++) {
        int64_t place = t * s.N + r, row = s.gates * s.n;
        zero(b.dgates + place * row, row);
        if (s.linear) zero(b.drec + place * row, row);
        zero(b.before + place * s.n, s.n);
        if (has[7] || (s.kind == GRU && !s.linear)) zero(b.other + place * s.n, s.n);
      }
    }
    parallel(s.threads, s.N, 1, [&](int64_t from, int64_t to, int) { b.run(from, to); });
  }, {}, s.packedBytes() + dBytes + backBytes + rowBytes + zeroBytes);
  k->flops = 2.0 * s.steps * s.N * s.gates * s.n * s.n;
  return k;
}

bool only(const Call& call, DType type, int lens) {
  for (size_t i = 0; i < call.in.size(); i++) if (call.in[i].present && (int)i != lens && call.in[i].dtype != type) return false;
  return !call.present(lens) || call.in[lens].dtype == DType::I64 || call.in[lens].dtype == DType::I32;
}

KernelPtr recurrence(const Call& call) {
  return only(call, DType::F32, 6) ? forward<float>(call) : only(call, DType::F64, 6) ? forward<double>(call)
      : unsupported("only float32 and float64");
}

KernelPtr recurrenceGrad(const Call& call) {
  return only(call, DType::F32, 8) ? grad<float>(call) : only(call, DType::F64, 8) ? grad<double>(call)
      : unsupported("only float32 and float64");
}

}  // namespace

void addRecurrence(Table& t) {
  t["pydl4j.Recurrence"] = recurrence;
  t["pydl4j.RecurrenceGrad"] = recurrenceGrad;
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
