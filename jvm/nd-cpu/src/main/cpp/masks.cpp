// Choosing by truth: Compress and NonZero, whose results' sizes Java counts first (pydl4j.CountNonZero), and
// pydl4j.MaskedFill.
#include "elements.h"
#if defined(__AVX512BW__) && defined(__AVX512VL__)
#include <immintrin.h>
#endif

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

const int64_t BLOCK = 65536;

int64_t countBytes(const uint8_t* p, int64_t n) {
  int64_t count = 0, i = 0;
#if defined(__AVX512BW__)
  for (; i + 64 <= n; i += 64) {
    __m512i v = _mm512_loadu_si512(p + i);
    count += __builtin_popcountll(_mm512_test_epi8_mask(v, v));
  }
#endif
  for (; i < n; i++) count += p[i] != 0;
  return count;
}

// What is 0: no bit but a float's sign is set.
template <class T> struct Elements {
  const T* p;
  T bits;
  bool at(int64_t i) const { return (p[i] & bits) != 0; }
  int64_t count(int64_t from, int64_t to) const {
    if (sizeof(T) == 1) return countBytes((const uint8_t*)p + from, to - from);
    int64_t n = 0;
    for (int64_t i = from; i < to; i++) n += at(i);
    return n;
  }
};

bool isFloat(DType t) { return t == DType::F32 || t == DType::F64 || t == DType::F16 || t == DType::BF16; }

template <class T> Elements<T> elements(const Args& args, int input, bool isFloat) {
  return {args.input<T>(input), isFloat ? (T)((T)~(T)0 >> 1) : (T)~(T)0};
}

// How many elements of each block are not 0, then how many lie before each block; the last is the sum.
template <class T> std::vector<int64_t> before(const Elements<T>& x, int64_t n, int threads) {
  int64_t blocks = (n + BLOCK - 1) / BLOCK;
  std::vector<int64_t> sums(blocks + 1);
  parallel(threads, blocks, 1, [&](int64_t from, int64_t to, int) {
    for (int64_t b = from; b < to; b++) sums[b + 1] = x.count(b * BLOCK, std::min(n, (b + 1) * BLOCK));
  });
  for (int64_t b = 0; b < blocks; b++) sums[b + 1] += sums[b];
  return sums;
}

KernelPtr countNonZero(const Call& call) {
  int64_t n = call.in[0].size();
  bool floats = isFloat(call.in[0].dtype);
  int threads = threadsFor(call, (double)n, 65536);
  return byNumber(bytesOf(call.in[0].dtype), [&](auto* type) {
    using T = std::remove_pointer_t<decltype(type)>;
    return simple("native:count", [=](const Args& args) {
      *args.output<int64_t>(0) = before(elements<T>(args, 0, floats), n, threads).back();
    });
  });
}

// The elements of x[from, to) at which the mask holds, at most `most` of them.
template <class T> void pick(const T* x, const uint8_t* mask, int64_t from, int64_t to, T* y, int64_t most) {
  int64_t i = from, at = 0;
#if defined(__AVX512BW__) && defined(__AVX512VL__)
  if (sizeof(T) == 4 || sizeof(T) == 8) {
    const int64_t W = 64 / (int64_t)sizeof(T);
    for (; i + W <= to; i += W) {
      if (sizeof(T) == 4) {
        __m128i m = _mm_loadu_si128((const __m128i*)(mask + i));
        __mmask16 k = _mm_test_epi8_mask(m, m);
        int n = __builtin_popcount(k);
        _mm512_mask_storeu_epi32(y + at, (__mmask16)((1u << n) - 1), _mm512_maskz_compress_epi32(k, _mm512_loadu_si512(x + i)));
        at += n;
      } else {
        __m128i m = _mm_loadl_epi64((const __m128i*)(mask + i));
        __mmask8 k = (__mmask8)_mm_test_epi8_mask(m, m);
        int n = __builtin_popcount(k);
        _mm512_mask_storeu_epi64(y + at, (__mmask8)((1u << n) - 1), _mm512_maskz_compress_epi64(k, _mm512_loadu_si512(x + i)));
        at += n;
      }
    }
  }
#endif
  for (; i < to && at < most; i++) {
    y[at] = x[i];
    at += mask[i] != 0;
  }
}

KernelPtr compress(const Call& call) {
  const Dims& d = call.in[0].dims;
  int64_t axis = call.attrs.integer("axis", -1), size = call.in[0].size(), outer = 1, inner = 1;
  if (call.attrs.has("axis")) {
    if (axis < 0) axis += (int64_t)d.size();
    outer = product(d, 0, axis);
    size = d[axis];
    inner = product(d, axis + 1);
  }
  int64_t n = std::min(size, call.in[1].size());
  int64_t bytes = inner * bytesOf(call.in[0].dtype);
  int threads = threadsFor(call, (double)call.in[0].size(), 65536);
  return byWidth(bytesOf(call.in[0].dtype), [&](auto* type) {
    using T = std::remove_pointer_t<decltype(type)>;
    return simple("native:compress", [=](const Args& args) {
      Elements<uint8_t> mask = elements<uint8_t>(args, 1, false);
      std::vector<int64_t> sums = before(mask, n, threads);
      int64_t blocks = (int64_t)sums.size() - 1, count = sums.back();
      parallel(threads, outer * blocks, 1, [&](int64_t from, int64_t to, int) {
        for (int64_t c = from; c < to; c++) {
          int64_t o = c / blocks, b = c % blocks, at = sums[b], end = std::min(n, (b + 1) * BLOCK);
          if (inner == 1) {
            pick(args.input<T>(0) + o * size, mask.p, b * BLOCK, end, args.output<T>(0) + o * count + at, sums[b + 1] - at);
            continue;
          }
          for (int64_t i = b * BLOCK; i < end; i++) {
            if (mask.at(i)) memcpy(args.out[0] + (o * count + at++) * bytes, args.in[0] + (o * size + i) * bytes, bytes);
          }
        }
      });
    });
  });
}

KernelPtr nonZero(const Call& call) {
  Dims d = call.in[0].dims;
  int64_t n = call.in[0].size(), rank = (int64_t)d.size();
  bool floats = isFloat(call.in[0].dtype);
  int threads = threadsFor(call, (double)n, 65536);
  return byNumber(bytesOf(call.in[0].dtype), [&](auto* type) {
    using T = std::remove_pointer_t<decltype(type)>;
    return simple("native:nonzero", [=](const Args& args) {
      Elements<T> x = elements<T>(args, 0, floats);
      std::vector<int64_t> sums = before(x, n, threads);
      int64_t *y = args.output<int64_t>(0), count = sums.back();
      parallel(threads, (int64_t)sums.size() - 1, 1, [&](int64_t from, int64_t to, int) {
        for (int64_t b = from; b < to; b++) {
          int64_t at = sums[b], most = sums[b + 1];
          for (int64_t i = b * BLOCK; at < most; i++) {
            y[at] = i;
            at += x.at(i);
          }
          if (rank < 2) {
            if (rank == 0) std::fill(y + sums[b], y + most, 0);
            continue;
          }
          for (at = sums[b]; at < most; at++) {
            int64_t i = y[at];
            for (int64_t a = rank; a-- > 0; i /= d[a]) y[a * count + at] = i % d[a];
          }
        }
      });
    });
  });
}

// Writes the value where the mask, whose axes are some of x's, holds; in place where it may.
KernelPtr maskedFill(const Call& call) {
  const Dims& d = call.in[0].dims;
  int64_t axis = call.attrs.integer("axis", 0), n = call.in[1].size(), bytes = call.in[0].bytes();
  int64_t outer = product(d, 0, axis), inner = product(d, axis + call.in[1].rank());
  int threads = threadsFor(call, (double)call.in[0].size(), 65536);
  return byWidth(bytesOf(call.in[0].dtype), [&](auto* type) {
    using T = std::remove_pointer_t<decltype(type)>;
    return simple("native:maskedfill", [=](const Args& args) {
      const T v = *args.input<T>(2);
      const uint8_t* mask = args.input<uint8_t>(1);
      if (args.out[0] != args.in[0]) memcpy(args.out[0], args.in[0], bytes);
      parallel(threads, outer * n, 64, [&](int64_t from, int64_t to, int) {
        T* y = args.output<T>(0);
        if (inner == 1 && outer == 1) {
          for (int64_t i = from; i < to; i++) y[i] = mask[i] ? v : y[i];
          return;
        }
        for (int64_t i = from; i < to; i++) if (mask[i % n]) std::fill(y + i * inner, y + (i + 1) * inner, v);
      });
    }, {{0, 0}});
  });
}

}  // namespace

void addMasks(Table& t) {
  t["pydl4j.CountNonZero"] = countNonZero;
  t["Compress"] = compress;
  t["NonZero"] = nonZero;
  t["pydl4j.MaskedFill"] = maskedFill;
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
