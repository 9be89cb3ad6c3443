package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Case.distinct;
import static org.pydl4j.nd.graph.Case.ints;
import static org.pydl4j.nd.graph.Case.uniform;
import static org.pydl4j.nd.graph.Case.values;
import static org.pydl4j.nd.graph.Op.ORDERED;

import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Backward;
import org.pydl4j.nd.graph.Call;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Form;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/** Elements in order. Equal ones keep their order; what is not a number comes last. */
final class Sorting {
  private Sorting() {
  }

  private interface Put {
    void put(long at, long index);
  }

  private static final long NO_NUMBER = Long.MAX_VALUE;

  /** An element of any real type as a number of the same order: -0 is 0, what is not a number the largest. */
  static long key(NDArray x, long i) {
    if (x.dtype().isFloat()) {
      double v = x.getDoubleAt(i) + 0.0;
      long bits = Double.doubleToLongBits(v);
      return Double.isNaN(v) ? NO_NUMBER : bits < 0 ? bits ^ Long.MAX_VALUE : bits;
    }
    return x.dtype() == DType.UINT64 ? x.getLongAt(i) ^ Long.MIN_VALUE : x.getLongAt(i);
  }

  /** The order of elements; what is not a number comes last in both directions. */
  static Comparator<Long> order(NDArray x, boolean down) {
    Comparator<Long> up = Comparator.comparingLong(i -> key(x, i));
    boolean floats = x.dtype().isFloat();
    return !down ? up : Comparator.comparing((Long i) -> floats && key(x, i) == NO_NUMBER).thenComparing(up.reversed());
  }

  /** Calls with each place along an axis, in order, and the index of the element that belongs there. */
  private static void sort(Attrs a, NDArray x, Put put) {
    int axis = a.getInt("axis", 0);
    long n = x.size(axis);
    long inner = 1;
    for (int i = axis + 1; i < x.rank(); i++) {
      inner *= x.size(i);
    }
    long step = inner;
    Comparator<Long> order = order(x, a.getBool("descending", false));
    for (long r = 0; r < (n == 0 ? 0 : x.size() / n); r++) {
      long start = r / inner * inner * n + r % inner;
      List<Long> sorted = LongStream.range(0, n).map(i -> start + i * step).boxed().sorted(order).toList();
      for (int i = 0; i < n; i++) {
        put.put(start + i * step, (sorted.get(i) - start) / step);
      }
    }
  }

  private static TensorType along(Call c, DType type) {
    return c.in(0).withDType(type);
  }

  /** ONNX's TopK of all elements gives both, of numbers. */
  private static Sym top(GraphBuilder b, Attrs a, Sym x, int output) {
    long axis = a.getLong("axis", -1);
    long n = x.dim((int) axis);
    return n < 0 ? null
        : b.callAll("TopK", Attrs.of("axis", axis, "largest", a.getLong("descending", 0)), x, b.longs(n))[output];
  }

  private static Sym[] some(Sym s) {
    return s == null ? null : new Sym[] {s};
  }

  private static Sym[] sortGradient(Backward g) {
    Sym order = g.in(0).call("pydl4j.ArgSort", g.attrs());
    return new Sym[] {g.b().call("ScatterElements", Attrs.of("axis", g.attrs().getLong("axis", -1)),
        g.in(0).like(0).expandTo(g.in(0)), order, g.dy())};
  }

  private static void search(Attrs a, NDArray x, NDArray v, NDArray y) {
    boolean right = a.getString("side", "left").equals("right");
    for (long i = 0; i < v.size(); i++) {
      long at = 0;
      while (at < x.size() && (compare(x, at, v, i) < 0 || right && compare(x, at, v, i) == 0)) {
        at++;
      }
      y.putLongAt(i, at);
    }
  }

  private static int compare(NDArray x, long i, NDArray v, long j) {
    return Long.compare(key(x, i), key(v, j));
  }

  private static TensorType[] searchTypes(Call c) {
    String side = c.attrs().getString("side", "left");
    if (!side.equals("left") && !side.equals("right")) {
      throw c.fail("side '" + side + "'", "left or right", "Choose one.");
    } else if (c.in(0).rank() != 1 || c.in(0).dtype() != c.in(1).dtype()) {
      throw c.fail("x " + c.in(0) + " and values " + c.in(1), "a vector and values of its type",
          "Reshape or cast them.");
    }
    return new TensorType[] {c.in(1).withDType(DType.INT64)};
  }

  static final List<Op> OPS = List.of(
      Op.ours("Sort")
          .doc("x with the elements along an axis in order, equal ones as they come, what is not a number last")
          .in("x", ORDERED).out("y")
          .attr("axis", Form.axis(), -1, "axis").attr("descending", Form.flag(), 0, "1: the largest first")
          .types(c -> new TensorType[] {along(c, c.in(0).dtype())})
          .reference((a, in, out) -> {
            int axis = a.getInt("axis", 0);
            long inner = NDArray.rowMajor(in[0].shape())[axis];
            long n = in[0].size(axis);
            sort(a, in[0], (at, index) -> Shapes.copyElement(in[0],
                at / (inner * n) * inner * n + at % inner + index * inner, out[0], at));
          }).gradient(Sorting::sortGradient).export((b, a, in) -> some(top(b, a, in[0], 0)))
          .cases(Case.of(distinct(3, 5)), Case.of(Attrs.of("axis", 0, "descending", 1), distinct(4, 3)),
              Case.of(ints(3, 9))),
      Op.ours("ArgSort").doc("the indices along an axis that put x in order").in("x", ORDERED).out("indices")
          .attr("axis", Form.axis(), -1, "axis")
          .attr("descending", Form.flag(), 0, "1: the largest first")
          .types(c -> new TensorType[] {along(c, DType.INT64)})
          .reference((a, in, out) -> sort(a, in[0], out[0]::putLongAt)).export((b, a, in) -> some(top(b, a, in[0], 1)))
          .noGradient("indices have no derivative").cases(Case.of(distinct(3, 5)),
              Case.of(Attrs.of("axis", 0, "descending", 1), ints(3, 6, 2)),
              Case.of(values(2, Double.NaN, -1, -0.0, 0.0))),
      Op.ours("SearchSorted").doc("where in a sorted vector values would be put: before equal elements (left) or after")
          .in("x", ORDERED).in("values", ORDERED).out("indices")
          .attr("side", Form.choice("left", "right"), "left", "left or right").types(Sorting::searchTypes)
          .reference((a, in, out) -> search(a, in[0], in[1], out[0]))
          .noGradient("indices have no derivative").noExport("ONNX has no search")
          .cases(Case.of(values(-1, 0, 0, 0.5), uniform(-2, 1, 2, 3)),
              Case.of(Attrs.of("side", "right"), values(0, 1, 1, 3), values(1, 0, 5, -1))));
}
