// MatMul, Gemm and pydl4j.FusedMatMul over oneDNN's matmul: y = act(alpha a b + bias + beta c + residual).
#include <algorithm>
#include <cmath>

#include "dnnl_kernel.h"

namespace pydl4j {

using dnnl::memory;
using dt = memory::data_type;

namespace {

struct Matmul {
  const Call& call;
  bool transA = false, transB = false;
  int bias = -1;      // input index of a [N]-like addend
  int residual = -1;  // input index of an addend that broadcasts to the output
  double alpha = 1, beta = 1;
  std::string activation;
  double activationAlpha = 0.01, activationBeta = 0;
};

// Dims with the matrix part last: vectors become matrices, ranks are equal.
Dims expand(Dims d, size_t rank) {
  d.insert(d.begin(), rank - d.size(), 1);
  return d;
}

memory::desc plain(const Dims& dims, dt type) {
  Dims strides(dims.size(), 1);
  for (int i = (int)dims.size() - 2; i >= 0; i--) strides[i] = strides[i + 1] * dims[i + 1];
  return memory::desc(dims, type, strides);
}

// The desc of a matrix operand stored with its last two dims swapped.
memory::desc swapped(const Dims& stored, dt type) {
  size_t r = stored.size();
  Dims dims = stored, strides(r, 1);
  for (int i = (int)r - 2; i >= 0; i--) strides[i] = strides[i + 1] * stored[i + 1];
  std::swap(dims[r - 1], dims[r - 2]);
  std::swap(strides[r - 1], strides[r - 2]);
  return memory::desc(dims, type, strides);
}

KernelPtr matmul(const Matmul& m) {
  const Call& call = m.call;
  if (!areProductTypes(call)) return unsupported("only float32, or bfloat16 times bfloat16 or float32");
  dt type = typeOf(call.in[0]);  // of the products' operands
  Dims a = call.in[0].dims, b = call.in[1].dims, y = call.out[0].dims;
  if (a.empty() || b.empty() || call.out[0].size() == 0 || call.in[0].size() == 0) return unsupported("empty operand");
  if (a.size() == 1) {
    a.insert(a.begin(), 1);
    y.insert(y.end() - (call.in[1].dims.size() == 1 ? 0 : 1), 1);
  }
  if (b.size() == 1) {
    b.push_back(1);
    y.push_back(1);
  }
  bool addendIsRow = m.residual < 0 || call.in[m.residual].dims == call.out[0].dims;
  if (b.size() == 2 && a.size() > 2 && !m.transA && addendIsRow) {
    int64_t rows = product(a, 0, a.size() - 1);
    a = {rows, a.back()};
    y = {rows, y.back()};
  }
  size_t rank = std::max({a.size(), b.size(), (size_t)2});
  a = expand(a, rank);
  b = expand(b, rank);
  y = expand(y, rank);
  if (rank > 12) return unsupported("more than 12 dims");
  int64_t M = y[rank - 2], N = y[rank - 1];
  int64_t K = m.transA ? a[rank - 2] : a[rank - 1];
  auto da = m.transA ? swapped(a, type) : plain(a, type);
  auto db = m.transB ? swapped(b, typeOf(call.in[1])) : plain(b, typeOf(call.in[1]));
  auto dy = plain(y, typeOf(call.out[0]));

  dnnl::post_ops ops;
  memory::desc dbias, dres;
  if (m.bias >= 0) {
    Dims d(rank, 1);
    d[rank - 1] = N;
    dbias = plain(d, typeOf(call.in[m.bias]));
  }
  if (m.residual >= 0) {
    Dims d = call.in[m.residual].dims;
    if (d == call.out[0].dims) d = y;
    d = expand(d, std::max(rank, d.size()));
    if (d.size() != rank) return unsupported("addend has more dims than the product");
    dres = plain(d, typeOf(call.in[m.residual]));
    if (m.alpha != 1 || m.beta != 1) ops.append_eltwise(dnnl::algorithm::eltwise_linear, (float)(m.alpha / m.beta), 0);
    ops.append_binary(dnnl::algorithm::binary_add, dres);
    if (m.beta != 1) ops.append_eltwise(dnnl::algorithm::eltwise_linear, (float)m.beta, 0);
  } else if (m.alpha != 1) {
    ops.append_eltwise(dnnl::algorithm::eltwise_linear, (float)m.alpha, 0);
  }
  dnnl_post_ops_t copied;  // a post_ops that is copied stays the same one
  dnnl::error::wrap_c_api(dnnl_post_ops_clone(&copied, ops.get()), "[oneDNN] no copy");
  const dnnl::post_ops sum(copied);
  if (!appendActivation(ops, m.activation, m.activationAlpha, m.activationBeta)) {
    return unsupported("activation " + m.activation);
  }
  int resPosition = m.residual >= 0 && (m.alpha != 1 || m.beta != 1) ? 1 : 0;

  bool packB = call.in[1].constant && rank == 2;
  bool converted = type != typeOf(call.in[1]);  // float32 weights, reordered and rounded at once in each run
  memory::desc wb = packB || converted ? memory::desc(db.get_dims(), type, memory::format_tag::any) : db;
  auto make = [dbias, hasBias = m.bias >= 0](const memory::desc& a, const memory::desc& b, const memory::desc& y,
      const dnnl::post_ops& ending) {
    return hasBias ? dnnl::matmul::primitive_desc(cpuEngine(), a, b, dbias, y, attributes(ending))
                   : dnnl::matmul::primitive_desc(cpuEngine(), a, b, y, attributes(ending));
  };
  dnnl::matmul::primitive_desc pd = make(da, wb, dy, ops);
  if (m.residual >= 0 && strncmp(pd.impl_info_str(), "ref", 3) == 0) return unsupported("that broadcast of the addend");
  std::vector<Operand> operands{{DNNL_ARG_SRC, true, 0, da, pd.src_desc()},
      {DNNL_ARG_WEIGHTS, true, 1, db, pd.weights_desc(), packB},
      {DNNL_ARG_DST, false, 0, dy, pd.dst_desc()}};
  if (m.bias >= 0) operands.push_back({DNNL_ARG_BIAS, true, m.bias, dbias, dbias});
  if (m.residual >= 0) {
    operands.push_back({DNNL_ARG_ATTR_MULTIPLE_POST_OP(resPosition) | DNNL_ARG_SRC_1, true, m.residual, dres, dres});
  }
  double flops = 2.0 * product(y, 0, rank - 2) * M * N * K;
  auto without = [make, pd, sum]() -> Redo {
    auto plain = make(pd.src_desc(), pd.weights_desc(), pd.dst_desc(), sum);
    return {dnnl::matmul(plain), plain.scratchpad_desc()};
  };
  return dnnlKernel(dnnl::matmul(pd), pd.impl_info_str(), pd.scratchpad_desc(), operands, flops, {without, activator(call)});
}

bool isRow(const Dims& d, int64_t n) { return product(d) == n && !d.empty() && d.back() == n; }

}  // namespace

KernelPtr plainMatmul(const Call& call) { return matmul({call}); }

KernelPtr gemm(const Call& call) {
  Matmul m{call};
  m.transA = call.attrs.integer("transA", 0);
  m.transB = call.attrs.integer("transB", 0);
  m.alpha = call.attrs.number("alpha", 1);
  m.beta = call.attrs.number("beta", 1);
  if (call.present(2) && m.beta != 0) {
    if (m.alpha == 1 && m.beta == 1 && isRow(call.in[2].dims, call.out[0].dims[1])) m.bias = 2;
    else m.residual = 2;
  }
  return matmul(m);
}

KernelPtr fusedMatmul(const Call& call) {
  Matmul m{call};
  m.transA = call.attrs.integer("transA", 0);
  m.transB = call.attrs.integer("transB", 0);
  if (call.present(2)) { if (!isRow(call.in[2].dims, call.out[0].dims.back())) {
    return unsupported("bias must be a row");
  }
    m.bias = 2;
  }
  if (call.present(3)) m.residual = 3;
  m.activation = call.attrs.text("activation", "");
  m.activationAlpha = call.attrs.number("alpha", 0);
  m.activationBeta = call.attrs.number("beta", 0);
  return matmul(m);
}

}  // namespace pydl4j
