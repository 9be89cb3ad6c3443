// The versions of the C library's functions that glibc 2.28 has, by symbol. A linker takes the newest of the machine where it runs,
// and the library would then ask for a glibc of that age.
#pragma once

#if defined(__x86_64__)
#define PYDL4J_OLDEST "GLIBC_2.2.5"
#elif defined(__aarch64__)
#define PYDL4J_OLDEST "GLIBC_2.17"
#endif

#ifdef PYDL4J_OLDEST
#define PYDL4J_OLD(as, name) __asm__(".symver " #as "," #name "@" PYDL4J_OLDEST)
#else
#define PYDL4J_OLD(as, name) static_assert(true)
#endif
