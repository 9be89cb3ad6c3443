package org.pydl4j.nn.layers;

import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.weights.WeightInit;

/**
 * Dot-product self attention: [N, nIn, T] to [N, nOut, T]. Projected, the heads read x Wq^T, x Wk^T and x Wv^T (each
 * weight [nHeads, headSize, nIn]) and their outputs go through Wo [nHeads headSize, nOut]; else there is one head that
 * reads x itself. DL4J: SelfAttentionLayer.
 */
@Doc("Dot-product self attention over sequences: [N, nIn, T] to [N, nOut, T].")
public record SelfAttentionLayer(
    @Doc("output features, > 0; without projectInput those of the input") long nOut,
    @Doc("input features; 0 takes them from the layer before") long nIn,
    @Doc("attention heads, > 0; 1 without projectInput") long nHeads,
    @Doc("size of a head; 0 for nOut / nHeads") long headSize,
    @Doc("learn projections of the input for queries, keys and values, and of the output") boolean projectInput,
    @Doc("initial weights; the network's unless set") WeightInit weightInit) implements Layer {

  static Object defaults() {
    return Defaults.of("nIn", 0L, "nHeads", 1L, "headSize", 0L, "projectInput", true, "weightInit", null);
  }

  @Override
  public InputKind reads() {
    return InputKind.RECURRENT;
  }

  @Override
  public InputType inputType() {
    return nIn > 0 ? InputType.recurrent(nIn) : null;
  }

  @Override
  public InputType outputType(InputType in) {
    Layer.positive("nOut", nOut);
    Layer.positive("nHeads", nHeads);
    Layer.checkedIn(nIn, in.features());
    if (!projectInput && (nHeads != 1 || nOut != in.features())) {
      throw new IllegalArgumentException("projectInput false: got nHeads " + nHeads + ", nOut " + nOut
          + " for " + in.features() + " input features; expected one head and nOut = nIn. Set projectInput.");
    } else if (headSize == 0 && nOut % nHeads != 0) {
      throw new IllegalArgumentException("headSize: nOut " + nOut + " is no multiple of nHeads " + nHeads
          + ". Give headSize.");
    }
    return InputType.recurrent(nOut, ((InputType.Recurrent) in).timeSeriesLength());
  }

  @Override
  public Sym apply(LayerContext ctx, Sym x) {
    Sym steps = x.transpose(2, 0, 1);
    if (!projectInput) {
      Sym one = Attention.heads(steps, 1);
      return Attention.joined(Attention.of(one, one, one, ctx.mask())).transpose(1, 2, 0);
    }
    long size = headSize > 0 ? headSize : nOut / nHeads;
    Sym q = projected(ctx, steps, "Wq", size);
    Sym k = projected(ctx, steps, "Wk", size);
    Sym v = projected(ctx, steps, "Wv", size);
    Sym out = ctx.param("Wo", weightInit, nHeads * size, nOut, nHeads * size, nOut);
    return Attention.joined(Attention.of(q, k, v, ctx.mask())).matmul(out).transpose(1, 2, 0);
  }

  /** x W^T by heads. */
  private Sym projected(LayerContext ctx, Sym x, String name, long size) {
    long features = x.dim(-1);
    Sym w = ctx.param(name, weightInit, features, size, nHeads, size, features);
    return Attention.heads(x.matmul(w.reshape(nHeads * size, features).transpose(1, 0)), nHeads);
  }
}
