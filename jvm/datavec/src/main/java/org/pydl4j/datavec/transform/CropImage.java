package org.pydl4j.datavec.transform;

import java.util.function.UnaryOperator;
import org.pydl4j.datavec.image.Pixels;
import org.pydl4j.datavec.record.Image;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;

/** Cuts out the rectangle of height x width whose upper left corner is (top, left). DL4J: CropImageTransform. */
public record CropImage(String column, int top, int left, int height, int width) implements ColumnTransform {
  public CropImage {
    if (top < 0 || left < 0 || height < 1 || width < 1) {
      throw new IllegalArgumentException("[CropImage] empty or negative: got top " + top + ", left " + left + ", "
          + height + "x" + width + ".");
    }
  }

  @Override
  public Column output(Column in) {
    Columns.require("CropImage", in, ColumnType.IMAGE);
    return Column.image(in.name(), in.shape().isEmpty() ? -1 : in.shape().get(0), height, width);
  }

  @Override
  public UnaryOperator<Object> map(Column in) {
    return v -> Pixels.crop((Image) v, top, left, height, width);
  }
}
