package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Case.distinct;
import static org.pydl4j.nd.graph.Case.uniform;
import static org.pydl4j.nd.graph.Op.ANY;
import static org.pydl4j.nd.graph.Op.FLOATS;
import static org.pydl4j.nd.graph.Op.FLOATS_OR_COMPLEX;
import static org.pydl4j.nd.graph.Op.NUMBERS;
import static org.pydl4j.nd.graph.Op.NUMBERS_OR_COMPLEX;
import static org.pydl4j.nd.graph.Op.ORDERED;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Predicate;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Backward;
import org.pydl4j.nd.graph.Call;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Form;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.pointwise.PointwiseCode;
import org.pydl4j.nd.pointwise.WholeNumbers;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

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
        r[(int) x] = true;
      }
    }
    return r;
  }

  private static TensorType[] types(Call c) {
    TensorType x = c.in(0);
    boolean[] r = reduced(c.attrs(), x.rank());
    boolean keep = c.attrs().getBool("keepdims", true);
    return new TensorType[] {x.withDims(dims(x.dims(), r, keep)).withDType(resultType(c))};
  }

  /** The type to compute in and to give back: out_type where it is given, else the input's. */
  private static DType resultType(Call c) {
    int number = c.attrs().getInt("out_type", 0);
    return number == 0 ? c.in(0).dtype() : DType.ofOnnx(number);
  }

  private static TensorType[] ofNumbers(Call c, TensorType[] out) {
    if (out[0].dtype() == DType.BOOL) {
      throw c.fail("truth values", "numbers", "Give out_type, int64 to count them.");
    }
    return out;
  }

  /** Axes that only a run will tell. */
  private static TensorType[] openTypes(Call c) {
    long[] out = new long[c.in(0).rank() - (c.attrs().getBool("keepdims", true) ? 0 : c.openDims("axes").length)];
    java.util.Arrays.fill(out, -1);
    return new TensorType[] {c.in(0).withDims(out).withDType(resultType(c))};
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
    return op(Op.onnx(name, version), NUMBERS);
  }

  private static Op op(Op op, Predicate<DType> allowed) {
    return op.in("x", allowed).list("axes", Form.axes(), true).out("y")
        .attr("keepdims", Form.flag(), 1, "keep reduced axes as size 1")
        .attr("noop_with_empty_axes", Form.flag(), 0, "no axes reduce nothing").types(Reduce::types)
        .open(Reduce::openTypes)
        .cases(Case.of(distinct(3, 4, 5)), Case.of(Attrs.of("axes", new long[] {1}), distinct(3, 4, 5)),
            Case.of(Attrs.of("axes", new long[] {0, -1}, "keepdims", 0), distinct(3, 4, 5)),
            Case.of(Attrs.of("axes", new long[] {-1}, "keepdims", 0), distinct(7, 33)),
            Case.of(Attrs.of("axes", new long[] {0}), distinct(33, 7)));
  }

  /**
   * A sum or product: out_type widens before adding up, so truth values are counted and small integers do not wrap
   * around.
   */
  private static Op total(String name, int version, PointwiseCode step, int start) {
    return op(Op.onnx(name, version), ANY)
        .attr("out_type", Form.dtype(true), 0, "TensorProto.DataType to compute in and of the result; 0: the input's")
        .types(c -> ofNumbers(c, types(c))).open(c -> ofNumbers(c, openTypes(c)))
        .reference((a, in, out) -> {
          NDArray x = in[0].castTo(out[0].dtype());
          join(a, x, out[0], step, start, start);
          if (x != in[0]) {
            x.close();
          }
        })
        .export((b, a, in) -> {
          Sym[] operands = in.clone();
          operands[0] = a.getInt("out_type", 0) == 0 ? in[0] : in[0].cast(DType.ofOnnx(a.getInt("out_type", 0)));
          return a.has("out_type") ? new Sym[] {b.call(name, a.without("out_type"), operands)} : null;
        });
  }

  private static Op extreme(String name, PointwiseCode step, boolean largest) {
    return op(Op.onnx(name, 20), ORDERED).reference((a, in, out) -> {
      DType t = in[0].dtype();
      long low = t.kind == DType.Kind.INT ? Long.MIN_VALUE >> 64 - 8 * t.bytes : 0;
      long high = t == DType.BOOL ? 1 : t.kind == DType.Kind.INT ? ~low : -1L >>> 64 - 8 * t.bytes;
      join(a, in[0], out[0], step, largest ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY, largest ? low : high);
    }).gradient(Reduce::extremum);
  }

  /** Whether some or all elements are true: of no elements false, and true. */
  private static Op truth(String name, PointwiseCode step, int start, String extreme) {
    return op(Op.ours(name), ORDERED).types(c -> new TensorType[] {types(c)[0].withDType(DType.BOOL)})
        .open(c -> new TensorType[] {openTypes(c)[0].withDType(DType.BOOL)})
        .reference((a, in, out) -> {
          try (NDArray x = NDArray.create(DType.BOOL, in[0].shape()).assign(in[0])) {
            join(a, x, out[0], step, start, start);
          }
        })
        .export((b, a, in) -> {
          Sym[] operands = in.clone();
          operands[0] = in[0].cast(DType.BOOL).cast(DType.INT32);
          return new Sym[] {b.call(extreme, a, operands).gt(0)};
        })
        .noGradient("truth values have no derivative");
  }

  /** y = the reduced elements joined by an instruction, of integers exactly. */
  private static void join(Attrs a, NDArray x, NDArray y, PointwiseCode step, double start, long wholeStart) {
    DType type = y.dtype();
    if (!WholeNumbers.has(type)) {
      fold(a, x, y, start, (s, v) -> step.apply(s, v, 0), v -> v, 1);
      return;
    }
    for (long i = 0; i < y.size(); i++) {
      y.putLongAt(i, wholeStart);
    }
    each(a, x, (i, at) -> y.putLongAt(at, WholeNumbers.apply(step, type, y.getLongAt(at), x.getLongAt(i), 0)));
  }

  private interface Pair {
    void visit(long element, long result);
  }

  /** Visits the elements with the position of the result that they go into. */
  private static void each(Attrs a, NDArray x, Pair visitor) {
    long[] shape = x.shape();
    boolean[] r = reduced(a, shape.length);
    long[] outStrides = new long[shape.length];
    long s = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      outStrides[i] = r[i] ? 0 : s;
      s *= r[i] ? 1 : shape[i];
    }
    long[] index = new long[shape.length];
    for (long i = 0; i < x.size(); i++) {
      visitor.visit(i, Shapes.offset(i, shape, outStrides, index));
    }
  }

  /** out = last(fold of step over the reduced elements) * scale. */
  private static void fold(Attrs a, NDArray x, NDArray y, double start, DoubleBinaryOperator step,
      DoubleUnaryOperator last, double scale) {
    double[] sums = new double[Math.toIntExact(y.size())];
    java.util.Arrays.fill(sums, start);
    each(a, x, (i, at) -> sums[Math.toIntExact(at)] = step.applyAsDouble(sums[Math.toIntExact(at)], x.getDoubleAt(i)));
    for (int i = 0; i < sums.length; i++) {
      y.putDoubleAt(i, last.applyAsDouble(sums[i]) * scale);
    }
  }

  private static void squares(Attrs a, NDArray x, NDArray y) {
    if (!WholeNumbers.has(y.dtype())) {
      fold(a, x, y, 0, (s, v) -> s + v * v, v -> v, 1);
      return;
    }
    y.fill(0);
    each(a, x, (i, at) -> y.putLongAt(at, y.getLongAt(at) + x.getLongAt(i) * x.getLongAt(i)));
  }

  /** The mean, of integers exact before it is cut towards 0: quotients and remainders are added up apart. */
  private static void mean(Attrs a, NDArray x, NDArray y) {
    if (!WholeNumbers.has(y.dtype())) {
      fold(a, x, y, 0, Double::sum, v -> v, (double) y.size() / x.size());
      return;
    }
    boolean wide = x.dtype() == DType.UINT64;
    long n = Math.max(1, x.size() / Math.max(1, y.size()));
    long[] whole = new long[Math.toIntExact(y.size())];
    long[] rest = new long[whole.length];
    each(a, x, (i, at) -> {
      long v = x.getLongAt(i);
      whole[(int) at] += wide ? Long.divideUnsigned(v, n) : Math.floorDiv(v, n);
      rest[(int) at] += wide ? Long.remainderUnsigned(v, n) : Math.floorMod(v, n);
    });
    for (int i = 0; i < rest.length; i++) {
      long floor = whole[i] + rest[i] / n;
      y.putLongAt(i, !wide && floor < 0 && rest[i] % n != 0 ? floor + 1 : floor);
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
      return axes.length == 0 ? in[0] : Complex
          .joined(b.call(name, a.without("axes").without("noop_with_empty_axes"), Complex.parts(in[0]), b.longs(axes)));
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
          throw new UnsupportedOperationException("[ReduceProd] the product of complex numbers needs known dims: got "
              + x.type() + ". Fix the dims of the inputs.");
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
    r[c.attrs().getInt("axis", 0)] = true;
    return new TensorType[] {new TensorType(DType.INT64, dims(c.in(0).dims(), r, c.attrs().getBool("keepdims", true)))};
  }

  private static Op best(String name, PointwiseCode better) {
    return Op.onnx(name, 13).in("x", NUMBERS).out("y").attr("axis", Form.axis(), 0, "axis")
        .attr("keepdims", Form.flag(), 1, "keep the axis as size 1").types(Reduce::argTypes)
        .reference((a, in, out) -> best(a, in[0], out[0], better)).noGradient("an index has no derivative")
        .cases(Case.of(Attrs.of("axis", 1), distinct(3, 5)),
            Case.of(Attrs.of("axis", 0, "keepdims", 0), distinct(3, 5)),
            Case.of(Attrs.of("axis", 0), Case.values(1, Double.NaN, 3, Double.NaN)));
  }

  private static void best(Attrs a, NDArray x, NDArray y, PointwiseCode better) {
    long[] shape = x.shape();
    int axis = a.getInt("axis", 0);
    long inner = 1;
    for (int i = axis + 1; i < shape.length; i++) {
      inner *= shape[i];
    }
    for (long i = 0; i < y.size(); i++) {
      long start = i / inner * inner * shape[axis] + i % inner;
      long at = 0;
      for (long k = 1; k < shape[axis]; k++) {
        at = isBetter(x, start + k * inner, start + at * inner, better) ? k : at;
      }
      y.putLongAt(i, at);
    }
  }

  private static boolean isBetter(NDArray x, long candidate, long known, PointwiseCode better) {
    if (WholeNumbers.has(x.dtype())) {
      return WholeNumbers.apply(better, x.dtype(), x.getLongAt(candidate), x.getLongAt(known), 0) != 0;
    }
    double v = x.getDoubleAt(candidate);
    double old = x.getDoubleAt(known);
    return !Double.isNaN(old) && (Double.isNaN(v) || better.apply(v, old, 0) != 0);
  }

  private static Sym count(Backward g) {
    return g.in(0).call("Size").call("Div", g.out(0).call("Size")).cast(g.in(0).dtype());
  }

  static final List<Op> OPS = List.of(
      total("ReduceSum", 13, PointwiseCode.ADD, 0).doc("sum over axes").onComplex(byParts("ReduceSum"))
          .gradient(g -> new Sym[] {keep(g, g.dy()).expandTo(g.in(0)).cast(g.in(0).dtype())}),
      op(Op.onnx("ReduceMean", 18), NUMBERS_OR_COMPLEX).doc("mean over axes").onComplex(byParts("ReduceMean"))
          .reference((a, in, out) -> mean(a, in[0], out[0]))
          .gradient(g -> new Sym[] {keep(g, g.dy()).div(count(g)).expandTo(g.in(0))}),
      extreme("ReduceMax", PointwiseCode.MAX, true).doc("largest over axes"),
      extreme("ReduceMin", PointwiseCode.MIN, false).doc("smallest over axes"),
      total("ReduceProd", 18, PointwiseCode.MUL, 1).doc("product over axes")
          .onComplex((b, a, in) -> complexProduct(a, in[0]))
          .gradient(g -> new Sym[] {
              keep(g, g.dy()).mul(keep(g, g.out(0))).div(g.in(0).cast(g.dy().dtype())).cast(g.in(0).dtype())}),
      truth("Any", PointwiseCode.OR, 0, "ReduceMax").doc("whether any element over axes is not 0"),
      truth("All", PointwiseCode.AND, 1, "ReduceMin").doc("whether all elements over axes are not 0"),
      op("ReduceSumSquare", 18).doc("sum of squares over axes").reference((a, in, out) -> squares(a, in[0], out[0]))
          .gradient(g -> new Sym[] {keep(g, g.dy()).mul(g.in(0)).mul(2)}),
      op("ReduceL2", 18).doc("square root of the sum of squares over axes")
          .reference((a, in, out) -> fold(a, in[0], out[0], 0, (s, v) -> s + v * v, Math::sqrt, 1))
          .gradient(g -> new Sym[] {keep(g, g.dy()).mul(g.in(0)).div(keep(g, g.out(0)))}),
      op("ReduceL1", 18).doc("sum of absolute values over axes")
          .body((b, a, in) -> new Sym[] {b.call("ReduceSum", a, in[0].abs())}),
      op(Op.onnx("ReduceLogSumExp", 18), FLOATS).doc("logarithm of the sum of exponentials over axes")
          .body((b, a, in) -> logSumExp(a, in[0])),
      best("ArgMin", PointwiseCode.LT)
          .doc("index of the smallest element along an axis; the first of equals, of NaN before all"),
      best("ArgMax", PointwiseCode.GT)
          .doc("index of the largest element along an axis; the first of equals, of NaN before all"),
      Op.ours("SumTo").doc("sum of x down to the shape of the second input, undoing a broadcast")
          .in("x", FLOATS_OR_COMPLEX).like("like").out("y")
          .types(c -> new TensorType[] {c.in(0).withDims(c.in(1).dims())})
          .body((b, a, in) -> sumTo(in))
          .gradient(g -> new Sym[] {g.dy().expandTo(g.in(0)), null})
          .cases(Case.of(uniform(-1, 1, 4, 5), uniform(-1, 1, 5)), Case.of(uniform(-1, 1, 4, 5), uniform(-1, 1, 4, 1)),
              Case.of(uniform(-1, 1, 3, 4), uniform(-1, 1))),
      Op.ours("ExpandTo").doc("x broadcast to the shape of the second input").in("x", Op.ANY).like("like").out("y")
          .types(c -> new TensorType[] {c.in(0).withDims(c.broadcast(c.in(0).dims(), c.in(1).dims()))})
          .body((b, a, in) -> in[1].type().isConcrete() ? new Sym[] {in[0].call("Expand", b.longs(in[1].type().dims()))}
              : null)
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
