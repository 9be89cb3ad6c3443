package org.pydl4j.nn.layers;

import java.util.List;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.weights.WeightInit;

/**
 * Each input channel with kernels of its own: output channel c depthMultiplier + m is act(x_c * W + b); W
 * [nIn depthMultiplier, 1, kH, kW]. DL4J: DepthwiseConvolution2D.
 */
@Doc("Two-dimensional convolution of each channel by itself.")
public record DepthwiseConvolution2D(
    @Doc("output channels per input channel, > 0") long depthMultiplier,
    @Doc("input channels; 0 takes them from the layer before") long nIn,
    @Doc("height and width of the kernel") List<Integer> kernelSize,
    @Doc("step in height and width") List<Integer> stride,
    @Doc("zeros on each side in height and width; for Truncate and Strict") List<Integer> padding,
    @Doc("distance of kernel elements") List<Integer> dilation,
    @Doc("how the output size comes about") ConvolutionMode convolutionMode,
    @Doc("activation; the network's unless set") Activation activation,
    @Doc("add a bias") boolean hasBias,
    @Doc("initial weights; the network's unless set") WeightInit weightInit) implements Layer {

  static Object defaults() {
    return Defaults.of("depthMultiplier", 1L, "nIn", 0L, "kernelSize", List.of(3, 3), "stride", List.of(1, 1),
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
    Layer.checkedIn(nIn, c.channels());
    return InputType.convolutional(window().out(0, c.height()), window().out(1, c.width()),
        c.channels() * Layer.positive("depthMultiplier", depthMultiplier));
  }

  @Override
  public Sym apply(LayerContext ctx, Sym x) {
    long channels = x.dim(1);
    Sym bias = hasBias ? ctx.bias("b", channels * depthMultiplier) : null;
    Sym w = kernels(ctx, channels, depthMultiplier, window(), weightInit);
    return ctx.activation(activation).of(convolve(x, w, bias, window()), 1);
  }

  /** W [channels depthMultiplier, 1, kH, kW]. */
  static Sym kernels(LayerContext ctx, long channels, long depthMultiplier, Window w, WeightInit weightInit) {
    return ctx.param("W", weightInit, channels * w.size(), (double) depthMultiplier * w.size() / w.step(),
        channels * depthMultiplier, 1, w.kernel().get(0), w.kernel().get(1));
  }

  static Sym convolve(Sym x, Sym w, Sym bias, Window window) {
    var attrs = window.attrs(x.type().dims()).with("group", x.dim(1));
    return bias == null ? x.call("Conv", attrs, w) : x.call("Conv", attrs, w, bias);
  }
}
