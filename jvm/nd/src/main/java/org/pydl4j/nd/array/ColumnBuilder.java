package org.pydl4j.nd.array;

import java.util.Arrays;
import org.pydl4j.nd.types.DType;

/**
 * Numbers of rows, one after another, that become an array: whole ones of INT64 to the last bit, others as FLOAT32. All
 * rows have as many numbers as the first one.
 */
public final class ColumnBuilder {
  private final String where;
  private final boolean whole;
  private long[] longs = new long[0];
  private float[] floats = new float[0];
  private int size;
  private int rows;
  private int rowSize = -1;

  /**
   * @param where names the column in errors
   * @param type INT64 or FLOAT32
   */
  public ColumnBuilder(String where, DType type) {
    if (type != DType.INT64 && type != DType.FLOAT32) {
      throw new IllegalArgumentException("[" + where + "] got a column of " + type + "; expected int64 or float32.");
    }
    this.where = where;
    this.whole = type == DType.INT64;
  }

  /** Numbers so far. */
  public int size() {
    return size;
  }

  /** Adds a number or a boolean; a fraction among whole numbers is refused. */
  public void add(Object value) {
    add(where, value);
  }

  /** The same, and an error names another place. */
  public void add(String at, Object value) {
    if (whole) {
      if (size == longs.length) {
        longs = Arrays.copyOf(longs, Math.max(1024, 2 * size));
      }
      longs[size++] = whole(at, value);
    } else {
      if (size == floats.length) {
        floats = Arrays.copyOf(floats, Math.max(1024, 2 * size));
      }
      floats[size++] = value instanceof Boolean b ? (b ? 1 : 0) : number(at, value).floatValue();
    }
  }

  /** A whole number to the last bit. */
  public static long whole(String where, Object value) {
    if (value instanceof Boolean b) {
      return b ? 1 : 0;
    } else if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    } else if (value instanceof Number n && n.doubleValue() == (long) n.doubleValue()
        && Math.abs(n.doubleValue()) < 0x1p63) {
      return (long) n.doubleValue();
    }
    throw new IllegalArgumentException("[" + where + "] no whole number: got " + value
        + "; expected an id or a class index. Convert or drop such rows.");
  }

  private static Number number(String at, Object value) {
    if (value instanceof Number n) {
      return n;
    }
    throw new IllegalArgumentException("[" + at + "] no number: got "
        + (value == null ? "null" : value.getClass().getSimpleName())
        + "; expected numbers or arrays of numbers. Fill or drop such rows.");
  }

  /** Ends a row. */
  public void endRow() {
    rows++;
    if (rowSize < 0) {
      rowSize = size;
    }
    if (size != Math.multiplyExact(rows, rowSize)) {
      throw new IllegalArgumentException("[" + where + "] rows differ in length: got "
          + (size - (rows - 1) * rowSize) + " numbers after " + rowSize
          + "; expected as many in all rows. Pad or drop such rows.");
    }
  }

  /** The array [rows, ...rowShape], or [rows, numbers of a row] without a shape; the caller closes it. */
  public NDArray build(long... rowShape) {
    long[] shape = new long[1 + Math.max(1, rowShape.length)];
    shape[0] = rows;
    shape[1] = Math.max(0, rowSize);
    System.arraycopy(rowShape, 0, shape, 1, rowShape.length);
    if (NDArray.sizeOf(shape) != size) {
      throw new IllegalArgumentException("[" + where + "] rows of another size: got " + rowSize
          + " numbers; expected " + Arrays.toString(rowShape) + ". Correct the shape or the columns.");
    }
    return whole ? NDArray.of(Arrays.copyOf(longs, size), shape) : NDArray.of(Arrays.copyOf(floats, size), shape);
  }
}
