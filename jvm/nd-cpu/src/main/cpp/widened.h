#pragma once
#include "kernel.h"

namespace pydl4j {

// The kernel of a call with operands of 16 bits by the kernel of the same call in float32, null (with the reason) where there is none.
KernelPtr widened(const Call& call, KernelPtr (*make)(const Call&));

}  // namespace pydl4j
