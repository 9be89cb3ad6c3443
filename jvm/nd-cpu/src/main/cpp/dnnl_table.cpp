#include "kernel.h"

namespace pydl4j {

KernelPtr plainMatmul(const Call&);
KernelPtr gemm(const Call&);
KernelPtr fusedMatmul(const Call&);
KernelPtr conv(const Call&);
KernelPtr fusedConv(const Call&);
KernelPtr convInputGrad(const Call&);
KernelPtr convWeightGrad(const Call&);

const Table& dnnlTable() {
  static const Table table{
      {"MatMul", plainMatmul},
      {"Gemm", gemm},
      {"pydl4j.FusedMatMul", fusedMatmul},
      {"Conv", conv},
      {"pydl4j.FusedConv", fusedConv},
      {"pydl4j.ConvInputGrad", convInputGrad},
      {"pydl4j.ConvWeightGrad", convWeightGrad},
  };
  return table;
}

}  // namespace pydl4j
