package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Case.absent;
import static org.pydl4j.nd.graph.Case.list;
import static org.pydl4j.nd.graph.Case.uniform;
import static org.pydl4j.nd.graph.Op.FLOATS;
import static org.pydl4j.nd.graph.Op.ORDERED;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
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
 * Resize in all of ONNX's modes. What its inputs say is written out once, as attributes of {@code pydl4j.Resample}: the
 * axes that change, their sizes and scales. That op is linear, so its gradient reads the same taps the other way round.
 */
final class Interpolation {
  private Interpolation() {
  }

  private static final List<String> MODES = List.of("nearest", "linear", "cubic");
  private static final List<String> POSITIONS =
      List.of("half_pixel", "half_pixel_symmetric", "pytorch_half_pixel", "align_corners", "asymmetric",
          "tf_half_pixel_for_nn", "tf_crop_and_resize");
  private static final List<String> ROUNDINGS = List.of("round_prefer_floor", "round_prefer_ceil", "floor", "ceil");
  private static final List<String> POLICIES = List.of("stretch", "not_larger", "not_smaller");
  private static final String CROP = "tf_crop_and_resize";

  /** What a Resize does to the axes named: sizes, -1 where not known yet, and scales, 0 where not known yet. */
  private record Sizes(long[] axes, long[] sizes, double[] scales) {
    static Sizes of(Call c) {
      TensorType x = c.in(0);
      long[] axes = c.attrs().getLongs("axes", IntStream.range(0, x.rank()).asLongStream().toArray());
      boolean sized = c.has(3) || c.attrs().has("sizes");
      NDArray scales = c.has(2) ? c.constant(2) : null;
      if (sized) {
        long[] sizes = c.openDims("sizes");
        check(c, "sizes", sizes.length, axes.length);
        return fitted(c, axes, sizes);
      } else if (!c.has(2)) {
        throw c.fail("neither sizes nor scales", "one of them", "Give one number per axis.");
      }
      long count = scales != null ? scales.size() : c.in(2).rank() == 1 ? c.in(2).dim(0) : -1;
      if (count >= 0) {
        check(c, "scales", count, axes.length);
      }
      return scaled(c, axes, scales);
    }

    private static void check(Call c, String what, long count, int axes) {
      if (count != axes) {
        throw c.fail(count + " " + what, "one for each of " + axes + " axes", "Give one number per axis.");
      }
    }

    private static Sizes scaled(Call c, long[] axes, NDArray scales) {
      long[] sizes = new long[axes.length];
      double[] s = new double[axes.length];
      for (int i = 0; i < axes.length; i++) {
        long d = c.in(0).dim((int) axes[i]);
        s[i] = scales == null ? 0 : scales.getDoubleAt(i);
        if (scales != null && !(s[i] > 0 && s[i] < 1e9)) {
          throw c.fail("a scale of " + s[i], "more than 0", "Correct it.");
        }
        // in float32, as ONNX does: 10 elements by 0.7f are 7, though 0.7f is less than 0.7
        sizes[i] = d < 0 || scales == null ? -1 : (long) Math.floor((float) d * (float) s[i]);
      }
      return new Sizes(axes, sizes, s);
    }

    private static Sizes fitted(Call c, long[] axes, long[] sizes) {
      String policy = c.attrs().getString("keep_aspect_ratio_policy", "stretch");
      double[] s = new double[axes.length];
      boolean known = true;
      for (int i = 0; i < axes.length; i++) {
        long d = c.in(0).dim((int) axes[i]);
        known &= d > 0 && sizes[i] >= 0;
        s[i] = d > 0 && sizes[i] >= 0 ? (double) sizes[i] / d : 0;
      }
      if (!policy.equals("stretch")) {
        double one =
            known ? (policy.equals("not_larger") ? Arrays.stream(s).min() : Arrays.stream(s).max()).orElse(1) : 0;
        Arrays.fill(s, one);
        for (int i = 0; i < axes.length; i++) {
          sizes[i] = known ? (long) Math.floor(one * c.in(0).dim((int) axes[i]) + 0.5) : -1;
        }
      }
      return new Sizes(axes, sizes, s);
    }

    TensorType of(TensorType x) {
      long[] out = x.dims().clone();
      for (int i = 0; i < axes.length; i++) {
        out[(int) axes[i]] = sizes[i];
      }
      return x.withDims(out);
    }
  }

  private static void checkNumbers(Call c) {
    if (c.in(0).dtype() == DType.BOOL && !c.attrs().getString("mode", "nearest").equals("nearest")) {
      throw c.fail("truth values to interpolate", "numbers, or mode nearest", "Cast them.");
    }
  }

  private static TensorType[] types(Call c) {
    checkNumbers(c);
    if (isCrop(c.attrs()) && !c.has(1)) {
      throw c.fail("no roi", "where the crop starts and ends on each axis", "Give it.");
    }
    Sizes s = Sizes.of(c);
    TensorType y = s.of(c.in(0));
    for (long a : s.axes) {
      if (c.in(0).dim((int) a) == 0 && y.dim((int) a) > 0) {
        throw c.fail("an empty axis to interpolate", "at least one element", "Leave the axis out.");
      }
    }
    return new TensorType[] {y};
  }

  private static boolean isCrop(Attrs a) {
    return a.getString("coordinate_transformation_mode", "half_pixel").equals(CROP);
  }

  /** The call with everything that its inputs say as attributes; null while they are not known. */
  private static Sym[] resize(Attrs a, Sym[] in) {
    Sym x = in[0];
    NDArray scales = in.length > 2 && in[2] != null ? in[2].value().constant() : null;
    NDArray roi = in.length > 1 && in[1] != null && isCrop(a) ? in[1].value().constant() : null;
    boolean sized = a.has("sizes");
    if (!x.type().isConcrete() || !sized && scales == null || isCrop(a) && roi == null) {
      return null;
    }
    TensorType[] types = new TensorType[] {x.type(), null, sized ? null : in[2].type()};
    Sizes s = Sizes.of(new Call(Ops.get("Resize"), "", a, types, new NDArray[] {null, null, sized ? null : scales}));
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < s.axes.length; i++) {
      boolean whole = roi == null || roi.getDoubleAt(i) == 0 && roi.getDoubleAt(s.axes.length + i) == 1;
      if (s.sizes[i] != x.dim((int) s.axes[i]) || s.scales[i] != 1 || !whole) {
        kept.add(i);
      }
    }
    Attrs r = Attrs.of("axes", kept.stream().mapToLong(i -> s.axes[i]).toArray(), "sizes",
        kept.stream().mapToLong(i -> s.sizes[i]).toArray(),
        "scales", kept.stream().mapToDouble(i -> s.scales[i]).toArray());
    if (roi != null) {
      int n = s.axes.length;
      r = r.with("roi", IntStream.range(0, 2 * kept.size())
          .mapToDouble(i -> roi.getDoubleAt(kept.get(i % kept.size()) + (i < kept.size() ? 0 : n))).toArray());
    }
    for (Op.Attribute named : Ops.get("pydl4j.Resample").attributes()) {
      r = a.has(named.name()) && !r.has(named.name()) ? r.with(named.name(), a.get(named.name())) : r;
    }
    return kept.isEmpty() ? new Sym[] {x.call("Identity")} : new Sym[] {x.call("pydl4j.Resample", r)};
  }

  private static TensorType[] resampledTypes(Call c) {
    checkNumbers(c);
    long[] axes = c.attrs().getLongs("axes");
    long[] sizes = c.attrs().getLongs("sizes");
    double[] scales = c.attrs().getDoubles("scales");
    if (sizes.length != axes.length || scales.length != axes.length) {
      throw c.fail(axes.length + " axes, " + sizes.length + " sizes, " + scales.length + " scales",
          "one size and scale per axis", "Correct them, or call Resize.");
    }
    double[] roi = c.attrs().getDoubles("roi");
    if (roi != null && roi.length != 2 * axes.length || roi == null && isCrop(c.attrs())
        || Arrays.stream(scales).anyMatch(v -> !(v > 0 && v < 1e9))) {
      throw c.fail("a roi of " + (roi == null ? 0 : roi.length) + " numbers and scales " + Arrays.toString(scales),
          "two per axis to crop, and scales of more than 0",
          "Correct them, or call Resize.");
    }
    long[] out = c.in(0).dims().clone();
    for (int i = 0; i < axes.length; i++) {
      long d = out[(int) axes[i]];
      // a filter that wide would read the whole axis many times over
      if (sizes[i] > 0 && d > 0 && scales[i] * d < 0.25) {
        throw c.fail("a scale of " + scales[i] + " for " + sizes[i] + " of " + d + " elements",
            "size after by size before", "Correct it, or call Resize.");
      }
      out[(int) axes[i]] = sizes[i];
    }
    return new TensorType[] {c.in(0).withDims(out)};
  }

  /** Calls f for each element of y, each element of x that it reads, and the weight. */
  private interface Visit {
    void at(long y, long x, double weight);
  }

  private static void visit(Attrs a, long[] in, long[] out, Visit f) {
    Taps[] taps = Taps.ofAll(a, in, out);
    long[] from = Taps.strides(in);
    int[] index = new int[out.length];
    long count = Arrays.stream(out).reduce(1, (p, q) -> p * q);
    for (long y = 0; y < count; y++) {
      long rest = y;
      for (int k = out.length - 1; k >= 0; k--) {
        index[k] = (int) (rest % out[k]);
        rest /= out[k];
      }
      visit(taps, from, index, 0, y, 0, 1, f);
    }
  }

  private static void visit(Taps[] taps, long[] strides, int[] index, int axis, long y, long x, double weight,
      Visit f) {
    if (axis == taps.length) {
      f.at(y, x, weight);
      return;
    }
    int[] at = taps[axis].index()[index[axis]];
    double[] w = taps[axis].weight()[index[axis]];
    for (int i = 0; i < at.length; i++) {
      if (w[i] != 0) {
        visit(taps, strides, index, axis + 1, y, x + at[i] * strides[axis], weight * w[i], f);
      }
    }
  }

  private static final long OUTSIDE = -1;
  private static final long MIXED = -2;

  private static void resample(Attrs a, NDArray x, NDArray y) {
    double[] sums = new double[Math.toIntExact(y.size())];
    long[] copied = new long[sums.length]; // the element that is taken as it is, to its last digit
    Arrays.fill(copied, OUTSIDE);
    visit(a, x.shape(), y.shape(), (i, j, w) -> {
      sums[(int) i] += w * x.getDoubleAt(j);
      copied[(int) i] = copied[(int) i] == OUTSIDE && w == 1 ? j : MIXED;
    });
    for (int i = 0; i < sums.length; i++) {
      if (copied[i] >= 0 && !y.dtype().isFloat()) {
        y.putLongAt(i, x.getLongAt(copied[i]));
      } else {
        put(y, i, copied[i] == OUTSIDE ? a.getDouble("extrapolation_value", 0) : sums[i]);
      }
    }
  }

  /** Integers are rounded, halves to even, and kept in the type's range. */
  private static void put(NDArray y, long i, double v) {
    DType t = y.dtype();
    double high = Math.pow(2, 8 * t.bytes - (t.kind == DType.Kind.INT ? 1 : 0));
    if (t.isFloat() || t == DType.BOOL) {
      y.putDoubleAt(i, v);
    } else if (v >= high - 0.5) {
      y.putLongAt(i, t.kind == DType.Kind.INT ? Long.MAX_VALUE >> 64 - 8 * t.bytes : -1L >>> 64 - 8 * t.bytes);
    } else {
      y.putDoubleAt(i, Math.max(t.kind == DType.Kind.INT ? -high : 0, Math.rint(v)));
    }
  }

  private static void resampleGrad(Attrs a, NDArray dy, NDArray dx) {
    double[] sums = new double[Math.toIntExact(dx.size())];
    visit(a, dx.shape(), dy.shape(), (i, j, w) -> sums[(int) j] += w * dy.getDoubleAt(i));
    for (int i = 0; i < sums.length; i++) {
      dx.putDoubleAt(i, sums[i]);
    }
  }

  private static Form choice(List<String> names) {
    return Form.choice(names.toArray(new String[0]));
  }

  private static Op filtered(Op op) {
    return op.attr("mode", choice(MODES), "nearest", "nearest, linear or cubic")
        .attr("coordinate_transformation_mode", choice(POSITIONS), "half_pixel",
            "where output positions lie on the input: " + String.join(", ", POSITIONS))
        .attr("nearest_mode", choice(ROUNDINGS), "round_prefer_floor",
            "how nearest rounds: " + String.join(", ", ROUNDINGS))
        .attr("cubic_coeff_a", -0.75, "coefficient of the cubic filter")
        .attr("exclude_outside", Form.flag(), 0,
            "1: positions outside x have weight 0, and the others add up to 1; 0: the border is repeated")
        .attr("antialias", Form.flag(), 0, "1: linear and cubic filters are stretched where x shrinks")
        .attr("extrapolation_value", 0.0, "value of elements that tf_crop_and_resize takes from outside");
  }

  private static Op resampler(Op op) {
    return filtered(
        op.needs("axes", Form.axes(), "axes that change").needs("sizes", Form.sizes(0), "their sizes after Resample")
            .needs("scales", Form.numbers(), "their scales, size after by size before")
            .attr("roi", Form.numbers(), null,
                "for tf_crop_and_resize: where they start, then where they end, as parts of x"));
  }

  /** A constant list of floats. */
  private static Case.Gen floats(double... v) {
    return new Case.Gen() {
      @Override
      public NDArray make(Random random, DType floats) {
        return NDArray.of(v, v.length).castTo(DType.FLOAT32);
      }

      @Override
      public boolean isConstant() {
        return true;
      }
    };
  }

  private static Case scaled(Attrs a, Case.Gen x, double... scales) {
    return Case.of(a, x, absent(), floats(scales));
  }

  private static Case sized(Attrs a, Case.Gen x, long... sizes) {
    return Case.of(a, x, absent(), absent(), list(sizes));
  }

  /** All modes and positions, sizes that grow and shrink, one to three axes, both ends of the rank. */
  private static List<Case> cases() {
    List<Case> c = new ArrayList<>();
    Case.Gen image = uniform(-1, 1, 1, 2, 5, 4);
    for (String how : ROUNDINGS) {
      c.add(sized(Attrs.of("nearest_mode", how), image, 1, 2, 8, 3));
      c.add(sized(Attrs.of("nearest_mode", how), image, 1, 2, 10, 12)); // multiples, whose order the rounding may shift
      c.add(scaled(Attrs.of("nearest_mode", how, "coordinate_transformation_mode", "asymmetric"), image, 1, 1, 2, 0.6));
    }
    for (String position : POSITIONS) {
      Attrs a = Attrs.of("mode", "linear", "coordinate_transformation_mode", position);
      if (position.equals(CROP)) {
        c.add(Case.of(a.with("extrapolation_value", 0.25), image, floats(0, 0, 0.1, -0.2, 1, 1, 0.8, 1.1), absent(),
            list(1, 2, 4, 7)));
        c.add(Case.of(a.with("mode", "nearest").with("axes", new long[] {3, 2}), image, floats(0.1, -0.2, 0.8, 1.3),
            absent(), list(4, 1)));
        continue;
      }
      c.add(sized(a, image, 1, 2, 8, 3));
      c.add(scaled(a, image, 1, 1, 0.7, 1.6));
      c.add(sized(a.with("axes", new long[] {-1}), uniform(-1, 1, 2, 6), 1));
    }
    for (String mode : List.of("linear", "cubic")) {
      for (int exclude = 0; exclude < 2; exclude++) {
        Attrs a = Attrs.of("mode", mode, "exclude_outside", exclude);
        c.add(sized(a, image, 1, 2, 11, 3));
        c.add(sized(a.with("antialias", 1), uniform(-1, 1, 1, 2, 9, 7), 1, 2, 4, 9));
      }
      c.add(sized(Attrs.of("mode", mode, "cubic_coeff_a", -0.5), uniform(-1, 1, 3, 4, 5, 6, 2), 3, 6, 3, 8, 2));
      c.add(sized(Attrs.of("mode", mode, "axes", new long[] {1, 2}), uniform(-1, 1, 1, 4, 5, 3), 9, 3));
      c.add(sized(Attrs.of("mode", mode, "axes", new long[] {1, 2}), uniform(-1, 1, 1, 4, 5, 20), 9, 3));
    }
    for (String policy : POLICIES) {
      c.add(sized(Attrs.of("mode", "linear", "axes", new long[] {2, 3}, "keep_aspect_ratio_policy", policy), image, 7,
          7));
    }
    c.add(sized(Attrs.of("mode", "linear"), image, 1, 2, 5, 4));
    return c;
  }

  static final List<Op> OPS = List.of(
      filtered(Op.onnx("Resize", 19)
          .doc("x interpolated to other sizes, all modes of ONNX; integers are rounded and kept in range")
          .in("x", ORDERED).optional("roi", FLOATS)
          .optional("scales", FLOATS).list("sizes", Form.sizes(0), true).out("y")
          .attr("axes", Form.axes(), null, "axes that roi, scales and sizes speak of; all when absent"))
          .attr("keep_aspect_ratio_policy", choice(POLICIES), "stretch",
              "stretch, or with sizes: not_larger or not_smaller, one scale for all axes")
          .needsContent((a, i) -> i == 2 || i == 3 || i == 1 && isCrop(a))
          .types(Interpolation::types).open(Interpolation::types).body((b, a, in) -> resize(a, in))
          .cases(Interpolation::cases),
      resampler(Op.ours("Resample").doc("Resize with what its inputs say written out as attributes").in("x", ORDERED)
          .out("y")).types(Interpolation::resampledTypes)
          .reference((a, in, out) -> resample(a, in[0], out[0]))
          .gradient(g -> new Sym[] {g.b().call("pydl4j.ResampleGrad", g.attrs(), g.dy(), g.in(0))})
          .noExport("Resize is what files hold")
          .cases(Case.of(Attrs.of("axes", new long[] {1, 2}, "sizes", new long[] {90, 31}, "scales",
              new double[] {2.25, 0.62}, "mode", "linear"), uniform(-1, 1, 1, 40, 50, 24))),
      resampler(Op.ours("ResampleGrad").doc("gradient of Resample").in("dy", FLOATS).like("x").out("dx"))
          .types(c -> new TensorType[] {c.in(1)})
          .reference((a, in, out) -> resampleGrad(a, in[0], out[0]))
          .gradient(
              g -> new Sym[] {g.b().call("pydl4j.Resample", g.attrs().with("extrapolation_value", 0.0), g.dy()), null})
          .noExport("only gradients use it"));
}
