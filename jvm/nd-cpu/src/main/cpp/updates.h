// Writing by index: which element is meant, and how it joins what is there (ScatterElements, ScatterND, pydl4j.PutAt).
#pragma once
#include <stdexcept>
#include <string>
#include <type_traits>

#include "kernel.h"

namespace pydl4j {
namespace PYDL4J_ISA {

inline int64_t inside(int64_t index, int64_t size) {
  if (index < -size || index >= size) {
    throw std::out_of_range("index out of range: got " + std::to_string(index) + "; expected " + std::to_string(-size)
        + " to " + std::to_string(size - 1) + ". Check the indices.");
  }
  return index < 0 ? index + size : index;
}

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
