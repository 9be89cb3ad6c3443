package org.pydl4j.nd.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.pydl4j.nd.types.DType;

class SparseRowsTest {
  private static SparseRows rows() {
    return new SparseRows(NDArray.of(new long[] {0, 2, 2, 5}), NDArray.of(new long[] {3, 1, 0, 2, 0}),
        NDArray.of(new float[] {1, 2, 3, 4, 5}), 4);
  }

  @Test
  void equalColumnsOfARowAreAdded() {
    try (SparseRows s = rows(); NDArray dense = s.dense(DType.FLOAT32)) {
      assertArrayEquals(new float[] {0, 2, 0, 1, 0, 0, 0, 0, 8, 0, 4, 0}, dense.toFloatArray());
    }
  }

  @Test
  void idsAreTheColumnsInTheirOrderFilledUpAndMasked() {
    try (SparseRows s = rows(); NDArray ids = s.ids(3); NDArray present = s.present(DType.FLOAT32, 3);
        SparseRows full = s.take(new int[] {2}, 0, 1)) {
      assertArrayEquals(new long[] {3, 1, 0, 0, 0, 0, 0, 2, 0}, ids.toLongArray());
      assertArrayEquals(new float[] {1, 1, 0, 0, 0, 0, 1, 1, 1}, present.toFloatArray());
      assertNull(full.present(DType.FLOAT32, 3));
    }
  }

  @Test
  void whatIsNoCompressedFormIsRefusedBeforeMemoryIsRead() {
    NDArray columns = NDArray.of(new long[] {0, 9});
    assertThrows(IllegalArgumentException.class,
        () -> new SparseRows(NDArray.of(new long[] {0, 3}), columns, null, 4));
    assertThrows(IllegalArgumentException.class,
        () -> new SparseRows(NDArray.of(new long[] {2, 1}), columns, null, 4));
    assertThrows(IllegalArgumentException.class,
        () -> new SparseRows(NDArray.of(new long[] {-1, 1}), columns, null, 4));
    try (SparseRows wide = new SparseRows(NDArray.of(new long[] {0, 2}), columns, null, 4)) {
      assertThrows(IllegalArgumentException.class, () -> wide.dense(DType.FLOAT32));
      assertThrows(IllegalArgumentException.class, () -> wide.ids(2));
    }
  }
}
