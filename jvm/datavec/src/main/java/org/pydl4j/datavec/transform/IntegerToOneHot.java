package org.pydl4j.datavec.transform;

import java.util.ArrayList;
import java.util.List;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;
import org.pydl4j.datavec.schema.Schema;

/**
 * Replaces an INTEGER column of values min..max by one INTEGER column per value, named column[value]. DL4J:
 * integerToOneHot.
 */
public record IntegerToOneHot(String column, int min, int max) implements Transform {
  public IntegerToOneHot {
    if (max < min) {
      throw new IllegalArgumentException("[IntegerToOneHot] empty range: got min " + min + ", max " + max
          + "; expected min <= max.");
    }
  }

  @Override
  public Schema apply(Schema in) {
    int at = in.index(column);
    Column c = Columns.require("IntegerToOneHot", in.column(at), ColumnType.INTEGER);
    List<Column> columns = new ArrayList<>(in.columns());
    columns.remove(at);
    for (int v = min; v <= max; v++) {
      columns.add(at + v - min, Column.of(c.name() + "[" + v + "]", ColumnType.INTEGER));
    }
    return new Schema(columns);
  }

  @Override
  public RowFunction bind(Schema in) {
    int at = in.index(column);
    int n = max - min + 1;
    return row -> {
      if (row[at] == null) {
        return Columns.spread(row, at, new Object[n]);
      }
      int v = (Integer) row[at];
      if (v < min || v > max) {
        throw new IllegalArgumentException("[column '" + column + "'] out of range for one-hot: got " + v
            + "; expected " + min + " to " + max + ".");
      }
      return Columns.spread(row, at, OneHot.of(v - min, n));
    };
  }
}
