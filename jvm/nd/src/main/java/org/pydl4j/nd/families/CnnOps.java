package org.pydl4j.nd.families;

import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Attrs;

/** Ops on arrays: {@code Nd.cnn()}. Written by {@code make generate} from the declarations in Java; do not edit. */
public final class CnnOps {
  /** The only one. */
  public static final CnnOps ALL = new CnnOps();

  private CnnOps() {
  }

  /**
   * Mean of each window.
   *
   * @param x floats
   * @param options "kernel_shape": window size; "strides": step, 1 when absent; "pads": padding before, then after; "dilations": distance
   *     of taps; "ceil_mode": round the output size up (0); "auto_pad": NOTSET, SAME_UPPER, SAME_LOWER or VALID (NOTSET);
   *     "count_include_pad": averages count padding (0)
   * @return y, a new array
   */
  public NDArray averagePool(NDArray x, Attrs options) {
    return Calls.one("AveragePool", options, Calls.NO_LISTS, new NDArray[] {x});
  }

  /** The same with every option at its default. */
  public NDArray averagePool(NDArray x) {
    return Calls.one("AveragePool", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * Convolution (cross-correlation) of x [N, C, spatial...] with w [O, C / group, kernel...].
   *
   * @param x floats
   * @param w floats
   * @param bias floats; may be null
   * @param options "strides": step per spatial axis, 1 when absent; "pads": zeros before, then after, each spatial axis; 0 when absent;
   *     "dilations": distance of kernel taps, 1 when absent; "group": groups of channels (1); "auto_pad": NOTSET, SAME_UPPER, SAME_LOWER or
   *     VALID (NOTSET); "kernel_shape": kernel size, from the weights when absent; "out_type": type of the result; set by the planner (0)
   * @return y, a new array
   */
  public NDArray conv(NDArray x, NDArray w, NDArray bias, Attrs options) {
    return Calls.one("Conv", options, Calls.NO_LISTS, new NDArray[] {x, w, bias});
  }

  /** The same with every option at its default. */
  public NDArray conv(NDArray x, NDArray w, NDArray bias) {
    return Calls.one("Conv", null, Calls.NO_LISTS, new NDArray[] {x, w, bias});
  }

  /**
   * The gradient of Conv with respect to its input, as a layer: x [N, C, spatial...] with w [C, M / group, kernel...].
   *
   * @param x floats
   * @param w floats
   * @param bias floats; may be null
   * @param options "strides": step per spatial axis, 1 when absent; "pads": elements removed before, then after, each spatial axis; 0 when
   *     absent; "dilations": distance of kernel taps, 1 when absent; "group": groups of channels (1); "output_padding": elements added
   *     after each spatial axis; "output_shape": spatial dims of y; pads follow; "auto_pad": NOTSET, SAME_UPPER, SAME_LOWER or VALID
   *     (NOTSET); "kernel_shape": kernel size, from the weights when absent
   * @return y, a new array
   */
  public NDArray convTranspose(NDArray x, NDArray w, NDArray bias, Attrs options) {
    return Calls.one("ConvTranspose", options, Calls.NO_LISTS, new NDArray[] {x, w, bias});
  }

  /** The same with every option at its default. */
  public NDArray convTranspose(NDArray x, NDArray w, NDArray bias) {
    return Calls.one("ConvTranspose", null, Calls.NO_LISTS, new NDArray[] {x, w, bias});
  }

  /**
   * Blocks of channels as blocks of pixels.
   *
   * @param x of any type
   * @param options "blocksize": pixels per side of a block; "mode": DCR: block before channel; CRD: channel before block (DCR)
   * @return y, a new array
   */
  public NDArray depthToSpace(NDArray x, Attrs options) {
    return Calls.one("DepthToSpace", options, Calls.NO_LISTS, new NDArray[] {x});
  }

  /** The same with every option at its default. */
  public NDArray depthToSpace(NDArray x) {
    return Calls.one("DepthToSpace", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * Mean over the spatial axes.
   *
   * @param x floats
   * @return y, a new array
   */
  public NDArray globalAveragePool(NDArray x) {
    return Calls.one("GlobalAveragePool", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * Largest over the spatial axes.
   *
   * @param x floats
   * @return y, a new array
   */
  public NDArray globalMaxPool(NDArray x) {
    return Calls.one("GlobalMaxPool", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * Largest element of each window.
   *
   * @param x floats
   * @param options "kernel_shape": window size; "strides": step, 1 when absent; "pads": padding before, then after; "dilations": distance
   *     of taps; "ceil_mode": round the output size up (0); "auto_pad": NOTSET, SAME_UPPER, SAME_LOWER or VALID (NOTSET);
   *     "count_include_pad": averages count padding (0)
   * @return y, a new array
   */
  public NDArray maxPool(NDArray x, Attrs options) {
    return Calls.one("MaxPool", options, Calls.NO_LISTS, new NDArray[] {x});
  }

  /** The same with every option at its default. */
  public NDArray maxPool(NDArray x) {
    return Calls.one("MaxPool", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * Blocks of pixels as blocks of channels.
   *
   * @param x of any type
   * @param options "blocksize": pixels per side of a block
   * @return y, a new array
   */
  public NDArray spaceToDepth(NDArray x, Attrs options) {
    return Calls.one("SpaceToDepth", options, Calls.NO_LISTS, new NDArray[] {x});
  }

  /** The same with every option at its default. */
  public NDArray spaceToDepth(NDArray x) {
    return Calls.one("SpaceToDepth", null, Calls.NO_LISTS, new NDArray[] {x});
  }
}
