// A kernel made of one oneDNN primitive, with reorders around it where the caller's plain layout is not the
// primitive's.
#pragma once
#include <mutex>
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
};

// Packed copies of constant inputs, shared by the kernel's bindings.
class Packed {
 public:
  dnnl::memory of(int index, char* address, const dnnl::memory::desc& user, const dnnl::memory::desc& inner);

 private:
  std::mutex lock_;
  std::map<std::pair<int, char*>, dnnl::memory> copies_;
};

KernelPtr dnnlKernel(const dnnl::primitive& primitive, const char* implementation, const dnnl::memory::desc& scratchpad,
    std::vector<Operand> operands, double flops, std::vector<std::pair<int, int>> aliases = {});

// Appends the eltwise post-op for an activation's name; false when oneDNN has none.
bool appendActivation(dnnl::post_ops& ops, const std::string& name, double alpha, double beta);

dnnl::primitive_attr attributes(const dnnl::post_ops& ops);

}  // namespace pydl4j
