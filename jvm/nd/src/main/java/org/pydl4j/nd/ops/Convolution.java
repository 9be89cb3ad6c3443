package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Case.distinct;
import static org.pydl4j.nd.graph.Case.uniform;
import static org.pydl4j.nd.graph.Op.FLOATS;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Backward;
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
 * Convolution and pooling over 1 to 3 spatial axes. Activations are [N, C, spatial...], or [N, spatial..., C] where the
 * planner set layout="NHWC"; weights are always [O, I / group, kernel...].
 */
final class Convolution {
  static final Form AUTO_PAD = Form.choice("NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID");
  static final Form LAYOUT = Form.choice("NCHW", "NHWC");

  private Convolution() {
  }

  static boolean channelsLast(Attrs a) {
    return a.getString("layout", "NCHW").equals("NHWC");
  }

  /** The dims as [N, C, spatial...] whatever the layout. */
  static long[] channelsFirst(long[] dims, boolean last) {
    if (!last) {
      return dims.clone();
    }
    long[] d = new long[dims.length];
    d[0] = dims[0];
    d[1] = dims[dims.length - 1];
    System.arraycopy(dims, 1, d, 2, dims.length - 2);
    return d;
  }

  private static long[] layout(long[] dims, boolean last) {
    if (!last) {
      return dims;
    }
    long[] d = new long[dims.length];
    d[0] = dims[0];
    d[dims.length - 1] = dims[1];
    System.arraycopy(dims, 2, d, 1, dims.length - 2);
    return d;
  }

  static NDArray channelsFirst(NDArray x, boolean last) {
    if (!last) {
      return x;
    }
    int[] p = new int[x.rank()];
    p[1] = x.rank() - 1;
    for (int i = 2; i < p.length; i++) {
      p[i] = i - 1;
    }
    return x.transpose(p);
  }

  /**
   * Kernel, strides, pads and dilations of a window over the spatial axes of an input [N, C, spatial...], defaults
   * resolved.
   */
  record Window(long[] kernel, long[] strides, long[] pads, long[] dilations, long[] out) {
    static Window of(Call c, long[] in, long[] kernel, Attrs a) {
      int n = kernel.length;
      if (in.length != n + 2) {
        throw c.fail("an input of rank " + in.length, "rank " + (n + 2) + " for a kernel of " + n + " dims",
            "Reshape the input to [N, C, spatial...].");
      }
      long[] told = a.getLongs("kernel_shape");
      if (told != null && !IntStream.range(0, n).allMatch(i -> kernel[i] < 0 || told[i] == kernel[i])) {
        throw c.fail("kernel_shape " + Arrays.toString(told), "that of the weights: " + Arrays.toString(kernel),
            "Leave it out.");
      }
      Window w = new Window(kernel, a.getLongs("strides", ones(n)), a.getLongs("pads", new long[2 * n]),
          a.getLongs("dilations", ones(n)), new long[n]);
      String auto = a.getString("auto_pad", "NOTSET");
      boolean ceil = a.getBool("ceil_mode", false);
      for (int i = 0; i < n; i++) {
        if (kernel[i] == 0) {
          throw c.fail("kernel " + Arrays.toString(kernel), "sizes of at least 1", "Correct the weights.");
        }
        long reach = kernel[i] < 0 ? 1 : Math.addExact(Math.multiplyExact(kernel[i] - 1, w.dilations[i]), 1);
        long d = in[i + 2];
        if (auto.startsWith("SAME") && d >= 0) {
          long total = Math.max(0, ((d + w.strides[i] - 1) / w.strides[i] - 1) * w.strides[i] + reach - d);
          w.pads[i] = auto.equals("SAME_UPPER") ? total / 2 : total - total / 2;
          w.pads[n + i] = total - w.pads[i];
        } else if (auto.equals("VALID")) {
          w.pads[i] = 0;
          w.pads[n + i] = 0;
        }
        long room = d + w.pads[i] + w.pads[n + i] - reach;
        if (d >= 0 && room < 0) {
          throw c.fail("kernel " + Arrays.toString(kernel) + " exceeds padded input", "kernel <= input + pads",
              "Increase pads or shrink the kernel.");
        }
        long steps = ceil ? (room + w.strides[i] - 1) / w.strides[i] : room / w.strides[i];
        if (ceil && steps * w.strides[i] >= d + w.pads[i]) {
          steps--;
        }
        // a longer step than the input reaches no second place, nor does a dilation of one tap: kernels compute with 32
        // bits
        if (d >= 0) {
          w.strides[i] = Math.min(w.strides[i], Math.max(room + 1, d + w.pads[i] + w.pads[n + i]));
          w.dilations[i] = kernel[i] == 1 ? 1 : w.dilations[i];
        }
        w.out[i] = d < 0 || kernel[i] < 0 ? -1 : steps + 1;
      }
      return w;
    }

    /** The attributes with everything resolved, as backends get them; automatic pads stay so while dims are unknown. */
    Attrs into(Attrs a) {
      if (a.getString("auto_pad", "NOTSET").startsWith("SAME") && Arrays.stream(out).anyMatch(d -> d < 0)) {
        return a.with("kernel_shape", kernel).with("strides", strides).with("dilations", dilations);
      }
      return a.with("kernel_shape", kernel).with("strides", strides).with("pads", pads).with("dilations", dilations)
          .without("auto_pad");
    }
  }

  private static long[] ones(int n) {
    long[] a = new long[n];
    Arrays.fill(a, 1);
    return a;
  }

  static Call plain(Op op, Attrs a, TensorType... types) {
    return new Call(op, null, a, types, new NDArray[types.length]);
  }

  private static Window convWindow(Call c, TensorType x, TensorType w) {
    return Window.of(c, channelsFirst(x.dims(), channelsLast(c.attrs())), Arrays.copyOfRange(w.dims(), 2, w.rank()),
        c.attrs());
  }

  private static TensorType[] convTypes(Call c) {
    TensorType x = c.in(0);
    TensorType w = c.in(1);
    if (x.dtype() != w.dtype() && x.dtype() != DType.BFLOAT16) {
      throw c.fail("types " + x.dtype() + " and " + w.dtype(), "one type", "Cast one of them.");
    }
    if (w.rank() < 3) {
      throw c.fail("weights of rank " + w.rank(), "[O, I / group, kernel...]", "Reshape the weights.");
    }
    boolean last = channelsLast(c.attrs());
    Window win = convWindow(c, x, w);
    long[] d = channelsFirst(x.dims(), last);
    long group = c.attrs().getLong("group", 1);
    if (!Call.fits(d[1], w.dim(1) < 0 ? -1 : Math.multiplyExact(w.dim(1), group))
        || w.dim(0) > 0 && w.dim(0) % group != 0) {
      throw c.fail(d[1] + " input channels", w.dim(1) * group + " (weights " + w + ", group " + group + ")",
          "Match the weights to the input channels.");
    }
    long[] out = new long[x.rank()];
    out[0] = d[0];
    out[1] = w.dim(0);
    System.arraycopy(win.out, 0, out, 2, win.out.length);
    c.expect(2, w.dim(0));
    c.expect(3, layout(out, last));
    return new TensorType[] {Linear.resultOf(c.attrs(), x.withDims(layout(out, last)))};
  }

  /** The type of a gradient of the convolution whose x, w and y are at those inputs: that of the last input. */
  private static TensorType[] gradTypes(Call c, int x, int w, int y) {
    c.expect(y, convTypes(c.withTypes(c.in(x), c.in(w).withDType(c.in(x).dtype())))[0].dims());
    return new TensorType[] {Linear.resultOf(c.attrs(), c.in(2))};
  }

  /** The type of a gradient of the pooling whose x and y are at those inputs. */
  private static TensorType[] poolGradTypes(Call c, int x, TensorType result, int... ys) {
    for (int y : ys) {
      c.expect(y, poolTypes(c.withTypes(c.in(x)))[0].dims());
    }
    return new TensorType[] {result};
  }

  /** Walks all (output element, input element, weight element) triples of a convolution. */
  interface Visit {
    void at(long y, long x, long w);
  }

  private static void visit(Attrs a, long[] in, long[] weights, long[] out, Visit v) {
    int n = in.length - 2;
    long group = a.getLong("group", 1);
    long[] strides = a.getLongs("strides", ones(n));
    long[] pads = a.getLongs("pads", new long[2 * n]);
    long[] dilations = a.getLongs("dilations", ones(n));
    long spatialIn = product(in);
    long spatialOut = product(out);
    long taps = product(weights);
    long[] position = new long[n];
    long[] first = new long[n];
    long[] count = new long[n];
    for (long y = 0; y < out[0] * out[1] * spatialOut; y++) {
      long image = y / (out[1] * spatialOut);
      long o = y / spatialOut % out[1];
      unravel(y % spatialOut, out, position);
      long inside = 1; // taps inside the input, however large the window is
      for (int k = 0; k < n; k++) {
        long begin = position[k] * strides[k] - pads[k];
        first[k] = firstTap(begin, dilations[k]);
        count[k] = Math.max(0, endTap(begin, dilations[k], weights[k + 2], in[k + 2]) - first[k]);
        inside *= count[k];
      }
      for (long i = 0; i < weights[1]; i++) {
        long channel = o / (out[1] / group) * weights[1] + i;
        for (long t = 0; t < inside; t++) {
          long at = 0;
          long tap = 0;
          long rest = inside;
          for (int k = 0; k < n; k++) {
            rest /= count[k];
            long index = first[k] + t / rest % count[k];
            at = at * in[k + 2] + position[k] * strides[k] - pads[k] + index * dilations[k];
            tap = tap * weights[k + 2] + index;
          }
          v.at(y, (image * in[1] + channel) * spatialIn + at, (o * weights[1] + i) * taps + tap);
        }
      }
    }
  }

  /** The first tap of a window that begins there which lies not before the input. */
  private static long firstTap(long begin, long dilation) {
    return begin >= 0 ? 0 : (-begin + dilation - 1) / dilation;
  }

  /** The tap after the last one inside an input of that size. */
  private static long endTap(long begin, long dilation, long kernel, long size) {
    return begin >= size ? 0 : Math.min(kernel, (size - 1 - begin) / dilation + 1);
  }

  private static long product(long[] dims) {
    long p = 1;
    for (int i = 2; i < dims.length; i++) {
      p *= dims[i];
    }
    return p;
  }

  private static void unravel(long flat, long[] dims, long[] index) {
    for (int i = index.length - 1; i >= 0; i--) {
      index[i] = flat % dims[i + 2];
      flat /= dims[i + 2];
    }
  }

  static void accumulate(double[] sums, NDArray out) {
    for (int i = 0; i < sums.length; i++) {
      out.putDoubleAt(i, sums[i]);
    }
  }

  private static void conv(Attrs a, NDArray[] in, NDArray out) {
    boolean last = channelsLast(a);
    NDArray x = channelsFirst(in[0], last);
    NDArray y = channelsFirst(out, last);
    Attrs full = Window.of(plain(Ops.get("Conv"), a, x.type(), in[1].type()), x.shape(),
        Arrays.copyOfRange(in[1].shape(), 2, in[1].rank()), a).into(a);
    double[] sums = new double[Math.toIntExact(y.size())];
    visit(full, x.shape(), in[1].shape(), y.shape(),
        (i, j, w) -> sums[(int) i] += x.getDoubleAt(j) * in[1].getDoubleAt(w));
    accumulate(sums, y);
    Fused.finish(a, in.length > 2 ? in[2] : null, in.length > 3 ? in[3] : null, out, last ? out.rank() - 1 : 1);
  }

  private static Attrs resolved(Attrs a, TensorType x, TensorType w) {
    return convWindow(plain(Ops.get("Conv"), a, x, w), x, w).into(a);
  }

  private static Attrs resolved(Backward g) {
    Call c = plain(g.node().op(), g.attrs(), g.in(0).type(), g.in(1).type());
    return convWindow(c, g.in(0).type(), g.in(1).type()).into(g.attrs());
  }

  private static Sym[] convGradient(Backward g) {
    Attrs a = resolved(g);
    Sym dx = g.b().call("pydl4j.ConvInputGrad", a, g.dy(), g.in(1), g.in(0));
    Sym dw = g.b().call("pydl4j.ConvWeightGrad", a, g.in(0), g.dy(), g.in(1));
    if (g.in().length < 3 || g.in(2) == null) {
      return new Sym[] {dx, dw};
    }
    int[] axes =
        IntStream.range(0, g.dy().rank()).filter(i -> i != (channelsLast(a) ? g.dy().rank() - 1 : 1)).toArray();
    return new Sym[] {dx, dw, g.dy().sum(false, axes)};
  }

  // pooling -----------------------------------------------------------------------------------------------------------

  static Window poolWindow(Call c, TensorType x) {
    long[] k = c.attrs().getLongs("kernel_shape");
    Window w = Window.of(c, channelsFirst(x.dims(), channelsLast(c.attrs())), k, c.attrs());
    for (int i = 0; i < w.pads.length; i++) {
      if (w.pads[i] > (k[i % k.length] - 1) * w.dilations[i % k.length]) {
        throw c.fail("pads " + Arrays.toString(w.pads), "less than the window's reach, so that each holds an element",
            "Pad less.");
      }
    }
    return w;
  }

  static TensorType[] poolTypes(Call c) {
    boolean last = channelsLast(c.attrs());
    Window w = poolWindow(c, c.in(0));
    long[] out = channelsFirst(c.in(0).dims(), last);
    System.arraycopy(w.out, 0, out, 2, w.out.length);
    return new TensorType[] {c.in(0).withDims(layout(out, last))};
  }

  /** For each output position: the list of input positions in its window, by channel. */
  static void visitPool(Attrs a, long[] in, long[] out, Visit v) {
    long[] k = a.getLongs("kernel_shape");
    long[] weights = new long[in.length];
    weights[0] = in[1];
    weights[1] = 1;
    System.arraycopy(k, 0, weights, 2, k.length);
    visit(a.with("group", in[1]), in, weights, out, v);
  }

  static Attrs poolAttrs(Op op, Attrs a, NDArray x) {
    return poolWindow(plain(op, a, x.type()), x.type()).into(a);
  }

  /**
   * What each output of an average is divided by: taps of its window inside the input, or inside input and padding; at
   * least 1.
   */
  private static double[] counts(Attrs a, long[] in, long[] out) {
    int spatial = in.length - 2;
    boolean padded = a.getBool("count_include_pad", false);
    long[] kernel = a.getLongs("kernel_shape");
    long[] strides = a.getLongs("strides", ones(spatial));
    long[] pads = a.getLongs("pads", new long[2 * spatial]);
    long[] dilations = a.getLongs("dilations", ones(spatial));
    long[] position = new long[spatial];
    double[] n = new double[Math.toIntExact(Arrays.stream(out).reduce(1, (p, q) -> p * q))];
    for (int y = 0; y < n.length; y++) {
      unravel(y % product(out), out, position);
      double taps = 1;
      for (int k = 0; k < spatial; k++) {
        long begin = position[k] * strides[k] - (padded ? 0 : pads[k]);
        long size = in[k + 2] + (padded ? pads[k] + pads[spatial + k] : 0);
        taps *= Math.max(0, endTap(begin, dilations[k], kernel[k], size) - firstTap(begin, dilations[k]));
      }
      n[y] = Math.max(1, taps);
    }
    return n;
  }

  private static void maxPool(Attrs a, NDArray xIn, NDArray yOut) {
    boolean last = channelsLast(a);
    Attrs full = poolAttrs(Ops.get("MaxPool"), a, xIn);
    NDArray x = channelsFirst(xIn, last);
    NDArray y = channelsFirst(yOut, last);
    y.fill(y.dtype().isFloat() ? Double.NEGATIVE_INFINITY : y.dtype() == DType.INT8 ? -128 : 0);
    visitPool(full, x.shape(), y.shape(), (i, j, w) -> y.putDoubleAt(i, Math.max(y.getDoubleAt(i), x.getDoubleAt(j))));
  }

  private static void maxPoolGrad(Attrs a, NDArray[] in, NDArray dxOut) {
    boolean last = channelsLast(a);
    Attrs full = poolAttrs(Ops.get("MaxPool"), a, in[1]);
    NDArray dy = channelsFirst(in[0], last);
    NDArray x = channelsFirst(in[1], last);
    NDArray y = channelsFirst(in[2], last);
    NDArray dx = channelsFirst(dxOut, last);
    dx.fill(0);
    boolean[] taken = new boolean[Math.toIntExact(y.size())];
    visitPool(full, x.shape(), y.shape(), (i, j, w) -> {
      if (!taken[(int) i] && x.getDoubleAt(j) == y.getDoubleAt(i)) {
        taken[(int) i] = true;
        dx.putDoubleAt(j, dx.getDoubleAt(j) + dy.getDoubleAt(i));
      }
    });
  }

  private static void maxPoolPick(Attrs a, NDArray zIn, NDArray xIn, NDArray out) {
    boolean last = channelsLast(a);
    Attrs full = poolAttrs(Ops.get("MaxPool"), a, xIn);
    NDArray z = channelsFirst(zIn, last);
    NDArray x = channelsFirst(xIn, last);
    NDArray picked = channelsFirst(out, last);
    double[] largest = new double[Math.toIntExact(picked.size())];
    Arrays.fill(largest, Double.NEGATIVE_INFINITY);
    visitPool(full, x.shape(), picked.shape(), (i, j, w) -> {
      if (x.getDoubleAt(j) > largest[(int) i]) {
        largest[(int) i] = x.getDoubleAt(j);
        picked.putDoubleAt(i, z.getDoubleAt(j));
      }
    });
  }

  private static void averagePool(Attrs a, NDArray xIn, NDArray yOut) {
    boolean last = channelsLast(a);
    Attrs full = poolAttrs(Ops.get("AveragePool"), a, xIn);
    NDArray x = channelsFirst(xIn, last);
    NDArray y = channelsFirst(yOut, last);
    double[] sums = new double[Math.toIntExact(y.size())];
    double[] n = counts(full, x.shape(), y.shape());
    visitPool(full, x.shape(), y.shape(), (i, j, w) -> sums[(int) i] += x.getDoubleAt(j));
    for (int i = 0; i < sums.length; i++) {
      y.putDoubleAt(i, sums[i] / n[i]);
    }
  }

  private static void averagePoolGrad(Attrs a, NDArray dyIn, NDArray dxOut) {
    boolean last = channelsLast(a);
    Attrs full = poolAttrs(Ops.get("AveragePool"), a, dxOut);
    NDArray dy = channelsFirst(dyIn, last);
    NDArray dx = channelsFirst(dxOut, last);
    double[] n = counts(full, dx.shape(), dy.shape());
    double[] sums = new double[Math.toIntExact(dx.size())];
    visitPool(full, dx.shape(), dy.shape(), (i, j, w) -> sums[(int) j] += dy.getDoubleAt(i) / n[(int) i]);
    accumulate(sums, dx);
  }

  static Attrs poolAttrs(Backward g) {
    return poolWindow(plain(g.node().op(), g.attrs(), g.in(0).type()), g.in(0).type()).into(g.attrs());
  }

  static int[] spatial(int rank) {
    return IntStream.range(2, rank).toArray();
  }

  private static Op convAttrs(Op op) {
    return op.attr("strides", Form.spatial(1, 1), null, "step per spatial axis, 1 when absent")
        .attr("pads", Form.spatial(0, 2), null, "zeros before, then after, each spatial axis; 0 when absent")
        .attr("dilations", Form.spatial(1, 1), null, "distance of kernel taps, 1 when absent")
        .attr("group", Form.count(1), 1, "groups of channels")
        .attr("auto_pad", AUTO_PAD, "NOTSET", "NOTSET, SAME_UPPER, SAME_LOWER or VALID")
        .attr("kernel_shape", Form.spatial(1, 1), null, "kernel size, from the weights when absent")
        .attr("layout", LAYOUT, "NCHW", "set by the planner")
        .attr("out_type", Form.dtype(true), 0, "type of the result; set by the planner");
  }

  static Op poolAttrs(Op op) {
    return op.needs("kernel_shape", Form.spatial(1, 1), "window size")
        .attr("strides", Form.spatial(1, 1), null, "step, 1 when absent")
        .attr("pads", Form.spatial(0, 2), null, "padding before, then after")
        .attr("dilations", Form.spatial(1, 1), null, "distance of taps")
        .attr("ceil_mode", Form.flag(), 0, "round the output size up")
        .attr("auto_pad", AUTO_PAD, "NOTSET", "NOTSET, SAME_UPPER, SAME_LOWER or VALID")
        .attr("count_include_pad", Form.flag(), 0, "averages count padding")
        .attr("layout", LAYOUT, "NCHW", "set by the planner");
  }

  private static Op pool(String name, Predicate<DType> types) {
    return poolAttrs(Op.onnx(name, 22).in("x", types).out("y"))
        .types(Convolution::poolTypes).resolve(c -> poolWindow(c, c.in(0)).into(c.attrs()))
        .cases(Case.of(Attrs.of("kernel_shape", new long[] {2, 2}, "strides", new long[] {2, 2}), distinct(2, 3, 6, 6)),
            Case.of(Attrs.of("kernel_shape", new long[] {3, 3}, "strides", new long[] {2, 2}, "pads",
                new long[] {1, 1, 1, 1}), distinct(2, 3, 7, 7)),
            Case.of(Attrs.of("kernel_shape", new long[] {2}), distinct(2, 3, 6)),
            Case.of(Attrs.of("kernel_shape", new long[] {3, 2}, "dilations", new long[] {2, 3}, "strides",
                new long[] {1, 2}), distinct(1, 2, 7, 8)),
            Case.of(Attrs.of("kernel_shape", new long[] {2, 3}, "auto_pad", "SAME_LOWER", "strides", new long[] {3, 1}),
                distinct(1, 2, 7, 6)),
            Case.of(Attrs.of("kernel_shape", new long[] {3, 3}, "strides", new long[] {2, 3}, "pads",
                new long[] {1, 0, 1, 2}, "count_include_pad", 1), distinct(1, 2, 6, 7)),
            Case.of(Attrs.of("kernel_shape", new long[] {2, 2, 2}, "strides", new long[] {2, 2, 2}),
                distinct(1, 2, 4, 6, 4)),
            Case.of(
                Attrs.of("kernel_shape", new long[] {2, 3, 3}, "strides", new long[] {1, 2, 4}, "pads",
                    new long[] {1, 1, 1, 0, 1, 1}, "dilations", new long[] {1, 1, 2}, "ceil_mode", 1),
                distinct(1, 2, 3, 5, 9)),
            Case.of(Attrs.of("kernel_shape", new long[] {3, 2}, "strides", new long[] {2, 2}, "pads",
                new long[] {1, 1, 0, 0}, "layout", "NHWC"), distinct(1, 6, 5, 20)));
  }

  private static final Case[] CONVS = {
      Case.of(Attrs.of("pads", new long[] {1, 1, 1, 1}), uniform(-1, 1, 2, 3, 5, 5), uniform(-1, 1, 4, 3, 3, 3),
          uniform(-1, 1, 4)),
      Case.of(Attrs.of("strides", new long[] {2, 2}), uniform(-1, 1, 1, 2, 7, 7), uniform(-1, 1, 3, 2, 3, 3)),
      Case.of(Attrs.of("group", 2, "dilations", new long[] {2, 1}), uniform(-1, 1, 2, 4, 6, 6),
          uniform(-1, 1, 4, 2, 2, 3)),
      Case.of(Attrs.of("auto_pad", "SAME_UPPER"), uniform(-1, 1, 2, 3, 7), uniform(-1, 1, 4, 3, 4)),
      Case.of(uniform(-1, 1, 2, 16, 8, 8), uniform(-1, 1, 32, 16, 3, 3))};

  /** A convolution with each activation that products can end with. */
  private static Case[] fused() {
    return Stream
        .of(Attrs.of("activation", "Relu"), Attrs.of("activation", "Tanh"), Attrs.of("activation", "Sigmoid"),
            Attrs.of("activation", "Softplus"),
            Attrs.of("activation", "LeakyRelu", "alpha", 0.1), Attrs.of("activation", "Elu", "alpha", 0.7),
            Attrs.of("activation", "Swish", "alpha", 1.5),
            Attrs.of("activation", "HardSigmoid", "alpha", 0.3, "beta", 0.4),
            Attrs.of("activation", "HardSwish", "alpha", 0.2, "beta", 0.5),
            Attrs.of("activation", "Gelu"), Attrs.of("activation", "GeluTanh"),
            Attrs.of("activation", "Clip", "alpha", -0.5, "beta", 0.25))
        .map(a -> Case.of(a, uniform(-1, 1, 2, 3, 5, 5), uniform(-1, 1, 4, 3, 3, 3), uniform(-1, 1, 4),
            uniform(-1, 1, 2, 4, 3, 3)))
        .toArray(Case[]::new);
  }

  static final List<Op> OPS = List.of(
      convAttrs(Op.onnx("Conv", 22)
          .doc("convolution (cross-correlation) of x [N, C, spatial...] with w [O, C / group, kernel...]")
          .in("x", FLOATS).in("w", FLOATS).optional("bias", FLOATS).out("y")).types(Convolution::convTypes)
          .resolve(c -> convWindow(c, c.in(0), c.in(1)).into(c.attrs()))
          .reference((a, in, out) -> conv(a, in, out[0])).gradient(Convolution::convGradient).cases(CONVS),
      convAttrs(Op.ours("FusedConv").doc("act(Conv(x, w) + bias + residual)").in("x", FLOATS).in("w", FLOATS)
          .optional("bias", FLOATS).optional("residual", FLOATS).out("y"))
          .attr("activation", "", "ONNX name of the activation, empty for none").attr("alpha", 0.0, "its parameter")
          .attr("beta", 0.0, "its second parameter")
          .types(Convolution::convTypes).resolve(c -> convWindow(c, c.in(0), c.in(1)).into(c.attrs()))
          .reference((a, in, out) -> conv(a, in, out[0])).noGradient("the planner fuses after differentiation")
          .noExport("only plans use it")
          .cases(fused()),
      convAttrs(Op.ours("ConvInputGrad").doc("gradient of Conv with respect to x").in("dy", FLOATS).in("w", FLOATS)
          .like("x").out("dx"))
          .types(c -> gradTypes(c, 2, 1, 0))
          .reference((a, in, out) -> {
            boolean last = channelsLast(a);
            NDArray dy = channelsFirst(in[0], last);
            NDArray dx = channelsFirst(out[0], last);
            double[] sums = new double[Math.toIntExact(dx.size())];
            visit(resolved(a, out[0].type(), in[1].type()), dx.shape(), in[1].shape(), dy.shape(),
                (i, j, w) -> sums[(int) j] += dy.getDoubleAt(i) * in[1].getDoubleAt(w));
            accumulate(sums, dx);
          })
          .gradient(g -> new Sym[] {g.b().call("Conv", g.attrs(), g.dy(), g.in(1)),
              g.b().call("pydl4j.ConvWeightGrad", g.attrs(), g.dy(), g.in(0), g.in(1)), null})
          .noExport("only gradients use it")
          .cases(
              Case.of(Attrs.of("pads", new long[] {1, 1, 1, 1}), uniform(-1, 1, 2, 4, 5, 5), uniform(-1, 1, 4, 3, 3, 3),
                  uniform(-1, 1, 2, 3, 5, 5)),
              Case.of(Attrs.of("strides", new long[] {2, 2}), uniform(-1, 1, 1, 3, 3, 3), uniform(-1, 1, 3, 2, 3, 3),
                  uniform(-1, 1, 1, 2, 7, 7))),
      convAttrs(Op.ours("ConvWeightGrad").doc("gradient of Conv with respect to w").in("x", FLOATS).in("dy", FLOATS)
          .like("w").out("dw"))
          .types(c -> gradTypes(c, 0, 2, 1))
          .reference((a, in, out) -> {
            boolean last = channelsLast(a);
            NDArray x = channelsFirst(in[0], last);
            NDArray dy = channelsFirst(in[1], last);
            double[] sums = new double[Math.toIntExact(out[0].size())];
            visit(resolved(a, in[0].type(), out[0].type()), x.shape(), out[0].shape(), dy.shape(),
                (i, j, w) -> sums[(int) w] += dy.getDoubleAt(i) * x.getDoubleAt(j));
            accumulate(sums, out[0]);
          })
          .gradient(g -> new Sym[] {g.b().call("pydl4j.ConvInputGrad", g.attrs(), g.in(1), g.dy(), g.in(0)),
              g.b().call("Conv", g.attrs(), g.in(0), g.dy()), null})
          .noExport("only gradients use it")
          .cases(
              Case.of(Attrs.of("pads", new long[] {1, 1, 1, 1}), uniform(-1, 1, 2, 3, 5, 5), uniform(-1, 1, 2, 4, 5, 5),
                  uniform(-1, 1, 4, 3, 3, 3)),
              Case.of(Attrs.of("strides", new long[] {2, 2}), uniform(-1, 1, 1, 2, 7, 7), uniform(-1, 1, 1, 3, 3, 3),
                  uniform(-1, 1, 3, 2, 3, 3))),
      pool("MaxPool", t -> t.isFloat() || t == DType.INT8 || t == DType.UINT8).doc("largest element of each window")
          .reference((a, in, out) -> maxPool(a, in[0], out[0]))
          .gradient(g -> new Sym[] {g.b().call("pydl4j.MaxPoolGrad", poolAttrs(g), g.dy(), g.in(0), g.out(0))}),
      pool("AveragePool", FLOATS).doc("mean of each window").reference((a, in, out) -> averagePool(a, in[0], out[0]))
          .gradient(g -> new Sym[] {g.b().call("pydl4j.AveragePoolGrad", poolAttrs(g), g.dy(), g.in(0))}),
      poolAttrs(Op.ours("MaxPoolGrad").doc("gradient of MaxPool: dy goes to the first largest element of its window")
          .in("dy", FLOATS).in("x", FLOATS).in("y", FLOATS).out("dx"))
          .types(c -> poolGradTypes(c, 1, c.in(1), 0, 2)).reference((a, in, out) -> maxPoolGrad(a, in, out[0]))
          .gradient(g -> new Sym[] {g.b().call("pydl4j.MaxPoolPick", g.attrs(), g.dy(), g.in(1), g.in(2)), null, null})
          .noExport("only gradients use it"),
      poolAttrs(Op.ours("MaxPoolPick")
          .doc("of each window the element of z at which x is largest: "
              + "what MaxPoolGrad of the same x distributes, collected")
          .in("z", FLOATS).in("x", FLOATS)
          .like("y").out("picked")).types(c -> poolGradTypes(c, 1, c.in(2), 2))
          .reference((a, in, out) -> maxPoolPick(a, in[0], in[1], out[0]))
          .gradient(g -> new Sym[] {
              g.b().call("pydl4j.MaxPoolGrad", g.attrs(), g.dy(), g.in(1), g.b().call("MaxPool", g.attrs(), g.in(1))),
              null, null})
          .noExport("only second derivatives use it")
          .cases(Case.of(
              Attrs.of("kernel_shape", new long[] {2, 2}, "strides", new long[] {2, 2}, "pads",
                  new long[] {0, 0, 0, 0}),
              uniform(-1, 1, 1, 2, 4, 4),
              distinct(1, 2, 4, 4), uniform(-1, 1, 1, 2, 2, 2))),
      poolAttrs(Op.ours("AveragePoolGrad").doc("gradient of AveragePool").in("dy", FLOATS).like("x").out("dx"))
          .types(c -> poolGradTypes(c, 1, c.in(1), 0)).reference((a, in, out) -> averagePoolGrad(a, in[0], out[0]))
          .gradient(g -> new Sym[] {g.b().call("AveragePool", g.attrs(), g.dy()), null})
          .noExport("only gradients use it"),
      Op.onnx("GlobalAveragePool", 22).doc("mean over the spatial axes").in("x", FLOATS).out("y")
          .types(c -> new TensorType[] {globalDims(c)})
          .body((b, a, in) -> new Sym[] {in[0].mean(true, spatial(in[0].rank()))})
          .cases(Case.of(uniform(-1, 1, 2, 3, 4, 5))),
      Op.onnx("GlobalMaxPool", 22).doc("largest over the spatial axes").in("x", FLOATS).out("y")
          .types(c -> new TensorType[] {globalDims(c)})
          .body((b, a, in) -> new Sym[] {in[0].reduceMax(true, spatial(in[0].rank()))})
          .cases(Case.of(distinct(2, 3, 4, 5))));

  static TensorType globalDims(Call c) {
    long[] d = c.in(0).dims().clone();
    Arrays.fill(d, Math.min(2, d.length), d.length, 1);
    return c.in(0).withDims(d);
  }
}
