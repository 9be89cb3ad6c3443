package org.pydl4j.nd.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.Float16;

class NDArrayTest {
  private static NDArray counted(long... shape) {
    NDArray a = NDArray.create(DType.FLOAT32, shape);
    for (long i = 0; i < a.size(); i++) {
      a.putDoubleAt(i, i);
    }
    return a;
  }

  @Test
  void viewsShareMemoryWithTheirBase() {
    try (NDArray a = counted(3, 4)) {
      NDArray t = a.transpose();
      assertArrayEquals(new long[] {4, 3}, t.shape());
      assertEquals(a.getDouble(1, 2), t.getDouble(2, 1));
      a.slice(0, 1, 2).putDouble(99, 0, 2);
      assertEquals(99, t.getDouble(2, 1));
      assertFalse(t.isDense());
      assertTrue(a.reshape(2, -1).isDense());
      assertArrayEquals(new long[] {2, 6}, a.reshape(2, -1).shape());
    }
  }

  @Test
  void everyTypeKeepsItsExtremes() {
    double[][] extremes = {{1e300}, {3.4e38f}, {65504}, {Float16.fromBfloat((short) 0x7f7f)}, {-0x1p62},
        {Integer.MIN_VALUE}, {-32768}, {-128}, {0x1p63}, {4294967295.0}, {65535}, {255}, {1}, {3.4e38f}, {1e300}};
    for (DType t : DType.values()) {
      try (NDArray a = NDArray.scalar(t, extremes[t.ordinal()][0])) {
        assertEquals(extremes[t.ordinal()][0], a.realAt(0), t.toString());
      }
    }
  }

  @Test
  void complexElementsHaveTwoPartsAndAreNoRealNumbers() {
    try (NDArray a = NDArray.create(DType.COMPLEX64, 2, 3)) {
      for (int i = 0; i < 6; i++) {
        a.putComplexAt(i, i, -i);
      }
      NDArray t = a.transpose();
      assertEquals(3, t.realAt(1));
      assertEquals(-3, t.imaginaryAt(1));
      assertArrayEquals(new double[] {0, 0, 3, -3, 1, -1, 4, -4, 2, -2, 5, -5}, t.parts().toDoubleArray());
      try (NDArray wide = t.castTo(DType.COMPLEX128)) {
        assertEquals(-5, wide.imaginaryAt(5));
      }
      String message = assertThrows(UnsupportedOperationException.class, () -> a.getDouble(0, 0)).getMessage();
      assertTrue(message.startsWith("[array] an element is no real number: got complex64"), message);
    }
  }

  @Test
  void halfFloatsRoundToNearestEven() {
    assertEquals((short) 0x3c00, Float16.toHalf(1f));
    assertEquals((short) 0x3c00, Float16.toHalf(1f + 0x1p-11f));
    assertEquals((short) 0x3c02, Float16.toHalf(1f + 3 * 0x1p-11f));
    assertEquals((short) 0x0001, Float16.toHalf(0x1p-24f));
    assertEquals((short) 0x7c00, Float16.toHalf(65520f));
    for (int bits = 0; bits < 0x7c00; bits++) {
      assertEquals((short) bits, Float16.toHalf(Float16.fromHalf((short) bits)));
    }
  }

  @Test
  void badIndicesAndShapesSayWhatIsWrong() {
    try (NDArray a = counted(3, 4)) {
      assertTrue(assertThrows(IndexOutOfBoundsException.class, () -> a.getDouble(3, 0)).getMessage()
          .contains("outside shape [3, 4]"));
      assertTrue(
          assertThrows(IllegalArgumentException.class, () -> a.reshape(5, 2)).getMessage().contains("do not fill"));
      assertThrows(IllegalStateException.class, () -> a.transpose().reshape(12));
      assertThrows(IllegalArgumentException.class, () -> NDArray.of(new float[3], 2, 2));
      assertThrows(IllegalArgumentException.class, () -> NDArray.create(DType.INT8, -1));
      assertThrows(IllegalArgumentException.class, () -> NDArray.create(DType.INT8, 1L << 40, 1L << 40));
    }
  }

  @Test
  void aClosedArrayRefusesUse() {
    NDArray a = counted(3);
    a.close();
    a.close();
    assertTrue(assertThrows(IllegalStateException.class, () -> a.getDoubleAt(0)).getMessage().contains("closed"));
    assertEquals("NDArray(closed)", a.toString());
  }

  @Test
  void anArenaFreesWhatItOwns() {
    long before = Backends.pool().usedBytes();
    Arena arena = Arena.open("test");
    NDArray a = arena.create(DType.FLOAT32, 1000);
    arena.child("inner").create(DType.FLOAT32, 1000);
    assertTrue(arena.bytes() >= 8000);
    assertTrue(Arena.report().contains("inner"));
    arena.close();
    assertTrue(a.isClosed());
    assertTrue(Backends.pool().usedBytes() <= before);
    assertThrows(IllegalStateException.class, () -> arena.create(DType.FLOAT32, 1));
  }

  @Test
  void theLimitRaisesAnErrorThatNamesTheHolders() {
    Pool pool = Backends.pool();
    long limit = pool.limitBytes();
    try (Arena arena = Arena.open("hungry")) {
      arena.create(DType.UINT8, 1 << 20);
      pool.setLimitBytes(pool.usedBytes() + (1 << 20));
      String text = assertThrows(OffHeapMemoryError.class, () -> NDArray.create(DType.UINT8, 2 << 20)).getMessage();
      assertTrue(text.contains("hungry") && text.contains("pydl4j.memory.limit"), text);
      NDArray.create(DType.UINT8, 1 << 10).close();
    } finally {
      pool.setLimitBytes(limit);
    }
  }

  @Test
  void aMillionTemporariesReuseTheSameMemory() {
    long before = Backends.pool().usedBytes();
    for (int i = 0; i < 1_000_000; i++) {
      NDArray.create(DType.FLOAT32, 100).close();
    }
    assertTrue(Backends.pool().usedBytes() <= before);
  }

  @Test
  void sizesAreParsed() {
    assertEquals(512L << 20, Pool.parseBytes("512m"));
    assertEquals(4L << 30, Pool.parseBytes("4G"));
    assertThrows(IllegalArgumentException.class, () -> Pool.parseBytes("lots"));
    for (long b = 1; b < 1 << 20; b += 37) {
      long c = Pool.sizeClass(b);
      assertTrue(c >= b && (c <= 64 || c <= b * 1.25 + 64), b + " -> " + c);
    }
  }

  @Test
  void assignFollowsStridesAndMayOverlap() {
    NDArray a = NDArray.of(new long[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, 3, 4);
    NDArray turned = a.transpose().dup();
    assertArrayEquals(new long[] {0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11}, turned.toLongArray());
    NDArray reversed = a.strided(new long[] {3, 2}, new long[] {-4, -2}, 11);
    assertArrayEquals(new long[] {11, 9, 7, 5, 3, 1}, reversed.dup().toLongArray());
    a.slice(1, 1, 4).assign(a.slice(1, 0, 3));
    assertArrayEquals(new long[] {0, 0, 1, 2, 4, 4, 5, 6, 8, 8, 9, 10}, a.toLongArray());
    a.slice(0, 0, 2).assign(a.slice(0, 2, 3).broadcast(2, 4));
    assertArrayEquals(new long[] {8, 8, 9, 10, 8, 8, 9, 10, 8, 8, 9, 10}, a.toLongArray());
  }
}
