// Stacks of matrices: the leading axes of the operands of a product broadcast.
#pragma once
#include "kernel.h"

namespace pydl4j {

// Where each matrix of y, a stack of products, finds its operand in d, whose leading axes broadcast to those of y.
inline std::vector<int64_t> matrixStarts(const Dims& d, const Dims& y) {
  std::vector<int64_t> at(product(y, 0, y.size() - 2), 0);
  for (size_t g = 0; g < at.size(); g++) {
    int64_t rest = (int64_t)g, stride = d[d.size() - 2] * d.back();
    for (int64_t i = (int64_t)y.size() - 3, q = (int64_t)d.size() - 3; i >= 0; rest /= y[i--], q--) {
      if (q < 0) continue;
      if (d[q] != 1) at[g] += rest % y[i] * stride;
      stride *= d[q];
    }
  }
  return at;
}

}  // namespace pydl4j
