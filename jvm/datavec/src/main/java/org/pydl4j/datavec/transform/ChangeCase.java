package org.pydl4j.datavec.transform;

import java.util.Locale;
import java.util.function.UnaryOperator;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;

/** Makes all letters lower or upper case. DL4J: ChangeCaseStringTransform. */
public record ChangeCase(String column, LetterCase letters) implements ColumnTransform {
  @Override
  public Column output(Column in) {
    return Columns.require("ChangeCase", in, ColumnType.STRING);
  }

  @Override
  public UnaryOperator<Object> map(Column in) {
    return letters == LetterCase.LOWER
        ? v -> ((String) v).toLowerCase(Locale.ROOT)
        : v -> ((String) v).toUpperCase(Locale.ROOT);
  }
}
