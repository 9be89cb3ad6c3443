package org.pydl4j.nd.families;

import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.plan.eager.Calls;
import org.pydl4j.nd.types.Attrs;

/** Ops on arrays: {@code Nd.image()}. Written by {@code make generate} from the declarations in Java; do not edit. */
public final class ImageOps {
  /** The only one. */
  public static final ImageOps ALL = new ImageOps();

  private ImageOps() {
  }

  /**
   * The grid for GridSample of an affine map theta [N, axes, axes + 1].
   *
   * @param theta floats
   * @param size whole numbers
   * @param options "align_corners": 1: -1 and 1 are the centers of the outermost pixels; 0: their outer edges (0)
   * @return grid, a new array
   */
  public NDArray affineGrid(NDArray theta, long[] size, Attrs options) {
    return Calls.one("AffineGrid", options, Calls.lists("size", size), new NDArray[] {theta});
  }

  /** The same with every option at its default. */
  public NDArray affineGrid(NDArray theta, long[] size) {
    return Calls.one("AffineGrid", null, Calls.lists("size", size), new NDArray[] {theta});
  }

  /**
   * X cut or padded by zeros on both sides to a shape.
   *
   * @param x of any type
   * @param shape whole numbers
   * @param options "axes": axes that the shape speaks of; all when absent
   * @return y, a new array
   */
  public NDArray centerCropPad(NDArray x, long[] shape, Attrs options) {
    return Calls.one("CenterCropPad", options, Calls.lists("shape", shape), new NDArray[] {x});
  }

  /** The same with every option at its default. */
  public NDArray centerCropPad(NDArray x, long[] shape) {
    return Calls.one("CenterCropPad", null, Calls.lists("shape", shape), new NDArray[] {x});
  }

  /**
   * X [N, C, spatial...] read at positions grid [N, out..., axes], from -1 to 1 on each axis, the last axis first.
   *
   * @param x floats
   * @param grid floats
   * @param options "mode": linear, nearest or cubic (linear); "padding_mode": what lies outside: zeros, border or
   *     reflection (zeros); "align_corners": 1: -1 and 1 are the centers of the outermost pixels; 0: their outer edges
   *     (0)
   * @return y, a new array
   */
  public NDArray gridSample(NDArray x, NDArray grid, Attrs options) {
    return Calls.one("GridSample", options, Calls.NO_LISTS, new NDArray[] {x, grid});
  }

  /** The same with every option at its default. */
  public NDArray gridSample(NDArray x, NDArray grid) {
    return Calls.one("GridSample", null, Calls.NO_LISTS, new NDArray[] {x, grid});
  }

  /**
   * Boxes [N, n, 4] of the highest scores [N, classes, n] that overlap none taken before: rows of batch, class, box.
   *
   * @param boxes floats
   * @param scores floats
   * @param maxOutputBoxesPerClass integers; may be null
   * @param iouThreshold floats; may be null
   * @param scoreThreshold floats; may be null
   * @param options "center_point_box": boxes are center and size (0)
   * @return selected, a new array
   */
  public NDArray nonMaxSuppression(NDArray boxes, NDArray scores, NDArray maxOutputBoxesPerClass, NDArray iouThreshold,
      NDArray scoreThreshold, Attrs options) {
    return Calls.one("NonMaxSuppression", options, Calls.NO_LISTS, new NDArray[] {boxes, scores, maxOutputBoxesPerClass,
        iouThreshold, scoreThreshold});
  }

  /** The same with every option at its default. */
  public NDArray nonMaxSuppression(NDArray boxes, NDArray scores, NDArray maxOutputBoxesPerClass, NDArray iouThreshold,
      NDArray scoreThreshold) {
    return Calls.one("NonMaxSuppression", null, Calls.NO_LISTS, new NDArray[] {boxes, scores, maxOutputBoxesPerClass,
        iouThreshold, scoreThreshold});
  }

  /**
   * X interpolated to other sizes, all modes of ONNX; integers are rounded and kept in range.
   *
   * @param x of float64, float32, float16, bfloat16, int64, int32, int16, int8, uint64, uint32, uint16, uint8, bool
   * @param roi floats; may be null
   * @param scales floats; may be null
   * @param sizes whole numbers; may be null
   * @param options "axes": axes that roi, scales and sizes speak of; all when absent; "mode": nearest, linear or cubic
   *     (nearest); "coordinate_transformation_mode": where output positions lie on the input: half_pixel,
   *     half_pixel_symmetric, pytorch_half_pixel, align_corners, asymmetric, tf_half_pixel_for_nn, tf_crop_and_resize
   *     (half_pixel); "nearest_mode": how nearest rounds: round_prefer_floor, round_prefer_ceil, floor, ceil
   *     (round_prefer_floor); "cubic_coeff_a": coefficient of the cubic filter (-0.75); "exclude_outside": 1: positions
   *     outside x have weight 0, and the others add up to 1; 0: the border is repeated (0); "antialias": 1: linear and
   *     cubic filters are stretched where x shrinks (0); "extrapolation_value": value of elements that
   *     tf_crop_and_resize takes from outside (0.0); "keep_aspect_ratio_policy": stretch, or with sizes: not_larger or
   *     not_smaller, one scale for all axes (stretch)
   * @return y, a new array
   */
  public NDArray resize(NDArray x, NDArray roi, NDArray scales, long[] sizes, Attrs options) {
    return Calls.one("Resize", options, Calls.lists("sizes", sizes), new NDArray[] {x, roi, scales});
  }

  /** The same with every option at its default. */
  public NDArray resize(NDArray x, NDArray roi, NDArray scales, long[] sizes) {
    return Calls.one("Resize", null, Calls.lists("sizes", sizes), new NDArray[] {x, roi, scales});
  }

  /**
   * Regions [R, 4] of x1, y1, x2, y2 as grids of bins, each the mean or largest of bilinear samples; regions get no
   * gradient.
   *
   * @param x floats
   * @param rois floats
   * @param batchIndices integers
   * @param options "mode": avg or max (avg); "output_height": bins from top to bottom (1); "output_width": bins from
   *     left to right (1); "sampling_ratio": samples per bin and axis; 0: as many as a bin has pixels (0);
   *     "spatial_scale": pixels of x per unit of the regions (1.0); "coordinate_transformation_mode": half_pixel or
   *     output_half_pixel (half_pixel)
   * @return y, a new array
   */
  public NDArray roiAlign(NDArray x, NDArray rois, NDArray batchIndices, Attrs options) {
    return Calls.one("RoiAlign", options, Calls.NO_LISTS, new NDArray[] {x, rois, batchIndices});
  }

  /** The same with every option at its default. */
  public NDArray roiAlign(NDArray x, NDArray rois, NDArray batchIndices) {
    return Calls.one("RoiAlign", null, Calls.NO_LISTS, new NDArray[] {x, rois, batchIndices});
  }
}
