// Products of float16 and bfloat16 where the processor has none, and other ops whose numbers need float32 on the way: operands are
// widened beside the kernel of float32 (constants once, when they are packed), and results are rounded once.
#include "widened.h"

#include <set>

namespace pydl4j {

namespace {

const std::set<std::string> OPS{"MatMul", "Gemm", "pydl4j.FusedMatMul", "Conv", "pydl4j.FusedConv", "pydl4j.ConvInputGrad",
    "pydl4j.ConvWeightGrad", "GridSample", "pydl4j.GridSampleInputGrad", "pydl4j.GridSampleGridGrad", "AffineGrid", "RoiAlign",
    "pydl4j.RoiAlignGrad", "MaxRoiPool", "Col2Im", "Softmax", "LogSoftmax", "pydl4j.SoftmaxCrossEntropy", "pydl4j.BatchNormTrain", "pydl4j.LstmForward"};

bool isNarrow(const Type& t) { return t.present && (t.dtype == DType::F16 || t.dtype == DType::BF16); }

Type wide(Type t) {
  if (isNarrow(t)) t.dtype = DType::F32;
  return t;
}

// An operand of 16 bits: who converts it, and where its float32 twin lies in the scratch memory (constants are packed instead).
struct Twin {
  int index;
  bool packed;
  Type type;  // in float32
  KernelPtr cast;
  int64_t at;
};

class WidenedKernel final : public Kernel {
 public:
  KernelPtr inner;
  std::vector<Twin> in, out;

  std::unique_ptr<Bound> bind(Args args) override;

  std::string packing(int input) const override {
    return find(input) ? "float32:" + inner->packing(input) : inner->packing(input);
  }

  int64_t packedBytes(int input) const override {
    const Twin* t = find(input);
    return t && inner->packing(input).empty() ? t->type.bytes() : inner->packedBytes(input);
  }

  void pack(int input, const char* source, char* target) const override {
    const Twin* t = find(input);
    if (!t) return inner->pack(input, source, target);
    bool asItIs = inner->packing(input).empty();
    std::vector<float> copy(asItIs ? 0 : t->type.size());
    t->cast->bind({{(char*)source}, {asItIs ? target : (char*)copy.data()}, nullptr})->run();
    if (!asItIs) inner->pack(input, (const char*)copy.data(), target);
  }

 private:
  const Twin* find(int input) const {
    for (const Twin& t : in) if (t.packed && t.index == input) return &t;
    return nullptr;
  }
};

class WidenedBound final : public Bound {
 public:
  WidenedBound(Args a, WidenedKernel& k) : Bound(std::move(a)), kernel_(k) {
    Args wide = args;
    for (Twin& t : k.in) {
      if (t.packed) continue;
      wide.in[t.index] = args.scratch + t.at;
      before_.push_back(t.cast->bind({{args.in[t.index]}, {wide.in[t.index]}, nullptr}));
    }
    for (Twin& t : k.out) {
      wide.out[t.index] = args.scratch + t.at;
      after_.push_back(t.cast->bind({{wide.out[t.index]}, {args.out[t.index]}, nullptr}));
    }
    inner_ = k.inner->bind(wide);
  }

  void run() override {
    for (auto& b : before_) b->run();
    inner_->run();
    for (auto& b : after_) b->run();
  }

  void input(int index, char* address) override {
    size_t at = 0;
    for (Twin& t : kernel_.in) {
      if (t.packed) continue;
      if (t.index == index) return before_[at]->input(0, address);
      at++;
    }
    inner_->input(index, address);
  }

  void output(int index, char* address) override {
    for (size_t i = 0; i < kernel_.out.size(); i++) if (kernel_.out[i].index == index) return after_[i]->output(0, address);
    inner_->output(index, address);
  }

 private:
  WidenedKernel& kernel_;
  std::unique_ptr<Bound> inner_;
  std::vector<std::unique_ptr<Bound>> before_, after_;
};

std::unique_ptr<Bound> WidenedKernel::bind(Args args) { return std::make_unique<WidenedBound>(std::move(args), *this); }

}  // namespace

KernelPtr widened(const Call& call, KernelPtr (*make)(const Call&)) {
  if (!OPS.count(call.op)) return nullptr;
  auto k = std::make_unique<WidenedKernel>();
  Call inner = call;
  auto twins = [&](std::vector<Type>& types, std::vector<Twin>& list, bool inputs) {
    for (size_t i = 0; i < types.size(); i++) {
      Type given = types[i];
      if (!isNarrow(given)) continue;
      types[i] = wide(given);
      bool packed = inputs && given.constant;
      Type from = inputs ? given : types[i], to = inputs ? types[i] : given;
      list.push_back({(int)i, packed, types[i], make({"Cast", Attrs(""), {from}, {to}, call.threads}), 0});
    }
  };
  twins(inner.in, k->in, true);
  twins(inner.out, k->out, false);
  if (k->in.empty() && k->out.empty()) return nullptr;
  k->inner = make(inner);
  if (!k->inner) return nullptr;
  k->name = k->inner->name + " in float32";
  k->flops = k->inner->flops;
  k->scratch = align64(k->inner->scratch);
  for (auto* list : {&k->in, &k->out}) {
    for (Twin& t : *list) {
      if (t.packed) continue;
      t.at = k->scratch;
      k->scratch += align64(t.type.bytes());
    }
  }
  return k;
}

}  // namespace pydl4j
