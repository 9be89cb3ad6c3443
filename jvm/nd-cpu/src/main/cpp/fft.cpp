// pydl4j.FourierTransform over one axis, the last one where numbers are real. Many sequences run in the lanes of vectors
// (`Batch`); a long one alone is cut into rows and columns that do (`Alone`). Real sequences of even length are complex
// ones of half the length, untangled. Tables belong to the kernel; ranges per thread are static.
#include "fft.h"
#include "square.h"

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

using namespace fft;

enum class Kind { COMPLEX, TO_REAL, FROM_REAL };

// W complex numbers, interleaved in memory, as a pair of vectors; fewer in the last block.
template <class T, class V> inline Pair<V> load(const T* p, int lanes) {
  const int W = sizeof(V) / sizeof(T);
  Pair<V> x{};
  if constexpr (W == 1) {
    x = {p[0], p[1]};
  } else if (lanes == W) {
    typedef T Loose __attribute__((vector_size(sizeof(V)), aligned(sizeof(T)), may_alias));
    typedef std::conditional_t<sizeof(T) == 4, int32_t, int64_t> Index;
    typedef Index Mask __attribute__((vector_size(sizeof(V))));
    Mask even, odd;
    for (int i = 0; i < W; i++) {
      even[i] = 2 * i;
      odd[i] = 2 * i + 1;
    }
    V a = *(const Loose*)p, b = *(const Loose*)(p + W);
    x = {__builtin_shuffle(a, b, even), __builtin_shuffle(a, b, odd)};
  } else {
    for (int l = 0; l < lanes; l++) {
      x.re[l] = p[2 * l];
      x.im[l] = p[2 * l + 1];
    }
  }
  return x;
}

template <class T, class V> inline void store(Pair<V> x, T* p, int lanes, T scale) {
  const int W = sizeof(V) / sizeof(T);
  x = {x.re * scale, x.im * scale};
  if constexpr (W == 1) {
    p[0] = x.re;
    p[1] = x.im;
  } else if (lanes == W) {
    typedef T Loose __attribute__((vector_size(sizeof(V)), aligned(sizeof(T)), may_alias));
    typedef std::conditional_t<sizeof(T) == 4, int32_t, int64_t> Index;
    typedef Index Mask __attribute__((vector_size(sizeof(V))));
    Mask low, high;
    for (int i = 0; i < W; i++) {
      low[i] = i / 2 + (i & 1) * W;
      high[i] = W / 2 + i / 2 + (i & 1) * W;
    }
    *(Loose*)p = __builtin_shuffle(x.re, x.im, low);
    *(Loose*)(p + W) = __builtin_shuffle(x.re, x.im, high);
  } else {
    for (int l = 0; l < lanes; l++) {
      p[2 * l] = x.re[l];
      p[2 * l + 1] = x.im[l];
    }
  }
}

// `count` numbers of each of `lanes` rows to lanes of vectors, number by number, and back.
template <class T, class V> void gatherRows(const T* x, int64_t row, int64_t count, int lanes, V* y) {
  typedef std::conditional_t<sizeof(T) == 4, uint32_t, uint64_t> E;
  const int W = sizeof(V) / sizeof(T);
  int64_t k = 0;
  if constexpr (W > 1) {
    if (lanes == W) for (; k + W <= count; k += W) Square<E>::transpose((const E*)(x + k), row, (E*)(y + k), W);
  }
  for (int l = 0; l < lanes; l++) for (int64_t j = k; j < count; j++) ((T*)(y + j))[l] = x[l * row + j];
}

template <class T, class V> void scatterRows(const V* x, int64_t count, int lanes, T* y, int64_t row) {
  typedef std::conditional_t<sizeof(T) == 4, uint32_t, uint64_t> E;
  const int W = sizeof(V) / sizeof(T);
  int64_t k = 0;
  if constexpr (W > 1) {
    if (lanes == W) for (; k + W <= count; k += W) Square<E>::transpose((const E*)(x + k), W, (E*)(y + k), row);
  }
  for (int l = 0; l < lanes; l++) for (int64_t j = k; j < count; j++) y[l * row + j] = ((const T*)(x + j))[l];
}

// The half spectrum [h + 1] of 2 h real numbers from the transform z [h] of their pairs.
template <class T, class V> void untangle(const Pair<V>* z, int64_t h, const std::complex<T>* w, T scale, Pair<V>* x) {
  for (int64_t k = 0; k <= h; k++) {
    Pair<V> a = z[k == h ? 0 : k], b = z[k == 0 ? 0 : h - k];
    Pair<V> even = {a.re + b.re, a.im - b.im}, odd = {a.im + b.im, b.re - a.re};
    Pair<V> t = turned(odd, w[k]);
    x[k] = {(even.re + t.re) * (scale / 2), (even.im + t.im) * (scale / 2)};
  }
}

// The transform z [h] of the pairs of 2 h real numbers from their half spectrum x [h + 1].
template <class T, class V> void tangle(const Pair<V>* x, int64_t h, const std::complex<T>* w, Pair<V>* z) {
  for (int64_t k = 0; k < h; k++) {
    Pair<V> a = x[k], b = x[h - k];
    if (k == 0) a.im = b.im = V{};  // these numbers are real
    Pair<V> even = {a.re + b.re, a.im - b.im}, odd = {a.re - b.re, a.im + b.im};
    Pair<V> t = turned(odd, std::conj(w[k]));
    z[k] = {even.re - t.im, even.im + t.re};
  }
}

template <class T> std::vector<std::complex<T>> roots(int64_t count, int64_t n) {
  std::vector<std::complex<T>> w;
  for (int64_t k = 0; k < count; k++) w.push_back(root<T>(k, n));
  return w;
}

// What a call asks for: sequences of length n, x [outer, ., inner].
struct Job {
  Kind kind;
  bool inverse;
  int64_t outer, n, inner;
  double scale;
  int threads;
};

// W sequences at a time.
template <class T, class V> struct Batch {
  static const int W = sizeof(V) / sizeof(T);
  Job job;
  bool halved;
  Core<T, V> core;
  std::vector<std::complex<T>> w;
  int64_t room, spectrum;

  explicit Batch(const Job& j) : job(j), halved(j.kind != Kind::COMPLEX && j.n % 2 == 0), core(halved ? j.n / 2 : j.n),
      spectrum(j.n / 2 + 1) {
    if (halved) w = roots<T>(spectrum, job.n);
    room = core.room() + std::max(spectrum, core.n) + 2 * W;
  }

  int64_t blocks() const { return job.inner == 1 ? (job.outer + W - 1) / W : job.outer * ((job.inner + W - 1) / W); }
  int64_t scratch() const { return align64(room * sizeof(Pair<V>)); }

  void run(const T* x, T* y, char* memory) const {
    parallel(job.threads, blocks(), 1, [&](int64_t from, int64_t to, int thread) {
      Pair<V>* work = (Pair<V>*)(memory + thread * scratch());
      for (int64_t b = from; b < to; b++) {
        if (job.inner == 1) rows(x, y, b, work);
        else columns(x, y, b, work);
      }
    });
  }

  void columns(const T* x, T* y, int64_t b, Pair<V>* work) const {
    int64_t across = (job.inner + W - 1) / W, start = b % across * W, n = job.n;
    int lanes = (int)std::min<int64_t>(W, job.inner - start);
    int64_t at = 2 * (b / across * n * job.inner + start);
    for (int64_t k = 0; k < n; k++) work[k] = load<T, V>(x + at + 2 * k * job.inner, lanes);
    Pair<V>* z = core.run(work, job.inverse);
    for (int64_t k = 0; k < n; k++) store<T, V>(z[k], y + at + 2 * k * job.inner, lanes, (T)job.scale);
  }

  void rows(const T* x, T* y, int64_t b, Pair<V>* work) const {
    int64_t n = job.n, first = b * W;
    int lanes = (int)std::min<int64_t>(W, job.outer - first);
    Pair<V>* other = work + core.room();
    T scale = (T)job.scale;
    if (job.kind == Kind::COMPLEX) {
      gatherRows<T, V>(x + first * 2 * n, 2 * n, 2 * n, lanes, (V*)work);
      Pair<V>* z = core.run(work, job.inverse);
      scatterRows<T, V>((const V*)scaled(z, n), 2 * n, lanes, y + first * 2 * n, 2 * n);
    } else if (job.kind == Kind::FROM_REAL) {
      Pair<V>* z;
      if (halved) {
        gatherRows<T, V>(x + first * n, n, n, lanes, (V*)work);
        untangle<T, V>(core.run(work, false), n / 2, w.data(), scale, other);
        z = other;
      } else {
        gatherRows<T, V>(x + first * n, n, n, lanes, (V*)other);
        for (int64_t k = 0; k < n; k++) work[k] = {((const V*)other)[k], V{}};
        z = scaled(core.run(work, false), spectrum);
      }
      scatterRows<T, V>((const V*)z, 2 * spectrum, lanes, y + first * 2 * spectrum, 2 * spectrum);
    } else {
      gatherRows<T, V>(x + first * 2 * spectrum, 2 * spectrum, 2 * spectrum, lanes, (V*)other);
      if (halved) {
        tangle<T, V>(other, n / 2, w.data(), work);
        scatterRows<T, V>((const V*)scaled(core.run(work, true), n / 2), n, lanes, y + first * n, n);
      } else {
        for (int64_t k = 0; k < spectrum; k++) {
          work[k] = {other[k].re, k ? other[k].im : V{}};
          if (k) work[n - k] = {other[k].re, -other[k].im};
        }
        Pair<V>* z = core.run(work, true);
        V* real = (V*)other;
        for (int64_t k = 0; k < n; k++) real[k] = z[k].re * scale;
        scatterRows<T, V>(real, n, lanes, y + first * n, n);
      }
    }
  }

  Pair<V>* scaled(Pair<V>* z, int64_t count) const {
    if (job.scale != 1) for (int64_t k = 0; k < count; k++) z[k] = {z[k].re * (T)job.scale, z[k].im * (T)job.scale};
    return z;
  }
};

// Two factors of about the same size, none with a large prime; {0, 0} where there are none.
inline std::pair<int64_t, int64_t> halves(int64_t n) {
  for (int64_t a = (int64_t)std::sqrt((double)n) + 1; a >= 16; a--) {
    if (n % a == 0 && isSmooth(a) && isSmooth(n / a)) return {n / a, a};
  }
  return {0, 0};
}

// One sequence of length n1 n2: number j1 n2 + j2 goes to k1 + n1 k2. Transforms of length n1 down the columns j2, W of
// them at a time; a turn by exp(-2 pi i j2 k1 / n); transforms of length n2 along the rows k1, W of them at a time.
template <class T> struct Alone {
  typedef typename Lanes<T>::V V;
  static const int W = Lanes<T>::W;
  int64_t n, n1, n2, blocks1, blocks2, n2Padded, room;
  int threads;
  Core<T, V> down, along;
  std::vector<std::complex<T>> starts;  // [blocks2, n1]: the turn of a block's first column
  std::unique_ptr<char[]> memory;
  Pair<V>* steps;  // [n1]: what the columns of a block turn more than the first

  Alone(int64_t length, int64_t a, int64_t b, int count) : n(length), n1(a), n2(b), blocks1((a + W - 1) / W),
      blocks2((b + W - 1) / W), n2Padded(blocks2 * W), threads(count), down(a), along(b),
      memory(new char[n1 * sizeof(Pair<V>) + 64]) {
    room = std::max(down.room(), along.room()) + W;
    steps = (Pair<V>*)align64((int64_t)memory.get());
    for (int64_t k = 0; k < n1; k++) {
      for (int l = 0; l < W; l++) {
        std::complex<T> w = root<T>(k * l, n);
        steps[k].re[l] = w.real();
        steps[k].im[l] = w.imag();
      }
    }
    for (int64_t b2 = 0; b2 < blocks2; b2++) for (int64_t k = 0; k < n1; k++) starts.push_back(root<T>(b2 * W * k, n));
  }

  int64_t each() const { return align64(room * sizeof(Pair<V>)); }
  int64_t scratch() const { return each() * threads + align64(blocks1 * n2Padded * sizeof(Pair<V>)); }

  void run(const T* x, T* y, char* scratch, bool inverse, T scale) const {
    typedef std::conditional_t<sizeof(T) == 4, uint32_t, uint64_t> E;
    Pair<V>* turnedRows = (Pair<V>*)(scratch + each() * threads);
    T sign = inverse ? -1 : 1;
    parallel(threads, blocks2, 1, [&](int64_t from, int64_t to, int thread) {
      Pair<V>* work = (Pair<V>*)(scratch + thread * each());
      for (int64_t b = from; b < to; b++) {
        int lanes = (int)std::min<int64_t>(W, n2 - b * W);
        for (int64_t j = 0; j < n1; j++) work[j] = load<T, V>(x + 2 * (j * n2 + b * W), lanes);
        Pair<V>* z = down.run(work, inverse);
        const std::complex<T>* start = starts.data() + b * n1;
        for (int64_t k = 0; k < n1; k++) {
          Pair<V> a = turned(z[k], std::complex<T>(start[k].real(), sign * start[k].imag())), w = steps[k];
          w.im *= sign;
          z[k] = {a.re * w.re - a.im * w.im, a.re * w.im + a.im * w.re};
        }
        for (int64_t k = 0; k < blocks1; k++) {
          const E* from = (const E*)(z + k * W);
          E* to = (E*)(turnedRows + k * n2Padded + b * W);
          Square<E>::transpose(from, 2 * W, to, 2 * W);
          Square<E>::transpose(from + W, 2 * W, to + W, 2 * W);
        }
      }
    });
    parallel(threads, blocks1, 1, [&](int64_t from, int64_t to, int thread) {
      Pair<V>* work = (Pair<V>*)(scratch + thread * each());
      for (int64_t b = from; b < to; b++) {
        int lanes = (int)std::min<int64_t>(W, n1 - b * W);
        memcpy((void*)work, turnedRows + b * n2Padded, n2 * sizeof(Pair<V>));
        Pair<V>* z = along.run(work, inverse);
        for (int64_t k = 0; k < n2; k++) store<T, V>(z[k], y + 2 * (b * W + n1 * k), lanes, scale);
      }
    });
  }
};

// Half spectra in memory, in place: y [h + 1] holds the transform of pairs in its first h numbers.
template <class T> void untangleInPlace(T* y, int64_t h, const std::vector<std::complex<T>>& w, T scale, int threads) {
  Pair<T> first = {y[0], y[1]};
  parallel(threads, h / 2 + 1, 1024, [&](int64_t from, int64_t to, int) {
    for (int64_t k = std::max<int64_t>(from, 1); k < to; k++) {
      int64_t j = h - k;
      Pair<T> a = {y[2 * k], y[2 * k + 1]}, b = {y[2 * j], y[2 * j + 1]};
      Pair<T> even = {a.re + b.re, a.im - b.im}, odd = {a.im + b.im, b.re - a.re};
      Pair<T> t = turned(odd, w[k]);
      y[2 * k] = (even.re + t.re) * (scale / 2);
      y[2 * k + 1] = (even.im + t.im) * (scale / 2);
      y[2 * j] = (even.re - t.re) * (scale / 2);
      y[2 * j + 1] = (t.im - even.im) * (scale / 2);
    }
  });
  y[0] = (first.re + first.im) * scale;
  y[1] = 0;
  y[2 * h] = (first.re - first.im) * scale;
  y[2 * h + 1] = 0;
}

template <class T> void tangle(const T* x, int64_t h, const std::vector<std::complex<T>>& w, T* z, int threads) {
  parallel(threads, h, 1024, [&](int64_t from, int64_t to, int) {
    for (int64_t k = from; k < to; k++) {
      int64_t j = h - k;
      Pair<T> a = {x[2 * k], k ? x[2 * k + 1] : 0}, b = {x[2 * j], k ? x[2 * j + 1] : 0};
      Pair<T> even = {a.re + b.re, a.im - b.im}, odd = {a.re - b.re, a.im + b.im};
      Pair<T> t = turned(odd, std::conj(w[k]));
      z[2 * k] = even.re - t.im;
      z[2 * k + 1] = even.im + t.re;
    }
  });
}

template <class T> KernelPtr alone(const Job& job, std::pair<int64_t, int64_t> cut) {
  bool real = job.kind != Kind::COMPLEX;
  int64_t h = real ? job.n / 2 : job.n, spectrum = job.n / 2 + 1;
  auto plan = std::make_shared<Alone<T>>(h, cut.first, cut.second, job.threads);
  auto w = std::make_shared<std::vector<std::complex<T>>>(real ? roots<T>(spectrum, job.n) : std::vector<std::complex<T>>());
  int64_t own = plan->scratch(), more = job.kind == Kind::TO_REAL ? align64(2 * h * sizeof(T)) : 0;
  return simple("native:fft", [=](const Args& args) {
    for (int64_t o = 0; o < job.outer; o++) {
      const T* x = args.input<T>(0);
      T *y = args.output<T>(0), *z = (T*)(args.scratch + own), scale = (T)job.scale;
      if (job.kind == Kind::COMPLEX) {
        plan->run(x + o * 2 * h, y + o * 2 * h, args.scratch, job.inverse, scale);
      } else if (job.kind == Kind::FROM_REAL) {
        plan->run(x + o * 2 * h, y + o * 2 * spectrum, args.scratch, false, 1);
        untangleInPlace(y + o * 2 * spectrum, h, *w, scale, job.threads);
      } else {
        tangle(x + o * 2 * spectrum, h, *w, z, job.threads);
        plan->run(z, y + o * 2 * h, args.scratch, true, scale);
      }
    }
  }, {}, own + more);
}

template <class T, class V> KernelPtr batch(Job job) {
  auto plan = std::make_shared<Batch<T, V>>(job);
  plan->job.threads = (int)std::max<int64_t>(1, std::min<int64_t>(job.threads, plan->blocks()));
  return simple("native:fft", [=](const Args& args) { plan->run(args.input<T>(0), args.output<T>(0), args.scratch); }, {},
      plan->scratch() * plan->job.threads);
}

const int64_t LONG = 2048;        // from which on a sequence alone is cut in two
const int64_t LONGEST = 1 << 16;  // of a sequence in the lanes of vectors: its work memory is 8 KB for each 32 numbers

template <class T> KernelPtr planned(const Job& job) {
  const int W = Lanes<T>::W;
  bool real = job.kind != Kind::COMPLEX;
  if (job.inner == 1 && job.n >= LONG && (job.outer < W || job.n > LONGEST) && !(real && job.n % 2)) {
    auto cut = halves(real ? job.n / 2 : job.n);
    if (cut.first) return alone<T>(job, cut);
  }
  bool wide = (job.inner == 1 ? job.outer : job.inner) > 1 && job.n <= LONGEST;
  return wide || (job.inner > 1) ? batch<T, typename Lanes<T>::V>(job) : batch<T, T>(job);
}

KernelPtr build(const Call& call) {
  const Type &x = call.in[0], &y = call.out[0];
  if (!call.attrs.has("n")) return unsupported("n must be an attribute");
  if (x.size() == 0 || y.size() == 0) return unsupported("empty operand");
  int64_t axis = call.attrs.integer("axis", -1), rank = x.rank(), n = call.attrs.integer("n", 0);
  if (axis < 0) axis += rank;
  std::string kind = call.attrs.text("kind", "");
  Job job{kind == "complex" ? Kind::COMPLEX : kind == "from_real" ? Kind::FROM_REAL : Kind::TO_REAL,
      call.attrs.integer("inverse", 0) != 0, product(x.dims, 0, axis), n, product(x.dims, axis + 1), 1, 1};
  if (job.kind != Kind::COMPLEX && axis != rank - 1) return unsupported("another axis than the last");
  if (x.dims[axis] != (job.kind == Kind::TO_REAL ? n / 2 + 1 : n)) return unsupported("another length than n");
  std::string norm = call.attrs.text("norm", "backward");
  bool back = job.kind == Kind::TO_REAL || job.inverse;
  job.scale = norm == "ortho" ? 1 / std::sqrt((double)n) : (norm == "backward") == back ? 1 / (double)n : 1;
  job.threads = threadsFor(call, (double)job.outer * n * job.inner * 2 * std::log2((double)n + 1));
  bool wide = (job.kind == Kind::TO_REAL ? y : x).dtype == (job.kind == Kind::COMPLEX ? DType::C128 : DType::F64);
  return wide ? planned<double>(job) : planned<float>(job);
}

}  // namespace

void addFft(Table& t) { t["pydl4j.FourierTransform"] = build; }

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
