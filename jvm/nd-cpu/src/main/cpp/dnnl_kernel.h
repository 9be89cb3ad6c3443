// A kernel made of one oneDNN primitive, with reorders around it where the caller's plain layout is not the
// primitive's.
#pragma once
#include <oneapi/dnnl/dnnl.hpp>
#include <unordered_map>

#include "kernel.h"

namespace pydl4j {

dnnl::engine& cpuEngine();
dnnl::stream& threadStream();

// One argument of the primitive: which input or output it is, the caller's layout and the primitive's.
struct Operand {
  int arg;
  bool isInput;
  int index;
  dnnl::memory::desc user;
  dnnl::memory::desc inner;
  bool constant = false;
  // Whether the caller packs it before the kernel is bound.
  bool packed() const { return constant && isInput && user != inner; }
};

// How a primitive with an activation is redone where a number was none or infinite: oneDNN's maxima and minima take NaN for a bound.
// The primitive without the activation, over the same layouts (made when first needed), and who applies the activation to its result.
struct Redo {
  dnnl::primitive primitive;
  dnnl::memory::desc scratchpad;
};
struct Ending {
  std::function<Redo()> without;
  std::function<void(const dnnl::memory&)> activation;
};

KernelPtr dnnlKernel(const dnnl::primitive& primitive, const char* implementation, const dnnl::memory::desc& scratchpad,
    std::vector<Operand> operands, double flops, Ending ending = {});

// Who applies that activation and keeps NaN (activate.cpp); empty when there is none to apply.
std::function<void(const dnnl::memory&)> activator(const Call& call);

// Appends the eltwise post-op for an activation's name; false when oneDNN has none.
bool appendActivation(dnnl::post_ops& ops, const std::string& name, double alpha, double beta);

// oneDNN's name of an element type: float32 or bfloat16.
inline dnnl::memory::data_type typeOf(const Type& t) {
  return t.dtype == DType::BF16 ? dnnl::memory::data_type::bf16 : dnnl::memory::data_type::f32;
}

// Whether a product's first operand is float32, or bfloat16 with others that may be float32 (weights, biases, sums).
bool areProductTypes(const Call& call);

dnnl::primitive_attr attributes(const dnnl::post_ops& ops);

}  // namespace pydl4j
