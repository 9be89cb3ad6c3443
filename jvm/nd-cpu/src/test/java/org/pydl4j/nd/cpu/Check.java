package org.pydl4j.nd.cpu;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.Random;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/** Random inputs and comparisons with a tolerance. */
final class Check {
  private Check() {
  }

  static TensorType f32(long... dims) {
    return new TensorType(DType.FLOAT32, dims);
  }

  /** Numbers in [-2, 2) that are exact in float32. */
  static Runner.Array random(long seed, long... dims) {
    Random r = new Random(seed);
    return new Runner.Array(f32(dims), r.doubles(f32(dims).size(), -2, 2).map(v -> (float) v).toArray());
  }

  /** |expected - got| <= relative max(1, |expected|), NaN equals NaN. */
  static void close(double[] expected, double[] got, double relative) {
    if (expected.length != got.length) {
      fail("got " + got.length + " numbers; expected " + expected.length);
    }
    for (int i = 0; i < got.length; i++) {
      double e = expected[i];
      boolean same = Double.compare(e, got[i]) == 0 || Math.abs(e - got[i]) <= relative * Math.max(1, Math.abs(e));
      if (!same) {
        fail("element " + i + ": got " + got[i] + "; expected " + e);
      }
    }
  }
}
