package org.pydl4j.datavec.transform;

import java.util.function.UnaryOperator;
import org.pydl4j.datavec.image.Pixels;
import org.pydl4j.datavec.record.Image;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;

/** 0.299 red + 0.587 green + 0.114 blue, one channel. DL4J: ColorConversionTransform. */
public record ImageToGray(String column) implements ColumnTransform {
  @Override
  public Column output(Column in) {
    Columns.require("ImageToGray", in, ColumnType.IMAGE);
    return in.shape().isEmpty() ? in : Column.image(in.name(), 1, in.shape().get(1), in.shape().get(2));
  }

  @Override
  public UnaryOperator<Object> map(Column in) {
    return v -> Pixels.convert((Image) v, 1);
  }
}
