package org.pydl4j.datavec.record;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The value of an NDARRAY column: floats on the heap, row-major, so that a record can travel.
 *
 * @param values not copied; do not change them afterwards
 * @param shape its product is the number of values
 */
public record ArrayValue(float[] values, int... shape) implements Serializable {
  public ArrayValue {
    long n = 1;
    for (int d : shape) {
      n *= d;
    }
    if (n != values.length) {
      throw new IllegalArgumentException("[array value] " + values.length + " values do not fill shape "
          + Arrays.toString(shape) + ".");
    }
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof ArrayValue a && Arrays.equals(values, a.values) && Arrays.equals(shape, a.shape);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "ArrayValue" + Arrays.toString(shape);
  }
}
