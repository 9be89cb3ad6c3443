// The compiler of a pointwise program (org.pydl4j.nd.pointwise.PointwiseCode): its instructions are interpreted over tiles that
// stay in the L1 cache. Contiguous inputs are read where they lie, scalars are broadcast by the instruction, row vectors
// are repeated once per run. Outputs that no cache holds are computed in registers and streamed out.
#pragma once
#include <stdexcept>
#include <type_traits>

#include "pointwise.h"
#include "stream.h"

namespace pydl4j {
namespace PYDL4J_ISA {
namespace pointwise {

const int MAX_TILE = 2048;

// How numbers are stored outside the program: as it computes, as bytes of truth, or narrow (for float programs).
enum class Form { SAME, BOOL, BF16, F16 };

template <class T> Form formOf(const Type& t) {
  if (t.dtype == DType::BOOL) return sizeof(T) == 1 ? Form::SAME : Form::BOOL;
  return t.dtype == DType::BF16 ? Form::BF16 : t.dtype == DType::F16 ? Form::F16 : Form::SAME;
}

// How an input is read: where it lies, as one number, as a repeated row, or copied through strides.
enum class Access { DIRECT, SCALAR, ROW, STRIDED };

struct Source {
  Access access;
  Form form;
  int64_t row = 0;         // ROW: period
  Dims dims, strides;      // STRIDED: collapsed, innermost last
  int64_t offset = 0;      // ROW, SCALAR: place in the thread's constants area (elements)
  int64_t count = 0;       // elements in memory
};

inline Source classify(const Type& in, const Dims& out, Form form) {
  Source s;
  s.form = form;
  s.count = in.size();
  Dims d = in.dims;
  d.insert(d.begin(), out.size() > d.size() ? out.size() - d.size() : 0, 1);
  int64_t stride = 1;
  Dims strides(d.size());
  for (int i = (int)d.size() - 1; i >= 0; i--) {
    strides[i] = d[i] == 1 ? 0 : stride;
    stride *= d[i];
  }
  for (size_t i = 0; i < out.size(); i++) {
    if (out[i] == 1) continue;
    if (!s.dims.empty() && s.strides.back() == strides[i] * out[i]) {
      s.dims.back() *= out[i];
      s.strides.back() = strides[i];
    } else {
      s.dims.push_back(out[i]);
      s.strides.push_back(strides[i]);
    }
  }
  if (s.dims.empty() || (s.dims.size() == 1 && s.strides[0] == 0)) s.access = Access::SCALAR;
  else if (s.dims.size() == 1) s.access = Access::DIRECT;
  else if (s.dims.size() == 2 && s.strides[0] == 0 && s.dims[1] <= MAX_TILE) s.access = Access::ROW, s.row = s.dims[1];
  else s.access = Access::STRIDED;
  return s;
}

template <class T> T asNumber(const char* p, int64_t i, Form form) {
  if (form == Form::BF16) return (T)vm::fromBf16(((const uint16_t*)p)[i]);
  if (form == Form::F16) return (T)vm::fromF16(((const uint16_t*)p)[i]);
  return form == Form::BOOL ? (T)(((const uint8_t*)p)[i] != 0) : ((const T*)p)[i];
}

template <class T> void copyRun(T* to, const char* p, int64_t from, int64_t stride, int64_t n, Form form) {
  if (form == Form::BOOL) {
    const uint8_t* b = (const uint8_t*)p + from;
    for (int64_t i = 0; i < n; i++) to[i] = b[i * stride] != 0 ? T(1) : T(0);
  } else if (form == Form::BF16) {
    const uint16_t* v = (const uint16_t*)p + from;
    if (stride == 1) for (int64_t i = 0; i < n; i++) to[i] = (T)vm::fromBf16(v[i]);
    else for (int64_t i = 0; i < n; i++) to[i] = (T)vm::fromBf16(v[i * stride]);
  } else if (form == Form::F16) {
    const uint16_t* v = (const uint16_t*)p + from;
    if constexpr (std::is_same_v<T, float>) {
      if (stride == 1) return vm::fromF16(to, v, n);
    }
    for (int64_t i = 0; i < n; i++) to[i] = (T)vm::fromF16(v[i * stride]);
  } else {
    const T* v = (const T*)p + from;
    if (stride == 1) memcpy(to, v, n * sizeof(T));
    else if (stride == 0) { T x = *v; for (int64_t i = 0; i < n; i++) to[i] = x; }
    else for (int64_t i = 0; i < n; i++) to[i] = v[i * stride];
  }
}

// Elements [start, start + n) of the broadcast input.
template <class T> void gatherTile(T* to, const char* p, const Source& s, int64_t start, int n) {
  int rank = (int)s.dims.size();
  int64_t index[16];
  int64_t rest = start, at = 0;
  for (int i = rank - 1; i >= 0; i--) {
    index[i] = rest % s.dims[i];
    rest /= s.dims[i];
    at += index[i] * s.strides[i];
  }
  for (int done = 0; done < n;) {
    int64_t run = std::min<int64_t>(n - done, s.dims[rank - 1] - index[rank - 1]);
    copyRun(to + done, p, at, s.strides[rank - 1], run, s.form);
    done += (int)run;
    index[rank - 1] += run;
    at += run * s.strides[rank - 1];
    for (int i = rank - 1; i > 0 && index[i] == s.dims[i]; i--) {
      at += s.strides[i - 1] - s.dims[i] * s.strides[i];
      index[i] = 0;
      index[i - 1]++;
    }
  }
}

// Where a value lives while a tile is computed.
struct Place {
  enum Kind { REGISTER, INPUT, ROW, SCALAR, OUTPUT, TRUTH } kind = REGISTER;
  int index = 0;       // register, input or output number
  int64_t offset = 0;  // ROW, SCALAR: in the constants area
};

// What is computed of a tile: one of a loop, a loop that writes bytes of truth to an output, a choice by bytes of truth
// in an input, or a load that copies or converts into the destination.
template <class T> struct Instruction {
  Loop<T> loop = nullptr;
  Loop<T, uint8_t> truth = nullptr;
  bool choice = false;
  int load = -1;
  Place d, a, b, c;
};

template <class T> void choose(T* d, const uint8_t* a, const T* b, const T* c, int n) {
#pragma GCC ivdep
  for (int i = 0; i < n; i++) d[i] = a[i] ? b[i] : c[i];
}

template <class T> struct Program {
  std::vector<Instruction<T>> code;
  std::vector<Source> sources;
  std::vector<std::pair<int, Place>> finals;  // (output, place) copied when the tile is done
  std::vector<Form> outputForm;
  std::vector<double> constants;
  int registers = 0, tile = 0, threads = 1;
  int64_t constantsArea = 0, size = 0;
  bool streams = false;
  int64_t areaBytes() const { return align64((constantsArea + (int64_t)registers * tile + 16) * sizeof(T)); }

  std::vector<int> exponents;  // inputs that integers are raised to

  void run(const Args& args) const {
    for (int input : exponents) refuseNegative((const T*)args.in[input], sources[input].count);
    parallel(threads, size, tile, [&](int64_t from, int64_t to, int t) {
      range(args, from, to, (T*)(args.scratch + t * areaBytes()));
    });
  }

  static void refuseNegative(const T* p, int64_t n) {
    T least = 0;
    for (int64_t i = 0; i < n; i++) least = p[i] < least ? p[i] : least;
    if (least < 0) {
      throw std::invalid_argument("negative power of an integer: got " + std::to_string(least)
          + "; expected at least 0. Cast the base to a float type.");
    }
  }

  void load(const Args& args, int input, T* d, int64_t start, int n) const {
    const Source& s = sources[input];
    if (s.access == Access::DIRECT) copyRun(d, args.in[input], start, 1, n, s.form);
    else gatherTile(d, args.in[input], s, start, n);
  }

  void range(const Args& args, int64_t from, int64_t to, T* area) const {
    T* registersAt = area + (constantsArea + 15) / 16 * 16;
    for (size_t i = 0; i < constants.size(); i++) area[i] = (T)constants[i];
    for (size_t i = 0; i < sources.size(); i++) {
      const Source& s = sources[i];
      if (s.access == Access::SCALAR) area[s.offset] = asNumber<T>(args.in[i], 0, s.form);
      if (s.access == Access::ROW) {
        T* row = area + s.offset;
        copyRun(row, args.in[i], 0, 1, s.row, s.form);
        for (int64_t k = s.row; k < s.row + tile; k++) row[k] = row[k - s.row];
      }
    }
    auto place = [&](const Place& p, int64_t start) -> T* {
      switch (p.kind) {
        case Place::REGISTER: return registersAt + (int64_t)p.index * tile;
        case Place::INPUT: return (T*)args.in[p.index] + start;
        case Place::ROW: return area + p.offset + start % sources[p.index].row;
        case Place::SCALAR: return area + p.offset;
        default: return (T*)args.out[p.index] + start;
      }
    };
    for (int64_t start = from; start < to; start += tile) {
      int n = (int)std::min<int64_t>(tile, to - start);
      for (const auto& in : code) {
        if (in.truth) {
          in.truth((uint8_t*)args.out[in.d.index] + start, place(in.a, start), place(in.b, start), place(in.c, start), n);
          continue;
        }
        T* d = place(in.d, start);
        if (in.choice) choose(d, (const uint8_t*)args.in[in.a.index] + start, place(in.b, start), place(in.c, start), n);
        else if (in.loop) in.loop(d, place(in.a, start), place(in.b, start), place(in.c, start), n);
        else load(args, in.load, d, start, n);
      }
      for (const auto& f : finals) {
        const T* v = place(f.second, start);
        bool scalar = f.second.kind == Place::SCALAR;
        if (outputForm[f.first] == Form::BF16) {
          uint16_t* o = (uint16_t*)args.out[f.first] + start;
          if (scalar) for (int i = 0; i < n; i++) o[i] = vm::toBf16((float)v[0]);
          else for (int i = 0; i < n; i++) o[i] = vm::toBf16((float)v[i]);
        } else if (outputForm[f.first] == Form::F16) {
          if (scalar) std::fill_n((uint16_t*)args.out[f.first] + start, n, vm::toF16((float)v[0]));
          else if constexpr (std::is_same_v<T, float>) vm::toF16((uint16_t*)args.out[f.first] + start, v, n);
        } else if (outputForm[f.first] == Form::BOOL) {
          uint8_t* o = (uint8_t*)args.out[f.first] + start;
          for (int i = 0; i < n; i++) o[i] = v[scalar ? 0 : i] != 0;
        } else {
          T* o = (T*)args.out[f.first] + start;
          if (scalar) for (int i = 0; i < n; i++) o[i] = v[0];
          else if (streams) streamCopy(o, v, n * sizeof(T));
          else if (o != v) memmove(o, v, n * sizeof(T));
        }
      }
    }
    if (streams) streamEnd();
  }
};

// One value of the program in static single assignment form.
struct Value {
  bool truth = false;  // computed as bytes, straight into an output
  int op, operand[3] = {-1, -1, -1};
  int lastUse = -1;
  int output = -1;
  Place place;
};

inline bool isScalar(const Value& v) { return v.place.kind == Place::SCALAR; }

template <class T> KernelPtr compile(const Call& call, const Dims& code, const std::vector<double>& constants,
    const char* name) {
  auto program = std::make_shared<Program<T>>();
  Program<T>& p = *program;
  const Dims& dims = call.out[0].dims;
  p.size = call.out[0].size();
  for (const Type& t : call.out) p.streams |= formOf<T>(t) == Form::SAME && isStreamed(t.bytes());
  p.constants = constants;
  p.constantsArea = (int64_t)constants.size();
  for (const Type& t : call.in) p.sources.push_back(classify(t, dims, formOf<T>(t)));
  for (const Type& t : call.out) p.outputForm.push_back(formOf<T>(t));
  for (Source& s : p.sources) {
    if (s.dims.size() > 15) return unsupported("too many dims");
    if (s.access == Access::SCALAR) s.offset = p.constantsArea++;
  }

  std::vector<Value> values;
  std::map<int64_t, int> current;  // register -> value
  std::vector<std::pair<int, int>> stores;
  std::map<int64_t, int> loaded;
  for (size_t at = 0; at + 5 <= code.size(); at += 5) {
    int op = (int)code[at];
    if (op < 0 || op >= OPS || (op > STORE && !loops<T>()[op].arity)) return unsupported("an instruction that the type lacks");
    if (op == STORE) {
      int id = current.at(code[at + 2]);
      if (values[id].op == LOAD && call.out.size() > 1) {  // another output may lie over that input: save it first
        Value copy;
        copy.op = COPY;
        copy.operand[0] = id;
        id = (int)values.size();
        values.push_back(copy);
      }
      stores.emplace_back((int)code[at + 1], id);
      continue;
    }
    Value v;
    v.op = op;
    if (op == LOAD) {
      auto known = loaded.find(code[at + 2]);
      if (known != loaded.end()) {
        current[code[at + 1]] = known->second;
        continue;
      }
      const Source& s = p.sources.at(code[at + 2]);
      v.operand[0] = (int)code[at + 2];
      loaded[code[at + 2]] = (int)values.size();
      if (s.access == Access::SCALAR) v.place = {Place::SCALAR, (int)code[at + 2], s.offset};
      else if (s.access == Access::ROW) v.place = {Place::ROW, (int)code[at + 2], 0};
      else if (s.access == Access::DIRECT && s.form == Form::SAME) v.place = {Place::INPUT, (int)code[at + 2], 0};
    } else if (op == CONST) {
      v.place = {Place::SCALAR, 0, code[at + 2]};
    } else {
      for (int k = 0; k < loops<T>()[op].arity; k++) v.operand[k] = current.at(code[at + 2 + k]);
      if (op == POW && std::is_integral_v<T> && std::is_signed_v<T>) {
        const Value& power = values[v.operand[1]];
        if (power.op != LOAD) return unsupported("an integer's power that is computed in the same program");
        p.exponents.push_back(power.operand[0]);
      }
    }
    current[code[at + 1]] = (int)values.size();
    values.push_back(v);
  }
  // Instructions that only see scalars, and ternaries with a scalar, read the scalar from a filled register: COPY it.
  std::vector<Value> list;
  std::vector<int> renamed(values.size());
  std::map<int, int> filled;
  auto fill = [&](int id) {
    if (!isScalar(list[id])) return id;
    auto known = filled.find(id);
    if (known != filled.end()) return known->second;
    Value copy;
    copy.op = COPY;
    copy.operand[0] = id;
    list.push_back(copy);
    return filled[id] = (int)list.size() - 1;
  };
  for (size_t i = 0; i < values.size(); i++) {
    Value v = values[i];
    if (v.op != LOAD && v.op != CONST) {
      int arity = loops<T>()[v.op].arity;
      for (int k = 0; k < arity; k++) v.operand[k] = renamed[v.operand[k]];
      if (arity != 2) for (int k = 0; k < arity; k++) v.operand[k] = fill(v.operand[k]);
      else if (isScalar(list[v.operand[0]]) && isScalar(list[v.operand[1]])) v.operand[0] = fill(v.operand[0]);
    }
    renamed[i] = (int)list.size();
    list.push_back(v);
  }
  int count = (int)list.size();
  std::vector<int> uses(count), choices(count);
  for (const Value& v : list) {
    for (int k = 0; k < 3 && v.op != LOAD && v.op != CONST; k++) if (v.operand[k] >= 0) uses[v.operand[k]]++;
    if (v.op == SELECT) choices[v.operand[0]]++;
  }
  for (auto& s : stores) uses[renamed[s.second]]++;
  for (int i = 0; i < count; i++) {
    Value& v = list[i];
    bool truth = v.op == LOAD && p.sources[v.operand[0]].form == Form::BOOL && p.sources[v.operand[0]].access == Access::DIRECT;
    if (truth && uses[i] == choices[i]) v.place = {Place::TRUTH, v.operand[0], 0};
  }
  for (int i = 0; i < count; i++) {
    if (list[i].op == LOAD || list[i].op == CONST) continue;
    for (int k = 0; k < 3; k++) {
      if (list[i].operand[k] >= 0) list[list[i].operand[k]].lastUse = i;
    }
  }
  int lastDirectRead = -1;
  for (const Value& v : list) {
    if (v.place.kind == Place::INPUT) lastDirectRead = std::max(lastDirectRead, v.lastUse);
    bool copied = v.op == LOAD && v.place.kind == Place::REGISTER;
    if (copied) lastDirectRead = std::max(lastDirectRead, (int)(&v - &list[0]));
  }
  for (auto& s : stores) {
    Value& v = list[renamed[s.second]];
    int id = renamed[s.second];
    bool computed = v.op != LOAD && v.op != CONST;
    if (p.outputForm[s.first] == Form::BOOL && uses[id] == 1 && computed && loops<T>()[v.op].truth[0]) {
      v.truth = true;
      v.output = s.first;
      v.place = {Place::OUTPUT, s.first, 0};
    } else if (computed && !p.streams && v.output < 0 && p.outputForm[s.first] == Form::SAME && id >= lastDirectRead) {
      v.output = s.first;
      v.place = {Place::OUTPUT, s.first, 0};
    } else {
      v.lastUse = count;
    }
  }
  std::vector<int> freeRegisters;
  for (int i = 0; i < count; i++) {
    Value& v = list[i];
    std::vector<int> dying;
    if (v.op != LOAD && v.op != CONST) {
      for (int k = 0; k < 3; k++) {
        int o = v.operand[k];
        if (o >= 0 && list[o].lastUse == i && list[o].place.kind == Place::REGISTER) {
          int r = list[o].place.index;
          if (std::find(dying.begin(), dying.end(), r) == dying.end()) dying.push_back(r);
        }
      }
    }
    for (int r : dying) freeRegisters.push_back(r);
    if (v.place.kind != Place::REGISTER) {
      if (v.op == LOAD || v.op == CONST) continue;
    } else if (freeRegisters.empty()) {
      v.place.index = p.registers++;
    } else {
      v.place.index = freeRegisters.back();
      freeRegisters.pop_back();
    }
    Instruction<T> in;
    in.d = v.place;
    if (v.op == LOAD) {
      in.load = v.operand[0];
    } else {
      const Loops<T>& l = loops<T>()[v.op];
      const Value* o[3];
      for (int k = 0; k < 3; k++) o[k] = v.operand[k] >= 0 ? &list[v.operand[k]] : &list[v.operand[0]];
      in.a = o[0]->place;
      in.b = o[1]->place;
      in.c = o[2]->place;
      int form = l.arity != 2 ? 0 : isScalar(*o[0]) ? 2 : isScalar(*o[1]) ? 1 : 0;
      in.loop = l.loop[form];
      in.truth = v.truth ? l.truth[form] : nullptr;
      in.choice = v.op == SELECT && o[0]->place.kind == Place::TRUTH;
      if (v.op == COPY && isScalar(*o[0])) {
        in.loop = [](T* d, const T* a, const T*, const T*, int n) { T x = a[0]; for (int i = 0; i < n; i++) d[i] = x; };
      }
    }
    p.code.push_back(in);
  }
  for (auto& s : stores) {
    const Value& v = list[renamed[s.second]];
    if (v.output != s.first) p.finals.emplace_back(s.first, v.place);
  }
  int budget = (int)(24576 / sizeof(T) / std::max(p.registers, 1)) / 64 * 64;
  p.tile = p.streams ? 256 : std::max(256, std::min(MAX_TILE, budget));  // short bursts: stores overlap the next loads
  for (size_t i = 0; i < p.sources.size(); i++) {
    Source& s = p.sources[i];
    if (s.access == Access::ROW) {
      s.offset = p.constantsArea;
      p.constantsArea += s.row + p.tile;
    }
  }
  auto setRow = [&](Place& q) { if (q.kind == Place::ROW) q.offset = p.sources[q.index].offset; };
  for (auto& in : p.code) {
    setRow(in.a);
    setRow(in.b);
    setRow(in.c);
  }
  for (auto& f : p.finals) setRow(f.second);
  p.threads = threadsFor(call, (double)p.size * (p.code.size() + p.finals.size()), 32768);
  std::vector<std::pair<int, int>> aliases;
  for (size_t i = 0; i < call.in.size(); i++) {
    for (size_t o = 0; o < call.out.size(); o++) {
      bool direct = p.sources[i].access == Access::DIRECT && p.sources[i].form != Form::BOOL;
      if (direct && p.outputForm[o] == p.sources[i].form) aliases.emplace_back((int)i, (int)o);
    }
  }
  int64_t scratch = p.areaBytes() * p.threads;
  auto k = simple(name, [program](const Args& args) { program->run(args); }, aliases, scratch);
  k->flops = (double)p.size * p.code.size();
  return k;
}

}  // namespace pointwise
}  // namespace PYDL4J_ISA
}  // namespace pydl4j
