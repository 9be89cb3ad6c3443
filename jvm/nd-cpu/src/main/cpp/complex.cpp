// Complex numbers element by element: pydl4j.ComplexFunction, ComplexAbs, ComplexAngle and ComplexArithmetic (operands
// broadcast), and products of complex matrices where no BLAS is loaded. Products and quotients by explicit formulas,
// functions by the C++ library, whose special values are those of C99's Annex G.
#include <complex>

#include "isa.h"

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

template <class T> using C = std::complex<T>;

// std::complex multiplies by way of a check for NaN that no loop survives.
template <class T> inline C<T> times(C<T> x, C<T> y) {
  return {x.real() * y.real() - x.imag() * y.imag(), x.real() * y.imag() + x.imag() * y.real()};
}

// Smith's: no overflow in between.
template <class T> inline C<T> over(C<T> x, C<T> y) {
  bool wide = std::abs(y.real()) >= std::abs(y.imag());
  if (y.real() == 0 && y.imag() == 0) return {x.real() / std::abs(y.real()), x.imag() / std::abs(y.real())};
  T p = wide ? y.real() : y.imag(), q = wide ? y.imag() : y.real();
  T r = q / p, d = p + q * r;
  T a = wide ? x.real() : x.imag(), b = wide ? x.imag() : x.real();
  T im = wide ? b - a * r : b - a * r;
  return {(a + b * r) / d, (wide ? im : -im) / d};
}

template <class T> C<T> expm1(C<T> x) {
  if (std::isinf(x.real()) && !std::isfinite(x.imag())) return x.real() < 0 ? C<T>(-1, 0) : C<T>(x.real(), NAN);
  T half = std::sin(x.imag() / 2);
  return {std::expm1(x.real()) * std::cos(x.imag()) + (0 - 2 * half * half),
      x.imag() == 0 ? x.imag() : std::exp(x.real()) * std::sin(x.imag())};
}

// At infinity the imaginary part keeps its sign, as the Array API has it.
template <class T> C<T> tangent(C<T> x) {
  if (std::isinf(x.real()) && std::isfinite(x.imag())) return {std::copysign(T(1), x.real()), std::copysign(T(0), x.imag())};
  return std::tanh(x);
}

template <class T> C<T> log1p(C<T> x) {
  T re = x.real(), im = x.imag();
  T real = std::abs(re) < T(0.5) && std::abs(im) < T(0.5) ? std::log1p(re * (2 + re) + im * im) / 2
      : std::log(std::hypot(1 + re, im));
  return {real, std::atan2(im, 1 + re)};
}

template <class T> C<T> power(C<T> x, C<T> y) {
  if (y.real() == 0 && y.imag() == 0) return {1, 0};
  if (x.real() == 0 && x.imag() == 0) return y.real() > 0 ? C<T>(0, 0) : C<T>(NAN, NAN);
  if (y.imag() == 0 && y.real() == std::rint(y.real()) && std::abs(y.real()) <= 100) {
    C<T> result(1, 0), square = x;
    for (int n = (int)std::abs(y.real()); n > 0; n >>= 1, square = times(square, square)) {
      if (n & 1) result = times(result, square);
    }
    return y.real() < 0 ? over(C<T>(1, 0), result) : result;
  }
  return std::exp(times(std::log(x), y));
}

// y = f(x), element by element, possibly in place.
template <class A, class B, class F> KernelPtr map(const Call& call, double work, F f) {
  int64_t n = call.in[0].size();
  int threads = threadsFor(call, (double)n * work);
  return simple("native:complex", [=](const Args& args) {
    const A* x = args.input<A>(0);
    B* y = args.output<B>(0);
    parallel(threads, n, 64, [&](int64_t from, int64_t to, int) {
      for (int64_t i = from; i < to; i++) y[i] = f(x[i]);
    });
  }, sizeof(A) == sizeof(B) ? std::vector<std::pair<int, int>>{{0, 0}} : std::vector<std::pair<int, int>>{});
}

template <class T> KernelPtr function(const Call& call) {
  std::string f = call.attrs.text("function", "");
  auto cheap = [&](auto g) { return map<C<T>, C<T>>(call, 2, g); };
  auto dear = [&](auto g) { return map<C<T>, C<T>>(call, 40, g); };
  const T toBase2 = T(1 / std::log(2.0)), toBase10 = T(1 / std::log(10.0));
  if (f == "Conj") return cheap([](C<T> x) { return C<T>(x.real(), -x.imag()); });
  if (f == "Square") return cheap([](C<T> x) { return times(x, x); });
  if (f == "Reciprocal") return cheap([](C<T> x) { return over(C<T>(1, 0), x); });
  if (f == "Round") return cheap([](C<T> x) { return C<T>(std::rint(x.real()), std::rint(x.imag())); });
  if (f == "Exp") return dear([](C<T> x) { return std::exp(x); });
  if (f == "Expm1") return dear([](C<T> x) { return expm1(x); });
  if (f == "Log") return dear([](C<T> x) { return std::log(x); });
  if (f == "Log1p") return dear([](C<T> x) { return log1p(x); });
  if (f == "Log2") return dear([=](C<T> x) { return std::log(x) * toBase2; });
  if (f == "Log10") return dear([=](C<T> x) { return std::log(x) * toBase10; });
  if (f == "Sqrt") return dear([](C<T> x) { return std::sqrt(x); });
  if (f == "Sin") return dear([](C<T> x) { return std::sin(x); });
  if (f == "Cos") return dear([](C<T> x) { return std::cos(x); });
  if (f == "Tan") return dear([](C<T> x) { return std::tan(x); });
  if (f == "Sinh") return dear([](C<T> x) { return std::sinh(x); });
  if (f == "Cosh") return dear([](C<T> x) { return std::cosh(x); });
  if (f == "Tanh") return dear([](C<T> x) { return tangent(x); });
  if (f == "Asin") return dear([](C<T> x) { return std::asin(x); });
  if (f == "Acos") return dear([](C<T> x) { return std::acos(x); });
  if (f == "Atan") return dear([](C<T> x) { return std::atan(x); });
  if (f == "Asinh") return dear([](C<T> x) { return std::asinh(x); });
  if (f == "Acosh") return dear([](C<T> x) { return std::acosh(x); });
  if (f == "Atanh") return dear([](C<T> x) { return std::atanh(x); });
  if (f == "Sign") return dear([](C<T> x) { return x == C<T>(0, 0) ? C<T>(0, 0) : x / std::abs(x); });
  return unsupported("a function of that name");
}

// How an operand is walked beside an output of these dims: elements per step of the last axis, and the start of a row.
struct Walk {
  Dims strides;
  int64_t step;
  Walk(const Dims& x, const Dims& y) : strides(y.size(), 0), step(0) {
    int64_t s = 1;
    for (int64_t i = (int64_t)x.size() - 1, k = (int64_t)y.size() - 1; i >= 0; i--, k--) {
      strides[k] = x[i] == 1 ? 0 : s;
      s *= x[i];
    }
    if (!strides.empty()) step = strides.back();
  }
  int64_t start(int64_t row, const Dims& y) const {
    int64_t at = 0;
    for (int64_t k = (int64_t)y.size() - 2; k >= 0; row /= y[k--]) at += row % y[k] * strides[k];
    return at;
  }
};

template <class T, class F> KernelPtr combine(const Call& call, double work, F f) {
  Dims y = call.out[0].dims;
  bool equal = call.in[0].dims == y && call.in[1].dims == y;
  bool scalar = call.in[1].size() == 1 && call.in[0].dims == y;
  if (equal || scalar || y.empty()) y = {call.out[0].size()};
  Walk a(equal || scalar ? y : call.in[0].dims, y), b(equal ? y : scalar ? Dims{1} : call.in[1].dims, y);
  int64_t n = y.back(), rows = n ? call.out[0].size() / n : 0;
  int threads = threadsFor(call, (double)call.out[0].size() * work);
  std::vector<std::pair<int, int>> aliases;
  for (int i = 0; i < 2; i++) if (call.in[i].dims == call.out[0].dims) aliases.push_back({i, 0});
  return simple("native:complex", [=](const Args& args) {
    auto row = [&](const C<T>* p, const C<T>* q, C<T>* to, int64_t count) {
      if (a.step == 1 && b.step == 1) for (int64_t i = 0; i < count; i++) to[i] = f(p[i], q[i]);
      else if (b.step == 0 && a.step == 1) { C<T> v = *q; for (int64_t i = 0; i < count; i++) to[i] = f(p[i], v); }
      else for (int64_t i = 0; i < count; i++) to[i] = f(p[i * a.step], q[i * b.step]);
    };
    if (rows == 1) {
      parallel(threads, n, 64, [&](int64_t from, int64_t to, int) {
        row(args.input<C<T>>(0) + from * a.step, args.input<C<T>>(1) + from * b.step, args.output<C<T>>(0) + from, to - from);
      });
      return;
    }
    parallel(threads, rows, 1, [&](int64_t from, int64_t to, int) {
      for (int64_t r = from; r < to; r++) {
        row(args.input<C<T>>(0) + a.start(r, y), args.input<C<T>>(1) + b.start(r, y), args.output<C<T>>(0) + r * n, n);
      }
    });
  }, aliases);
}

template <class T> KernelPtr arithmetic(const Call& call) {
  std::string f = call.attrs.text("function", "");
  if (f == "Mul") return combine<T>(call, 2, [](C<T> x, C<T> y) { return times(x, y); });
  if (f == "Div") return combine<T>(call, 6, [](C<T> x, C<T> y) { return over(x, y); });
  if (f == "Pow") return combine<T>(call, 60, [](C<T> x, C<T> y) { return power(x, y); });
  return unsupported("a function of that name");
}

// By the type of the complex operand.
template <class F> KernelPtr typed(const Call& call, F f) {
  switch (call.in[0].dtype) {
    case DType::C64: return f((float*)nullptr);
    case DType::C128: return f((double*)nullptr);
    default: return unsupported("only complex64 and complex128");
  }
}

template <class T> T magnitude(C<T> x) { return std::hypot(x.real(), x.imag()); }
// float's squares neither overflow nor vanish in double
template <> float magnitude(C<float> x) {
  double re = x.real(), im = x.imag();
  return std::isinf(re) || std::isinf(im) ? INFINITY : (float)std::sqrt(re * re + im * im);
}

#define TYPED(name) [](const Call& call) { \
  return typed(call, [&](auto* type) { return name<std::remove_pointer_t<decltype(type)>>(call); }); }

template <class T> KernelPtr absolute(const Call& call) {
  return map<C<T>, T>(call, 4, [](C<T> x) { return magnitude(x); });
}

template <class T> KernelPtr angle(const Call& call) {
  return map<C<T>, T>(call, 30, [](C<T> x) { return std::atan2(x.imag(), x.real()); });
}

}  // namespace

void addComplex(Table& t) {
  t["pydl4j.ComplexFunction"] = TYPED(function);
  t["pydl4j.ComplexArithmetic"] = TYPED(arithmetic);
  t["pydl4j.ComplexAbs"] = TYPED(absolute);
  t["pydl4j.Angle"] = TYPED(angle);
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
