package org.pydl4j.datavec.normalize;

import org.pydl4j.nd.array.FloatRows;
import org.pydl4j.nd.array.NDArray;

/** Masks over sequences [N, size, T]. */
final class Masks {
  private Masks() {}

  /** Sets the time steps whose mask [N, T] is 0 to 0. */
  static void clear(NDArray x, NDArray mask) {
    int size = (int) x.size(1);
    int steps = (int) x.size(2);
    float[] row = new float[steps];
    float[] m = new float[steps];
    for (long n = 0; n < x.size(0); n++) {
      FloatRows.get(mask, n * steps, m, 0, steps);
      for (int c = 0; c < size; c++) {
        long at = (n * size + c) * steps;
        FloatRows.get(x, at, row, 0, steps);
        for (int t = 0; t < steps; t++) {
          row[t] = m[t] == 0 ? 0 : row[t];
        }
        FloatRows.put(x, at, row, 0, steps);
      }
    }
  }
}
