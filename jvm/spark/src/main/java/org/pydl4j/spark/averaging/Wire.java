package org.pydl4j.spark.averaging;

import java.nio.ByteBuffer;
import org.pydl4j.nd.types.Float16;

/** How a worker sends the values that it ended a round with. */
public enum Wire {
  /**
   * The change since the round's start in 16 bits, rounded to nearest, ties to even; where that would flip the value's
   * sign (Adam's second moment must not turn negative) towards zero.
   */
  BFLOAT16(Short.BYTES) {
    @Override
    void put(ByteBuffer out, float start, float end) {
      short change = Float16.toBfloat(end - start);
      boolean flips = start != 0 && Math.signum(end) != -Math.signum(start)
          && Math.signum((double) start + Float16.fromBfloat(change)) == -Math.signum(start);
      out.putShort(flips ? (short) (change - 1) : change);
    }

    @Override
    double get(ByteBuffer in, float start) {
      return (double) start + Float16.fromBfloat(in.getShort());
    }
  },
  /** All values in 32 bits: averaging one worker changes no bit. */
  FLOAT32(Float.BYTES) {
    @Override
    void put(ByteBuffer out, float start, float end) {
      out.putFloat(end);
    }

    @Override
    double get(ByteBuffer in, float start) {
      return in.getFloat();
    }
  };

  private final int bytes;

  Wire(int bytes) {
    this.bytes = bytes;
  }

  abstract void put(ByteBuffer out, float start, float end);

  abstract double get(ByteBuffer in, float start);

  /** The values from (inclusive) to (exclusive) of a worker. */
  byte[] encode(float[] start, float[] end, int from, int to) {
    ByteBuffer out = ByteBuffer.allocate(Math.multiplyExact(to - from, bytes));
    for (int i = from; i < to; i++) {
      put(out, start[i], end[i]);
    }
    return out.array();
  }

  /** Adds weight times the worker's values to sums, which begins at the value {@code from}. */
  void addWeighted(byte[] data, float[] start, int from, double weight, double[] sums) {
    ByteBuffer in = ByteBuffer.wrap(data);
    for (int i = 0; i < sums.length; i++) {
      sums[i] += weight * get(in, start[from + i]);
    }
  }
}
