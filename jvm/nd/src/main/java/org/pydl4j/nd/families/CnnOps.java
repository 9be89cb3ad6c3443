package org.pydl4j.nd.families;

import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.plan.eager.Calls;
import org.pydl4j.nd.types.Attrs;

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
   * @param options "kernel_shape": window size; "strides": step, 1 when absent; "pads": padding before, then after;
   *     "dilations": distance of taps; "ceil_mode": round the output size up (0); "auto_pad": NOTSET, SAME_UPPER,
   *     SAME_LOWER or VALID (NOTSET); "count_include_pad": averages count padding (0)
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
   * Patches as columns [N, C times block, positions] added up to images.
   *
   * @param x floats
   * @param imageShape whole numbers
   * @param blockShape whole numbers
   * @param options "dilations": distance of a block's elements, 1 when absent; "pads": zeros around the image, cut off;
   *     "strides": distance of blocks, 1 when absent
   * @return y, a new array
   */
  public NDArray col2Im(NDArray x, long[] imageShape, long[] blockShape, Attrs options) {
    return Calls.one("Col2Im", options, Calls.lists("image_shape", imageShape, "block_shape", blockShape),
        new NDArray[] {x});
  }

  /** The same with every option at its default. */
  public NDArray col2Im(NDArray x, long[] imageShape, long[] blockShape) {
    return Calls.one("Col2Im", null, Calls.lists("image_shape", imageShape, "block_shape", blockShape),
        new NDArray[] {x});
  }

  /**
   * Convolution (cross-correlation) of x [N, C, spatial...] with w [O, C / group, kernel...].
   *
   * @param x floats
   * @param w floats
   * @param bias floats; may be null
   * @param options "strides": step per spatial axis, 1 when absent; "pads": zeros before, then after, each spatial
   *     axis; 0 when absent; "dilations": distance of kernel taps, 1 when absent; "group": groups of channels (1);
   *     "auto_pad": NOTSET, SAME_UPPER, SAME_LOWER or VALID (NOTSET); "kernel_shape": kernel size, from the weights
   *     when absent
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
   * @param options "strides": step per spatial axis, 1 when absent; "pads": elements removed before, then after, each
   *     spatial axis; 0 when absent; "dilations": distance of kernel taps, 1 when absent; "group": groups of channels
   *     (1); "output_padding": elements added after each spatial axis; "output_shape": spatial dims of y; pads follow;
   *     "auto_pad": NOTSET, SAME_UPPER, SAME_LOWER or VALID (NOTSET); "kernel_shape": kernel size, from the weights
   *     when absent
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
   * @param options "blocksize": pixels per side of a block; "mode": DCR: block before channel; CRD: channel before
   *     block (DCR)
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
   * P-norm over the spatial axes.
   *
   * @param x floats
   * @param options "p": which norm (2)
   * @return y, a new array
   */
  public NDArray globalLpPool(NDArray x, Attrs options) {
    return Calls.one("GlobalLpPool", options, Calls.NO_LISTS, new NDArray[] {x});
  }

  /** The same with every option at its default. */
  public NDArray globalLpPool(NDArray x) {
    return Calls.one("GlobalLpPool", null, Calls.NO_LISTS, new NDArray[] {x});
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
   * P-norm of each window.
   *
   * @param x floats
   * @param options "kernel_shape": window size; "strides": step, 1 when absent; "pads": padding before, then after;
   *     "dilations": distance of taps; "ceil_mode": round the output size up (0); "auto_pad": NOTSET, SAME_UPPER,
   *     SAME_LOWER or VALID (NOTSET); "count_include_pad": averages count padding (0); "p": which norm (2)
   * @return y, a new array
   */
  public NDArray lpPool(NDArray x, Attrs options) {
    return Calls.one("LpPool", options, Calls.NO_LISTS, new NDArray[] {x});
  }

  /** The same with every option at its default. */
  public NDArray lpPool(NDArray x) {
    return Calls.one("LpPool", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * Largest element of each window.
   *
   * @param x of float64, float32, float16, bfloat16, int8, uint8
   * @param options "kernel_shape": window size; "strides": step, 1 when absent; "pads": padding before, then after;
   *     "dilations": distance of taps; "ceil_mode": round the output size up (0); "auto_pad": NOTSET, SAME_UPPER,
   *     SAME_LOWER or VALID (NOTSET); "count_include_pad": averages count padding (0)
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
   * The largest of each bin of regions [R, 5] of image, x1, y1, x2, y2.
   *
   * @param x floats
   * @param rois floats
   * @param options "pooled_shape": bins from top to bottom and from left to right; "spatial_scale": pixels of x per
   *     unit of the regions (1.0)
   * @return y, a new array
   */
  public NDArray maxRoiPool(NDArray x, NDArray rois, Attrs options) {
    return Calls.one("MaxRoiPool", options, Calls.NO_LISTS, new NDArray[] {x, rois});
  }

  /** The same with every option at its default. */
  public NDArray maxRoiPool(NDArray x, NDArray rois) {
    return Calls.one("MaxRoiPool", null, Calls.NO_LISTS, new NDArray[] {x, rois});
  }

  /**
   * Zeros with x written at the places that MaxPool told.
   *
   * @param x floats
   * @param places integers
   * @param outputShape whole numbers; may be null
   * @param options "kernel_shape": window size; "strides": step, 1 when absent; "pads": padding before, then after
   * @return y, a new array
   */
  public NDArray maxUnpool(NDArray x, NDArray places, long[] outputShape, Attrs options) {
    return Calls.one("MaxUnpool", options, Calls.lists("output_shape", outputShape), new NDArray[] {x, places});
  }

  /** The same with every option at its default. */
  public NDArray maxUnpool(NDArray x, NDArray places, long[] outputShape) {
    return Calls.one("MaxUnpool", null, Calls.lists("output_shape", outputShape), new NDArray[] {x, places});
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
