package org.pydl4j.datavec.transform;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;

/** Replaces whole texts by others; texts that are not in the map stay. DL4J: stringMapTransform. */
public record MapString(String column, Map<String, String> mapping) implements ColumnTransform {
  @Override
  public Column output(Column in) {
    return Columns.require("MapString", in, ColumnType.STRING);
  }

  @Override
  public UnaryOperator<Object> map(Column in) {
    return v -> mapping.getOrDefault((String) v, (String) v);
  }
}
