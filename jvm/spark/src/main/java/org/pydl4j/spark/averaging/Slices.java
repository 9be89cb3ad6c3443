package org.pydl4j.spark.averaging;

import java.io.Serializable;

/**
 * A vector cut into parts of about equal length, one per reducing task.
 *
 * @param length of the vector
 * @param count number of slices, at least 1
 */
record Slices(int length, int count) implements Serializable {
  int from(int slice) {
    return (int) ((long) length * slice / count);
  }

  int to(int slice) {
    return from(slice + 1);
  }
}
