// Non-temporal stores, for outputs that no cache holds: the lines are not read before they are written, which is a third
// of the traffic of an addition.
#pragma once
#include <unistd.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "isa.h"

namespace pydl4j {
namespace PYDL4J_ISA {

// Whether an output of that size is better written past the caches: it is larger than the last of them.
inline bool isStreamed(int64_t bytes) {
  static const int64_t cache = [] {
    int64_t known = 0;
#ifdef _SC_LEVEL3_CACHE_SIZE
    known = sysconf(_SC_LEVEL3_CACHE_SIZE);
#endif
    return known > 0 ? known : (int64_t)32 << 20;
  }();
  return bytes > cache;
}

// Copies to memory that is not in a cache; streamEnd() makes the copies of this thread visible to the others.
inline void streamCopy(void* to, const void* from, int64_t bytes) {
  char* d = (char*)to;
  const char* s = (const char*)from;
#if defined(__x86_64__)
  int64_t head = std::min<int64_t>(bytes, -(uintptr_t)d & 63);
  memcpy(d, s, head);
  int64_t i = head;
  for (; i + 64 <= bytes; i += 64) {
#if defined(__AVX512F__)
    _mm512_stream_si512((__m512i*)(d + i), _mm512_loadu_si512(s + i));
#else
    for (int k = 0; k < 64; k += 16) _mm_stream_si128((__m128i*)(d + i + k), _mm_loadu_si128((const __m128i*)(s + i + k)));
#endif
  }
  memcpy(d + i, s + i, bytes - i);
#else
  memcpy(d, s, bytes);
#endif
}

inline void streamEnd() {
#if defined(__x86_64__)
  _mm_sfence();
#endif
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
