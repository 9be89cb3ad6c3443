// CumSum, pydl4j.CumProd, pydl4j.CumMax and pydl4j.CumMin. Sums and products of floats are carried in double. A single long
// row is cut into a part per thread: each adds up its own, then goes through it with what lies before.
#include "isa.h"
#include "vecmath.h"

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

struct Bf16 {
  uint16_t v;
  Bf16() = default;
  explicit Bf16(double x) : v(vm::toBf16((float)x)) {}
  operator float() const { return vm::fromBf16(v); }
};

struct Axis {
  int64_t outer, n, inner;
  Axis(const Dims& d, int64_t axis) {
    if (axis < 0) axis += (int64_t)d.size();
    outer = product(d, 0, axis);
    n = d.empty() ? 1 : d[axis];
    inner = product(d, axis + 1);
  }
};

template <class A> struct Plus {
  static constexpr A ONE = 0;
  template <class V> static V of(V a, V b) { return a + b; }
};
template <class A> struct Times {
  static constexpr A ONE = 1;
  template <class V> static V of(V a, V b) { return a * b; }
};

// Eight elements of type T side by side, carried in A.
template <class T, class A> struct Eight {
#if defined(__AVX512F__)
  static constexpr bool POSSIBLE = sizeof(A) == 8 && (std::is_same_v<T, A> || std::is_same_v<T, float>);
#else
  static constexpr bool POSSIBLE = false;
#endif
  typedef A V __attribute__((vector_size(64)));
  typedef std::conditional_t<std::is_same_v<T, float>, float, A> Kept;
  typedef Kept Given __attribute__((vector_size(8 * sizeof(Kept))));

  static V load(const T* p) {
    Given v;
    memcpy(&v, p, sizeof v);
    return __builtin_convertvector(v, V);
  }
  static void store(T* p, V v) {
    Given g = __builtin_convertvector(v, Given);
    memcpy(p, &g, sizeof g);
  }
  static V all(A a) { return V{a, a, a, a, a, a, a, a}; }
  static V last(V v) { return __builtin_shufflevector(v, v, 7, 7, 7, 7, 7, 7, 7, 7); }

  // Each with those before it.
  template <class F> static V scanned(V v) {
    const V one = all(F::ONE);
    v = F::of(__builtin_shufflevector(one, v, 0, 8, 9, 10, 11, 12, 13, 14), v);
    v = F::of(__builtin_shufflevector(one, v, 0, 1, 8, 9, 10, 11, 12, 13), v);
    return F::of(__builtin_shufflevector(one, v, 0, 1, 2, 3, 8, 9, 10, 11), v);
  }

  // All sums (products) of p[from, to) after the first `sum`; returns where it stopped, and the sum up to there.
  template <class F> static int64_t scan(const T* p, T* q, int64_t from, int64_t to, A& sum) {
    V before = all(sum);
    for (; from + 16 <= to; from += 16) {
      V a = scanned<F>(load(p + from)), b = F::of(last(a), scanned<F>(load(p + from + 8)));
      store(q + from, F::of(before, a));
      b = F::of(before, b);
      store(q + from + 8, b);
      before = last(b);
    }
    sum = before[0];
    return from;
  }

  // The sum (product) of p[from, to) in eight parts; returns where it stopped.
  template <class F> static int64_t total(const T* p, int64_t from, int64_t to, A* parts) {
    V a = all(F::ONE), b = a;
    for (; from + 16 <= to; from += 16) {
      a = F::of(a, load(p + from));
      b = F::of(b, load(p + from + 8));
    }
    a = F::of(a, b);
    for (int k = 0; k < 8; k++) parts[k] = a[k];
    return from;
  }
};

template <class T, class A, class F> KernelPtr scan(const Call& call) {
  Dims axes = call.attrs.integers("axis");
  if (axes.size() != 1) return unsupported("axis must be an attribute");
  Axis x(call.in[0].dims, axes[0]);
  bool exclusive = call.attrs.integer("exclusive", 0), reverse = call.attrs.integer("reverse", 0);
  int threads = threadsFor(call, (double)call.in[0].size() * 2);
  const int64_t W = 64;
  int64_t strips = (x.inner + W - 1) / W;
  return simple("native:scan", [=](const Args& args) {
    const T* in = args.input<T>(0);
    T* out = args.output<T>(0);
    int64_t first = reverse ? x.n - 1 : 0, step = reverse ? -1 : 1;
    // The elements from..to of a row in scan order, after those whose sum is `sum`.
    auto part = [&](int64_t row, int64_t from, int64_t to, A sum) {
      const T* p = in + row * x.n + first;
      T* q = out + row * x.n + first;
      int64_t i = from;
      if constexpr (Eight<T, A>::POSSIBLE) {
        if (step == 1 && !exclusive) i = Eight<T, A>::template scan<F>(p, q, from, to, sum);
      }
      for (; i < to; i++) {
        A next = F::of(sum, (A)p[i * step]);
        q[i * step] = (T)(exclusive ? sum : next);
        sum = next;
      }
    };
    if (x.inner == 1 && x.outer < threads) {
      for (int64_t row = 0; row < x.outer; row++) {
        std::vector<A> sums(threads + 1, F::ONE);
        parallel(threads, x.n, 64, [&](int64_t from, int64_t to, int t) {
          A s[8];
          std::fill(s, s + 8, F::ONE);
          const T* p = in + row * x.n + first;
          int64_t i = from;
          if constexpr (Eight<T, A>::POSSIBLE) {
            if (step == 1) i = Eight<T, A>::template total<F>(p, from, to, s);
          }
          for (; i + 8 <= to; i += 8) for (int k = 0; k < 8; k++) s[k] = F::of(s[k], (A)p[(i + k) * step]);
          for (; i < to; i++) s[0] = F::of(s[0], (A)p[i * step]);
          for (int k = 1; k < 8; k++) s[0] = F::of(s[0], s[k]);
          sums[t + 1] = s[0];
        });
        for (int t = 1; t <= threads; t++) sums[t] = F::of(sums[t - 1], sums[t]);
        parallel(threads, x.n, 64, [&](int64_t from, int64_t to, int t) { part(row, from, to, sums[t]); });
      }
      return;
    }
    parallel(threads, x.outer * strips, 1, [&](int64_t from, int64_t to, int) {
      for (int64_t s = from; s < to; s++) {
        if (x.inner == 1) {
          part(s, 0, x.n, F::ONE);
          continue;
        }
        int64_t b = s % strips * W, w = std::min(W, x.inner - b), at = s / strips * x.n * x.inner + b;
        A sum[W];
        std::fill(sum, sum + W, F::ONE);
        for (int64_t i = 0; i < x.n; i++) {
          const T* p = in + at + (first + i * step) * x.inner;
          T* q = out + at + (first + i * step) * x.inner;
          for (int64_t k = 0; k < w; k++) {
            A next = F::of(sum[k], (A)p[k]);
            q[k] = (T)(exclusive ? sum[k] : next);
            sum[k] = next;
          }
        }
      }
    });
  });
}

// The largest (or smallest) so far and where it is; what is not a number stays the largest and the smallest.
template <class T, class A> KernelPtr extreme(const Call& call, bool max) {
  Axis x(call.in[0].dims, call.attrs.integer("axis", 0));
  int threads = threadsFor(call, (double)call.in[0].size() * 4);
  return simple("native:scan", [=](const Args& args) {
    parallel(threads, x.outer * x.inner, 1, [&](int64_t from, int64_t to, int) {
      for (int64_t r = from; r < to; r++) {
        int64_t at = r / x.inner * x.n * x.inner + r % x.inner, best = 0;
        A most = A();
        for (int64_t i = 0; i < x.n; i++, at += x.inner) {
          A v = (A)args.input<T>(0)[at];
          if (i == 0 || (max ? v > most : v < most) || (v != v && most == most)) {
            most = v;
            best = i;
          }
          args.output<T>(0)[at] = (T)most;
          args.output<int64_t>(1)[at] = best;
        }
      }
    });
  });
}

#if defined(__aarch64__)
using F16 = __fp16;  // g++ 12 knows _Float16 in C++ on x86-64 only
#else
using F16 = _Float16;
#endif

// Calls f with null pointers of the element type and of what it is carried in.
template <class F> KernelPtr byNumber(DType t, F&& f) {
  switch (t) {
    case DType::F32: return f((float*)nullptr, (double*)nullptr);
    case DType::F64: return f((double*)nullptr, (double*)nullptr);
    case DType::BF16: return f((Bf16*)nullptr, (double*)nullptr);
    case DType::F16: return f((F16*)nullptr, (double*)nullptr);
    case DType::I64: return f((int64_t*)nullptr, (int64_t*)nullptr);
    case DType::I32: return f((int32_t*)nullptr, (int32_t*)nullptr);
    case DType::I16: return f((int16_t*)nullptr, (int32_t*)nullptr);
    case DType::I8: return f((int8_t*)nullptr, (int32_t*)nullptr);
    case DType::U64: return f((uint64_t*)nullptr, (uint64_t*)nullptr);
    case DType::U32: return f((uint32_t*)nullptr, (uint32_t*)nullptr);
    case DType::U16: return f((uint16_t*)nullptr, (uint32_t*)nullptr);
    case DType::U8: return f((uint8_t*)nullptr, (uint32_t*)nullptr);
    default: return unsupported("that type");
  }
}

template <class P> using Of = std::remove_pointer_t<P>;

KernelPtr cumSum(const Call& call) {
  return byNumber(call.in[0].dtype, [&](auto* t, auto* a) { return scan<Of<decltype(t)>, Of<decltype(a)>, Plus<Of<decltype(a)>>>(call); });
}

KernelPtr cumProd(const Call& call) {
  return byNumber(call.in[0].dtype, [&](auto* t, auto* a) { return scan<Of<decltype(t)>, Of<decltype(a)>, Times<Of<decltype(a)>>>(call); });
}

KernelPtr cumMax(const Call& call) {
  return byNumber(call.in[0].dtype, [&](auto* t, auto* a) { return extreme<Of<decltype(t)>, Of<decltype(a)>>(call, true); });
}

KernelPtr cumMin(const Call& call) {
  return byNumber(call.in[0].dtype, [&](auto* t, auto* a) { return extreme<Of<decltype(t)>, Of<decltype(a)>>(call, false); });
}

}  // namespace

void addCumulative(Table& t) {
  t["CumSum"] = cumSum;
  t["pydl4j.CumProd"] = cumProd;
  t["pydl4j.CumMax"] = cumMax;
  t["pydl4j.CumMin"] = cumMin;
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
