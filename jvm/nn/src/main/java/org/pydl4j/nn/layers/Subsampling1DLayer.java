package org.pydl4j.nn.layers;

import java.util.List;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.json.Doc;

/** Pooling of sequences [N, size, T] over time. DL4J: Subsampling1DLayer. */
@Doc("Pooling of sequences [N, size, T] over time.")
public record Subsampling1DLayer(
    @Doc("how a window becomes one number") PoolingType poolingType,
    @Doc("size of the window") int kernelSize,
    @Doc("step in time") int stride,
    @Doc("padding on each side; for Truncate and Strict") int padding,
    @Doc("how the output size comes about") ConvolutionMode convolutionMode,
    @Doc("p of PNORM") int pnorm) implements Layer {

  static Object defaults() {
    return Defaults.of("poolingType", PoolingType.MAX, "kernelSize", 2, "stride", 2, "padding", 0, "convolutionMode",
        ConvolutionMode.Truncate, "pnorm", 2);
  }

  private Window window() {
    return new Window(List.of(kernelSize), List.of(stride), List.of(padding), List.of(1), convolutionMode);
  }

  @Override
  public InputKind reads() {
    return InputKind.RECURRENT;
  }

  @Override
  public InputType outputType(InputType in) {
    return InputType.recurrent(in.features(), window().out(0, ((InputType.Recurrent) in).timeSeriesLength()));
  }

  @Override
  public Sym apply(LayerContext ctx, Sym x) {
    return Pooling.over(x, poolingType, window(), pnorm, false);
  }

  @Override
  public Sym outputMask(Sym mask) {
    throw new UnsupportedOperationException("masks do not pass through pooling over time."
        + " Pool with GlobalPoolingLayer, or leave the mask out.");
  }
}
