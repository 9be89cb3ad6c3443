package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Case.absent;
import static org.pydl4j.nd.graph.Case.list;
import static org.pydl4j.nd.graph.Case.uniform;
import static org.pydl4j.nd.graph.Op.ANY;
import static org.pydl4j.nd.graph.Op.FLOATS;
import static org.pydl4j.nd.graph.Op.NUMBERS_OR_COMPLEX;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Backward;
import org.pydl4j.nd.graph.Call;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Form;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/** Cutting tensors into pieces, padding and repeating them. */
final class Pieces {
  private static final Form ONE = Form.one(Long.MIN_VALUE, Long.MAX_VALUE);

  private Pieces() {
  }

  /**
   * Sizes of the pieces: as given, or num_outputs equal ones of which the last may be smaller; null while the axis is
   * open.
   */
  private static long[] sizes(Attrs a, TensorType x) {
    long[] given = a.getLongs("split");
    long d = x.dim(a.getInt("axis", 0));
    if (given != null || d < 0) {
      return given;
    }
    int n = a.getInt("num_outputs", 1);
    long each = (d + n - 1) / n;
    long[] sizes = new long[n];
    for (int i = 0; i < n; i++) {
      sizes[i] = Math.max(0, Math.min(each, d - i * each));
    }
    return sizes;
  }

  private static TensorType[] splitTypes(Call c) {
    TensorType x = c.in(0);
    int axis = c.attrs().getInt("axis", 0);
    long[] sizes = sizes(c.attrs(), x);
    if (sizes == null && c.attrs().has("num_outputs")) {
      sizes = new long[c.attrs().getInt("num_outputs", 1)];
      Arrays.fill(sizes, -1);
    } else if (sizes == null) {
      throw c.fail("an axis of unknown size", "sizes of the pieces, or a known size", "Give 'split'.");
    }
    if (x.dim(axis) >= 0 && Arrays.stream(sizes).reduce(0, Math::addExact) != x.dim(axis)) {
      throw c.fail("pieces " + Arrays.toString(sizes), "sizes that sum to " + x.dim(axis), "Correct the sizes.");
    }
    TensorType[] out = new TensorType[sizes.length];
    for (int i = 0; i < out.length; i++) {
      long[] d = x.dims().clone();
      d[axis] = sizes[i];
      out[i] = x.withDims(d);
    }
    return out;
  }

  /** Computed sizes: their number tells the number of pieces. */
  private static TensorType[] splitOpen(Call c) {
    TensorType x = c.in(0);
    int axis = c.attrs().getInt("axis", 0);
    return Arrays.stream(c.openDims("split")).mapToObj(n -> {
      long[] d = x.dims().clone();
      d[axis] = n;
      return x.withDims(d);
    }).toArray(TensorType[]::new);
  }

  private static TensorType[] padOpen(Call c) {
    long[] out = new long[c.in(0).rank()];
    Arrays.fill(out, -1);
    return new TensorType[] {c.in(0).withDims(out)};
  }

  private static Sym[] split(Attrs a, Sym x) {
    int axis = a.getInt("axis", 0);
    long[] sizes = sizes(a, x.type());
    if (sizes == null) {
      return null;
    }
    Sym[] out = new Sym[sizes.length];
    long at = 0;
    for (int i = 0; i < out.length; i++) {
      out[i] = x.slice(axis, at, at + sizes[i]);
      at += sizes[i];
    }
    return out;
  }

  private static Sym[] splitGradient(Backward g) {
    Sym[] dy = new Sym[g.gradients().length];
    for (int i = 0; i < dy.length; i++) {
      dy[i] = g.dy(i);
    }
    return new Sym[] {Sym.concat(g.attrs().getInt("axis", 0), dy)};
  }

  /** Padding before and after every axis; axes that are not named get none. */
  private static long[][] pads(Attrs a, int rank) {
    long[] pads = a.getLongs("pads");
    long[] axes = a.getLongs("axes");
    long[][] out = new long[2][rank];
    int n = axes == null ? rank : axes.length;
    for (int i = 0; i < n; i++) {
      int k = axes == null ? i : (int) axes[i];
      out[0][k] = pads[i];
      out[1][k] = pads[n + i];
    }
    return out;
  }

  private static TensorType[] padTypes(Call c) {
    int rank = c.in(0).rank();
    long[] given = c.attrs().getLongs("pads");
    long[] axes = c.attrs().getLongs("axes");
    if (given.length != 2 * (axes == null ? rank : axes.length)) {
      throw c.fail(given.length + " pads", "one before and one after each axis: "
          + 2 * (axes == null ? rank : axes.length), "Correct the pads.");
    }
    String mode = c.attrs().getString("mode", "constant");
    long[][] pads = pads(c.attrs(), rank);
    long[] out = c.in(0).dims().clone();
    for (int i = 0; i < rank; i++) {
      long d = out[i];
      if (d >= 0 && mode.equals("reflect") && Math.max(pads[0][i], pads[1][i]) >= Math.max(d, 1)) {
        throw c.fail("reflection by " + pads[0][i] + " and " + pads[1][i] + " along axis " + i + " of size " + d,
            "less than the size", "Pad less, or use edge.");
      }
      out[i] =
          d < 0 ? pads[0][i] == 0 && pads[1][i] == 0 ? d : -1 : Math.addExact(d, Math.addExact(pads[0][i], pads[1][i]));
    }
    return new TensorType[] {c.in(0).withDims(out)};
  }

  /** Where element i of a padded axis comes from; -1 for the constant. */
  private static long source(long i, long size, String mode) {
    if (i >= 0 && i < size) {
      return i;
    }
    return switch (mode) {
      case "edge" -> i < 0 ? 0 : size - 1;
      case "reflect" -> i < 0 ? -i : 2 * (size - 1) - i;
      case "wrap" -> Math.floorMod(i, size);
      default -> -1;
    };
  }

  private static void pad(Attrs a, NDArray[] in, NDArray out) {
    long[] shape = out.shape();
    int rank = shape.length;
    long[][] pads = pads(a, rank);
    String mode = a.getString("mode", "constant");
    NDArray value = in.length > 2 ? in[2] : null;
    long[] strides = NDArray.rowMajor(in[0].shape());
    long[] zeros = new long[rank];
    long[] index = new long[rank];
    for (long i = 0; i < out.size(); i++) {
      Shapes.offset(i, shape, zeros, index);
      long at = 0;
      for (int k = 0; k < rank && at >= 0; k++) {
        long s = source(index[k] - pads[0][k], in[0].size(k), mode);
        at = s < 0 ? -1 : at + s * strides[k];
      }
      if (at >= 0) {
        Shapes.copyElement(in[0], at, out, i);
      } else if (value == null) {
        out.putDoubleAt(i, 0);
      } else {
        Shapes.copyElement(value, 0, out, i);
      }
    }
  }

  private static void padGrad(Attrs a, NDArray dy, NDArray dx) {
    long[] shape = dy.shape();
    int rank = shape.length;
    long[][] pads = pads(a, rank);
    long[] strides = NDArray.rowMajor(dx.shape());
    long[] zeros = new long[rank];
    long[] index = new long[rank];
    double[] sums = new double[Math.toIntExact(dx.size())];
    for (long i = 0; i < dy.size(); i++) {
      Shapes.offset(i, shape, zeros, index);
      long at = 0;
      for (int k = 0; k < rank && at >= 0; k++) {
        long s = source(index[k] - pads[0][k], dx.size(k), a.getString("mode", "constant"));
        at = s < 0 ? -1 : at + s * strides[k];
      }
      if (at >= 0) {
        sums[(int) at] += dy.getDoubleAt(i);
      }
    }
    for (int i = 0; i < sums.length; i++) {
      dx.putDoubleAt(i, sums[i]);
    }
  }

  private static Sym[] padGradient(Backward g) {
    if (!g.attrs().getString("mode", "constant").equals("constant")) {
      return new Sym[] {g.b().call("pydl4j.PadGrad", g.attrs(), g.dy(), g.in(0))};
    }
    int rank = g.in(0).rank();
    long[][] pads = pads(g.attrs(), rank);
    long[] back = new long[2 * rank];
    for (int i = 0; i < rank; i++) {
      back[i] = -pads[0][i];
      back[rank + i] = -pads[1][i];
    }
    return new Sym[] {g.b().call("Pad", Attrs.NONE, g.dy(), g.b().longs(back))};
  }

  private static TensorType[] tileTypes(Call c) {
    long[] repeats = c.openDims("repeats");
    long[] out = c.in(0).dims().clone();
    if (repeats.length != out.length) {
      throw c.fail(repeats.length + " repeats", "one per axis: " + out.length, "Correct the repeats.");
    }
    for (int i = 0; i < out.length; i++) {
      out[i] = out[i] < 0 || repeats[i] < 0 ? -1 : Math.multiplyExact(out[i], repeats[i]);
    }
    return new TensorType[] {c.in(0).withDims(out)};
  }

  /** x [a, b] as [1, a, 1, b], broadcast to [r, a, s, b], as [r a, s b]. */
  private static Sym[] tile(Attrs a, Sym x) {
    if (!x.type().isConcrete()) {
      return null;
    }
    long[] repeats = a.getLongs("repeats");
    long[] d = x.type().dims();
    long[] apart = new long[2 * d.length];
    long[] wide = new long[2 * d.length];
    long[] out = new long[d.length];
    for (int i = 0; i < d.length; i++) {
      apart[2 * i] = 1;
      apart[2 * i + 1] = d[i];
      wide[2 * i] = repeats[i];
      wide[2 * i + 1] = d[i];
      out[i] = repeats[i] * d[i];
    }
    return new Sym[] {x.reshapeTo(apart).call("Expand", x.builder().longs(wide)).reshapeTo(out)};
  }

  static final List<Op> OPS = List.of(
      Op.onnx("Split", 18).doc("x cut along an axis into pieces of the given sizes, or into num_outputs equal ones")
          .in("x", ANY).list("split", Form.sizes(0), true).outs("outputs")
          .attr("axis", Form.axis(), 0, "axis")
          .attr("num_outputs", Form.whole(1, 65535), null, "number of pieces when no sizes are given")
          .types(Pieces::splitTypes).open(Pieces::splitOpen).body((b, a, in) -> split(a, in[0]))
          .gradient(Pieces::splitGradient)
          .cases(Case.of(Attrs.of("axis", 1), uniform(-1, 1, 2, 6), list(1, 3, 2)),
              Case.of(Attrs.of("num_outputs", 2), uniform(-1, 1, 5, 2), absent())),
      Op.onnx("Pad", 21).doc("x with elements added before and after each axis (removed where negative)").in("x", ANY)
          .list("pads", Form.wholes(), false).optional("constant_value", ANY)
          .list("axes", Form.axes(), true).out("y")
          .attr("mode", Form.choice("constant", "edge", "reflect", "wrap"), "constant",
              "constant, edge, reflect or wrap")
          .types(Pieces::padTypes).open(Pieces::padOpen).reference((a, in, out) -> pad(a, in, out[0]))
          .gradient(Pieces::padGradient)
          .cases(Case.of(uniform(-1, 1, 2, 3), list(1, 0, 0, 2)),
              Case.of(uniform(-1, 1, 2, 4), list(2, -1), absent(), list(1)),
              Case.of(uniform(-1, 1, 4), list(1, 1)),
              Case.of(Attrs.of("mode", "reflect"), uniform(-1, 1, 4, 2, 5), list(3, 0, 2, 1, 0, -2)),
              Case.of(Attrs.of("mode", "edge"), uniform(-1, 1, 3, 4, 2), list(2, -1, 4, 3), absent(), list(0, -2)),
              Case.of(Attrs.of("mode", "wrap"), uniform(-1, 1, 3, 4), list(2, 3, -1, 7))),
      Op.ours("PadGrad").doc("gradient of Pad: what was repeated is added up").in("dy", FLOATS).like("x").out("dx")
          .needs("pads", Form.wholes(), "those of Pad")
          .attr("axes", Form.wholes(), null, "those of Pad").attr("mode", Form.text(), "constant", "that of Pad")
          .types(c -> new TensorType[] {c.in(1)})
          .reference((a, in, out) -> padGrad(a, in[0], out[0]))
          .gradient(g -> new Sym[] {g.b().call("Pad", g.attrs(), g.dy()), null}).noExport("only gradients use it"),
      Op.onnx("Tile", 13).doc("x repeated along each axis").in("x", ANY).list("repeats", Form.sizes(0), false).out("y")
          .types(Pieces::tileTypes).open(Pieces::tileTypes).body((b, a, in) -> tile(a, in[0]))
          .cases(Case.of(uniform(-1, 1, 2, 3), list(2, 2)), Case.of(uniform(-1, 1, 3), list(3)),
              Case.of(uniform(-1, 1, 0, 3), list(2, 2))),
      Op.onnx("CumSum", 14).doc("sums along an axis of the elements up to each").in("x", NUMBERS_OR_COMPLEX)
          .list("axis", Form.oneAxis(), false)
          .out("y").attr("exclusive", Form.flag(), 0, "leave out the element itself")
          .attr("reverse", Form.flag(), 0, "from the end").types(c -> new TensorType[] {c.in(0)})
          .open(c -> new TensorType[] {c.in(0)}).reference((a, in, out) -> cumulate(a, in[0], out[0]))
          .onComplex((b, a, in) -> Complex
              .joined(Complex.parts(in[0]).call("CumSum", a.without("axis"), b.longs(a.getLongs("axis")))))
          .gradient(g -> new Sym[] {g.b().call("CumSum", Attrs.of("exclusive", g.attrs().getLong("exclusive", 0),
              "reverse", 1 - g.attrs().getLong("reverse", 0)), g.dy(), g.in(1))})
          .cases(Case.of(uniform(-1, 1, 3, 4), scalar(1)), Case.of(Attrs.of("exclusive", 1, "reverse", 1),
              uniform(-1, 1, 3, 4), scalar(0))),
      Op.onnx("Range", 11).doc("numbers from start (inclusive) to limit (exclusive) by delta").list("start", ONE, false)
          .list("limit", ONE, false).list("delta", ONE, false).out("y")
          .types(c -> {
            long delta = c.attrs().getLongs("delta")[0];
            if (delta == 0) {
              throw c.fail("delta 0", "another", "Correct it.");
            }
            return new TensorType[] {new TensorType(c.in(0).dtype(),
                steps(c.attrs().getLongs("start")[0], c.attrs().getLongs("limit")[0], delta))};
          }).open(c -> new TensorType[] {new TensorType(c.in(0).dtype(), -1)})
          .reference((a, in, out) -> {
            for (long i = 0; i < out[0].size(); i++) {
              out[0].putLongAt(i, a.getLongs("start")[0] + i * a.getLongs("delta")[0]);
            }
          }).noGradient("integers have no derivative").cases(Case.of(scalar(2), scalar(9), scalar(3))),
      Op.onnx("Trilu", 14).doc("the upper (or lower) triangle of matrices, zeros elsewhere").in("x", ANY)
          .list("k", Form.nearest(), true).out("y").attr("upper", Form.flag(), 1, "keep the upper triangle")
          .types(c -> {
            if (c.in(0).rank() < 2) {
              throw c.fail("rank " + c.in(0).rank(), "matrices", "Reshape it.");
            }
            return new TensorType[] {c.in(0)};
          }).open(c -> new TensorType[] {c.in(0)})
          .reference((a, in, out) -> {
            long k = a.getLongs("k", 0)[0];
            long columns = in[0].size(-1);
            long rows = in[0].size(-2);
            boolean upper = a.getBool("upper", true);
            out[0].fill(0);
            for (long i = 0; i < in[0].size(); i++) {
              long above = i % columns - i / columns % rows - k;
              if (upper ? above >= 0 : above <= 0) {
                Shapes.copyElement(in[0], i, out[0], i);
              }
            }
          })
          .gradient(g -> new Sym[] {g.b().call("Trilu", g.attrs(), g.dy())})
          .cases(Case.of(uniform(-1, 1, 2, 3, 3)), Case.of(Attrs.of("upper", 0), uniform(-1, 1, 3, 4), scalar(1))));

  /** A constant integer. */
  private static Case.Gen scalar(long v) {
    return new Case.Gen() {
      @Override
      public NDArray make(Random random, DType floats) {
        return NDArray.of(new long[] {v});
      }

      @Override
      public boolean isConstant() {
        return true;
      }
    };
  }

  /** How many numbers a range has: the distance, which may need all 64 bits, by the step. */
  private static long steps(long start, long limit, long delta) {
    boolean empty = delta > 0 ? limit <= start : limit >= start;
    return empty ? 0 : Long.divideUnsigned((delta > 0 ? limit - start : start - limit) - 1, Math.abs(delta)) + 1;
  }

  private static void cumulate(Attrs a, NDArray x, NDArray y) {
    int axis = (int) a.getLongs("axis")[0];
    long n = x.size(axis);
    long inner = 1;
    for (int i = axis + 1; i < x.rank(); i++) {
      inner *= x.size(i);
    }
    boolean exclusive = a.getBool("exclusive", false);
    boolean reverse = a.getBool("reverse", false);
    for (long r = 0; r < (n == 0 ? 0 : x.size() / n); r++) {
      long start = r / inner * inner * n + r % inner;
      double sum = 0;
      long whole = 0;
      for (long k = 0; k < n; k++) {
        long at = start + (reverse ? n - 1 - k : k) * inner;
        if (x.dtype().isFloat()) {
          double next = sum + x.getDoubleAt(at);
          y.putDoubleAt(at, exclusive ? sum : next);
          sum = next;
        } else {
          long next = whole + x.getLongAt(at);
          y.putLongAt(at, exclusive ? whole : next);
          whole = next;
        }
      }
    }
  }
}
