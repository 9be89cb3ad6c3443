package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Case.distinct;
import static org.pydl4j.nd.graph.Case.list;
import static org.pydl4j.nd.graph.Case.uniform;
import static org.pydl4j.nd.graph.Op.NUMBERS;
import static org.pydl4j.nd.graph.Op.NUMBERS_OR_COMPLEX;

import java.util.List;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Backward;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Form;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/** Products, maxima and minima of the elements up to each; CumSum is among the {@link Pieces}. */
final class Cumulative {
  private static final String NONE = "ONNX has CumSum alone";

  private Cumulative() {
  }

  private interface Row {
    /** A row: its first element, the distance of its elements, how many there are. */
    void run(long start, long step, long n);
  }

  private static void rows(NDArray x, int axis, Row row) {
    long n = x.size(axis);
    long inner = 1;
    for (int i = axis + 1; i < x.rank(); i++) {
      inner *= x.size(i);
    }
    for (long r = 0; r < (n == 0 ? 0 : x.size() / n); r++) {
      row.run(r / inner * inner * n + r % inner, inner, n);
    }
  }

  private static void product(Attrs a, NDArray x, NDArray y) {
    boolean exclusive = a.getBool("exclusive", false);
    boolean reverse = a.getBool("reverse", false);
    rows(x, (int) a.getLongs("axis")[0], (start, step, n) -> {
      double p = 1;
      long whole = 1;
      for (long k = 0; k < n; k++) {
        long at = start + (reverse ? n - 1 - k : k) * step;
        if (x.dtype().isFloat()) {
          double next = p * x.getDoubleAt(at);
          y.putDoubleAt(at, exclusive ? p : next);
          p = next;
        } else {
          long next = whole * x.getLongAt(at);
          y.putLongAt(at, exclusive ? whole : next);
          whole = next;
        }
      }
    });
  }

  /** dx[i] = sum of dy[j] y[j] / x[i] over the j that x[i] is a factor of. */
  private static Sym[] productGradient(Backward g) {
    Attrs back =
        Attrs.of("exclusive", g.attrs().getLong("exclusive", 0), "reverse", 1 - g.attrs().getLong("reverse", 0));
    return new Sym[] {g.b().call("CumSum", back, g.dy().mul(g.out(0)), g.in(1)).div(g.in(0))};
  }

  private static void extreme(Attrs a, NDArray x, NDArray[] out, boolean max) {
    rows(x, a.getInt("axis", 0), (start, step, n) -> {
      long best = 0;
      for (long i = 0; i < n; i++) {
        best = isNext(x, start + i * step, start + best * step, max) ? i : best;
        Shapes.copyElement(x, start + best * step, out[0], start + i * step);
        out[1].putLongAt(start + i * step, best);
      }
    });
  }

  /** Whether element i comes in place of the best one so far; what is not a number does, and stays. */
  private static boolean isNext(NDArray x, long i, long best, boolean max) {
    if (!x.dtype().isFloat()) {
      int order = Long.compare(Sorting.key(x, i), Sorting.key(x, best));
      return max ? order > 0 : order < 0;
    }
    double v = x.getDoubleAt(i);
    double most = x.getDoubleAt(best);
    return (max ? v > most : v < most) || Double.isNaN(v) && !Double.isNaN(most);
  }

  private static Op extremeOp(String name, String doc, boolean max) {
    return Op.ours(name).doc(doc).in("x", NUMBERS).out("y", "indices").attr("axis", Form.axis(), 0, "axis")
        .types(c -> new TensorType[] {c.in(0), c.in(0).withDType(DType.INT64)})
        .reference((a, in, out) -> extreme(a, in[0], out, max))
        .gradient(g -> new Sym[] {g.b().call("ScatterElements", g.attrs().with("reduction", "add"),
            g.in(0).like(0).expandTo(g.in(0)), g.out(1), g.dy())})
        .noExport(NONE).cases(Case.of(distinct(7)), Case.of(Attrs.of("axis", 1), distinct(2, 5, 3)));
  }

  /** Products of runs of 1, 2, 4, ... numbers: each step multiplies by the run that ends before. */
  private static Sym complexProduct(Attrs a, Sym x) {
    int axis = (int) a.getLongs("axis")[0];
    long n = x.dim(axis);
    if (n < 0) {
      throw new UnsupportedOperationException("[CumProd] the products of complex numbers need known dims: got "
          + x.type() + ". Fix the dims of the input.");
    }
    boolean reverse = a.getBool("reverse", false);
    Sym y = reverse ? flipped(x, axis) : x;
    if (a.getBool("exclusive", false) && n > 0) {
      Sym first = y.slice(axis, 0, 1);
      y = Sym.concat(axis, y.like(1).expandTo(first), y.slice(axis, 0, n - 1));
    }
    for (long run = 1; run < n; run *= 2) {
      y = Sym.concat(axis, y.slice(axis, 0, run), y.slice(axis, run, n).mul(y.slice(axis, 0, n - run)));
    }
    return reverse ? flipped(y, axis) : y;
  }

  private static Sym flipped(Sym x, int axis) {
    return x.call("Slice", x.builder().longs(-1), x.builder().longs(Long.MIN_VALUE), x.builder().longs(axis),
        x.builder().longs(-1));
  }

  static final List<Op> OPS = List.of(
      Op.ours("CumProd").doc("products along an axis of the elements up to each").in("x", NUMBERS_OR_COMPLEX)
          .list("axis", Form.oneAxis(), false).out("y")
          .attr("exclusive", Form.flag(), 0, "leave out the element itself")
          .attr("reverse", Form.flag(), 0, "from the end").types(c -> new TensorType[] {c.in(0)})
          .open(c -> new TensorType[] {c.in(0)}).reference((a, in, out) -> product(a, in[0], out[0]))
          .onComplex((b, a, in) -> complexProduct(a, in[0])).gradient(Cumulative::productGradient).noExport(NONE)
          .cases(Case.of(uniform(0.5, 1.5, 3, 4), list(1)),
              Case.of(Attrs.of("exclusive", 1, "reverse", 1), uniform(0.5, 1.5, 4, 3), list(0))),
      extremeOp("CumMax", "the largest element along an axis up to each, and where it is first", true),
      extremeOp("CumMin", "the smallest element along an axis up to each, and where it is first", false));
}
