// Conv, pydl4j.FusedConv, pydl4j.ConvInputGrad and pydl4j.ConvWeightGrad over oneDNN's convolutions, 1-D to 3-D.
// Activations are channels-last (oneDNN reads them as they are) or channels-first (reordered when the primitive wants
// it); weights are plain [O, I/g, k...] and reordered to what the primitive wants in each run, once when constant.
#include "dnnl_kernel.h"
#include "windows.h"

namespace pydl4j {

using dnnl::memory;
using dt = memory::data_type;
using tag = memory::format_tag;

namespace {

struct Geometry {
  bool last;          // channels-last activations
  size_t spatial;     // 1 to 3
  int64_t group;
  Dims x, y, w;       // x, y as [N, C, ...]; w as [O, I/g, ...] or [g, O/g, I/g, ...]
  Dims strides, dilations, begin, end;
  double flops;

  tag activation() const { return last ? channelsLast() : spatial == 1 ? tag::ncw : spatial == 2 ? tag::nchw : tag::ncdhw; }
  tag channelsLast() const { return spatial == 1 ? tag::nwc : spatial == 2 ? tag::nhwc : tag::ndhwc; }
  tag weights() const {
    if (group > 1) return spatial == 1 ? tag::goiw : spatial == 2 ? tag::goihw : tag::goidhw;
    return spatial == 1 ? tag::oiw : spatial == 2 ? tag::oihw : tag::oidhw;
  }
  memory::desc user(const Dims& d, const Type& t) const { return {d, typeOf(t), activation()}; }
  // What the primitive computes in: channels-last as it is, channels-first in oneDNN's choice; see best().
  tag inner;
  dt type;  // of the products' operands
  memory::desc wanted(const Dims& d, dt t) const { return {d, t, inner}; }
  memory::desc wanted(const Dims& d) const { return wanted(d, type); }
  memory::desc userWeights(const Type& t) const { return {w, typeOf(t), weights()}; }
  memory::desc anyWeights() const { return anyWeights(type); }
  memory::desc anyWeights(dt t) const { return {w, t, tag::any}; }
};

Dims channelsFirst(const Dims& d, bool last) {
  if (!last) return d;
  Dims r{d[0], d.back()};
  r.insert(r.end(), d.begin() + 1, d.end() - 1);
  return r;
}

bool geometry(const Call& call, const Dims& x, const Dims& y, const Dims& w, Geometry& g) {
  if (!areProductTypes(call)) return false;
  g.type = typeOf(call.in[0]);
  if (x.size() < 3 || x.size() > 5 || product(x) == 0 || product(y) == 0) return false;
  g.last = call.attrs.text("layout", "NCHW") == "NHWC";
  g.spatial = x.size() - 2;
  g.group = call.attrs.integer("group", 1);
  g.x = channelsFirst(x, g.last);
  g.y = channelsFirst(y, g.last);
  g.w = w;
  g.flops = 2.0 * product(g.y) * product(w, 1);
  if (g.group > 1) {
    g.w[0] /= g.group;
    g.w.insert(g.w.begin(), g.group);
  }
  Dims ones(g.spatial, 1);
  g.strides = call.attrs.integers("strides", ones);
  g.dilations = call.attrs.integers("dilations", ones);
  Dims pads = padsOf(call.attrs, Dims(g.x.begin() + 2, g.x.end()), Dims(w.begin() + 2, w.end()), g.strides,
      g.dilations);
  for (auto& d : g.dilations) d--;
  g.begin.assign(pads.begin(), pads.begin() + g.spatial);
  g.end.assign(pads.begin() + g.spatial, pads.end());
  g.inner = g.last ? g.activation() : tag::any;
  return g.strides.size() == g.spatial && g.dilations.size() == g.spatial && pads.size() == 2 * g.spatial;
}

// The first primitive that is not oneDNN's reference (thousands of times slower): over the preferred layout, the other
// one, then any.
template <class F> auto best(Geometry& g, F&& make) {
  tag last = g.channelsLast();
  tag preferred = g.inner;
  for (tag t : {preferred, last, tag::any}) {
    g.inner = t;
    try {
      auto pd = make();
      if (strncmp(pd.impl_info_str(), "ref", 3) != 0) return pd;
    } catch (const dnnl::error&) {
      if (t == tag::any) throw;
    }
  }
  return make();
}

KernelPtr forward(const Call& call, bool fused) {
  Geometry g;
  if (!geometry(call, call.in[0].dims, call.out[0].dims, call.in[1].dims, g)) {
    return unsupported("not a 1-D to 3-D convolution of float32 or bfloat16");
  }
  bool bias = call.present(2), residual = fused && call.present(3);
  if (residual && call.in[3].dims != call.out[0].dims) return unsupported("residual must have the output's dims");
  std::string activation = fused ? call.attrs.text("activation", "") : "";
  double alpha = call.attrs.number("alpha", 0), beta = call.attrs.number("beta", 0);
  dnnl::post_ops known;
  if (!appendActivation(known, activation, alpha, beta)) return unsupported("activation " + activation);
  memory::desc b = bias ? memory::desc({g.y[1]}, typeOf(call.in[2]), tag::a) : memory::desc();
  dt result = typeOf(call.out[0]);
  auto addend = [&] { return memory::desc(g.y, typeOf(call.in[3]), g.inner == tag::any ? g.activation() : g.inner); };
  auto make = [&](const memory::desc& y) {
    dnnl::post_ops ops;
    if (residual) ops.append_binary(dnnl::algorithm::binary_add, addend());
    appendActivation(ops, activation, alpha, beta);
    return dnnl::convolution_forward::primitive_desc(cpuEngine(), dnnl::prop_kind::forward_training,
        dnnl::algorithm::convolution_direct,
        g.wanted(g.x), g.anyWeights(), b, residual ? y : g.wanted(g.y, result), g.strides, g.dilations, g.begin, g.end,
            attributes(ops));
  };
  if (residual) g.inner = g.channelsLast();
  auto pd = best(g, [&] { return make(g.inner == tag::any ? g.user(g.y, call.out[0]) : g.wanted(g.y, result)); });
  std::vector<Operand> operands{{DNNL_ARG_SRC, true, 0, g.user(g.x, call.in[0]), pd.src_desc(), call.in[0].constant},
      {DNNL_ARG_WEIGHTS, true, 1, g.userWeights(call.in[1]), pd.weights_desc(), call.in[1].constant},
      {DNNL_ARG_DST, false, 0, g.user(g.y, call.out[0]), pd.dst_desc()}};
  if (bias) operands.push_back({DNNL_ARG_BIAS, true, 2, b, b});
  dnnl::post_ops sum;
  if (residual) {
    operands.push_back({DNNL_ARG_ATTR_MULTIPLE_POST_OP(0) | DNNL_ARG_SRC_1, true, 3, g.user(g.y, call.in[3]), addend()});
    sum.append_binary(dnnl::algorithm::binary_add, addend());
  }
  auto without = [g, pd, b, sum]() -> Redo {
    dnnl::convolution_forward::primitive_desc plain(cpuEngine(), dnnl::prop_kind::forward_training,
        dnnl::algorithm::convolution_direct, pd.src_desc(), pd.weights_desc(), b, pd.dst_desc(), g.strides, g.dilations, g.begin,
        g.end, attributes(sum));
    return {dnnl::convolution_forward(plain), plain.scratchpad_desc()};
  };
  return dnnlKernel(dnnl::convolution_forward(pd), pd.impl_info_str(), pd.scratchpad_desc(), operands, g.flops,
      {without, activator(call)});
}

dnnl::convolution_forward::primitive_desc hint(const Geometry& g) {
  return {cpuEngine(), dnnl::prop_kind::forward_training, dnnl::algorithm::convolution_direct, g.wanted(g.x),
      g.anyWeights(),
      g.wanted(g.y), g.strides, g.dilations, g.begin, g.end};
}

}  // namespace

KernelPtr conv(const Call& call) { return forward(call, false); }
KernelPtr fusedConv(const Call& call) { return forward(call, true); }

KernelPtr convInputGrad(const Call& call) {
  Geometry g;
  Dims x = call.attrs.integers("inputDims", call.out[0].dims);
  if (!geometry(call, x, call.in[0].dims, call.in[1].dims, g)) {
    return unsupported("not a 1-D to 3-D convolution of float32 or bfloat16");
  }
  auto pd = best(g, [&] {
    return dnnl::convolution_backward_data::primitive_desc(cpuEngine(), dnnl::algorithm::convolution_direct,
        g.wanted(g.x, typeOf(call.out[0])),
        g.anyWeights(), g.wanted(g.y), g.strides, g.dilations, g.begin, g.end, hint(g), attributes({}));
  });
  std::vector<Operand> operands{{DNNL_ARG_DIFF_DST, true, 0, g.user(g.y, call.in[0]), pd.diff_dst_desc()},
      {DNNL_ARG_WEIGHTS, true, 1, g.userWeights(call.in[1]), pd.weights_desc(), call.in[1].constant},
      {DNNL_ARG_DIFF_SRC, false, 0, g.user(g.x, call.out[0]), pd.diff_src_desc()}};
  return dnnlKernel(dnnl::convolution_backward_data(pd), pd.impl_info_str(), pd.scratchpad_desc(), operands, g.flops);
}

KernelPtr convWeightGrad(const Call& call) {
  Geometry g;
  if (!geometry(call, call.in[0].dims, call.in[1].dims, call.out[0].dims, g)) {
    return unsupported("not a 1-D to 3-D convolution of float32 or bfloat16");
  }
  auto pd = best(g, [&] {
    return dnnl::convolution_backward_weights::primitive_desc(cpuEngine(), dnnl::algorithm::convolution_direct,
        g.wanted(g.x),
        g.anyWeights(typeOf(call.out[0])), g.wanted(g.y), g.strides, g.dilations, g.begin, g.end, hint(g), attributes({}));
  });
  std::vector<Operand> operands{{DNNL_ARG_SRC, true, 0, g.user(g.x, call.in[0]), pd.src_desc()},
      {DNNL_ARG_DIFF_DST, true, 1, g.user(g.y, call.in[1]), pd.diff_dst_desc()},
      {DNNL_ARG_DIFF_WEIGHTS, false, 0, g.userWeights(call.out[0]), pd.diff_weights_desc()}};
  return dnnlKernel(dnnl::convolution_backward_weights(pd), pd.impl_info_str(), pd.scratchpad_desc(), operands,
      g.flops);
}

}  // namespace pydl4j
