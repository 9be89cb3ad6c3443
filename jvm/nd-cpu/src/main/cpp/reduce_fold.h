// How elements are joined: what a reduction needs to know of its types. Sums of floats are kept in lanes over short blocks
// and in double across them, integers wrap around; the order is fixed by shapes and thread count.
#pragma once
#include <type_traits>

#include "narrow.h"

namespace pydl4j {
namespace PYDL4J_ISA {
namespace reduction {

enum class Kind { SUM, PRODUCT, MAX, MIN, SQUARES, ABSOLUTES, ANY, ALL };
enum class Finish { NONE, MEAN, ROOT };

// A joined value: a double or an integer of 64 bits.
struct alignas(8) Cell { char bytes[8]; };

const int WIDTH = 1024;  // columns that are joined side by side

struct Fold {
  int inBytes, outBytes;
  void (*start)(Cell* acc, int64_t n);
  // acc[i] joined with n adjacent elements of row i.
  void (*rows)(const char* p, int64_t rows, int64_t n, Cell* acc);
  // acc[0] joined with n elements, step apart.
  void (*strided)(const char* p, int64_t n, int64_t step, Cell* acc);
  // acc[0 .. width) joined with that many columns of n rows, stride apart; width at most WIDTH.
  void (*columns)(const char* p, int64_t stride, int64_t n, int width, Cell* acc);
  void (*join)(Cell* acc, const Cell* more, int64_t n);
  void (*store)(const Cell* acc, char* out, int64_t n, Finish f, int64_t count);
};

// The fold from elements of one type to results of another; null where there is none.
const Fold* floatFold(Kind kind, DType in, DType out);
const Fold* wholeFold(Kind kind, DType in, DType out);

// Reads A, joins in T, keeps results of blocks in a double or an integer of 64 bits, stores O.
template <class A, class T, class O, class F> struct Typed {
  using Acc = std::conditional_t<std::is_floating_point_v<T>, double, std::conditional_t<std::is_signed_v<T>, int64_t, uint64_t>>;
  static const int LANES = 256 / sizeof(T), BLOCK = 4096;

  PYDL4J_INLINE T map(Read<A> x) { return F::template map<T>(x); }

  static Acc block(const A* p, int m) {
    Read<A> buffer[isNarrow<A> ? BLOCK : 1];
    const Read<A>* q = numbers<A>(p, m, buffer);
    if (m < LANES) {
      T one = F::template init<T>();
      for (int i = 0; i < m; i++) one = F::join(one, map(q[i]));
      return (Acc)one;
    }
    T lane[LANES];
    for (int k = 0; k < LANES; k++) lane[k] = F::template init<T>();
    int i = 0;
    for (; i + LANES <= m; i += LANES) for (int k = 0; k < LANES; k++) lane[k] = F::join(lane[k], map(q[i + k]));
    for (int k = 0; k < m - i; k++) lane[k] = F::join(lane[k], map(q[i + k]));
    for (int w = LANES / 2; w > 0; w /= 2) for (int k = 0; k < w; k++) lane[k] = F::join(lane[k], lane[k + w]);
    return (Acc)lane[0];
  }

  static void start(Cell* acc, int64_t n) {
    for (int64_t i = 0; i < n; i++) ((Acc*)acc)[i] = (Acc)F::template init<T>();
  }

  static void rows(const char* bytes, int64_t count, int64_t n, Cell* acc) {
    const A* p = (const A*)bytes;
    for (int64_t r = 0; r < count; r++) {
      Acc total = ((Acc*)acc)[r];
      for (int64_t i = 0; i < n; i += BLOCK) total = F::join(total, block(p + r * n + i, (int)std::min<int64_t>(BLOCK, n - i)));
      ((Acc*)acc)[r] = total;
    }
  }

  static void strided(const char* bytes, int64_t n, int64_t step, Cell* acc) {
    const A* p = (const A*)bytes;
    Acc total = *(Acc*)acc;
    for (int64_t i = 0; i < n; i++) {
      Read<A> buffer[1];
      total = F::join(total, (Acc)map(*numbers<A>(p + i * step, 1, buffer)));
    }
    *(Acc*)acc = total;
  }

  static void lanes(const A* p, int64_t stride, int64_t n, int width, T* lane) {
    Read<A> buffer[isNarrow<A> ? WIDTH : 1];
    for (int k = 0; k < width; k++) lane[k] = F::template init<T>();
    for (int64_t r = 0; r < n; r++) {
      const Read<A>* q = numbers<A>(p + r * stride, width, buffer);
#pragma GCC ivdep
      for (int k = 0; k < width; k++) lane[k] = F::join(lane[k], map(q[k]));
    }
  }

  static void columns(const char* bytes, int64_t stride, int64_t n, int width, Cell* cells) {
    const A* p = (const A*)bytes;
    Acc* acc = (Acc*)cells;
    const int ROWS = 128;
    T lane[WIDTH];
    if (width == stride && width <= WIDTH / 8) {  // narrow rows: several side by side make one wide row
      int64_t side = WIDTH / 4 / width, wide = n / side;
      for (int64_t r = 0; r < wide; r += ROWS) {
        lanes(p + r * side * width, side * width, std::min<int64_t>(ROWS, wide - r), (int)(side * width), lane);
        for (int g = 0; g < side; g++) for (int k = 0; k < width; k++) acc[k] = F::join(acc[k], (Acc)lane[g * width + k]);
      }
      p += wide * side * width;
      n -= wide * side;
    }
    for (int64_t r = 0; r < n; r += ROWS) {
      lanes(p + r * stride, stride, std::min<int64_t>(ROWS, n - r), width, lane);
      for (int k = 0; k < width; k++) acc[k] = F::join(acc[k], (Acc)lane[k]);
    }
  }

  static void join(Cell* acc, const Cell* more, int64_t n) {
    for (int64_t i = 0; i < n; i++) ((Acc*)acc)[i] = F::join(((Acc*)acc)[i], ((const Acc*)more)[i]);
  }

  static void store(const Cell* cells, char* out, int64_t n, Finish f, int64_t count) {
    const Acc* acc = (const Acc*)cells;
    for (int64_t i = 0; i < n; i++) {
      if constexpr (std::is_floating_point_v<T>) {
        double v = f == Finish::MEAN ? acc[i] / (double)count : f == Finish::ROOT ? std::sqrt(acc[i]) : acc[i];
        if constexpr (std::is_same_v<O, Half>) ((O*)out)[i].bits = vm::toF16((float)v);
        else if constexpr (std::is_same_v<O, Brain>) ((O*)out)[i].bits = vm::toBf16((float)v);
        else ((O*)out)[i] = (O)v;
      } else {
        ((O*)out)[i] = (O)acc[i];
      }
    }
  }

  static const Fold* fold() {
    static const Fold f{sizeof(A), sizeof(O), start, rows, strided, columns, join, store};
    return &f;
  }
};

// Sums and products of integers are computed unsigned, which wraps.
template <class T> using Wrap = std::conditional_t<std::is_floating_point_v<T>, T, std::conditional_t<(sizeof(T) < 4), uint32_t,
    std::conditional_t<sizeof(T) == 4, uint32_t, uint64_t>>>;

struct Sum {
  template <class T> PYDL4J_INLINE T init() { return 0; }
  template <class T, class A> PYDL4J_INLINE T map(A x) { return (T)x; }
  template <class T> PYDL4J_INLINE T join(T a, T b) { return (T)((Wrap<T>)a + (Wrap<T>)b); }
};
struct Squares : Sum {
  template <class T, class A> PYDL4J_INLINE T map(A x) { return (T)((Wrap<T>)(T)x * (Wrap<T>)(T)x); }
};
struct Absolutes : Sum {
  template <class T, class A> PYDL4J_INLINE T map(A x) { return x < 0 ? (T)(0 - (Wrap<T>)(T)x) : (T)x; }
};
struct Product {
  template <class T> PYDL4J_INLINE T init() { return 1; }
  template <class T, class A> PYDL4J_INLINE T map(A x) { return (T)x; }
  template <class T> PYDL4J_INLINE T join(T a, T b) { return (T)((Wrap<T>)a * (Wrap<T>)b); }
};
struct Max {
  template <class T> PYDL4J_INLINE T init() {
    return std::is_floating_point_v<T> ? -std::numeric_limits<T>::infinity() : std::numeric_limits<T>::lowest();
  }
  template <class T, class A> PYDL4J_INLINE T map(A x) { return (T)x; }
  template <class T> PYDL4J_INLINE T join(T a, T b) { return vm::max(a, b); }
};
struct Min {
  template <class T> PYDL4J_INLINE T init() {
    return std::is_floating_point_v<T> ? std::numeric_limits<T>::infinity() : std::numeric_limits<T>::max();
  }
  template <class T, class A> PYDL4J_INLINE T map(A x) { return (T)x; }
  template <class T> PYDL4J_INLINE T join(T a, T b) { return vm::min(a, b); }
};
struct Any {
  template <class T> PYDL4J_INLINE T init() { return 0; }
  template <class T, class A> PYDL4J_INLINE T map(A x) { return x != 0; }
  template <class T> PYDL4J_INLINE T join(T a, T b) { return (T)(a | b); }
};
struct All : Any {
  template <class T> PYDL4J_INLINE T init() { return 1; }
  template <class T> PYDL4J_INLINE T join(T a, T b) { return (T)(a & b); }
};

}  // namespace reduction
}  // namespace PYDL4J_ISA
}  // namespace pydl4j
