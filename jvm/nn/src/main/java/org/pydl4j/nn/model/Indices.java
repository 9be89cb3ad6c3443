package org.pydl4j.nn.model;

import java.nio.LongBuffer;
import org.pydl4j.nd.array.NDArray;

/** Checks of ids and class indices. */
final class Indices {
  private Indices() {}

  /** Raises when floats are no whole numbers, or so great that their type does not hold each of them. */
  static void checkWhole(String where, NDArray a, long firstRow) {
    if (!a.dtype().isFloat()) {
      return;
    }
    double exact = switch (a.dtype()) {
      case FLOAT64 -> 1L << 53;
      case FLOAT32 -> 1 << 24;
      case FLOAT16 -> 1 << 11;
      default -> 1 << 8;
    };
    for (long i = 0; i < a.size(); i++) {
      double v = a.getDoubleAt(i);
      if (v != Math.rint(v) || Double.isInfinite(v)) {
        throw new IllegalArgumentException("[" + where + "] hold a value that is no index: got " + v + " in row "
            + row(a, i, firstRow) + "; expected whole numbers. Correct the data.");
      } else if (Math.abs(v) >= exact) {
        throw new IllegalArgumentException("[" + where + "] hold an index that " + a.dtype().numpy
            + " may have rounded: got " + (long) v + " in row " + row(a, i, firstRow) + "; expected below "
            + (long) exact + " in that type. Give them as int64.");
      }
    }
  }

  /** Raises when an index [N, ...] int64 is negative, or not below the bound where that is known. */
  static void checkRange(String where, NDArray index, long bound, long firstRow, String remedy) {
    long most = bound < 0 ? Long.MAX_VALUE : bound;
    for (long at = 0; at < index.size();) {
      LongBuffer b = index.bytesFrom(at).asLongBuffer();
      int n = b.remaining();
      for (int i = 0; i < n; i++) {
        long v = b.get(i);
        if (v < 0 || v >= most) {
          throw new IllegalArgumentException("[" + where + "] hold an index out of range: got "
              + v + " in row " + row(index, at + i, firstRow)
              + "; expected 0 to " + (most - 1) + ". " + remedy);
        }
      }
      at += n;
    }
  }

  private static long row(NDArray a, long element, long firstRow) {
    return firstRow + element / (a.size() / a.size(0));
  }
}
