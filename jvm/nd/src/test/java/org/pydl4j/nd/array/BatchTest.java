package org.pydl4j.nd.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pydl4j.nd.array.Batch.Column;
import org.pydl4j.nd.types.DType;

class BatchTest {
  private static final long GREAT = (1L << 24) + 1;

  /** Ids, lists of words and numbers with a mask; labels with weights. */
  private static Batch mixed() {
    return new Batch(List.of(
        Column.of("user", NDArray.of(new long[] {GREAT, 1, 2, 3, 4}, 5, 1)),
        Column.of("words", new SparseRows(NDArray.of(new long[] {0, 2, 2, 3, 4, 5}),
            NDArray.of(new long[] {7, 8, 9, 7, 6}), null, 10)),
        Column.of("series", NDArray.of(new float[10], 5, 1, 2)).masked(NDArray.of(new float[10], 5, 2))),
        List.of(Column.of("stars", NDArray.of(new float[] {1, 2, 3, 4, 5}, 5, 1))
            .weighted(NDArray.of(new float[] {1, 2, 3, 4, 5}))));
  }

  @Test
  void columnsKeepTheirTypesThroughTakingJoiningAndCopying() {
    try (Batch b = mixed(); Batch some = b.take(new int[] {0, 4}, 0, 2); Batch twice = Batch.concat(List.of(some, b));
        Batch copy = twice.dup()) {
      assertEquals(7, copy.rows());
      assertArrayEquals(new long[] {GREAT, 4, GREAT, 1, 2, 3, 4}, copy.feature(0).toLongArray());
      SparseRows words = (SparseRows) copy.features().get(1).values();
      assertArrayEquals(new long[] {0, 2, 3, 5, 5, 6, 7, 8}, words.offsets().toLongArray());
      assertArrayEquals(new long[] {7, 8, 6, 7, 8, 9, 7, 6}, words.columns().toLongArray());
      assertArrayEquals(new float[] {1, 5, 1, 2, 3, 4, 5}, copy.labels().get(0).weights().toFloatArray());
      assertNotNull(copy.features().get(2).mask());
    }
  }

  @Test
  void shardsAreViewsOfAllRowsThatDifferByOneAtMost() {
    try (Batch b = mixed()) {
      List<Batch> shards = b.shards(2);
      assertEquals(List.of(2L, 3L), shards.stream().map(Batch::rows).toList());
      shards.get(0).close(); // frees nothing
      assertEquals(GREAT, b.feature(0).getLongAt(0));
      SparseRows second = (SparseRows) shards.get(1).features().get(1).values();
      try (NDArray dense = second.dense(DType.FLOAT32)) {
        assertArrayEquals(new float[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, dense.slice(0, 0, 1).dup().toFloatArray());
      }
      assertEquals(5, b.shards(9).size());
    }
  }

  @Test
  void modelsFindColumnsByNameOrInOrder() {
    try (Batch named = mixed(); Batch ordered = Batch.of(List.of(NDArray.of(new long[] {1}, 1)), List.of())) {
      assertEquals(List.of("series", "user"),
          named.features(List.of("series", "user")).stream().map(Column::name).toList());
      String message = assertThrows(IllegalArgumentException.class, () -> named.features(List.of("usr"))).getMessage();
      assertTrue(message.contains("none for input 'usr'") && message.contains("Did you mean 'user'"), message);
      assertEquals(1, ordered.features(List.of("a")).size());
      message = assertThrows(IllegalArgumentException.class, () -> ordered.features(List.of("a", "b"))).getMessage();
      assertTrue(message.contains("got 1 arrays for 2 inputs; expected one for each of a, b"), message);
    }
  }

  @Test
  void aBatchWhoseColumnsDoNotFitTogetherIsRefused() {
    NDArray two = NDArray.of(new float[2], 2, 1);
    NDArray three = NDArray.of(new float[3], 3, 1);
    assertThrows(IllegalArgumentException.class, () -> Batch.of(two, three));
    assertThrows(IllegalArgumentException.class, () -> Batch.of(two, null, three, null));
    assertThrows(IllegalArgumentException.class, () -> Batch.of(NDArray.scalar(DType.FLOAT32, 1), null));
    assertThrows(IllegalArgumentException.class,
        () -> new Batch(List.of(Column.of("a", two), Column.of("a", two)), List.of()));
    assertThrows(IllegalArgumentException.class,
        () -> new Batch(List.of(Column.of("a", two), Column.of(two)), List.of()));
    assertThrows(IllegalArgumentException.class, () -> new Batch(List.of(Column.of(two).weighted(two)), List.of()));
  }

  @Test
  void anArrayThatStandsTwiceIsFreedOnce() {
    NDArray mask = NDArray.of(new float[] {1, 0}, 2, 1);
    try (Batch b = new Batch(List.of(Column.of(NDArray.of(new float[2], 2, 1))), List.of(
        Column.of("a", NDArray.of(new float[2], 2, 1)).masked(mask),
        Column.of("b", NDArray.of(new float[2], 2, 1)).masked(mask)))) {
      assertEquals(2, b.rows());
    }
    assertTrue(mask.isClosed());
  }
}
