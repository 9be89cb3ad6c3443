#include "dnnl_kernel.h"

#include <mutex>
#include <optional>

#include "invalid.h"

namespace pydl4j {

using dnnl::memory;

dnnl::engine& cpuEngine() {
  static dnnl::engine* engine = new dnnl::engine(dnnl::engine::kind::cpu, 0);
  return *engine;
}

dnnl::stream& threadStream() {
  static thread_local dnnl::stream stream(cpuEngine());
  return stream;
}

namespace {

// A primitive with its arguments in the form that execute wants (building them costs more than a small primitive).
struct Step {
  Step(dnnl::primitive p, std::unordered_map<int, memory> a) : primitive(std::move(p)), args(std::move(a)) { list(); }
  void list() {
    execArgs.clear();
    for (auto& a : args) execArgs.push_back({a.first, a.second.get(true)});
  }
  void execute(dnnl_stream_t stream) {
    dnnl::error::wrap_c_api(dnnl_primitive_execute(primitive.get(), stream, (int)execArgs.size(), execArgs.data()),
        "[oneDNN] execute failed");
  }
  dnnl::primitive primitive;
  std::unordered_map<int, memory> args;
  std::vector<dnnl_exec_arg_t> execArgs;
};

struct Shared {
  dnnl::primitive primitive;
  memory::desc scratchpad;
  std::vector<Operand> operands;
  std::vector<dnnl::primitive> reorders;  // per operand, empty when the layouts agree
  Ending ending;
  std::mutex redoMaking;  // not std::call_once, which asks for a newer glibc
  std::optional<Redo> redo;
};

class DnnlBound final : public Bound {
 public:
  DnnlBound(Args a, Shared& s) : Bound(std::move(a)), shared_(s) {
    char* next = args.scratch;
    std::unordered_map<int, memory> main;
    for (size_t i = 0; i < s.operands.size(); i++) {
      const Operand& o = s.operands[i];
      char* address = o.isInput ? args.in[o.index] : args.out[o.index];
      if (o.user == o.inner || o.packed()) {
        memory m(o.inner, cpuEngine(), address);
        user_.push_back(m);
        main.emplace(o.arg, m);
      } else {
        memory user(o.user, cpuEngine(), address);
        memory inner(o.inner, cpuEngine(), next);
        next += align64(o.inner.get_size());
        user_.push_back(user);
        main.emplace(o.arg, inner);
        if (o.isInput) {
          before_.emplace_back(s.reorders[i], std::unordered_map<int,
              memory>{{DNNL_ARG_FROM, user}, {DNNL_ARG_TO, inner}});
        } else {
          after_.emplace_back(s.reorders[i], std::unordered_map<int,
              memory>{{DNNL_ARG_FROM, inner}, {DNNL_ARG_TO, user}});
        }
      }
    }
    if (s.scratchpad.get_size() > 0) main.emplace(DNNL_ARG_SCRATCHPAD, memory(s.scratchpad, cpuEngine(), next));
    main_ = std::make_unique<Step>(s.primitive, std::move(main));
  }

  void run() override {
    dnnl_stream_t stream = threadStream().get();
    for (Step& s : before_) s.execute(stream);
    if (shared_.ending.without) takeInvalid();
    main_->execute(stream);
    if (shared_.ending.without && takeInvalid()) redo(stream);
    for (Step& s : after_) s.execute(stream);
  }

  void input(int index, char* address) override { change(true, index, address); }
  void output(int index, char* address) override { change(false, index, address); }

 private:
  void change(bool isInput, int index, char* address) {
    for (size_t i = 0; i < user_.size(); i++) {
      const Operand& o = shared_.operands[i];
      if (o.isInput == isInput && o.index == index) user_[i].set_data_handle(address);
    }
  }

  void redo(dnnl_stream_t stream) {
    {
      std::lock_guard<std::mutex> held(shared_.redoMaking);
      if (!shared_.redo) shared_.redo = shared_.ending.without();
    }
    std::unordered_map<int, memory> operands = main_->args;
    operands.erase(DNNL_ARG_SCRATCHPAD);
    if (shared_.redo->scratchpad.get_size() > 0) operands.emplace(DNNL_ARG_SCRATCHPAD, memory(shared_.redo->scratchpad, cpuEngine()));
    memory result = operands.at(DNNL_ARG_DST);
    Step(shared_.redo->primitive, std::move(operands)).execute(stream);
    shared_.ending.activation(result);
  }

  Shared& shared_;
  std::vector<memory> user_;
  std::vector<Step> before_, after_;
  std::unique_ptr<Step> main_;
};

class DnnlKernel final : public Kernel {
 public:
  Shared shared;
  std::unique_ptr<Bound> bind(Args args) override { return std::make_unique<DnnlBound>(std::move(args), shared); }

  std::string packing(int input) const override {
    int i = find(input);
    if (i < 0) return "";
    uint64_t hash = 14695981039346656037u;  // FNV-1a over what both layouts say
    for (const memory::desc& d : {shared.operands[i].user, shared.operands[i].inner}) {
      for (const auto& list : {d.get_dims(), d.get_padded_dims(), d.get_strides(), d.get_inner_blks(), d.get_inner_idxs()}) {
        for (int64_t v : list) hash = (hash ^ (uint64_t)v) * 1099511628211u;
        hash = (hash ^ 77) * 1099511628211u;
      }
    }
    return "dnnl:" + std::to_string(hash);
  }

  int64_t packedBytes(int input) const override { return shared.operands[find(input)].inner.get_size(); }

  void pack(int input, const char* source, char* target) const override {
    int i = find(input);
    memory from(shared.operands[i].user, cpuEngine(), (void*)source), to(shared.operands[i].inner, cpuEngine(), target);
    shared.reorders[i].execute(threadStream(), {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}});
    threadStream().wait();
  }

 private:
  int find(int input) const {
    for (size_t i = 0; i < shared.operands.size(); i++) {
      if (shared.operands[i].packed() && shared.operands[i].index == input) return (int)i;
    }
    return -1;
  }
};

}  // namespace

KernelPtr dnnlKernel(const dnnl::primitive& primitive, const char* implementation, const memory::desc& scratchpad,
    std::vector<Operand> operands, double flops, Ending ending) {
  auto k = std::make_unique<DnnlKernel>();
  k->name = std::string("dnnl:") + implementation;
  k->flops = flops;
  k->shared.primitive = primitive;
  k->shared.scratchpad = scratchpad;
  if (ending.activation) k->shared.ending = std::move(ending);
  k->scratch = align64(scratchpad.get_size());
  for (const Operand& o : operands) {
    if (o.user == o.inner) {
      k->shared.reorders.emplace_back();
      continue;
    }
    const memory::desc& from = o.isInput ? o.user : o.inner;
    const memory::desc& to = o.isInput ? o.inner : o.user;
    dnnl::reorder::primitive_desc pd(cpuEngine(), from, cpuEngine(), to);
    k->shared.reorders.push_back(dnnl::reorder(pd));
    if (!o.packed()) {
      k->scratch += align64(o.inner.get_size());
      k->name += std::string(o.isInput ? " <- " : " -> ") + pd.impl_info_str();
    }
  }
  k->shared.operands = std::move(operands);
  return k;
}

bool appendActivation(dnnl::post_ops& ops, const std::string& name, double alpha, double beta) {
  using dnnl::algorithm;
  if (name.empty() || name == "Identity") return true;
  if (name == "Relu") ops.append_eltwise(algorithm::eltwise_relu, 0, 0);
  else if (name == "LeakyRelu") ops.append_eltwise(algorithm::eltwise_relu, (float)alpha, 0);
  else if (name == "Tanh") ops.append_eltwise(algorithm::eltwise_tanh, 0, 0);
  else if (name == "Sigmoid") ops.append_eltwise(algorithm::eltwise_logistic, 0, 0);
  else if (name == "Elu") ops.append_eltwise(algorithm::eltwise_elu, (float)alpha, 0);
  else if (name == "Gelu") ops.append_eltwise(algorithm::eltwise_gelu_erf, 0, 0);
  else if (name == "HardSigmoid") ops.append_eltwise(algorithm::eltwise_hardsigmoid, (float)alpha, (float)beta);
  else if (name == "Softplus") ops.append_eltwise(algorithm::eltwise_soft_relu, 1, 0);
  else if (name == "Swish") ops.append_eltwise(algorithm::eltwise_swish, (float)alpha, 0);
  else if (name == "Clip") ops.append_eltwise(algorithm::eltwise_clip_v2, (float)alpha, (float)beta);
  else if (name == "HardSwish") ops.append_eltwise(algorithm::eltwise_hardswish, (float)alpha, (float)beta);
  else if (name == "GeluTanh") ops.append_eltwise(algorithm::eltwise_gelu_tanh, 0, 0);
  else return false;
  return true;
}

bool areProductTypes(const Call& call) {
  bool narrow = call.in[0].dtype == DType::BF16;
  for (const auto* list : {&call.in, &call.out}) {
    for (const Type& t : *list) if (t.present && t.dtype != DType::F32 && !(narrow && t.dtype == DType::BF16)) return false;
  }
  return true;
}

dnnl::primitive_attr attributes(const dnnl::post_ops& ops) {
  dnnl::primitive_attr attr;
  attr.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  attr.set_post_ops(ops);
  return attr;
}

}  // namespace pydl4j
