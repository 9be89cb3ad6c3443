package org.pydl4j.spark.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.pydl4j.nd.array.DType;
import org.pydl4j.nd.array.NDArray;

class PackedColumnTest {
  private static float[] row(PackedColumn column, int row) {
    float[] out = new float[column.rowSize()];
    column.copyRow(row, out, 0);
    return out;
  }

  @Test
  void imagesTakeOneBytePerPixel() {
    float[] pixels = new float[2 * 784];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (i % 256) / 255f;
    }
    try (NDArray images = NDArray.of(pixels, 2, 1, 28, 28)) {
      PackedColumn packed = PackedColumn.of(images);
      assertEquals(pixels.length, packed.data().length);
      assertArrayEquals(java.util.Arrays.copyOfRange(pixels, 784, 1568), row(packed, 1));
    }
  }

  @Test
  void manyDifferentValuesAreKeptToTheBit() {
    float[] values = new float[600];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i);
    }
    try (NDArray a = NDArray.of(values, 3, 200)) {
      PackedColumn packed = PackedColumn.of(a);
      assertArrayEquals(java.util.Arrays.copyOfRange(values, 200, 400), row(packed, 1));
    }
  }

  @Test
  void minusZeroAndNaNSurvive() {
    float[] values = {0f, -0f, Float.NaN, 1f};
    try (NDArray a = NDArray.of(values, 2, 2)) {
      PackedColumn packed = PackedColumn.of(a);
      assertArrayEquals(new float[] {0f, -0f}, row(packed, 0));
      assertArrayEquals(new float[] {Float.NaN, 1f}, row(packed, 1));
    }
  }

  @Test
  void classIndicesComeBackAsWholeNumbers() {
    try (NDArray labels = NDArray.of(new long[] {3, 9, 0});
        NDArray again = PackedColumn.of(labels).array(new float[] {9, 3}, 2)) {
      assertEquals(DType.INT64, again.dtype());
      assertArrayEquals(new long[] {9, 3}, again.toLongArray());
    }
  }

  @Test
  void indicesThatFloatsCannotHoldAreRefused() {
    try (NDArray labels = NDArray.of(new long[] {1L << 40})) {
      assertThrows(IllegalArgumentException.class, () -> PackedColumn.of(labels));
    }
  }
}
