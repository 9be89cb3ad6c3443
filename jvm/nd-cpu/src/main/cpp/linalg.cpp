// Det, pydl4j.SlogDet, Inverse, Solve, TriangularSolve, Lu, Cholesky, Qr, Eigh and Svd through LAPACK, float32 and
// float64. LAPACK's matrices are column-major, so operands are transposed on their way in and results on their way
// out. A batch is shared out over the threads; one matrix runs on one. Open signs are fixed as in the reference.
#include "lapack.h"

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

template <class T> bool factor(const Blas<T>& l, int n, T* a, int* pivots) {
  int info = 0;
  l.getrf(&n, &n, a, &n, pivots, &info);
  return info == 0;
}

template <class T> bool slogdet(const Blas<T>& l, int n, const Matrix<T>& m, T& sign, T& log) {
  T* a = m.work;
  int* pivots = (int*)(a + (int64_t)n * n);
  memcpy(a, m.in[0], sizeof(T) * n * n);  // the transpose has the same determinant
  bool regular = factor(l, n, a, pivots);
  double total = 0;
  int s = regular ? 1 : 0;
  for (int i = 0; i < n && regular; i++) {
    T d = a[(int64_t)i * n + i];
    total += std::log(std::abs((double)d));
    s = (pivots[i] != i + 1) != (d < 0) ? -s : s;
  }
  sign = s;
  log = regular ? total : -INFINITY;
  return true;
}

template <class T> KernelPtr determinant(const Call& call, const Blas<T>& l, int n, bool log) {
  return batched<T>(call, "", (int64_t)n * n + words(n, sizeof(T)), [=, &l](const Matrix<T>& m) {
    T sign, magnitude;
    slogdet(l, n, m, sign, magnitude);
    if (log) {
      *m.result(0) = sign;
      *m.result(1) = magnitude;
    } else {
      *m.result(0) = sign * std::exp(magnitude);
    }
    return true;
  });
}

// y [n, k] of a y = b, where b is the unit matrix when there is none.
template <class T> KernelPtr solve(const Call& call, const Blas<T>& l, int n, int k, bool inverse) {
  return batched<T>(call, "singular", (int64_t)n * n + (int64_t)n * k + words(n, sizeof(T)), [=, &l](const Matrix<T>& m) {
    T *a = m.work, *b = a + (int64_t)n * n;
    int* pivots = (int*)(b + (int64_t)n * k);
    transpose(m.in[0], n, n, a);
    if (!factor(l, n, a, pivots)) return false;
    if (inverse) {
      std::fill(b, b + (int64_t)n * n, (T)0);
      for (int i = 0; i < n; i++) b[(int64_t)i * n + i] = 1;
    } else {
      transpose(m.in[1], n, k, b);
    }
    int info = 0;
    l.getrs("N", &n, &k, a, &n, pivots, b, &n, &info, 1);
    transpose(b, k, n, m.result(0));
    return true;
  });
}

// A row-major triangle is the other triangle of the transpose that LAPACK sees.
template <class T> KernelPtr triangularSolve(const Call& call, const Blas<T>& l, int n, int k) {
  bool upper = call.attrs.integer("upper", 0), transA = call.attrs.integer("transA", 0);
  bool unit = call.attrs.integer("unit", 0);
  return batched<T>(call, "singular", (int64_t)n * k, [=, &l](const Matrix<T>& m) {
    int info = 0;
    transpose(m.in[1], n, k, m.work);
    l.trtrs(upper ? "L" : "U", transA ? "N" : "T", unit ? "U" : "N", &n, &k, m.in[0], &n, m.work, &n, &info, 1, 1, 1);
    transpose(m.work, k, n, m.result(0));
    return info == 0;
  });
}

template <class T> KernelPtr lu(const Call& call, const Blas<T>& l, int n) {
  return batched<T>(call, "", (int64_t)n * n + words(n, sizeof(T)), [=, &l](const Matrix<T>& m) {
    T* a = m.work;
    int* pivots = (int*)(a + (int64_t)n * n);
    transpose(m.in[0], n, n, a);
    factor(l, n, a, pivots);
    transpose(a, n, n, m.result(0));
    int64_t* rows = (int64_t*)m.out[1];
    for (int i = 0; i < n; i++) rows[i] = i;
    for (int i = 0; i < n; i++) std::swap(rows[i], rows[pivots[i] - 1]);
    return true;
  });
}

template <class T> void symmetricPart(const T* a, int n, T* y) {
  for (int64_t i = 0; i < n; i++) for (int64_t j = 0; j < n; j++) y[i * n + j] = (a[i * n + j] + a[j * n + i]) / 2;
}

template <class T> KernelPtr cholesky(const Call& call, const Blas<T>& l, int n) {
  return batched<T>(call, "not positive definite", 0, [=, &l](const Matrix<T>& m) {
    T* y = m.result(0);
    symmetricPart(m.in[0], n, y);
    int info = 0;
    l.potrf("U", &n, y, &n, &info, 1);  // the upper triangle by columns is the lower one by rows
    for (int64_t i = 0; i < n; i++) std::fill(y + i * n + i + 1, y + (i + 1) * n, (T)0);
    return info == 0;
  });
}

template <class T> KernelPtr qr(const Call& call, const Blas<T>& l, int rows, int n) {
  int k = (int)call.out[0].dims.back(), steps = std::min(rows, n), wide = std::max(n, k), query = -1, info = 0;
  T best[2] = {};
  l.geqrf(&rows, &wide, nullptr, &rows, nullptr, best, &query, &info);
  l.orgqr(&rows, &k, &steps, nullptr, &rows, nullptr, best + 1, &query, &info);
  int lwork = std::max(wide, (int)std::max(best[0], best[1]));
  int64_t matrix = (int64_t)rows * wide;
  return batched<T>(call, "", matrix + steps + lwork, [=, &l](const Matrix<T>& m) {
    T *a = m.work, *tau = a + matrix, *work = tau + steps;
    int done = 0;
    transpose(m.in[0], rows, n, a);
    l.geqrf(&rows, &n, a, &rows, tau, work, &lwork, &done);
    T *q = m.result(0), *r = m.result(1);
    for (int64_t i = 0; i < k; i++) {
      T sign = i < steps && a[i * rows + i] < 0 ? -1 : 1;
      for (int64_t j = 0; j < n; j++) r[i * n + j] = j < i ? 0 : sign * a[j * rows + i];
    }
    std::vector<bool> turned(k);
    for (int64_t i = 0; i < steps; i++) turned[i] = a[i * rows + i] < 0;
    l.orgqr(&rows, &k, &steps, a, &rows, tau, work, &lwork, &done);
    for (int64_t i = 0; i < rows; i++) {
      for (int64_t j = 0; j < k; j++) q[i * k + j] = turned[j] ? -a[j * rows + i] : a[j * rows + i];
    }
    return done == 0;
  });
}

// Whether the component of largest magnitude is negative.
template <class T> bool pointsDown(const T* v, int64_t n, int64_t step) {
  int64_t best = 0;
  for (int64_t i = 1; i < n; i++) best = std::abs(v[i * step]) > std::abs(v[best * step]) ? i : best;
  return n > 0 && v[best * step] < 0;
}

template <class T> KernelPtr eigh(const Call& call, const Blas<T>& l, int n) {
  int query = -1, info = 0, ints = 0;
  T best = 0;
  l.syevd("V", "U", &n, nullptr, &n, nullptr, &best, &query, &ints, &query, &info, 1, 1);
  int lwork = std::max(1, (int)best), liwork = std::max(1, ints);
  int64_t matrix = (int64_t)n * n;
  return batched<T>(call, "without converging eigenvalues", matrix + lwork + words(liwork, sizeof(T)),
      [=, &l](const Matrix<T>& m) {
    T *a = m.work, *work = a + matrix;
    int done = 0;
    symmetricPart(m.in[0], n, a);
    l.syevd("V", "U", &n, a, &n, m.result(0), work, &lwork, (int*)(work + lwork), &liwork, &done, 1, 1);
    for (int64_t j = 0; j < n; j++) {
      bool down = pointsDown(a + j * n, n, 1);
      for (int64_t i = 0; i < n; i++) m.result(1)[i * n + j] = down ? -a[j * n + i] : a[j * n + i];
    }
    return done == 0;
  });
}

// Row-major x [rows, n] is x' by columns, so LAPACK's u is our v' transposed: x' = u s vt, x = vt' s u'.
template <class T> KernelPtr svd(const Call& call, const Blas<T>& l, int rows, int n) {
  int k = std::min(rows, n), query = -1, info = 0, none = 0;
  T best = 0;
  l.gesdd("S", &n, &rows, nullptr, &n, nullptr, nullptr, &n, nullptr, &k, &best, &query, &none, &info, 1);
  int lwork = std::max(1, (int)best);
  int64_t matrix = (int64_t)rows * n;
  return batched<T>(call, "without converging singular values", matrix + lwork + words(8 * k, sizeof(T)),
      [=, &l](const Matrix<T>& m) {
    T *a = m.work, *work = a + matrix, *u = m.result(0), *vh = m.result(2);
    int done = 0;
    memcpy(a, m.in[0], sizeof(T) * matrix);
    l.gesdd("S", &n, &rows, a, &n, m.result(1), vh, &n, u, &k, work, &lwork, (int*)(work + lwork), &done, 1);
    for (int64_t j = 0; j < k; j++) {  // vh by rows is LAPACK's u by columns, u by rows its vt by columns
      if (pointsDown(u + j, rows, k)) {
        for (int64_t i = 0; i < rows; i++) u[i * k + j] = -u[i * k + j];
        for (int64_t i = 0; i < n; i++) vh[j * n + i] = -vh[j * n + i];
      }
    }
    return done == 0;
  });
}

template <class T> KernelPtr typed(const Call& call) {
  const Blas<T>* l = blas<T>();
  if (const char* reason = whyNot(call, l)) return unsupported(reason);
  auto [rows, n, k] = sizes(call);
  const std::string& op = call.op;
  if (op == "Det") return determinant(call, *l, n, false);
  if (op == "pydl4j.SlogDet") return determinant(call, *l, n, true);
  if (op == "pydl4j.Inverse") return solve(call, *l, n, n, true);
  if (op == "pydl4j.Solve") return solve(call, *l, n, k, false);
  if (op == "pydl4j.TriangularSolve") return triangularSolve(call, *l, n, k);
  if (op == "pydl4j.Lu") return lu(call, *l, n);
  if (op == "pydl4j.Cholesky") return cholesky(call, *l, n);
  if (op == "pydl4j.Qr") return qr(call, *l, rows, n);
  return op == "pydl4j.Eigh" ? eigh(call, *l, n) : svd(call, *l, rows, n);
}

KernelPtr build(const Call& call) {
  if (call.in[0].dtype == DType::C64 || call.in[0].dtype == DType::C128) return complexLinalg(call);
  bool f64 = call.in[0].dtype == DType::F64;
  if (!f64 && call.in[0].dtype != DType::F32) return unsupported("only float32 and float64");
  return f64 ? typed<double>(call) : typed<float>(call);
}

}  // namespace

void addLinalg(Table& t) {
  for (const char* op : {"Det", "pydl4j.SlogDet", "pydl4j.Inverse", "pydl4j.Solve", "pydl4j.TriangularSolve", "pydl4j.Lu",
      "pydl4j.Cholesky", "pydl4j.Qr", "pydl4j.Eigh", "pydl4j.Svd"}) t[op] = build;
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
