package org.pydl4j.nn.layers;

import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.conf.Defaults;
import org.pydl4j.nn.conf.InputType;

/** x / retain where an element is kept, else 0; the identity in inference. DL4J: DropoutLayer. */
@Doc("Drops elements while training: x / retain where kept, else 0.")
public record DropoutLayer(@Doc("probability of keeping an element, in (0, 1]") double retain) implements Layer {
  public DropoutLayer {
    if (!(retain > 0 && retain <= 1)) {
      throw new IllegalArgumentException("[DropoutLayer] retain: got " + retain
          + "; expected a probability in (0, 1]. DL4J's dropout is the probability of keeping an element.");
    }
  }

  static Object defaults() {
    return Defaults.of("retain", 0.5);
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
    return ctx.dropout(x, retain);
  }
}
