package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Case.uniform;
import static org.pydl4j.nd.graph.Op.FLOATS;

import java.util.List;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.types.TensorType;

/** Losses that need more care than a formula: softmax with cross-entropy, stable for any logits. */
final class Losses {
  private Losses() {
  }

  private static void forward(NDArray[] in, NDArray[] out) {
    long n = in[0].size(1);
    for (long r = 0; r < in[0].size(0); r++) {
      double max = Double.NEGATIVE_INFINITY;
      for (long k = 0; k < n; k++) {
        max = Math.max(max, in[0].getDoubleAt(r * n + k));
      }
      double sum = 0;
      for (long k = 0; k < n; k++) {
        sum += Math.exp(in[0].getDoubleAt(r * n + k) - max);
      }
      double loss = 0;
      for (long k = 0; k < n; k++) {
        double logP = in[0].getDoubleAt(r * n + k) - max - Math.log(sum);
        double label = in[1].getDoubleAt(r * n + k);
        loss -= label == 0 ? 0 : label * logP;
        out[1].putDoubleAt(r * n + k, Math.exp(logP));
      }
      out[0].putDoubleAt(r, loss);
    }
  }

  private static void backward(NDArray[] in, NDArray out) {
    long n = in[1].size(1);
    for (long r = 0; r < in[1].size(0); r++) {
      double labels = 0;
      for (long k = 0; k < n; k++) {
        labels += in[2].getDoubleAt(r * n + k);
      }
      for (long k = 0; k < n; k++) {
        out.putDoubleAt(r * n + k,
            in[0].getDoubleAt(r) * (in[1].getDoubleAt(r * n + k) * labels - in[2].getDoubleAt(r * n + k)));
      }
    }
  }

  static final List<Op> OPS = List.of(
      Op.ours("SoftmaxCrossEntropy").doc("row losses -sum(labels log softmax(logits)) of [N, C], and the probabilities")
          .in("logits", FLOATS).in("labels", FLOATS)
          .out("loss", "probabilities")
          .types(c -> {
            if (c.in(0).rank() != 2 || c.in(1).rank() != 2) {
              throw c.fail("ranks " + c.in(0).rank() + " and " + c.in(1).rank(), "[N, C] twice",
                  "Give one row of labels per row of logits.");
            }
            c.expect(1, c.in(0).dims());
            long[] d = c.broadcast(c.in(0).dims(), c.in(1).dims());
            return new TensorType[] {c.in(0).withDims(d[0]), c.in(0).withDims(d)};
          })
          .reference((a, in, out) -> forward(in, out))
          .gradient(g -> {
            Sym dLabels = g.dy().unsqueeze(1).mul(g.in(0).logSoftmax(1)).neg();
            Sym dLogits = g.b().call("pydl4j.SoftmaxCrossEntropyGrad", g.attrs(), g.dy(), g.out(1), g.in(1));
            if (g.hasDy(1)) {
              Sym weighted = g.dy(1).mul(g.out(1));
              dLogits = dLogits.add(weighted.sub(g.out(1).mul(weighted.sum(true, 1))));
            }
            return new Sym[] {dLogits, dLabels};
          })
          .noExport("training graphs are not exported").cases(Case.of(uniform(-3, 3, 4, 5), uniform(0, 1, 4, 5))),
      Op.ours("SoftmaxCrossEntropyGrad").doc("dloss (softmax sum(labels) - labels)").in("dloss", FLOATS)
          .in("probabilities", FLOATS).in("labels", FLOATS).out("dlogits")
          .types(c -> new TensorType[] {c.in(1)}).reference((a, in, out) -> backward(in, out[0]))
          .gradient(g -> {
            Sym weighted = g.dy().mul(g.in(0).unsqueeze(1));
            Sym total = g.in(2).sum(true, 1);
            return new Sym[] {g.dy().mul(g.in(1).mul(total).sub(g.in(2))).sum(false, 1), weighted.mul(total),
                weighted.mul(g.in(1)).sum(true, 1).sub(weighted)};
          }).noExport("training graphs are not exported"));
}
