package org.pydl4j.spark.data;

import org.pydl4j.nd.array.Permutation;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.Elements;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.array.SparseRows;
import org.pydl4j.nd.types.DType;

class PackedArrayTest {
  private static float[] row(PackedArray packed, int row) {
    byte[] out = new byte[packed.rowBytes()];
    packed.copyRow(row, out, 0);
    float[] values = new float[out.length / 4];
    ByteBuffer.wrap(out).order(ByteOrder.nativeOrder()).asFloatBuffer().get(values);
    return values;
  }

  @Test
  void imagesTakeOneBytePerPixel() {
    float[] pixels = new float[2 * 784];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (i % 256) / 255f;
    }
    try (NDArray images = NDArray.of(pixels, 2, 1, 28, 28)) {
      PackedArray packed = PackedArray.of(images);
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
      PackedArray packed = PackedArray.of(a);
      assertArrayEquals(java.util.Arrays.copyOfRange(values, 200, 400), row(packed, 1));
    }
  }

  @Test
  void minusZeroAndNaNSurvive() {
    float[] values = {0f, -0f, Float.NaN, 1f};
    try (NDArray a = NDArray.of(values, 2, 2)) {
      PackedArray packed = PackedArray.of(a);
      assertArrayEquals(new float[] {0f, -0f}, row(packed, 0));
      assertArrayEquals(new float[] {Float.NaN, 1f}, row(packed, 1));
    }
  }

  /** The rows of an array after packing, taking by a worker, and unpacking. */
  private static NDArray unpacked(NDArray a, int... numbers) {
    int[] all = Permutation.identity((int) a.rows());
    RowBlock block = RowBlock.of(0, 0, Batch.of(a, null)).take(all);
    return new PartitionRows(List.of(block).iterator()).batch(numbers, 0, numbers.length).feature(0);
  }

  @Test
  void wholeNumbersComeBackToTheLastBit() {
    long great = (1L << 24) + 1;
    long[] few = {great, Long.MAX_VALUE, Long.MIN_VALUE, -1};
    long[] many = LongStream.range(0, 1000).map(i -> great + i).toArray();
    for (long[] values : List.of(few, many)) {
      try (NDArray ids = NDArray.of(values); NDArray again = unpacked(ids, 3, 0, 1)) {
        assertEquals(DType.INT64, again.dtype());
        assertArrayEquals(new long[] {values[3], values[0], values[1]}, again.toLongArray());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void everyTypeKeepsItsElements(DType type) {
    try (NDArray a = NDArray.of(new double[] {0, 1, 2, 3, 100, 7}, 3, 2).castTo(type);
        NDArray expected = a.take(new int[] {2, 0}, 0, 2); NDArray again = unpacked(a, 2, 0)) {
      assertEquals(expected.type(), again.type());
      assertEquals(Elements.text(expected), Elements.text(again));
    }
  }

  @Test
  void sparseRowsKeepTheirColumnsAndValues() {
    long great = (1L << 40) + 1;
    try (Batch batch = new Batch(List.of(Batch.Column.of("ids", new SparseRows(NDArray.of(new long[] {0, 2, 2, 3}),
        NDArray.of(new long[] {great, 5, 7}), NDArray.of(new float[] {1, 2, 3}), great + 1))), List.of())) {
      PartitionRows rows = new PartitionRows(List.of(RowBlock.of(0, 0, batch).take(new int[] {2, 0, 1})).iterator());
      try (Batch again = rows.batch(new int[] {1, 2, 0}, 0, 3)) {
        SparseRows s = (SparseRows) again.features().get(0).values();
        assertEquals("ids", again.features().get(0).name());
        assertArrayEquals(new long[] {0, 2, 2, 3}, s.offsets().toLongArray());
        assertArrayEquals(new long[] {great, 5, 7}, s.columns().toLongArray());
        assertArrayEquals(new float[] {1, 2, 3}, s.values().toFloatArray());
      }
    }
  }

  @Test
  void aMaskThatOtherBlocksLackIsOneThere() {
    try (
        Batch masked =
            Batch.of(NDArray.of(new float[] {1, 2}, 1, 1, 2), null, NDArray.of(new float[] {1, 0}, 1, 2), null);
        Batch whole = Batch.of(NDArray.of(new float[] {3, 4}, 1, 1, 2), null)) {
      PartitionRows rows = new PartitionRows(List.of(RowBlock.of(0, 0, whole), RowBlock.of(0, 1, masked)).iterator());
      try (Batch both = rows.batch(new int[] {0, 1}, 0, 2)) {
        assertArrayEquals(new float[] {1, 1, 1, 0}, both.features().get(0).mask().toFloatArray());
      }
    }
  }
}
