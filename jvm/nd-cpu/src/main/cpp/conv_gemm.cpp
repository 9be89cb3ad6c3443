// Convolutions that oneDNN lacks (float64, more than three axes) or computes by its reference only (float32 without
// AVX2), as products with the unrolled input (im2col): through the loaded BLAS, else by our panels. Work is cut in pieces
// of fixed size, so that equal calls give equal bits.
#include "activation.h"
#include "blas.h"
#include "gemm.h"
#include "windows.h"

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

const int64_t BLOCK = 256;  // output positions unrolled at a time

// Activations [N, C, spatial...] in either order of memory, weights [O, C / groups, spatial...].
struct Shape {
  int64_t N, C, O, groups, volume, positions;  // volume of the kernel, positions of the output
  Dims in, out, kernel, strides, dilations, begin;
  bool last;
  int64_t channels() const { return C / groups; }
  int64_t outputs() const { return O / groups; }
  int64_t depth() const { return channels() * volume; }
  int64_t inSize() const { return product(in); }
};

bool describe(const Call& call, const Dims& x, const Dims& y, const Dims& w, Shape& s) {
  size_t n = x.size() - 2;
  if (x.size() < 3 || product(x) == 0 || product(y) == 0 || product(w) == 0) return false;
  s.last = call.attrs.text("layout", "NCHW") == "NHWC";
  s.groups = call.attrs.integer("group", 1);
  s.N = x[0];
  s.C = s.last ? x.back() : x[1];
  s.O = w[0];
  size_t first = s.last ? 1 : 2;
  s.in.assign(x.begin() + first, x.begin() + first + n);
  s.out.assign(y.begin() + first, y.begin() + first + n);
  s.kernel.assign(w.begin() + 2, w.end());
  s.volume = product(s.kernel);
  s.positions = product(s.out);
  s.strides = call.attrs.integers("strides", Dims(n, 1));
  s.dilations = call.attrs.integers("dilations", Dims(n, 1));
  Dims pads = padsOf(call.attrs, s.in, s.kernel, s.strides, s.dilations);
  s.begin.assign(pads.begin(), pads.begin() + n);
  return true;
}

// Calls f(position - from, kernel element, offset of the input element in its channel or -1 in the padding).
template <class F> void visit(const Shape& s, int64_t from, int64_t to, F&& f) {
  size_t n = s.in.size();
  for (int64_t p = from; p < to; p++) {
    int64_t at[8], rest = p;
    for (size_t d = n; d-- > 0; rest /= s.out[d]) at[d] = rest % s.out[d] * s.strides[d] - s.begin[d];
    for (int64_t k = 0; k < s.volume; k++) {
      int64_t offset = 0, scale = 1, left = k;
      for (size_t d = n; d-- > 0; left /= s.kernel[d]) {
        int64_t i = at[d] + left % s.kernel[d] * s.dilations[d];
        if (i < 0 || i >= s.in[d]) {
          offset = -1;
          break;
        }
        offset += i * scale;
        scale *= s.in[d];
      }
      f(p - from, k, offset);
    }
  }
}

// Rows of positions, columns of channels [c0, c1) by kernel elements, from one image.
template <class T>
void unroll(const Shape& s, const T* x, int64_t group, int64_t c0, int64_t c1, int64_t from, int64_t to, T* columns) {
  int64_t width = (c1 - c0) * s.volume, step = s.last ? s.C : 1, channel = s.last ? 1 : s.inSize();
  const T* base = x + (group * s.channels() + c0) * channel;
  visit(s, from, to, [&](int64_t row, int64_t k, int64_t offset) {
    T* o = columns + row * width + k;
    for (int64_t c = 0; c < c1 - c0; c++) o[c * s.volume] = offset < 0 ? 0 : base[c * channel + offset * step];
  });
}

// The sum of unrolled rows back into the image.
template <class T> void roll(const Shape& s, const T* columns, int64_t group, int64_t from, int64_t to, T* x) {
  int64_t width = s.depth(), step = s.last ? s.C : 1, channel = s.last ? 1 : s.inSize();
  T* base = x + group * s.channels() * channel;
  visit(s, from, to, [&](int64_t row, int64_t k, int64_t offset) {
    if (offset < 0) return;
    const T* o = columns + row * width + k;
    for (int64_t c = 0; c < s.channels(); c++) base[c * channel + offset * step] += o[c * s.volume];
  });
}

// The library for the call: only what Java loads it for (Blas.serves), or the kernel would depend on what ran before.
template <class T> const Blas<T>* library(const Call& call) {
  return sizeof(T) == 8 || call.in[0].rank() > 4 ? blas<T>() : nullptr;
}

// A product's room and its arithmetic; y = a b, row-major, added to what y holds when `more`.
template <class T> struct Products {
  const Blas<T>* library;
  int64_t m;  // rows at most
  int64_t room() const { return library ? 0 : roomFor<T>(m); }
  const char* name() const { return library ? "blas:im2col" : "native:im2col"; }
  void operator()(bool transA, bool transB, int64_t rows, int64_t n, int64_t k, const T* a, int64_t lda, const T* b,
      int64_t ldb, T* y, int64_t ldy, bool more, char* at) const {
    if (library) library->gemm(101, transA ? 112 : 111, transB ? 112 : 111, rows, n, k, 1, a, lda, b, ldb, more ? 1 : 0, y, ldy);
    else multiply(transA, transB, rows, n, k, a, lda, b, ldb, y, ldy, more, at);
  }
};

template <class T> KernelPtr forward(const Call& call, bool fused) {
  Shape s;
  if (!describe(call, call.in[0].dims, call.out[0].dims, call.in[1].dims, s)) return unsupported("empty");
  bool bias = call.present(2), residual = fused && call.present(3);
  Activation activation;
  if (fused && !Activation::of(call, activation)) return unsupported("that activation");
  Products<T> products{library<T>(call), std::max(BLOCK, s.outputs())};
  int64_t blocks = (s.positions + BLOCK - 1) / BLOCK, tasks = s.N * s.groups * blocks;
  int threads = (int)std::min<int64_t>(tasks, threadsFor(call, (double)product(call.out[0].dims) * s.depth(), 32768));
  int64_t unrolled = align64(BLOCK * s.depth() * sizeof(T)), each = unrolled + products.room();
  auto k = simple(products.name(), [=](const Args& args) {
    parallel(threads, tasks, 1, [&](int64_t first, int64_t end, int thread) {
      T* columns = (T*)(args.scratch + thread * each);
      char* room = (char*)columns + unrolled;
      for (int64_t t = first; t < end; t++) {
        int64_t image = t / blocks / s.groups, group = t / blocks % s.groups, from = t % blocks * BLOCK;
        int64_t to = std::min(s.positions, from + BLOCK), rows = to - from, o = s.outputs();
        unroll(s, args.input<T>(0) + image * s.C * s.inSize(), group, 0, s.channels(), from, to, columns);
        const T* w = args.input<T>(1) + group * o * s.depth();
        int64_t at = image * s.O * s.positions + (s.last ? from * s.O + group * o : group * o * s.positions + from);
        T* y = args.output<T>(0) + at;
        if (s.last) products(false, true, rows, o, s.depth(), columns, s.depth(), w, s.depth(), y, s.O, false, room);
        else products(false, true, o, rows, s.depth(), w, s.depth(), columns, s.depth(), y, s.positions, false, room);
        const T *b = bias ? args.input<T>(2) + group * o : nullptr, *more = residual ? args.input<T>(3) + at : nullptr;
        int64_t lines = s.last ? rows : o, length = s.last ? o : rows, apart = s.last ? s.O : s.positions;
        for (int64_t l = 0; l < lines; l++) {
          T* line = y + l * apart;
          if (b) for (int64_t i = 0; i < length; i++) line[i] += s.last ? b[i] : b[l];
          if (more) for (int64_t i = 0; i < length; i++) line[i] += more[l * apart + i];
          activation.apply(line, length);
        }
      }
    });
  }, {}, each * threads);
  k->flops = 2.0 * s.N * s.O * s.positions * s.depth();
  return k;
}

template <class T> KernelPtr inputGrad(const Call& call) {
  Shape s;
  Dims x = call.attrs.integers("inputDims", call.out[0].dims);
  if (!describe(call, x, call.in[0].dims, call.in[1].dims, s)) return unsupported("empty");
  Products<T> products{library<T>(call), BLOCK};
  int64_t tasks = s.N * s.groups;
  int threads = (int)std::min<int64_t>(tasks, threadsFor(call, (double)product(call.in[0].dims) * s.depth(), 32768));
  int64_t unrolled = align64(BLOCK * s.depth() * sizeof(T)), each = unrolled + products.room();
  auto k = simple(products.name(), [=](const Args& args) {
    memset(args.out[0], 0, s.N * s.C * s.inSize() * sizeof(T));
    parallel(threads, tasks, 1, [&](int64_t first, int64_t end, int thread) {
      T* columns = (T*)(args.scratch + thread * each);
      for (int64_t t = first; t < end; t++) {
        int64_t image = t / s.groups, group = t % s.groups, o = s.outputs();
        const T* w = args.input<T>(1) + group * o * s.depth();
        for (int64_t from = 0; from < s.positions; from += BLOCK) {
          int64_t to = std::min(s.positions, from + BLOCK);
          const T* dy = args.input<T>(0) + image * s.O * s.positions
              + (s.last ? from * s.O + group * o : group * o * s.positions + from);
          products(!s.last, false, to - from, s.depth(), o, dy, s.last ? s.O : s.positions, w, s.depth(), columns,
              s.depth(), false, (char*)columns + unrolled);
          roll(s, columns, group, from, to, args.output<T>(0) + image * s.C * s.inSize());
        }
      }
    });
  }, {}, each * threads);
  k->flops = 2.0 * s.N * s.O * s.positions * s.depth();
  return k;
}

// Every task sums one channel's weights over all images, in their order.
template <class T> KernelPtr weightGrad(const Call& call) {
  Shape s;
  if (!describe(call, call.in[0].dims, call.in[1].dims, call.out[0].dims, s)) return unsupported("empty");
  Products<T> products{library<T>(call), s.outputs()};
  int64_t unit = std::max<int64_t>(1, std::min<int64_t>(s.channels(), 32)), pieces = (s.channels() + unit - 1) / unit;
  int64_t tasks = s.groups * pieces;
  int threads = (int)std::min<int64_t>(tasks, threadsFor(call, (double)product(call.in[1].dims) * s.depth(), 32768));
  int64_t unrolled = align64(BLOCK * unit * s.volume * sizeof(T)), each = unrolled + products.room();
  auto k = simple(products.name(), [=](const Args& args) {
    parallel(threads, tasks, 1, [&](int64_t first, int64_t end, int thread) {
      T* columns = (T*)(args.scratch + thread * each);
      for (int64_t t = first; t < end; t++) {
        int64_t group = t / pieces, c0 = t % pieces * unit, c1 = std::min(s.channels(), c0 + unit), o = s.outputs();
        T* dw = args.output<T>(0) + group * o * s.depth() + c0 * s.volume;
        for (int64_t image = 0; image < s.N; image++) {
          for (int64_t from = 0; from < s.positions; from += BLOCK) {
            int64_t to = std::min(s.positions, from + BLOCK), width = (c1 - c0) * s.volume;
            unroll(s, args.input<T>(0) + image * s.C * s.inSize(), group, c0, c1, from, to, columns);
            const T* dy = args.input<T>(1) + image * s.O * s.positions
                + (s.last ? from * s.O + group * o : group * o * s.positions + from);
            products(s.last, false, o, width, to - from, dy, s.last ? s.O : s.positions, columns, width, dw, s.depth(),
                image > 0 || from > 0, (char*)columns + unrolled);
          }
        }
      }
    });
  }, {}, each * threads);
  k->flops = 2.0 * s.N * s.O * s.positions * s.depth();
  return k;
}

template <KernelPtr (*F32)(const Call&), KernelPtr (*F64)(const Call&)> KernelPtr typed(const Call& call) {
  DType t = call.out[0].dtype;
  for (const Type& i : call.in) if (i.present && i.dtype != t) return unsupported("mixed types");
  if (call.in[0].rank() > 8) return unsupported("more than 8 axes");
  return t == DType::F64 ? F64(call) : t == DType::F32 ? F32(call) : unsupported("only float32 and float64");
}

template <class T> KernelPtr conv(const Call& call) { return forward<T>(call, false); }
template <class T> KernelPtr fusedConv(const Call& call) { return forward<T>(call, true); }

}  // namespace

void addConvGemm(Table& t) {
  t["Conv"] = typed<conv<float>, conv<double>>;
  t["pydl4j.FusedConv"] = typed<fusedConv<float>, fusedConv<double>>;
  t["pydl4j.ConvInputGrad"] = typed<inputGrad<float>, inputGrad<double>>;
  t["pydl4j.ConvWeightGrad"] = typed<weightGrad<float>, weightGrad<double>>;
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
