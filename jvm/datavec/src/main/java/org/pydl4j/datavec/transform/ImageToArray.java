package org.pydl4j.datavec.transform;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.pydl4j.datavec.image.Pixels;
import org.pydl4j.datavec.record.ArrayValue;
import org.pydl4j.datavec.record.Image;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;

/** x / 255 * (max - min) + min as an NDARRAY column [C, H, W]. DL4J: ScaleImageTransform, ImagePreProcessingScaler. */
public record ImageToArray(String column, double min, double max) implements ColumnTransform {
  static Map<String, Object> defaults() {
    return Map.of("min", 0.0, "max", 1.0);
  }

  @Override
  public Column output(Column in) {
    return Column.array(Columns.require("ImageToArray", in, ColumnType.IMAGE).name(), in.shape());
  }

  @Override
  public UnaryOperator<Object> map(Column in) {
    float[] levels = Pixels.levels(min, max);
    return v -> {
      Image image = (Image) v;
      float[] out = new float[image.pixels().length];
      image.toFloats(levels, out, 0);
      return new ArrayValue(out, image.channels(), image.height(), image.width());
    };
  }
}
