package org.pydl4j.datavec.transform;

import java.util.function.UnaryOperator;
import org.pydl4j.datavec.image.Pixels;
import org.pydl4j.datavec.record.Image;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;

/** Resizes images; see Pixels.resize. DL4J: ResizeImageTransform. */
public record ResizeImage(String column, int height, int width) implements ColumnTransform {
  public ResizeImage {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException("[ResizeImage] empty image: got " + height + "x" + width
          + "; expected at least 1x1.");
    }
  }

  @Override
  public Column output(Column in) {
    Columns.require("ResizeImage", in, ColumnType.IMAGE);
    return Column.image(in.name(), in.shape().isEmpty() ? -1 : in.shape().get(0), height, width);
  }

  @Override
  public UnaryOperator<Object> map(Column in) {
    return v -> Pixels.resize((Image) v, height, width);
  }
}
