package org.pydl4j.nd.array;

import java.nio.ByteBuffer;

/** Moves runs of floats between the heap and a dense float32 array. */
public final class FloatRows {
  private FloatRows() {}

  /** Writes count floats to the array's elements from position {@code at} on. */
  public static void put(NDArray to, long at, float[] from, int offset, int count) {
    for (int done = 0; done < count;) {
      ByteBuffer b = to.bytesFrom(at + done);
      int n = Math.min(count - done, b.remaining() / 4);
      b.asFloatBuffer().put(from, offset + done, n);
      done += n;
    }
  }

  /** Reads count floats from the array's elements from position {@code at} on. */
  public static void get(NDArray from, long at, float[] to, int offset, int count) {
    for (int done = 0; done < count;) {
      ByteBuffer b = from.bytesFrom(at + done);
      int n = Math.min(count - done, b.remaining() / 4);
      b.asFloatBuffer().get(to, offset + done, n);
      done += n;
    }
  }
}
