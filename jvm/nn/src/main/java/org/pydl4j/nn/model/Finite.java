package org.pydl4j.nn.model;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.DType;

/** Looks for NaN and infinities at a small part of a training step's cost. */
final class Finite {
  private static final int EXPONENT = 0x7f800000;
  private static final long LONG_EXPONENT = 0x7ff0000000000000L;
  private static final int CHUNK = 4096;

  private Finite() {
  }

  /**
   * Raises when an element is NaN or infinite.
   *
   * @param firstRow number of the array's first row in the caller's data
   */
  static void check(String what, NDArray a, long firstRow) {
    if (!a.dtype().isFloat() || a.size() == 0 || fast(a)) {
      return;
    }
    for (long i = 0; i < a.size(); i++) {
      double v = a.getDoubleAt(i);
      if (Double.isNaN(v) || Double.isInfinite(v)) {
        throw new IllegalArgumentException("[" + what + "] hold a value that is not finite: got " + v + " in row "
            + (firstRow + i / (a.size() / a.size(0))) + "; expected finite numbers. Drop or replace them first.");
      }
    }
  }

  /** Whether a dense array is known to be finite. */
  private static boolean fast(NDArray a) {
    if (a.dtype() != DType.FLOAT32 && a.dtype() != DType.FLOAT64 || !a.isDense()) {
      return false;
    }
    boolean wide = a.dtype() == DType.FLOAT64;
    int most = (int) Math.min(CHUNK, a.size());
    int[] ints = wide ? null : new int[most];
    long[] longs = wide ? new long[most] : null;
    for (long at = 0; at < a.size();) {
      ByteBuffer bytes = a.bytesFrom(at);
      at += bytes.remaining() / a.dtype().bytes;
      if (!(wide ? finite(bytes.asLongBuffer(), longs) : finite(bytes.asIntBuffer(), ints))) {
        return false;
      }
    }
    return true;
  }

  /** The exponent minus all ones is negative unless all its bits are set: the sign of the conjunction tells. */
  private static boolean finite(IntBuffer b, int[] bits) {
    while (b.hasRemaining()) {
      int n = Math.min(bits.length, b.remaining());
      b.get(bits, 0, n);
      int all = -1;
      for (int i = 0; i < n; i++) {
        all &= (bits[i] & EXPONENT) - EXPONENT;
      }
      if (all >= 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean finite(LongBuffer b, long[] bits) {
    while (b.hasRemaining()) {
      int n = Math.min(bits.length, b.remaining());
      b.get(bits, 0, n);
      long all = -1;
      for (int i = 0; i < n; i++) {
        all &= (bits[i] & LONG_EXPONENT) - LONG_EXPONENT;
      }
      if (all >= 0) {
        return false;
      }
    }
    return true;
  }
}
