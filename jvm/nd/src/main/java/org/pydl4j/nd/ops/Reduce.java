package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Case.distinct;
import static org.pydl4j.nd.graph.Case.uniform;
import static org.pydl4j.nd.graph.Op.FLOATS;
import static org.pydl4j.nd.graph.Op.FLOATS_OR_COMPLEX;
import static org.pydl4j.nd.graph.Op.NUMBERS;
import static org.pydl4j.nd.graph.Op.NUMBERS_OR_COMPLEX;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Predicate;
import org.pydl4j.nd.array.DType;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Attrs;
import org.pydl4j.nd.graph.Backward;
import org.pydl4j.nd.graph.Call;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.spi.TensorType;

/** Reductions over axes. */
final class Reduce {
  private Reduce() {
  }

  /** Which axes go: the list "axes", all when absent or empty (unless noop_with_empty_axes). */
  static boolean[] reduced(Attrs a, int rank) {
    boolean[] r = new boolean[rank];
    long[] axes = a.getLongs("axes");
    if (axes == null || axes.length == 0) {
      java.util.Arrays.fill(r, !a.getBool("noop_with_empty_axes", false));
    } else {
      for (long x : axes) {
        r[(int) (x < 0 ? x + rank : x)] = true;
      }
    }
    return r;
  }

  private static TensorType[] types(Call c) {
    TensorType x = c.in(0);
    for (long axis : c.attrs().getLongs("axes", new long[0])) {
      c.axis(axis, x.rank());
    }
    boolean[] r = reduced(c.attrs(), x.rank());
    boolean keep = c.attrs().getBool("keepdims", true);
    return new TensorType[] {x.withDims(dims(x.dims(), r, keep))};
  }

  /** Axes that only a run will tell. */
  private static TensorType[] openTypes(Call c) {
    long[] out = new long[c.in(0).rank() - (c.attrs().getBool("keepdims", true) ? 0 : c.openDims("axes").length)];
    java.util.Arrays.fill(out, -1);
    return new TensorType[] {c.in(0).withDims(out)};
  }

  static long[] dims(long[] in, boolean[] reduced, boolean keep) {
    java.util.stream.LongStream.Builder out = java.util.stream.LongStream.builder();
    for (int i = 0; i < in.length; i++) {
      if (!reduced[i]) {
        out.add(in[i]);
      } else if (keep) {
        out.add(1);
      }
    }
    return out.build().toArray();
  }

  private static Op op(String name, int version) {
    return op(name, version, NUMBERS);
  }

  private static Op op(String name, int version, Predicate<DType> numbers) {
    return Op.onnx(name, version).in("x", numbers).list("axes", true).out("y").attr("keepdims", 1, "keep reduced axes as size 1")
        .attr("noop_with_empty_axes", 0, "no axes reduce nothing").types(Reduce::types).open(Reduce::openTypes)
        .cases(Case.of(distinct(3, 4, 5)), Case.of(Attrs.of("axes", new long[] {1}), distinct(3, 4, 5)),
            Case.of(Attrs.of("axes", new long[] {0, -1}, "keepdims", 0), distinct(3, 4, 5)),
            Case.of(Attrs.of("axes", new long[] {-1}, "keepdims", 0), distinct(7, 33)), Case.of(Attrs.of("axes", new long[] {0}), distinct(33, 7)));
  }

  private static Op fold(String name, int version, Predicate<DType> numbers, double start, DoubleBinaryOperator step) {
    return op(name, version, numbers).reference((a, in, out) -> fold(a, in[0], out[0], start, step, v -> v, 1));
  }

  /** out = last(fold of step over the reduced elements) * scale. */
  private static void fold(Attrs a, NDArray x, NDArray y, double start, DoubleBinaryOperator step, DoubleUnaryOperator last, double scale) {
    long[] shape = x.shape();
    boolean[] r = reduced(a, shape.length);
    double[] sums = new double[Math.toIntExact(y.size())];
    java.util.Arrays.fill(sums, start);
    long[] outStrides = new long[shape.length];
    long s = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      outStrides[i] = r[i] ? 0 : s;
      s *= r[i] ? 1 : shape[i];
    }
    long[] index = new long[shape.length];
    for (long i = 0; i < x.size(); i++) {
      int at = Math.toIntExact(Shapes.offset(i, shape, outStrides, index));
      sums[at] = step.applyAsDouble(sums[at], x.getDoubleAt(i));
    }
    for (int i = 0; i < sums.length; i++) {
      y.putDoubleAt(i, last.applyAsDouble(sums[i]) * scale);
    }
  }

  /** A reduced tensor (the output or its gradient) with its axes back as size 1. */
  private static Sym keep(Backward g, Sym reducedTensor) {
    boolean[] r = reduced(g.attrs(), g.in(0).rank());
    if (g.attrs().getBool("keepdims", true) || reducedTensor.rank() == g.in(0).rank()) {
      return reducedTensor;
    }
    long[] axes = java.util.stream.IntStream.range(0, r.length).filter(i -> r[i]).asLongStream().toArray();
    return axes.length == 0 ? reducedTensor : reducedTensor.unsqueeze(axes);
  }

  private static Sym[] extremum(Backward g) {
    Sym hit = g.in(0).eq(keep(g, g.out(0))).cast(g.in(0).dtype());
    boolean[] r = reduced(g.attrs(), g.in(0).rank());
    int[] axes = java.util.stream.IntStream.range(0, r.length).filter(i -> r[i]).toArray();
    return new Sym[] {hit.mul(keep(g, g.dy()).div(hit.sum(true, axes)))};
  }

  /** max + log(sum(exp(x - max))): no overflow. */
  private static Sym[] logSumExp(Attrs a, Sym x) {
    GraphBuilder b = x.builder();
    Attrs keep = a.with("keepdims", 1);
    Sym max = b.call("ReduceMax", keep, x);
    Sym y = b.call("ReduceSum", keep, x.sub(max).exp()).log().add(max);
    return new Sym[] {a.getBool("keepdims", true) ? y : b.call("ReduceSum", a, y)};
  }

  /** A reduction that does the same to both parts. */
  private static Op.OnComplex byParts(String name) {
    return (b, a, in) -> {
      long[] axes = java.util.stream.IntStream.of(axes(a, in[0])).asLongStream().toArray();
      return axes.length == 0 ? in[0] : Complex.joined(b.call(name, a.without("axes").without("noop_with_empty_axes"), Complex.parts(in[0]), b.longs(axes)));
    };
  }

  /** The reduced axes, none negative. */
  private static int[] axes(Attrs a, Sym x) {
    boolean[] r = reduced(a, x.rank());
    return java.util.stream.IntStream.range(0, r.length).filter(i -> r[i]).toArray();
  }

  /** The product of the two halves, until one number is left. */
  private static Sym complexProduct(Attrs a, Sym x) {
    int[] axes = axes(a, x);
    Sym y = x;
    for (int axis : axes) {
      long n = y.dim(axis);
      if (n <= 0) {
        if (n < 0) {
          throw new UnsupportedOperationException("[ReduceProd] the product of complex numbers needs known dims: got " + x.type() + ". Fix the dims of the inputs.");
        }
        long[] one = y.type().dims();
        one[axis] = 1;
        y = y.like(1).call("Expand", y.builder().longs(one));
      }
      for (; n > 1; n = (n + 1) / 2) {
        Sym both = y.slice(axis, 0, n / 2).mul(y.slice(axis, n / 2, n / 2 * 2));
        y = n % 2 == 0 ? both : Sym.concat(axis, both, y.slice(axis, n - 1, n));
      }
    }
    boolean keep = a.getBool("keepdims", true) || axes.length == 0;
    return keep ? y : y.squeeze(java.util.stream.IntStream.of(axes).asLongStream().toArray());
  }

  private static TensorType[] argTypes(Call c) {
    boolean[] r = new boolean[c.in(0).rank()];
    r[c.axis(c.attrs().getLong("axis", 0), c.in(0).rank())] = true;
    return new TensorType[] {new TensorType(DType.INT64, dims(c.in(0).dims(), r, c.attrs().getBool("keepdims", true)))};
  }

  private static Sym count(Backward g) {
    return g.in(0).call("Size").call("Div", g.out(0).call("Size")).cast(g.in(0).dtype());
  }

  /** The index along an axis of the first of the largest elements (sign 1) or of the smallest (-1). */
  private static void best(Attrs a, NDArray x, NDArray y, int sign) {
    long[] shape = x.shape();
    int axis = (int) (a.getLong("axis", 0) < 0 ? a.getLong("axis", 0) + shape.length : a.getLong("axis", 0));
    long inner = 1;
    for (int i = axis + 1; i < shape.length; i++) {
      inner *= shape[i];
    }
    for (long i = 0; i < y.size(); i++) {
      long start = i / inner * inner * shape[axis] + i % inner;
      long best = 0;
      for (long k = 1; k < shape[axis]; k++) {
        if (compare(x, start + k * inner, start + best * inner) * sign > 0) {
          best = k;
        }
      }
      y.putLongAt(i, best);
    }
  }

  private static int compare(NDArray x, long i, long j) {
    if (x.dtype().isFloat()) {
      double p = x.getDoubleAt(i);
      double q = x.getDoubleAt(j);
      return p > q ? 1 : p < q ? -1 : 0;
    }
    return x.dtype() == DType.UINT64 ? Long.compareUnsigned(x.getLongAt(i), x.getLongAt(j)) : Long.compare(x.getLongAt(i), x.getLongAt(j));
  }

  static final List<Op> OPS = List.of(
      fold("ReduceSum", 13, NUMBERS_OR_COMPLEX, 0, Double::sum).doc("sum over axes").onComplex(byParts("ReduceSum")).gradient(g -> new Sym[] {keep(g, g.dy()).expandTo(g.in(0))}),
      op("ReduceMean", 18, NUMBERS_OR_COMPLEX).doc("mean over axes").onComplex(byParts("ReduceMean"))
          .reference((a, in, out) -> fold(a, in[0], out[0], 0, Double::sum, v -> v, (double) out[0].size() / in[0].size()))
          .gradient(g -> new Sym[] {keep(g, g.dy()).div(count(g)).expandTo(g.in(0))}),
      fold("ReduceMax", 20, NUMBERS, Double.NEGATIVE_INFINITY, Math::max).doc("largest over axes").gradient(Reduce::extremum),
      fold("ReduceMin", 20, NUMBERS, Double.POSITIVE_INFINITY, Math::min).doc("smallest over axes").gradient(Reduce::extremum),
      fold("ReduceProd", 18, NUMBERS_OR_COMPLEX, 1, (x, y) -> x * y).doc("product over axes").onComplex((b, a, in) -> complexProduct(a, in[0]))
          .gradient(g -> new Sym[] {keep(g, g.dy()).mul(keep(g, g.out(0))).div(g.in(0))}),
      op("ReduceSumSquare", 18).doc("sum of squares over axes").reference((a, in, out) -> fold(a, in[0], out[0], 0, (s, v) -> s + v * v, v -> v, 1))
          .gradient(g -> new Sym[] {keep(g, g.dy()).mul(g.in(0)).mul(2)}),
      op("ReduceL2", 18).doc("square root of the sum of squares over axes")
          .reference((a, in, out) -> fold(a, in[0], out[0], 0, (s, v) -> s + v * v, Math::sqrt, 1))
          .gradient(g -> new Sym[] {keep(g, g.dy()).mul(g.in(0)).div(keep(g, g.out(0)))}),
      op("ReduceL1", 18).doc("sum of absolute values over axes").body((b, a, in) -> new Sym[] {b.call("ReduceSum", a, in[0].abs())}),
      op("ReduceLogSumExp", 18).doc("logarithm of the sum of exponentials over axes").body((b, a, in) -> logSumExp(a, in[0])),
      Op.onnx("ArgMin", 13).doc("index of the smallest element along an axis; the first of equals").in("x", NUMBERS).out("y")
          .attr("axis", 0, "axis").attr("keepdims", 1, "keep the axis as size 1").types(Reduce::argTypes).reference((a, in, out) -> best(a, in[0], out[0], -1))
          .noGradient("an index has no derivative").cases(Case.of(Attrs.of("axis", 1), distinct(3, 5))),
      Op.onnx("ArgMax", 13).doc("index of the largest element along an axis; the first of equals").in("x", NUMBERS).out("y")
          .attr("axis", 0, "axis").attr("keepdims", 1, "keep the axis as size 1")
          .types(Reduce::argTypes)
          .reference((a, in, out) -> best(a, in[0], out[0], 1))
          .noGradient("an index has no derivative").cases(Case.of(Attrs.of("axis", 1), distinct(3, 5)), Case.of(Attrs.of("axis", 0, "keepdims", 0), distinct(3, 5))),
      Op.ours("SumTo").doc("sum of x down to the shape of the second input, undoing a broadcast").in("x", FLOATS_OR_COMPLEX).like("like").out("y")
          .types(c -> new TensorType[] {c.in(0).withDims(c.in(1).dims())})
          .body((b, a, in) -> sumTo(in))
          .gradient(g -> new Sym[] {g.dy().expandTo(g.in(0)), null})
          .cases(Case.of(uniform(-1, 1, 4, 5), uniform(-1, 1, 5)), Case.of(uniform(-1, 1, 4, 5), uniform(-1, 1, 4, 1)), Case.of(uniform(-1, 1, 3, 4), uniform(-1, 1))),
      Op.ours("ExpandTo").doc("x broadcast to the shape of the second input").in("x", Op.ANY).like("like").out("y")
          .types(c -> new TensorType[] {c.in(0).withDims(c.broadcast(c.in(0).dims(), c.in(1).dims()))})
          .body((b, a, in) -> in[1].type().isConcrete() ? new Sym[] {in[0].call("Expand", b.longs(in[1].type().dims()))} : null)
          .export((b, a, in) -> new Sym[] {b.call("Expand", Attrs.NONE, in[0], in[1].call("Shape"))})
          .gradient(g -> new Sym[] {g.dy().sumTo(g.in(0)), null})
          .cases(Case.of(uniform(-1, 1, 5), uniform(-1, 1, 4, 5)), Case.of(uniform(-1, 1), uniform(-1, 1, 3))));

  /** Known shapes only: reduces the axes that were broadcast; null while a shape is open. */
  private static Sym[] sumTo(Sym[] in) {
    TensorType x = in[0].type();
    TensorType to = in[1].type();
    if (!x.isConcrete() || !to.isConcrete()) {
      return null;
    }
    int lead = x.rank() - to.rank();
    java.util.stream.IntStream.Builder gone = java.util.stream.IntStream.builder();
    for (int i = 0; i < x.rank(); i++) {
      if (i < lead || to.dims()[i - lead] == 1 && x.dims()[i] != 1) {
        gone.add(i);
      }
    }
    int[] axes = gone.build().toArray();
    Sym y = axes.length == 0 ? in[0] : in[0].sum(true, axes);
    return new Sym[] {java.util.Arrays.equals(y.type().dims(), to.dims()) ? y : y.reshape(to.dims())};
  }
}
