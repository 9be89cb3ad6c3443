// The activations that a product or a convolution can end with, by ONNX name (FusedActivation.java has the same list).
#pragma once
#include "vecmath.h"

namespace pydl4j {
namespace PYDL4J_ISA {

struct Activation {
  enum Kind { NONE, RELU, LEAKY, ELU, TANH, SIGMOID, SOFTPLUS, SWISH, HARD_SIGMOID, HARD_SWISH, GELU, GELU_TANH, CLIP };
  Kind kind = NONE;
  double alpha = 0, beta = 0;

  // False when the call asks for one that we lack.
  static bool of(const Call& call, Activation& a) {
    static const std::map<std::string, Kind> KNOWN{{"", NONE}, {"Identity", NONE}, {"Relu", RELU}, {"LeakyRelu", LEAKY}, {"Elu", ELU},
        {"Tanh", TANH}, {"Sigmoid", SIGMOID}, {"Softplus", SOFTPLUS}, {"Swish", SWISH}, {"HardSigmoid", HARD_SIGMOID},
        {"HardSwish", HARD_SWISH}, {"Gelu", GELU}, {"GeluTanh", GELU_TANH}, {"Clip", CLIP}};
    auto found = KNOWN.find(call.attrs.text("activation", ""));
    if (found == KNOWN.end()) return false;
    a = {found->second, call.attrs.number("alpha", 0), call.attrs.number("beta", 0)};
    return true;
  }

  // In place; NaN stays NaN.
  template <class T> void apply(T* y, int64_t n) const {
    const T p = (T)alpha, q = (T)beta, half = T(0.5);
    auto each = [&](auto&& f) { for (int64_t i = 0; i < n; i++) y[i] = f(y[i]); };
    auto hard = [&](T v) { return between(p * v + q, T(0), T(1)); };
    switch (kind) {
      case NONE: break;
      case RELU: each([&](T v) { return v < 0 ? T(0) : v; }); break;
      case LEAKY: each([&](T v) { return v < 0 ? p * v : v; }); break;
      case ELU: each([&](T v) { return v < 0 ? p * vm::expm1(v) : v; }); break;
      case TANH: each([&](T v) { return vm::tanh(v); }); break;
      case SIGMOID: each([&](T v) { return vm::sigmoid(v); }); break;
      case SOFTPLUS: each([&](T v) { return vm::softplus(v); }); break;
      case SWISH: each([&](T v) { return v * vm::sigmoid(p * v); }); break;
      case HARD_SIGMOID: each(hard); break;
      case HARD_SWISH: each([&](T v) { return v * hard(v); }); break;
      case GELU: each([&](T v) { return half * v * (1 + vm::erf(v * T(0.70710678118654752))); }); break;
      case GELU_TANH: each([&](T v) { return half * v * (1 + vm::tanh(T(0.79788456080286536) * (v + T(0.044715) * v * v * v))); }); break;
      case CLIP: each([&](T v) { return between(v, p, q); }); break;
    }
  }

 private:
  template <class T> static T between(T v, T low, T high) {
    v = v < low ? low : v;
    return v > high ? high : v;
  }
};

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
