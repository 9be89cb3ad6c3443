package org.pydl4j.nn.layers;

import java.util.List;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.weights.WeightInit;

/** act(x * W + b) over images [N, C, H, W]; W [nOut, nIn, kH, kW]. DL4J: ConvolutionLayer. */
@Doc("Two-dimensional convolution of images [N, C, H, W].")
public record ConvolutionLayer(
    @Doc("output channels, > 0") long nOut,
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
    return Defaults.of("nIn", 0L, "kernelSize", List.of(5, 5), "stride", List.of(1, 1), "padding", List.of(0, 0),
        "dilation", List.of(1, 1),
        "convolutionMode", ConvolutionMode.Truncate, "activation", null, "hasBias", true, "weightInit", null);
  }

  /** A layer of square kernels, stride 1, without padding. */
  public static ConvolutionLayer of(long nOut, int kernel, Activation activation) {
    return new ConvolutionLayer(nOut, 0, List.of(kernel, kernel), List.of(1, 1), List.of(0, 0), List.of(1, 1),
        ConvolutionMode.Truncate, activation, true, null);
  }

  /** A copy whose borders are treated so. */
  public ConvolutionLayer withMode(ConvolutionMode mode) {
    return new ConvolutionLayer(nOut, nIn, kernelSize, stride, padding, dilation, mode, activation, hasBias,
        weightInit);
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
    Layer.checkedIn(nIn, c.channels());
    return InputType.convolutional(window().out(0, c.height()), window().out(1, c.width()), nOut);
  }

  @Override
  public Sym apply(LayerContext ctx, Sym x) {
    return ctx.activation(activation).of(convolve(ctx, x, window(), nOut, hasBias, weightInit), 1);
  }

  /** Convolution with bias over one or two axes; the bias comes first in DL4J's order. */
  static Sym convolve(LayerContext ctx, Sym x, Window w, long nOut, boolean hasBias, WeightInit weightInit) {
    long nIn = x.dim(1);
    Sym bias = hasBias ? ctx.bias("b", nOut) : null;
    long[] dims = new long[2 + w.kernel().size()];
    dims[0] = nOut;
    dims[1] = nIn;
    for (int i = 0; i < w.kernel().size(); i++) {
      dims[2 + i] = w.kernel().get(i);
    }
    Sym weights = ctx.param("W", weightInit, nIn * w.size(), (double) nOut * w.size() / w.step(), dims);
    Attrs a = w.attrs(x.type().dims());
    return hasBias ? x.call("Conv", a, weights, bias) : x.call("Conv", a, weights);
  }
}
