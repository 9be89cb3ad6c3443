// Reductions over any axes (ReduceSum, ReduceMean, ..., pydl4j.Any, pydl4j.SumTo): which elements meet in which order.
#include "reduce_fold.h"

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

using namespace reduction;

struct Axis { int64_t size; bool reduced; int64_t stride; };

struct Shape {
  std::vector<Axis> axes;  // collapsed, sizes above 1
  int64_t in = 1, out = 1, count = 1;
};

Shape shape(const Dims& dims, const std::vector<bool>& reduced) {
  Shape s;
  for (size_t i = 0; i < dims.size(); i++) {
    s.in *= dims[i];
    (reduced[i] ? s.count : s.out) *= dims[i];
    if (dims[i] == 1) continue;
    if (!s.axes.empty() && s.axes.back().reduced == reduced[i]) s.axes.back().size *= dims[i];
    else s.axes.push_back({dims[i], (bool)reduced[i], 0});
  }
  int64_t stride = 1;
  for (int i = (int)s.axes.size() - 1; i >= 0; i--) {
    s.axes[i].stride = stride;
    stride *= s.axes[i].size;
  }
  return s;
}

KernelPtr kernel(const Call& call, const Shape& s, const Fold* fold, Finish finish) {
  int threads = threadsFor(call, (double)s.in, 32768);
  std::string pattern;
  for (const Axis& a : s.axes) pattern += a.reduced ? 'R' : 'K';
  const Fold f = *fold;
  int64_t count = s.count, out = s.out, in = s.in;
  auto store = [=](const Cell* acc, const Args& a, int64_t at, int64_t n) { f.store(acc, a.out[0] + at * f.outBytes, n, finish, count); };
  if (in == 0) {
    return simple("native:reduce empty", [=](const Args& a) {
      Cell acc;
      f.start(&acc, 1);
      for (int64_t i = 0; i < out; i++) store(&acc, a, i, 1);
    });
  }
  if (pattern == "R") {
    return simple("native:reduce all", [=](const Args& a) {
      Cell* part = (Cell*)a.scratch;
      for (int t = 0; t < threads; t++) f.start(part + t * 8, 1);
      parallel(threads, in, 4096, [&](int64_t from, int64_t to, int t) { f.rows(a.in[0] + from * f.inBytes, 1, to - from, part + t * 8); });
      for (int t = 1; t < threads; t++) f.join(part, part + t * 8, 1);
      store(part, a, 0, 1);
    }, {}, threads * 64);
  }
  if (pattern == "KR") {
    return simple("native:reduce rows", [=](const Args& a) {
      parallel(threads, out, 1, [&](int64_t from, int64_t to, int) {
        Cell acc[64];
        for (int64_t i = from; i < to; i += 64) {
          int64_t n = std::min<int64_t>(64, to - i);
          f.start(acc, n);
          f.rows(a.in[0] + i * count * f.inBytes, n, count, acc);
          store(acc, a, i, n);
        }
      });
    });
  }
  if (pattern == "RK" && out < 64 * threads) {
    return simple("native:reduce columns, rows split", [=](const Args& a) {
      Cell* acc = (Cell*)a.scratch;
      f.start(acc, threads * out);
      parallel(threads, count, 1, [&](int64_t from, int64_t to, int t) {
        for (int64_t c = 0; c < out; c += WIDTH) {
          f.columns(a.in[0] + (from * out + c) * f.inBytes, out, to - from, (int)std::min<int64_t>(WIDTH, out - c), acc + t * out + c);
        }
      });
      for (int t = 1; t < threads; t++) f.join(acc, acc + t * out, out);
      store(acc, a, 0, out);
    }, {}, align64(threads * out * 8));
  }
  if (pattern.empty() || pattern == "K" || pattern == "RK" || pattern == "KRK") {
    bool none = pattern.empty() || pattern == "K";
    int64_t B = none ? out : s.axes.back().size, A = out / B, n = none ? 1 : count;
    int64_t least = (B + WIDTH - 1) / WIDTH, wanted = A >= threads ? least : (least + threads - 1) / threads * threads;
    int64_t width = std::min<int64_t>(WIDTH, std::max<int64_t>(64, ((B + wanted - 1) / wanted + 15) / 16 * 16));
    int64_t tiles = (B + width - 1) / width;  // a multiple of the threads where few rows are left
    return simple(none ? "native:reduce none" : "native:reduce columns", [=](const Args& a) {
      parallel(threads, A * tiles, 1, [&](int64_t from, int64_t to, int) {
        Cell acc[WIDTH];
        for (int64_t i = from; i < to; i++) {
          int64_t block = i / tiles, c = i % tiles * width;
          int w = (int)std::min(width, B - c);
          f.start(acc, w);
          f.columns(a.in[0] + (block * n * B + c) * f.inBytes, B, n, w, acc);
          store(acc, a, block * B + c, w);
        }
      });
    });
  }
  std::vector<Axis> kept, gone;
  for (const Axis& a : s.axes) (a.reduced ? gone : kept).push_back(a);
  return simple("native:reduce strided", [=](const Args& a) {
    parallel(threads, out, 1, [&](int64_t from, int64_t to, int) {
      for (int64_t i = from; i < to; i++) {
        int64_t rest = i, at = 0;
        for (int k = (int)kept.size() - 1; k >= 0; k--) {
          at += rest % kept[k].size * kept[k].stride;
          rest /= kept[k].size;
        }
        Cell acc;
        f.start(&acc, 1);
        const Axis& inner = gone.back();
        int64_t outer = count / inner.size;
        for (int64_t o = 0; o < outer; o++) {
          int64_t r = o, p = at;
          for (int k = (int)gone.size() - 2; k >= 0; k--) {
            p += r % gone[k].size * gone[k].stride;
            r /= gone[k].size;
          }
          if (inner.stride == 1) f.rows(a.in[0] + p * f.inBytes, 1, inner.size, &acc);
          else f.strided(a.in[0] + p * f.inBytes, inner.size, inner.stride, &acc);
        }
        store(&acc, a, i, 1);
      }
    });
  });
}

KernelPtr typed(const Call& call, const std::vector<bool>& reduced, Kind kind, Finish finish) {
  DType in = call.in[0].dtype, out = call.out[0].dtype;
  bool floats = in == DType::F32 || in == DType::F64 || in == DType::F16 || in == DType::BF16;
  if (finish != Finish::NONE && !floats) return unsupported("means and roots of integers");
  const Fold* fold = floats ? floatFold(kind, in, out) : wholeFold(kind, in, out);
  return fold ? kernel(call, shape(call.in[0].dims, reduced), fold, finish) : unsupported("these types");
}

template <Kind kind, Finish finish = Finish::NONE> KernelPtr reduce(const Call& call) {
  int rank = call.in[0].rank();
  if (call.present(1) && !call.attrs.has("axes")) return unsupported("axes must be an attribute");
  Dims axes = call.attrs.integers("axes");
  if (axes.empty() && call.attrs.integer("noop_with_empty_axes", 0)) return unsupported("nothing to reduce");
  std::vector<bool> reduced(rank, axes.empty());
  for (int64_t a : axes) reduced[a < 0 ? a + rank : a] = true;
  return typed(call, reduced, kind, finish);
}

KernelPtr sumTo(const Call& call) {
  const Dims& x = call.in[0].dims;
  Dims y = call.out[0].dims;
  y.insert(y.begin(), x.size() - y.size(), 1);
  std::vector<bool> reduced(x.size());
  for (size_t i = 0; i < x.size(); i++) reduced[i] = y[i] == 1;
  return typed(call, reduced, Kind::SUM, Finish::NONE);
}

}  // namespace

void addReduce(Table& t) {
  t["ReduceSum"] = reduce<Kind::SUM>;
  t["ReduceMean"] = reduce<Kind::SUM, Finish::MEAN>;
  t["ReduceMax"] = reduce<Kind::MAX>;
  t["ReduceMin"] = reduce<Kind::MIN>;
  t["ReduceProd"] = reduce<Kind::PRODUCT>;
  t["ReduceL1"] = reduce<Kind::ABSOLUTES>;
  t["ReduceL2"] = reduce<Kind::SQUARES, Finish::ROOT>;
  t["ReduceSumSquare"] = reduce<Kind::SQUARES>;
  t["pydl4j.Any"] = reduce<Kind::ANY>;
  t["pydl4j.All"] = reduce<Kind::ALL>;
  t["pydl4j.SumTo"] = sumTo;
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
