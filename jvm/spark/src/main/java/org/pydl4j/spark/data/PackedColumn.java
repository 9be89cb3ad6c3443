package org.pydl4j.spark.data;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.pydl4j.nd.array.DType;
import org.pydl4j.nd.array.NDArray;

/**
 * Rows of one array of a Batch in one byte[], without loss: where a block has at most 256 different values (images,
 * one-hot labels) a byte per value that counts into a palette, else four bytes.
 *
 * @param dtype of the array that {@link #array} makes again
 * @param rowShape shape of one row
 * @param rows number of rows
 * @param palette the values by number; null where data holds floats
 * @param data row after row
 */
public record PackedColumn(DType dtype, long[] rowShape, int rows, float[] palette, byte[] data)
    implements Serializable {
  private static final int PALETTE = 256;
  private static final int SLOTS = 1024;
  private static final long EXACT_INTEGER = 1L << 24;

  /** Packs an array [N, ...rowShape]. Numbers are kept as 32-bit floats. */
  public static PackedColumn of(NDArray array) {
    long[] shape = array.shape();
    float[] values = array.toFloatArray();
    if (array.dtype() == DType.INT64 || array.dtype() == DType.INT32) {
      for (float v : values) {
        if (Math.abs(v) >= EXACT_INTEGER) {
          throw new IllegalArgumentException("[Spark rows] whole number too large: got about " + v + "; expected below "
              + EXACT_INTEGER + " in magnitude. Use smaller indices.");
        }
      }
    }
    long[] rowShape = Arrays.copyOfRange(shape, 1, shape.length);
    return of(array.dtype(), rowShape, Math.toIntExact(shape[0]), values, values.length);
  }

  /** Packs the first {@code length} values. */
  static PackedColumn of(DType dtype, long[] rowShape, int rows, float[] values, int length) {
    float[] palette = new float[PALETTE];
    byte[] codes = encode(values, length, palette);
    if (codes != null) {
      return new PackedColumn(dtype, rowShape, rows, palette, codes);
    }
    byte[] floats = new byte[Math.multiplyExact(length, Float.BYTES)];
    ByteBuffer.wrap(floats).order(ByteOrder.nativeOrder()).asFloatBuffer().put(values, 0, length);
    return new PackedColumn(dtype, rowShape, rows, null, floats);
  }

  /** Codes into the palette, which it fills; null when there are more values than codes. Equal bits, equal code. */
  private static byte[] encode(float[] values, int length, float[] palette) {
    int[] bitsAt = new int[SLOTS];
    short[] codeAt = new short[SLOTS];
    Arrays.fill(codeAt, (short) -1);
    byte[] codes = new byte[length];
    int used = 0;
    for (int i = 0; i < length; i++) {
      int bits = Float.floatToRawIntBits(values[i]);
      int slot = (bits * 0x9E3779B1) >>> 22;
      while (codeAt[slot] >= 0 && bitsAt[slot] != bits) {
        slot = (slot + 1) & (SLOTS - 1);
      }
      if (codeAt[slot] < 0) {
        if (used == PALETTE) {
          return null;
        }
        bitsAt[slot] = bits;
        codeAt[slot] = (short) used;
        palette[used++] = values[i];
      }
      codes[i] = (byte) codeAt[slot];
    }
    return codes;
  }

  /** Values of one row. */
  public int rowSize() {
    int n = 1;
    for (long d : rowShape) {
      n *= (int) d;
    }
    return n;
  }

  /** Writes a row's values. */
  public void copyRow(int row, float[] out, int at) {
    int n = rowSize();
    int from = row * n;
    if (palette == null) {
      ByteBuffer.wrap(data).order(ByteOrder.nativeOrder()).asFloatBuffer().get(from, out, at, n);
      return;
    }
    for (int i = 0; i < n; i++) {
      out[at + i] = palette[data[from + i] & 0xff];
    }
  }

  /** An array [rows, ...rowShape] of this column's dtype with the given values; the caller closes it. */
  public NDArray array(float[] values, int rows) {
    long[] shape = new long[rowShape.length + 1];
    shape[0] = rows;
    System.arraycopy(rowShape, 0, shape, 1, rowShape.length);
    if (dtype == DType.FLOAT32) {
      return NDArray.of(values, shape);
    }
    NDArray a = NDArray.create(dtype, shape);
    for (int i = 0; i < values.length; i++) {
      a.putDoubleAt(i, values[i]);
    }
    return a;
  }

  boolean fits(PackedColumn other) {
    return other != null && dtype == other.dtype && Arrays.equals(rowShape, other.rowShape);
  }
}
