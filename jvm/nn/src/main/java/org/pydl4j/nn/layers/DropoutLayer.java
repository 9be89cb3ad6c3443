package org.pydl4j.nn.layers;

import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.updaters.Schedule;

/** x / retain where an element is kept, else 0; the identity in inference. DL4J: DropoutLayer. */
@Doc("Drops elements while training: x / retain where kept, else 0.")
public record DropoutLayer(@Doc("probability of keeping an element, in (0, 1]") Schedule retain) implements Layer {
  public DropoutLayer {
    if (retain instanceof Schedule.FixedSchedule fixed && !(fixed.value() > 0 && fixed.value() <= 1)) {
      throw new IllegalArgumentException("[DropoutLayer] retain: got " + fixed.value()
          + "; expected a probability in (0, 1]. DL4J's dropout is the probability of keeping an element.");
    }
  }

  public DropoutLayer(double retain) {
    this(Schedule.of(retain));
  }

  static Object defaults() {
    return Defaults.of("retain", Schedule.of(0.5));
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
