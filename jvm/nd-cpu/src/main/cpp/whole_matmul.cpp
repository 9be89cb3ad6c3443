// pydl4j.WholeMatMul: products of stacks of integer matrices, which wrap around. Rows are shared out over the threads; a
// block of rows of b stays in cache while all rows of a go past.
#include "isa.h"
#include "stacks.h"

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

template <class T> void block(const T* x, const T* w, T* z, int64_t rows, int64_t n, int64_t k) {
  const int64_t DEPTH = 64, WIDTH = 1024;
  using A = std::conditional_t<sizeof(T) == 8, uint64_t, uint32_t>;
  std::fill(z, z + rows * n, T(0));
  for (int64_t j0 = 0; j0 < n; j0 += WIDTH) {
    int64_t width = std::min(WIDTH, n - j0);
    for (int64_t l0 = 0; l0 < k; l0 += DEPTH) {
      int64_t depth = std::min(k, l0 + DEPTH);
      for (int64_t i = 0; i < rows; i++) {
        T* to = z + i * n + j0;
        for (int64_t l = l0; l < depth; l++) {
          const T* from = w + l * n + j0;
          A factor = x[i * k + l];
          for (int64_t j = 0; j < width; j++) to[j] = (T)(to[j] + factor * from[j]);
        }
      }
    }
  }
}

template <class T> KernelPtr whole(const Call& call) {
  const Dims &a = call.in[0].dims, &b = call.in[1].dims, &y = call.out[0].dims;
  int64_t rank = (int64_t)y.size(), m = y[rank - 2], n = y[rank - 1], k = a.back(), stacks = product(y, 0, rank - 2);
  if (call.out[0].size() == 0) return unsupported("empty operand");
  std::vector<int64_t> ofA = matrixStarts(a, y), ofB = matrixStarts(b, y);
  int threads = threadsFor(call, 2.0 * m * n * k * stacks, 65536);
  int64_t part = std::max<int64_t>(1, stacks >= threads ? m : (m + threads - 1) / threads), parts = (m + part - 1) / part;
  return simple("native:whole", [=](const Args& args) {
    parallel(threads, stacks * parts, 1, [&](int64_t from, int64_t to, int) {
      for (int64_t t = from; t < to; t++) {
        int64_t g = t / parts, first = t % parts * part, rows = std::min(part, m - first);
        block(args.input<T>(0) + ofA[g] + first * k, args.input<T>(1) + ofB[g], args.output<T>(0) + (g * m + first) * n,
            rows, n, k);
      }
    });
  });
}

KernelPtr wholeMatMul(const Call& call) {
  switch (bytesOf(call.in[0].dtype)) {
    case 1: return whole<uint8_t>(call);
    case 2: return whole<uint16_t>(call);
    case 4: return whole<uint32_t>(call);
    default: return whole<uint64_t>(call);
  }
}

}  // namespace

void addWholeMatMul(Table& t) {
  t["pydl4j.WholeMatMul"] = wholeMatMul;
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
