// Reading and writing by index: GatherElements, ScatterElements, GatherND and ScatterND. Writes go in the
// order of the updates on one thread, so that the last of equal places wins and sums have one order.
#include "elements.h"
#include "updates.h"

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

// Calls f with a null pointer of the element type; any type of the width where elements are only moved.
template <class F> KernelPtr byType(DType t, bool moved, F&& f) {
  if (moved) return byWidth(bytesOf(t), f);
  switch (t) {
    case DType::F32: return f((float*)nullptr);
    case DType::F64: return f((double*)nullptr);
    case DType::I64: return f((int64_t*)nullptr);
    case DType::I32: return f((int32_t*)nullptr);
    case DType::I16: return f((int16_t*)nullptr);
    case DType::I8: return f((int8_t*)nullptr);
    case DType::U64: return f((uint64_t*)nullptr);
    case DType::U32: return f((uint32_t*)nullptr);
    case DType::U16: return f((uint16_t*)nullptr);
    case DType::U8: return f((uint8_t*)nullptr);
    default: return unsupported("a reduction of that type");
  }
}

int64_t axisOf(const Call& call, int64_t otherwise) {
  int64_t axis = call.attrs.integer("axis", otherwise);
  return axis < 0 ? axis + call.in[0].rank() : axis;
}

// Indices of either type.
struct Indices {
  bool wide;
  int input;
  int64_t at(const Args& a, int64_t i) const { return indexAt(a.in[input], wide, i); }
};

bool indices(const Call& call, Indices& x) {
  DType t = call.in[1].dtype;
  x = {t == DType::I64, 1};
  return t == DType::I64 || t == DType::I32;
}

// Where each element of the indices lies in an array of dims `x`: its own coordinates but for one axis.
struct Elements {
  Dims index, strides;
  int64_t axis, size, step;
  Elements(const Dims& x, const Dims& indexDims, int64_t along) : index(indexDims), strides(x.size(), 1), axis(along) {
    for (int64_t d = (int64_t)x.size() - 2; d >= 0; d--) strides[d] = strides[d + 1] * x[d + 1];
    size = x[axis];
    step = strides[axis];
    strides[axis] = 0;
  }
  int64_t place(int64_t i, int64_t picked) const {
    int64_t at = inside(picked, size) * step;
    for (size_t d = index.size(); d-- > 0; i /= index[d]) at += i % index[d] * strides[d];
    return at;
  }
};

// Threads must not throw, so the first bad index is looked for beforehand.
void check(const Indices& x, const Args& args, int64_t count, int64_t size) {
  for (int64_t i = 0; i < count; i++) inside(x.at(args, i), size);
}

KernelPtr gatherElements(const Call& call) {
  Indices index;
  if (!indices(call, index)) return unsupported("indices must be int32 or int64");
  if (call.in[0].rank() == 0) return unsupported("a scalar");
  Elements elements(call.in[0].dims, call.in[1].dims, axisOf(call, 0));
  int64_t count = call.in[1].size();
  int threads = threadsFor(call, (double)count * 4);
  return byWidth(bytesOf(call.in[0].dtype), [&](auto* type) {
    using T = std::remove_pointer_t<decltype(type)>;
    return simple("native:gather", [=](const Args& args) {
      check(index, args, count, elements.size);
      parallel(threads, count, 64, [&](int64_t from, int64_t to, int) {
        for (int64_t i = from; i < to; i++) {
          args.output<T>(0)[i] = args.input<T>(0)[elements.place(i, index.at(args, i))];
        }
      });
    });
  });
}

// Slices named by rows of coordinates: starts in elements.
struct Slices {
  Dims sizes;  // of the axes that coordinates name
  int64_t depth, inner, rows, perBatch;
  Slices(const Dims& x, const Dims& index, int64_t batch) : depth(index.back()) {
    sizes.assign(x.begin() + batch, x.begin() + batch + depth);
    inner = product(x, batch + depth);
    rows = product(index) / depth;
    perBatch = rows / std::max<int64_t>(1, product(x, 0, batch));
  }
  int64_t start(const Indices& index, const Args& args, int64_t r) const {
    int64_t p = r / std::max<int64_t>(1, perBatch);
    for (int64_t k = 0; k < depth; k++) p = p * sizes[k] + inside(index.at(args, r * depth + k), sizes[k]);
    return p * inner;
  }
};

KernelPtr gatherNd(const Call& call) {
  Indices index;
  if (!indices(call, index)) return unsupported("indices must be int32 or int64");
  Slices slices(call.in[0].dims, call.in[1].dims, call.attrs.integer("batch_dims", 0));
  int64_t bytes = slices.inner * bytesOf(call.in[0].dtype);
  int width = bytesOf(call.in[0].dtype);
  return simple("native:gather", [=](const Args& args) {
    for (int64_t r = 0; r < slices.rows; r++) {
      memcpy(args.out[0] + r * bytes, args.in[0] + slices.start(index, args, r) * width, bytes);
    }
  });
}

KernelPtr scatterElements(const Call& call) {
  Indices index;
  if (!indices(call, index)) return unsupported("indices must be int32 or int64");
  if (call.in[0].rank() == 0) return unsupported("a scalar");
  Elements elements(call.in[0].dims, call.in[1].dims, axisOf(call, 0));
  int64_t count = call.in[1].size(), bytes = call.in[0].bytes();
  How how = reduction(call);
  return byType(call.in[0].dtype, how == How::NONE, [&](auto* type) {
    using T = std::remove_pointer_t<decltype(type)>;
    return simple("native:scatter", [=](const Args& args) {
      if (args.out[0] != args.in[0]) memcpy(args.out[0], args.in[0], bytes);
      T* y = args.output<T>(0);
      for (int64_t i = 0; i < count; i++) put(how, y[elements.place(i, index.at(args, i))], args.input<T>(2)[i]);
    }, {{0, 0}});
  });
}

KernelPtr scatterNd(const Call& call) {
  Indices index;
  if (!indices(call, index)) return unsupported("indices must be int32 or int64");
  Slices slices(call.in[0].dims, call.in[1].dims, 0);
  int64_t bytes = call.in[0].bytes();
  How how = reduction(call);
  return byType(call.in[0].dtype, how == How::NONE, [&](auto* type) {
    using T = std::remove_pointer_t<decltype(type)>;
    return simple("native:scatter", [=](const Args& args) {
      if (args.out[0] != args.in[0]) memcpy(args.out[0], args.in[0], bytes);
      for (int64_t r = 0; r < slices.rows; r++) {
        T* y = args.output<T>(0) + slices.start(index, args, r);
        const T* v = args.input<T>(2) + r * slices.inner;
        for (int64_t j = 0; j < slices.inner; j++) put(how, y[j], v[j]);
      }
    }, {{0, 0}});
  });
}

}  // namespace

void addSelection(Table& t) {
  t["GatherElements"] = gatherElements;
  t["ScatterElements"] = scatterElements;
  t["GatherND"] = gatherNd;
  t["ScatterND"] = scatterNd;
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
