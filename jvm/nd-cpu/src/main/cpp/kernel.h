// What every kernel is: created once from a Call (types, attributes, threads), bound to addresses, run many times.
#pragma once
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace pydl4j {

// Element types by their number in ONNX's TensorProto.DataType.
enum class DType : int { F32 = 1, U8 = 2, I8 = 3, U16 = 4, I16 = 5, I32 = 6, I64 = 7, BOOL = 9, F16 = 10, F64 = 11,
    U32 = 12, U64 = 13, C64 = 14, C128 = 15, BF16 = 16 };

inline int bytesOf(DType t) {
  switch (t) {
    case DType::C128: return 16;
    case DType::F64: case DType::I64: case DType::U64: case DType::C64: return 8;
    case DType::F32: case DType::I32: case DType::U32: return 4;
    case DType::F16: case DType::BF16: case DType::I16: case DType::U16: return 2;
    default: return 1;
  }
}

using Dims = std::vector<int64_t>;

inline int64_t product(const Dims& d, size_t from = 0, size_t to = SIZE_MAX) {
  int64_t n = 1;
  for (size_t i = from; i < d.size() && i < to; i++) n *= d[i];
  return n;
}

struct Type {
  bool present = false;
  bool constant = false;
  DType dtype = DType::F32;
  Dims dims;
  int64_t size() const {
    return product(dims); } int64_t bytes() const { return size() * bytesOf(dtype);
  }
  int rank() const {
    return (int)dims.size(); } bool f32() const { return present && dtype == DType::F32;
  }
};

// Attributes as text, one "name=value" a line; lists separated by commas.
class Attrs {
 public:
  explicit Attrs(const char* text);
  bool has(const char* name) const { return values_.count(name) != 0; }
  int64_t integer(const char* name, int64_t otherwise) const;
  double number(const char* name, double otherwise) const;
  std::string text(const char* name, const char* otherwise) const;
  Dims integers(const char* name) const;
  Dims integers(const char* name, const Dims& otherwise) const { return has(name) ? integers(name) : otherwise; }
  std::vector<double> numbers(const char* name) const;

 private:
  std::map<std::string, std::string> values_;
};

struct Call {
  std::string op;
  Attrs attrs;
  std::vector<Type> in, out;
  int threads;
  bool present(size_t i) const { return i < in.size() && in[i].present; }
};

// Addresses of one binding.
struct Args {
  std::vector<char*> in, out;
  char* scratch;
  template <class T> const T* input(int i) const { return reinterpret_cast<const T*>(in[i]); }
  template <class T> T* output(int i) const { return reinterpret_cast<T*>(out[i]); }
};

class Bound {
 public:
  explicit Bound(Args a) : args(std::move(a)) {}
  virtual ~Bound() = default;
  virtual void run() = 0;
  virtual void input(int i, char* address) { args.in[i] = address; }
  virtual void output(int i, char* address) { args.out[i] = address; }
  int threads = 1;

 protected:
  Args args;
};

class Kernel {
 public:
  virtual ~Kernel() = default;
  virtual std::unique_ptr<Bound> bind(Args args) = 0;
  // The name of the layout that a constant input must be packed to before it is bound, empty when it is read as it is.
  virtual std::string packing(int) const { return ""; }
  virtual int64_t packedBytes(int) const { return 0; }
  virtual void pack(int, const char*, char*) const {}
  std::string name;
  int64_t scratch = 0;
  double flops = 0;
  int threads = 1;
  std::vector<std::pair<int, int>> aliases;  // (input, output) pairs that may share an address
};

using KernelPtr = std::unique_ptr<Kernel>;
using Run = std::function<void(const Args&)>;

// A kernel whose bindings hold nothing but addresses.
KernelPtr simple(std::string name, Run run, std::vector<std::pair<int, int>> aliases = {}, int64_t scratch = 0);

// The kernel with one constant input packed beforehand: the layout's name, the copy's size, who writes it.
using Pack = std::function<void(const char* source, char* target)>;
KernelPtr packing(KernelPtr kernel, int input, std::string layout, int64_t bytes, Pack pack);

// Remembers why the call has no kernel, and returns none.
KernelPtr unsupported(const std::string& reason);

using Factory = KernelPtr (*)(const Call&);

// The kernels compiled for one instruction set: op name -> factory.
using Table = std::map<std::string, Factory>;

// Copies elements between two layouts of one shape, strides in elements.
using CopyStrided = void(const Dims& dims, Dims from, Dims to, int width, const char* source, char* target,
    int threads);

// Our kernels compiled for one instruction set: all of them, and those that are asked before oneDNN.
struct KernelSet {
  const char* name;  // v2, v3, v4 (levels of x86-64), or base: what every processor of the platform has
  const Table& (*all)();
  const Table& (*first)();
  CopyStrided* copy;
};

// Those that were compiled, lowest first (sets.cpp, which native.sh writes).
const std::vector<KernelSet>& kernelSets();

inline int64_t align64(int64_t bytes) { return (bytes + 63) / 64 * 64; }

}  // namespace pydl4j
