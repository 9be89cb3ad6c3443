#include "taps.h"

#include <algorithm>
#include <cmath>

namespace pydl4j {

namespace {

// One axis of a Resample: sizes as floats of type T, as positions are computed.
template <class T> struct Place {
  std::string mode;
  T scale, in, out, roiStart, roiEnd;

  // Where position i of the output lies on the input.
  T source(T i) const {
    if (mode == "align_corners") return out == 1 ? 0 : i * (in - 1) / (out - 1);
    if (mode == "asymmetric") return i / scale;
    if (mode == "pytorch_half_pixel") return out > 1 ? (i + (T)0.5) / scale - (T)0.5 : 0;
    if (mode == "tf_half_pixel_for_nn") return (i + (T)0.5) / scale;
    if (mode == "tf_crop_and_resize") {
      if (out <= 1) return (T)0.5 * (roiStart + roiEnd) * (in - 1);
      T first = roiStart * (in - 1), way = i * (roiEnd - roiStart) * (in - 1) / (out - 1);
      return first + way;
    }
    T at = (i + (T)0.5) / scale - (T)0.5;
    if (mode == "half_pixel_symmetric") at = in / 2 * (1 - out / (scale * in)) + at;
    return at;
  }
};

template <class T> Place<T> placeOf(const Attrs& a, size_t k, int64_t in, int64_t out) {
  std::vector<double> roi = a.numbers("roi"), scales = a.numbers("scales");
  size_t n = scales.size();
  bool has = roi.size() == 2 * n;
  return {a.text("coordinate_transformation_mode", "half_pixel"), (T)scales[k], (T)in, (T)out, (T)(has ? roi[k] : 0),
      (T)(has ? roi[n + k] : 1)};
}

double rounded(const std::string& how, float at) {
  if (how == "floor") return std::floor(at);
  if (how == "ceil") return std::ceil(at);
  if (how == "round_prefer_ceil") return std::floor(at + 0.5f);
  return std::ceil(at - 0.5f);
}

double cubic(double x, double a) {
  x = std::fabs(x);
  if (x <= 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  return x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0;
}

// Adds one position's taps; those of weight 0 are left out, so that 0 times infinity is no number's business.
void append(Taps& t, const std::vector<std::pair<int64_t, double>>& taps) {
  for (auto& [i, w] : taps) {
    if (w == 0) continue;
    if (t.start.back() < (int64_t)t.index.size() && t.index.back() == (int32_t)i) {
      t.weight.back() += w;
    } else {
      t.index.push_back((int32_t)i);
      t.weight.push_back(w);
    }
  }
  t.copies &= (int64_t)t.index.size() == t.start.back() + 1 && t.weight.back() == 1;
  t.start.push_back((int64_t)t.index.size());
}

}  // namespace

Taps tapsOf(const Attrs& attrs, size_t k, int64_t in, int64_t out) {
  Place<double> place = placeOf<double>(attrs, k, in, out);
  Place<float> single = placeOf<float>(attrs, k, in, out);  // nearest rounds positions as other runtimes compute them
  std::string mode = attrs.text("mode", "nearest"), how = attrs.text("nearest_mode", "round_prefer_floor");
  bool exclude = attrs.integer("exclude_outside", 0), crop = place.mode == "tf_crop_and_resize";
  double a = attrs.number("cubic_coeff_a", -0.75), reach = mode == "cubic" ? 2 : 1;
  // The filter is stretched where the image shrinks.
  double stretch = attrs.integer("antialias", 0) ? std::max(1.0, 1 / place.scale) : 1;
  Taps t;
  t.in = in;
  t.out = out;
  t.start.push_back(0);
  std::vector<std::pair<int64_t, double>> taps;
  for (int64_t o = 0; o < out; o++) {
    double at = place.source((double)o);
    bool outside = crop && (at < 0 || at > in - 1);
    taps.clear();
    if (outside) {
      if (t.outside.empty()) t.outside.resize(out);
      t.outside[o] = 1;
      t.start.push_back((int64_t)t.index.size());
      continue;
    } else if (mode == "nearest") {
      double i = rounded(how, single.source((float)o));
      taps.push_back({(int64_t)std::max(0.0, std::min(in - 1.0, i)), 1});
    } else {
      double sum = 0;
      int64_t first = (int64_t)std::floor(at - reach * stretch) + 1, end = (int64_t)std::ceil(at + reach * stretch);
      for (int64_t i = first; i < end; i++) {
        if (exclude && (i < 0 || i >= in)) continue;
        double x = (i - at) / stretch, w = mode == "cubic" ? cubic(x, a) : std::max(0.0, 1 - std::fabs(x));
        taps.push_back({std::max<int64_t>(0, std::min(in - 1, i)), w});
        sum += w;
      }
      if (sum == 0) taps = {{(int64_t)std::max(0.0, std::min(in - 1.0, std::floor(at + 0.5))), sum = 1}};
      if (exclude || stretch > 1) for (auto& tap : taps) tap.second /= sum;
    }
    append(t, taps);
  }
  return t;
}

Taps paddingTaps(const std::string& mode, int64_t before, int64_t in, int64_t out) {
  Taps t;
  t.in = in;
  t.out = out;
  t.start.push_back(0);
  for (int64_t o = 0; o < out; o++) {
    int64_t i = o - before;
    if (mode == "edge") i = std::max<int64_t>(0, std::min(in - 1, i));
    if (mode == "wrap" && in > 0) i = (i % in + in) % in;
    if (mode == "reflect") i = i < 0 ? -i : i >= in ? 2 * (in - 1) - i : i;
    if (i >= 0 && i < in) append(t, {{i, 1.0}});
    else append(t, {});
  }
  return t;
}

Taps transposed(const Taps& t) {
  Taps r;
  r.in = t.out;
  r.out = t.in;
  std::vector<int64_t> count(t.in + 1, 0);
  for (int32_t i : t.index) count[i + 1]++;
  for (int64_t i = 0; i < t.in; i++) count[i + 1] += count[i];
  r.start = count;
  r.index.resize(t.index.size());
  r.weight.resize(t.index.size());
  r.copies = false;
  for (int64_t o = 0; o < t.out; o++) {
    for (int64_t k = t.start[o]; k < t.start[o + 1]; k++) {
      int64_t at = count[t.index[k]]++;
      r.index[at] = (int32_t)o;
      r.weight[at] = t.weight[k];
    }
  }
  return r;
}

}  // namespace pydl4j
