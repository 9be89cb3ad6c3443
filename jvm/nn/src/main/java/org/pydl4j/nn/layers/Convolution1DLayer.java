package org.pydl4j.nn.layers;

import java.util.List;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.weights.WeightInit;

/** act(x * W + b) over sequences [N, size, T]; W [nOut, nIn, k]. DL4J: Convolution1DLayer. */
@Doc("One-dimensional convolution of sequences [N, size, T].")
public record Convolution1DLayer(
    @Doc("output features, > 0") long nOut,
    @Doc("input features; 0 takes them from the layer before") long nIn,
    @Doc("size of the kernel") int kernelSize,
    @Doc("step in time") int stride,
    @Doc("zeros on each side; for Truncate and Strict") int padding,
    @Doc("distance of kernel elements") int dilation,
    @Doc("how the output size comes about") ConvolutionMode convolutionMode,
    @Doc("activation; the network's unless set") Activation activation,
    @Doc("add a bias") boolean hasBias,
    @Doc("initial weights; the network's unless set") WeightInit weightInit) implements Layer {

  static Object defaults() {
    return Defaults.of("nIn", 0L, "kernelSize", 3, "stride", 1, "padding", 0, "dilation", 1, "convolutionMode",
        ConvolutionMode.Truncate, "activation", null,
        "hasBias", true, "weightInit", null);
  }

  private Window window() {
    return new Window(List.of(kernelSize), List.of(stride), List.of(padding), List.of(dilation), convolutionMode);
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
    return InputType.recurrent(nOut, window().out(0, ((InputType.Recurrent) in).timeSeriesLength()));
  }

  @Override
  public Sym apply(LayerContext ctx, Sym x) {
    return ctx.activation(activation)
        .of(ConvolutionLayer.convolve(ctx, Masks.replaced(x, ctx.mask(), 0), window(), nOut, hasBias, weightInit), 1);
  }

  @Override
  public Sym outputMask(Sym mask) {
    if (stride == 1 && (convolutionMode == ConvolutionMode.Same || convolutionMode == ConvolutionMode.Causal)) {
      return mask;
    }
    throw new IllegalArgumentException("masks need an output as long as the input: got stride " + stride
        + ", convolutionMode " + convolutionMode
        + "; expected stride 1 with Same or Causal.");
  }
}
