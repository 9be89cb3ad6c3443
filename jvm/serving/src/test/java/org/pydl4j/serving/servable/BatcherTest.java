package org.pydl4j.serving.servable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pydl4j.serving.servable.Batcher.Limits;

@Timeout(60)
class BatcherTest {
  private static final long LONG_MICROS = 3_600_000_000L;

  private final List<List<Integer>> batches = Collections.synchronizedList(new ArrayList<>());

  private Batcher<Integer> batcher(Limits limits) {
    return new Batcher<>("test", limits, i -> i, batches::add);
  }

  @Test
  void aFullBatchDoesNotWaitForTheDelay() throws Exception {
    try (Batcher<Integer> b = batcher(new Limits(4, LONG_MICROS, 100))) {
      for (int i = 0; i < 8; i++) {
        b.put(1);
      }
      b.awaitIdle();
      assertEquals(List.of(List.of(1, 1, 1, 1), List.of(1, 1, 1, 1)), batches);
    }
  }

  @Test
  void theFirstItemOfABatchWaitsTheDelayAndNoLonger() throws Exception {
    try (Batcher<Integer> b = batcher(new Limits(100, 50_000, 100))) {
      long begin = System.nanoTime();
      b.put(1);
      b.put(2);
      b.awaitIdle();
      assertTrue(System.nanoTime() - begin >= 50_000_000);
      assertEquals(List.of(List.of(1, 2)), batches);
    }
  }

  @Test
  void itemsAreNeverSplitAndLargeOnesGoAlone() throws Exception {
    try (Batcher<Integer> b = batcher(new Limits(5, 20_000, 1000))) {
      for (int size : new int[] {3, 3, 90, 2, 2}) {
        b.put(size);
      }
      b.awaitIdle();
      assertEquals(List.of(List.of(3), List.of(3), List.of(90), List.of(2, 2)), batches);
    }
  }

  @Test
  void underOverloadOffersAreRefusedPutsWaitAndOrderIsKept() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Batcher<Integer> b = new Batcher<>("test", new Limits(1, 0, 3), i -> 1, batch -> {
      begun.countDown();
      try {
        go.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      batches.add(batch);
    });
    b.put(0);
    begun.await();
    assertTrue(b.offer(1) && b.offer(2) && b.offer(3));
    assertFalse(b.offer(4));
    Thread late = new Thread(() -> {
      try {
        b.put(5);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    });
    late.start();
    go.countDown();
    late.join();
    b.close();
    assertEquals(List.of(List.of(0), List.of(1), List.of(2), List.of(3), List.of(5)), batches);
  }

  @Test
  void closingWhileBusyDoesWhatIsQueuedAndTakesNoMore() throws Exception {
    Batcher<Integer> b = batcher(new Limits(1000, LONG_MICROS, 1000));
    for (int i = 0; i < 100; i++) {
      b.put(i);
    }
    b.close();
    assertEquals(IntStream.range(0, 100).boxed().toList(), batches.stream().flatMap(List::stream).toList());
    assertThrows(IllegalStateException.class, () -> b.put(1));
    assertThrows(IllegalStateException.class, () -> b.offer(1));
    b.close();
  }

  @Test
  void workThatFailsEndsTheBatcherAndSaysSo() throws Exception {
    RuntimeException failure = new RuntimeException("the disk");
    Batcher<Integer> b = new Batcher<>("test", new Limits(1, 0, 10), i -> 1, batch -> {
      throw failure;
    });
    b.put(1);
    b.awaitIdle();
    assertSame(failure, b.failure());
    assertTrue(assertThrows(IllegalStateException.class, () -> b.put(1)).getMessage().contains("the disk"));
    b.close();
  }

  @Test
  void limitsThatMakeNoSenseAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Limits(0, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Limits(1, -1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Limits(1, 0, 0));
  }
}
