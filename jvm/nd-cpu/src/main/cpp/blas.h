// BLAS and LAPACK of a library that is found at run time (OpenBLAS or MKL): pointers to its functions, by type.
// Its own threads stay off: matrices of a batch and blocks of a product are shared out over ours.
#pragma once
#include <complex>
#include <cstddef>
#include <cstdint>

namespace pydl4j {

// C's matrix product (row-major 101, plain 111, transposed 112) and Fortran's LAPACK, whose text lengths come last.
template <class T> struct Blas {
  void (*gemm)(int order, int transA, int transB, int m, int n, int k, T alpha, const T* a, int lda, const T* b, int ldb,
      T beta, T* c, int ldc);
  void (*getrf)(const int* m, const int* n, T* a, const int* lda, int* pivots, int* info);
  void (*getrs)(const char* trans, const int* n, const int* k, const T* a, const int* lda, const int* pivots, T* b,
      const int* ldb, int* info, size_t);
  void (*potrf)(const char* uplo, const int* n, T* a, const int* lda, int* info, size_t);
  void (*trtrs)(const char* uplo, const char* trans, const char* diag, const int* n, const int* k, const T* a,
      const int* lda, T* b, const int* ldb, int* info, size_t, size_t, size_t);
  void (*geqrf)(const int* m, const int* n, T* a, const int* lda, T* tau, T* work, const int* lwork, int* info);
  void (*orgqr)(const int* m, const int* n, const int* k, T* a, const int* lda, const T* tau, T* work,
      const int* lwork, int* info);
  void (*syevd)(const char* jobz, const char* uplo, const int* n, T* a, const int* lda, T* w, T* work,
      const int* lwork, int* iwork, const int* liwork, int* info, size_t, size_t);
  void (*gesdd)(const char* jobz, const int* m, const int* n, T* a, const int* lda, T* s, T* u, const int* ldu, T* vt,
      const int* ldvt, T* work, const int* lwork, int* iwork, int* info, size_t);
};

// The same for complex numbers of parts T; geev's are the eigenvalues of any matrix.
template <class T> struct ComplexBlas {
  typedef std::complex<T> C;
  void (*gemm)(int order, int transA, int transB, int m, int n, int k, const C* alpha, const C* a, int lda, const C* b,
      int ldb, const C* beta, C* c, int ldc);
  void (*getrf)(const int* m, const int* n, C* a, const int* lda, int* pivots, int* info);
  void (*getrs)(const char* trans, const int* n, const int* k, const C* a, const int* lda, const int* pivots, C* b,
      const int* ldb, int* info, size_t);
  void (*potrf)(const char* uplo, const int* n, C* a, const int* lda, int* info, size_t);
  void (*geqrf)(const int* m, const int* n, C* a, const int* lda, C* tau, C* work, const int* lwork, int* info);
  void (*orgqr)(const int* m, const int* n, const int* k, C* a, const int* lda, const C* tau, C* work,
      const int* lwork, int* info);
  void (*heevd)(const char* jobz, const char* uplo, const int* n, C* a, const int* lda, T* w, C* work, const int* lwork,
      T* rwork, const int* lrwork, int* iwork, const int* liwork, int* info, size_t, size_t);
  void (*gesdd)(const char* jobz, const int* m, const int* n, C* a, const int* lda, T* s, C* u, const int* ldu, C* vt,
      const int* ldvt, C* work, const int* lwork, T* rwork, int* iwork, int* info, size_t);
  void (*geev)(const char* left, const char* right, const int* n, C* a, const int* lda, C* w, C* vl, const int* ldvl,
      C* vr, const int* ldvr, C* work, const int* lwork, T* rwork, int* info, size_t, size_t);
};

// The loaded library's functions, or null when none is loaded.
template <class T> const Blas<T>* blas();
template <class T> const ComplexBlas<T>* complexBlas();

}  // namespace pydl4j
