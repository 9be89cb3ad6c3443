// Pad, OneHot and Trilu: results that are an input's elements, or a fill.
#include <stdexcept>

#include "elements.h"

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

// One axis of a padded array, or several that are padded nowhere as one.
struct Padded {
  int64_t in, out;
  Dims from;               // the input index of every output index, -1 where the fill goes
  int64_t low = 0, high = 0;  // outputs that lie side by side in the input
};

Padded padded(int64_t in, int64_t out, int64_t before, const std::string& mode) {
  Padded p{in, out, {}};
  for (int64_t o = 0; o < out; o++) {
    int64_t i = o - before, n = in;
    if (mode == "edge") i = std::min(std::max<int64_t>(i, 0), n - 1);
    if (mode == "wrap" && n > 0) i = (i % n + n) % n;
    if (mode == "reflect" && n > 1) {
      i = (i % (2 * n - 2) + 2 * n - 2) % (2 * n - 2);
      if (i >= n) i = 2 * n - 2 - i;
    }
    p.from.push_back(i >= 0 && i < n ? i : -1);
  }
  p.low = std::min(out, std::max<int64_t>(0, before));
  p.high = std::max(p.low, std::min(out, before + in));
  return p;
}

// x, pads (attr), constant_value? -> y; attr axes names the padded axes, mode is constant, edge, reflect or wrap. Axes
// behind the last padded one are moved as one element.
KernelPtr pad(const Call& call) {
  const Dims &x = call.in[0].dims, &y = call.out[0].dims;
  int rank = (int)x.size();
  Dims pads = call.attrs.integers("pads"), axes = call.attrs.integers("axes");
  std::string mode = call.attrs.text("mode", "constant");
  if (!call.attrs.has("pads") || rank == 0) return unsupported("pads must be an attribute");
  if (axes.empty()) for (int i = 0; i < rank; i++) axes.push_back(i);
  Dims before(rank, 0);
  for (size_t i = 0; i < axes.size(); i++) before[axes[i] < 0 ? axes[i] + rank : axes[i]] = pads[i];
  std::vector<Padded> list;
  int64_t inner = 1;
  for (int a = rank - 1; a >= 0; a--) {
    bool whole = before[a] == 0 && x[a] == y[a];
    if (whole && list.empty() && a > 0) inner *= x[a];
    else list.insert(list.begin(), padded(x[a], y[a], before[a], mode));
  }
  const Padded row = list.back();
  list.pop_back();
  int64_t outer = 1;
  for (auto& p : list) outer *= p.out;
  int width = bytesOf(call.in[0].dtype);
  bool hasFill = call.present(2);
  int threads = threadsFor(call, (double)call.out[0].size());
  return simple("native:pad", [=](const Args& args) {
    byWidth(width, [&](auto* type) {
      using E = std::remove_pointer_t<decltype(type)>;
      E fill = hasFill ? *args.input<E>(2) : E(0);
      parallel(threads, outer, 1, [&](int64_t first, int64_t last, int) {
        for (int64_t i = first; i < last; i++) {
          int64_t at = 0, rest = i, stride = row.in * inner;
          bool inside = true;
          for (size_t a = list.size(); a-- > 0;) {
            int64_t k = list[a].from[rest % list[a].out];
            rest /= list[a].out;
            inside &= k >= 0;
            at += k * stride;
            stride *= list[a].in;
          }
          E* to = args.output<E>(0) + i * row.out * inner;
          if (!inside) {
            std::fill(to, to + row.out * inner, fill);
            continue;
          }
          const E* source = args.input<E>(0) + at;
          auto one = [&](int64_t j) {
            int64_t k = row.from[j];
            if (inner == 1) to[j] = k < 0 ? fill : source[k];
            else if (k < 0) std::fill(to + j * inner, to + (j + 1) * inner, fill);
            else memcpy(to + j * inner, source + k * inner, inner * sizeof(E));
          };
          for (int64_t j = 0; j < row.low; j++) one(j);
          if (row.high > row.low) {
            memcpy(to + row.low * inner, source + row.from[row.low] * inner, (row.high - row.low) * inner * sizeof(E));
          }
          for (int64_t j = row.high; j < row.out; j++) one(j);
        }
      });
    });
  });
}

// indices, depth (attr), values [off, on] -> y; indices outside [-depth, depth) give no "on".
KernelPtr oneHot(const Call& call) {
  DType t = call.in[0].dtype;
  if (t != DType::I64 && t != DType::I32 && t != DType::F32) {
    return unsupported("indices must be int32, int64 or float32");
  }
  int rank = call.out[0].rank();
  int64_t axis = call.attrs.integer("axis", -1);
  if (axis < 0) axis += rank;
  int64_t depth = call.out[0].dims[axis], inner = product(call.out[0].dims, axis + 1), count = call.in[0].size();
  int width = bytesOf(call.out[0].dtype);
  int threads = threadsFor(call, (double)call.out[0].size());
  return simple("native:onehot", [=](const Args& args) {
    byWidth(width, [&](auto* type) {
      using E = std::remove_pointer_t<decltype(type)>;
      E off = args.input<E>(2)[0], on = args.input<E>(2)[1];
      E* y = args.output<E>(0);
      parallel(threads, count, inner, [&](int64_t first, int64_t last, int) {
        for (int64_t j = first / inner * depth * inner; j < last / inner * depth * inner; j++) y[j] = off;
        for (int64_t i = first; i < last; i++) {
          int64_t k = t == DType::I64 ? args.input<int64_t>(0)[i] : t == DType::I32 ? args.input<int32_t>(0)[i]
              : (int64_t)args.input<float>(0)[i];
          if (k < 0) k += depth;
          if (k >= 0 && k < depth) y[i / inner * inner * depth + k * inner + i % inner] = on;
        }
      });
    });
  });
}

// Matrices with the part below (upper) or above (lower) diagonal k set to zero.
KernelPtr trilu(const Call& call) {
  const Dims& d = call.in[0].dims;
  Dims given = call.attrs.integers("k");
  if (call.present(1) && given.empty()) return unsupported("k must be an attribute");
  int64_t k = given.empty() ? 0 : given[0], columns = d.back(), rows = d[d.size() - 2], total = call.in[0].size();
  bool upper = call.attrs.integer("upper", 1);
  int width = bytesOf(call.in[0].dtype);
  int threads = threadsFor(call, (double)total);
  return simple("native:trilu", [=](const Args& args) {
    byWidth(width, [&](auto* type) {
      using E = std::remove_pointer_t<decltype(type)>;
      parallel(threads, columns ? total / columns : 0, 1, [&](int64_t first, int64_t last, int) {
        for (int64_t r = first; r < last; r++) {
          const E* x = args.input<E>(0) + r * columns;
          E* y = args.output<E>(0) + r * columns;
          int64_t border = r % rows + k;  // columns below it are under the diagonal
          for (int64_t j = 0; j < columns; j++) y[j] = (upper ? j >= border : j <= border) ? x[j] : E(0);
        }
      });
    });
  }, {{0, 0}});
}

}  // namespace

void addPieces(Table& t) {
  t["Pad"] = pad;
  t["OneHot"] = oneHot;
  t["Trilu"] = trilu;
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
