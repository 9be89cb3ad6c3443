package org.pydl4j.nn.layers;

import java.util.List;
import org.pydl4j.nd.types.Attrs;

/** The sliding window of a convolution or pooling layer over one or two spatial axes. */
record Window(List<Integer> kernel, List<Integer> stride, List<Integer> padding, List<Integer> dilation,
    ConvolutionMode mode) {
  Window {
    pair("kernelSize", kernel, 1, kernel.size());
    pair("stride", stride, 1, kernel.size());
    pair("padding", padding, 0, kernel.size());
    pair("dilation", dilation, 1, kernel.size());
  }

  /** A window over height and width. */
  static Window ofImage(List<Integer> kernel, List<Integer> stride, List<Integer> padding, List<Integer> dilation,
      ConvolutionMode mode) {
    if (mode == ConvolutionMode.Causal) {
      throw new IllegalArgumentException("convolutionMode Causal is for one-dimensional layers."
          + " Use Convolution1DLayer.");
    }
    return new Window(kernel, stride, padding, dilation, mode);
  }

  private static void pair(String what, List<Integer> v, int least, int count) {
    if (v.size() != count || v.stream().anyMatch(x -> x < least)) {
      throw new IllegalArgumentException(what + ": got " + v + "; expected " + count + " numbers of at least " + least
          + ".");
    }
  }

  /** Output size along a spatial axis; -1 stays unknown. */
  long out(int axis, long in) {
    long reach = (kernel.get(axis) - 1L) * dilation.get(axis) + 1;
    int step = stride.get(axis);
    if (in < 0) {
      return -1;
    } else if (mode == ConvolutionMode.Same) {
      return (in + step - 1) / step;
    } else if (mode == ConvolutionMode.Causal) {
      return (in - 1) / step + 1;
    }
    long padded = in + 2L * padding.get(axis);
    if (padded < reach) {
      throw new IllegalArgumentException("kernel " + text() + " exceeds the padded input: got size " + in
          + " along axis " + (axis + 2) + " with padding "
          + padding.get(axis) + "; expected at least " + reach
          + ". Increase the padding, shrink the kernel or use convolutionMode Same.");
    }
    if (mode == ConvolutionMode.Strict && (padded - reach) % step != 0) {
      throw new IllegalArgumentException("convolutionMode Strict: (" + in + " + 2 * " + padding.get(axis) + " - "
          + reach + ") / " + step
          + " is not whole along axis " + (axis + 2) + ". Change the sizes, or use convolutionMode Truncate or Same.");
    }
    return (padded - reach) / step + 1;
  }

  private String text() {
    return kernel.size() == 1 ? kernel.get(0).toString() : kernel.get(0) + "x" + kernel.get(1);
  }

  /**
   * The attributes of Conv and the pools for an input [N, C, spatial...]; pads are written out unless a size is
   * unknown.
   */
  Attrs attrs(long... in) {
    int n = kernel.size();
    Attrs a = Attrs.of("kernel_shape", longs(kernel), "strides", longs(stride), "dilations", longs(dilation));
    long[] pads = new long[2 * n];
    for (int i = 0; i < n; i++) {
      long reach = (kernel.get(i) - 1L) * dilation.get(i);
      if (mode == ConvolutionMode.Same && in[i + 2] < 0) {
        return a.with("auto_pad", "SAME_UPPER");
      } else if (mode == ConvolutionMode.Same) {
        long total = Math.max(0, (out(i, in[i + 2]) - 1) * stride.get(i) + reach + 1 - in[i + 2]);
        pads[i] = total / 2;
        pads[n + i] = total - total / 2;
      } else {
        pads[i] = mode == ConvolutionMode.Causal ? reach : padding.get(i);
        pads[n + i] = mode == ConvolutionMode.Causal ? 0 : padding.get(i);
      }
    }
    return a.with("pads", pads);
  }

  private static long[] longs(List<Integer> v) {
    return v.stream().mapToLong(Integer::longValue).toArray();
  }

  long size() {
    return kernel.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
  }

  long step() {
    return stride.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
  }
}
