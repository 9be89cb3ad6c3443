// How elements written by index join those that are there: ScatterElements, ScatterND, pydl4j.PutAt.
#pragma once
#include <string>
#include <type_traits>

#include "kernel.h"

namespace pydl4j {
namespace PYDL4J_ISA {

enum class How { NONE, ADD, MUL, MAX, MIN };

inline How reduction(const Call& call) {
  std::string how = call.attrs.text("reduction", "none");
  return how == "add" ? How::ADD : how == "mul" ? How::MUL : how == "max" ? How::MAX : how == "min" ? How::MIN : How::NONE;
}

template <class T> void put(How how, T& y, T v) {
  if constexpr (!std::is_arithmetic<T>::value) {
    y = v;  // complex numbers are only moved
  } else {
    switch (how) {
      case How::NONE: y = v; break;
      case How::ADD: y += v; break;
      case How::MUL: y *= v; break;
      case How::MAX: y = v > y || v != v ? v : y; break;
      case How::MIN: y = v < y || v != v ? v : y; break;
    }
  }
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
