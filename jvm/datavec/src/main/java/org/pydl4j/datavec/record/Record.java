package org.pydl4j.datavec.record;

import java.io.Serializable;
import java.util.Arrays;

/**
 * A row: one value per column of a Schema, of the column type's class; null is a missing value.
 *
 * @param values not copied; do not change them afterwards
 */
public record Record(Object... values) implements Serializable {
  /** The value of a column; null where it is missing. */
  public Object get(int column) {
    return values[column];
  }

  /** The number of columns. */
  public int size() {
    return values.length;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Record r && Arrays.deepEquals(values, r.values);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(values);
  }

  @Override
  public String toString() {
    return "Record" + Arrays.deepToString(values);
  }
}
