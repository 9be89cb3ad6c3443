package org.pydl4j.datavec.transform;

import java.util.Arrays;

/** Rows of zeros with a one. */
final class OneHot {
  private OneHot() {}

  static Object[] of(int index, int size) {
    Object[] values = new Object[size];
    Arrays.fill(values, 0);
    values[index] = 1;
    return values;
  }
}
