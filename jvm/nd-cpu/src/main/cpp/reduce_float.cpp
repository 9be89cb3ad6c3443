// Folds of floats: float32 and float64 in their own type (or float32 in float64), narrow ones in float32.
#include "reduce_fold.h"

namespace pydl4j {
namespace PYDL4J_ISA {
namespace reduction {

template <class A, class T, class O> static const Fold* of(Kind kind) {
  switch (kind) {
    case Kind::SUM: return Typed<A, T, O, Sum>::fold();
    case Kind::PRODUCT: return Typed<A, T, O, Product>::fold();
    case Kind::MAX: return Typed<A, T, O, Max>::fold();
    case Kind::MIN: return Typed<A, T, O, Min>::fold();
    case Kind::SQUARES: return Typed<A, T, O, Squares>::fold();
    case Kind::ABSOLUTES: return Typed<A, T, O, Absolutes>::fold();
    default: return nullptr;
  }
}

template <class A> static const Fold* truth(Kind kind) {
  return kind == Kind::ANY ? Typed<A, uint8_t, uint8_t, Any>::fold() : Typed<A, uint8_t, uint8_t, All>::fold();
}

const Fold* floatFold(Kind kind, DType in, DType out) {
  if (kind == Kind::ANY || kind == Kind::ALL) {
    switch (in) {
      case DType::F32: return truth<float>(kind);
      case DType::F64: return truth<double>(kind);
      case DType::F16: return truth<Half>(kind);
      case DType::BF16: return truth<Brain>(kind);
      default: return nullptr;
    }
  }
  if (in == DType::F32 && out == DType::F64 && kind == Kind::SUM) return Typed<float, double, double, Sum>::fold();
  if (in == DType::F16 && out == DType::F32 && kind == Kind::SUM) return Typed<Half, float, float, Sum>::fold();
  if (in == DType::BF16 && out == DType::F32 && kind == Kind::SUM) return Typed<Brain, float, float, Sum>::fold();
  if (in != out) return nullptr;
  switch (in) {
    case DType::F32: return of<float, float, float>(kind);
    case DType::F64: return of<double, double, double>(kind);
    case DType::F16: return of<Half, float, Half>(kind);
    case DType::BF16: return of<Brain, float, Brain>(kind);
    default: return nullptr;
  }
}

}  // namespace reduction
}  // namespace PYDL4J_ISA
}  // namespace pydl4j
