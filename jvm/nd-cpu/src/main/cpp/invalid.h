// The processor's sticky flag of invalid operations, which maxima and minima of NaN raise: an exact way is taken only where it is up.
#pragma once

namespace pydl4j {

// Whether one came since it was last asked, on this thread or in its regions (team.cpp collects their flags). Processors other than
// x86-64 have maxima that keep NaN.
inline bool takeInvalid() {
#if defined(__x86_64__)
  asm volatile("" ::: "memory");  // what came before is stored by now
  unsigned state = __builtin_ia32_stmxcsr();
  if (state & 1) __builtin_ia32_ldmxcsr(state & ~1u);
  asm volatile("" ::: "memory");
  return state & 1;
#else
  return false;
#endif
}

}  // namespace pydl4j
