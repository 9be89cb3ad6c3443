package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Case.ints;
import static org.pydl4j.nd.graph.Case.uniform;
import static org.pydl4j.nd.graph.Op.FLOATS;
import static org.pydl4j.nd.graph.Op.INTS;

import java.util.List;
import java.util.function.BinaryOperator;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Form;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.TensorType;

/**
 * Losses as one number, the mean over elements or rows; composites, under the names and in the argument order of DL4J's
 * SDLoss.
 */
final class LossFunctions {
  private LossFunctions() {
  }

  private static Op loss(String name, String predictions, Op.Body body) {
    return Op.ours(name).in("labels", FLOATS).in(predictions, FLOATS).out("loss")
        .types(c -> {
          c.broadcast(c.in(0).dims(), c.in(1).dims());
          return new TensorType[] {new TensorType(c.in(1).dtype())};
        }).body(body);
  }

  /** The mean of a function of labels and predictions over all elements. */
  private static Op mean(String name, String predictions, BinaryOperator<Sym> element) {
    return loss(name, predictions, (b, a, in) -> new Sym[] {element.apply(in[0], in[1]).mean(false)})
        .cases(Case.of(uniform(0.1, 0.9, 3, 4), uniform(0.1, 0.9, 3, 4)));
  }

  private static Sym huber(Sym error, double delta) {
    Sym near = error.mul(error).mul(0.5);
    Sym far = error.mul(delta).sub(0.5 * delta * delta);
    return error.gt(delta).where(far, near);
  }

  static final List<Op> OPS = List.of(
      mean("MeanSquaredError", "predictions", (y, p) -> p.sub(y).mul(p.sub(y))).doc("mean of (predictions - labels)^2"),
      mean("AbsoluteDifference", "predictions", (y, p) -> p.sub(y).abs()).doc("mean of |predictions - labels|"),
      loss("HuberLoss", "predictions",
          (b, a, in) -> new Sym[] {huber(in[1].sub(in[0]).abs(), a.getDouble("delta", 1)).mean(false)})
          .doc("mean of e^2 / 2 where e = |predictions - labels| <= delta, else of delta e - delta^2 / 2")
          .attr("delta", 1.0, "where the loss becomes linear")
          .cases(Case.of(Attrs.of("delta", 0.5), uniform(-1, 1, 3, 4), uniform(-1, 1, 3, 4))),
      mean("HingeLoss", "predictions", (y, p) -> y.mul(2).sub(1).mul(p).rsub(1).relu())
          .doc("mean of max(0, 1 - (2 labels - 1) predictions), labels 0 or 1"),
      loss("LogLoss", "predictions", (b, a, in) -> {
        double epsilon = a.getDouble("epsilon", 1e-7);
        Sym positive = in[0].mul(in[1].add(epsilon).log());
        return new Sym[] {positive.add(in[0].rsub(1).mul(in[1].rsub(1 + epsilon).log())).neg().mean(false)};
      }).doc("mean of -(labels log p + (1 - labels) log(1 - p)) of probabilities p")
          .attr("epsilon", 1e-7, "added before the logarithm")
          .cases(Case.of(uniform(0, 1, 3, 4), uniform(0.1, 0.9, 3, 4))),
      mean("SigmoidCrossEntropy", "logits", (y, x) -> x.relu().sub(x.mul(y)).add(x.abs().neg().call("Softplus")))
          .doc("mean of -(labels log s + (1 - labels) log(1 - s)), s the sigmoid of logits"),
      mean("LogPoisson", "log_predictions", (y, p) -> p.exp().sub(y.mul(p)))
          .doc("mean of exp(log_predictions) - labels log_predictions"),
      loss("CosineDistance", "predictions",
          (b, a, in) -> new Sym[] {in[0].mul(in[1]).sum(false, a.getInt("axis", -1)).rsub(1).mean(false)})
          .doc("mean of 1 - sum(labels predictions) along an axis, both of length 1")
          .attr("axis", Form.axis(), -1, "axis")
          .cases(Case.of(uniform(-1, 1, 3, 4), uniform(-1, 1, 3, 4))),
      loss("SoftmaxCrossEntropyMean", "logits",
          (b, a, in) -> new Sym[] {b.callAll("pydl4j.SoftmaxCrossEntropy", Attrs.NONE, in[1], in[0])[0].mean(false)})
          .doc("mean over rows of -sum(labels log softmax(logits)), both [N, C]")
          .noExport("training graphs are not exported")
          .cases(Case.of(uniform(0, 1, 4, 5), uniform(-3, 3, 4, 5))),
      Op.ours("SparseSoftmaxCrossEntropy")
          .doc("mean over rows of -log softmax(logits)[label], labels [N] numbers of classes, logits [N, C]")
          .in("labels", INTS).in("logits", FLOATS).out("loss")
          .types(c -> {
            if (c.in(0).rank() != 1 || c.in(1).rank() != 2) {
              throw c.fail("ranks " + c.in(0).rank() + " and " + c.in(1).rank(), "labels [N] and logits [N, C]",
                  "Give one class per row of logits.");
            }
            return new TensorType[] {new TensorType(c.in(1).dtype())};
          })
          .body((b, a, in) -> {
            if (in[1].dim(1) < 0) {
              return null;
            }
            Sym offOn = b.constant("offOn", NDArray.of(new double[] {0, 1}).castTo(in[1].dtype()));
            Sym y = b.call("OneHot", Attrs.of("axis", -1), in[0], b.longs(in[1].dim(1)), offOn);
            return new Sym[] {b.callAll("pydl4j.SoftmaxCrossEntropy", Attrs.NONE, in[1], y)[0].mean(false)};
          })
          .noExport("training graphs are not exported").cases(Case.of(ints(5, 4), uniform(-3, 3, 4, 5))),
      Op.ours("L2Loss").doc("half the sum of x^2").in("x", FLOATS).out("loss")
          .types(c -> new TensorType[] {new TensorType(c.in(0).dtype())})
          .body((b, a, in) -> new Sym[] {in[0].mul(in[0]).sum(false).mul(0.5)}).cases(Case.of(uniform(-1, 1, 3, 4))));
}
