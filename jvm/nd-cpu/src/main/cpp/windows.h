// Pads of convolution and pool windows, ONNX's auto_pad resolved.
#pragma once
#include <algorithm>

#include "kernel.h"

namespace pydl4j {

// [begin..., end...] over the spatial axes of an input of dims `in`.
inline Dims padsOf(const Attrs& attrs, const Dims& in, const Dims& kernel, const Dims& strides, const Dims& dilations) {
  size_t n = in.size();
  std::string automatic = attrs.text("auto_pad", "NOTSET");
  if (automatic == "NOTSET" || automatic.empty()) return attrs.integers("pads", Dims(2 * n, 0));
  Dims pads(2 * n, 0);
  for (size_t i = 0; i < n && automatic != "VALID"; i++) {
    int64_t reach = (kernel[i] - 1) * dilations[i] + 1, out = (in[i] + strides[i] - 1) / strides[i];
    int64_t total = std::max<int64_t>(0, (out - 1) * strides[i] + reach - in[i]);
    pads[i] = automatic == "SAME_UPPER" ? total / 2 : total - total / 2;
    pads[n + i] = total - pads[i];
  }
  return pads;
}

}  // namespace pydl4j
