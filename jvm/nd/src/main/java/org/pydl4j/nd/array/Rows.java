package org.pydl4j.nd.array;

import java.util.Arrays;
import java.util.List;
import org.pydl4j.nd.types.DType;

/**
 * Values that come by rows: an {@link NDArray} [N, ...], whose first axis counts them, or {@link SparseRows}. What a
 * column of a {@link Batch} holds.
 */
public sealed interface Rows extends AutoCloseable permits NDArray, SparseRows {
  /** N; 0 for a single number, which has no rows. */
  long rows();

  /** Type of the values. */
  DType dtype();

  /** Shape of one row. */
  long[] rowShape();

  /** The rows from (inclusive) to (exclusive): a view. */
  Rows part(long from, long to);

  /** The rows numbers[from] (inclusive) to numbers[to] (exclusive), in this order: a copy that the caller closes. */
  Rows take(int[] numbers, int from, int to);

  /** A copy that the caller closes. */
  Rows dup();

  /** Bytes of all values. */
  long bytes();

  /** Frees the memory where this owns it; a view frees nothing. */
  @Override
  void close();

  /** All rows one after another: a copy that the caller closes. */
  static Rows concat(List<? extends Rows> parts) {
    Rows first = parts.get(0);
    for (Rows part : parts) {
      if (part.getClass() != first.getClass() || part.dtype() != first.dtype()
          || !Arrays.equals(part.rowShape(), first.rowShape())) {
        throw new IllegalArgumentException("[batch] parts of a column differ: got " + describe(part) + " after "
            + describe(first) + "; expected equal types and shapes of rows. Pad or convert them first.");
      }
    }
    return first instanceof SparseRows ? SparseRows.joined(parts.stream().map(SparseRows.class::cast).toList())
        : RowCopies.joined(parts.stream().map(NDArray.class::cast).toList());
  }

  private static String describe(Rows rows) {
    return (rows instanceof SparseRows ? "sparse " : "") + rows.dtype() + " rows " + Arrays.toString(rows.rowShape());
  }
}
