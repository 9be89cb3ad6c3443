// Pointwise programs on unsigned integers.
#include "pointwise_whole.h"

namespace pydl4j {
namespace PYDL4J_ISA {
namespace pointwise {

PYDL4J_WHOLE(uint8_t)
PYDL4J_WHOLE(uint16_t)
PYDL4J_WHOLE(uint32_t)
PYDL4J_WHOLE(uint64_t)

}  // namespace pointwise
}  // namespace PYDL4J_ISA
}  // namespace pydl4j
