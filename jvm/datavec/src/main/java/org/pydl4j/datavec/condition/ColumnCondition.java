package org.pydl4j.datavec.condition;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;
import org.pydl4j.datavec.schema.Schema;

/**
 * Compares a column's value with constants. Text columns take EQUAL, NOT_EQUAL, IN_SET and NOT_IN_SET.
 * DL4J: DoubleColumnCondition, IntegerColumnCondition, CategoricalColumnCondition, StringColumnCondition, ...
 *
 * @param values numbers or texts as the column holds; exactly one unless the op takes a set
 */
public record ColumnCondition(String column, ConditionOp op, List<Object> values) implements Condition {
  public ColumnCondition {
    values = values.stream().map(ColumnCondition::plain).toList();
    boolean set = op == ConditionOp.IN_SET || op == ConditionOp.NOT_IN_SET;
    if (!set && values.size() != 1) {
      throw new IllegalArgumentException("[condition on '" + column + "'] " + op + " compares with one value: got "
          + values + ".");
    }
  }

  /** Whole numbers as Long, others as Double, so that equal conditions are equal, whatever they were made from. */
  private static Object plain(Object v) {
    if (v instanceof Integer || v instanceof Short || v instanceof Byte) {
      return ((Number) v).longValue();
    }
    return v instanceof Float f ? (Object) f.doubleValue() : v;
  }

  /** A column compared with these values. */
  public static ColumnCondition of(String column, ConditionOp op, Object... values) {
    return new ColumnCondition(column, op, List.of(values));
  }

  @Override
  public RowTest bind(Schema schema) {
    int i = schema.index(column);
    Column c = schema.column(i);
    if (c.type().isNumeric()) {
      return numbers(i);
    } else if (c.type().isText()) {
      return texts(i, c);
    }
    throw new IllegalArgumentException("[condition on '" + column + "'] a column of type " + c.type()
        + " can't be compared; expected numbers or text.");
  }

  private RowTest numbers(int i) {
    Set<Double> set = new HashSet<>();
    for (Object v : values) {
      if (!(v instanceof Number) && !(v instanceof Boolean)) {
        throw new IllegalArgumentException("[condition on '" + column
            + "'] a number column is compared with numbers: got '" + v + "'.");
      }
      set.add(ColumnType.toDouble(v) + 0.0);
    }
    double x = set.isEmpty() ? 0 : set.iterator().next();
    return switch (op) {
      case LESS_THAN -> row -> row[i] != null && ColumnType.toDouble(row[i]) < x;
      case LESS_OR_EQUAL -> row -> row[i] != null && ColumnType.toDouble(row[i]) <= x;
      case GREATER_THAN -> row -> row[i] != null && ColumnType.toDouble(row[i]) > x;
      case GREATER_OR_EQUAL -> row -> row[i] != null && ColumnType.toDouble(row[i]) >= x;
      case EQUAL -> row -> row[i] != null && ColumnType.toDouble(row[i]) == x;
      case NOT_EQUAL -> row -> row[i] != null && ColumnType.toDouble(row[i]) != x;
      case IN_SET -> row -> row[i] != null && set.contains(ColumnType.toDouble(row[i]) + 0.0);
      case NOT_IN_SET -> row -> row[i] != null && !set.contains(ColumnType.toDouble(row[i]) + 0.0);
    };
  }

  private RowTest texts(int i, Column c) {
    Set<Object> set = new HashSet<>(values);
    for (Object v : values) {
      if (c.type() == ColumnType.CATEGORICAL) {
        c.check(v);
      }
    }
    return switch (op) {
      case EQUAL, IN_SET -> row -> row[i] != null && set.contains(row[i]);
      case NOT_EQUAL, NOT_IN_SET -> row -> row[i] != null && !set.contains(row[i]);
      default -> throw new IllegalArgumentException("[condition on '" + column + "'] " + op
          + " compares numbers: got a column of type " + c.type()
          + "; expected EQUAL, NOT_EQUAL, IN_SET or NOT_IN_SET.");
    };
  }
}
