package org.pydl4j.nn.layers;

import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.losses.Loss;

/** A loss on its input, without parameters; on sequences, at each time step. DL4J: LossLayer, RnnLossLayer. */
@Doc("A loss on the input, without parameters.")
public record LossLayer(@Doc("loss") Loss loss, @Doc("activation of the outputs") Activation activation)
    implements Layer, LossHead {
  static Object defaults() {
    return Defaults.of("loss", new Loss.MCXENT(), "activation", new Activation.Identity());
  }

  @Override
  public Activation outputActivation() {
    return activation;
  }

  @Override
  public InputKind reads() {
    return InputKind.FEED_FORWARD_OR_RECURRENT;
  }

  @Override
  public InputType outputType(InputType in) {
    return in;
  }

  @Override
  public Sym preOutput(LayerContext ctx, Sym x) {
    return x.rank() == 3 ? x.transpose(2, 0, 1) : x;
  }

  @Override
  public Sym apply(LayerContext ctx, Sym x) {
    return outputs(preOutput(ctx, x));
  }
}
