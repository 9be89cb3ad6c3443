// pydl4j.NumberReport: how many NaN and infinities an array holds, where the first are, and the range of the rest.
#include <cfloat>
#include <limits>

#include "isa.h"
#include "vecmath.h"

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

struct Report {
  int64_t nans = 0, infinities = 0, firstNan = -1, firstInfinity = -1;
  double least = std::numeric_limits<double>::infinity(), largest = -std::numeric_limits<double>::infinity();
};

const int64_t BLOCK = 4096;
const int LANES = 64;

// The range of a block whose numbers are all finite; false when one is not.
template <class T> bool finite(const T* p, int64_t n, Report& r) {
  const T limit = std::numeric_limits<T>::max();
  T lo[LANES], hi[LANES];
  int bad[LANES];
  for (int k = 0; k < LANES; k++) lo[k] = limit, hi[k] = -limit, bad[k] = 0;
  int64_t i = 0;
  for (; i + LANES <= n; i += LANES) {
    for (int k = 0; k < LANES; k++) {
      T v = p[i + k];
      lo[k] = v < lo[k] ? v : lo[k];
      hi[k] = v > hi[k] ? v : hi[k];
      bad[k] |= !(v >= -limit && v <= limit);
    }
  }
  for (; i < n; i++) {
    T v = p[i];
    lo[0] = v < lo[0] ? v : lo[0];
    hi[0] = v > hi[0] ? v : hi[0];
    bad[0] |= !(v >= -limit && v <= limit);
  }
  int any = 0;
  T least = limit, largest = -limit;
  for (int k = 0; k < LANES; k++) any |= bad[k], least = std::min(least, lo[k]), largest = std::max(largest, hi[k]);
  if (any) return false;
  r.least = std::min(r.least, (double)least);
  r.largest = std::max(r.largest, (double)largest);
  return true;
}

template <class T> void each(const T* p, int64_t from, int64_t to, Report& r) {
  for (int64_t i = from; i < to; i++) {
    T v = p[i];
    if (v != v) {
      if (r.nans++ == 0) r.firstNan = i;
    } else if (v > std::numeric_limits<T>::max() || v < -std::numeric_limits<T>::max()) {
      if (r.infinities++ == 0) r.firstInfinity = i;
    } else {
      r.least = std::min(r.least, (double)v);
      r.largest = std::max(r.largest, (double)v);
    }
  }
}

template <class T> KernelPtr report(const Call& call) {
  int64_t n = call.in[0].size();
  int threads = threadsFor(call, (double)n, 65536);
  return simple("native:numbers", [=](const Args& a) {
    std::vector<Report> parts(std::max(threads, 1));
    parallel(threads, n, BLOCK, [&](int64_t from, int64_t to, int t) {
      const T* p = a.input<T>(0);
      for (int64_t i = from; i < to; i += BLOCK) {
        int64_t m = std::min(BLOCK, to - i);
        if (!finite(p + i, m, parts[t])) each(p, i, i + m, parts[t]);
      }
    });
    Report all;
    for (const Report& r : parts) {
      if (all.firstNan < 0) all.firstNan = r.firstNan;
      if (all.firstInfinity < 0) all.firstInfinity = r.firstInfinity;
      all.nans += r.nans;
      all.infinities += r.infinities;
      all.least = std::min(all.least, r.least);
      all.largest = std::max(all.largest, r.largest);
    }
    double* y = a.output<double>(0);
    y[0] = (double)all.nans, y[1] = (double)all.infinities, y[2] = (double)all.firstNan, y[3] = (double)all.firstInfinity;
    y[4] = all.least, y[5] = all.largest;
  });
}

KernelPtr numberReport(const Call& call) {
  if (call.out[0].dtype != DType::F64) return unsupported("the report is float64");
  if (call.in[0].dtype == DType::F32) return report<float>(call);
  if (call.in[0].dtype == DType::F64) return report<double>(call);
  return unsupported("only float32 and float64");
}

}  // namespace

void addNumbers(Table& t) { t["pydl4j.NumberReport"] = numberReport; }

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
