package org.pydl4j.datavec.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;
import org.pydl4j.datavec.schema.Schema;

/**
 * Adds a column: the columns joined by the op from left to right; missing when one of them is. Whole when all columns
 * are of one whole type, else DOUBLE. DL4J: doubleColumnsMathOp, integerColumnsMathOp, longColumnsMathOp.
 */
public record ColumnsMath(String newColumn, MathOp op, List<String> columns) implements Transform {
  public ColumnsMath {
    columns = List.copyOf(columns);
    boolean pair = op != MathOp.ADD && op != MathOp.MULTIPLY && op != MathOp.SCALAR_MIN && op != MathOp.SCALAR_MAX;
    if (columns.isEmpty() || pair && columns.size() != 2) {
      throw new IllegalArgumentException("[ColumnsMath] " + op + " joins " + (pair ? "two columns" : "columns")
          + ": got " + columns + ".");
    }
  }

  private ColumnType type(Schema in) {
    List<ColumnType> types = columns.stream().map(c -> Columns.requireNumber("ColumnsMath", in.column(c)).type())
        .distinct().toList();
    return types.size() == 1 ? types.get(0) : ColumnType.DOUBLE;
  }

  @Override
  public Schema apply(Schema in) {
    List<Column> all = new ArrayList<>(in.columns());
    all.add(Column.of(newColumn, type(in)));
    return new Schema(all);
  }

  @Override
  public RowFunction bind(Schema in) {
    int[] from = Columns.indices(in, columns);
    ColumnType type = type(in);
    return row -> {
      Object[] next = Arrays.copyOf(row, row.length + 1);
      for (int i : from) {
        if (row[i] == null) {
          return next;
        }
      }
      next[row.length] = type.isWhole() ? Whole.of(type, newColumn, () -> whole(row, from))
          : type.fromDouble(real(row, from));
      return next;
    };
  }

  private long whole(Object[] row, int[] from) {
    long v = ((Number) row[from[0]]).longValue();
    for (int i = 1; i < from.length; i++) {
      v = op.apply(v, ((Number) row[from[i]]).longValue());
    }
    return v;
  }

  private double real(Object[] row, int[] from) {
    double v = ((Number) row[from[0]]).doubleValue();
    for (int i = 1; i < from.length; i++) {
      v = op.apply(v, ((Number) row[from[i]]).doubleValue());
    }
    return v;
  }
}
