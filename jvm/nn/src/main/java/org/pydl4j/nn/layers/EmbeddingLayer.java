package org.pydl4j.nn.layers;

import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.weights.WeightInit;

/** Row x of W: the dense layer of a one-hot input. DL4J: EmbeddingLayer. */
@Doc("Picks rows of W by index: act(W[x] + b).")
public record EmbeddingLayer(
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
    return InputKind.INDEX;
  }

  @Override
  public InputType inputType() {
    return InputType.feedForward(1);
  }

  @Override
  public InputType outputType(InputType in) {
    Layer.positive("nIn", nIn);
    return InputType.feedForward(Layer.positive("nOut", nOut));
  }

  @Override
  public Sym apply(LayerContext ctx, Sym x) {
    Sym y = ctx.param("W", weightInit, nIn, nOut, nIn, nOut).gather(x.squeeze(1), 0);
    return ctx.activation(activation).of(hasBias ? y.add(ctx.bias("b", nOut)) : y, 1);
  }
}
