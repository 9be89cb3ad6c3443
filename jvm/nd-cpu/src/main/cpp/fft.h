// Discrete Fourier transforms of many sequences at once: lane i of every vector belongs to sequence i. Stockham's
// algorithm (no reordering) by factors 8, 4, 2, 3, 5 and any prime up to 31; Bluestein's for lengths with larger ones.
#pragma once
#include <cmath>
#include <complex>
#include <memory>
#include <vector>

#include "isa.h"

namespace pydl4j {
namespace PYDL4J_ISA {
namespace fft {

template <class T> struct Lanes {
#ifdef __AVX512F__
  static const int W = 64 / sizeof(T);
#elif defined(__AVX2__)
  static const int W = 32 / sizeof(T);
#else
  static const int W = 16 / sizeof(T);
#endif
  typedef T V __attribute__((vector_size(W * sizeof(T))));
};

// exp(-2 pi i k / n), rounded once.
template <class T> inline std::complex<T> root(int64_t k, int64_t n) {
  k %= n;
  int64_t octant = 8 * k / n;  // of the circle: angles are reduced to one
  double turn = 2 * M_PI / (double)n, c, s;
  switch (octant) {
    case 0: c = std::cos(turn * k), s = std::sin(turn * k); break;
    case 1: c = std::sin(turn * (n / 4.0 - k)), s = std::cos(turn * (n / 4.0 - k)); break;
    case 2: c = -std::sin(turn * (k - n / 4.0)), s = std::cos(turn * (k - n / 4.0)); break;
    case 3: c = -std::cos(turn * (n / 2.0 - k)), s = std::sin(turn * (n / 2.0 - k)); break;
    case 4: c = -std::cos(turn * (k - n / 2.0)), s = -std::sin(turn * (k - n / 2.0)); break;
    case 5: c = -std::sin(turn * (n * 0.75 - k)), s = -std::cos(turn * (n * 0.75 - k)); break;
    case 6: c = std::sin(turn * (k - n * 0.75)), s = -std::cos(turn * (k - n * 0.75)); break;
    default: c = std::cos(turn * (n - k)), s = -std::sin(turn * (n - k));
  }
  return {(T)c, (T)-s};
}

const int LARGEST_FACTOR = 31;

// The factors in the order of the passes; empty where one is too large.
inline std::vector<int> factors(int64_t n) {
  std::vector<int> f;
  int twos = 0;
  for (; n % 2 == 0; n /= 2) twos++;
  for (; twos >= 3 && twos != 4; twos -= 3) f.push_back(8);
  for (; twos >= 2; twos -= 2) f.push_back(4);
  if (twos) f.push_back(2);
  for (int p = 3; p <= LARGEST_FACTOR; p += 2) {
    for (; n % p == 0; n /= p) f.push_back(p);
  }
  return n == 1 ? f : std::vector<int>();
}

inline bool isSmooth(int64_t n) { return n == 1 || !factors(n).empty(); }

// The least length of at least n that has factors 2, 3 and 5 alone.
inline int64_t smoothFrom(int64_t n) {
  int64_t best = 1;
  while (best < n) best *= 2;
  for (int64_t fives = 1; fives < best; fives *= 5) {
    for (int64_t threes = fives; threes < best; threes *= 3) {
      int64_t x = threes;
      while (x < n) x *= 2;
      best = std::min(best, x);
    }
  }
  return best;
}

// A vector of complex numbers as it lies in work memory: real parts, then imaginary parts.
template <class V> struct Pair {
  V re, im;
};
template <class V> inline Pair<V> operator+(Pair<V> a, Pair<V> b) { return {a.re + b.re, a.im + b.im}; }
template <class V> inline Pair<V> operator-(Pair<V> a, Pair<V> b) { return {a.re - b.re, a.im - b.im}; }
template <class V, class T> inline Pair<V> turned(Pair<V> a, std::complex<T> w) {
  return {a.re * w.real() - a.im * w.imag(), a.re * w.imag() + a.im * w.real()};
}
template <class V> inline Pair<V> swapped(Pair<V> a) { return {a.im, a.re}; }
template <class V> inline Pair<V> minusI(Pair<V> a) { return {a.im, -a.re}; }

template <class T, class V> inline void butterfly4(Pair<V>& a, Pair<V>& b, Pair<V>& c, Pair<V>& d) {
  Pair<V> s = a + c, t = a - c, u = b + d, v = minusI(b - d);
  a = s + u;
  b = t + v;
  c = s - u;
  d = t - v;
}

// x = its transform of length R.
template <int R, class T, class V> inline void butterfly(Pair<V>* x) {
  if constexpr (R == 2) {
    Pair<V> a = x[0];
    x[0] = a + x[1];
    x[1] = a - x[1];
  } else if constexpr (R == 4) {
    butterfly4<T>(x[0], x[1], x[2], x[3]);
  } else if constexpr (R == 3) {
    const T s = (T)0.86602540378443864676;
    Pair<V> sum = x[1] + x[2], d = x[1] - x[2];
    Pair<V> m = {x[0].re - sum.re * (T)0.5, x[0].im - sum.im * (T)0.5};
    Pair<V> r = {d.im * s, -(d.re * s)};
    x[0] = x[0] + sum;
    x[1] = m + r;
    x[2] = m - r;
  } else if constexpr (R == 5) {
    const T c1 = (T)0.30901699437494742410, c2 = (T)-0.80901699437494742410;
    const T s1 = (T)0.95105651629515357212, s2 = (T)0.58778525229247312917;
    Pair<V> a = x[1] + x[4], b = x[2] + x[3], c = x[1] - x[4], d = x[2] - x[3];
    Pair<V> p = {x[0].re + a.re * c1 + b.re * c2, x[0].im + a.im * c1 + b.im * c2};
    Pair<V> q = {x[0].re + a.re * c2 + b.re * c1, x[0].im + a.im * c2 + b.im * c1};
    Pair<V> r = {c.im * s1 + d.im * s2, -(c.re * s1 + d.re * s2)};
    Pair<V> s = {c.im * s2 - d.im * s1, -(c.re * s2 - d.re * s1)};
    x[0] = x[0] + a + b;
    x[1] = p + r;
    x[4] = p - r;
    x[2] = q + s;
    x[3] = q - s;
  } else {
    static_assert(R == 8, "a butterfly of that length");
    const T h = (T)0.70710678118654752440;
    butterfly4<T>(x[0], x[2], x[4], x[6]);
    butterfly4<T>(x[1], x[3], x[5], x[7]);
    // now x[0], x[2], x[4], x[6] hold outputs 0 to 3 of the even part, the others those of the odd part
    Pair<V> o1 = {(x[3].re + x[3].im) * h, (x[3].im - x[3].re) * h};
    Pair<V> o2 = minusI(x[5]);
    Pair<V> o3 = {(x[7].im - x[7].re) * h, -((x[7].re + x[7].im) * h)};
    Pair<V> e0 = x[0], e1 = x[2], e2 = x[4], e3 = x[6], o0 = x[1];
    x[0] = e0 + o0;
    x[1] = e1 + o1;
    x[2] = e2 + o2;
    x[3] = e3 + o3;
    x[4] = e0 - o0;
    x[5] = e1 - o1;
    x[6] = e2 - o2;
    x[7] = e3 - o3;
  }
}

// The transform of one length for vectors V of numbers T, forward, or inverse without the factor 1 / n: that is the
// forward one of numbers whose parts are exchanged, which are exchanged again in the end.
template <class T, class V> class Core {
 public:
  explicit Core(int64_t length) : n(length), passes(factors(length)) {
    if (isSmooth(n)) {
      int64_t rest = n;
      for (int r : passes) {
        Pass pass{r, rest / r, {}, {}};
        for (int64_t p = 0; p < pass.m; p++) for (int i = 1; i < r; i++) pass.twiddles.push_back(root<T>(p * i, rest));
        for (int i = 0; i < r; i++) pass.roots.push_back(root<T>(i, r));
        stages.push_back(std::move(pass));
        rest /= r;
      }
      return;
    }
    int64_t m = smoothFrom(2 * n - 1);
    inner = std::make_unique<Core>(m);
    std::vector<std::complex<double>> filter(m);
    for (int64_t k = 0; k < n; k++) {
      int64_t square = (int64_t)((__int128)k * k % (2 * n));
      std::complex<double> w = root<double>(square, 2 * n);
      chirp.push_back({(T)w.real(), (T)w.imag()});
      filter[k] = std::conj(w);
      if (k) filter[m - k] = std::conj(w);
    }
    Core<double, double> exact(m);
    std::vector<Pair<double>> work(2 * m);
    for (int64_t k = 0; k < m; k++) work[k] = {filter[k].real(), filter[k].imag()};
    Pair<double>* y = exact.run(work.data(), false);
    for (int64_t k = 0; k < m; k++) response.push_back({(T)(y[k].re / m), (T)(y[k].im / m)});
  }

  // Pairs of work memory, the first n of which hold the sequences.
  int64_t room() const { return inner ? n + inner->room() : 2 * n; }

  // Returns where in the work memory the transforms lie.
  Pair<V>* run(Pair<V>* work, bool inverse) const {
    if (inner) return inverse ? bluestein<true>(work) : bluestein<false>(work);
    Pair<V> *x = work, *y = work + n;
    int64_t s = 1;
    for (const Pass& pass : stages) {
      if (inverse) step<true>(pass, s, x, y);
      else step<false>(pass, s, x, y);
      s *= pass.r;
      std::swap(x, y);
    }
    return x;
  }

  const int64_t n;

 private:
  struct Pass {
    int r;
    int64_t m;  // the length that is left behind it
    std::vector<std::complex<T>> twiddles, roots;
  };

  template <bool INVERSE> static Pair<V> in(Pair<V> a) { return INVERSE ? swapped(a) : a; }

  template <bool INVERSE> static void step(const Pass& pass, int64_t s, const Pair<V>* x, Pair<V>* y) {
    switch (pass.r) {
      case 2: return fixed<2, INVERSE>(pass, s, x, y);
      case 3: return fixed<3, INVERSE>(pass, s, x, y);
      case 4: return fixed<4, INVERSE>(pass, s, x, y);
      case 5: return fixed<5, INVERSE>(pass, s, x, y);
      case 8: return fixed<8, INVERSE>(pass, s, x, y);
      default: return prime<INVERSE>(pass, s, x, y);
    }
  }

  // y[q + s (R p + i)] = sum over j of x[q + s (p + m j)] exp(-2 pi i j / R), times exp(-2 pi i p / (R m)).
  template <int R, bool INVERSE> static void fixed(const Pass& pass, int64_t s, const Pair<V>* x, Pair<V>* y) {
    const int64_t m = pass.m;
    const std::complex<T>* w = pass.twiddles.data();
    for (int64_t p = 0; p < m; p++, w += R - 1) {
      std::complex<T> turn[R];
      for (int i = 1; i < R; i++) turn[i] = w[i - 1];
      for (int64_t q = 0; q < s; q++) {
        Pair<V> a[R];
        for (int j = 0; j < R; j++) a[j] = in<INVERSE>(x[q + s * (p + m * j)]);
        butterfly<R, T>(a);
        Pair<V>* to = y + q + s * R * p;
        to[0] = in<INVERSE>(a[0]);
        if (p == 0) for (int i = 1; i < R; i++) to[s * i] = in<INVERSE>(a[i]);
        else for (int i = 1; i < R; i++) to[s * i] = in<INVERSE>(turned(a[i], turn[i]));
      }
    }
  }

  template <bool INVERSE> static void prime(const Pass& pass, int64_t s, const Pair<V>* x, Pair<V>* y) {
    const int R = pass.r, half = R / 2;
    const int64_t m = pass.m;
    for (int64_t p = 0; p < m; p++) {
      const std::complex<T>* w = pass.twiddles.data() + p * (R - 1);
      for (int64_t q = 0; q < s; q++) {
        Pair<V> sums[LARGEST_FACTOR / 2], differences[LARGEST_FACTOR / 2];
        Pair<V> first = in<INVERSE>(x[q + s * p]), total = first;
        for (int j = 1; j <= half; j++) {
          Pair<V> a = in<INVERSE>(x[q + s * (p + m * j)]), b = in<INVERSE>(x[q + s * (p + m * (R - j))]);
          sums[j - 1] = a + b;
          differences[j - 1] = a - b;
          total = total + sums[j - 1];
        }
        Pair<V>* to = y + q + s * R * p;
        to[0] = in<INVERSE>(total);
        for (int i = 1; i <= half; i++) {
          Pair<V> even = first, odd{};
          for (int j = 1; j <= half; j++) {
            std::complex<T> c = pass.roots[i * j % R];
            even = {even.re + sums[j - 1].re * c.real(), even.im + sums[j - 1].im * c.real()};
            odd = {odd.re - differences[j - 1].im * c.imag(), odd.im + differences[j - 1].re * c.imag()};
          }
          to[s * i] = in<INVERSE>(turned(even + odd, w[i - 1]));
          to[s * (R - i)] = in<INVERSE>(turned(even - odd, w[R - i - 1]));
        }
      }
    }
  }

  // The transform as a convolution with exp(pi i k k / n), computed by transforms of a smooth length.
  template <bool INVERSE> Pair<V>* bluestein(Pair<V>* work) const {
    Pair<V>* a = work + n;
    int64_t m = inner->n;
    for (int64_t k = 0; k < n; k++) a[k] = turned(in<INVERSE>(work[k]), chirp[k]);
    for (int64_t k = n; k < m; k++) a[k] = Pair<V>{};
    Pair<V>* f = inner->run(a, false);
    for (int64_t k = 0; k < m; k++) a[k] = turned(f[k], response[k]);
    f = inner->run(a, true);
    for (int64_t k = 0; k < n; k++) work[k] = in<INVERSE>(turned(f[k], chirp[k]));
    return work;
  }

  std::vector<int> passes;
  std::vector<Pass> stages;
  std::unique_ptr<Core> inner;
  std::vector<std::complex<T>> chirp, response;
};

}  // namespace fft
}  // namespace PYDL4J_ISA
}  // namespace pydl4j
