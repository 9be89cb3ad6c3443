package org.pydl4j.nn.layers;

import java.util.List;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.weights.WeightInit;

/**
 * A convolution of each channel by itself, W [nIn depthMultiplier, 1, kH, kW], then one across channels, pW
 * [nOut, nIn depthMultiplier, 1, 1], with bias and activation. DL4J: SeparableConvolution2D.
 */
@Doc("Two-dimensional convolution of each channel by itself, then across channels.")
public record SeparableConvolution2D(
    @Doc("output channels, > 0") long nOut,
    @Doc("input channels; 0 takes them from the layer before") long nIn,
    @Doc("channels per input channel between the two, > 0") long depthMultiplier,
    @Doc("height and width of the kernel") List<Integer> kernelSize,
    @Doc("step in height and width") List<Integer> stride,
    @Doc("zeros on each side in height and width; for Truncate and Strict") List<Integer> padding,
    @Doc("distance of kernel elements") List<Integer> dilation,
    @Doc("how the output size comes about") ConvolutionMode convolutionMode,
    @Doc("activation; the network's unless set") Activation activation,
    @Doc("add a bias") boolean hasBias,
    @Doc("initial weights; the network's unless set") WeightInit weightInit) implements Layer {

  static Object defaults() {
    return Defaults.of("nIn", 0L, "depthMultiplier", 1L, "kernelSize", List.of(3, 3), "stride", List.of(1, 1),
        "padding", List.of(0, 0), "dilation", List.of(1, 1), "convolutionMode", ConvolutionMode.Truncate, "activation",
        null, "hasBias", true, "weightInit", null);
  }

  private Window window() {
    return Window.ofImage(kernelSize, stride, padding, dilation, convolutionMode);
  }

  @Override
  public InputKind reads() {
    return InputKind.CONVOLUTIONAL;
  }

  @Override
  public InputType outputType(InputType in) {
    InputType.Convolutional c = (InputType.Convolutional) in;
    Layer.positive("nOut", nOut);
    Layer.positive("depthMultiplier", depthMultiplier);
    Layer.checkedIn(nIn, c.channels());
    return InputType.convolutional(window().out(0, c.height()), window().out(1, c.width()), nOut);
  }

  @Override
  public Sym apply(LayerContext ctx, Sym x) {
    long between = x.dim(1) * depthMultiplier;
    Sym bias = hasBias ? ctx.bias("b", nOut) : null;
    Sym w = DepthwiseConvolution2D.kernels(ctx, x.dim(1), depthMultiplier, window(), weightInit);
    Sym across = ctx.param("pW", weightInit, between, nOut, nOut, between, 1, 1);
    Sym y = DepthwiseConvolution2D.convolve(x, w, null, window());
    y = bias == null ? y.call("Conv", Attrs.NONE, across) : y.call("Conv", Attrs.NONE, across, bias);
    return ctx.activation(activation).of(y, 1);
  }
}
