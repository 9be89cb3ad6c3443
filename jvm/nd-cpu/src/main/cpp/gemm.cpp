// MatMul, Gemm and pydl4j.FusedMatMul in float64 (oneDNN has none): y = act(alpha a b + beta (bias + residual)).
// The products come from the loaded BLAS, block by block on our threads, or from our own panels when there is none or
// they are small. Every element sums over k in the same order whatever the threads.
#include "gemm.h"

#include "blas.h"
#include "vecmath.h"

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

typedef double T;
const double BLAS_FROM = 1 << 15;  // multiplications
const int64_t DEPTH = 192;  // rows of a panel that stay in the L1 cache

// y [M, N] (rows ldy apart, ldy padded) = a b; a's element (i, k) at a[i lda + k kda], b packed.
void multiply(const T* a, int64_t lda, int64_t kda, const T* packed, T* y, int64_t ldy, int64_t M, int64_t K,
    int64_t panels, int threads) {
  const int P = Tile<T>::PANEL;
  int64_t rowBlock = 64, blocks = (M + rowBlock - 1) / rowBlock;
  parallel(threads, blocks * panels, 1, [&](int64_t from, int64_t to, int) {
    for (int64_t k = 0; k < K; k += DEPTH) {
      for (int64_t i = from; i < to; i++) {  // panel by panel, so that the panel stays in cache over its row blocks
        int64_t p = i / blocks, r = i % blocks * rowBlock;
        rowsTimesPanel(a + r * lda + k * kda, lda, kda, std::min(rowBlock, M - r), packed + p * K * P + k * P,
            std::min(DEPTH, K - k), y + r * ldy + p * P, ldy, k > 0);
      }
    }
  });
}

// The same by the library: blocks of rows, or of columns when those are more, of a fixed size.
void multiplyByBlas(const Blas<T>& l, bool transA, bool transB, const T* a, const T* b, T* y, int64_t M, int64_t N, int64_t K,
    int threads) {
  bool byRows = M >= N;
  int64_t unit = 64;
  parallel(threads, byRows ? M : N, unit, [&](int64_t from, int64_t to, int) {
    int64_t i = byRows ? from : 0, rows = byRows ? to - from : M, j = byRows ? 0 : from, columns = byRows ? N : to - from;
    l.gemm(101, transA ? 112 : 111, transB ? 112 : 111, rows, columns, K, 1, transA ? a + i : a + i * K, transA ? M : K,
        transB ? b + j * K : b + j, transB ? K : N, 0, y + i * N + j, N);
  });
}

struct Product {
  bool transA = false, transB = false;
  int bias = -1, residual = -1;
  double alpha = 1, beta = 1;
  std::string activation;
};

T activate(const std::string& name, T v) {
  if (name.empty()) return v;
  if (name == "Relu") return v < 0 ? 0 : v;
  return name == "Tanh" ? std::tanh(v) : vm::sigmoid(v);
}

KernelPtr build(const Call& call, Product m) {
  for (const auto* l : {&call.in, &call.out}) {
    for (const Type& t : *l) if (t.present && t.dtype != DType::F64) return unsupported("only float32 and float64");
  }
  Dims a = call.in[0].dims, b = call.in[1].dims, y = call.out[0].dims;
  if (a.empty() || b.empty() || call.out[0].size() == 0 || call.in[0].size() == 0) return unsupported("empty operand");
  if (!(m.activation.empty() || m.activation == "Relu" || m.activation == "Tanh" || m.activation == "Sigmoid")) {
    return unsupported("activation " + m.activation);
  }
  if (m.residual >= 0 && call.in[m.residual].dims != y) return unsupported("that broadcast of the addend");
  if (a.size() == 1) a = {1, a[0]};
  if (b.size() == 1) b = {b[0], 1};
  int64_t M = a[a.size() - (m.transA ? 1 : 2)], K = a[a.size() - (m.transA ? 2 : 1)];
  int64_t N = b[b.size() - (m.transB ? 2 : 1)];
  size_t rank = std::max(a.size(), b.size());
  a.insert(a.begin(), rank - a.size(), 1);
  b.insert(b.begin(), rank - b.size(), 1);
  // Batches of a and b by output batch.
  std::vector<std::pair<int64_t, int64_t>> batches{{0, 0}};
  for (size_t d = 0; d + 2 < rank; d++) {
    std::vector<std::pair<int64_t, int64_t>> next;
    for (auto& at : batches) {
      for (int64_t i = 0; i < std::max(a[d], b[d]); i++) {
        next.emplace_back(at.first * a[d] + (a[d] == 1 ? 0 : i), at.second * b[d] + (b[d] == 1 ? 0 : i));
      }
    }
    batches = next;
  }
  int64_t ldy = Tile<T>::padded(N), panels = ldy / Tile<T>::PANEL;
  int64_t packedBytes = align64(K * ldy * sizeof(T));
  int threads = threadsFor(call, (double)M * N * K, 32768);
  const Blas<T>* library = (double)M * N * K >= BLAS_FROM && std::max({M, N, K}) <= INT32_MAX ? blas<T>() : nullptr;
  auto k = simple(library ? "blas:gemm f64" : "native:gemm f64", [=](const Args& args) {
    T *packed = (T*)args.scratch, *wide = (T*)(args.scratch + packedBytes);
    for (size_t batch = 0; batch < batches.size(); batch++) {
      const T* pa = args.input<T>(0) + batches[batch].first * M * K;
      const T* pb = args.input<T>(1) + batches[batch].second * K * N;
      if (library) {
        multiplyByBlas(*library, m.transA, m.transB, pa, pb, args.output<T>(0) + batch * M * N, M, N, K, threads);
        if (m.alpha == 1 && m.bias < 0 && m.residual < 0 && m.activation.empty()) continue;
      } else {
        packPanels(pb, K, N, m.transB, packed, threads);
        multiply(pa, m.transA ? 1 : K, m.transA ? M : 1, packed, wide, ldy, M, K, panels, threads);
      }
      parallel(threads, M, 16, [&](int64_t from, int64_t to, int) {
        for (int64_t i = from; i < to; i++) {
          int64_t at = (batch * M + i) * N;
          T* o = args.output<T>(0) + at;
          const T* product = library ? o : wide + i * ldy;
          for (int64_t j = 0; j < N; j++) o[j] = m.alpha * product[j];
          if (m.bias >= 0) for (int64_t j = 0; j < N; j++) o[j] += m.beta * args.input<T>(m.bias)[j];
          if (m.residual >= 0) for (int64_t j = 0; j < N; j++) o[j] += m.beta * args.input<T>(m.residual)[at + j];
          if (!m.activation.empty()) for (int64_t j = 0; j < N; j++) o[j] = activate(m.activation, o[j]);
        }
      });
    }
  }, {}, library ? 0 : packedBytes + align64(M * ldy * sizeof(T)));
  k->flops = 2.0 * batches.size() * M * N * K;
  return k;
}

bool isRow(const Dims& d, int64_t n) { return product(d) == n && !d.empty() && d.back() == n; }

KernelPtr matmul(const Call& call) { return build(call, {}); }

KernelPtr gemm(const Call& call) {
  Product m;
  m.transA = call.attrs.integer("transA", 0);
  m.transB = call.attrs.integer("transB", 0);
  m.alpha = call.attrs.number("alpha", 1);
  m.beta = call.attrs.number("beta", 1);
  if (call.present(2)) (isRow(call.in[2].dims, call.out[0].dims[1]) ? m.bias : m.residual) = 2;
  return build(call, m);
}

KernelPtr fused(const Call& call) {
  Product m;
  m.transA = call.attrs.integer("transA", 0);
  m.transB = call.attrs.integer("transB", 0);
  m.activation = call.attrs.text("activation", "");
  if (call.present(2)) {
    if (!isRow(call.in[2].dims, call.out[0].dims.back())) return unsupported("bias must be a row");
    m.bias = 2;
  }
  if (call.present(3)) m.residual = 3;
  return build(call, m);
}

}  // namespace

void addGemm(Table& t) {
  t["MatMul"] = matmul;
  t["Gemm"] = gemm;
  t["pydl4j.FusedMatMul"] = fused;
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
