package org.pydl4j.nn.layers;

import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Attrs;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.conf.Defaults;
import org.pydl4j.nn.conf.InputType;
import org.pydl4j.nn.weights.ParamInit;

/**
 * gamma (x - mean) / sqrt(var + eps) + beta per feature or channel (Ioffe and Szegedy 2015). DL4J: BatchNormalization.
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
    Sym[] y = ctx.b().callAll("pydl4j.BatchNormTrain", a, x, scale, shift);
    ctx.setMoving("mean", mean.mul(decay).add(y[1].mul(1 - decay)), n);
    ctx.setMoving("var", var.mul(decay).add(y[2].mul(1 - decay)), n);
    return ctx.activation(activation).of(y[0], 1);
  }

  private static Sym constant(LayerContext ctx, Sym x, double value, long n) {
    return ctx.b().constant(NDArray.full(x.dtype(), value, n));
  }
}
