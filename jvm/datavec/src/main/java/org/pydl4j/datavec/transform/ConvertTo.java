package org.pydl4j.datavec.transform;

import java.util.function.UnaryOperator;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;

/**
 * Converts numbers, text and categories to numbers or text; whole types cut the fraction; empty text becomes a missing
 * number. DL4J: convertToDouble, convertToInteger, convertToString.
 *
 * @param type DOUBLE, FLOAT, INTEGER, LONG, BOOLEAN or STRING
 */
public record ConvertTo(String column, ColumnType type) implements ColumnTransform {
  @Override
  public Column output(Column in) {
    boolean from = in.type().isNumeric() || in.type().isText();
    boolean to = type.isNumeric() && type != ColumnType.TIME || type == ColumnType.STRING;
    if (!from || !to) {
      throw new IllegalArgumentException("[ConvertTo] column '" + in.name() + "': got " + in.type() + " to " + type
          + "; expected numbers or text.");
    }
    return in.as(type);
  }

  @Override
  public UnaryOperator<Object> map(Column in) {
    Column out = in.as(type);
    if (type == ColumnType.STRING) {
      return String::valueOf;
    } else if (in.type().isText()) {
      return v -> out.parse((String) v);
    } else if (type == ColumnType.LONG && in.type().isWhole()) {
      return v -> ((Number) v).longValue();
    }
    return v -> {
      try {
        return type.fromDouble(ColumnType.toDouble(v));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("[column '" + column + "'] " + e.getMessage() + ".", e);
      }
    };
  }
}
