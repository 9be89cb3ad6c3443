package org.pydl4j.datavec.transform;

import java.util.function.UnaryOperator;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;

/** f(x), element by element. DL4J: doubleMathFunction, floatMathFunction. */
public record ColumnFunction(String column, MathFunction function) implements ColumnTransform {
  @Override
  public Column output(Column in) {
    Columns.require("ColumnFunction", in, ColumnType.DOUBLE, ColumnType.FLOAT);
    return in.as(in.type());
  }

  @Override
  public UnaryOperator<Object> map(Column in) {
    ColumnType type = in.type();
    return v -> type.fromDouble(function.apply(((Number) v).doubleValue()));
  }
}
