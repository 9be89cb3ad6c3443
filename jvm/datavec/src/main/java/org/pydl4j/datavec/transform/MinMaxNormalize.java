package org.pydl4j.datavec.transform;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;

/** (x - min) / (max - min) * (newMax - newMin) + newMin, as DOUBLE. DL4J: normalize(MinMax). */
public record MinMaxNormalize(String column, double min, double max, double newMin, double newMax)
    implements ColumnTransform {
  public MinMaxNormalize {
    if (!(max > min)) {
      throw new IllegalArgumentException("[MinMaxNormalize] empty range: got min " + min + ", max " + max
          + "; expected min < max.");
    }
  }

  static Map<String, Object> defaults() {
    return Map.of("newMin", 0.0, "newMax", 1.0);
  }

  @Override
  public Column output(Column in) {
    return Columns.requireNumber("MinMaxNormalize", in).as(ColumnType.DOUBLE);
  }

  @Override
  public UnaryOperator<Object> map(Column in) {
    double scale = (newMax - newMin) / (max - min);
    return v -> (((Number) v).doubleValue() - min) * scale + newMin;
  }
}
