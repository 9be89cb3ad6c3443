package org.pydl4j.spark.averaging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pydl4j.nn.training.TrainingState;

class AveragedSliceTest {
  private static final float[] START = {1, 2, 3, 4};
  private static final Slices SLICES = new Slices(4, 2);

  private static Contribution from(int partition, int rows, float... end) {
    byte[] data = Wire.FLOAT32.encode(START, end, SLICES.from(1), SLICES.to(1));
    return new Contribution(1, new WorkerReport(partition, 0, rows, TrainingState.of(1, 0), 0.5, data.length, ""),
        data);
  }

  @Test
  void theMeanIsWeightedByRows() {
    List<Contribution> both = List.of(from(0, 30, 0, 0, 10, -1), from(1, 10, 0, 0, 2, 3));
    AveragedSlice mean = AveragedSlice.of(1, both, SLICES, START, Wire.FLOAT32);
    assertArrayEquals(new float[] {8, 0}, mean.values());
  }

  @Test
  void theOrderOfArrivalChangesNoBit() {
    Contribution a = from(0, 7, 0, 0, 0.1f, 1e8f);
    Contribution b = from(1, 5, 0, 0, 0.7f, -1e8f);
    Contribution c = from(2, 3, 0, 0, 1e-9f, 3.3f);
    float[] once = AveragedSlice.of(1, List.of(a, b, c), SLICES, START, Wire.FLOAT32).values();
    assertArrayEquals(once, AveragedSlice.of(1, List.of(c, a, b), SLICES, START, Wire.FLOAT32).values());
  }

  @Test
  void theMeanOfOneWorkerIsItsValue() {
    float[] end = {0, 0, 0.1f, 1e-37f};
    AveragedSlice mean = AveragedSlice.of(1, List.of(from(0, 48_611, end)), SLICES, START, Wire.FLOAT32);
    assertArrayEquals(new float[] {0.1f, 1e-37f}, mean.values());
  }

  @Test
  void slicesCoverTheVector() {
    Slices slices = new Slices(10, 3);
    assertEquals(0, slices.from(0));
    assertEquals(slices.to(0), slices.from(1));
    assertEquals(slices.to(1), slices.from(2));
    assertEquals(10, slices.to(2));
  }
}
