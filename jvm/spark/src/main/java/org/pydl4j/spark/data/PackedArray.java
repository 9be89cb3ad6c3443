package org.pydl4j.spark.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.DType;

/**
 * Rows of an array of any type in one byte[], to the last bit: where a block has at most 256 different values (images,
 * one-hot labels, class indices) a byte per value that counts into a palette, else the values as they are.
 *
 * @param dtype of the array that {@link #array} makes again
 * @param rowShape shape of one row
 * @param rows number of rows
 * @param palette the values by number; null where data holds the values themselves
 * @param data row after row
 */
record PackedArray(DType dtype, long[] rowShape, int rows, byte[] palette, byte[] data) implements PackedRows {

  private static final int PALETTE = 256;
  private static final int SLOTS = 1024;
  private static final int WORD = 8;
  private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  /** Packs an array [N, ...rowShape]. */
  static PackedArray of(NDArray array) {
    byte[] values = new byte[Math.toIntExact(array.size() * array.dtype().bytes)];
    if (array.isDense()) {
      read(array, values);
    } else {
      try (NDArray dense = array.dup()) {
        read(dense, values);
      }
    }
    return of(array.dtype(), array.rowShape(), Math.toIntExact(array.rows()), values);
  }

  /** Packs values, row after row. */
  static PackedArray of(DType dtype, long[] rowShape, int rows, byte[] values) {
    int word = Math.min(dtype.bytes, WORD);
    byte[] palette = new byte[PALETTE * word];
    byte[] codes = new byte[values.length / word];
    int used = word < Integer.BYTES ? -1 : encode(values, word, palette, codes);
    return used < 0 ? new PackedArray(dtype, rowShape, rows, null, values)
        : new PackedArray(dtype, rowShape, rows, Arrays.copyOf(palette, used * word), codes);
  }

  private static void read(NDArray dense, byte[] out) {
    for (int at = 0; at < out.length;) {
      ByteBuffer b = dense.bytesFrom(at / dense.dtype().bytes);
      int n = Math.min(out.length - at, b.remaining());
      b.get(out, at, n);
      at += n;
    }
  }

  /**
   * Codes into the palette, which it fills; returns its length, -1 when there are more values. Equal bits, equal code.
   */
  private static int encode(byte[] values, int word, byte[] palette, byte[] codes) {
    long[] bitsAt = new long[SLOTS];
    short[] codeAt = new short[SLOTS];
    Arrays.fill(codeAt, (short) -1);
    int used = 0;
    for (int i = 0; i < codes.length; i++) {
      long bits = word == Integer.BYTES ? (int) INTS.get(values, i * word) : (long) LONGS.get(values, i * word);
      int slot = (int) (bits * 0x9E3779B97F4A7C15L >>> 54);
      while (codeAt[slot] >= 0 && bitsAt[slot] != bits) {
        slot = slot + 1 & SLOTS - 1;
      }
      if (codeAt[slot] < 0) {
        if (used == PALETTE) {
          return -1;
        }
        bitsAt[slot] = bits;
        codeAt[slot] = (short) used;
        System.arraycopy(values, i * word, palette, word * used++, word);
      }
      codes[i] = (byte) codeAt[slot];
    }
    return used;
  }

  private int word() {
    return Math.min(dtype.bytes, WORD);
  }

  /** Bytes of one row in {@link #data}. */
  private int packedRow() {
    int n = palette == null ? dtype.bytes : dtype.bytes / word();
    for (long d : rowShape) {
      n = Math.multiplyExact(n, Math.toIntExact(d));
    }
    return n;
  }

  /** Bytes of one row as values. */
  int rowBytes() {
    return palette == null ? packedRow() : packedRow() * word();
  }

  /** Writes a row's values. */
  void copyRow(int row, byte[] out, int at) {
    int n = packedRow();
    int from = row * n;
    if (palette == null) {
      System.arraycopy(data, from, out, at, n);
    } else if (word() == Integer.BYTES) {
      for (int i = 0; i < n; i++) {
        INTS.set(out, at + 4 * i, (int) INTS.get(palette, 4 * (data[from + i] & 0xff)));
      }
    } else {
      for (int i = 0; i < n; i++) {
        LONGS.set(out, at + 8 * i, (long) LONGS.get(palette, 8 * (data[from + i] & 0xff)));
      }
    }
  }

  /** The rows with these numbers, which keep the palette. */
  @Override
  public PackedArray take(int[] picked) {
    int n = packedRow();
    byte[] taken = new byte[Math.multiplyExact(n, picked.length)];
    for (int i = 0; i < picked.length; i++) {
      System.arraycopy(data, picked[i] * n, taken, i * n, n);
    }
    return new PackedArray(dtype, rowShape, picked.length, palette, taken);
  }

  @Override
  public long bytes() {
    return data.length;
  }

  /** An array [rows, ...rowShape] of this type with the given values; the caller closes it. */
  NDArray array(byte[] values, int count) {
    NDArray a = NDArray.create(dtype, shape(count));
    for (int at = 0; at < values.length;) {
      ByteBuffer b = a.bytesFrom(at / dtype.bytes);
      int n = Math.min(values.length - at, b.remaining());
      b.put(values, at, n);
      at += n;
    }
    return a;
  }

  /** The same type and shape of rows, filled with ones: what a mask is where there is none. */
  PackedArray ones(int count) {
    try (NDArray one = NDArray.full(dtype, 1, shape(count))) {
      return of(one);
    }
  }

  private long[] shape(int count) {
    long[] shape = new long[rowShape.length + 1];
    shape[0] = count;
    System.arraycopy(rowShape, 0, shape, 1, rowShape.length);
    return shape;
  }

  @Override
  public boolean fits(PackedRows other) {
    return other instanceof PackedArray a && dtype == a.dtype && Arrays.equals(rowShape, a.rowShape);
  }
}
