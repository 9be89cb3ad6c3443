package org.pydl4j.datavec.transform;

import java.util.function.UnaryOperator;
import org.pydl4j.datavec.schema.Column;

/**
 * Puts a value where one is missing. DL4J: ReplaceEmptyIntegerWithValue, ReplaceInvalidWithInteger.
 *
 * @param value as text in the column type's spelling
 */
public record ReplaceMissing(String column, String value) implements ColumnTransform {
  @Override
  public boolean mapsMissing() {
    return true;
  }

  @Override
  public Column output(Column in) {
    in.parse(value);
    return in;
  }

  @Override
  public UnaryOperator<Object> map(Column in) {
    Object constant = in.parse(value);
    return v -> v == null ? constant : v;
  }
}
