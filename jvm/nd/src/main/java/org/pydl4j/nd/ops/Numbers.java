package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Case.uniform;
import static org.pydl4j.nd.graph.Op.FLOATS;

import java.util.List;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/** What nan_check asks of arrays. */
final class Numbers {
  private Numbers() {
  }

  private static void report(NDArray x, NDArray out) {
    double[] r = {0, 0, -1, -1, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    for (long i = 0; i < x.size(); i++) {
      double v = x.getDoubleAt(i);
      if (Double.isFinite(v)) {
        r[4] = Math.min(r[4], v);
        r[5] = Math.max(r[5], v);
      } else {
        int kind = Double.isNaN(v) ? 0 : 1;
        r[kind]++;
        r[2 + kind] = r[2 + kind] < 0 ? i : r[2 + kind];
      }
    }
    for (int i = 0; i < r.length; i++) {
      out.putDoubleAt(i, r[i]);
    }
  }

  static final List<Op> OPS = List.of(
      Op.ours("NumberReport")
          .doc("[NaN, infinities, index of the first NaN, of the first infinity (-1 without), least and "
              + "largest finite number] of x")
          .in("x", FLOATS).out("y").types(c -> new TensorType[] {new TensorType(DType.FLOAT64, 6)})
          .reference((a, in, out) -> report(in[0], out[0]))
          .noGradient("a report has no derivative").noExport("only nan_check uses it")
          .cases(Case.of(uniform(-1, 1, 5, 900)),
              Case.of(Case.values(1, Double.POSITIVE_INFINITY, -3, Double.NaN, Double.NaN))));
}
