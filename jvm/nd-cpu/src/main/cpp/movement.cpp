// Ops that only move elements: Transpose, Concat, pydl4j.Slice and its gradient, strided copies, row scatter. Any type
// by width.
#include <stdexcept>

#include "elements.h"
#include "square.h"

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

// A copy between two strided views; strides in elements, the axis with the smallest target stride last.
struct Copy {
  Dims dims, from, to;
  int width;  // bytes per element
  int64_t fromOffset = 0, toOffset = 0;

  // Joins neighbouring axes that both views walk through evenly, and drops axes of size 1.
  void collapse() {
    Dims d, f, t;
    for (size_t i = 0; i < dims.size(); i++) {
      if (dims[i] == 1) continue;
      if (!d.empty() && f.back() == from[i] * dims[i] && t.back() == to[i] * dims[i]) {
        d.back() *= dims[i];
        f.back() = from[i];
        t.back() = to[i];
      } else {
        d.push_back(dims[i]);
        f.push_back(from[i]);
        t.push_back(to[i]);
      }
    }
    if (d.empty()) d = {1}, f = {1}, t = {1};
    dims = d;
    from = f;
    to = t;
  }
};

Dims denseStrides(const Dims& d) {
  Dims s(d.size(), 1);
  for (int i = (int)d.size() - 2; i >= 0; i--) s[i] = s[i + 1] * d[i + 1];
  return s;
}

// W by W elements from x[r * a + c] to y[c * b + r]: in registers, those of one, two or sixteen bytes by way of an array.
template <class E> struct Block : Square<E> {};
struct SmallBlock {
  static const int W = 16;
  template <class E> static void transpose(const E* x, int64_t a, E* y, int64_t b) {
    E block[W][W];
    for (int r = 0; r < W; r++) for (int c = 0; c < W; c++) block[c][r] = x[r * a + c];
    for (int c = 0; c < W; c++) for (int r = 0; r < W; r++) y[c * b + r] = block[c][r];
  }
};
template <> struct Block<uint8_t> : SmallBlock {};
template <> struct Block<uint16_t> : SmallBlock {};
template <> struct Block<Wide> : SmallBlock {};

// rows x cols elements from x[r * a + c] to y[c * b + r].
template <class E> void plane(const E* x, int64_t a, E* y, int64_t b, int64_t rows, int64_t cols) {
  const int64_t W = Block<E>::W;
  for (int64_t r0 = 0; r0 < rows; r0 += W) {
    int64_t r1 = std::min(rows, r0 + W);
    for (int64_t c0 = 0; c0 < cols; c0 += W) {
      int64_t c1 = std::min(cols, c0 + W);
      if (r1 - r0 == W && c1 - c0 == W) Block<E>::transpose(x + r0 * a + c0, a, y + c0 * b + r0, b);
      else for (int64_t c = c0; c < c1; c++) for (int64_t r = r0; r < r1; r++) y[c * b + r] = x[r * a + c];
    }
  }
}

template <int S, class E> void pick(const E* x, E* y, int64_t n) {
#pragma GCC ivdep
  for (int64_t j = 0; j < n; j++) y[j] = x[j * S];
}

// n elements, sf apart, to where they lie st apart.
template <class E> void copyRow(const E* x, int64_t sf, E* y, int64_t st, int64_t n) {
  if (st == 1 && sf == 1) {
    if (n * sizeof(E) >= 64) memcpy(y, x, n * sizeof(E));
    else for (int64_t j = 0; j < n; j++) y[j] = x[j];
  } else if (st == 1 && sf == 0) {
    E v = *x;
    for (int64_t j = 0; j < n; j++) y[j] = v;
  } else if (st == 1 && sf == 2) {
    pick<2>(x, y, n);
  } else if (st == 1 && sf == 3) {
    pick<3>(x, y, n);
  } else if (st == 1 && sf == 4) {
    pick<4>(x, y, n);
  } else {
    for (int64_t j = 0; j < n; j++) y[j * st] = x[j * sf];
  }
}

// Rows that read the same lines of the source, of elements between each other's, come one after the other.
void sortRows(Copy& k) {
  size_t n = k.dims.size();
  for (size_t i = 0; i + 2 < n; i++) {
    if (k.to[n - 1] != 1 || k.from[n - 1] <= 1 || k.from[i] * k.dims[i] > k.from[n - 1]) continue;
    for (Dims* d : {&k.dims, &k.from, &k.to}) std::rotate(d->begin() + i, d->begin() + i + 1, d->end() - 1);
    return;
  }
}

template <class E> void copyAs(const Copy& k, const char* source, char* target, int threads) {
  const E* x = (const E*)source + k.fromOffset;
  E* y = (E*)target + k.toOffset;
  int rank = (int)k.dims.size();
  int64_t n = k.dims[rank - 1], sf = k.from[rank - 1], st = k.to[rank - 1];
  int across = -1;  // the axis that is adjacent in the source, when the last one is not
  if (sf != 1 && st == 1) {
    for (int i = 0; i < rank - 1; i++) if (k.from[i] == 1 && k.dims[i] >= 4) across = i;
  }
  int64_t outer = product(k.dims) / std::max<int64_t>(n, 1);
  if (across >= 0) outer /= k.dims[across];
  auto offsets = [&](int64_t i, int64_t& f, int64_t& t) {
    f = t = 0;
    for (int a = rank - 2; a >= 0; a--) {
      if (a == across) continue;
      f += i % k.dims[a] * k.from[a];
      t += i % k.dims[a] * k.to[a];
      i /= k.dims[a];
    }
  };
  if (across >= 0) {
    int64_t rows = n, cols = k.dims[across], strips = (cols + 63) / 64;
    parallel(threads, outer * strips, 1, [&](int64_t from, int64_t to, int) {
      for (int64_t i = from; i < to; i++) {
        int64_t f, t, c = i % strips * 64;
        offsets(i / strips, f, t);
        plane(x + f + c, sf, y + t + c * k.to[across], k.to[across], rows, std::min<int64_t>(64, cols - c));
      }
    });
    return;
  }
  if (rank == 1) {
    parallel(threads, n, 4096, [&](int64_t from, int64_t to, int) {
      if (sf == 1 && st == 1) memcpy(y + from, x + from, (to - from) * sizeof(E));
      else for (int64_t i = from; i < to; i++) y[i * st] = x[i * sf];
    });
    return;
  }
  parallel(threads, outer, 1, [&](int64_t from, int64_t to, int) {
    int64_t f, t;
    Dims at(rank);  // coordinates of a row, counted up
    offsets(from, f, t);
    int64_t rest = from;
    for (int a = rank - 2; a >= 0; a--, rest /= k.dims[a + 1]) at[a] = rest % k.dims[a];
    for (int64_t i = from; i < to; i++) {
      copyRow(x + f, sf, y + t, st, n);
      for (int a = rank - 2; a >= 0; a--) {
        f += k.from[a];
        t += k.to[a];
        if (++at[a] < k.dims[a]) break;
        f -= k.dims[a] * k.from[a];
        t -= k.dims[a] * k.to[a];
        at[a] = 0;
      }
    }
  });
}

void copy(const Copy& k, const char* x, char* y, int threads) {
  byWidth(k.width, [&](auto* type) { copyAs<std::remove_pointer_t<decltype(type)>>(k, x, y, threads); });
}

KernelPtr copyKernel(const Call& call, Copy k, const char* name) {
  int threads = threadsFor(call, (double)product(k.dims));
  bool empty = product(k.dims) == 0;
  k.collapse();
  sortRows(k);
  return simple(name, [=](const Args& a) { if (!empty) copy(k, a.in[0], a.out[0], threads); });
}

KernelPtr transpose(const Call& call) {
  const Dims& d = call.in[0].dims;
  Dims perm = call.attrs.integers("perm"), strides = denseStrides(d);
  if (perm.empty()) for (int i = (int)d.size() - 1; i >= 0; i--) perm.push_back(i);
  Copy k;
  k.width = bytesOf(call.in[0].dtype);
  for (int64_t p : perm) {
    k.dims.push_back(d[p]);
    k.from.push_back(strides[p]);
  }
  k.to = denseStrides(k.dims);
  return copyKernel(call, k, "native:transpose");
}

// Where a slice of an array of dims d lies: attrs starts, axes, steps as in ONNX (ends are in the slice's dims
// already).
bool place(const Call& call, const Dims& d, Dims& strides, int64_t& offset) {
  Dims starts = call.attrs.integers("starts"), axes = call.attrs.integers("axes"), steps = call.attrs.integers("steps");
  if (!call.attrs.has("starts")) return false;
  const Dims dense = denseStrides(d);
  strides = dense;
  for (size_t i = 0; i < starts.size(); i++) {
    int64_t axis = i < axes.size() ? axes[i] : (int64_t)i, step = i < steps.size() ? steps[i] : 1, n;
    if (axis < 0) axis += (int64_t)d.size();
    n = d[axis];
    int64_t s = starts[i] < 0 ? starts[i] + n : starts[i];
    s = step > 0 ? std::min(std::max<int64_t>(s, 0), n) : std::min(std::max<int64_t>(s, -1), n - 1);
    offset += s * dense[axis];
    strides[axis] = dense[axis] * step;
  }
  return true;
}

KernelPtr slice(const Call& call) {
  Copy k;
  k.width = bytesOf(call.in[0].dtype);
  k.dims = call.out[0].dims;
  k.to = denseStrides(k.dims);
  if (!place(call, call.in[0].dims, k.from, k.fromOffset)) return unsupported("starts must be an attribute");
  return copyKernel(call, k, "native:slice");
}

// The gradient of a slice with the same attributes: zeros of the output's dims with dy written where the slice lay.
KernelPtr padSlice(const Call& call) {
  const Dims& d = call.out[0].dims;
  Copy k;
  k.width = bytesOf(call.in[0].dtype);
  k.dims = call.in[0].dims;
  k.from = denseStrides(k.dims);
  if (!place(call, d, k.to, k.toOffset)) return unsupported("starts must be an attribute");
  bool empty = product(k.dims) == 0;
  k.collapse();
  int64_t bytes = call.out[0].bytes();
  int threads = threadsFor(call, (double)product(d));
  return simple("native:padslice", [=](const Args& a) {
    parallel(threads, bytes, 4096, [&](int64_t from, int64_t to, int) { memset(a.out[0] + from, 0, to - from); });
    if (!empty) copy(k, a.in[0], a.out[0], threads);
  });
}

KernelPtr concat(const Call& call) {
  int64_t axis = call.attrs.integer("axis", 0);
  if (axis < 0) axis += call.out[0].rank();
  int64_t outer = product(call.out[0].dims, 0, axis), width = bytesOf(call.out[0].dtype);
  int64_t row = product(call.out[0].dims, axis) * width;
  Dims runs, at;
  int64_t sum = 0;
  for (const Type& t : call.in) {
    if (!t.present) return unsupported("absent input");
    runs.push_back(product(t.dims, axis) * width);
    at.push_back(sum);
    sum += runs.back();
  }
  int threads = threadsFor(call, (double)outer * row / 4);
  return simple("native:concat", [=](const Args& a) {
    if (outer == 1) {
      parallel(threads, row, 4096, [&](int64_t from, int64_t to, int) {
        for (size_t i = 0; i < runs.size(); i++) {
          int64_t low = std::max(from - at[i], (int64_t)0), high = std::min(to - at[i], runs[i]);
          if (low < high) memcpy(a.out[0] + at[i] + low, a.in[i] + low, high - low);
        }
      });
      return;
    }
    parallel(threads, outer, 1, [&](int64_t from, int64_t to, int) {
      for (int64_t o = from; o < to; o++) {
        for (size_t i = 0; i < runs.size(); i++) memcpy(a.out[0] + o * row + at[i], a.in[i] + o * runs[i], runs[i]);
      }
    });
  });
}

// indices [...], dy [..., D] -> [rows, D]: rows of dy added up by index, in the order of the indices.
KernelPtr scatterAddRows(const Call& call) {
  if (!call.in[1].f32() || (call.in[0].dtype != DType::I64 && call.in[0].dtype != DType::I32)) {
    return unsupported("only float32 by int indices");
  }
  int64_t count = call.in[0].size(), D = call.out[0].rank() < 2 ? 1 : product(call.out[0].dims, 1),
      rows = call.out[0].dims[0];
  bool wide = call.in[0].dtype == DType::I64;
  int threads = threadsFor(call, (double)(rows + count) * D);
  return simple("native:scatteraddrows", [=](const Args& a) {
    const float* dy = a.input<float>(1);
    float* y = a.output<float>(0);
    // A plan that needs gradients only has no Gather that would have looked; threads must not throw.
    for (int64_t i = 0; i < count; i++) {
      int64_t k = indexAt(a.in[0], wide, i);
      if (k < -rows || k >= rows) throw std::out_of_range("index out of range: got " + std::to_string(k) + "; expected "
          + std::to_string(-rows) + " to " + std::to_string(rows - 1) + ". Check the indices.");
    }
    parallel(threads, rows, 1, [&](int64_t from, int64_t to, int) {
      memset(y + from * D, 0, (to - from) * D * sizeof(float));
      for (int64_t i = 0; i < count; i++) {
        int64_t k = indexAt(a.in[0], wide, i);
        if (k < 0) k += rows;
        if (k < from || k >= to) continue;
        float* row = y + k * D;
        const float* add = dy + i * D;
#pragma GCC ivdep
        for (int64_t j = 0; j < D; j++) row[j] += add[j];
      }
    });
  });
}

// Same bits under other dims.
KernelPtr reshape(const Call& call) {
  int64_t bytes = call.out[0].bytes();
  if (bytes != call.in[0].bytes()) return unsupported("another size");
  int threads = threadsFor(call, (double)bytes / 4, 65536);
  return simple("native:copy", [=](const Args& a) {
    if (a.in[0] == a.out[0]) return;
    parallel(threads, bytes, 4096, [&](int64_t from, int64_t to, int) {
      memcpy(a.out[0] + from, a.in[0] + from, to - from);
    });
  }, {{0, 0}});
}

// Broadcast to the output's dims, any type.
KernelPtr expand(const Call& call) {
  Copy k;
  k.width = bytesOf(call.in[0].dtype);
  k.dims = call.out[0].dims;
  Dims d = call.in[0].dims, strides;
  d.insert(d.begin(), k.dims.size() - d.size(), 1);
  strides = denseStrides(d);
  for (size_t i = 0; i < d.size(); i++) k.from.push_back(d[i] == 1 ? 0 : strides[i]);
  k.to = denseStrides(k.dims);
  return copyKernel(call, k, "native:expand");
}

}  // namespace

// The axes are put in the order of the target's strides, so that it is written in the order of its addresses.
void copyStrided(const Dims& dims, Dims from, Dims to, int width, const char* source, char* target, int threads) {
  std::vector<int> order(dims.size());
  for (size_t i = 0; i < order.size(); i++) order[i] = (int)i;
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return std::abs(to[a]) > std::abs(to[b]); });
  Copy k;
  k.width = width;
  for (int i : order) {
    k.dims.push_back(dims[i]);
    k.from.push_back(from[i]);
    k.to.push_back(to[i]);
  }
  k.collapse();
  copy(k, source, target, threads);
}

void addMovement(Table& t) {
  t["Transpose"] = transpose;
  t["pydl4j.Slice"] = slice;
  t["pydl4j.PadSlice"] = padSlice;
  t["Concat"] = concat;
  t["pydl4j.ScatterAddRows"] = scatterAddRows;
  t["Expand"] = t["pydl4j.ExpandTo"] = expand;
  for (const char* name : {"pydl4j.Copy", "Identity", "Reshape", "pydl4j.ReshapeLike", "Flatten", "Squeeze",
      "Unsqueeze"}) t[name] = reshape;
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
