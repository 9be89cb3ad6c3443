package org.pydl4j.nd.plan.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KeptTest {
  private static final long MUCH = 300L << 20;

  private static final class Thing implements Kept.Value {
    private final AtomicInteger freed = new AtomicInteger();
    private final Runs runs = new Runs(freed::incrementAndGet);
    private final long bytes;
    private boolean relieved;

    Thing(long bytes) {
      this.bytes = bytes;
    }

    @Override
    public Runs runs() {
      return runs;
    }

    @Override
    public void leave() {
      assertEquals(0, freed.get());
      runs.leave();
    }

    @Override
    public long compiledBytes() {
      return bytes;
    }

    @Override
    public void relieve() {
      relieved = true;
    }

    @Override
    public void close() {
      runs.close();
    }
  }

  private static Thing once(Kept<String, Thing> store, String key, long bytes) {
    Kept.Entry<String, Thing> e = store.enter(key, () -> new Thing(bytes));
    e.leave();
    return e.value();
  }

  @Test
  void onlyWhoWantsTheSameKeyWaitsWhileItIsMade() throws Exception {
    CountDownLatch making = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger made = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try (Kept<String, Thing> store = new Kept<>("things")) {
      List<Future<Thing>> same = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        same.add(pool.submit(() -> {
          Kept.Entry<String, Thing> e = store.enter("slow", () -> {
            made.incrementAndGet();
            making.countDown();
            awaitQuietly(goOn);
            return new Thing(1);
          });
          e.leave();
          return e.value();
        }));
      }
      making.await();
      Thing other = once(store, "other", 1);
      assertSame(other, once(store, "other", 1));
      assertTrue(same.stream().noneMatch(Future::isDone));
      goOn.countDown();
      for (Future<Thing> f : same) {
        assertSame(same.get(0).get(), f.get());
      }
      assertEquals(1, made.get());
    } finally {
      pool.shutdown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatIsDroppedIsFreedWhenItsLastRunLeavesAndMadeAnewWhenAskedFor() {
    try (Kept<String, Thing> store = new Kept<>("things")) {
      Kept.Entry<String, Thing> first = store.enter("first", () -> new Thing(MUCH));
      once(store, "second", MUCH);
      assertEquals(1, store.size());
      assertFalse(first.enter());
      assertEquals(0, first.value().freed.get());
      first.leave();
      assertEquals(1, first.value().freed.get());
      assertNotSame(first.value(), once(store, "first", MUCH));
    }
  }

  @Test
  void whatIsUsedOutlivesWhatIsNot() {
    try (Kept<String, Thing> store = new Kept<>("things"); Kept<String, Thing> others = new Kept<>("others")) {
      Thing used = once(store, "used", MUCH / 4);
      for (int i = 0; i < 20; i++) {
        once(others, "passing " + i, MUCH / 4);
        assertSame(used, once(store, "used", MUCH / 4));
      }
      assertEquals(0, used.freed.get());
      assertTrue(others.size() < 10, others.size() + " of 20 kept");
    }
  }

  @Test
  void whoFailsLeavesNothingBehind() {
    try (Kept<String, Thing> store = new Kept<>("things")) {
      for (int i = 0; i < 2; i++) {
        assertThrows(IllegalArgumentException.class, () -> store.enter("bad", () -> {
          throw new IllegalArgumentException("no");
        }));
        assertNull(store.enter("bad", () -> null));
        assertEquals(0, store.size());
      }
      once(store, "bad", 1);
    }
  }

  @Test
  void closingFreesAllAndLaterCallsSaySo() {
    Kept<String, Thing> store = new Kept<>("things");
    Thing idle = once(store, "idle", 1);
    Kept.Entry<String, Thing> inside = store.enter("inside", () -> new Thing(1));
    store.close();
    assertEquals(1, idle.freed.get());
    assertEquals(0, inside.value().freed.get());
    inside.leave();
    assertEquals(1, inside.value().freed.get());
    assertTrue(assertThrows(IllegalStateException.class, () -> once(store, "idle", 1)).getMessage()
        .contains("[things] are closed"));
  }

  @Test
  void whatIsMadeWhileAllIsDroppedIsMadeAnew() throws Exception {
    try (Kept<String, Thing> store = new Kept<>("things")) {
      CountDownLatch making = new CountDownLatch(1);
      CountDownLatch dropped = new CountDownLatch(1);
      List<Thing> made = java.util.Collections.synchronizedList(new ArrayList<>());
      Thread other = new Thread(() -> store.enter("a", () -> {
        made.add(new Thing(1));
        making.countDown();
        try {
          dropped.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
        return made.get(made.size() - 1);
      }).leave());
      other.start();
      making.await();
      store.clear();
      dropped.countDown();
      other.join();
      assertEquals(2, made.size());
      assertEquals(1, made.get(0).freed.get());
      assertEquals(0, made.get(1).freed.get());
      assertEquals(1, store.size());
    }
  }

  @Test
  void storesOfManyThreadsNeverHandOutWhatIsFreed() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    List<Thing> all = java.util.Collections.synchronizedList(new ArrayList<>());
    List<Future<?>> work = new ArrayList<>();
    try (Kept<String, Thing> store = new Kept<>("things")) {
      for (int t = 0; t < 8; t++) {
        work.add(pool.submit(() -> {
          for (int i = 0; i < 20_000; i++) {
            Kept.Entry<String, Thing> e = store.enter("" + ThreadLocalRandom.current().nextInt(40), () -> {
              Thing made = new Thing(MUCH / 12);
              all.add(made);
              return made;
            });
            assertEquals(0, e.value().freed.get());
            e.leave();
          }
        }));
      }
      for (Future<?> f : work) {
        f.get();
      }
    } finally {
      pool.shutdown();
    }
    assertTrue(all.size() > 40, all.size() + " made");
    assertTrue(all.stream().allMatch(t -> t.freed.get() == 1));
  }
}
