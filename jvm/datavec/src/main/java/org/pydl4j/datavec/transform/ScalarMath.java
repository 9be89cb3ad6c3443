package org.pydl4j.datavec.transform;

import java.util.function.UnaryOperator;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;

/**
 * x op scalar, element by element; whole columns stay whole and take whole scalars.
 * DL4J: doubleMathOp, floatMathOp, integerMathOp, longMathOp, timeMathOp.
 */
public record ScalarMath(String column, MathOp op, double scalar) implements ColumnTransform {
  @Override
  public Column output(Column in) {
    Columns.require("ScalarMath", in, ColumnType.INTEGER, ColumnType.LONG, ColumnType.DOUBLE, ColumnType.FLOAT,
        ColumnType.TIME);
    if (in.type().isWhole() && scalar != Math.rint(scalar)) {
      throw new IllegalArgumentException("[ScalarMath] column '" + in.name() + "' is " + in.type() + ": got scalar "
          + scalar
          + "; expected a whole number. Convert the column to DOUBLE first.");
    }
    return in.as(in.type());
  }

  @Override
  public UnaryOperator<Object> map(Column in) {
    ColumnType type = in.type();
    if (type.isWhole()) {
      long s = (long) scalar;
      return v -> Whole.of(type, in.name(), () -> op.apply(((Number) v).longValue(), s));
    }
    return v -> type.fromDouble(op.apply(((Number) v).doubleValue(), scalar));
  }
}
