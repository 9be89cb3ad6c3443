package org.pydl4j.nn.model;

import java.nio.IntBuffer;
import org.pydl4j.nd.array.DType;
import org.pydl4j.nd.array.NDArray;

/** Looks for NaN and infinities at a small part of a training step's cost. */
final class Finite {
  private static final int EXPONENT = 0x7f800000;
  private static final int CHUNK = 4096;

  private Finite() {
  }

  /** Raises when an element is NaN or infinite. */
  static void check(String what, NDArray a) {
    if (!a.dtype().isFloat() || a.size() == 0 || fast(a)) {
      return;
    }
    for (long i = 0; i < a.size(); i++) {
      double v = a.getDoubleAt(i);
      if (Double.isNaN(v) || Double.isInfinite(v)) {
        throw new IllegalArgumentException("[" + what + "] hold a value that is not finite: got " + v + " in row "
            + i / (a.size() / a.size(0))
            + "; expected finite numbers. Clean or fill missing values before training.");
      }
    }
  }

  /** Whether a dense float32 array is known to be finite. */
  private static boolean fast(NDArray a) {
    if (a.dtype() != DType.FLOAT32 || !a.isDense()) {
      return false;
    }
    int[] chunk = new int[CHUNK];
    for (long at = 0; at < a.size(); ) {
      IntBuffer b = a.bytesFrom(at).asIntBuffer();
      at += b.remaining();
      while (b.hasRemaining()) {
        int n = Math.min(CHUNK, b.remaining());
        b.get(chunk, 0, n);
        if (!finite(chunk, n)) {
          return false;
        }
      }
    }
    return true;
  }

  /** The exponent minus all ones is negative unless all its bits are set: the sign of the conjunction tells. */
  private static boolean finite(int[] bits, int n) {
    int all = -1;
    for (int i = 0; i < n; i++) {
      all &= (bits[i] & EXPONENT) - EXPONENT;
    }
    return all < 0;
  }
}
