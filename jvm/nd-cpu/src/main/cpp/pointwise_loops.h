// Loops of instructions over a tile, made of functions on numbers.
#pragma once
#include "pointwise.h"

namespace pydl4j {
namespace PYDL4J_ISA {
namespace pointwise {

template <class T, class F, class D = T> struct Unary {
  static void v(D* d, const T* a, const T*, const T*, int n) {
#pragma GCC ivdep
    for (int i = 0; i < n; i++) d[i] = (D)F::f(a[i]);
  }
};

template <class T, class F, class D = T> struct Binary {
  static void vv(D* d, const T* a, const T* b, const T*, int n) {
#pragma GCC ivdep
    for (int i = 0; i < n; i++) d[i] = (D)F::f(a[i], b[i]);
  }
  static void vs(D* d, const T* a, const T* b, const T*, int n) {
    T s = b[0];
#pragma GCC ivdep
    for (int i = 0; i < n; i++) d[i] = (D)F::f(a[i], s);
  }
  static void sv(D* d, const T* a, const T* b, const T*, int n) {
    T s = a[0];
#pragma GCC ivdep
    for (int i = 0; i < n; i++) d[i] = (D)F::f(s, b[i]);
  }
};

template <class T, class F> struct Ternary {
  static void vvv(T* d, const T* a, const T* b, const T* c, int n) {
#pragma GCC ivdep
    for (int i = 0; i < n; i++) d[i] = F::f(a[i], b[i], c[i]);
  }
};

#define PYDL4J_UN(NAME, EXPR) struct Fn##NAME { template <class T> PYDL4J_INLINE T f(T a) { return EXPR; } };
#define PYDL4J_BIN(NAME, EXPR) struct Fn##NAME { template <class T> PYDL4J_INLINE T f(T a, T b) { return EXPR; } };
#define PYDL4J_TER(NAME, EXPR) struct Fn##NAME { template <class T> PYDL4J_INLINE T f(T a, T b, T c) { return EXPR; } };
// Truth: 1 or 0 in the type of the numbers, or as a byte.
#define PYDL4J_TEST1(NAME, EXPR) struct Fn##NAME { template <class T> PYDL4J_INLINE bool f(T a) { return EXPR; } };
#define PYDL4J_TEST2(NAME, EXPR) struct Fn##NAME { template <class T> PYDL4J_INLINE bool f(T a, T b) { return EXPR; } };

#define PYDL4J_U(NAME) table[NAME] = {1, {Unary<T, Fn##NAME>::v, nullptr, nullptr}, {}};
#define PYDL4J_B(NAME) table[NAME] = {2, {Binary<T, Fn##NAME>::vv, Binary<T, Fn##NAME>::vs, Binary<T, Fn##NAME>::sv}, {}};
#define PYDL4J_X(NAME) table[NAME] = {3, {Ternary<T, Fn##NAME>::vvv, nullptr, nullptr}, {}};
#define PYDL4J_T1(NAME) table[NAME] = {1, {Unary<T, Fn##NAME>::v, nullptr, nullptr}, {Unary<T, Fn##NAME, uint8_t>::v, nullptr, nullptr}};
#define PYDL4J_T2(NAME) table[NAME] = {2, {Binary<T, Fn##NAME>::vv, Binary<T, Fn##NAME>::vs, Binary<T, Fn##NAME>::sv}, \
    {Binary<T, Fn##NAME, uint8_t>::vv, Binary<T, Fn##NAME, uint8_t>::vs, Binary<T, Fn##NAME, uint8_t>::sv}};

PYDL4J_COMMON_FUNCTIONS

}  // namespace pointwise
}  // namespace PYDL4J_ISA
}  // namespace pydl4j
