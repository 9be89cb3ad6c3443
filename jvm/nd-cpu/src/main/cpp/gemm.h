// A small matrix product over packed panels, for what oneDNN lacks: products inside a recurrence, and float64.
#pragma once
#include "isa.h"

namespace pydl4j {
namespace PYDL4J_ISA {

// Register tile: MR rows by NR vectors of W numbers.
template <class T> struct Tile {
#ifdef __AVX512F__
  static const int BYTES = 64, MR = 8;
#elif defined(__AVX2__)
  static const int BYTES = 32, MR = 6;
#else
  static const int BYTES = 16, MR = 4;
#endif
  static const int W = BYTES / sizeof(T), NR = 2, PANEL = W * NR;
  typedef T Vec __attribute__((vector_size(BYTES), aligned(sizeof(T)), may_alias));

  static int64_t padded(int64_t n) { return (n + PANEL - 1) / PANEL * PANEL; }
};

// b [K, N], or its transpose when trans ([N, K] stored), into panels [N / PANEL][K][PANEL] padded with zeros.
template <class T> void packPanels(const T* b, int64_t K, int64_t N, bool trans, T* out, int threads) {
  const int P = Tile<T>::PANEL;
  parallel(threads, Tile<T>::padded(N) / P, 1, [&](int64_t from, int64_t to, int) {
    for (int64_t p = from; p < to; p++) {
      T* o = out + p * K * P;
      int w = (int)std::min<int64_t>(P, N - p * P);
      for (int64_t k = 0; k < K; k++) {
        for (int j = 0; j < w; j++) o[k * P + j] = trans ? b[(p * P + j) * K + k] : b[k * N + p * P + j];
        for (int j = w; j < P; j++) o[k * P + j] = 0;
      }
    }
  });
}

// y (M rows, one panel wide) = a times the panel, plus y's content when more. a's rows are lda apart, its columns kda.
template <class T, int M>
inline __attribute__((always_inline)) void tile(
    const T* a, int64_t lda, int64_t kda, const T* panel, int64_t K, T* y, int64_t ldy, bool more) {
  typedef typename Tile<T>::Vec Vec;
  const int W = Tile<T>::W, NR = Tile<T>::NR;
  Vec acc[M][NR];
  for (int i = 0; i < M; i++) {
    for (int j = 0; j < NR; j++) acc[i][j] = more ? *(const Vec*)(y + i * ldy + j * W) : Vec{};
  }
  for (int64_t k = 0; k < K; k++) {
    Vec b[NR];
    for (int j = 0; j < NR; j++) b[j] = *(const Vec*)(panel + k * NR * W + j * W);
    for (int i = 0; i < M; i++) {
      T s = a[i * lda + k * kda];
      for (int j = 0; j < NR; j++) acc[i][j] += s * b[j];
    }
  }
  for (int i = 0; i < M; i++) for (int j = 0; j < NR; j++) *(Vec*)(y + i * ldy + j * W) = acc[i][j];
}

// `rows` rows of one panel.
template <class T>
void rowsTimesPanel(const T* a, int64_t lda, int64_t kda, int64_t rows, const T* panel, int64_t K, T* y, int64_t ldy,
    bool more = false) {
  const int MR = Tile<T>::MR;
  int64_t i = 0;
  for (; i + MR <= rows; i += MR) tile<T, MR>(a + i * lda, lda, kda, panel, K, y + i * ldy, ldy, more);
  for (; i + 4 <= rows; i += 4) tile<T, 4>(a + i * lda, lda, kda, panel, K, y + i * ldy, ldy, more);
  for (; i + 2 <= rows; i += 2) tile<T, 2>(a + i * lda, lda, kda, panel, K, y + i * ldy, ldy, more);
  for (; i < rows; i++) tile<T, 1>(a + i * lda, lda, kda, panel, K, y + i * ldy, ldy, more);
}

const int64_t PANEL_DEPTH = 192;  // rows of a panel at a time, so that they stay in the L1 cache

// Bytes that multiply() below wants for m rows.
template <class T> int64_t roomFor(int64_t m) { return align64((PANEL_DEPTH + m) * Tile<T>::PANEL * sizeof(T)); }

// y [m, n] = a b on one thread, added to what y holds when `more`; operands are row-major, or transposed.
template <class T>
void multiply(bool transA, bool transB, int64_t m, int64_t n, int64_t K, const T* a, int64_t lda, const T* b,
    int64_t ldb, T* y, int64_t ldy, bool more, void* room) {
  const int64_t P = Tile<T>::PANEL;
  T *panel = (T*)room, *edge = panel + PANEL_DEPTH * P;
  int64_t row = transA ? 1 : lda, column = transA ? lda : 1;
  for (int64_t j = 0; j < n; j += P) {
    int64_t w = std::min(P, n - j);
    bool whole = w == P;
    if (!whole && more) {
      for (int64_t i = 0; i < m; i++) for (int64_t c = 0; c < w; c++) edge[i * P + c] = y[i * ldy + j + c];
    }
    for (int64_t k = 0; k < K; k += PANEL_DEPTH) {
      int64_t depth = std::min(PANEL_DEPTH, K - k);
      for (int64_t r = 0; r < depth; r++) {
        T* o = panel + r * P;
        for (int64_t c = 0; c < w; c++) o[c] = transB ? b[(j + c) * ldb + k + r] : b[(k + r) * ldb + j + c];
        for (int64_t c = w; c < P; c++) o[c] = 0;
      }
      rowsTimesPanel(a + k * column, row, column, m, panel, depth, whole ? y + j : edge, whole ? ldy : P, more || k > 0);
    }
    if (!whole) {
      for (int64_t i = 0; i < m; i++) for (int64_t c = 0; c < w; c++) y[i * ldy + j + c] = edge[i * P + c];
    }
  }
}

// M rows times C panels side by side: more sums at once than few rows of one panel have.
template <class T, int M, int C>
inline void fewTimesPanels(const T* a, int64_t lda, const T* panels, int64_t K, T* y, int64_t ldy) {
  typedef typename Tile<T>::Vec Vec;
  const int W = Tile<T>::W, NR = Tile<T>::NR, P = Tile<T>::PANEL;
  Vec acc[M][C][NR] = {};
  for (int64_t k = 0; k < K; k++) {
    Vec s[M];
    for (int i = 0; i < M; i++) s[i] = a[i * lda + k] - Vec{};
    for (int c = 0; c < C; c++) {
      for (int j = 0; j < NR; j++) {
        const Vec b = *(const Vec*)(panels + (c * K + k) * P + j * W);
        for (int i = 0; i < M; i++) acc[i][c][j] += s[i] * b;
      }
    }
  }
  for (int i = 0; i < M; i++) {
    for (int c = 0; c < C; c++) for (int j = 0; j < NR; j++) *(Vec*)(y + i * ldy + c * P + j * W) = acc[i][c][j];
  }
}

template <class T, int M>
void fewTimesPanels(const T* a, int64_t lda, const T* panels, int64_t count, int64_t K, T* y, int64_t ldy) {
  const int P = Tile<T>::PANEL, C = M == 1 || (M == 2 && Tile<T>::MR == 8) ? 4 : 2;  // sums stay in registers
  int64_t p = 0;
  for (; p + C <= count; p += C) fewTimesPanels<T, M, C>(a, lda, panels + p * K * P, K, y + p * P, ldy);
  for (; C > 2 && p + 2 <= count; p += 2) fewTimesPanels<T, M, 2>(a, lda, panels + p * K * P, K, y + p * P, ldy);
  for (; p < count; p++) fewTimesPanels<T, M, 1>(a, lda, panels + p * K * P, K, y + p * P, ldy);
}

// `rows` rows of `count` panels; a's columns lie side by side.
template <class T>
void rowsTimesPanels(const T* a, int64_t lda, int64_t rows, const T* panels, int64_t count, int64_t K, T* y, int64_t ldy) {
  const int P = Tile<T>::PANEL;
  if (rows == 1) return fewTimesPanels<T, 1>(a, lda, panels, count, K, y, ldy);
  if (rows == 2) return fewTimesPanels<T, 2>(a, lda, panels, count, K, y, ldy);
  if (rows == 3) return fewTimesPanels<T, 3>(a, lda, panels, count, K, y, ldy);
  for (int64_t p = 0; p < count; p++) rowsTimesPanel(a, lda, 1, rows, panels + p * K * P, K, y + p * P, ldy);
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
