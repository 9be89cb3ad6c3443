package org.pydl4j.datavec.transform;

import java.util.function.UnaryOperator;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.Schema;

/** A transform that replaces each value of one column. */
public interface ColumnTransform extends Transform {
  /** The column that is read and replaced. */
  String column();

  /** The column that comes out; a wrong type raises IllegalArgumentException. */
  Column output(Column in);

  /** The function over values, which are never null unless {@link #mapsMissing}. */
  UnaryOperator<Object> map(Column in);

  /** Whether {@link #map} also takes missing values. */
  default boolean mapsMissing() {
    return false;
  }

  @Override
  default Schema apply(Schema in) {
    int i = in.index(column());
    return in.with(i, output(in.column(i)));
  }

  @Override
  default RowFunction bind(Schema in) {
    int i = in.index(column());
    UnaryOperator<Object> map = map(in.column(i));
    boolean all = mapsMissing();
    return row -> {
      if (row[i] == null && !all) {
        return row;
      }
      Object[] next = row.clone();
      next[i] = map.apply(row[i]);
      return next;
    };
  }
}
