package org.pydl4j.nn.training;

import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.families.MathOps;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;

/** The classes that labels name. */
public final class ClassIndices {
  private ClassIndices() {
  }

  /** Of one-hot labels [N, C] or [N, C, T]: the place of the largest, int64 [N] or [N, T]. */
  public static NDArray ofOneHot(NDArray y) {
    return MathOps.ALL.argMax(y, Attrs.of("axis", 1, "keepdims", 0));
  }

  /** Of class numbers [N], [N, 1], [N, T] or [N, 1, T]: int64 [N] or [N, T], -1 for what is no whole number. */
  public static NDArray ofNumbers(NDArray y, boolean recurrent) {
    long[] dims = recurrent ? new long[] {y.size(0), y.size(-1)} : new long[] {y.size(0)};
    try (NDArray dense = y.dup()) {
      NDArray numbers = dense.reshape(dims);
      if (!y.dtype().isFloat()) {
        return NDArray.create(DType.INT64, dims).assign(numbers);
      }
      try (NDArray nearest = MathOps.ALL.round(numbers); NDArray whole = MathOps.ALL.equal(numbers, nearest);
          NDArray none = NDArray.scalar(y.dtype(), -1);
          NDArray classes = MathOps.ALL.where(whole, nearest, none)) {
        return classes.castTo(DType.INT64);
      }
    }
  }
}
