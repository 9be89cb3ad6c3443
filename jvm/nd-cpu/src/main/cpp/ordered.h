// Elements of any type as unsigned numbers of their width in the same order.
#pragma once
#include "isa.h"

namespace pydl4j {
namespace PYDL4J_ISA {

enum class Kind { UNSIGNED, SIGNED, FLOAT };

// The order of a type's elements, or the reverse; what is not a number comes last in both.
template <class U, Kind KIND> struct Order {
  using Bits = U;
  static constexpr U SIGN = (U)((U)1 << (sizeof(U) * 8 - 1));
  U infinity, flip;

  Order(DType t, bool down) : flip(down ? (U)~(U)0 : (U)0) {
    infinity = t == DType::F16 ? (U)0x7c00 : t == DType::BF16 ? (U)0x7f80 : t == DType::F32 ? (U)0x7f800000u
        : (U)0x7ff0000000000000ull;
  }

  // -0 as 0, so that both are equal.
  U plain(U bits) const { return KIND == Kind::FLOAT && bits == SIGN ? (U)0 : bits; }

  U key(U bits) const {
    if (KIND == Kind::UNSIGNED) return (U)(bits ^ flip);
    if (KIND == Kind::SIGNED) return (U)(bits ^ SIGN ^ flip);
    U k = (U)((bits & SIGN ? (U)~bits : (U)(bits | SIGN)) ^ flip);
    return (U)(bits & (U)~SIGN) > infinity ? (U)~(U)0 : k;
  }

  U bits(U key) const {
    U k = (U)(key ^ flip);
    if (KIND == Kind::UNSIGNED) return k;
    if (KIND == Kind::SIGNED) return (U)(k ^ SIGN);
    U b = k & SIGN ? (U)(k & (U)~SIGN) : (U)~k;
    return key == (U)~(U)0 ? (U)(infinity | infinity >> 1) : b;
  }
};

// Calls f with a null pointer of the type's order.
template <class F> auto byOrder(DType t, F&& f) {
  switch (t) {
    case DType::F32: return f((Order<uint32_t, Kind::FLOAT>*)nullptr);
    case DType::F64: return f((Order<uint64_t, Kind::FLOAT>*)nullptr);
    case DType::F16: case DType::BF16: return f((Order<uint16_t, Kind::FLOAT>*)nullptr);
    case DType::I64: return f((Order<uint64_t, Kind::SIGNED>*)nullptr);
    case DType::I32: return f((Order<uint32_t, Kind::SIGNED>*)nullptr);
    case DType::I16: return f((Order<uint16_t, Kind::SIGNED>*)nullptr);
    case DType::I8: return f((Order<uint8_t, Kind::SIGNED>*)nullptr);
    case DType::U64: return f((Order<uint64_t, Kind::UNSIGNED>*)nullptr);
    case DType::U32: return f((Order<uint32_t, Kind::UNSIGNED>*)nullptr);
    case DType::U16: return f((Order<uint16_t, Kind::UNSIGNED>*)nullptr);
    default: return f((Order<uint8_t, Kind::UNSIGNED>*)nullptr);
  }
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
