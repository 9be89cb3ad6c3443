package org.pydl4j.datavec.transform;

import java.util.ArrayList;
import java.util.List;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.Schema;

/** Adds a copy of a column behind the last one. DL4J: duplicateColumn. */
public record DuplicateColumn(String column, String newName) implements Transform {
  @Override
  public Schema apply(Schema in) {
    List<Column> columns = new ArrayList<>(in.columns());
    columns.add(in.column(column).named(newName));
    return new Schema(columns);
  }

  @Override
  public RowFunction bind(Schema in) {
    int i = in.index(column);
    return row -> {
      Object[] next = java.util.Arrays.copyOf(row, row.length + 1);
      next[row.length] = row[i];
      return next;
    };
  }
}
