// Random numbers by proposals that may be refused: org.pydl4j.nd.spi.Rejection, operation by operation, elements side
// by side on the threads.
#include "philox.h"

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

using variates::log;
const int LAST = 254;

struct Place {
  Key key;
  int64_t element;
  void words(int attempt, uint32_t* w) const { attempted(key, element, attempt, w); }
};

inline double open(uint32_t low, uint32_t high) { return ((double)(int64_t)(joined(low, high) >> 11) + 0.5) * 0x1p-53; }
inline double open(uint32_t word) { return ((double)word + 0.5) * 0x1p-32; }

double normal(const uint32_t* w) {
  double first, second;
  variates::normals<double, uint64_t>(joined(w[0], w[1]), (uint64_t)w[2] << 32, first, second);
  return first;
}

double exponential(double x) {
  double n = std::nearbyint(x * 1.4426950408889634);
  double r = x - n * 0x1.62e42fee00000p-1 - n * 0x1.a39ef35793c76p-33;
  double p = 1;
  for (int k = 14; k > 0; k--) p = p * r / k + 1;
  int64_t bits = ((int64_t)n + 1023) << 52;
  double power;
  memcpy(&power, &bits, 8);
  return p * power;
}

double logFactorial(double k) {
  if (k < 10) {
    double product = 1;
    for (double i = 2; i <= k; i++) product *= i;
    return log(product);
  }
  double x = k + 1, z = 1 / (x * x);
  return (x - 0.5) * log(x) - x + 0.9189385332046727 + (1.0 / 12 - (1.0 / 360 - z / 1260) * z) / x;
}

double gammaAt(const Place& place, double shape, double) {
  double d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3, c = 1 / std::sqrt(9 * d), y = d;
  uint32_t w[4];
  for (int attempt = 0; attempt < LAST; attempt++) {
    place.words(attempt, w);
    double x = normal(w), v = 1 + c * x;
    if (v > 0) {
      v = v * v * v;
      if (log(open(w[3])) < 0.5 * x * x + d - d * v + d * log(v)) {
        y = d * v;
        break;
      }
    }
  }
  if (shape < 1) {
    place.words(LAST, w);
    double power = -(variates::exponential(joined(w[0], w[1])) / shape);
    y = power < -700 ? 0 : y * exponential(power);
  }
  return shape >= 0 ? y : std::nan("");
}

double poissonAt(const Place& place, double mean, double) {
  uint32_t w[4];
  if (!(mean >= 10)) {
    double sum = 0;
    for (int k = 0; k < 4 * LAST; k++) {
      if (k % 4 == 0) place.words(k / 4, w);
      sum += log(open(w[k % 4]));
      if (!(-sum <= mean)) return k;
    }
  }
  double b = 0.931 + 2.53 * std::sqrt(mean), a = -0.059 + 0.02483 * b, scale = 1.1239 + 1.1328 / (b - 3.4), k = mean;
  for (int attempt = 0; attempt < LAST; attempt++) {
    place.words(attempt, w);
    double u = open(w[0], w[1]) - 0.5, v = open(w[2], w[3]), us = 0.5 - std::fabs(u);
    k = std::floor((2 * a / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= 0.9277 - 3.6224 / (b - 2)) return k;
    if (k >= 0 && (us >= 0.013 || v <= us) &&
        log(v) + log(scale) - log(a / (us * us) + b) <= k * log(mean) - mean - logFactorial(k))
      return k;
  }
  return std::max(k, 0.0);
}

double fewSuccesses(const Place& place, double n, double p) {
  double limit = p < 1e-8 ? p : -log(1 - p), sum = 0;
  uint32_t w[4];
  for (int k = 0; k < 4 * LAST && k < n; k++) {
    if (k % 4 == 0) place.words(k / 4, w);
    sum -= log(open(w[k % 4])) / (n - k);
    if (!(sum <= limit)) return k;
  }
  return n;
}

double manySuccesses(const Place& place, double n, double p) {
  double spread = std::sqrt(n * p * (1 - p)), b = 1.15 + 2.53 * spread, a = -0.0873 + 0.0248 * b + 0.01 * p;
  double alpha = (2.83 + 5.1 / b) * spread, m = std::floor((n + 1) * p);
  double most = logFactorial(m) + logFactorial(n - m), odds = log(p / (1 - p));
  uint32_t w[4];
  for (int attempt = 0; attempt < LAST; attempt++) {
    place.words(attempt, w);
    double u = open(w[0], w[1]) - 0.5, v = open(w[2], w[3]), us = 0.5 - std::fabs(u);
    double k = std::floor((2 * a / us + b) * u + n * p + 0.5);
    if (k < 0 || k > n) continue;
    if ((us >= 0.07 && v <= 0.92 - 4.2 / b) ||
        log(v * alpha / (a / (us * us) + b)) <= most - logFactorial(k) - logFactorial(n - k) + (k - m) * odds)
      return k;
  }
  return m;
}

double binomialAt(const Place& place, double n, double p) {
  double small = p > 0.5 ? 1 - p : p;
  double k = n * small < 10 ? fewSuccesses(place, n, small) : manySuccesses(place, n, small);
  return p > 0.5 ? n - k : k;
}

double truncatedAt(const Place& place, double low, double high) {
  if (!(low <= high)) return std::numeric_limits<double>::quiet_NaN();
  if (high < 0) return -truncatedAt(place, -high, -low);
  bool holdsMean = low <= 0;
  double rate = holdsMean ? 0 : 0.5 * (low + std::sqrt(low * low + 4)), width = high - low, x = low;
  uint32_t w[4];
  for (int attempt = 0; attempt < LAST; attempt++) {
    place.words(attempt, w);
    if (holdsMean && width > 2.5) {
      x = normal(w);
      if (x >= low && x <= high) return x;
      continue;
    }
    bool tail = !holdsMean && width * rate > 1;
    x = low + (tail ? variates::exponential(joined(w[0], w[1])) / rate : width * open(w[0], w[1]));
    double weight = tail ? -0.5 * (x - rate) * (x - rate) : -0.5 * (x - (holdsMean ? 0 : low)) * (x + (holdsMean ? 0 : low));
    if (x <= high && log(open(w[2], w[3])) <= weight) return x;
  }
  return std::min(std::max(x, low), high);
}

// A parameter of any of the types that hold numbers of it; one for all elements, or one for each.
double parameter(const Call& call, const Args& a, int index, int64_t i) {
  const Type& t = call.in[index];
  int64_t at = t.size() == 1 ? 0 : i;
  return t.dtype == DType::F32 ? a.input<float>(index)[at] : t.dtype == DType::F64 ? a.input<double>(index)[at]
                                                                                   : (double)a.input<int64_t>(index)[at];
}

template <class T, class F> KernelPtr kernel(const Call& call, int parameters, F at) {
  for (int k = 0; k < 2 + parameters; k++) {
    const Type& t = call.in[k < 2 ? k : k + 1];
    bool known = t.dtype == DType::I64 || (k >= 2 && (t.dtype == DType::F32 || t.dtype == DType::F64));
    if (!known) return unsupported("parameters are float32, float64 or int64");
  }
  int64_t n = call.out[0].size(), node = call.attrs.integer("node", 0);
  int threads = threadsFor(call, (double)n * 100);
  return simple("native:philox", [=](const Args& a) {
    Key key = keyOf(a, 0, 1, node);
    T* y = a.output<T>(0);
    parallel(threads, n, 16, [&](int64_t from, int64_t to, int) {
      for (int64_t i = from; i < to; i++)
        y[i] = (T)at(Place{key, i}, parameter(call, a, 3, i), parameters > 1 ? parameter(call, a, 4, i) : 0.0);
    });
  });
}

template <class F> KernelPtr floats(const Call& call, int parameters, F at) {
  return call.out[0].f32() ? kernel<float>(call, parameters, at) : kernel<double>(call, parameters, at);
}

template <class F> KernelPtr wholes(const Call& call, int parameters, F at) {
  if (call.out[0].dtype == DType::I64) return kernel<int64_t>(call, parameters, at);
  return call.out[0].dtype == DType::I32 ? kernel<int32_t>(call, parameters, at) : unsupported("only int64 and int32");
}

KernelPtr gamma(const Call& call) { return floats(call, 1, gammaAt); }
KernelPtr truncated(const Call& call) { return floats(call, 2, truncatedAt); }
KernelPtr poisson(const Call& call) { return wholes(call, 1, poissonAt); }
KernelPtr binomial(const Call& call) { return wholes(call, 2, binomialAt); }

}  // namespace

void addRejection(Table& t) {
  t["pydl4j.RandomGamma"] = gamma;
  t["pydl4j.RandomTruncatedNormal"] = truncated;
  t["pydl4j.RandomPoisson"] = poisson;
  t["pydl4j.RandomBinomial"] = binomial;
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
