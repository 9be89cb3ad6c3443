package org.pydl4j.datavec.transform;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.pydl4j.datavec.image.Pixels;
import org.pydl4j.datavec.record.Image;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;

/** Mirrors images left to right, or top to bottom. DL4J: FlipImageTransform. */
public record FlipImage(String column, boolean vertical) implements ColumnTransform {
  static Map<String, Object> defaults() {
    return Map.of("vertical", false);
  }

  @Override
  public Column output(Column in) {
    return Columns.require("FlipImage", in, ColumnType.IMAGE);
  }

  @Override
  public UnaryOperator<Object> map(Column in) {
    return v -> Pixels.flip((Image) v, vertical);
  }
}
