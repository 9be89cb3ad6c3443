package org.pydl4j.nn.layers;

import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.activations.Activation;

/** An activation alone. DL4J: ActivationLayer. */
@Doc("An activation alone.")
public record ActivationLayer(@Doc("activation; the network's unless set") Activation activation) implements Layer {
  static Object defaults() {
    return Defaults.of("activation", null);
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
    return ctx.activation(activation).of(x, 1);
  }
}
