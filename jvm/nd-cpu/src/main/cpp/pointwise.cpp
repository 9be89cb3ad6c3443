// pydl4j.Pointwise and the ops that are one instruction of it, in the type that their arrays ask for.
#include "pointwise.h"

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

using namespace pointwise;

// The type to compute in: that of the arrays that are no truth values. Narrow floats are computed in float32.
bool arithmetic(const Call& call, DType& type) {
  bool found = false;
  for (const auto* list : {&call.in, &call.out}) {
    for (const Type& t : *list) {
      if (!t.present) return false;
      if (t.dtype == DType::BOOL) continue;
      DType wide = t.dtype == DType::BF16 || t.dtype == DType::F16 ? DType::F32 : t.dtype;
      if (found && wide != type) return false;
      type = wide;
      found = true;
    }
  }
  if (!found) type = DType::BOOL;
  return true;
}

// Bits of truth values are truth values.
Dims ofTruth(Dims code) {
  for (size_t at = 0; at + 5 <= code.size(); at += 5) {
    switch (code[at]) {
      case BITAND: code[at] = AND; break;
      case BITOR: code[at] = OR; break;
      case BITXOR: code[at] = XOR; break;
      case BITNOT: code[at] = NOT; break;
    }
  }
  return code;
}

KernelPtr interpret(const Call& call, const Dims& code, const std::vector<double>& constants) {
  for (const Type& t : call.out) {
    if (t.dims != call.out[0].dims) return unsupported("outputs of different dims");
  }
  for (const Type& t : call.in) {
    if (t.rank() > call.out[0].rank()) return unsupported("input of higher rank than the output");
  }
  DType type = DType::BOOL;
  if (!arithmetic(call, type)) return unsupported("arrays of several types");
  const char* name = "native:pointwise";
  switch (type) {
    case DType::F32: return compile<float>(call, code, constants, name);
    case DType::F64: return compile<double>(call, code, constants, name);
    case DType::I8: return compile<int8_t>(call, code, constants, name);
    case DType::I16: return compile<int16_t>(call, code, constants, name);
    case DType::I32: return compile<int32_t>(call, code, constants, name);
    case DType::I64: return compile<int64_t>(call, code, constants, name);
    case DType::U8: return compile<uint8_t>(call, code, constants, name);
    case DType::U16: return compile<uint16_t>(call, code, constants, name);
    case DType::U32: return compile<uint32_t>(call, code, constants, name);
    case DType::U64: return compile<uint64_t>(call, code, constants, name);
    case DType::BOOL: return compile<uint8_t>(call, ofTruth(code), constants, name);
    default: return unsupported("the type");
  }
}

KernelPtr program(const Call& call) { return interpret(call, call.attrs.integers("program"), call.attrs.numbers("constants")); }

const std::map<std::string, Op>& singles() {
  static const std::map<std::string, Op> table{PYDL4J_SINGLES};
  return table;
}

// A single op as a program of one instruction.
KernelPtr single(const Call& call) {
  Op op = singles().at(call.op);
  bool narrow = call.in[0].dtype == DType::BF16 || call.in[0].dtype == DType::F16;
  if (op == NEXTAFTER && narrow) return unsupported("neighbours of narrow floats");
  Dims code, operands;
  int n = (int)call.in.size();
  for (int i = 0; i < n; i++) {
    code.insert(code.end(), {LOAD, i, i, 0, 0});
    operands.push_back(i);
  }
  operands.resize(3, 0);
  code.insert(code.end(), {op, n, operands[0], operands[1], operands[2]});
  code.insert(code.end(), {STORE, 0, n, 0, 0});
  return interpret(call, code, {});
}

}  // namespace

void addPointwise(Table& t) {
  t["pydl4j.Pointwise"] = program;
  for (auto& s : singles()) t[s.first] = single;
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
