package org.pydl4j.nn.layers;

import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.losses.Loss;
import org.pydl4j.nn.weights.WeightInit;

/** A dense layer with a loss at each time step. DL4J: RnnOutputLayer. */
@Doc("Fully connected at each time step, with a loss: act(x W + b).")
public record RnnOutputLayer(
    @Doc("output features, > 0") long nOut,
    @Doc("input features; 0 takes them from the layer before") long nIn,
    @Doc("loss; summed over time steps") Loss loss,
    @Doc("activation of the outputs") Activation activation,
    @Doc("add a bias") boolean hasBias,
    @Doc("initial weights; the network's unless set") WeightInit weightInit) implements Layer, LossHead {

  static Object defaults() {
    return Defaults.of("nIn", 0L, "loss", new Loss.MCXENT(), "activation", new Activation.Softmax(), "hasBias", true,
        "weightInit", null);
  }

  /** A layer with bias. */
  public static RnnOutputLayer of(long nOut, Loss loss, Activation activation) {
    return new RnnOutputLayer(nOut, 0, loss, activation, true, null);
  }

  @Override
  public Activation outputActivation() {
    return activation;
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
    Layer.checkedIn(nIn, in.features());
    return InputType.recurrent(nOut, ((InputType.Recurrent) in).timeSeriesLength());
  }

  @Override
  public Sym preOutput(LayerContext ctx, Sym x) {
    return DenseLayer.affine(ctx, x.transpose(2, 0, 1), nOut, hasBias, weightInit);
  }

  @Override
  public Sym apply(LayerContext ctx, Sym x) {
    return outputs(preOutput(ctx, x));
  }
}
