package org.pydl4j.nn.layers;

import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.updaters.Schedule;
import org.pydl4j.nn.weights.WeightInit;

/**
 * A transformer encoder's layer (Vaswani et al. 2017): y = norm(x + attention(x)), norm(y + dense(act(dense(y)))), or
 * with preNorm y = x + attention(norm(x)), y + dense(act(dense(norm(y)))). Sequences [N, size, T] keep their shape.
 * Wqkv [size, 3 size] holds the projections of queries, keys and values side by side. PyTorch: TransformerEncoderLayer.
 */
@Doc("A transformer encoder's layer: self attention and a feed-forward network, each with residual and layer norm.")
public record TransformerEncoderLayer(
    @Doc("attention heads; they divide the input's features") long nHeads,
    @Doc("hidden features of the feed-forward network, > 0") long nFeedForward,
    @Doc("activation of the feed-forward network") Activation activation,
    @Doc("probability of keeping an element of each residual branch and of the hidden features while training;"
        + " 0 or 1 keeps all") Schedule residualDropOut,
    @Doc("normalize what the branches read instead of the sums") boolean preNorm,
    @Doc("added to the variance in layer norms") double eps,
    @Doc("initial weights; the network's unless set") WeightInit weightInit) implements Layer {

  static Object defaults() {
    return Defaults.of("activation", new Activation.ReLU(), "residualDropOut", Schedule.of(0), "preNorm", false, "eps",
        1e-5,
        "weightInit", null);
  }

  @Override
  public InputKind reads() {
    return InputKind.RECURRENT;
  }

  @Override
  public InputType outputType(InputType in) {
    Layer.positive("nFeedForward", nFeedForward);
    if (in.features() % Layer.positive("nHeads", nHeads) != 0) {
      throw new IllegalArgumentException("nHeads: got " + nHeads + " for " + in.features()
          + " input features; expected a divisor of them.");
    }
    return in;
  }

  @Override
  public Sym apply(LayerContext ctx, Sym input) {
    Sym x = input.transpose(0, 2, 1);
    Sym attended = attention(ctx, preNorm ? norm(ctx, x, 1) : x);
    Sym y = x.add(ctx.dropout(attended, residualDropOut));
    y = preNorm ? y : norm(ctx, y, 1);
    Sym fed = feedForward(ctx, preNorm ? norm(ctx, y, 2) : y);
    Sym z = y.add(ctx.dropout(fed, residualDropOut));
    return (preNorm ? z : norm(ctx, z, 2)).transpose(0, 2, 1);
  }

  private Sym norm(LayerContext ctx, Sym x, int which) {
    return LayerNormalization.normalized(ctx, x, "gamma" + which, "beta" + which, eps);
  }

  private Sym attention(LayerContext ctx, Sym x) {
    long size = x.dim(-1);
    Sym w = ctx.param("Wqkv", weightInit, size, size, size, 3 * size);
    Sym all = x.matmul(w).add(ctx.bias("bqkv", 3 * size));
    Sym[] qkv = ctx.b().callAll("Split", Attrs.of("num_outputs", 3, "axis", -1), all, null);
    Sym a = Attention.flat(qkv[0], qkv[1], qkv[2], nHeads, ctx.mask());
    return a.matmul(ctx.param("Wo", weightInit, size, size, size, size)).add(ctx.bias("bo", size));
  }

  private Sym feedForward(LayerContext ctx, Sym x) {
    long size = x.dim(-1);
    Sym w = ctx.param("W1", weightInit, size, nFeedForward, size, nFeedForward);
    Sym hidden = activation.of(x.matmul(w).add(ctx.bias("b1", nFeedForward)), x.rank() - 1);
    Sym out = ctx.param("W2", weightInit, nFeedForward, size, nFeedForward, size);
    return ctx.dropout(hidden, residualDropOut).matmul(out).add(ctx.bias("b2", size));
  }
}
