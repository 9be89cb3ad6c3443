package org.pydl4j.nn.layers;

import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.weights.WeightInit;

/** Rows of W for a sequence of indices: [N, T] to [N, nOut, T]. DL4J: EmbeddingSequenceLayer. */
@Doc("Picks rows of W for each time step: indices [N, T] to [N, nOut, T].")
public record EmbeddingSequenceLayer(
    @Doc("size of the vocabulary: indices are in [0, nIn)") long nIn,
    @Doc("output features, > 0") long nOut,
    @Doc("activation") Activation activation,
    @Doc("add a bias") boolean hasBias,
    @Doc("initial weights; the network's unless set") WeightInit weightInit) implements Layer {

  static Object defaults() {
    return Defaults.of("activation", new Activation.Identity(), "hasBias", false, "weightInit", null);
  }

  @Override
  public long vocabulary() {
    return nIn;
  }

  @Override
  public InputKind reads() {
    return InputKind.INDICES;
  }

  @Override
  public InputType inputType() {
    return InputType.recurrent(1);
  }

  @Override
  public InputType outputType(InputType in) {
    Layer.positive("nIn", nIn);
    return InputType.recurrent(Layer.positive("nOut", nOut), in instanceof InputType.Recurrent r ? r.timeSeriesLength()
        : -1);
  }

  @Override
  public Sym apply(LayerContext ctx, Sym x) {
    Sym y = ctx.param("W", weightInit, nIn, nOut, nIn, nOut).gather(x, 0);
    return ctx.activation(activation).of(hasBias ? y.add(ctx.bias("b", nOut)) : y, 2).transpose(0, 2, 1);
  }
}
