package org.pydl4j.nd.array;

import java.nio.ByteBuffer;
import org.pydl4j.nd.types.DType;

/** Conversions that data meet on their way into a model, at the speed of memory; {@link Elements} has all others. */
final class Casts {
  private Casts() {}

  /** Converts all elements of dense arrays; false where these types have no loop of their own. */
  static boolean copy(NDArray from, NDArray to) {
    if (!from.isDense() || !to.isDense() || !known(from.dtype(), to.dtype())) {
      return false;
    }
    for (long at = 0; at < from.size();) {
      ByteBuffer in = from.bytesFrom(at);
      ByteBuffer out = to.bytesFrom(at);
      int n = Math.min(in.remaining() / from.dtype().bytes, out.remaining() / to.dtype().bytes);
      if (to.dtype() == DType.INT64) {
        for (int i = 0; i < n; i++) {
          out.putLong(8 * i, in.getInt(4 * i));
        }
      } else {
        floats(from.dtype(), in, out, n);
      }
      at += n;
    }
    return true;
  }

  private static boolean known(DType from, DType to) {
    return switch (from) {
      case INT32 -> to == DType.INT64 || to == DType.FLOAT32;
      case INT64, FLOAT64, UINT8 -> to == DType.FLOAT32;
      default -> false;
    };
  }

  private static void floats(DType from, ByteBuffer in, ByteBuffer out, int n) {
    switch (from) {
      case INT32 -> {
        for (int i = 0; i < n; i++) {
          out.putFloat(4 * i, in.getInt(4 * i));
        }
      }
      case INT64 -> {
        for (int i = 0; i < n; i++) {
          out.putFloat(4 * i, in.getLong(8 * i));
        }
      }
      case FLOAT64 -> {
        for (int i = 0; i < n; i++) {
          out.putFloat(4 * i, (float) in.getDouble(8 * i));
        }
      }
      default -> {
        for (int i = 0; i < n; i++) {
          out.putFloat(4 * i, in.get(i) & 0xff);
        }
      }
    }
  }
}
