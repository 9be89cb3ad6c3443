package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Case.distinct;
import static org.pydl4j.nd.graph.Case.list;
import static org.pydl4j.nd.graph.Case.uniform;
import static org.pydl4j.nd.graph.Op.FLOATS;
import static org.pydl4j.nd.graph.Op.INTS;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Call;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Form;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Ops;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/**
 * Pools beside the largest and the mean of {@link Convolution}: norms, places of maxima, and the way back from these.
 */
final class Pooling {
  private Pooling() {
  }

  private static void sumPool(Attrs a, NDArray xIn, NDArray yOut) {
    boolean last = Convolution.channelsLast(a);
    Attrs full = Convolution.poolAttrs(Ops.get("pydl4j.SumPool"), a, xIn);
    NDArray x = Convolution.channelsFirst(xIn, last);
    NDArray y = Convolution.channelsFirst(yOut, last);
    double[] sums = new double[Math.toIntExact(y.size())];
    Convolution.visitPool(full, x.shape(), y.shape(), (i, j, w) -> sums[(int) i] += x.getDoubleAt(j));
    Convolution.accumulate(sums, y);
  }

  private static void sumPoolGrad(Attrs a, NDArray dyIn, NDArray dxOut) {
    boolean last = Convolution.channelsLast(a);
    Attrs full = Convolution.poolAttrs(Ops.get("pydl4j.SumPool"), a, dxOut);
    NDArray dy = Convolution.channelsFirst(dyIn, last);
    NDArray dx = Convolution.channelsFirst(dxOut, last);
    double[] sums = new double[Math.toIntExact(dx.size())];
    Convolution.visitPool(full, dx.shape(), dy.shape(), (i, j, w) -> sums[(int) j] += dy.getDoubleAt(i));
    Convolution.accumulate(sums, dx);
  }

  private static void places(Attrs a, NDArray x, NDArray y) {
    Attrs full = Convolution.poolAttrs(Ops.get("MaxPool"), a.without("storage_order"), x);
    double[] largest = new double[Math.toIntExact(y.size())];
    y.fill(-1);
    Convolution.visitPool(full, x.shape(), y.shape(), (i, j, w) -> {
      if (y.getLongAt(i) < 0 || x.getDoubleAt(j) > largest[(int) i]) {
        largest[(int) i] = x.getDoubleAt(j);
        y.putLongAt(i, j);
      }
    });
    if (a.getLong("storage_order", 0) != 0) {
      long[] spatial = Arrays.copyOfRange(x.shape(), 2, x.rank());
      long plane = Arrays.stream(spatial).reduce(1, (p, q) -> p * q);
      for (long i = 0; i < y.size(); i++) {
        y.putLongAt(i, y.getLongAt(i) / plane * plane + turned(y.getLongAt(i) % plane, spatial));
      }
    }
  }

  /** The place in an order in which the first axis runs fastest. */
  private static long turned(long place, long[] dims) {
    long rest = place;
    long at = 0;
    for (int i = dims.length - 1; i >= 0; i--) {
      at = at * dims[i] + rest % dims[i];
      rest /= dims[i];
    }
    return at;
  }

  /** (sum of |x|^p)^(1/p), the sum as a graph. */
  private interface Total {
    Sym of(Sym powers);
  }

  private static Sym norm(Attrs a, Sym x, Total total) {
    long p = a.getLong("p", 2);
    Sym powers = p == 1 ? x.abs() : p == 2 ? x.mul(x) : x.abs().call("Pow", x.like(p));
    Sym sum = total.of(powers);
    return p == 1 ? sum : p == 2 ? sum.sqrt() : sum.call("Pow", sum.like(1.0 / p));
  }

  private static long[] unpooled(Call c) {
    long[] d = c.in(0).dims().clone();
    int n = d.length - 2;
    long[] ones = new long[n];
    Arrays.fill(ones, 1);
    long[] k = c.attrs().getLongs("kernel_shape");
    long[] s = c.attrs().getLongs("strides", ones);
    long[] pads = c.attrs().getLongs("pads", new long[2 * n]);
    for (int i = 0; i < n; i++) {
      d[i + 2] = d[i + 2] < 0 ? -1 : (d[i + 2] - 1) * s[i] - pads[i] - pads[n + i] + k[i];
    }
    return d;
  }

  private static TensorType[] unpoolTypes(Call c) {
    if (c.in(0).rank() != c.in(1).rank()) {
      throw c.fail("places " + c.in(1) + " for " + c.in(0), "one for each element", "Take those of the pool.");
    }
    long[] given = c.attrs().has("output_shape") || c.has(2) ? c.openDims("output_shape") : null;
    if (given != null && given.length != c.in(0).rank()) {
      throw c.fail("an output_shape of " + given.length + " dims", c.in(0).rank() + " dims", "Correct it.");
    }
    return new TensorType[] {c.in(0).withDims(given != null ? given : unpooled(c))};
  }

  /**
   * Zeros with x written where the places say; they count in the array that the pool read, of the shape without
   * output_shape.
   */
  private static Sym[] unpool(Attrs a, Sym[] in) {
    Sym x = in[0];
    if (!x.type().isConcrete()) {
      return null;
    }
    Attrs plain = a.without("output_shape");
    long[] from =
        unpooled(new Call(Ops.get("MaxUnpool"), "", plain, new TensorType[] {x.type(), in[1].type()}, new NDArray[2]));
    long[] to = a.getLongs("output_shape", from);
    Sym places = in[1].reshape(-1);
    if (!Arrays.equals(from, to) && from.length == to.length) {
      places = moved(places, from, to);
    }
    long size = Arrays.stream(to).reduce(1, (p, q) -> p * q);
    Sym zeros = x.like(0).call("Expand", x.builder().longs(size));
    Sym y = zeros.call("ScatterElements", Attrs.of("axis", 0), places, x.reshape(-1));
    return new Sym[] {y.reshapeTo(to)};
  }

  /** Places in an array of some dims as places in one of others. */
  private static Sym moved(Sym places, long[] from, long[] to) {
    Sym rest = places;
    Sym at = null;
    long stride = 1;
    for (int i = from.length - 1; i >= 0; i--) {
      Sym n = places.like(from[i]);
      Sym quotient = rest.div(n);
      Sym part = rest.sub(quotient.mul(n)).mul(places.like(stride));
      at = at == null ? part : at.add(part);
      rest = quotient;
      stride *= to[i];
    }
    return at;
  }

  /** The first elements of a plane of 2x2 windows and the last ones: places as a pool gives them. */
  private static Case.Gen corners(long planes, long rows, long columns) {
    return (Random random, DType floats) -> NDArray.of(LongStream.range(0, planes * rows * columns).map(i -> {
      long column = i % columns * 2 + i % 2;
      long row = i / columns % rows * 2 + i / 2 % 2;
      return (i / columns / rows * rows * 2 + row) * columns * 2 + column;
    }).toArray(), 1, planes, rows, columns);
  }

  /** Places of two planes of two windows, each in the other plane. */
  private static Case.Gen swapped() {
    return (random, floats) -> NDArray.of(new long[] {5, 6, 0, 3}, 1, 2, 2);
  }

  private static final Case[] SUMS = {
      Case.of(
          Attrs.of("kernel_shape", new long[] {2, 3}, "strides", new long[] {1, 2}, "pads", new long[] {1, 0, 0, 1}),
          uniform(0.5, 1.5, 1, 2, 5, 6)),
      Case.of(Attrs.of("kernel_shape", new long[] {2, 2, 2}, "dilations", new long[] {1, 2, 1}),
          uniform(0.5, 1.5, 1, 2, 3, 4, 5)),
      Case.of(Attrs.of("kernel_shape", new long[] {3}, "ceil_mode", 1, "strides", new long[] {2}),
          uniform(0.5, 1.5, 2, 3, 8))};

  private static Case[] norms() {
    return LongStream.of(1, 2, 3).boxed()
        .flatMap(p -> Arrays.stream(SUMS).map(c -> Case.of(c.attrs().with("p", p), c.inputs()))).toArray(Case[]::new);
  }

  static final List<Op> OPS = List.of(
      Convolution.poolAttrs(Op.ours("SumPool").doc("sum of each window").in("x", FLOATS).out("y"))
          .types(Convolution::poolTypes)
          .resolve(c -> Convolution.poolWindow(c, c.in(0)).into(c.attrs()))
          .reference((a, in, out) -> sumPool(a, in[0], out[0]))
          .gradient(g -> new Sym[] {g.b().call("pydl4j.SumPoolGrad", Convolution.poolAttrs(g), g.dy(), g.in(0))})
          .noExport("LpPool is what files hold").cases(SUMS),
      Convolution.poolAttrs(Op.ours("SumPoolGrad").doc("gradient of SumPool").in("dy", FLOATS).like("x").out("dx"))
          .types(c -> new TensorType[] {c.in(1)})
          .reference((a, in, out) -> sumPoolGrad(a, in[0], out[0]))
          .gradient(g -> new Sym[] {g.b().call("pydl4j.SumPool", g.attrs(), g.dy()), null})
          .noExport("only gradients use it"),
      Convolution.poolAttrs(Op.onnx("LpPool", 22).doc("p-norm of each window").in("x", FLOATS).out("y"))
          .attr("p", Form.count(1), 2, "which norm")
          .types(Convolution::poolTypes).resolve(c -> Convolution.poolWindow(c, c.in(0)).into(c.attrs())).mayStayWhole()
          .body((b, a, in) -> new Sym[] {norm(a, in[0], s -> s.call("pydl4j.SumPool", a.without("p")))}).cases(norms()),
      Op.onnx("GlobalLpPool", 22).doc("p-norm over the spatial axes").in("x", FLOATS).out("y")
          .attr("p", Form.count(1), 2, "which norm")
          .types(c -> new TensorType[] {Convolution.globalDims(c)})
          .body((b, a, in) -> new Sym[] {norm(a, in[0], s -> s.sum(true, Convolution.spatial(s.rank())))})
          .cases(Case.of(uniform(0.5, 1.5, 2, 3, 4, 5)), Case.of(Attrs.of("p", 3), uniform(-1, 1, 2, 3, 4))),
      Convolution
          .poolAttrs(Op.ours("MaxPoolPlaces")
              .doc("where in x, counted as one list, the first maximum of each window lies: MaxPool's second output")
              .in("x", t -> t.isFloat() || t == DType.INT8 || t == DType.UINT8).out("places"))
          .attr("storage_order", Form.flag(), 0, "1: the first spatial axis of an image is counted fastest")
          .types(c -> new TensorType[] {Convolution.poolTypes(c)[0].withDType(DType.INT64)})
          .resolve(c -> Convolution.poolWindow(c, c.in(0)).into(c.attrs()))
          .reference((a, in, out) -> places(a, in[0], out[0])).noGradient("places are no numbers")
          .noExport("files hold it as MaxPool's second output")
          .cases(
              Case.of(Attrs.of("kernel_shape", new long[] {2, 2}, "strides", new long[] {2, 2}), distinct(2, 3, 6, 6)),
              Case.of(Attrs.of("kernel_shape", new long[] {3, 3}, "strides", new long[] {1, 2}, "pads",
                  new long[] {1, 1, 1, 1}, "storage_order", 1), uniform(-1, 1, 1, 2, 5, 7)),
              Case.of(
                  Attrs.of("kernel_shape", new long[] {2, 2, 2}, "dilations", new long[] {1, 2, 1}, "storage_order", 1),
                  uniform(-1, 1, 1, 2, 3, 4, 5))),
      Op.onnx("MaxUnpool", 22).doc("zeros with x written at the places that MaxPool told").in("x", FLOATS)
          .in("places", INTS).list("output_shape", Form.sizes(0), true).out("y")
          .needs("kernel_shape", Form.spatial(1, 1), "window size")
          .attr("strides", Form.spatial(1, 1), null, "step, 1 when absent")
          .attr("pads", Form.spatial(0, 2), null, "padding before, then after").types(Pooling::unpoolTypes)
          .open(Pooling::unpoolTypes).body((b, a, in) -> unpool(a, in)).mayStayWhole()
          .cases(
              Case.of(Attrs.of("kernel_shape", new long[] {2, 2}, "strides", new long[] {2, 2}),
                  uniform(-1, 1, 1, 2, 3, 4), corners(2, 3, 4)),
              Case.of(Attrs.of("kernel_shape", new long[] {2}, "strides", new long[] {2}), uniform(-1, 1, 1, 2, 2),
                  swapped()),
              Case.of(Attrs.of("kernel_shape", new long[] {2, 2}, "strides", new long[] {2, 2}),
                  uniform(-1, 1, 1, 1, 2, 2), corners(1, 2, 2), list(1, 1, 5, 5))));
}
