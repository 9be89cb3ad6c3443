package org.pydl4j.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.NDArray;

class PushedBatchesTest {
  private static Batch batch(float value) {
    return Batch.of(NDArray.of(new float[] {value}, 1, 1), null);
  }

  @Test
  void epochsEndWherePythonSaysAndGoOnAfterReset() throws InterruptedException {
    PushedBatches batches = new PushedBatches();
    batches.push(batch(1), 0);
    batches.push(null, 0);
    batches.push(batch(2), 0);
    batches.push(null, 0);
    for (int epoch = 1; epoch <= 2; epoch++) {
      batches.reset(epoch - 1);
      try (Batch b = batches.next()) {
        assertEquals(epoch, b.feature(0).getDouble(0, 0));
      }
      assertFalse(batches.hasNext());
    }
  }

  @Test
  void aFullQueueSaysNoAndAClosedOneTakesAll() throws InterruptedException {
    PushedBatches batches = new PushedBatches();
    for (int i = 0; i < 4; i++) {
      assertTrue(batches.push(null, 0));
    }
    assertFalse(batches.push(null, 1));
    batches.close();
    assertTrue(batches.push(null, 0));
    assertFalse(batches.hasNext());
  }
}
