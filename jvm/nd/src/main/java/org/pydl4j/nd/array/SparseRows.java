package org.pydl4j.nd.array;

import java.util.List;
import org.pydl4j.nd.types.DType;

/**
 * Rows most of whose values are 0, or lists of ids, in compressed form (CSR): row r holds values[k] at columns[k] for k
 * from offsets[r] to offsets[r + 1]. Layers of numbers read it as an array [N, width], equal columns of a row added;
 * embeddings read the columns of a row as its ids, in their order.
 *
 * @param offsets int64 [N + 1], ascending; the first need not be 0, so that a part of the rows is a view
 * @param columns int64 [n], each from 0 to width - 1
 * @param values [n], or null where all are 1
 * @param width numbers of a row, or ids that there are
 */
public record SparseRows(NDArray offsets, NDArray columns, NDArray values, long width) implements Rows {
  public SparseRows {
    if (offsets.dtype() != DType.INT64 || offsets.rank() != 1 || offsets.size() == 0
        || columns.dtype() != DType.INT64 || columns.rank() != 1
        || values != null && (values.rank() != 1 || values.size() != columns.size())) {
      throw new IllegalArgumentException("[sparse rows] got offsets " + offsets.type() + ", columns " + columns.type()
          + ", values " + (values == null ? "none" : values.type())
          + "; expected int64 [N + 1], int64 [n] and [n] numbers.");
    }
    long before = 0;
    for (long i = 0; i < offsets.size(); i++) {
      long at = offsets.getLongAt(i);
      if (at < before || at > columns.size()) {
        throw new IllegalArgumentException("[sparse rows] an offset is wrong: got " + at + " after " + before
            + " at place " + i + "; expected ascending numbers up to " + columns.size() + ".");
      }
      before = at;
    }
  }

  @Override
  public long rows() {
    return offsets.size() - 1;
  }

  @Override
  public DType dtype() {
    return values == null ? DType.FLOAT32 : values.dtype();
  }

  @Override
  public long[] rowShape() {
    return new long[] {width};
  }

  @Override
  public SparseRows part(long from, long to) {
    return new SparseRows(offsets.slice(0, from, to + 1), columns.slice(0, 0, columns.size()),
        values == null ? null : values.slice(0, 0, values.size()), width);
  }

  @Override
  public SparseRows take(int[] numbers, int from, int to) {
    long[] ends = new long[to - from + 1];
    for (int i = from; i < to; i++) {
      ends[i - from + 1] = ends[i - from] + offsets.getLongAt(numbers[i] + 1L) - offsets.getLongAt(numbers[i]);
    }
    NDArray toColumns = NDArray.create(DType.INT64, ends[to - from]);
    NDArray toValues = values == null ? null : NDArray.create(values.dtype(), ends[to - from]);
    for (int i = from; i < to; i++) {
      long begin = offsets.getLongAt(numbers[i]);
      long end = offsets.getLongAt(numbers[i] + 1L);
      if (end > begin) {
        toColumns.slice(0, ends[i - from], ends[i - from + 1]).assign(columns.slice(0, begin, end));
        if (values != null) {
          toValues.slice(0, ends[i - from], ends[i - from + 1]).assign(values.slice(0, begin, end));
        }
      }
    }
    return new SparseRows(NDArray.of(ends, ends.length), toColumns, toValues, width);
  }

  @Override
  public SparseRows dup() {
    int[] all = new int[Math.toIntExact(rows())];
    for (int i = 0; i < all.length; i++) {
      all[i] = i;
    }
    return take(all, 0, all.length);
  }

  static SparseRows joined(List<SparseRows> parts) {
    long count = 0;
    long rows = 0;
    for (SparseRows p : parts) {
      count += p.count();
      rows += p.rows();
    }
    boolean ones = parts.stream().allMatch(p -> p.values == null);
    long[] ends = new long[Math.toIntExact(rows + 1)];
    NDArray columns = NDArray.create(DType.INT64, count);
    NDArray values = ones ? null : NDArray.create(parts.get(0).dtype(), count);
    int row = 0;
    for (SparseRows p : parts) {
      long begin = p.offsets.getLongAt(0);
      long at = ends[row];
      for (long r = 1; r <= p.rows(); r++) {
        ends[++row] = at + p.offsets.getLongAt(r) - begin;
      }
      if (p.count() > 0) {
        columns.slice(0, at, ends[row]).assign(p.columns.slice(0, begin, begin + p.count()));
        if (!ones && p.values == null) {
          values.slice(0, at, ends[row]).fill(1);
        } else if (!ones) {
          values.slice(0, at, ends[row]).assign(p.values.slice(0, begin, begin + p.count()));
        }
      }
    }
    return new SparseRows(NDArray.of(ends, ends.length), columns, values, parts.get(0).width);
  }

  /** Values that are held. */
  public long count() {
    return offsets.getLongAt(rows()) - offsets.getLongAt(0);
  }

  @Override
  public long bytes() {
    return offsets.size() * 8 + count() * (8 + (values == null ? 0 : values.dtype().bytes));
  }

  /** The same rows as an array [N, width]; the caller closes it. */
  public NDArray dense(DType type) {
    NDArray out = NDArray.zeros(type, rows(), width);
    for (long r = 0; r < rows(); r++) {
      for (long k = offsets.getLongAt(r); k < offsets.getLongAt(r + 1); k++) {
        long at = r * width + column(r, k);
        if (type.isFloat()) {
          out.putDoubleAt(at, out.getDoubleAt(at) + (values == null ? 1 : values.getDoubleAt(k)));
        } else {
          out.putLongAt(at, out.getLongAt(at) + (values == null ? 1 : values.getLongAt(k)));
        }
      }
    }
    return out;
  }

  /** The columns of each row as ids int64 [N, length], filled up with 0; the caller closes it. */
  public NDArray ids(long length) {
    NDArray out = NDArray.zeros(DType.INT64, rows(), length);
    for (long r = 0; r < rows(); r++) {
      long begin = offsets.getLongAt(r);
      for (long k = begin; k < offsets.getLongAt(r + 1); k++) {
        out.putLongAt(r * out.size(1) + k - begin, column(r, k));
      }
    }
    return out;
  }

  /** Which elements of {@link #ids} are ids: 1 or 0, [N, length]; null where all are. The caller closes it. */
  public NDArray present(DType type, long length) {
    if (length * rows() == count()) {
      return null;
    }
    NDArray out = NDArray.zeros(type, rows(), length);
    for (long r = 0; r < rows(); r++) {
      long n = offsets.getLongAt(r + 1) - offsets.getLongAt(r);
      for (long k = 0; k < n; k++) {
        out.putDoubleAt(r * length + k, 1);
      }
    }
    return out;
  }

  /** Values of the row that has most. */
  public long longest() {
    long longest = 0;
    for (long r = 0; r < rows(); r++) {
      longest = Math.max(longest, offsets.getLongAt(r + 1) - offsets.getLongAt(r));
    }
    return longest;
  }

  private long column(long row, long k) {
    long c = columns.getLongAt(k);
    if (c < 0 || c >= width) {
      throw new IllegalArgumentException("[sparse rows] hold a column out of range: got " + c + " in row " + row
          + "; expected 0 to " + (width - 1) + ". Correct the data, or give a greater width.");
    }
    return c;
  }

  @Override
  public void close() {
    offsets.close();
    columns.close();
    if (values != null) {
      values.close();
    }
  }
}
