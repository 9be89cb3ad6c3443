// ArgMax and ArgMin along an axis: the first of equals, of NaN before all.
#include <type_traits>

#include "narrow.h"

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

const int BLOCK = 4096, WIDTH = 256;

template <class T, bool MAX> PYDL4J_INLINE T join(T a, T b) { return MAX ? vm::max(a, b) : vm::min(a, b); }
template <class T, bool MAX> PYDL4J_INLINE bool isBetter(T v, T best) { return (MAX ? v > best : v < best) || (v != v && best == best); }

template <class T> struct Best {
  T value;
  int64_t at = -1;  // none yet
};

// The best of n adjacent elements: of each block the value first, and where it lies only when it wins.
template <class A, bool MAX, class T = Read<A>> void along(const A* p, int64_t n, int64_t first, Best<T>& best) {
  const int LANES = 256 / sizeof(T);
  for (int64_t start = 0; start < n; start += BLOCK) {
    int m = (int)std::min<int64_t>(BLOCK, n - start), i = 0;
    T buffer[isNarrow<A> ? BLOCK : 1];
    const T* q = numbers<A>(p + start, m, buffer);
    T value = q[0];
    if (m >= LANES) {
      T lane[LANES];
      for (int k = 0; k < LANES; k++) lane[k] = q[k];
      for (i = LANES; i + LANES <= m; i += LANES) for (int k = 0; k < LANES; k++) lane[k] = join<T, MAX>(lane[k], q[i + k]);
      for (int k = 0; k < LANES; k++) value = join<T, MAX>(value, lane[k]);
    }
    for (; i < m; i++) value = join<T, MAX>(value, q[i]);
    if (best.at >= 0 && !isBetter<T, MAX>(value, best.value)) continue;
    for (i = 0; q[i] != value && q[i] == q[i];) i++;
    best.value = q[i];
    best.at = first + start + i;
  }
}

// The best of each of `width` columns of n rows.
template <class A, bool MAX, class T = Read<A>> void columns(const A* p, int64_t stride, int64_t n, int width, int64_t* y) {
  using Index = std::conditional_t<sizeof(T) == 8, int64_t, int32_t>;
  T value[WIDTH], buffer[isNarrow<A> ? WIDTH : 1];
  Index at[WIDTH];
  const T* first = numbers<A>(p, width, buffer);
  for (int k = 0; k < width; k++) value[k] = first[k], at[k] = 0;
  for (int64_t r = 1; r < n; r++) {
    const T* q = numbers<A>(p + r * stride, width, buffer);
#pragma GCC ivdep
    for (int k = 0; k < width; k++) {
      bool better = isBetter<T, MAX>(q[k], value[k]);
      value[k] = better ? q[k] : value[k];
      at[k] = better ? (Index)r : at[k];
    }
  }
  for (int k = 0; k < width; k++) y[k] = at[k];
}

template <class A, bool MAX> KernelPtr kernel(const Call& call) {
  using T = Read<A>;
  int rank = call.in[0].rank();
  int64_t axis = call.attrs.integer("axis", 0);
  if (axis < 0) axis += rank;
  const Dims& d = call.in[0].dims;
  int64_t rows = product(d, 0, axis), R = d[axis], B = product(d, axis + 1);
  if (rows * B > 0 && (R == 0 || R > INT32_MAX) && (R == 0 || B > 1)) return unsupported("that many elements along the axis");
  int threads = threadsFor(call, (double)rows * R * B, 16384);
  if (B == 1 && rows < threads) {
    return simple("native:argbest split", [=](const Args& a) {
      for (int64_t i = 0; i < rows; i++) {
        std::vector<Best<T>> part(threads);
        parallel(threads, R, BLOCK, [&](int64_t from, int64_t to, int t) { along<A, MAX>(a.input<A>(0) + i * R + from, to - from, from, part[t]); });
        Best<T> best = part[0];
        for (const Best<T>& p : part) if (p.at >= 0 && (best.at < 0 || isBetter<T, MAX>(p.value, best.value))) best = p;
        a.output<int64_t>(0)[i] = best.at;
      }
    });
  }
  if (B == 1) {
    return simple("native:argbest", [=](const Args& a) {
      parallel(threads, rows, 1, [&](int64_t from, int64_t to, int) {
        for (int64_t i = from; i < to; i++) {
          Best<T> best;
          along<A, MAX>(a.input<A>(0) + i * R, R, 0, best);
          a.output<int64_t>(0)[i] = best.at;
        }
      });
    });
  }
  int64_t tiles = (B + WIDTH - 1) / WIDTH;
  return simple("native:argbest columns", [=](const Args& a) {
    parallel(threads, rows * tiles, 1, [&](int64_t from, int64_t to, int) {
      for (int64_t i = from; i < to; i++) {
        int64_t block = i / tiles, c = i % tiles * WIDTH;
        columns<A, MAX>(a.input<A>(0) + block * R * B + c, B, R, (int)std::min<int64_t>(WIDTH, B - c), a.output<int64_t>(0) + block * B + c);
      }
    });
  });
}

template <bool MAX> KernelPtr argBest(const Call& call) {
  if (call.out[0].dtype != DType::I64) return unsupported("an index of another type than int64");
  switch (call.in[0].dtype) {
    case DType::F32: return kernel<float, MAX>(call);
    case DType::F64: return kernel<double, MAX>(call);
    case DType::F16: return kernel<Half, MAX>(call);
    case DType::BF16: return kernel<Brain, MAX>(call);
    case DType::I8: return kernel<int8_t, MAX>(call);
    case DType::I16: return kernel<int16_t, MAX>(call);
    case DType::I32: return kernel<int32_t, MAX>(call);
    case DType::I64: return kernel<int64_t, MAX>(call);
    case DType::U8: return kernel<uint8_t, MAX>(call);
    case DType::U16: return kernel<uint16_t, MAX>(call);
    case DType::U32: return kernel<uint32_t, MAX>(call);
    case DType::U64: return kernel<uint64_t, MAX>(call);
    default: return unsupported("the type");
  }
}

}  // namespace

void addArgBest(Table& t) {
  t["ArgMax"] = argBest<true>;
  t["ArgMin"] = argBest<false>;
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
