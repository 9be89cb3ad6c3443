package org.pydl4j.nn.layers;

import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.weights.ParamInit;

/**
 * gamma (x - mean) / sqrt(var + eps) + beta per feature or channel (Ioffe and Szegedy 2015). DL4J: BatchNormalization.
 * Steps that a mask leaves out are in no moment, as in Keras 3; DL4J counts them.
 */
@Doc("Batch normalization: gamma (x - mean) / sqrt(var + eps) + beta per feature or channel.")
public record BatchNormalization(
    @Doc("decay of the moving averages") double decay,
    @Doc("added to the variance") double eps,
    @Doc("activation") Activation activation,
    @Doc("initial gamma") double gamma,
    @Doc("initial beta") double beta,
    @Doc("gamma and beta stay as they are and are no parameters") boolean lockGammaBeta) implements Layer {

  static Object defaults() {
    return Defaults.of("decay", 0.9, "eps", 1e-5, "activation", new Activation.Identity(), "gamma", 1.0, "beta", 0.0,
        "lockGammaBeta", false);
  }

  /** A layer with the usual decay and epsilon. */
  public static BatchNormalization of(Activation activation) {
    return new BatchNormalization(0.9, 1e-5, activation, 1, 0, false);
  }

  @Override
  public InputKind reads() {
    return InputKind.ANY;
  }

  @Override
  public InputType outputType(InputType in) {
    return in;
  }

  @Override
  public Sym apply(LayerContext ctx, Sym x) {
    long n = x.dim(1);
    Sym scale = lockGammaBeta ? constant(ctx, x, gamma, n) : ctx.bias("gamma", ParamInit.constant(gamma), n);
    Sym shift = lockGammaBeta ? constant(ctx, x, beta, n) : ctx.bias("beta", ParamInit.constant(beta), n);
    Sym mean = ctx.moving("mean", 0, n);
    Sym var = ctx.moving("var", 1, n);
    Attrs a = Attrs.of("epsilon", eps);
    if (!ctx.training()) {
      return ctx.activation(activation).of(x.call("BatchNormalization", a, scale, shift, mean, var), 1);
    }
    boolean masked = ctx.mask() != null && x.rank() == 3;
    Sym[] y = masked ? ofSteps(x, ctx.mask(), scale, shift, mean, var)
        : ctx.b().callAll("pydl4j.BatchNormTrain", a, x, scale, shift);
    ctx.setMoving("mean", mean.mul(decay).add(y[1].mul(1 - decay)), n);
    ctx.setMoving("var", var.mul(decay).add(y[2].mul(1 - decay)), n);
    return ctx.activation(activation).of(y[0], 1);
  }

  /**
   * x [N, size, T] by the moments of the steps that are present, and these [size]; the moving ones where no step is.
   */
  private Sym[] ofSteps(Sym x, Sym mask, Sym scale, Sym shift, Sym oldMean, Sym oldVar) {
    Sym steps = mask.sum(false);
    Sym count = steps.max(steps.like(1));
    Sym mean = Masks.replaced(x, mask, 0).sum(true, 0, 2).div(count);
    Sym centered = Masks.replaced(x.sub(mean), mask, 0);
    Sym var = centered.mul(centered).sum(true, 0, 2).div(count);
    Sym y = centered.div(var.add(eps).sqrt()).mul(scale.reshape(1, -1, 1)).add(shift.reshape(1, -1, 1));
    Sym any = steps.gt(0);
    return new Sym[] {y, any.where(mean.squeeze(0, 2), oldMean), any.where(var.squeeze(0, 2), oldVar)};
  }

  private static Sym constant(LayerContext ctx, Sym x, double value, long n) {
    return ctx.b().constant(NDArray.full(x.dtype(), value, n));
  }
}
