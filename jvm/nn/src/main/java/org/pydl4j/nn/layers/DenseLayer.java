package org.pydl4j.nn.layers;

import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.weights.WeightInit;

/** act(x W + b), on each time step of a sequence. DL4J: DenseLayer. */
@Doc("Fully connected: act(x W + b).")
public record DenseLayer(
    @Doc("output features, > 0") long nOut,
    @Doc("input features; 0 takes them from the layer before") long nIn,
    @Doc("activation; the network's unless set") Activation activation,
    @Doc("add a bias") boolean hasBias,
    @Doc("initial weights; the network's unless set") WeightInit weightInit) implements Layer {

  static Object defaults() {
    return Defaults.of("nIn", 0L, "activation", null, "hasBias", true, "weightInit", null);
  }

  /** A layer with bias. */
  public static DenseLayer of(long nOut, Activation activation) {
    return new DenseLayer(nOut, 0, activation, true, null);
  }

  @Override
  public InputKind reads() {
    return InputKind.FEED_FORWARD_OR_RECURRENT;
  }

  @Override
  public InputType inputType() {
    return nIn > 0 ? InputType.feedForward(nIn) : null;
  }

  @Override
  public InputType outputType(InputType in) {
    Layer.positive("nOut", nOut);
    Layer.checkedIn(nIn, in.features());
    return in instanceof InputType.Recurrent r ? InputType.recurrent(nOut, r.timeSeriesLength())
        : InputType.feedForward(nOut);
  }

  @Override
  public Sym apply(LayerContext ctx, Sym x) {
    if (x.rank() == 3) {
      return ctx.activation(activation).of(affine(ctx, x.transpose(2, 0, 1), nOut, hasBias, weightInit), 2)
          .transpose(1, 2, 0);
    }
    return ctx.activation(activation).of(affine(ctx, x, nOut, hasBias, weightInit), 1);
  }

  /** x W + b over the last axis: [..., nIn] to [..., nOut]. */
  static Sym affine(LayerContext ctx, Sym x, long nOut, boolean hasBias, WeightInit weightInit) {
    long nIn = x.dim(-1);
    Sym y = x.matmul(ctx.param("W", weightInit, nIn, nOut, nIn, nOut));
    return hasBias ? y.add(ctx.bias("b", nOut)) : y;
  }
}
