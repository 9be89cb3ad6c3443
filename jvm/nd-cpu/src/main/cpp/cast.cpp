// Cast between all types. Integers wrap around, floats lose their fraction on the way to integers (those that do not fit
// give what the processor gives), anything but 0 is true.
#include <type_traits>

#include "narrow.h"
#include "stream.h"

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

struct Truth { uint8_t byte; };

const int TILE = 1024;

template <class A, class B> PYDL4J_INLINE B convert(A x) {
  if constexpr (std::is_floating_point_v<A> && std::is_integral_v<B>) {
    if constexpr (std::is_same_v<B, uint64_t>) {
      const A half = (A)9223372036854775808.0;
      return x < half ? (uint64_t)(int64_t)x : (uint64_t)(int64_t)(x - half) ^ (uint64_t)1 << 63;
    } else if constexpr (sizeof(B) == 8 || std::is_same_v<B, uint32_t>) {
      return (B)(int64_t)x;
    } else {
      return (B)(int32_t)x;
    }
  } else {
    return (B)x;
  }
}

// A float on the way to 16 bits, rounded to odd where it is not exact: so the second rounding is the only one.
PYDL4J_INLINE float toOdd(double x) {
  float f = (float)x;
  int32_t i = vm::bits(f);
  double back = (double)f;
  bool inexact = back != x && x == x && std::fabs(back) <= std::numeric_limits<float>::max();
  int32_t step = std::fabs(back) > std::fabs(x) ? -1 : 1;
  return vm::bits(inexact && (i & 1) == 0 ? i + step : i);
}

// An integer as a double whose last bit stands for those that are cut off.
template <class A> PYDL4J_INLINE double toOddDouble(A x) {
  if constexpr (std::is_integral_v<A> && sizeof(A) == 8) {
    const A limit = (A)1 << 53;
    bool large = x >= limit || (std::is_signed_v<A> && x <= (A)(0 - limit));
    return large && (x & 0x7ff) ? (double)(A)((x & ~(A)0x7ff) | 0x800) : (double)x;
  } else {
    return (double)x;
  }
}

template <class A> void toFloats(float* y, const A* x, int n) {
  for (int i = 0; i < n; i++) {
    if constexpr (sizeof(A) >= 4 && !std::is_same_v<A, float>) y[i] = toOdd(toOddDouble(x[i]));
    else y[i] = (float)x[i];
  }
}

template <class A, class B> void piece(const A* x, B* y, int n) {
  if constexpr (std::is_same_v<A, Half>) {
    float f[TILE];
    vm::fromF16(f, (const uint16_t*)x, n);
    piece<float, B>(f, y, n);
  } else if constexpr (std::is_same_v<A, Brain>) {
    float f[TILE];
    for (int i = 0; i < n; i++) f[i] = vm::fromBf16(x[i].bits);
    piece<float, B>(f, y, n);
  } else if constexpr (std::is_same_v<B, Half>) {
    float f[TILE];
    toFloats(f, x, n);
    vm::toF16((uint16_t*)y, f, n);
  } else if constexpr (std::is_same_v<B, Brain>) {
    float f[TILE];
    toFloats(f, x, n);
    for (int i = 0; i < n; i++) y[i].bits = vm::toBf16(f[i]);
  } else if constexpr (std::is_same_v<B, Truth>) {
    for (int i = 0; i < n; i++) y[i].byte = x[i] != 0;
  } else {
    for (int i = 0; i < n; i++) y[i] = convert<A, B>(x[i]);
  }
}

template <class A, class B> KernelPtr as(const Call& call) {
  int64_t n = call.in[0].size();
  int threads = threadsFor(call, (double)n, 32768);
  bool streams = isStreamed(call.out[0].bytes());
  return simple("native:cast", [=](const Args& a) {
    parallel(threads, n, TILE, [&](int64_t from, int64_t to, int) {
      alignas(64) char tile[TILE * sizeof(B)];
      for (int64_t i = from; i < to; i += TILE) {
        int m = (int)std::min<int64_t>(TILE, to - i);
        B* y = a.output<B>(0) + i;
        piece<A, B>(a.input<A>(0) + i, streams ? (B*)tile : y, m);
        if (streams) streamCopy(y, tile, m * sizeof(B));
      }
      if (streams) streamEnd();
    });
  });
}

template <class A> KernelPtr from(const Call& call) {
  switch (call.out[0].dtype) {
    case DType::F32: return as<A, float>(call);
    case DType::F64: return as<A, double>(call);
    case DType::F16: return as<A, Half>(call);
    case DType::BF16: return as<A, Brain>(call);
    case DType::BOOL: return as<A, Truth>(call);
    case DType::I8: case DType::U8: return as<A, int8_t>(call);
    case DType::I16: case DType::U16: return as<A, int16_t>(call);
    case DType::I32: return as<A, int32_t>(call);
    case DType::U32: return as<A, uint32_t>(call);
    case DType::I64: return as<A, int64_t>(call);
    case DType::U64: return as<A, uint64_t>(call);
    default: return unsupported("cast to that type");
  }
}

KernelPtr cast(const Call& call) {
  switch (call.in[0].dtype) {
    case DType::F32: return from<float>(call);
    case DType::F64: return from<double>(call);
    case DType::F16: return from<Half>(call);
    case DType::BF16: return from<Brain>(call);
    case DType::I8: return from<int8_t>(call);
    case DType::I16: return from<int16_t>(call);
    case DType::I32: return from<int32_t>(call);
    case DType::I64: return from<int64_t>(call);
    case DType::U8: case DType::BOOL: return from<uint8_t>(call);
    case DType::U16: return from<uint16_t>(call);
    case DType::U32: return from<uint32_t>(call);
    case DType::U64: return from<uint64_t>(call);
    default: return unsupported("cast from that type");
  }
}

}  // namespace

void addCast(Table& t) { t["Cast"] = cast; }

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
