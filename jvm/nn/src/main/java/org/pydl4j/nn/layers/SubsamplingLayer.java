package org.pydl4j.nn.layers;

import java.util.List;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.json.Doc;

/** Pooling of images [N, C, H, W]. DL4J: SubsamplingLayer. */
@Doc("Pooling of images [N, C, H, W].")
public record SubsamplingLayer(
    @Doc("how a window becomes one number") PoolingType poolingType,
    @Doc("height and width of the window") List<Integer> kernelSize,
    @Doc("step in height and width") List<Integer> stride,
    @Doc("padding on each side; for Truncate and Strict") List<Integer> padding,
    @Doc("distance of window elements") List<Integer> dilation,
    @Doc("how the output size comes about") ConvolutionMode convolutionMode,
    @Doc("p of PNORM") int pnorm,
    @Doc("averages count padding") boolean avgPoolIncludePadInDivisor) implements Layer {

  static Object defaults() {
    return Defaults.of("poolingType", PoolingType.MAX, "kernelSize", List.of(2, 2), "stride", List.of(2, 2), "padding",
        List.of(0, 0), "dilation", List.of(1, 1),
        "convolutionMode", ConvolutionMode.Truncate, "pnorm", 2, "avgPoolIncludePadInDivisor", false);
  }

  /** Windows of that size side by side. */
  public static SubsamplingLayer of(PoolingType type, int kernel) {
    return new SubsamplingLayer(type, List.of(kernel, kernel), List.of(kernel, kernel), List.of(0, 0), List.of(1, 1),
        ConvolutionMode.Truncate, 2, false);
  }

  private Window window() {
    if (convolutionMode == ConvolutionMode.Causal) {
      throw new IllegalArgumentException("convolutionMode Causal is for one-dimensional layers."
          + " Use Subsampling1DLayer.");
    }
    return new Window(kernelSize, stride, padding, dilation, convolutionMode);
  }

  @Override
  public InputKind reads() {
    return InputKind.CONVOLUTIONAL;
  }

  @Override
  public InputType outputType(InputType in) {
    InputType.Convolutional c = (InputType.Convolutional) in;
    return InputType.convolutional(window().out(0, c.height()), window().out(1, c.width()), c.channels());
  }

  @Override
  public Sym apply(LayerContext ctx, Sym x) {
    return Pooling.over(x, poolingType, window(), pnorm, avgPoolIncludePadInDivisor);
  }
}
