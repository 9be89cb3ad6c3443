package org.pydl4j.datavec.normalize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.BatchSource;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.json.Records;

class NormalizerTest {
  /** Two batches of three features, the last constant; targets are 0, 10, 20, 30. */
  private static final class Small implements BatchSource {
    private int next;

    @Override
    public boolean hasNext() {
      return next < 2;
    }

    @Override
    public Batch next() {
      float[] x = next == 0 ? new float[] {1, -1, 7, 2, -2, 7} : new float[] {3, -3, 7, 6, -6, 7};
      NDArray y = NDArray.of(next == 0 ? new float[] {0, 10} : new float[] {20, 30}, 2, 1);
      next++;
      return Batch.of(NDArray.of(x, 2, 3), y);
    }

    @Override
    public void reset(long epoch) {
      next = 0;
    }

    @Override
    public long rows() {
      return 4;
    }

    @Override
    public void close() {}
  }

  private static void roundTrip(Normalizer n) {
    assertEquals(n, Records.fromText(Records.toText(n), Normalizer.class));
    Small data = new Small();
    try (Batch b = data.next(); NDArray x = b.feature(0).dup(); NDArray y = b.label(0).dup()) {
      n.transform(b);
      n.revert(b);
      assertArrayEquals(x.toFloatArray(), b.feature(0).toFloatArray(), 1e-5f);
      assertArrayEquals(y.toFloatArray(), b.label(0).toFloatArray(), 1e-4f);
    }
  }

  @Test
  void standardizeSubtractsMeanAndDividesByStd() {
    NormalizerStandardize n = (NormalizerStandardize) NormalizerStandardize.of(true).fit(new Small());
    assertEquals(List.of(3.0, -3.0, 7.0), n.mean());
    assertEquals(Math.sqrt(3.5), n.std().get(0), 1e-12);
    assertEquals(List.of(15.0), n.labelMean());
    try (Batch b = new Small().next()) {
      n.transform(b);
      float s = (float) Math.sqrt(3.5);
      assertArrayEquals(new float[] {-2 / s, 2 / s, 0, -1 / s, 1 / s, 0}, b.feature(0).toFloatArray(), 1e-6f);
    }
    roundTrip(n);
  }

  @Test
  void minMaxScalesToTheTargetRange() {
    Normalizer n = new NormalizerMinMaxScaler(-1, 1, true, List.of(), List.of(), List.of(), List.of())
        .fit(new Small());
    try (Batch b = new Small().next()) {
      n.transform(b);
      assertArrayEquals(new float[] {-1, 1, -1, -0.6f, 0.6f, -1}, b.feature(0).toFloatArray(), 1e-6f);
      assertArrayEquals(new float[] {-1, -1 / 3f}, b.label(0).toFloatArray(), 1e-6f);
    }
    roundTrip(n);
  }

  @Test
  void imagesHaveOneStatisticPerChannel() {
    NDArray x = NDArray.of(new float[] {1, 3, 10, 30, 5, 7, 50, 70}, 2, 2, 1, 2);
    Statistics s = new Statistics();
    s.add(x, null);
    assertEquals(List.of(4.0, 40.0), s.mean());
    assertEquals(List.of(7.0, 70.0), s.max());
    x.close();
  }

  @Test
  void maskedTimeStepsDoNotCountAndBecomeZero() {
    NDArray x = NDArray.of(new float[] {1, 3, 99, 5, 7, 9}, 2, 1, 3);
    NDArray mask = NDArray.of(new float[] {1, 1, 0, 1, 1, 1}, 2, 3);
    Statistics s = new Statistics();
    s.add(x, mask);
    assertEquals(List.of(5.0), s.mean());
    NormalizerStandardize n = new NormalizerStandardize(false, s.mean(), List.of(2.0), List.of(), List.of());
    try (Batch b = Batch.of(x, null, mask, null)) {
      n.transform(b);
      assertArrayEquals(new float[] {-2, -1, 0, 0, 1, 2}, b.feature(0).toFloatArray(), 1e-6f);
    }
  }

  @Test
  void otherShapesAndUnfittedNormalizersAreRefused() {
    try (Batch b = new Small().next()) {
      NormalizerStandardize n = new NormalizerStandardize(false, List.of(1.0), List.of(1.0), List.of(), List.of());
      assertTrue(assertThrows(IllegalArgumentException.class, () -> n.transform(b)).getMessage()
          .contains("expected float32 with 1 features"));
      assertThrows(IllegalStateException.class, () -> NormalizerStandardize.of(false).transform(b));
    }
    roundTrip(ImagePreProcessingScaler.of());
  }
}
