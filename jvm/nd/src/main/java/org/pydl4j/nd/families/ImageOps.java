package org.pydl4j.nd.families;

import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Attrs;

/** Ops on arrays: {@code Nd.image()}. Written by {@code make generate} from the declarations in Java; do not edit. */
public final class ImageOps {
  /** The only one. */
  public static final ImageOps ALL = new ImageOps();

  private ImageOps() {
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
  public NDArray nonMaxSuppression(NDArray boxes, NDArray scores, NDArray maxOutputBoxesPerClass, NDArray iouThreshold, NDArray scoreThreshold, Attrs options) {
    return Calls.one("NonMaxSuppression", options, Calls.NO_LISTS, new NDArray[] {boxes, scores, maxOutputBoxesPerClass, iouThreshold, scoreThreshold});
  }

  /** The same with every option at its default. */
  public NDArray nonMaxSuppression(NDArray boxes, NDArray scores, NDArray maxOutputBoxesPerClass, NDArray iouThreshold, NDArray scoreThreshold) {
    return Calls.one("NonMaxSuppression", null, Calls.NO_LISTS, new NDArray[] {boxes, scores, maxOutputBoxesPerClass, iouThreshold, scoreThreshold});
  }

  /**
   * X interpolated to other sizes.
   *
   * @param x floats
   * @param roi of float64, float32, float16, bfloat16, int64, int32, int16, int8, uint64, uint32, uint16, uint8, bool; may be null
   * @param scales floats; may be null
   * @param sizes whole numbers; may be null
   * @param options "mode": nearest or linear (nearest); "coordinate_transformation_mode": where output positions lie on the input
   *     (half_pixel); "nearest_mode": how nearest rounds (round_prefer_floor); "cubic_coeff_a": for cubic, which is not supported (-0.75);
   *     "keep_aspect_ratio_policy": stretch (stretch)
   * @return y, a new array
   */
  public NDArray resize(NDArray x, NDArray roi, NDArray scales, long[] sizes, Attrs options) {
    return Calls.one("Resize", options, Calls.lists("sizes", sizes), new NDArray[] {x, roi, scales});
  }

  /** The same with every option at its default. */
  public NDArray resize(NDArray x, NDArray roi, NDArray scales, long[] sizes) {
    return Calls.one("Resize", null, Calls.lists("sizes", sizes), new NDArray[] {x, roi, scales});
  }
}
