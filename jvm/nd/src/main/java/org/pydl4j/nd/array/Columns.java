package org.pydl4j.nd.array;

import java.util.List;

/** Values of some rows by column, wherever they lie: what a {@link ColumnEncoder} makes a Batch of. */
public interface Columns {
  /** N. */
  int rows();

  /** The value of a column in a row; null where it is missing. */
  Object value(int column, int row);

  /** Rows on the heap, each with one value per column. */
  static Columns of(List<Object[]> rows) {
    return new Columns() {
      @Override
      public int rows() {
        return rows.size();
      }

      @Override
      public Object value(int column, int row) {
        return rows.get(row)[column];
      }
    };
  }
}
