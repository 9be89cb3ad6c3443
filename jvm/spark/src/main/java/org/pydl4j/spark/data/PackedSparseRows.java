package org.pydl4j.spark.data;

import java.util.Arrays;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.array.SparseRows;

/**
 * Sparse rows, packed.
 *
 * @param ends of the rows' values in columns and values; row r begins where row r - 1 ends
 * @param columns of the values
 * @param values packed, a number each; null where all are 1
 * @param width numbers of a row
 */
record PackedSparseRows(int[] ends, long[] columns, PackedArray values, long width) implements PackedRows {
  static PackedSparseRows of(SparseRows rows) {
    try (SparseRows own = rows.dup()) { // whose offsets begin at 0
      int[] ends = new int[Math.toIntExact(own.rows())];
      for (int r = 0; r < ends.length; r++) {
        ends[r] = Math.toIntExact(own.offsets().getLongAt(r + 1L));
      }
      return new PackedSparseRows(ends, own.columns().toLongArray(),
          own.values() == null ? null : PackedArray.of(own.values()), own.width());
    }
  }

  @Override
  public int rows() {
    return ends.length;
  }

  @Override
  public long[] rowShape() {
    return new long[] {width};
  }

  int begin(int row) {
    return row == 0 ? 0 : ends[row - 1];
  }

  @Override
  public PackedSparseRows take(int[] picked) {
    int[] to = new int[picked.length];
    for (int i = 0; i < picked.length; i++) {
      to[i] = (i == 0 ? 0 : to[i - 1]) + ends[picked[i]] - begin(picked[i]);
    }
    int[] elements = new int[picked.length == 0 ? 0 : to[picked.length - 1]];
    int at = 0;
    for (int row : picked) {
      for (int k = begin(row); k < ends[row]; k++) {
        elements[at++] = k;
      }
    }
    long[] taken = Arrays.stream(elements).mapToLong(k -> columns[k]).toArray();
    return new PackedSparseRows(to, taken, values == null ? null : values.take(elements), width);
  }

  /** The same rows; the caller closes them. */
  SparseRows unpacked() {
    long[] offsets = new long[ends.length + 1];
    for (int r = 0; r < ends.length; r++) {
      offsets[r + 1] = ends[r];
    }
    NDArray numbers = null;
    if (values != null) {
      byte[] bytes = new byte[values.rows() * values.rowBytes()];
      for (int k = 0; k < values.rows(); k++) {
        values.copyRow(k, bytes, k * values.rowBytes());
      }
      numbers = values.array(bytes, values.rows());
    }
    return new SparseRows(NDArray.of(offsets, offsets.length), NDArray.of(columns, columns.length), numbers, width);
  }

  @Override
  public long bytes() {
    return 4L * ends.length + 8L * columns.length + (values == null ? 0 : values.bytes());
  }

  @Override
  public boolean fits(PackedRows other) {
    return other instanceof PackedSparseRows s && s.width == width && (s.values == null) == (values == null)
        && (values == null || values.fits(s.values));
  }
}
