package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Case.ints;
import static org.pydl4j.nd.graph.Case.uniform;
import static org.pydl4j.nd.graph.Op.FLOATS;
import static org.pydl4j.nd.graph.Op.INTS;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Call;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.TensorType;

/** Updater steps over flat vectors, in DL4J's formulas. Learning rate and step are tensors, never attributes. */
final class Updates {
  private Updates() {
  }

  private static final String WHY = "a training step is not differentiated";

  private static Op update(String name, String... inputs) {
    Op op = Op.ours(name).noGradient(WHY).noExport("training graphs are not exported").mayStayWhole();
    for (String i : inputs) {
      op.in(i, FLOATS);
    }
    return op;
  }

  /**
   * As many results of the first input's type as there are values of each parameter; learning rate and step are single
   * numbers.
   */
  private static TensorType[] like(Call c, int n) {
    for (int i = 1; i <= n; i++) {
      c.expect(i, c.in(0).dims());
    }
    for (int i = n + 1; i < c.count(); i++) {
      c.expectOne(i);
    }
    TensorType[] t = new TensorType[n];
    java.util.Arrays.fill(t, c.in(0));
    return t;
  }

  private static Case.Gen vector() {
    return uniform(0.1, 1, 37);
  }

  static final List<Op> OPS = List.of(
      update("SgdUpdate", "p", "g", "lr").doc("p - lr g").out("p").types(c -> like(c, 1))
          .body((b, a, in) -> new Sym[] {in[0].sub(in[1].mul(in[2]))})
          .cases(Case.of(vector(), vector(), uniform(0.1, 0.2))),
      update("NesterovsUpdate", "p", "g", "v", "lr").doc("v' = mu v - lr g; p' = p - mu v + (1 + mu) v'")
          .attr("momentum", 0.9, "mu").out("p", "v").types(c -> like(c, 2))
          .body((b, a, in) -> {
            double mu = a.getDouble("momentum", 0.9);
            Sym v = in[2].mul(mu).sub(in[1].mul(in[3]));
            return new Sym[] {in[0].sub(in[2].mul(mu)).add(v.mul(1 + mu)), v};
          }).cases(Case.of(vector(), vector(), vector(), uniform(0.1, 0.2))),
      update("RmsPropUpdate", "p", "g", "s", "lr")
          .doc("s' = decay s + (1 - decay) g^2; p' = p - lr g / (sqrt(s') + epsilon)").attr("decay", 0.95, "decay of s")
          .attr("epsilon", 1e-8, "guards the root")
          .out("p", "s").types(c -> like(c, 2))
          .body((b, a, in) -> {
            double decay = a.getDouble("decay", 0.95);
            Sym s = in[2].mul(decay).add(in[1].mul(in[1]).mul(1 - decay));
            return new Sym[] {in[0].sub(in[1].mul(in[3]).div(s.sqrt().add(a.getDouble("epsilon", 1e-8)))), s};
          }).cases(Case.of(vector(), vector(), vector(), uniform(0.1, 0.2))),
      update("AdamUpdate", "p", "g", "m", "v", "lr", "t")
          .doc("m' = b1 m + (1 - b1) g; v' = b2 v + (1 - b2) g^2; p' = p - lr sqrt(1 - b2^t) / (1 - "
              + "b1^t) m' / (sqrt(v') + epsilon)")
          .attr("beta1", 0.9, "decay of m").attr("beta2", 0.999, "decay of v").attr("epsilon", 1e-8, "guards the root")
          .out("p", "m", "v").types(c -> like(c, 3))
          .body((b, a, in) -> adam(a, in))
          .cases(Case.of(vector(), vector(), vector(), vector(), uniform(0.1, 0.2), uniform(3, 4))),
      Op.ours("AdamRowsUpdate")
          .doc("AdamUpdate of the rows of a table that have gradients, rows[i] being that of table row "
              + "indices[i]; rows of one index are summed first, other rows and their m and v stay as " + "they are")
          .in("p", FLOATS).in("indices", INTS).in("rows", FLOATS).in("m", FLOATS).in("v", FLOATS).in("lr", FLOATS)
          .in("t", FLOATS)
          .attr("beta1", 0.9, "decay of m").attr("beta2", 0.999, "decay of v").attr("epsilon", 1e-8, "guards the root")
          .out("p", "m", "v").types(Updates::rowTypes)
          .reference(Updates::adamRows).noGradient(WHY).noExport("training graphs are not exported")
          .cases(Case.of(uniform(0.1, 1, 15), ints(5, 7), uniform(0.1, 1, 7, 3), uniform(0.1, 1, 15),
              uniform(0.1, 1, 15), uniform(0.1, 0.2), uniform(3, 4))));

  private static TensorType[] rowTypes(Call c) {
    long width = c.in(2).rank() == 2 ? c.in(2).dim(1) : 0;
    if (c.in(0).rank() != 1 || c.in(1).rank() != 1 || width == 0
        || width > 0 && c.in(0).dim(0) >= 0 && c.in(0).dim(0) % width != 0) {
      throw c.fail("p " + c.in(0) + ", indices " + c.in(1) + ", rows " + c.in(2),
          "p [table rows * width], indices [n] and rows [n, width]", "Reshape them.");
    }
    c.expect(1, c.in(2).dim(0));
    c.expect(3, c.in(0).dims());
    c.expect(4, c.in(0).dims());
    c.expectOne(5, 6);
    return new TensorType[] {c.in(0), c.in(0), c.in(0)};
  }

  private static void adamRows(Attrs a, NDArray[] in, NDArray[] out) {
    out[0].assign(in[0]);
    out[1].assign(in[3]);
    out[2].assign(in[4]);
    int width = (int) in[2].size(1);
    Map<Long, double[]> sums = new TreeMap<>();
    for (long i = 0; i < in[1].size(); i++) {
      double[] g = sums.computeIfAbsent(Shapes.row(in[1].getLongAt(i), in[0].size() / width), k -> new double[width]);
      for (int j = 0; j < width; j++) {
        g[j] += in[2].getDoubleAt(i * width + j);
      }
    }
    double b1 = a.getDouble("beta1", 0.9);
    double b2 = a.getDouble("beta2", 0.999);
    double t = in[6].getDoubleAt(0);
    double rate = in[5].getDoubleAt(0) * Math.sqrt(1 - Math.pow(b2, t)) / (1 - Math.pow(b1, t));
    sums.forEach((row, g) -> {
      for (int j = 0; j < width; j++) {
        long at = row * width + j;
        double m = b1 * in[3].getDoubleAt(at) + (1 - b1) * g[j];
        double v = b2 * in[4].getDoubleAt(at) + (1 - b2) * g[j] * g[j];
        out[1].putDoubleAt(at, m);
        out[2].putDoubleAt(at, v);
        out[0].putDoubleAt(at, in[0].getDoubleAt(at) - rate * m / (Math.sqrt(v) + a.getDouble("epsilon", 1e-8)));
      }
    });
  }

  private static Sym[] adam(Attrs a, Sym[] in) {
    double b1 = a.getDouble("beta1", 0.9);
    double b2 = a.getDouble("beta2", 0.999);
    Sym m = in[2].mul(b1).add(in[1].mul(1 - b1));
    Sym v = in[3].mul(b2).add(in[1].mul(in[1]).mul(1 - b2));
    Sym rate =
        in[4].mul(in[5].like(b2).call("Pow", in[5]).rsub(1).sqrt()).div(in[5].like(b1).call("Pow", in[5]).rsub(1));
    return new Sym[] {in[0].sub(rate.mul(m).div(v.sqrt().add(a.getDouble("epsilon", 1e-8)))), m, v};
  }
}
