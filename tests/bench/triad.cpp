// c = a + 3 b past the caches: what the machine's memory can move, measured without any engine.
#include <omp.h>
#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

extern "C" void triad(const float* a, const float* b, float* c, long n, int threads) {
#pragma omp parallel num_threads(threads)
  {
    long t = omp_get_thread_num(), of = omp_get_num_threads(), from = n / 16 * t / of * 16, to = n / 16 * (t + 1) / of * 16;
#if defined(__x86_64__)
    __m128 three = _mm_set1_ps(3);
    for (long i = from; i < to; i += 4) _mm_stream_ps(c + i, _mm_add_ps(_mm_load_ps(a + i), _mm_mul_ps(three, _mm_load_ps(b + i))));
    _mm_sfence();
#else
    for (long i = from; i < to; i++) c[i] = a[i] + 3 * b[i];
#endif
  }
}
