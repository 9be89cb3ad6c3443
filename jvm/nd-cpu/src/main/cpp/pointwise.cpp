// pydl4j.Pointwise: a register program (org.pydl4j.nd.plan.PointwiseCode) interpreted over tiles that stay in the L1
// cache. Contiguous inputs are read where they lie, scalars are broadcast by the instruction, row vectors are repeated
// once per run. Outputs that no cache holds are computed in registers and streamed out.
#include "stream.h"
#include "vecmath.h"

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

// In the order of PointwiseCode.
enum Op {
  LOAD, CONST, STORE,
  ADD, SUB, MUL, DIV, MIN, MAX, POW,
  GT, GE, LT, LE, EQ, NE, AND, OR, XOR, NOT, SELECT, FMA,
  NEG, ABS, SQUARE, SQRT, RECIP, SIGN, FLOOR, CEIL, ROUND, RELU,
  EXP, EXPM1, LOG, LOG1P, TANH, SIGMOID, ERF, SOFTPLUS,
  SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, ASINH, ACOSH, ATANH,
  MOD, FMOD, ATAN2, TRUNC, ISNAN, ISINF, COPY, OPS
};

const int MAX_TILE = 2048;

template <class T> using Loop = void (*)(T*, const T*, const T*, const T*, int);

template <class T, class F> struct Unary {
  static void v(T* d, const T* a, const T*, const T*, int n) {
#pragma GCC ivdep
    for (int i = 0; i < n; i++) d[i] = F::f(a[i]);
  }
};

template <class T, class F> struct Binary {
  static void vv(T* d, const T* a, const T* b, const T*, int n) {
#pragma GCC ivdep
    for (int i = 0; i < n; i++) d[i] = F::f(a[i], b[i]);
  }
  static void vs(T* d, const T* a, const T* b, const T*, int n) {
    T s = b[0];
#pragma GCC ivdep
    for (int i = 0; i < n; i++) d[i] = F::f(a[i], s);
  }
  static void sv(T* d, const T* a, const T* b, const T*, int n) {
    T s = a[0];
#pragma GCC ivdep
    for (int i = 0; i < n; i++) d[i] = F::f(s, b[i]);
  }
};

template <class T, class F> struct Ternary {
  static void vvv(T* d, const T* a, const T* b, const T* c, int n) {
#pragma GCC ivdep
    for (int i = 0; i < n; i++) d[i] = F::f(a[i], b[i], c[i]);
  }
};

#define UN(NAME, EXPR) struct Fn##NAME { template <class T> PYDL4J_INLINE T f(T a) { return EXPR; } };
#define BIN(NAME, EXPR) struct Fn##NAME { template <class T> PYDL4J_INLINE T f(T a, T b) { return EXPR; } };
#define TER(NAME, EXPR) struct Fn##NAME { template <class T> PYDL4J_INLINE T f(T a, T b, T c) { return EXPR; } };

BIN(ADD, a + b) BIN(SUB, a - b) BIN(MUL, a * b) BIN(DIV, a / b)
BIN(MIN, vm::min(a, b)) BIN(MAX, vm::max(a, b)) BIN(POW, std::pow(a, b))
BIN(GT, a > b ? T(1) : T(0)) BIN(GE, a >= b ? T(1) : T(0)) BIN(LT, a < b ? T(1) : T(0)) BIN(LE, a <= b ? T(1) : T(0))
BIN(EQ, a == b ? T(1) : T(0)) BIN(NE, a != b ? T(1) : T(0))
BIN(AND, (a != 0) & (b != 0) ? T(1) : T(0)) BIN(OR, (a != 0) | (b != 0) ? T(1) : T(0))
BIN(XOR, (a != 0) != (b != 0) ? T(1) : T(0)) UN(NOT, a == 0 ? T(1) : T(0))
TER(SELECT, a != 0 ? b : c) TER(FMA, a * b + c)
UN(NEG, -a) UN(ABS, std::fabs(a)) UN(SQUARE, a * a) UN(SQRT, std::sqrt(a)) UN(RECIP, T(1) / a)
UN(SIGN, a > 0 ? T(1) : a < 0 ? T(-1) : a) UN(FLOOR, std::floor(a)) UN(CEIL, std::ceil(a)) UN(ROUND, std::rint(a))
UN(RELU, a < 0 ? T(0) : a) UN(EXP, vm::exp(a)) UN(EXPM1, vm::expm1(a)) UN(LOG, vm::log(a)) UN(LOG1P, vm::log1p(a))
UN(TANH, vm::tanh(a)) UN(SIGMOID, vm::sigmoid(a)) UN(ERF, vm::erf(a)) UN(SOFTPLUS, vm::softplus(a))
UN(SIN, std::sin(a)) UN(COS, std::cos(a)) UN(TAN, std::tan(a))
UN(ASIN, std::asin(a)) UN(ACOS, std::acos(a)) UN(ATAN, std::atan(a))
UN(SINH, std::sinh(a)) UN(COSH, std::cosh(a)) UN(ASINH, std::asinh(a)) UN(ACOSH, std::acosh(a)) UN(ATANH, std::atanh(a))
template <class T> T modulo(T a, T b) {
  T r = std::fmod(a, b);
  return r != 0 && (r < 0) != (b < 0) ? r + b : r;
}
BIN(MOD, modulo(a, b)) BIN(FMOD, std::fmod(a, b)) BIN(ATAN2, std::atan2(a, b)) UN(TRUNC, std::trunc(a))
UN(ISNAN, a != a ? T(1) : T(0)) UN(ISINF, std::fabs(a) == std::numeric_limits<T>::infinity() ? T(1) : T(0)) UN(COPY, a)

// The loops of an instruction: [0] all vectors, [1] b scalar, [2] a scalar.
template <class T> struct Loops {
  int arity = 0;
  Loop<T> loop[3] = {nullptr, nullptr, nullptr};
};

template <class T> const Loops<T>* loops() {
  static Loops<T> table[OPS];
  static bool filled = [] {
#define U(NAME) table[NAME] = {1, {Unary<T, Fn##NAME>::v, nullptr, nullptr}};
#define B(NAME) table[NAME] = {2, {Binary<T, Fn##NAME>::vv, Binary<T, Fn##NAME>::vs, Binary<T, Fn##NAME>::sv}};
#define X(NAME) table[NAME] = {3, {Ternary<T, Fn##NAME>::vvv, nullptr, nullptr}};
    B(ADD) B(SUB) B(MUL) B(DIV) B(MIN) B(MAX) B(POW)
    B(GT) B(GE) B(LT) B(LE) B(EQ) B(NE) B(AND) B(OR) B(XOR) U(NOT) X(SELECT) X(FMA)
    U(NEG) U(ABS) U(SQUARE) U(SQRT) U(RECIP) U(SIGN) U(FLOOR) U(CEIL) U(ROUND) U(RELU)
    U(EXP) U(EXPM1) U(LOG) U(LOG1P) U(TANH) U(SIGMOID) U(ERF) U(SOFTPLUS)
    U(SIN) U(COS) U(TAN) U(ASIN) U(ACOS) U(ATAN) U(SINH) U(COSH) U(ASINH) U(ACOSH) U(ATANH)
    B(MOD) B(FMOD) B(ATAN2) U(TRUNC) U(ISNAN) U(ISINF) U(COPY)
    return true;
  }();
  (void)filled;
  return table;
}

// How numbers are stored outside the program: as it computes, as bytes of truth, or as bfloat16 (for float programs).
enum class Form { SAME, BOOL, BF16 };

Form formOf(const Type& t) { return t.dtype == DType::BOOL ? Form::BOOL : t.dtype == DType::BF16 ? Form::BF16 : Form::SAME; }

// How an input is read: where it lies, as one number, as a repeated row, or copied through strides.
enum class Access { DIRECT, SCALAR, ROW, STRIDED };

struct Source {
  Access access;
  Form form;
  int64_t row = 0;         // ROW: period
  Dims dims, strides;      // STRIDED: collapsed, innermost last
  int64_t offset = 0;      // ROW, SCALAR: place in the thread's constants area (elements)
};

Source classify(const Type& in, const Dims& out) {
  Source s;
  s.form = formOf(in);
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
  enum Kind { REGISTER, INPUT, ROW, SCALAR, OUTPUT } kind = REGISTER;
  int index = 0;       // register, input or output number
  int64_t offset = 0;  // ROW, SCALAR: in the constants area
};

template <class T> struct Instruction {
  Loop<T> loop = nullptr;  // null: a load that copies or converts into the destination
  int load = -1;
  Place d, a, b, c;
};

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

  void run(const Args& args) const {
    parallel(threads, size, tile, [&](int64_t from, int64_t to, int t) {
      range(args, from, to, (T*)(args.scratch + t * areaBytes()));
    });
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
        T* d = place(in.d, start);
        if (in.loop) in.loop(d, place(in.a, start), place(in.b, start), place(in.c, start), n);
        else load(args, in.load, d, start, n);
      }
      for (const auto& f : finals) {
        const T* v = place(f.second, start);
        bool scalar = f.second.kind == Place::SCALAR;
        if (outputForm[f.first] == Form::BF16) {
          uint16_t* o = (uint16_t*)args.out[f.first] + start;
          if (scalar) for (int i = 0; i < n; i++) o[i] = vm::toBf16((float)v[0]);
          else for (int i = 0; i < n; i++) o[i] = vm::toBf16((float)v[i]);
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
  int op, operand[3] = {-1, -1, -1};
  int lastUse = -1;
  int output = -1;
  Place place;
};

bool isScalar(const Value& v) { return v.place.kind == Place::SCALAR; }

template <class T> KernelPtr compile(const Call& call, const Dims& code, const std::vector<double>& constants,
    const char* name) {
  auto program = std::make_shared<Program<T>>();
  Program<T>& p = *program;
  const Dims& dims = call.out[0].dims;
  p.size = call.out[0].size();
  p.streams = isStreamed(p.size * sizeof(T));
  p.constants = constants;
  p.constantsArea = (int64_t)constants.size();
  for (const Type& t : call.in) p.sources.push_back(classify(t, dims));
  for (const Type& t : call.out) p.outputForm.push_back(formOf(t));
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
    if (op < 0 || op >= OPS) return unsupported("unknown instruction");
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
    if (computed && !p.streams && v.output < 0 && p.outputForm[s.first] == Form::SAME && id >= lastDirectRead) {
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
      in.loop = l.loop[0];
      if (l.arity == 2 && isScalar(*o[1])) in.loop = l.loop[1];
      if (l.arity == 2 && isScalar(*o[0])) in.loop = l.loop[2];
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

KernelPtr interpret(const Call& call, const Dims& code, const std::vector<double>& constants, const char* name) {
  bool f32 = true, f64 = true;
  for (const auto* list : {&call.in, &call.out}) {
    for (const Type& t : *list) {
      f32 &= t.present && (t.dtype == DType::F32 || t.dtype == DType::BOOL || t.dtype == DType::BF16);
      f64 &= t.present && (t.dtype == DType::F64 || t.dtype == DType::BOOL);
    }
  }
  for (const Type& t : call.out) {
    if (t.dims != call.out[0].dims) return unsupported("outputs of different dims");
  }
  for (const Type& t : call.in) {
    if (t.rank() > call.out[0].rank()) return unsupported("input of higher rank than the output");
  }
  if (f32) return compile<float>(call, code, constants, name);
  if (f64) return compile<double>(call, code, constants, name);
  return unsupported("only float32 with bfloat16 and bool, or float64 with bool");
}

}  // namespace

KernelPtr pointwise(const Call& call) {
  return interpret(call, call.attrs.integers("program"), call.attrs.numbers("constants"), "native:pointwise");
}

// A single ONNX op as a program of one instruction.
static const std::map<std::string, Op>& singles() {
  static const std::map<std::string, Op> table{
      {"Add", ADD}, {"Sub", SUB}, {"Mul", MUL}, {"Div", DIV}, {"Pow", POW}, {"Greater", GT}, {"GreaterOrEqual", GE},
      {"Less", LT}, {"LessOrEqual", LE}, {"Equal", EQ}, {"And", AND}, {"Or", OR}, {"Xor", XOR}, {"Not", NOT},
      {"Where", SELECT}, {"Neg", NEG}, {"Abs", ABS}, {"Sqrt", SQRT}, {"Reciprocal", RECIP}, {"Sign", SIGN},
      {"Floor", FLOOR}, {"Ceil", CEIL}, {"Round", ROUND}, {"Relu", RELU}, {"Exp", EXP}, {"Log", LOG}, {"Tanh", TANH},
      {"Sigmoid", SIGMOID}, {"Erf", ERF}, {"Softplus", SOFTPLUS}, {"Sin", SIN}, {"Cos", COS}, {"Tan", TAN},
      {"Asin", ASIN}, {"Acos", ACOS}, {"Atan", ATAN}, {"Sinh", SINH}, {"Cosh", COSH}, {"Asinh", ASINH},
      {"Acosh", ACOSH}, {"Atanh", ATANH}, {"IsNaN", ISNAN}};
  return table;
}

KernelPtr single(const Call& call) {
  Op op = singles().at(call.op);
  Dims code;
  Dims operands;
  int n = op == COPY ? 1 : (int)call.in.size();
  Call used = call;
  used.in.resize(n);
  for (int i = 0; i < n; i++) {
    code.insert(code.end(), {LOAD, i, i, 0, 0});
    operands.push_back(i);
  }
  operands.resize(3, 0);
  code.insert(code.end(), {op, n, operands[0], operands[1], operands[2]});
  code.insert(code.end(), {STORE, 0, n, 0, 0});
  return interpret(used, code, {}, "native:pointwise");
}

void addPointwise(Table& t) {
  t["pydl4j.Pointwise"] = pointwise;
  for (auto& s : singles()) t[s.first] = single;
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
