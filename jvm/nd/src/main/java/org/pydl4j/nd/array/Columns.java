package org.pydl4j.nd.array;

/** Values of some rows by column, wherever they lie: what a {@link ColumnEncoder} makes a Batch of. */
public interface Columns {
  /** N. */
  int rows();

  /** The value of a column in a row; null where it is missing. */
  Object value(int column, int row);
}
