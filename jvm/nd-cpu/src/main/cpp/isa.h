// Included by every file that is compiled once per instruction set (-DPYDL4J_ISA=v2, v3 or v4): each in its own
// namespace.
#pragma once
#include <omp.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <exception>

#include "kernel.h"

#ifndef PYDL4J_ISA
#define PYDL4J_ISA v4
#endif

namespace pydl4j {
namespace PYDL4J_ISA {

// Threads worth starting for that many elementary operations (a pure function, so that equal calls split equally).
inline int threadsFor(const Call& call, double work, double perThread = 16384) {
  double wanted = work / perThread;
  return wanted < 2 ? 1 : (int)std::min<double>(call.threads, wanted);
}

// Splits [0, n) into one static range per thread; the borders are multiples of `unit`. What f throws is thrown again
// when all are done: an exception that left the region would end the process.
template <class F>
inline void parallel(int threads, int64_t n, int64_t unit, F&& f) {
  if (threads <= 1 || n <= unit) {
    f((int64_t)0, n, 0);
    return;
  }
  int64_t units = (n + unit - 1) / unit;
  std::exception_ptr problem;
  std::atomic_flag told = ATOMIC_FLAG_INIT;
#pragma omp parallel num_threads(threads)
  {
    int t = omp_get_thread_num();
    int64_t from = units * t / threads * unit, to = std::min(n, units * (t + 1) / threads * unit);
    try {
      if (from < to) f(from, to, t);
    } catch (...) {
      if (!told.test_and_set()) problem = std::current_exception();
    }
  }
  if (problem) std::rethrow_exception(problem);
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
