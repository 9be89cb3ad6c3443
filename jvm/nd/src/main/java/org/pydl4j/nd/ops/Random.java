package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Case.ints;
import static org.pydl4j.nd.graph.Case.uniform;
import static org.pydl4j.nd.graph.Op.FLOATS;
import static org.pydl4j.nd.graph.Op.INTS;

import java.util.List;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Attrs;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.spi.Philox;
import org.pydl4j.nd.spi.TensorType;

/** Random numbers as pure functions of (seed, step, node): the same inputs give the same numbers, in any order, on any machine. */
final class Random {
  private Random() {
  }

  private static void draw(Attrs a, long seed, long step, NDArray out) {
    for (long i = 0; i < out.size(); i++) {
      out.putDoubleAt(i, Philox.uniform(seed, step, a.getLong("node", 0), i));
    }
  }

  static final List<Op> OPS = List.of(
      Op.ours("RandomUniform").doc("numbers from [0, 1) by Philox 4x32-10, keyed by seed, step and node").in("seed", INTS).in("step", INTS).like("like").out("y").attr("node", 0, "distinguishes uses")
          .types(c -> new TensorType[] {c.in(2)}).reference((a, in, out) -> draw(a, in[0].getLongAt(0), in[1].getLongAt(0), out[0]))
          .noGradient("random numbers have no derivative").noExport("inference graphs draw no numbers").cases(Case.of(ints(9), ints(9), Case.uniform(0, 1, 3, 7))),
      Op.ours("Dropout").doc("x / retain where a uniform number is below retain, else 0").in("x", FLOATS).in("seed", INTS).in("step", INTS).out("y")
          .attr("retain", 0.5, "probability of keeping an element").attr("node", 0, "distinguishes uses").types(c -> new TensorType[] {c.in(0)})
          .reference((a, in, out) -> {
            double retain = a.getDouble("retain", 0.5);
            for (long i = 0; i < in[0].size(); i++) {
              boolean keep = Philox.uniform(in[1].getLongAt(0), in[2].getLongAt(0), a.getLong("node", 0), i) < (float) retain;
              out[0].putDoubleAt(i, keep ? in[0].getDoubleAt(i) / retain : 0);
            }
          })
          .gradient(g -> new Sym[] {g.b().call("pydl4j.Dropout", g.attrs(), g.dy(), g.in(1), g.in(2)), null, null}).noExport("inference graphs drop nothing")
          .cases(Case.of(uniform(-1, 1, 5, 9), ints(9), ints(9))));
}
