// What the files of pointwise programs share: instructions, loops over a tile, and the compiler of a program, which is
// instantiated once per type that programs compute in.
#pragma once
#include "generated/pointwise_table.h"
#include "isa.h"
#include "vecmath.h"

namespace pydl4j {
namespace PYDL4J_ISA {
namespace pointwise {

enum Op { PYDL4J_INSTRUCTIONS OPS };

template <class T, class D = T> using Loop = void (*)(D*, const T*, const T*, const T*, int);

// The loops of an instruction: [0] all vectors, [1] b scalar, [2] a scalar; `truth` those that write bytes of truth.
template <class T> struct Loops {
  int arity = 0;
  Loop<T> loop[3] = {nullptr, nullptr, nullptr};
  Loop<T, uint8_t> truth[3] = {nullptr, nullptr, nullptr};
};

// The loops of a type by instruction; no arity where it has none.
template <class T> const Loops<T>* loops();

// The kernel of a program that computes in T; code as PointwiseCode describes it.
template <class T> KernelPtr compile(const Call& call, const Dims& code, const std::vector<double>& constants, const char* name);

}  // namespace pointwise
}  // namespace PYDL4J_ISA
}  // namespace pydl4j
