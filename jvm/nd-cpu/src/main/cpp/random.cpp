// Random numbers that take a fixed number of words each. A kernel fills runs of elements from the words of a group of
// blocks, then scales them; outputs that no cache holds are written past it.
#include "philox.h"
#include "stream.h"

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

template <class T> using WordOf = std::conditional_t<sizeof(T) == 8, uint64_t, uint32_t>;

// Calls fill(from, words, y, n) for runs of n elements from `from`; words holds 4 GROUP words, those of element `from` first.
template <class Word, class T, class F> void runs(const Key& key, int threads, T* y, int64_t n, F&& fill) {
  const int run = 4 * GROUP * 4 / sizeof(Word);
  bool streamed = isStreamed(n * (int64_t)sizeof(T));
  parallel(threads, n, run, [&](int64_t from, int64_t to, int) {
    alignas(64) uint32_t drawn[4 * GROUP];
    alignas(64) Word words[run];
    alignas(64) T buffer[run];
    for (int64_t at = from; at < to; at += run) {
      philox(key, at / run * GROUP, drawn);
      memcpy(words, drawn, sizeof words);  // not written as other words than they are read as, which C++ forbids
      int m = (int)std::min<int64_t>(run, to - at);
      if (streamed || m < run) {
        fill(at, words, buffer, m);
        streamed ? streamCopy(y + at, buffer, m * sizeof(T)) : (void)memcpy(y + at, buffer, m * sizeof(T));
      } else {
        fill(at, words, y + at, m);
      }
    }
    if (streamed) streamEnd();
  });
}

// A parameter: one number, or one for each element in the type of the result.
struct Parameter {
  bool given, each, wide;
  int index;
  double other;

  template <class T> T number(const Args& a) const {
    return !given ? (T)other : wide ? (T)*a.input<double>(index) : (T)*a.input<float>(index);
  }
  template <class T> const T* row(const Args& a) const { return each ? a.input<T>(index) : nullptr; }
};

// Whether the parameter is one that kernels read; its description in p.
bool isParameter(const Call& call, int index, double other, Parameter& p) {
  p = {call.present(index), false, false, index, other};
  if (!p.given) return true;
  const Type& t = call.in[index];
  p.each = t.size() != 1;
  p.wide = t.dtype == DType::F64;
  return (t.dtype == DType::F32 || p.wide) && (!p.each || (t.dtype == call.out[0].dtype && t.size() == call.out[0].size()));
}

bool isDrawn(const Call& call) { return call.in[0].dtype == DType::I64 && call.in[1].dtype == DType::I64; }

template <class T> struct Uniform {
  static void fill(const WordOf<T>* words, T* y) {
    for (int i = 0; i < 16 * GROUP / (int)sizeof(T); i++) y[i] = number(words[i]);
  }
  static float number(uint32_t w) { return (float)(int32_t)(w >> 8) * 0x1p-24f; }
  static double number(uint64_t w) { return (double)(int64_t)(w >> 11) * 0x1p-53; }
};

template <class T> struct Normal {
  static void fill(const WordOf<T>* words, T* y) {
    for (int i = 0; i < 8 * GROUP / (int)sizeof(T); i++)
      variates::normals<T, WordOf<T>>(words[2 * i], words[2 * i + 1], y[2 * i], y[2 * i + 1]);
  }
};

template <class T> struct Exponential {
  static void fill(const WordOf<T>* words, T* y) {
    for (int i = 0; i < 16 * GROUP / (int)sizeof(T); i++) y[i] = variates::exponential(words[i]);
  }
};

// from + by * number, where by is `to` or, of intervals, to - from.
template <class T, template <class> class Number>
Run scaled(Parameter from, Parameter to, bool interval, int64_t node, int threads, int64_t n) {
  return [=](const Args& a) {
    const T *froms = from.row<T>(a), *tos = to.row<T>(a);
    T low = froms ? T(0) : from.number<T>(a), by = tos ? T(0) : to.number<T>(a);
    bool plain = !froms && !tos && low == 0 && by == 1;
    by = interval ? by - low : by;
    runs<WordOf<T>>(keyOf(a, 0, 1, node), threads, a.output<T>(0), n, [=](int64_t at, const WordOf<T>* words, T* y, int m) {
      Number<T>::fill(words, y);
      if (plain) return;
      if (!froms && !tos) {
        for (int i = 0; i < m; i++) y[i] = low + by * y[i];
        return;
      }
      for (int i = 0; i < m; i++) {
        T f = froms ? froms[at + i] : low;
        T t = tos ? tos[at + i] : to.number<T>(a);
        y[i] = f + (interval ? t - f : t) * y[i];
      }
    });
  };
}

template <template <class> class Number> KernelPtr scaledKernel(const Call& call, int from, int to, bool interval) {
  Parameter low, high;
  bool known = isDrawn(call) && isParameter(call, from, 0, low) && isParameter(call, to, 1, high);
  if (!known) return unsupported("parameters are one number, or of the type and shape of the result");
  int64_t n = call.out[0].size(), node = call.attrs.integer("node", 0);
  int threads = threadsFor(call, (double)n * 4);
  if (call.out[0].f32()) return simple("native:philox", scaled<float, Number>(low, high, interval, node, threads, n));
  return simple("native:philox", scaled<double, Number>(low, high, interval, node, threads, n));
}

KernelPtr uniform(const Call& call) { return scaledKernel<Uniform>(call, 3, 4, true); }
KernelPtr normal(const Call& call) { return scaledKernel<Normal>(call, 3, 4, false); }
KernelPtr exponential(const Call& call) { return scaledKernel<Exponential>(call, 5, 3, false); }  // there is no input 5

// The number of element i below range, from its word; range 0 stands for all words. Variates.integer says how.
inline uint64_t below(const Key& key, int64_t i, uint32_t word, uint64_t range) {
  uint64_t m = word * range;
  if ((uint32_t)m < range) {
    uint32_t refused = (uint32_t)(((uint64_t)1 << 32) % range);
    for (int attempt = 1; (uint32_t)m < refused && attempt < 256; attempt++) {
      uint32_t c[4];
      attempted(key, i, attempt, c);
      m = c[0] * range;
    }
  }
  return m >> 32;
}

inline uint64_t below(const Key& key, int64_t i, uint64_t word, uint64_t range) {
  if (range == 0) return word;
  unsigned __int128 m = (unsigned __int128)word * range;
  if ((uint64_t)m < range) {
    uint64_t refused = -range % range;
    for (int attempt = 1; (uint64_t)m < refused && attempt < 256; attempt++) {
      uint32_t c[4];
      attempted(key, i, attempt, c);
      m = (unsigned __int128)joined(c[0], c[1]) * range;
    }
  }
  return (uint64_t)(m >> 64);
}

// One range for all: the plain product vectorizes, elements that may be refused are looked at again.
template <class T> void narrow(const Key& key, int threads, T* y, int64_t n, int64_t low, uint64_t range) {
  uint32_t refused = (uint32_t)(((uint64_t)1 << 32) % range);
  runs<uint32_t>(key, threads, y, n, [=](int64_t at, const uint32_t* words, T* to, int m) {
    uint32_t seen = 0;
    for (int i = 0; i < 4 * GROUP; i++) {
      uint64_t p = words[i] * range;
      seen |= (uint32_t)p < refused;
      to[i] = (T)(low + (p >> 32));
    }
    if (seen)
      for (int i = 0; i < m; i++) to[i] = (T)(low + below(key, at + i, words[i], range));
  });
}

template <class T> Run integersOf(int64_t node, int threads, int64_t n, bool lows, bool highs) {
  return [=](const Args& a) {
    const int64_t *low = a.input<int64_t>(3), *high = a.input<int64_t>(4);
    Key key = keyOf(a, 0, 1, node);
    T* y = a.output<T>(0);
    auto rangeAt = [=](int64_t i) { return (uint64_t)high[highs ? i : 0] - (uint64_t)low[lows ? i : 0] + 1; };
    auto isNarrow = [](uint64_t range) { return range != 0 && range <= (uint64_t)1 << 32; };
    if (!lows && !highs && isNarrow(rangeAt(0))) {
      narrow(key, threads, y, n, *low, rangeAt(0));
    } else if (!lows && !highs) {
      runs<uint64_t>(key, threads, y, n, [=](int64_t at, const uint64_t* words, T* to, int m) {
        for (int i = 0; i < m; i++) to[i] = (T)(*low + below(key, at + i, words[i], rangeAt(0)));
      });
    } else {  // narrow ranges take single words, wide ones pairs
      parallel(threads, n, 4 * GROUP, [&](int64_t from, int64_t to, int) {
        for (int64_t i = from; i < to; i++) {
          uint64_t range = rangeAt(i);
          int64_t block = isNarrow(range) ? i / 4 : i / 2;
          uint32_t c[4] = {(uint32_t)block, key.node + (uint32_t)(block >> 32), key.step0, key.step1};
          philox(key, c);
          uint64_t r = isNarrow(range) ? below(key, i, c[i % 4], range) : below(key, i, joined(c[i % 2 * 2], c[i % 2 * 2 + 1]), range);
          y[i] = (T)(low[lows ? i : 0] + r);
        }
      });
    }
  };
}

KernelPtr integers(const Call& call) {
  if (!isDrawn(call) || call.in[3].dtype != DType::I64 || call.in[4].dtype != DType::I64) return unsupported("only int64 operands");
  int64_t n = call.out[0].size(), node = call.attrs.integer("node", 0);
  bool lows = call.in[3].size() != 1, highs = call.in[4].size() != 1;
  int threads = threadsFor(call, (double)n * 4);
  switch (bytesOf(call.out[0].dtype)) {
    case 8: return simple("native:philox", integersOf<uint64_t>(node, threads, n, lows, highs));
    case 4: return simple("native:philox", integersOf<uint32_t>(node, threads, n, lows, highs));
    case 2: return simple("native:philox", integersOf<uint16_t>(node, threads, n, lows, highs));
    default: return simple("native:philox", integersOf<uint8_t>(node, threads, n, lows, highs));
  }
}

template <class T> Run trials(Parameter probability, int64_t node, int threads, int64_t n) {
  return [=](const Args& a) {
    float one = probability.each ? 0 : probability.number<float>(a);
    runs<uint32_t>(keyOf(a, 0, 1, node), threads, a.output<T>(0), n, [=](int64_t at, const uint32_t* words, T* y, int m) {
      const char* p = a.in[3];
      for (int i = 0; i < m; i++) {
        float limit = !probability.each ? one : probability.wide ? (float)((const double*)p)[at + i] : ((const float*)p)[at + i];
        y[i] = Uniform<float>::number(words[i]) < limit;
      }
    });
  };
}

KernelPtr bernoulli(const Call& call) {
  const Type& p = call.in[3];
  if (!isDrawn(call) || (p.dtype != DType::F32 && p.dtype != DType::F64)) return unsupported("only float32 and float64 probabilities");
  Parameter probability = {true, p.size() != 1, p.dtype == DType::F64, 3, 0};
  int64_t n = call.out[0].size(), node = call.attrs.integer("node", 0);
  int threads = threadsFor(call, (double)n * 4);
  switch (bytesOf(call.out[0].dtype)) {
    case 8: return simple("native:philox", trials<uint64_t>(probability, node, threads, n));
    case 4: return simple("native:philox", trials<uint32_t>(probability, node, threads, n));
    case 2: return simple("native:philox", trials<uint16_t>(probability, node, threads, n));
    default: return simple("native:philox", trials<uint8_t>(probability, node, threads, n));
  }
}

KernelPtr dropout(const Call& call) {
  if (!call.in[0].f32() || call.in[1].dtype != DType::I64 || call.in[2].dtype != DType::I64) return unsupported("only float32");
  int64_t n = call.out[0].size(), node = call.attrs.integer("node", 0);
  float retain = (float)call.attrs.number("retain", 0.5);
  int threads = threadsFor(call, (double)n * 4);
  return simple("native:dropout", [=](const Args& a) {
    const float* x = a.input<float>(0);
    float* y = a.output<float>(0);
    Key key = keyOf(a, 1, 2, node);
    parallel(threads, n, 4 * GROUP, [&](int64_t from, int64_t to, int) {
      uint32_t words[4 * GROUP];
      for (int64_t at = from; at < to; at += 4 * GROUP) {
        philox(key, at / 4, words);
        int m = (int)std::min<int64_t>(4 * GROUP, to - at);
        for (int i = 0; i < m; i++) {
          float v = x[at + i] / retain;
          y[at + i] = Uniform<float>::number(words[i]) < retain ? v : 0.0f;
        }
      }
    });
  }, {{0, 0}});
}

}  // namespace

void addRandom(Table& t) {
  t["pydl4j.RandomUniform"] = uniform;
  t["pydl4j.RandomNormal"] = normal;
  t["pydl4j.RandomExponential"] = exponential;
  t["pydl4j.RandomIntegers"] = integers;
  t["pydl4j.RandomBernoulli"] = bernoulli;
  t["pydl4j.Dropout"] = dropout;
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
