package org.pydl4j.nd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.pydl4j.nd.array.Arena;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.array.NDArrayIndex;
import org.pydl4j.nd.spi.Philox;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;

@SuppressWarnings("try") // arenas are only closed
class NdTest {
  private static final float EXACT = 0;

  @Test
  void methodsChainOverNewArrays() {
    try (Arena arena = Arena.open()) {
      NDArray a = Nd.create(new float[][] {{1, 2}, {3, 4}});
      assertArrayEquals(new float[] {8, 11, 16, 23}, a.mmul(a).add(1).toFloatArray(), EXACT);
      assertArrayEquals(new float[] {0.5f, 0, -0.5f, -1}, a.rsub(2).div(2).toFloatArray(), EXACT);
      assertArrayEquals(new float[] {4, 6}, a.sum(0).toFloatArray(), EXACT);
      assertEquals(2.5, a.mean().getDouble());
      assertEquals(Math.sqrt(5 / 3.0), a.std().getDouble(), 1e-6);
      assertArrayEquals(new long[] {1, 1}, a.argMax(1).toLongArray());
      assertArrayEquals(new long[] {0, 0, 1, 1}, a.gt(2).toLongArray());
      assertArrayEquals(new float[] {1, 2, 3, 4}, a.toFloatArray(), EXACT);
      assertEquals(DType.FLOAT32, Nd.create(new int[] {1, 2}).mul(1.5).dtype());
      assertEquals(DType.INT32, Nd.create(new int[] {1, 2}).mul(2).dtype());
    }
  }

  @Test
  void inPlaceFormsWriteIntoTheArrayAndItsBase() {
    try (Arena arena = Arena.open()) {
      NDArray a = Nd.arange(6).reshape(2, 3);
      NDArray column = a.get(NDArrayIndex.all(), NDArrayIndex.point(1));
      assertSame(column, column.addi(10).muli(column));
      assertArrayEquals(new float[] {0, 121, 2, 3, 196, 5}, a.toFloatArray(), EXACT);
      NDArray whole = Nd.create(new long[] {1, 2});
      assertTrue(
          assertThrows(IllegalArgumentException.class, () -> whole.addi(1.5)).getMessage().contains("[Add] in place"));
      assertTrue(assertThrows(IllegalArgumentException.class, () -> whole.addi(Nd.zeros(DType.INT64, 3, 2)))
          .getMessage().contains("int64[3, 2]"));
      assertArrayEquals(new long[] {1, 2}, whole.toLongArray());
    }
  }

  @Test
  void indicesChooseViewsAndListsCopies() {
    try (Arena arena = Arena.open()) {
      NDArray a = Nd.arange(24).reshape(2, 3, 4);
      NDArray view = a.get(NDArrayIndex.point(-1), NDArrayIndex.newAxis(), NDArrayIndex.interval(0, 3, 2));
      assertArrayEquals(new long[] {1, 2, 4}, view.shape());
      view.addi(100);
      assertEquals(112, a.getDouble(1, 0, 0));
      assertEquals(16, a.getDouble(1, 1, 0));
      NDArray picks = a.get(NDArrayIndex.point(0), NDArrayIndex.indices(2, 0, -1), NDArrayIndex.indices(3, 1));
      assertArrayEquals(new float[] {11, 9, 3, 1, 11, 9}, picks.toFloatArray(), EXACT);
      a.put(Nd.create(new float[] {-1, -2}), NDArrayIndex.point(0), NDArrayIndex.indices(0, 2),
          NDArrayIndex.indices(0, 3));
      assertArrayEquals(new float[] {-1, 1, 2, -2, 4, 5, 6, 7, -1, 9, 10, -2},
          a.get(NDArrayIndex.point(0)).dup().toFloatArray(), EXACT);
      assertEquals("[index] out of range: got 3 for axis 1; expected -3 to 2.",
          assertThrows(IndexOutOfBoundsException.class, () -> a.get(NDArrayIndex.all(), NDArrayIndex.indices(3)))
              .getMessage());
    }
  }

  @Test
  void anArenaFreesWhatWasMadeInsideButWhatIsDetached() {
    try (NDArray a = Nd.ones(1000)) {
      a.add(1).close(); // the program of a sum stays
    }
    long before = Arena.ROOT.bytes();
    NDArray freed;
    NDArray kept;
    try (Arena arena = Arena.open()) {
      freed = Nd.ones(1000);
      try (Arena inner = Arena.open()) {
        kept = freed.add(1).detach();
        freed.add(1);
        assertTrue(inner.bytes() >= 4000);
      }
      assertFalse(freed.isClosed());
      for (int i = 0; i < 1000; i++) {
        Nd.ones(1000).close();
      }
      assertTrue(arena.bytes() < 10_000, arena::toString);
    }
    assertTrue(freed.isClosed());
    assertTrue(assertThrows(IllegalStateException.class, () -> freed.add(1)).getMessage().contains("is closed"));
    assertEquals(2, kept.getDouble(999));
    kept.close();
    assertEquals(before, Arena.ROOT.bytes());
  }

  @Test
  void familiesTakeOptionsByName() {
    try (Arena arena = Arena.open()) {
      NDArray x = Nd.create(new float[][] {{0, 0}, {0, (float) Math.log(3)}});
      assertArrayEquals(new float[] {0.5f, 0.25f, 0.5f, 0.75f}, Nd.nn().softmax(x, Attrs.of("axis", 0)).toFloatArray(),
          1e-6f);
      assertArrayEquals(new float[] {1, 1, 1, 3}, Nd.math().exp(x).toFloatArray(), 1e-6f);
      assertArrayEquals(new long[] {4, 1},
          Nd.vstack(x, x).get(NDArrayIndex.all(), NDArrayIndex.interval(1, 2)).shape());
      assertTrue(assertThrows(IllegalArgumentException.class, () -> Nd.nn().softmax(x, Attrs.of("axes", 0)))
          .getMessage().contains("Did you mean 'axis'?"));
    }
  }

  @Test
  void aSeedFixesTheRandomNumbers() {
    try (Arena arena = Arena.open()) {
      Nd.seed(7);
      NDArray first = Nd.rand(3, 4);
      assertEquals(Philox.uniform(7, 0, 0, 11), first.getDouble(2, 3));
      assertEquals(0, Nd.randn(1000).mean().getDouble(), 0.1);
      NDArray second = Nd.rand(3, 4);
      Nd.seed(7);
      assertArrayEquals(first.toFloatArray(), Nd.rand(3, 4).toFloatArray(), EXACT);
      assertFalse(Arrays.equals(first.toFloatArray(), second.toFloatArray()));
    }
  }

  @Test
  void arraysHaveFewMethods() {
    long methods = Arrays.stream(NDArray.class.getMethods())
        .filter(m -> m.getDeclaringClass() != Object.class && !Modifier.isStatic(m.getModifiers()) && !m.isBridge())
        .count();
    assertTrue(methods <= 86, () -> methods + " methods: put what few need into a family of ops");
  }
}
