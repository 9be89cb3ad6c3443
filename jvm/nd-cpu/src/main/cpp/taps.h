// What an output position of Resize reads along one axis: input positions and their weights. Resize is linear and
// separable, so these lists are all there is to it, and its gradient is the same lists turned around.
#pragma once
#include <string>
#include <vector>

#include "kernel.h"

namespace pydl4j {

struct Taps {
  int64_t in = 0, out = 0;
  std::vector<int64_t> start;    // out + 1: where each position's taps begin
  std::vector<int32_t> index;    // input positions
  std::vector<double> weight;
  std::vector<uint8_t> outside;  // positions that get the extrapolation value (their lists are empty); empty when none
  bool copies = true;            // one tap of weight 1 everywhere, but outside

  int64_t count(int64_t o) const { return start[o + 1] - start[o]; }
};

// Those of the k-th of the attribute "axes", see pydl4j.Resample. The same operations as in Java, in the same order:
// this file is compiled without contraction.
Taps tapsOf(const Attrs& attrs, size_t k, int64_t in, int64_t out);

// Those of an axis of Pad: what each output position repeats, nothing where the constant goes.
Taps paddingTaps(const std::string& mode, int64_t before, int64_t in, int64_t out);

// The taps of the transposed map: for every input position the output positions that read it.
Taps transposed(const Taps& t);

}  // namespace pydl4j
