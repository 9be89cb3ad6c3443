// Reading and writing by arrays of indices: pydl4j.TakeAt (and Gather, its case of one array) and pydl4j.PutAt. Indices
// are checked while they are read; nothing outside an array is touched, and PutAt writes nothing when one is wrong.
#include <atomic>
#include <stdexcept>

#include "elements.h"
#include "updates.h"

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

const int64_t CHUNK = 512;

// The arrays of indices, which broadcast together, and the axes of x that they name: axis, axis + 1, ...
struct Indices {
  struct One {
    int input;
    bool wide, whole;  // whole: one index for each place, in order
    int64_t size, step;  // of the axis; step in slices
    Dims strides;  // of the broadcast dims, where it is not whole
  };
  std::vector<One> all;
  Dims dims;
  int64_t axis = 0, outer = 1, total = 1, inner = 1, count = 1;

  // False when an index has a type that is not for kernels.
  bool of(const Call& call, const Dims& x, int first, int64_t along) {
    int k = 0;
    for (size_t i = first; i < call.in.size(); i++) k += call.present(i);
    axis = along < 0 ? along + (int64_t)x.size() : along;
    outer = product(x, 0, axis);
    inner = product(x, axis + k);
    for (size_t i = first; i < call.in.size(); i++) {
      const Dims& d = call.in[i].dims;
      if (d.size() > dims.size()) dims.insert(dims.begin(), d.size() - dims.size(), 1);
      for (size_t a = 0; a < d.size(); a++) {
        int64_t& n = dims[dims.size() - d.size() + a];
        if (n == 1) n = d[a];
      }
    }
    count = product(dims);
    for (int i = k - 1; i >= 0; i--) {
      const Type& t = call.in[first + i];
      if (t.dtype != DType::I64 && t.dtype != DType::I32) return false;
      One one{first + i, t.dtype == DType::I64, t.size() == count, x[axis + i], total, Dims(dims.size(), 0)};
      int64_t step = 1;
      for (size_t a = t.dims.size(); a-- > 0; step *= t.dims[a]) {
        one.strides[dims.size() - t.dims.size() + a] = t.dims[a] == 1 ? 0 : step;
      }
      total *= one.size;
      all.insert(all.begin(), std::move(one));
    }
    return true;
  }

  int64_t place(const One& one, int64_t i) const {
    if (one.whole) return i;
    int64_t at = 0;
    for (size_t a = dims.size(); a-- > 0; i /= dims[a]) at += i % dims[a] * one.strides[a];
    return at;
  }

  template <class I> static bool add(const I* p, int64_t n, int64_t size, int64_t step, int64_t* rows) {
    bool bad = false;
    for (int64_t j = 0; j < n; j++) {
      int64_t k = p[j];
      k += k < 0 ? size : 0;
      bad |= (uint64_t)k >= (uint64_t)size;
      rows[j] += k * step;
    }
    return bad;
  }

  // The slices that the indices from .. from + n (at most CHUNK) name; false when one of them is out of range.
  bool rows(const Args& args, int64_t from, int64_t n, int64_t* rows) const {
    bool bad = false;
    std::fill(rows, rows + n, 0);
    for (const One& one : all) {
      const char* p = args.in[one.input];
      if (one.whole) {
        bad |= one.wide ? add((const int64_t*)p + from, n, one.size, one.step, rows)
            : add((const int32_t*)p + from, n, one.size, one.step, rows);
      } else {
        for (int64_t j = 0; j < n; j++) {
          int64_t k = indexAt(p, one.wide, place(one, from + j));
          bad |= add(&k, 1, one.size, one.step, rows + j);
        }
      }
    }
    return !bad;
  }

  [[noreturn]] void fail(const Args& args) const {
    for (int64_t i = 0; i < count; i++) {
      for (size_t a = 0; a < all.size(); a++) {
        int64_t k = indexAt(args.in[all[a].input], all[a].wide, place(all[a], i)), size = all[a].size;
        if (k >= -size && k < size) continue;
        std::string range = size ? std::to_string(-size) + " to " + std::to_string(size - 1) : "none";
        throw std::out_of_range("index out of range: got " + std::to_string(k) + " for axis " + std::to_string(axis + a)
            + " of size " + std::to_string(size) + "; expected " + range + ". Check the indices.");
      }
    }
    throw std::out_of_range("index out of range.");
  }

  void check(const Args& args, int threads) const {
    std::atomic<bool> bad{false};
    parallel(threads, count, CHUNK, [&](int64_t from, int64_t to, int) {
      int64_t at[CHUNK];
      for (; from < to && !bad; from += CHUNK) if (!rows(args, from, std::min(CHUNK, to - from), at)) bad = true;
    });
    if (bad) fail(args);
  }
};

struct Wide {
  uint64_t a, b;
};

// Calls f with a null pointer of a type as wide as a slice, or of bytes when there is none.
template <class F> auto bySlice(int64_t bytes, F&& f) {
  switch (bytes) {
    case 2: return f((uint16_t*)nullptr);
    case 4: return f((uint32_t*)nullptr);
    case 8: return f((uint64_t*)nullptr);
    case 16: return f((Wide*)nullptr);
    default: return f((uint8_t*)nullptr);
  }
}

KernelPtr takeAt(const Call& call) {
  Indices index;
  if (!index.of(call, call.in[0].dims, 1, call.attrs.integer("axis", 0))) return unsupported("indices must be int32 or int64");
  int64_t bytes = index.inner * bytesOf(call.in[0].dtype), chunks = (index.count + CHUNK - 1) / CHUNK;
  int threads = threadsFor(call, (double)call.out[0].size());
  return bySlice(bytes, [&](auto* type) {
    using T = std::remove_pointer_t<decltype(type)>;
    return simple("native:gather", [=](const Args& args) {
      std::atomic<bool> bad{false};
      parallel(threads, index.outer * chunks, 1, [&](int64_t from, int64_t to, int) {
        int64_t at[CHUNK];
        for (int64_t c = from; c < to; c++) {
          int64_t o = c / chunks, first = c % chunks * CHUNK, n = std::min(CHUNK, index.count - first);
          if (!index.rows(args, first, n, at)) {
            bad = true;
            return;
          }
          if ((int64_t)sizeof(T) == bytes) {
            const T* x = args.input<T>(0) + o * index.total;
            T* y = args.output<T>(0) + o * index.count + first;
            for (int64_t j = 0; j < n; j++) y[j] = x[at[j]];
          } else {
            const char* x = args.in[0] + o * index.total * bytes;
            char* y = args.out[0] + (o * index.count + first) * bytes;
            for (int64_t j = 0; j < n; j++) memcpy(y + j * bytes, x + at[j] * bytes, bytes);
          }
        }
      });
      if (bad) index.fail(args);
    });
  });
}

// Each thread writes a range of slices of its own, in the order of the indices: the last of equal ones wins, sums have
// one order.
template <class T> KernelPtr putAs(const Call& call, const Indices& index, How how) {
  int64_t bytes = call.in[0].bytes(), inner = index.inner, each = call.in[1].size() == 1 ? 0 : 1;
  int threads = threadsFor(call, (double)index.outer * index.count * inner);
  return simple("native:put", [=](const Args& args) {
    index.check(args, threads);
    if (args.out[0] != args.in[0]) memcpy(args.out[0], args.in[0], bytes);
    parallel(threads, index.total, 1, [&](int64_t low, int64_t high, int) {
      int64_t at[CHUNK], mine[CHUNK];
      for (int64_t first = 0; first < index.count; first += CHUNK) {
        int64_t n = std::min(CHUNK, index.count - first), found = 0;
        index.rows(args, first, n, at);
        for (int64_t j = 0; j < n; j++) {  // no branch, which chance would decide
          mine[found] = j;
          found += (at[j] >= low) & (at[j] < high);
        }
        for (int64_t o = 0; o < index.outer; o++) {
          T* y = args.output<T>(0) + o * index.total * inner;
          const T* v = args.input<T>(1) + (o * index.count + first) * inner * each;
          for (int64_t k = 0; k < found; k++) {
            int64_t j = mine[k];
            for (int64_t i = 0; i < inner; i++) put(how, y[at[j] * inner + i], v[(j * inner + i) * each]);
          }
        }
      }
    });
  }, {{0, 0}});
}

KernelPtr putAt(const Call& call) {
  Indices index;
  if (!index.of(call, call.in[0].dims, 2, call.attrs.integer("axis", 0))) return unsupported("indices must be int32 or int64");
  How how = reduction(call);
  if (how == How::NONE) {
    return byWidth(bytesOf(call.in[0].dtype), [&](auto* type) {
      return putAs<std::remove_pointer_t<decltype(type)>>(call, index, how);
    });
  }
  switch (call.in[0].dtype) {
    case DType::F32: return putAs<float>(call, index, how);
    case DType::F64: return putAs<double>(call, index, how);
    case DType::I64: return putAs<int64_t>(call, index, how);
    case DType::I32: return putAs<int32_t>(call, index, how);
    case DType::I16: return putAs<int16_t>(call, index, how);
    case DType::I8: return putAs<int8_t>(call, index, how);
    case DType::U64: return putAs<uint64_t>(call, index, how);
    case DType::U32: return putAs<uint32_t>(call, index, how);
    case DType::U16: return putAs<uint16_t>(call, index, how);
    case DType::U8: return putAs<uint8_t>(call, index, how);
    default: return unsupported("a reduction of that type");
  }
}

}  // namespace

void addIndexing(Table& t) {
  t["Gather"] = t["pydl4j.TakeAt"] = takeAt;
  t["pydl4j.PutAt"] = putAt;
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
