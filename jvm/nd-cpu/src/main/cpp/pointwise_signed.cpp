// Pointwise programs on signed integers.
#include "pointwise_whole.h"

namespace pydl4j {
namespace PYDL4J_ISA {
namespace pointwise {

PYDL4J_WHOLE(int8_t)
PYDL4J_WHOLE(int16_t)
PYDL4J_WHOLE(int32_t)
PYDL4J_WHOLE(int64_t)

}  // namespace pointwise
}  // namespace PYDL4J_ISA
}  // namespace pydl4j
