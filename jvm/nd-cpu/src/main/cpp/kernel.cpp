#include "kernel.h"

namespace pydl4j {

Attrs::Attrs(const char* text) {
  std::string all(text);
  for (size_t at = 0; at < all.size();) {
    size_t end = all.find('\n', at);
    if (end == std::string::npos) end = all.size();
    size_t eq = all.find('=', at);
    if (eq < end) values_[all.substr(at, eq - at)] = all.substr(eq + 1, end - eq - 1);
    at = end + 1;
  }
}

int64_t Attrs::integer(const char* name, int64_t otherwise) const {
  auto v = values_.find(name);
  return v == values_.end() ? otherwise : strtoll(v->second.c_str(), nullptr, 10);
}

double Attrs::number(const char* name, double otherwise) const {
  auto v = values_.find(name);
  return v == values_.end() ? otherwise : strtod(v->second.c_str(), nullptr);
}

std::string Attrs::text(const char* name, const char* otherwise) const {
  auto v = values_.find(name);
  return v == values_.end() ? otherwise : v->second;
}

Dims Attrs::integers(const char* name) const {
  Dims list;
  auto v = values_.find(name);
  if (v == values_.end()) return list;
  const char* p = v->second.c_str();
  while (*p) {
    char* end;
    list.push_back(strtoll(p, &end, 10));
    p = *end ? end + 1 : end;
  }
  return list;
}

std::vector<double> Attrs::numbers(const char* name) const {
  std::vector<double> list;
  auto v = values_.find(name);
  if (v == values_.end()) return list;
  const char* p = v->second.c_str();
  while (*p) {
    char* end;
    list.push_back(strtod(p, &end));
    p = *end ? end + 1 : end;
  }
  return list;
}

namespace {

class SimpleBound final : public Bound {
 public:
  SimpleBound(Args args, const Run& run) : Bound(std::move(args)), run_(run) {}
  void run() override { run_(args); }

 private:
  const Run& run_;
};

class SimpleKernel final : public Kernel {
 public:
  explicit SimpleKernel(Run run) : run_(std::move(run)) {}
  std::unique_ptr<Bound> bind(Args args) override { return std::make_unique<SimpleBound>(std::move(args), run_); }

 private:
  Run run_;
};

}  // namespace

KernelPtr simple(std::string name, Run run, std::vector<std::pair<int, int>> aliases, int64_t scratch) {
  auto k = std::make_unique<SimpleKernel>(std::move(run));
  k->name = std::move(name);
  k->aliases = std::move(aliases);
  k->scratch = scratch;
  return k;
}

namespace {

class PackingKernel final : public Kernel {
 public:
  PackingKernel(KernelPtr k, int i, std::string l, int64_t b, Pack p)
      : inner_(std::move(k)), input_(i), layout_(std::move(l)), bytes_(b), pack_(std::move(p)) {
    name = inner_->name;
    scratch = inner_->scratch;
    flops = inner_->flops;
    aliases = inner_->aliases;
  }
  std::unique_ptr<Bound> bind(Args args) override { return inner_->bind(std::move(args)); }
  std::string packing(int input) const override { return input == input_ ? layout_ : inner_->packing(input); }
  int64_t packedBytes(int input) const override { return input == input_ ? bytes_ : inner_->packedBytes(input); }
  void pack(int input, const char* source, char* target) const override {
    input == input_ ? pack_(source, target) : inner_->pack(input, source, target);
  }

 private:
  KernelPtr inner_;
  int input_;
  std::string layout_;
  int64_t bytes_;
  Pack pack_;
};

}  // namespace

KernelPtr packing(KernelPtr kernel, int input, std::string layout, int64_t bytes, Pack pack) {
  return std::make_unique<PackingKernel>(std::move(kernel), input, std::move(layout), bytes, std::move(pack));
}

}  // namespace pydl4j
