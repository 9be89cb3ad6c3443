// What kernels over LAPACK share: matrices of a batch, each with work memory of its own, shared out over the threads.
#pragma once
#include <atomic>
#include <complex>
#include <stdexcept>

#include "blas.h"
#include "isa.h"

namespace pydl4j {
namespace PYDL4J_ISA {

struct Sizes {
  int64_t rows, columns, more;  // of the first operand's matrices, and columns of the second's
};

inline Sizes sizes(const Call& call) {
  const Dims& x = call.in[0].dims;
  return {x[x.size() - 2], x.back(), call.in.size() > 1 ? call.in[1].dims.back() : 0};
}

// Why LAPACK's routines cannot take a call; null if they can.
inline const char* whyNot(const Call& call, const void* library) {
  if (!library) return "no LAPACK library is loaded";
  for (const auto* list : {&call.in, &call.out}) {
    for (const Type& t : *list) if (t.size() == 0) return "empty operand";
  }
  Sizes s = sizes(call);
  return std::max({s.rows, s.columns, s.more}) > 46000 ? "more rows or columns than LAPACK's integers can count" : nullptr;
}

// The kernel of an op on complex matrices (complex_linalg.cpp).
KernelPtr complexLinalg(const Call& call);

// One matrix of a batch: operands and results by number, and memory of its own.
template <class T> struct Matrix {
  const T* in[2];
  char* out[3];
  T* work;
  T* result(int i) const { return (T*)out[i]; }
};

template <class T> using Compute = std::function<bool(const Matrix<T>&)>;

template <class T> void transpose(const T* a, int64_t rows, int64_t columns, T* y) {
  const int64_t B = 32;
  for (int64_t i0 = 0; i0 < rows; i0 += B) {
    for (int64_t j0 = 0; j0 < columns; j0 += B) {
      for (int64_t i = i0; i < std::min(rows, i0 + B); i++) {
        for (int64_t j = j0; j < std::min(columns, j0 + B); j++) y[j * rows + i] = a[i * columns + j];
      }
    }
  }
}

template <class T> bool finite(const T* a, int64_t n) {
  T sum = 0;
  for (int64_t i = 0; i < n; i++) sum += a[i] * 0;
  return sum == 0;
}

template <class T> bool finite(const std::complex<T>* a, int64_t n) { return finite((const T*)a, 2 * n); }

// The type of a number's parts.
template <class T> struct Part { typedef T type; };
template <class T> struct Part<std::complex<T>> { typedef T type; };

// The last two axes are the matrix, the others a batch. `work` numbers of scratch are given to every thread.
template <class T> KernelPtr batched(const Call& call, const char* problem, int64_t work, Compute<T> compute) {
  auto part = [](const Type& t, int64_t batch) { return batch ? t.size() / batch : 0; };
  const Dims& x = call.in[0].dims;
  int64_t batch = product(x, 0, x.size() - 2);
  std::vector<int64_t> in, out, bytes;
  for (const Type& t : call.in) in.push_back(part(t, batch));
  for (const Type& t : call.out) {
    out.push_back(part(t, batch) * bytesOf(t.dtype));
    bytes.push_back(bytesOf(t.dtype));
  }
  int threads = (int)std::max<int64_t>(1, std::min<int64_t>(batch, call.threads));
  std::string what = problem;
  int64_t each = align64(work * sizeof(T));
  return simple("lapack", [=](const Args& args) {
    std::atomic<int64_t> failed{INT64_MAX};
    parallel(threads, batch, 1, [&](int64_t from, int64_t to, int thread) {
      for (int64_t g = from; g < to; g++) {
        Matrix<T> m{};
        m.work = (T*)(args.scratch + thread * each);
        for (size_t i = 0; i < in.size(); i++) m.in[i] = args.input<T>(i) + g * in[i];
        for (size_t i = 0; i < out.size(); i++) m.out[i] = args.output<char>(i) + g * out[i];
        if (!finite(m.in[0], in[0])) {
          for (size_t i = 0; i < out.size(); i++) {
            typedef typename Part<T>::type R;
            if (bytes[i] == sizeof(T) || bytes[i] == sizeof(R)) std::fill((R*)m.out[i], (R*)(m.out[i] + out[i]), (R)NAN);
            else memset(m.out[i], 0, out[i]);
          }
        } else if (!compute(m)) {
          int64_t before = failed;
          while (g < before && !failed.compare_exchange_weak(before, g)) {}
        }
      }
    });
    if (failed != INT64_MAX) {
      throw std::domain_error("matrix " + std::to_string(failed) + " of the batch is " + what
          + ". Check it, or add a small diagonal.");
    }
  }, {}, each * threads);
}

inline int64_t words(int64_t ints, size_t each) { return (ints * (int64_t)sizeof(int) + each - 1) / each; }

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
