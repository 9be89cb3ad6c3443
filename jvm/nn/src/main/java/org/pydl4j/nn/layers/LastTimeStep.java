package org.pydl4j.nn.layers;

import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Doc;

/**
 * The last unmasked time step of a recurrent layer: [N, size, T] to [N, size]; of a row without steps zeros. DL4J:
 * LastTimeStep.
 */
@Doc("The last unmasked time step of a recurrent layer.")
public record LastTimeStep(@Doc("the layer whose last step is taken") Layer layer) implements Layer {
  @Override
  public InputKind reads() {
    return layer.reads();
  }

  @Override
  public InputType inputType() {
    return layer.inputType();
  }

  @Override
  public InputType outputType(InputType in) {
    InputType out = layer.outputType(in);
    if (!(out instanceof InputType.Recurrent)) {
      throw new IllegalArgumentException("wraps a layer without time: got " + layer.getClass().getSimpleName()
          + "; expected a recurrent layer such as LSTM.");
    }
    return InputType.feedForward(out.features());
  }

  @Override
  public Sym outputMask(Sym mask) {
    return null;
  }

  @Override
  public Sym apply(LayerContext ctx, Sym x) {
    return of(layer.apply(ctx, x), ctx.mask());
  }

  /**
   * The step of [N, size, T] of the last 1 in the mask [N, T], zeros where there is none; the last one without a mask.
   */
  public static Sym of(Sym x, Sym mask) {
    return Masks.lastStep(x, mask);
  }
}
