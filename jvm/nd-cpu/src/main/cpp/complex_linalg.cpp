// Linear algebra of complex matrices: pydl4j.ComplexMatMul, and what linalg.cpp computes of real ones, by the complex
// routines of the same LAPACK; pydl4j.Eig is of complex matrices alone. Phases that mathematics leaves open are fixed:
// R of a QR has a diagonal of real numbers >= 0, the largest component of a vector is real and positive.
#include <numeric>

#include "lapack.h"
#include "stacks.h"

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

template <class T> using C = std::complex<T>;
template <class T> using Complex = Matrix<C<T>>;

template <class T> C<T> times(C<T> x, C<T> y) {
  return {x.real() * y.real() - x.imag() * y.imag(), x.real() * y.imag() + x.imag() * y.real()};
}

template <class T> bool factor(const ComplexBlas<T>& l, int n, C<T>* a, int* pivots) {
  int info = 0;
  l.getrf(&n, &n, a, &n, pivots, &info);
  return info == 0;
}

template <class T> KernelPtr determinant(const Call& call, const ComplexBlas<T>& l, int n, bool log) {
  return batched<C<T>>(call, "", (int64_t)n * n + words(n, sizeof(C<T>)), [=, &l](const Complex<T>& m) {
    C<T>* a = m.work;
    int* pivots = (int*)(a + (int64_t)n * n);
    memcpy((void*)a, m.in[0], sizeof(C<T>) * n * n);  // the transpose has the same determinant
    bool regular = factor(l, n, a, pivots);
    C<double> sign(regular ? 1 : 0, 0);
    double total = 0;
    for (int64_t i = 0; i < n && regular; i++) {
      C<double> d = a[i * n + i];
      double size = std::abs(d);
      total += std::log(size);
      sign = times(sign, d / size);
      if (pivots[i] != i + 1) sign = -sign;
    }
    C<T> narrow((T)sign.real(), (T)sign.imag());
    if (log) {
      *m.result(0) = narrow;
      *(T*)m.out[1] = regular ? (T)total : -INFINITY;
    } else {
      *m.result(0) = regular ? narrow * (T)std::exp(total) : C<T>(0, 0);
    }
    return true;
  });
}

// y [n, k] of a y = b, where b is the unit matrix when there is none.
template <class T> KernelPtr solve(const Call& call, const ComplexBlas<T>& l, int n, int k, bool inverse) {
  int64_t square = (int64_t)n * n;
  return batched<C<T>>(call, "singular", square + (int64_t)n * k + words(n, sizeof(C<T>)), [=, &l](const Complex<T>& m) {
    C<T> *a = m.work, *b = a + square;
    int* pivots = (int*)(b + (int64_t)n * k);
    transpose(m.in[0], n, n, a);
    if (!factor(l, n, a, pivots)) return false;
    if (inverse) {
      std::fill(b, b + square, C<T>(0, 0));
      for (int64_t i = 0; i < n; i++) b[i * n + i] = 1;
    } else {
      transpose(m.in[1], n, k, b);
    }
    int info = 0;
    l.getrs("N", &n, &k, a, &n, pivots, b, &n, &info, 1);
    transpose(b, k, n, m.result(0));
    return true;
  });
}

// By columns: the transpose of the Hermitian part.
template <class T> void hermitianPart(const C<T>* a, int64_t n, C<T>* y) {
  for (int64_t i = 0; i < n; i++) {
    for (int64_t j = 0; j < n; j++) y[j * n + i] = (a[i * n + j] + std::conj(a[j * n + i])) / (T)2;
  }
}

template <class T> KernelPtr cholesky(const Call& call, const ComplexBlas<T>& l, int n) {
  return batched<C<T>>(call, "not positive definite", (int64_t)n * n, [=, &l](const Complex<T>& m) {
    hermitianPart(m.in[0], n, m.work);
    int info = 0;
    l.potrf("L", &n, m.work, &n, &info, 1);
    transpose(m.work, n, n, m.result(0));
    for (int64_t i = 0; i < n; i++) std::fill(m.result(0) + i * n + i + 1, m.result(0) + (i + 1) * n, C<T>(0, 0));
    return info == 0;
  });
}

template <class T> KernelPtr qr(const Call& call, const ComplexBlas<T>& l, int rows, int n) {
  int k = (int)call.out[0].dims.back(), steps = std::min(rows, n), wide = std::max(n, k), query = -1, info = 0;
  C<T> best[2] = {};
  l.geqrf(&rows, &wide, nullptr, &rows, nullptr, best, &query, &info);
  l.orgqr(&rows, &k, &steps, nullptr, &rows, nullptr, best + 1, &query, &info);
  int lwork = std::max(wide, (int)std::max(best[0].real(), best[1].real()));
  int64_t matrix = (int64_t)rows * wide;
  return batched<C<T>>(call, "", matrix + steps + lwork, [=, &l](const Complex<T>& m) {
    C<T> *a = m.work, *tau = a + matrix, *work = tau + steps, *q = m.result(0), *r = m.result(1);
    int done = 0;
    transpose(m.in[0], rows, n, a);
    l.geqrf(&rows, &n, a, &rows, tau, work, &lwork, &done);
    std::vector<C<T>> phase(k, C<T>(1, 0));
    for (int64_t i = 0; i < steps; i++) {
      C<T> d = a[i * rows + i];
      if (d != C<T>(0, 0)) phase[i] = d / std::abs(d);
    }
    for (int64_t i = 0; i < k; i++) {
      for (int64_t j = 0; j < n; j++) r[i * n + j] = j < i ? C<T>(0, 0) : times(std::conj(phase[i]), a[j * rows + i]);
    }
    l.orgqr(&rows, &k, &steps, a, &rows, tau, work, &lwork, &done);
    for (int64_t i = 0; i < rows; i++) for (int64_t j = 0; j < k; j++) q[i * k + j] = times(a[j * rows + i], phase[j]);
    return done == 0;
  });
}

// The factor that makes the component of largest magnitude (the first of them) real and positive.
template <class T> C<T> settling(const C<T>* v, int64_t n, int64_t step) {
  int64_t best = 0;
  for (int64_t i = 1; i < n; i++) best = std::abs(v[i * step]) > std::abs(v[best * step]) * (T)1.00001 ? i : best;
  T size = n ? std::abs(v[best * step]) : 0;
  return size > 0 ? std::conj(v[best * step]) / size : C<T>(1, 0);
}

template <class T> KernelPtr eigh(const Call& call, const ComplexBlas<T>& l, int n) {
  int query = -1, info = 0, ints = 0;
  C<T> best(0, 0);
  T reals = 0;
  l.heevd("V", "U", &n, nullptr, &n, nullptr, &best, &query, &reals, &query, &ints, &query, &info, 1, 1);
  int lwork = std::max(1, (int)best.real()), lrwork = std::max(1, (int)reals), liwork = std::max(1, ints);
  int64_t matrix = (int64_t)n * n;
  return batched<C<T>>(call, "without converging eigenvalues", matrix + lwork + lrwork + words(liwork, sizeof(C<T>)),
      [=, &l](const Complex<T>& m) {
    C<T> *a = m.work, *work = a + matrix;
    int done = 0;
    hermitianPart(m.in[0], n, a);
    l.heevd("V", "U", &n, a, &n, (T*)m.out[0], work, &lwork, (T*)(work + lwork), &lrwork, (int*)(work + lwork + lrwork),
        &liwork, &done, 1, 1);
    for (int64_t j = 0; j < n; j++) {
      C<T> turn = settling(a + j * n, n, 1);
      for (int64_t i = 0; i < n; i++) m.result(1)[i * n + j] = times(a[j * n + i], turn);
    }
    return done == 0;
  });
}

// As of real matrices: row-major x is x' by columns, so LAPACK's u is our vh' and its vt our u'.
template <class T> KernelPtr svd(const Call& call, const ComplexBlas<T>& l, int rows, int n) {
  int64_t k = std::min(rows, n), large = std::max(rows, n);
  int least = (int)k, query = -1, info = 0, none = 0;
  C<T> best(0, 0);
  T real = 0;
  l.gesdd("S", &n, &rows, nullptr, &n, nullptr, nullptr, &n, nullptr, &least, &best, &query, &real, &none, &info, 1);
  int lwork = std::max(1, (int)best.real());
  int64_t matrix = (int64_t)rows * n, reals = std::max(5 * k * k + 5 * k, 2 * large * k + 2 * k * k + k);
  return batched<C<T>>(call, "without converging singular values", matrix + lwork + reals + words(8 * k, sizeof(C<T>)),
      [=, &l](const Complex<T>& m) {
    C<T> *a = m.work, *work = a + matrix, *u = m.result(0), *vh = m.result(2);
    int done = 0;
    memcpy((void*)a, m.in[0], sizeof(C<T>) * matrix);
    l.gesdd("S", &n, &rows, a, &n, (T*)m.out[1], vh, &n, u, &least, work, &lwork, (T*)(work + lwork),
        (int*)(work + lwork + reals), &done, 1);
    for (int64_t j = 0; j < k; j++) {
      C<T> turn = settling(u + j, rows, k);
      for (int64_t i = 0; i < rows; i++) u[i * k + j] = times(u[i * k + j], turn);
      for (int64_t i = 0; i < n; i++) vh[j * n + i] = times(vh[j * n + i], std::conj(turn));
    }
    return done == 0;
  });
}

template <class T> KernelPtr eig(const Call& call, const ComplexBlas<T>& l, int n) {
  int query = -1, info = 0;
  C<T> best(0, 0);
  T real = 0;
  l.geev("N", "V", &n, nullptr, &n, nullptr, nullptr, &n, nullptr, &n, &best, &query, &real, &info, 1, 1);
  int lwork = std::max(2 * n, (int)best.real());
  int64_t matrix = (int64_t)n * n;
  return batched<C<T>>(call, "without converging eigenvalues", 2 * matrix + n + lwork + 2 * n, [=, &l](const Complex<T>& m) {
    C<T> *a = m.work, *v = a + matrix, *w = v + matrix, *work = w + n;
    int done = 0;
    transpose(m.in[0], n, n, a);
    l.geev("N", "V", &n, a, &n, w, nullptr, &n, v, &n, work, &lwork, (T*)(work + lwork), &done, 1, 1);
    std::vector<int> order(n);
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](int i, int j) {
      return w[i].real() != w[j].real() ? w[i].real() < w[j].real() : w[i].imag() < w[j].imag();
    });
    for (int64_t j = 0; j < n; j++) {
      const C<T>* from = v + (int64_t)order[j] * n;
      C<T> turn = settling(from, n, 1);
      m.result(0)[j] = w[order[j]];
      for (int64_t i = 0; i < n; i++) m.result(1)[i * n + j] = times(from[i], turn);
    }
    return done == 0;
  });
}

template <class T> KernelPtr typed(const Call& call) {
  const ComplexBlas<T>* l = complexBlas<T>();
  if (const char* reason = whyNot(call, l)) return unsupported(reason);
  auto [rows, n, k] = sizes(call);
  const std::string& op = call.op;
  if (op == "Det") return determinant(call, *l, n, false);
  if (op == "pydl4j.SlogDet") return determinant(call, *l, n, true);
  if (op == "pydl4j.Inverse") return solve(call, *l, n, n, true);
  if (op == "pydl4j.Solve") return solve(call, *l, n, k, false);
  if (op == "pydl4j.Cholesky") return cholesky(call, *l, n);
  if (op == "pydl4j.Qr") return qr(call, *l, rows, n);
  if (op == "pydl4j.Eigh") return eigh(call, *l, n);
  if (op == "pydl4j.Eig") return eig(call, *l, n);
  return op == "pydl4j.Svd" ? svd(call, *l, rows, n) : unsupported("complex numbers");
}

// Row times column, four rows of the second matrix at a time, where no BLAS is loaded.
template <class T> void plain(const C<T>* a, const C<T>* b, C<T>* c, int64_t rows, int64_t n, int64_t k) {
  for (int64_t i = 0; i < rows; i++) {
    std::fill(c + i * n, c + (i + 1) * n, C<T>(0, 0));
    for (int64_t p = 0; p < k; p++) {
      C<T> v = a[i * k + p];
      for (int64_t j = 0; j < n; j++) c[i * n + j] += times(v, b[p * n + j]);
    }
  }
}

// Stacks of [m, k] by [k, n] whose leading axes broadcast: blocks of rows are shared out over the threads.
template <class T> KernelPtr product(const Call& call) {
  const Dims &a = call.in[0].dims, &b = call.in[1].dims, &y = call.out[0].dims;
  int64_t rank = (int64_t)y.size(), m = y[rank - 2], n = y[rank - 1], k = a.back(), stacks = pydl4j::product(y, 0, rank - 2);
  if (call.out[0].size() == 0 || k == 0) return unsupported("empty operand");
  std::vector<int64_t> ofA = matrixStarts(a, y), ofB = matrixStarts(b, y);
  int threads = threadsFor(call, 8.0 * m * n * k * stacks, 65536);
  int64_t block = std::max<int64_t>(1, stacks >= threads ? m : (m + threads - 1) / threads), blocks = (m + block - 1) / block;
  const ComplexBlas<T>* l = complexBlas<T>();
  bool fits = std::max({m, n, k}) < INT32_MAX;
  return simple(l && fits ? "blas" : "native:complex", [=](const Args& args) {
    parallel(threads, stacks * blocks, 1, [&](int64_t from, int64_t to, int) {
      for (int64_t t = from; t < to; t++) {
        int64_t g = t / blocks, first = t % blocks * block, rows = std::min(block, m - first);
        const C<T>*x = args.input<C<T>>(0) + ofA[g] + first * k, *w = args.input<C<T>>(1) + ofB[g];
        C<T>*z = args.output<C<T>>(0) + (g * m + first) * n, one(1, 0), zero(0, 0);
        if (l && fits) l->gemm(101, 111, 111, (int)rows, (int)n, (int)k, &one, x, (int)k, w, (int)n, &zero, z, (int)n);
        else plain(x, w, z, rows, n, k);
      }
    });
  });
}

KernelPtr matmul(const Call& call) {
  return call.in[0].dtype == DType::C128 ? product<double>(call) : product<float>(call);
}

}  // namespace

KernelPtr complexLinalg(const Call& call) {
  return call.in[0].dtype == DType::C128 ? typed<double>(call) : typed<float>(call);
}

void addComplexLinalg(Table& t) {
  t["pydl4j.ComplexMatMul"] = matmul;
  t["pydl4j.Eig"] = complexLinalg;
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
