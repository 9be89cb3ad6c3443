package org.pydl4j.nn.losses;

import java.util.List;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nd.json.Open;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nn.activations.Activation;

/**
 * How far outputs are from labels. A loss is a number per row; the score is its mean over examples (sums over time
 * steps), as in DL4J.
 * DL4J: ILossFunction.
 */
@Doc("How far outputs are from labels.")
@Open
public interface Loss {
  /** Weight of each output in the loss, or null for 1. */
  default List<Double> weights() {
    return null;
  }

  /**
   * Losses by element of [rows, C]; the row's loss is their sum.
   *
   * @param p activated outputs
   * @param y labels
   */
  Sym elements(Sym p, Sym y);

  /** Whether labels are classes, which may be given as indices. */
  default boolean isClassification() {
    return false;
  }

  /** Whether labels are values, so that the largest output says nothing. */
  default boolean isRegression() {
    return false;
  }

  /**
   * The loss of each row.
   *
   * @param activation what makes outputs of z
   * @param z outputs before the activation [rows, C]
   * @param y labels [rows, C]
   * @param mask weight of each element [rows, C], or null
   * @return [rows]
   */
  default Sym rows(Activation activation, Sym z, Sym y, Sym mask) {
    return weighted(elements(counted(activation.of(z, 1), mask), counted(y, mask)), mask).sum(false, 1);
  }

  /** What stands in place of masked outputs and labels: a number at which the loss and its slope are finite. */
  default double masked() {
    return 1;
  }

  /** x [rows, C] with masked elements replaced, for 0 times what is no number is no number. */
  default Sym counted(Sym x, Sym mask) {
    if (mask == null) {
      return x;
    }
    Sym replaced = mask.eq(mask.like(0)).where(x.like(masked()), x);
    return replaced.dim(1) == x.dim(1) ? replaced : replaced.reshape(-1, x.dim(1)); // a mask may be [rows, 1]
  }

  /** Elements times the output's weights and the mask. */
  default Sym weighted(Sym e, Sym mask) {
    Sym out = e;
    if (weights() != null) {
      double[] w = weights().stream().mapToDouble(Double::doubleValue).toArray();
      if (e.dim(1) >= 0 && w.length != e.dim(1)) {
        throw new IllegalArgumentException("[" + getClass().getSimpleName() + "] got " + w.length
            + " weights; expected one per output: " + e.dim(1) + ".");
      }
      out = out.mul(e.builder().constant("lossWeights", NDArray.of(w, w.length).castTo(e.dtype())));
    }
    return mask == null ? out : out.mul(mask);
  }

  /** -sum y log p, fused with a softmax where there is one. */
  private static Sym crossEntropy(Loss loss, Activation activation, Sym z, Sym y, Sym mask) {
    if (activation instanceof Activation.Softmax) {
      return z.builder().callAll("pydl4j.SoftmaxCrossEntropy", Attrs.NONE, z,
          loss.weighted(loss.counted(y, mask), mask))[0];
    } else if (activation instanceof Activation.LogSoftmax) {
      return loss.weighted(loss.counted(y.mul(z.logSoftmax(1)), mask), mask).neg().sum(false, 1);
    }
    return loss.weighted(loss.elements(loss.counted(activation.of(z, 1), mask), loss.counted(y, mask)), mask).sum(false,
        1);
  }

  private static Sym outputs(Sym p) {
    if (p.dim(1) < 0) {
      throw new IllegalStateException("[loss] unknown number of outputs: got " + p.type() + "; expected [rows, C].");
    }
    return p.like(p.dim(1));
  }

  private static List<Double> copy(List<Double> weights) {
    return weights == null ? null : List.copyOf(weights);
  }

  private static Object noWeights() {
    return Defaults.of("weights", null);
  }

  @Doc("Multi-class cross-entropy: -sum y log p.")
  record MCXENT(@Doc("weight of each output, or null") List<Double> weights) implements Loss {
    public MCXENT {
      weights = copy(weights);
    }

    public MCXENT() {
      this(null);
    }

    static Object defaults() {
      return noWeights();
    }

    @Override
    public boolean isClassification() {
      return true;
    }

    @Override
    public Sym elements(Sym p, Sym y) {
      return y.mul(p.clip(1e-10, 1 - 1e-10).log()).neg();
    }

    @Override
    public Sym rows(Activation activation, Sym z, Sym y, Sym mask) {
      return crossEntropy(this, activation, z, y, mask);
    }
  }

  @Doc("Negative log likelihood: -sum y log p, as MCXENT.")
  record NegativeLogLikelihood(@Doc("weight of each output, or null") List<Double> weights) implements Loss {
    public NegativeLogLikelihood {
      weights = copy(weights);
    }

    public NegativeLogLikelihood() {
      this(null);
    }

    static Object defaults() {
      return noWeights();
    }

    @Override
    public boolean isClassification() {
      return true;
    }

    @Override
    public Sym elements(Sym p, Sym y) {
      return new MCXENT(weights).elements(p, y);
    }

    @Override
    public Sym rows(Activation activation, Sym z, Sym y, Sym mask) {
      return crossEntropy(this, activation, z, y, mask);
    }
  }

  @Doc("Multi-class cross-entropy whose labels are class indices.")
  record SparseMCXENT(@Doc("weight of each output, or null") List<Double> weights) implements Loss {
    public SparseMCXENT {
      weights = copy(weights);
    }

    public SparseMCXENT() {
      this(null);
    }

    static Object defaults() {
      return noWeights();
    }

    @Override
    public boolean isClassification() {
      return true;
    }

    @Override
    public Sym elements(Sym p, Sym y) {
      return new MCXENT(weights).elements(p, y);
    }

    @Override
    public Sym rows(Activation activation, Sym z, Sym y, Sym mask) {
      return crossEntropy(this, activation, z, y, mask);
    }
  }

  /** With a sigmoid: softplus(z) - y z, which is stable for any z. */
  @Doc("Binary cross-entropy: -sum (y log p + (1 - y) log(1 - p)).")
  record XENT(@Doc("weight of each output, or null") List<Double> weights) implements Loss {
    public XENT {
      weights = copy(weights);
    }

    public XENT() {
      this(null);
    }

    static Object defaults() {
      return noWeights();
    }

    @Override
    public Sym elements(Sym p, Sym y) {
      Sym q = p.clip(1e-5, 1 - 1e-5);
      return y.mul(q.log()).add(y.rsub(1).mul(q.rsub(1).log())).neg();
    }

    @Override
    public Sym rows(Activation activation, Sym z, Sym y, Sym mask) {
      Sym labels = counted(y, mask);
      Sym e = activation instanceof Activation.Sigmoid ? z.call("Softplus").sub(labels.mul(z))
          : elements(counted(activation.of(z, 1), mask), labels);
      return weighted(e, mask).sum(false, 1);
    }
  }

  @Doc("Mean squared error: sum (y - p)^2 / C.")
  record MSE(@Doc("weight of each output, or null") List<Double> weights) implements Loss {
    public MSE {
      weights = copy(weights);
    }

    public MSE() {
      this(null);
    }

    static Object defaults() {
      return noWeights();
    }

    @Override
    public boolean isRegression() {
      return true;
    }

    @Override
    public Sym elements(Sym p, Sym y) {
      Sym d = p.sub(y);
      return d.mul(d).div(outputs(p));
    }
  }

  @Doc("Squared error: sum (y - p)^2.")
  record L2(@Doc("weight of each output, or null") List<Double> weights) implements Loss {
    public L2 {
      weights = copy(weights);
    }

    static Object defaults() {
      return noWeights();
    }

    @Override
    public boolean isRegression() {
      return true;
    }

    @Override
    public Sym elements(Sym p, Sym y) {
      Sym d = p.sub(y);
      return d.mul(d);
    }
  }

  @Doc("Mean absolute error: sum |y - p| / C.")
  record MAE(@Doc("weight of each output, or null") List<Double> weights) implements Loss {
    public MAE {
      weights = copy(weights);
    }

    static Object defaults() {
      return noWeights();
    }

    @Override
    public boolean isRegression() {
      return true;
    }

    @Override
    public Sym elements(Sym p, Sym y) {
      return p.sub(y).abs().div(outputs(p));
    }
  }

  @Doc("Absolute error: sum |y - p|.")
  record L1(@Doc("weight of each output, or null") List<Double> weights) implements Loss {
    public L1 {
      weights = copy(weights);
    }

    static Object defaults() {
      return noWeights();
    }

    @Override
    public boolean isRegression() {
      return true;
    }

    @Override
    public Sym elements(Sym p, Sym y) {
      return p.sub(y).abs();
    }
  }

  @Doc("Hinge: sum max(0, 1 - y p), labels -1 or 1.")
  record Hinge(@Doc("weight of each output, or null") List<Double> weights) implements Loss {
    public Hinge {
      weights = copy(weights);
    }

    static Object defaults() {
      return noWeights();
    }

    @Override
    public Sym elements(Sym p, Sym y) {
      return y.mul(p).rsub(1).relu();
    }
  }

  @Doc("Squared hinge: sum max(0, 1 - y p)^2, labels -1 or 1.")
  record SquaredHinge(@Doc("weight of each output, or null") List<Double> weights) implements Loss {
    public SquaredHinge {
      weights = copy(weights);
    }

    static Object defaults() {
      return noWeights();
    }

    @Override
    public Sym elements(Sym p, Sym y) {
      Sym h = y.mul(p).rsub(1).relu();
      return h.mul(h);
    }
  }

  @Doc("Kullback-Leibler divergence: sum y log(y / p).")
  record KLD(@Doc("weight of each output, or null") List<Double> weights) implements Loss {
    public KLD {
      weights = copy(weights);
    }

    static Object defaults() {
      return noWeights();
    }

    @Override
    public Sym elements(Sym p, Sym y) {
      return y.mul(y.clip(1e-10, 1).log().sub(p.clip(1e-10, 1).log()));
    }
  }

  @Doc("Poisson: sum (p - y log p).")
  record Poisson(@Doc("weight of each output, or null") List<Double> weights) implements Loss {
    public Poisson {
      weights = copy(weights);
    }

    static Object defaults() {
      return noWeights();
    }

    @Override
    public boolean isRegression() {
      return true;
    }

    @Override
    public Sym elements(Sym p, Sym y) {
      return p.sub(y.mul(p.max(p.like(1e-10)).log()));
    }
  }

  @Doc("Mean absolute percentage error: 100 sum |(y - p) / y| / C.")
  record MAPE(@Doc("weight of each output, or null") List<Double> weights) implements Loss {
    public MAPE {
      weights = copy(weights);
    }

    static Object defaults() {
      return noWeights();
    }

    @Override
    public boolean isRegression() {
      return true;
    }

    @Override
    public Sym elements(Sym p, Sym y) {
      return y.sub(p).div(y).abs().mul(100).div(outputs(p));
    }
  }

  @Doc("Mean squared logarithmic error: sum log((1 + p) / (1 + y))^2 / C.")
  record MSLE(@Doc("weight of each output, or null") List<Double> weights) implements Loss {
    public MSLE {
      weights = copy(weights);
    }

    static Object defaults() {
      return noWeights();
    }

    @Override
    public boolean isRegression() {
      return true;
    }

    @Override
    public Sym elements(Sym p, Sym y) {
      Sym d = p.add(1).log().sub(y.add(1).log());
      return d.mul(d).div(outputs(p));
    }
  }

  @Doc("Cosine proximity: -y . p / (|y| |p|).")
  record CosineProximity(@Doc("weight of each output, or null") List<Double> weights) implements Loss {
    public CosineProximity {
      weights = copy(weights);
    }

    static Object defaults() {
      return noWeights();
    }

    @Override
    public boolean isRegression() {
      return true;
    }

    @Override
    public Sym elements(Sym p, Sym y) {
      return y.mul(p).div(norm(p).mul(norm(y))).neg();
    }

    /** At least 1e-8, with a slope at 0. */
    private static Sym norm(Sym x) {
      return x.mul(x).sum(true, 1).max(x.like(1e-16)).sqrt();
    }

    /** Masked elements are left out of the norms, too. */
    @Override
    public double masked() {
      return 0;
    }
  }
}
