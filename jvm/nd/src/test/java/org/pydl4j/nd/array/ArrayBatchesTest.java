package org.pydl4j.nd.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class ArrayBatchesTest {
  private static final NDArray FEATURES = NDArray.of(new float[] {0, 1, 10, 11, 20, 21, 30, 31, 40, 41}, 5, 2);
  private static final NDArray LABELS = NDArray.of(new long[] {0, 1, 2, 3, 4}, 5);

  private static List<double[]> epoch(ArrayBatches batches) {
    List<double[]> rows = new ArrayList<>();
    while (batches.hasNext()) {
      try (Batch b = batches.next()) {
        for (long i = 0; i < b.rows(); i++) {
          rows.add(new double[] {b.feature(0).getDouble(i, 0), b.feature(0).getDouble(i, 1), b.label(0).getDouble(i)});
        }
      }
    }
    return rows;
  }

  @Test
  void withoutASeedRowsComeInOrderAndTheLastBatchIsSmaller() {
    ArrayBatches batches = new ArrayBatches(Batch.of(FEATURES, LABELS), 2, null);
    assertEquals(5, batches.rows());
    List<double[]> rows = epoch(batches);
    for (int i = 0; i < 5; i++) {
      assertArrayEquals(new double[] {10 * i, 10 * i + 1, i}, rows.get(i));
    }
    assertThrows(NoSuchElementException.class, batches::next);
  }

  @Test
  void withASeedEveryEpochHasEveryRowOnceWithItsLabelInAnotherOrder() {
    ArrayBatches batches = new ArrayBatches(Batch.of(FEATURES, LABELS), 2, 7L);
    List<double[]> first = epoch(batches);
    batches.reset(1);
    List<double[]> second = epoch(batches);
    first.forEach(r -> assertEquals(r[0], 10 * r[2]));
    assertEquals(10, second.stream().mapToDouble(r -> r[2]).sum());
    assertFalse(Arrays.deepEquals(first.toArray(), second.toArray()));
  }

  @Test
  void rowsOfStridedArraysAreGathered() {
    ArrayBatches batches = new ArrayBatches(Batch.of(FEATURES.transpose(), null), 2, null);
    try (Batch b = batches.next()) {
      assertArrayEquals(new double[] {0, 10, 20, 30, 40, 1, 11, 21, 31, 41}, b.feature(0).toDoubleArray());
    }
  }
}
