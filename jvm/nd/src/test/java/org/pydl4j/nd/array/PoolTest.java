package org.pydl4j.nd.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.pydl4j.nd.types.DType;

/** What arrays of many threads take, and when it comes back. */
class PoolTest {
  private static final int KIB = 1 << 10;
  private static final int MIB = 1 << 20;

  /** Small arrays until there is no more memory, from several threads. */
  private static List<NDArray> fill(int threads) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Future<List<NDArray>>> work = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      work.add(pool.submit(() -> {
        List<NDArray> made = new ArrayList<>();
        try {
          while (made.size() < 100_000) {
            made.add(NDArray.create(DType.UINT8, 3 * KIB));
          }
        } catch (OffHeapMemoryError e) {
          return made;
        }
        throw new AssertionError("no end of memory");
      }));
    }
    List<NDArray> all = new ArrayList<>();
    for (Future<List<NDArray>> f : work) {
      all.addAll(f.get());
    }
    pool.shutdown();
    return all;
  }

  @Test
  void smallArraysOfManyThreadsFillTheLimitAndNeverPassIt() throws Exception {
    Pool pool = Backends.pool();
    long limit = pool.limitBytes();
    Pool.relieve();  // what earlier tests left idle would go when memory is short
    long before = pool.usedBytes();
    try {
      for (int round = 0; round < 3; round++) {  // later rounds find blocks that their threads kept
        pool.setLimitBytes(before + 16L * MIB);
        List<NDArray> all = fill(6);
        assertTrue(pool.usedBytes() <= before + 16L * MIB, pool.usedBytes() - before + " bytes");
        assertTrue(pool.usedBytes() > before + 15L * MIB, pool.usedBytes() - before + " bytes");
        pool.setLimitBytes(0);
        all.forEach(NDArray::close);
        assertEquals(before, pool.usedBytes());
      }
    } finally {
      pool.setLimitBytes(limit);
    }
  }

  @Test
  void thePeakIsKnownToWithinAMebibyte() {
    Pool pool = Backends.pool();
    long high = Math.max(pool.peakBytes() - pool.usedBytes(), 0) / (30 * KIB) + 200;
    List<NDArray> all = new ArrayList<>();
    for (long i = 0; i < high; i++) {
      all.add(NDArray.create(DType.UINT8, 30 * KIB));
    }
    long most = pool.usedBytes();
    all.forEach(NDArray::close);
    assertTrue(pool.peakBytes() >= most - MIB && pool.peakBytes() <= most + MIB,
        pool.peakBytes() + " bytes, used " + most);
  }

  @Test
  void whatIsForgottenIsFreed() {
    long before = Backends.pool().usedBytes();
    for (int i = 0; i < 500; i++) {
      NDArray.create(DType.UINT8, KIB);
      NDArray.create(DType.UINT8, 64 * KIB);
    }
    for (int i = 0; i < 100 && Backends.pool().usedBytes() > before; i++) {
      System.gc();
    }
    assertTrue(Backends.pool().usedBytes() <= before, Backends.pool().usedBytes() - before + " bytes");
  }

  @Test
  void whatLastsCannotBeClosedAndIsFreedWhenForgotten() {
    long before = Backends.pool().usedBytes();
    NDArray a = Holds.lasting(NDArray.scalar(DType.FLOAT64, 2.5));
    a.close();
    System.gc();
    assertEquals(2.5, a.getDoubleAt(0));
    a = null;
    for (int i = 0; i < 100 && Backends.pool().usedBytes() > before; i++) {
      System.gc();
    }
    assertTrue(Backends.pool().usedBytes() <= before, Backends.pool().usedBytes() - before + " bytes");
  }

  @Test
  void anArrayClosedByAnotherThreadWhileSomebodyIsInsideIsFreedByTheLastWhoLeaves() throws Exception {
    long before = Backends.pool().usedBytes();
    NDArray a = NDArray.create(DType.UINT8, KIB);
    Holds.enter(a);
    Thread other = new Thread(a::close);
    other.start();
    other.join();
    assertTrue(a.isClosed());
    assertEquals(before + KIB, Backends.pool().usedBytes());
    Holds.leave(a);
    assertEquals(before, Backends.pool().usedBytes());
    a.close();
    assertEquals(before, Backends.pool().usedBytes());
  }
}
