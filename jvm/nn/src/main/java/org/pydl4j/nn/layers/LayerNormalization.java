package org.pydl4j.nn.layers;

import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.weights.ParamInit;

/**
 * gamma (x - mean) / sqrt(var + eps) + beta with the moments of each example's features, at each time step or pixel
 * (Ba et al. 2016). DL4J has it as the flag hasLayerNorm of its dense layer.
 */
@Doc("Layer normalization: gamma (x - mean) / sqrt(var + eps) + beta over the features of each example and time step.")
public record LayerNormalization(
    @Doc("added to the variance") double eps,
    @Doc("activation") Activation activation) implements Layer {

  static Object defaults() {
    return Defaults.of("eps", 1e-5, "activation", new Activation.Identity());
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
    return switch (x.rank()) {
      case 3 -> last(ctx, x.transpose(2, 0, 1)).transpose(1, 2, 0);
      case 4 -> last(ctx, x.transpose(0, 2, 3, 1)).transpose(0, 3, 1, 2);
      default -> last(ctx, x);
    };
  }

  private Sym last(LayerContext ctx, Sym x) {
    return ctx.activation(activation).of(normalized(ctx, x, "gamma", "beta", eps), x.rank() - 1);
  }

  /** Normalizes the last axis with parameters of these names. */
  static Sym normalized(LayerContext ctx, Sym x, String gamma, String beta, double eps) {
    long n = x.dim(-1);
    Sym scale = ctx.bias(gamma, ParamInit.constant(1), n);
    Sym shift = ctx.bias(beta, ParamInit.constant(0), n);
    return ctx.b().callAll("LayerNormalization", Attrs.of("axis", -1, "epsilon", eps), x, scale, shift)[0];
  }
}
