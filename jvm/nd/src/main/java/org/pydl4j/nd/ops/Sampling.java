package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Case.ints;
import static org.pydl4j.nd.graph.Case.list;
import static org.pydl4j.nd.graph.Case.uniform;
import static org.pydl4j.nd.graph.Op.ANY;
import static org.pydl4j.nd.graph.Op.FLOATS;
import static org.pydl4j.nd.graph.Op.INTS;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Call;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Form;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/** Images read at given positions: grids, regions of interest, columns of patches, centers. */
final class Sampling {
  private static final String NO_GRADIENT = "training through it is not supported yet";

  private Sampling() {
  }

  // grids -------------------------------------------------------------------------------------------------------------

  /** What x read at the positions of a grid is. */
  static TensorType read(TensorType x, TensorType grid, Call c) {
    int axes = x.rank() - 2;
    if (axes < 1 || axes > 3 || grid.rank() != x.rank() || grid.dim(axes + 1) >= 0 && grid.dim(axes + 1) != axes
        || x.dim(0) >= 0 && grid.dim(0) >= 0 && x.dim(0) != grid.dim(0)) {
      throw c.fail("a grid " + grid + " for " + x, "[N, out..., axes] for [N, C, spatial...] of 1 to 3 axes",
          "Match them.");
    }
    long[] out = grid.dims().clone();
    System.arraycopy(grid.dims(), 1, out, 2, axes);
    out[0] = x.dim(0);
    out[1] = x.dim(1);
    return x.withDims(out);
  }

  /** A position on an axis, and how it moves with the position that was given. */
  private record Position(double at, double way) {
  }

  /** Mirrored at the borders until it lies between them. */
  private static Position reflected(double x, double low, double high) {
    double range = high - low;
    if (range <= 0) {
      return new Position(low, 0);
    }
    double far = Math.abs(x - low);
    double turns = Math.floor(far / range);
    double rest = far - turns * range;
    boolean even = turns % 2 == 0;
    return new Position(even ? low + rest : high - rest, x < low == even ? -1 : 1);
  }

  private static Position bounded(Attrs a, double x, long n) {
    boolean align = a.getBool("align_corners", false);
    String padding = a.getString("padding_mode", "zeros");
    if (padding.equals("zeros")) {
      return new Position(x, 1);
    }
    Position p =
        padding.equals("reflection") ? reflected(x, align ? 0 : -0.5, align ? n - 1 : n - 0.5) : new Position(x, 1);
    return new Position(Math.min(n - 1, Math.max(0, p.at)), p.at < 0 || p.at > n - 1 ? 0 : p.way);
  }

  /**
   * Index, weight and the weight's derivative by the position of each element that a position reads along an axis. None
   * where the position is no number, or mirrored without end; an infinite one is beyond the border.
   */
  static double[][] taps(Attrs a, double where, long n) {
    if (Double.isNaN(where) || Double.isInfinite(where) && a.getString("padding_mode", "zeros").equals("reflection")) {
      return new double[0][];
    }
    boolean align = a.getBool("align_corners", false);
    double x = align ? (where + 1) / 2 * (n - 1) : ((where + 1) * n - 1) / 2;
    double step = (align ? n - 1 : n) / 2.0;
    return switch (a.getString("mode", "linear")) {
      case "nearest" -> new double[][] {{bounded(a, Math.rint(bounded(a, x, n).at), n).at, 1, 0}};
      case "cubic" -> {
        double base = Math.floor(x);
        double rest = Double.isInfinite(x) ? 0 : x - base;
        double[][] t = new double[4][];
        for (int k = 0; k < 4; k++) {
          double d = Math.abs(rest + 1 - k);
          double w = d <= 1 ? ((-0.75 + 2) * d - (-0.75 + 3)) * d * d + 1 : ((-0.75 * d + 3.75) * d - 6) * d + 3;
          double slope = d <= 1 ? (3.75 * d - 4.5) * d : (-2.25 * d + 7.5) * d - 6;
          t[k] = new double[] {Math.rint(bounded(a, base - 1 + k, n).at), w, (k < 2 ? slope : -slope) * step};
        }
        yield t;
      }
      default -> {
        Position p = bounded(a, x, n);
        double base = Math.floor(p.at);
        yield new double[][] {{base, 1 - (p.at - base), -p.way * step}, {base + 1, p.at - base, p.way * step}};
      }
    };
  }

  private static void gridSample(Attrs a, NDArray x, NDArray grid, NDArray y) {
    int axes = x.rank() - 2;
    long positions = Arrays.stream(y.shape(), 2, y.rank()).reduce(1, (p, q) -> p * q);
    long size = Arrays.stream(x.shape(), 2, x.rank()).reduce(1, (p, q) -> p * q);
    for (long n = 0; n < x.size(0); n++) {
      for (long p = 0; p < positions; p++) {
        double[][][] taps = new double[axes][][];
        for (int d = 0; d < axes; d++) {
          taps[d] = taps(a, grid.getDoubleAt((n * positions + p) * axes + axes - 1 - d), x.size(d + 2));
        }
        boolean known = Arrays.stream(taps).allMatch(t -> t.length > 0);
        for (long c = n * x.size(1); c < (n + 1) * x.size(1); c++) {
          y.putDoubleAt(c * positions + p, known ? read(x, taps, 0, c * size, 0, 1) : Double.NaN);
        }
      }
    }
  }

  private static double read(NDArray x, double[][][] taps, int axis, long start, long at, double weight) {
    if (axis == taps.length) {
      return weight * x.getDoubleAt(start + at);
    }
    double sum = 0;
    for (double[] t : taps[axis]) {
      if (t[0] >= 0 && t[0] < x.size(axis + 2) && t[1] != 0) {
        sum += read(x, taps, axis + 1, start, at * x.size(axis + 2) + (long) t[0], weight * t[1]);
      }
    }
    return sum;
  }

  private static TensorType[] affineTypes(Call c) {
    long[] size = c.openDims("size");
    int axes = size.length - 2;
    TensorType theta = c.in(0);
    if (axes < 2 || axes > 3 || theta.rank() != 3 || theta.dim(1) >= 0 && theta.dim(1) != axes
        || theta.dim(2) >= 0 && theta.dim(2) != axes + 1
        || theta.dim(0) >= 0 && size[0] >= 0 && theta.dim(0) != size[0]) {
      throw c.fail("theta " + theta + " and " + size.length + " sizes",
          "[N, 2, 3] with N, C, H, W or [N, 3, 4] with N, C, D, H, W", "Match them.");
    }
    long positions = 1;
    for (int i = 2; i < size.length; i++) {
      positions = Math.multiplyExact(positions, Math.max(1, size[i]));
    }
    if (positions > Integer.MAX_VALUE / (axes + 1)) {
      throw c.fail("sizes " + Arrays.toString(size), "less than 2^31 numbers as positions", "Make smaller grids.");
    }
    long[] out = new long[axes + 2];
    out[0] = size[0];
    System.arraycopy(size, 2, out, 1, axes);
    out[axes + 1] = axes;
    return new TensorType[] {theta.withDims(out)};
  }

  /** Positions from -1 to 1, the last axis first, and a 1, times theta. */
  private static Sym[] affine(Attrs a, Sym theta) {
    long[] size = a.getLongs("size");
    int axes = size.length - 2;
    long count = Arrays.stream(size, 2, size.length).reduce(1, (p, q) -> p * q);
    double[] base = new double[Math.toIntExact(count * (axes + 1))];
    for (long p = 0; p < count; p++) {
      long rest = p;
      for (int d = axes - 1; d >= 0; d--) {
        long n = size[d + 2];
        long i = rest % n;
        rest /= n;
        base[(int) (p * (axes + 1) + axes - 1 - d)] =
            a.getBool("align_corners", false) ? n == 1 ? -1 : 2.0 * i / (n - 1) - 1 : (2.0 * i + 1) / n - 1;
      }
      base[(int) (p * (axes + 1) + axes)] = 1;
    }
    Sym positions = theta.builder().constant("positions", NDArray.of(base, count, axes + 1).castTo(theta.dtype()));
    long[] out = new long[axes + 2];
    out[0] = size[0];
    System.arraycopy(size, 2, out, 1, axes);
    out[axes + 1] = axes;
    return new Sym[] {positions.matmul(theta.transpose(0, 2, 1)).reshapeTo(out)};
  }

  // regions -----------------------------------------------------------------------------------------------------------

  private static TensorType[] regionTypes(Call c, int numbers, long height, long width) {
    TensorType x = c.in(0);
    TensorType rois = c.in(1);
    if (x.rank() != 4 || rois.rank() != 2 || rois.dim(1) >= 0 && rois.dim(1) != numbers) {
      throw c.fail("regions " + rois + " of " + x, "[R, " + numbers + "] of [N, C, H, W]", "Match them.");
    }
    return new TensorType[] {x.withDims(rois.dim(0), x.dim(1), height, width)};
  }

  /** Samples of a bin along an axis that a call may ask for. */
  private static final int MOST_SAMPLES = 1024;

  /** One region of an image of rows by columns: where it starts, how large its bins are, and the samples of each. */
  record Region(double y, double x, double height, double width, long down, long across, long rows, long columns) {
    static Region of(Attrs a, NDArray rois, long r, long rows, long columns) {
      boolean half = a.getString("coordinate_transformation_mode", "half_pixel").equals("half_pixel");
      double scale = a.getDouble("spatial_scale", 1);
      double[] roi = new double[4];
      for (int k = 0; k < 4; k++) {
        roi[k] = rois.getDoubleAt(4 * r + k) * scale - (half ? 0.5 : 0);
      }
      double height = (half ? roi[3] - roi[1] : Math.max(1, roi[3] - roi[1])) / a.getLong("output_height", 1);
      double width = (half ? roi[2] - roi[0] : Math.max(1, roi[2] - roi[0])) / a.getLong("output_width", 1);
      long ratio = a.getLong("sampling_ratio", 0);
      return new Region(roi[1], roi[0], height, width, ratio > 0 ? ratio : samples(height, rows),
          ratio > 0 ? ratio : samples(width, columns), rows, columns);
    }

    long count() {
      return down * across;
    }

    /** Index and weight of the four neighbours of a sample of the bin in that row and column; none outside. */
    double[][] taps(long row, long column, long sample) {
      double py = y + (row + (sample / across + 0.5) / down) * height;
      double px = x + (column + (sample % across + 0.5) / across) * width;
      if (!(py >= -1 && py <= rows && px >= -1 && px <= columns)) {
        return new double[0][];
      }
      long top = Math.min((long) Math.max(0, py), rows - 1);
      long left = Math.min((long) Math.max(0, px), columns - 1);
      double ly = top == rows - 1 ? 0 : Math.max(0, py) - top;
      double lx = left == columns - 1 ? 0 : Math.max(0, px) - left;
      double[][] taps = new double[4][];
      for (int k = 0; k < 4; k++) {
        double w = (k / 2 == 0 ? 1 - ly : ly) * (k % 2 == 0 ? 1 - lx : lx);
        taps[k] = new double[] {Math.min(top + k / 2, rows - 1) * columns + Math.min(left + k % 2, columns - 1), w};
      }
      return taps;
    }
  }

  private static void roiAlign(Attrs a, NDArray[] in, NDArray y) {
    NDArray x = in[0];
    boolean max = a.getString("mode", "avg").equals("max");
    long bins = y.size(2) * y.size(3);
    for (long r = 0; r < y.size(0); r++) {
      Region region = Region.of(a, in[1], r, x.size(2), x.size(3));
      long n = in[2].getLongAt(r);
      boolean known = n >= 0 && n < x.size(0);
      for (long c = 0; c < x.size(1); c++) {
        long plane = (n * x.size(1) + c) * x.size(2) * x.size(3);
        for (long b = 0; b < bins; b++) {
          double sum = known ? max ? Double.NEGATIVE_INFINITY : 0 : Double.NaN;
          for (long s = 0; known && s < region.count(); s++) {
            double[][] taps = region.taps(b / y.size(3), b % y.size(3), s);
            sum = max && taps.length == 0 ? Math.max(sum, 0) : sum;
            for (double[] t : taps) {
              double v = t[1] == 0 ? 0 : t[1] * x.getDoubleAt(plane + (long) t[0]);
              sum = max ? Math.max(sum, v) : sum + v;
            }
          }
          y.putDoubleAt((r * x.size(1) + c) * bins + b, max ? sum : sum / region.count());
        }
      }
    }
  }

  /** As many as a bin has pixels, but a bin that is larger than the image is not searched for longer than that. */
  private static long samples(double size, long most) {
    return size > 1 ? (long) Math.min(most + 2, Math.ceil(size)) : 1;
  }

  /** Outside any image. */
  private static final double FAR = 1L << 30;

  private static void maxRoiPool(Attrs a, NDArray x, NDArray rois, NDArray y) {
    double scale = a.getDouble("spatial_scale", 1);
    long ph = y.size(2);
    long pw = y.size(3);
    for (long r = 0; r < y.size(0); r++) {
      long[] roi = new long[5];
      for (int k = 0; k < 5; k++) {
        double v = rois.getDoubleAt(5 * r + k);
        double rounded = Math.signum(v) * Math.floor(Math.abs(v * scale) + 0.5);
        roi[k] = k == 0 ? (long) v : (long) Math.max(-FAR, Math.min(FAR, rounded)); // NaN is 0
      }
      double bh = (double) Math.max(1, roi[4] - roi[2] + 1) / ph;
      double bw = (double) Math.max(1, roi[3] - roi[1] + 1) / pw;
      for (long c = 0; c < x.size(1); c++) {
        for (long b = 0; b < ph * pw; b++) {
          long i0 = clip(Math.floor(b / pw * bh) + roi[2], x.size(2));
          long i1 = clip(Math.ceil((b / pw + 1) * bh) + roi[2], x.size(2));
          long j0 = clip(Math.floor(b % pw * bw) + roi[1], x.size(3));
          long j1 = clip(Math.ceil((b % pw + 1) * bw) + roi[1], x.size(3));
          double best = i1 <= i0 || j1 <= j0 ? 0 : Double.NEGATIVE_INFINITY;
          boolean known = roi[0] >= 0 && roi[0] < x.size(0);
          for (long i = i0; i < i1 && known; i++) {
            for (long j = j0; j < j1; j++) {
              best = Math.max(best, x.getDoubleAt(((roi[0] * x.size(1) + c) * x.size(2) + i) * x.size(3) + j));
            }
          }
          y.putDoubleAt((r * x.size(1) + c) * ph * pw + b, known ? best : Double.NaN);
        }
      }
    }
  }

  private static long clip(double v, long most) {
    return Math.min(most, Math.max(0, (long) v));
  }

  // patches -----------------------------------------------------------------------------------------------------------

  private static long[] given(Attrs a, String name, int n, long otherwise) {
    long[] all = new long[n];
    Arrays.fill(all, otherwise);
    return a.getLongs(name, all);
  }

  private static TensorType[] columnTypes(Call c) {
    long[] image = c.openDims("image_shape");
    long[] block = c.openDims("block_shape");
    TensorType x = c.in(0);
    if (x.rank() != 3 || image.length != block.length || image.length == 0) {
      throw c.fail(x + " with " + image.length + " image dims and " + block.length + " block dims",
          "[N, C times block, positions] and as many of each", "Match them.");
    }
    int n = image.length;
    for (String name : List.of("dilations", "strides", "pads")) {
      long[] list = c.attrs().getLongs(name);
      int count = name.equals("pads") ? 2 * n : n;
      if (list != null && list.length != count) {
        throw c.fail(list.length + " numbers as " + name, count + " for " + n + " axes", "Correct the list.");
      }
    }
    long size = 1;
    long positions = 1;
    for (int i = 0; i < n; i++) {
      size = size < 0 || block[i] < 0 ? -1 : size * block[i];
      long[] pads = given(c.attrs(), "pads", 2 * n, 0);
      long reach = (block[i] - 1) * given(c.attrs(), "dilations", n, 1)[i] + 1;
      long room = image[i] + pads[i] + pads[n + i] - reach;
      positions = positions < 0 || block[i] < 0 || image[i] < 0 ? -1
          : room < 0 ? 0 : positions * (room / given(c.attrs(), "strides", n, 1)[i] + 1);
    }
    if (size == 0 || size > 0 && x.dim(1) >= 0 && x.dim(1) % size != 0
        || positions >= 0 && x.dim(2) >= 0 && positions != x.dim(2)) {
      throw c.fail("columns " + x, "C times " + size + " rows and " + positions + " columns",
          "Match image, block, pads, strides and dilations.");
    }
    long[] out = LongStream
        .concat(LongStream.of(x.dim(0), x.dim(1) < 0 || size < 0 ? -1 : x.dim(1) / size), Arrays.stream(image))
        .toArray();
    return new TensorType[] {x.withDims(out)};
  }

  /**
   * For each element of the block a picture of zeros with its values in steps of the strides; these are added up and
   * the pads cut off.
   */
  private static Sym[] columnsToImage(Attrs a, Sym x) {
    if (!x.type().isConcrete()) {
      return null;
    }
    long[] image = a.getLongs("image_shape");
    long[] block = a.getLongs("block_shape");
    int n = image.length;
    long[] pads = given(a, "pads", 2 * n, 0);
    long[] strides = given(a, "strides", n, 1);
    long[] dilations = given(a, "dilations", n, 1);
    long size = Arrays.stream(block).reduce(1, (p, q) -> p * q);
    long channels = x.dim(1) / size;
    long[] canvas = new long[n + 2];
    long[] patch = new long[n + 2];
    canvas[0] = x.dim(0);
    canvas[1] = channels;
    patch[0] = x.dim(0);
    patch[1] = channels;
    for (int i = 0; i < n; i++) {
      canvas[i + 2] = image[i] + pads[i] + pads[n + i];
      patch[i + 2] = (canvas[i + 2] - (block[i] - 1) * dilations[i] - 1) / strides[i] + 1;
    }
    Sym parts = x.reshapeTo(x.dim(0), channels, size, x.dim(2));
    Sym like = x.like(0).call("Expand", x.builder().longs(canvas));
    long[] axes = IntStream.range(2, n + 2).asLongStream().toArray();
    Sym sum = null;
    for (long k = 0; k < size; k++) {
      long rest = k;
      long[] starts = new long[n];
      long[] ends = new long[n];
      for (int i = n - 1; i >= 0; i--) {
        starts[i] = rest % block[i] * dilations[i];
        ends[i] = starts[i] + (patch[i + 2] - 1) * strides[i] + 1;
        rest /= block[i];
      }
      Sym part = parts.slice(2, k, k + 1).reshapeTo(patch);
      Sym placed =
          part.call("pydl4j.PadSlice", Attrs.of("starts", starts, "ends", ends, "axes", axes, "steps", strides), like);
      sum = sum == null ? placed : sum.add(placed);
    }
    for (int i = 0; i < n; i++) {
      sum = pads[i] == 0 && pads[n + i] == 0 ? sum : sum.slice(i + 2, pads[i], pads[i] + image[i]);
    }
    return new Sym[] {sum};
  }

  private static TensorType[] centerTypes(Call c) {
    long[] shape = c.openDims("shape");
    long[] axes = c.attrs().getLongs("axes", IntStream.range(0, c.in(0).rank()).asLongStream().toArray());
    if (shape.length != axes.length) {
      throw c.fail(shape.length + " sizes for " + axes.length + " axes", "one each", "Correct the shape.");
    }
    long[] out = c.in(0).dims().clone();
    for (int i = 0; i < axes.length; i++) {
      out[(int) axes[i]] = shape[i];
    }
    return new TensorType[] {c.in(0).withDims(out)};
  }

  private static Sym[] center(Attrs a, Sym x) {
    if (!x.type().isConcrete()) {
      return null;
    }
    long[] shape = a.getLongs("shape");
    long[] axes = a.getLongs("axes", IntStream.range(0, x.rank()).asLongStream().toArray());
    long[] pads = new long[2 * x.rank()];
    for (int i = 0; i < axes.length; i++) {
      int axis = (int) axes[i];
      long more = shape[i] - x.dim(axis);
      pads[axis] = more < 0 ? -(-more / 2) : more / 2;
      pads[x.rank() + axis] = more - pads[axis];
    }
    return new Sym[] {x.call("Pad", x.builder().longs(pads))};
  }

  /** x / (bias + alpha / size * the sum of squares of the channels around)^beta. */
  private static Sym[] local(Attrs a, Sym x) {
    if (x.dim(1) < 0) {
      return null;
    }
    long size = a.getLong("size", 1);
    long[] pads = {(size - 1) / 2, 0, size - 1 - (size - 1) / 2, 0};
    Sym squares = x.mul(x).reshape(0, 1, x.dim(1), -1)
        .call("pydl4j.SumPool", Attrs.of("kernel_shape", new long[] {size, 1}, "pads", pads))
        .call("pydl4j.ReshapeLike", x);
    return new Sym[] {x.mul(
        squares.mul(a.getDouble("alpha", 1e-4) / size).add(a.getDouble("bias", 1)).pow(-a.getDouble("beta", 0.75)))};
  }

  private static Case[] grids() {
    List<Case> c = new ArrayList<>();
    for (String padding : List.of("zeros", "border", "reflection")) {
      for (String mode : List.of("linear", "nearest", "cubic")) {
        Attrs a = Attrs.of("mode", mode, "padding_mode", padding);
        c.add(Case.of(a, uniform(-1, 1, 2, 3, 4, 5), uniform(-1.6, 1.6, 2, 3, 3, 2)));
        c.add(Case.of(a.with("align_corners", 1), uniform(-1, 1, 1, 2, 4, 5), uniform(-1.6, 1.6, 1, 9, 15, 2)));
      }
    }
    c.add(Case.of(Attrs.of("mode", "linear"), uniform(-1, 1, 1, 2, 3, 4, 5), uniform(-1.3, 1.3, 1, 3, 2, 4, 3)));
    c.add(Case.of(Attrs.of("mode", "nearest", "padding_mode", "border"), uniform(-1, 1, 1, 2, 3, 4, 5),
        uniform(-1.3, 1.3, 1, 3, 2, 4, 3)));
    c.add(Case.of(Attrs.of("mode", "cubic"), uniform(-1, 1, 2, 2, 9), uniform(-1.3, 1.3, 2, 150, 1)));
    return c.toArray(new Case[0]);
  }

  /** A constant: regions get no gradient. */
  static Case.Gen fixed(Case.Gen g) {
    return new Case.Gen() {
      @Override
      public NDArray make(Random random, DType floats) {
        return g.make(random, floats);
      }

      @Override
      public boolean isConstant() {
        return true;
      }
    };
  }

  private static Case[] regions() {
    List<Case> c = new ArrayList<>();
    for (String mode : List.of("avg", "max")) {
      for (String position : List.of("half_pixel", "output_half_pixel")) {
        Attrs a =
            Attrs.of("mode", mode, "coordinate_transformation_mode", position, "output_height", 3, "output_width", 2);
        c.add(Case.of(a, uniform(-1, 1, 2, 3, 7, 6), fixed(uniform(0, 9, 4, 4)), ints(2, 4)));
        c.add(
            Case.of(a.with("spatial_scale", 1e9), uniform(-1, 1, 2, 3, 7, 6), fixed(uniform(-1, 1, 4, 4)), ints(2, 4)));
        c.add(Case.of(a.with("sampling_ratio", 2).with("spatial_scale", 0.5), uniform(-1, 1, 2, 40, 7, 6),
            fixed(uniform(-1, 16, 4, 4)), ints(2, 4)));
      }
    }
    return c.toArray(new Case[0]);
  }

  static Op sampler(Op op) {
    return op.attr("mode", Form.choice("linear", "nearest", "cubic"), "linear", "linear, nearest or cubic")
        .attr("padding_mode", Form.choice("zeros", "border", "reflection"), "zeros",
            "what lies outside: zeros, border or reflection")
        .attr("align_corners", Form.flag(), 0,
            "1: -1 and 1 are the centers of the outermost pixels; 0: their outer edges");
  }

  static Op aligner(Op op) {
    return op.attr("mode", Form.choice("avg", "max"), "avg", "avg or max")
        .attr("output_height", Form.count(1), 1, "bins from top to bottom")
        .attr("output_width", Form.count(1), 1, "bins from left to right")
        .attr("sampling_ratio", Form.whole(0, MOST_SAMPLES), 0,
            "samples per bin and axis; 0: as many as a bin has pixels")
        .attr("spatial_scale", 1.0, "pixels of x per unit of the regions")
        .attr("coordinate_transformation_mode", Form.choice("half_pixel", "output_half_pixel"), "half_pixel",
            "half_pixel or output_half_pixel");
  }

  static final List<Op> OPS = List.of(
      sampler(Op.onnx("GridSample", 22)
          .doc("x [N, C, spatial...] read at positions grid [N, out..., axes], from -1 to 1 on each "
              + "axis, the last axis first")
          .in("x", FLOATS).in("grid", FLOATS).out("y"))
          .types(c -> new TensorType[] {read(c.in(0), c.in(1), c)})
          .reference((a, in, out) -> gridSample(a, in[0], in[1], out[0])).gradient(SamplingGradients::ofGrid)
          .cases(grids()),
      Op.onnx("AffineGrid", 20).doc("the grid for GridSample of an affine map theta [N, axes, axes + 1]")
          .in("theta", FLOATS).list("size", Form.sizes(0), false).out("grid")
          .attr("align_corners", Form.flag(), 0,
              "1: -1 and 1 are the centers of the outermost pixels; 0: their outer edges")
          .types(Sampling::affineTypes).open(Sampling::affineTypes).body((b, a, in) -> affine(a, in[0])).mayStayWhole()
          .cases(Case.of(uniform(-1, 1, 2, 2, 3), list(2, 3, 4, 5)),
              Case.of(Attrs.of("align_corners", 1), uniform(-1, 1, 1, 3, 4), list(1, 3, 2, 4, 5))),
      aligner(Op.onnx("RoiAlign", 22)
          .doc("regions [R, 4] of x1, y1, x2, y2 as grids of bins, each the mean or largest of bilinear "
              + "samples; regions get no gradient")
          .in("x", FLOATS).in("rois", FLOATS).in("batch_indices", INTS).out("y"))
          .types(c -> regionTypes(c, 4, c.attrs().getLong("output_height", 1), c.attrs().getLong("output_width", 1)))
          .reference((a, in, out) -> roiAlign(a, in, out[0])).gradient(SamplingGradients::ofRegions).cases(regions()),
      Op.onnx("MaxRoiPool", 22).doc("the largest of each bin of regions [R, 5] of image, x1, y1, x2, y2")
          .in("x", FLOATS).in("rois", FLOATS).out("y")
          .needs("pooled_shape", Form.sizes(1), "bins from top to bottom and from left to right")
          .attr("spatial_scale", 1.0, "pixels of x per unit of the regions")
          .types(c -> {
            long[] shape = c.attrs().getLongs("pooled_shape");
            if (shape.length != 2) {
              throw c.fail(shape.length + " numbers as pooled_shape", "height and width", "Correct it.");
            } else if (!(c.attrs().getDouble("spatial_scale", 1) > 0)) {
              throw c.fail("spatial_scale " + c.attrs().getDouble("spatial_scale", 1), "more than 0", "Correct it.");
            }
            return regionTypes(c, 5, shape[0], shape[1]);
          })
          .reference((a, in, out) -> maxRoiPool(a, in[0], in[1], out[0])).noGradient(NO_GRADIENT)
          .cases(
              Case.of(Attrs.of("pooled_shape", new long[] {2, 3}), uniform(-1, 1, 1, 3, 7, 6), uniform(0, 0.4, 4, 5)),
              Case.of(Attrs.of("pooled_shape", new long[] {2, 2}, "spatial_scale", 8.0), uniform(-1, 1, 2, 3, 7, 6),
                  uniform(0, 1.6, 4, 5))),
      Op.onnx("Col2Im", 18).doc("patches as columns [N, C times block, positions] added up to images").in("x", FLOATS)
          .list("image_shape", Form.sizes(1), false).list("block_shape", Form.sizes(1), false).out("y")
          .attr("dilations", Form.sizes(1), null, "distance of a block's elements, 1 when absent")
          .attr("pads", Form.sizes(0), null, "zeros around the image, cut off")
          .attr("strides", Form.sizes(1), null, "distance of blocks, 1 when absent").types(Sampling::columnTypes)
          .open(Sampling::columnTypes).body((b, a, in) -> columnsToImage(a, in[0])).mayStayWhole()
          .cases(Case.of(uniform(-1, 1, 1, 8, 9), list(4, 4), list(2, 2)),
              Case.of(uniform(-1, 1, 2, 6, 5), list(7), list(3)),
              Case.of(Attrs.of("strides", new long[] {2, 2}), uniform(-1, 1, 2, 12, 12), list(6, 8), list(2, 2)),
              Case.of(Attrs.of("strides", new long[] {1, 3, 2}, "pads", new long[] {0, 1, 2, 1, 0, 1}),
                  uniform(-1, 1, 1, 8, 18), list(3, 4, 4), list(2, 2, 2)),
              Case.of(Attrs.of("strides", new long[] {2, 1}, "pads", new long[] {1, 0, 1, 1}, "dilations",
                  new long[] {1, 2}), uniform(-1, 1, 2, 12, 8), list(4, 5), list(3, 2))),
      Op.onnx("CenterCropPad", 18).doc("x cut or padded by zeros on both sides to a shape").in("x", ANY)
          .list("shape", Form.sizes(0), false).out("y")
          .attr("axes", Form.axes(), null, "axes that the shape speaks of; all when absent")
          .types(Sampling::centerTypes).open(Sampling::centerTypes).body((b, a, in) -> center(a, in[0]))
          .cases(Case.of(uniform(-1, 1, 4, 7), list(7, 4)),
              Case.of(Attrs.of("axes", new long[] {-1}), uniform(-1, 1, 2, 5), list(2))),
      Op.onnx("LRN", 13).doc("x / (bias + alpha / size * sum of squares of the channels around)^beta").in("x", FLOATS)
          .out("y").needs("size", Form.count(1), "channels that are summed")
          .attr("alpha", 1e-4, "factor of the mean of squares").attr("beta", 0.75, "exponent")
          .attr("bias", 1.0, "added to the mean")
          .types(c -> {
            if (c.in(0).rank() < 3) {
              throw c.fail("x " + c.in(0), "[N, C, spatial...]", "Reshape it.");
            }
            return new TensorType[] {c.in(0)};
          }).body((b, a, in) -> local(a, in[0]))
          .cases(Case.of(Attrs.of("size", 3, "alpha", 0.5), uniform(-1, 1, 2, 5, 3, 4)),
              Case.of(Attrs.of("size", 4, "beta", 0.5, "bias", 2.0), uniform(-1, 1, 1, 6, 7))));
}
