// Col2Im: patches as columns added up to images. MaxUnpool: elements back to the places that a pool told.
#include <atomic>

#include "elements.h"
#include "updates.h"

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

// Columns [N, C block, positions] of images [N, C, image...].
struct Patches {
  int64_t planes = 0, block = 1, positions = 1, size = 1;  // N C; elements of a block, positions of it, elements of an image
  bool tile = true;  // blocks cover the image once: each place gets one element
  Dims image, blocks, places, strides, dilations, begin;

  // The positions along an axis at which an element of the block lies inside the image.
  std::pair<int64_t, int64_t> inside(size_t d, int64_t element) const {
    int64_t first = begin[d] - element * dilations[d], s = strides[d];
    int64_t low = first <= 0 ? 0 : (first + s - 1) / s, last = image[d] - 1 + first;
    int64_t high = last < 0 ? 0 : std::min(places[d], last / s + 1);
    return {low, std::max(low, high)};
  }
};

bool describe(const Call& call, Patches& p) {
  p.image = call.attrs.integers("image_shape");
  p.blocks = call.attrs.integers("block_shape");
  size_t n = p.image.size();
  if (n == 0 || n > 8 || p.blocks.size() != n || call.in[0].size() == 0 || call.out[0].size() == 0) return false;
  p.strides = call.attrs.integers("strides", Dims(n, 1));
  p.dilations = call.attrs.integers("dilations", Dims(n, 1));
  p.begin = call.attrs.integers("pads", Dims(2 * n, 0));
  for (size_t d = 0; d < n; d++) {
    int64_t reach = (p.blocks[d] - 1) * p.dilations[d] + 1;
    p.places.push_back((p.image[d] + p.begin[d] + p.begin[n + d] - reach) / p.strides[d] + 1);
    p.tile &= p.dilations[d] == 1 && p.strides[d] == p.blocks[d] && p.begin[d] == 0 && p.places[d] * p.strides[d] == p.image[d];
  }
  p.block = product(p.blocks);
  p.positions = product(p.places);
  p.size = product(p.image);
  p.planes = call.out[0].size() / p.size;
  return true;
}

// ALONE: nothing else comes to the place.
template <bool ALONE, class T> void put(T& y, T x) { y = ALONE ? x : y + x; }

template <bool ALONE, int S, class T> void addApart(const T* x, T* y, int64_t n, int64_t stride) {
  const int64_t s = S > 0 ? S : stride;
#pragma GCC ivdep
  for (int64_t i = 0; i < n; i++) put<ALONE>(y[i * s], x[i]);
}

// Two neighbours in a block, two apart, which together fill what they reach.
template <bool ALONE, class T> void addPairs(const T* a, const T* b, T* y, int64_t n) {
#pragma GCC ivdep
  for (int64_t i = 0; i < n; i++) {
    put<ALONE>(y[2 * i], a[i]);
    put<ALONE>(y[2 * i + 1], b[i]);
  }
}

// One element of the block at all its positions, from axis d on; of the last axis the next one, too, when `pairs`.
template <bool ALONE, class T>
void addElement(const Patches& p, const int64_t* element, bool pairs, size_t d, const T* x, T* y) {
  auto [low, high] = p.inside(d, element[d]);
  int64_t s = p.strides[d], at = element[d] * p.dilations[d] - p.begin[d];
  if (d + 1 == p.image.size() && pairs) {
    auto [first, end] = p.inside(d, element[d] + 1);
    const T* next = x + p.positions;
    int64_t from = std::max(low, first), to = std::max(from, std::min(high, end));
    if (low < from) put<ALONE>(y[low * s + at], x[low]);  // at a border one of them may lie outside
    if (first < from) put<ALONE>(y[first * s + at + 1], next[first]);
    addPairs<ALONE>(x + from, next + from, y + from * s + at, to - from);
    if (to < high) put<ALONE>(y[to * s + at], x[to]);
    if (to < end) put<ALONE>(y[to * s + at + 1], next[to]);
    return;
  }
  if (d + 1 == p.image.size()) {
    x += low;
    y += low * s + at;
    if (s == 1) addApart<ALONE, 1>(x, y, high - low, s);
    else if (s == 2) addApart<ALONE, 2>(x, y, high - low, s);
    else addApart<ALONE, 0>(x, y, high - low, s);
    return;
  }
  int64_t from = product(p.places, d + 1), to = product(p.image, d + 1);
  for (int64_t i = low; i < high; i++) addElement<ALONE>(p, element, pairs, d + 1, x + i * from, y + (i * s + at) * to);
}

template <class T> KernelPtr imagesOf(const Call& call, const Patches& p) {
  int threads = threadsFor(call, (double)call.in[0].size());
  return simple("native:col2im", [=](const Args& a) {
    parallel(threads, p.planes, 1, [&](int64_t first, int64_t end, int) {
      for (int64_t plane = first; plane < end; plane++) {
        const T* x = a.input<T>(0) + plane * p.block * p.positions;
        T* y = a.output<T>(0) + plane * p.size;
        if (!p.tile) memset(y, 0, p.size * sizeof(T));
        int64_t element[8] = {};
        size_t last = p.image.size() - 1;
        for (int64_t k = 0, width = 1; k < p.block; k += width, x += width * p.positions) {
          int64_t rest = k;
          for (size_t d = p.image.size(); d-- > 0; rest /= p.blocks[d]) element[d] = rest % p.blocks[d];
          bool pairs = p.strides[last] == 2 && p.dilations[last] == 1 && element[last] + 1 < p.blocks[last];
          (p.tile ? addElement<true, T> : addElement<false, T>)(p, element, pairs, 0, x, y);
          width = pairs ? 2 : 1;
        }
      }
    });
  });
}

KernelPtr col2Im(const Call& call) {
  Patches p;
  if (!describe(call, p)) return unsupported("empty, or more than 8 axes");
  DType t = call.in[0].dtype;
  return t == DType::F32 ? imagesOf<float>(call, p) : t == DType::F64 ? imagesOf<double>(call, p)
      : unsupported("only float32 and float64");
}

// Each thread clears some planes and writes what belongs there; when a place lies in another plane than its element, all
// is written again in order, so that the last of equal places wins.
KernelPtr maxUnpool(const Call& call) {
  const Dims &x = call.in[0].dims, &y = call.out[0].dims;
  bool wide = call.in[1].dtype == DType::I64;
  if (!wide && call.in[1].dtype != DType::I32) return unsupported("places must be int32 or int64");
  Dims kernel = call.attrs.integers("kernel_shape"), ones(x.size() - 2, 1), strides = call.attrs.integers("strides", ones),
      pads = call.attrs.integers("pads", Dims(2 * x.size() - 4, 0));
  for (size_t d = 0; d + 2 < x.size(); d++) {
    int64_t size = (x[d + 2] - 1) * strides[d] - pads[d] - pads[x.size() - 2 + d] + kernel[d];
    if (y[d + 2] != size) return unsupported("places of another shape");
  }
  int64_t planes = x[0] * x[1], each = product(x, 2), size = product(y, 2), all = planes * size;
  if (planes == 0 || each == 0 || size == 0) return unsupported("empty");
  int threads = threadsFor(call, (double)call.out[0].size());
  return byWidth(bytesOf(call.in[0].dtype), [&](auto* type) {
    using T = std::remove_pointer_t<decltype(type)>;
    return simple("native:maxunpool", [=](const Args& a) {
      const T* v = a.input<T>(0);
      T* out = a.output<T>(0);
      std::atomic<bool> elsewhere{false};
      parallel(threads, planes, 1, [&](int64_t first, int64_t end, int) {
        bool strays = false;
        for (int64_t p = first; p < end; p++) {
          T* o = out + p * size;
          memset((void*)o, 0, size * sizeof(T));
          for (int64_t i = p * each; i < (p + 1) * each; i++) {
            int64_t at = indexAt(a.in[1], wide, i) - p * size;
            bool here = (uint64_t)at < (uint64_t)size;
            if (here) o[at] = v[i];
            strays |= !here;
          }
        }
        if (strays) elsewhere = true;
      });
      if (!elsewhere) return;
      memset((void*)out, 0, all * sizeof(T));
      for (int64_t i = 0; i < planes * each; i++) out[inside(indexAt(a.in[1], wide, i), all)] = v[i];
    });
  });
}

}  // namespace

void addPatches(Table& t) {
  t["Col2Im"] = col2Im;
  t["MaxUnpool"] = maxUnpool;
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
