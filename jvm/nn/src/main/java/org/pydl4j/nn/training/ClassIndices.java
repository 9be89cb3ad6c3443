package org.pydl4j.nn.training;

import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.DType;

/** The classes that labels name. */
public final class ClassIndices {
  private ClassIndices() {
  }

  /** Of one-hot labels [N, C] or [N, C, T]: the place of the largest, int64 [N] or [N, T]. */
  public static NDArray ofOneHot(NDArray y) {
    long steps = y.rank() == 3 ? y.size(2) : 1;
    NDArray out =
        y.rank() == 3 ? NDArray.create(DType.INT64, y.size(0), steps) : NDArray.create(DType.INT64, y.size(0));
    for (long n = 0; n < y.size(0); n++) {
      for (long t = 0; t < steps; t++) {
        long best = 0;
        for (long c = 1; c < y.size(1); c++) {
          best = at(y, n, c, t) > at(y, n, best, t) ? c : best;
        }
        out.putLongAt(n * steps + t, best);
      }
    }
    return out;
  }

  private static double at(NDArray y, long n, long c, long t) {
    return y.rank() == 3 ? y.getDouble(n, c, t) : y.getDouble(n, c);
  }

  /** Of class numbers [N], [N, 1], [N, T] or [N, 1, T]: int64 [N] or [N, T], -1 for what is no whole number. */
  public static NDArray ofNumbers(NDArray y, boolean recurrent) {
    NDArray out =
        recurrent ? NDArray.create(DType.INT64, y.size(0), y.size(-1)) : NDArray.create(DType.INT64, y.size(0));
    try (NDArray dense = y.dup()) {
      for (long i = 0; i < out.size(); i++) {
        double v = dense.getDoubleAt(i);
        out.putLongAt(i, v == Math.rint(v) ? (long) v : -1);
      }
    }
    return out;
  }
}
