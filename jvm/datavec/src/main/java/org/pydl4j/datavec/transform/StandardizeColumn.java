package org.pydl4j.datavec.transform;

import java.util.function.UnaryOperator;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;

/** (x - mean) / std, as DOUBLE. DL4J: normalize(Standardize). */
public record StandardizeColumn(String column, double mean, double std) implements ColumnTransform {
  public StandardizeColumn {
    if (!(std > 0)) {
      throw new IllegalArgumentException("[StandardizeColumn] std must be positive: got " + std + " for column '"
          + column + "'.");
    }
  }

  @Override
  public Column output(Column in) {
    return Columns.requireNumber("StandardizeColumn", in).as(ColumnType.DOUBLE);
  }

  @Override
  public UnaryOperator<Object> map(Column in) {
    return v -> (((Number) v).doubleValue() - mean) / std;
  }
}
