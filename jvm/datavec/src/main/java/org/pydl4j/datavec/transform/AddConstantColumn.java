package org.pydl4j.datavec.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.Schema;

/**
 * Adds a column that holds the same value in every row. DL4J: addConstantColumn.
 *
 * @param value as text in the column type's spelling
 */
public record AddConstantColumn(Column column, String value) implements Transform {
  public AddConstantColumn {
    column.parse(value);
  }

  @Override
  public Schema apply(Schema in) {
    List<Column> columns = new ArrayList<>(in.columns());
    columns.add(column);
    return new Schema(columns);
  }

  @Override
  public RowFunction bind(Schema in) {
    Object constant = column.parse(value);
    return row -> {
      Object[] next = Arrays.copyOf(row, row.length + 1);
      next[row.length] = constant;
      return next;
    };
  }
}
