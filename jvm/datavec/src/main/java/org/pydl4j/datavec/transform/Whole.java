package org.pydl4j.datavec.transform;

import java.util.function.LongSupplier;
import org.pydl4j.datavec.schema.ColumnType;

/** Whole-number results as values of a column. */
final class Whole {
  private Whole() {}

  /** The result as Integer or Long; overflow and division by zero raise IllegalArgumentException naming the column. */
  static Object of(ColumnType type, String column, LongSupplier operation) {
    try {
      long v = operation.getAsLong();
      return type == ColumnType.INTEGER ? (Object) Math.toIntExact(v) : (Object) v;
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("[column '" + column + "'] " + e.getMessage() + " in " + type + " arithmetic.",
          e);
    }
  }
}
