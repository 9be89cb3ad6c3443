package org.pydl4j.datavec.transform;

import java.util.function.UnaryOperator;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;

/** Appends a text. DL4J: appendStringColumnTransform. */
public record AppendString(String column, String suffix) implements ColumnTransform {
  @Override
  public Column output(Column in) {
    return Columns.require("AppendString", in, ColumnType.STRING);
  }

  @Override
  public UnaryOperator<Object> map(Column in) {
    return v -> v + suffix;
  }
}
