package com.example.records;

import java.util.List;
import java.util.function.UnaryOperator;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;
import org.pydl4j.datavec.transform.ColumnTransform;
import org.pydl4j.nd.json.Doc;

@Doc("Brings a number into a range.")
public record Clip(@Doc("a column of doubles") String column, @Doc("least value") double min,
    @Doc("greatest value") double max) implements ColumnTransform {
  @Override
  public Column output(Column in) {
    if (in.type() != ColumnType.DOUBLE) {
      throw new IllegalArgumentException("[Clip] column '" + column + "' is " + in.type() + "; expected DOUBLE.");
    }
    return new Column(in.name(), ColumnType.DOUBLE, List.of(), List.of(), min, max);
  }

  @Override
  public UnaryOperator<Object> map(Column in) {
    return value -> Math.max(min, Math.min(max, (Double) value));
  }
}
