package org.pydl4j.nn.layers;

import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.losses.Loss;
import org.pydl4j.nn.weights.WeightInit;

/** A dense layer with a loss. DL4J: OutputLayer. */
@Doc("Fully connected, with a loss: act(x W + b).")
public record OutputLayer(
    @Doc("output features, > 0") long nOut,
    @Doc("input features; 0 takes them from the layer before") long nIn,
    @Doc("loss") Loss loss,
    @Doc("activation of the outputs") Activation activation,
    @Doc("add a bias") boolean hasBias,
    @Doc("initial weights; the network's unless set") WeightInit weightInit) implements Layer, LossHead {

  static Object defaults() {
    return Defaults.of("nIn", 0L, "loss", new Loss.MCXENT(), "activation", new Activation.Softmax(), "hasBias", true,
        "weightInit", null);
  }

  /** A layer with bias. */
  public static OutputLayer of(long nOut, Loss loss, Activation activation) {
    return new OutputLayer(nOut, 0, loss, activation, true, null);
  }

  @Override
  public Activation outputActivation() {
    return activation;
  }

  @Override
  public InputKind reads() {
    return InputKind.FEED_FORWARD;
  }

  @Override
  public InputType inputType() {
    return nIn > 0 ? InputType.feedForward(nIn) : null;
  }

  @Override
  public InputType outputType(InputType in) {
    Layer.positive("nOut", nOut);
    Layer.checkedIn(nIn, in.features());
    return InputType.feedForward(nOut);
  }

  @Override
  public Sym preOutput(LayerContext ctx, Sym x) {
    return DenseLayer.affine(ctx, x, nOut, hasBias, weightInit);
  }

  @Override
  public Sym apply(LayerContext ctx, Sym x) {
    return outputs(preOutput(ctx, x));
  }
}
