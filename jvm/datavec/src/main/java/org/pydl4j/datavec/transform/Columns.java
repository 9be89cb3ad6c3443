package org.pydl4j.datavec.transform;

import java.util.Arrays;
import java.util.List;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;
import org.pydl4j.datavec.schema.Schema;

/** What several transforms share: choosing columns and checking types. */
final class Columns {
  private Columns() {}

  /** The schema with the columns at those positions, in that order. */
  static Schema select(Schema in, int[] from) {
    return new Schema(Arrays.stream(from).mapToObj(in::column).toList());
  }

  /** The function that takes the values at those positions, in that order. */
  static RowFunction select(int[] from) {
    return row -> {
      Object[] next = new Object[from.length];
      for (int i = 0; i < from.length; i++) {
        next[i] = row[from[i]];
      }
      return next;
    };
  }

  static int[] indices(Schema in, List<String> names) {
    return names.stream().mapToInt(in::index).toArray();
  }

  /** The column itself when it has one of the types, else IllegalArgumentException. */
  static Column require(String transform, Column c, ColumnType... types) {
    if (!Arrays.asList(types).contains(c.type())) {
      throw new IllegalArgumentException("[" + transform + "] column '" + c.name() + "' is " + c.type() + "; expected "
          + (types.length == 1 ? types[0].toString() : "one of " + Arrays.toString(types)) + ". Convert it first.");
    }
    return c;
  }

  static Column requireNumber(String transform, Column c) {
    return require(transform, c, ColumnType.INTEGER, ColumnType.LONG, ColumnType.DOUBLE, ColumnType.FLOAT);
  }

  static Column requireText(String transform, Column c) {
    return require(transform, c, ColumnType.STRING, ColumnType.CATEGORICAL);
  }

  /** The row with one position replaced by several values. */
  static Object[] spread(Object[] row, int at, Object[] values) {
    Object[] next = new Object[row.length - 1 + values.length];
    System.arraycopy(row, 0, next, 0, at);
    System.arraycopy(values, 0, next, at, values.length);
    System.arraycopy(row, at + 1, next, at + values.length, row.length - at - 1);
    return next;
  }
}
