package org.pydl4j.datavec.transform;

import java.util.function.UnaryOperator;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;

/** Removes all white space. DL4J: stringRemoveWhitespaceTransform. */
public record RemoveWhitespace(String column) implements ColumnTransform {
  @Override
  public Column output(Column in) {
    return Columns.require("RemoveWhitespace", in, ColumnType.STRING);
  }

  @Override
  public UnaryOperator<Object> map(Column in) {
    return v -> ((String) v).replaceAll("\\s+", "");
  }
}
