// Folds of integers and truth values, in their own type or widened to 64 bits.
#include "reduce_fold.h"

namespace pydl4j {
namespace PYDL4J_ISA {
namespace reduction {

template <class T> static const Fold* of(Kind kind) {
  switch (kind) {
    case Kind::SUM: return Typed<T, T, T, Sum>::fold();
    case Kind::PRODUCT: return Typed<T, T, T, Product>::fold();
    case Kind::MAX: return Typed<T, T, T, Max>::fold();
    case Kind::MIN: return Typed<T, T, T, Min>::fold();
    case Kind::ANY: return Typed<T, uint8_t, uint8_t, Any>::fold();
    case Kind::ALL: return Typed<T, uint8_t, uint8_t, All>::fold();
    default: return nullptr;
  }
}

template <class A, class T> static const Fold* widened(Kind kind) {
  return kind == Kind::SUM ? Typed<A, T, T, Sum>::fold() : kind == Kind::PRODUCT ? Typed<A, T, T, Product>::fold() : nullptr;
}

const Fold* wholeFold(Kind kind, DType in, DType out) {
  if (in != out && out != DType::BOOL) {
    if (out == DType::I64) {
      switch (in) {
        case DType::I8: return widened<int8_t, int64_t>(kind);
        case DType::I16: return widened<int16_t, int64_t>(kind);
        case DType::I32: return widened<int32_t, int64_t>(kind);
        case DType::BOOL: return widened<uint8_t, int64_t>(kind);
        default: return nullptr;
      }
    }
    if (out == DType::U64) {
      switch (in) {
        case DType::U8: return widened<uint8_t, uint64_t>(kind);
        case DType::U16: return widened<uint16_t, uint64_t>(kind);
        case DType::U32: return widened<uint32_t, uint64_t>(kind);
        default: return nullptr;
      }
    }
    return nullptr;
  }
  switch (in) {
    case DType::I8: return of<int8_t>(kind);
    case DType::I16: return of<int16_t>(kind);
    case DType::I32: return of<int32_t>(kind);
    case DType::I64: return of<int64_t>(kind);
    case DType::U8: return of<uint8_t>(kind);
    case DType::U16: return of<uint16_t>(kind);
    case DType::U32: return of<uint32_t>(kind);
    case DType::U64: return of<uint64_t>(kind);
    case DType::BOOL: return kind == Kind::MAX ? of<uint8_t>(Kind::ANY) : kind == Kind::MIN ? of<uint8_t>(Kind::ALL)
        : kind == Kind::ANY || kind == Kind::ALL ? of<uint8_t>(kind) : nullptr;
    default: return nullptr;
  }
}

}  // namespace reduction
}  // namespace PYDL4J_ISA
}  // namespace pydl4j
