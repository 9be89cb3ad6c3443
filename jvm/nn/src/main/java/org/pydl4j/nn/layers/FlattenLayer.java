package org.pydl4j.nn.layers;

import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Doc;

/**
 * Examples as vectors: the steps of a sequence one after another, [N, size, T] to [N, T size]; images in 'c' order.
 * DL4J: KerasFlattenRnnPreprocessor.
 */
@Doc("Examples as vectors: the steps of a sequence one after another, [N, size, T] to [N, T size].")
public record FlattenLayer() implements Layer {
  @Override
  public InputKind reads() {
    return InputKind.ANY;
  }

  @Override
  public InputType outputType(InputType in) {
    if (in instanceof InputType.Recurrent r && r.timeSeriesLength() < 0) {
      throw new IllegalArgumentException("needs sequences of known length: got " + in
          + "; expected a timeSeriesLength. Give it in the network's input type.");
    }
    return InputType.feedForward(in instanceof InputType.Recurrent r ? r.size() * r.timeSeriesLength() : in.elements());
  }

  @Override
  public Sym outputMask(Sym mask) {
    return null;
  }

  @Override
  public Sym apply(LayerContext ctx, Sym x) {
    Sym ordered = x.rank() == 3 ? x.transpose(0, 2, 1) : x;
    return x.rank() == 2 ? x : ordered.reshape(-1, outputType(ctx.inputType()).features());
  }
}
