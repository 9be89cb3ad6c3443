package org.pydl4j.nd.array;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.function.LongConsumer;

/**
 * The small blocks of a few threads: those in use are counted, those freed are kept for later by size class, and what
 * is forgotten is freed by a net. All that an array costs a thread lies under one lock that other threads seldom want,
 * and no two lanes share a line of the processor's caches.
 */
final class Lane extends LaneFields {
  static final long MAX_BYTES = 32L << 10;
  private static final int MOST_OF_A_CLASS = 64;
  private static final long MOST_BYTES_OF_A_CLASS = 128L << 10;
  /** Bytes in use may grow by so much before they are compared with the limit and the peak. */
  private static final long SLACK = 64L << 10;
  private static final AtomicLongFieldUpdater<LaneFields> USED =
      AtomicLongFieldUpdater.newUpdater(LaneFields.class, "used");
  private static final ReferenceQueue<Object> FORGOTTEN = new ReferenceQueue<>();

  /** Keeps the fields of the next lane at a distance: lines are fetched in pairs. */
  @SuppressWarnings("unused")
  private long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;

  static {
    Thread net = new Thread(Lane::freeForgotten, "pydl4j forgotten arrays");
    net.setDaemon(true);
    net.setContextClassLoader(null); // that of whoever made the first array would live as long as this
    net.start();
  }

  /** What is freed when its owner is forgotten without being closed. */
  abstract static class Net extends PhantomReference<Object> {
    private final boolean isNeeded;
    private int at = -1;

    /** @param owner null where somebody else closes it for sure */
    Net(Object owner) {
      super(owner, FORGOTTEN);
      isNeeded = owner != null;
    }

    abstract void ownerIsForgotten();
  }

  private static void freeForgotten() {
    while (true) {
      try {
        ((Net) FORGOTTEN.remove()).ownerIsForgotten();
      } catch (InterruptedException e) {
        // nobody has a reason to end it
      } catch (RuntimeException e) {
        Thread.currentThread().getThreadGroup().uncaughtException(Thread.currentThread(), e);
      }
    }
  }

  Lane() {
    blocks = new long[classOf(MAX_BYTES) + 1][];
    counts = new int[blocks.length];
    nets = new Net[64];
    free = new int[64];
  }

  /** The number of a size class: four per doubling. */
  private static int classOf(long size) {
    int top = 63 - Long.numberOfLeadingZeros(size - 1);
    return top << 2 | (int) (size - 1 >> top - 2) & 3;
  }

  /**
   * A kept block of that size class, now in use, with its net; 0 without one.
   *
   * @param anyway also where what is in use should be compared with the limit first
   */
  synchronized long take(long size, Net net, boolean anyway) {
    int c = classOf(size);
    if (counts[c] == 0 || !anyway && isAtMark(size)) {
      return 0;
    }
    kept -= size;
    use(size, net);
    return blocks[c][--counts[c]];
  }

  /** Whether what is in use should be compared with the limit before it grows so. */
  boolean isAtMark(long size) {
    return used + size > mark;
  }

  /** Counts a block from elsewhere, with its net. */
  synchronized void add(long size, Net net) {
    use(size, net);
  }

  private void use(long size, Net net) {
    USED.lazySet(this, used + size);
    if (net.isNeeded) {
      if (freeCount == 0 && netCount == nets.length) {
        nets = Arrays.copyOf(nets, 2 * netCount);
        free = Arrays.copyOf(free, 2 * netCount);
      }
      net.at = freeCount > 0 ? free[--freeCount] : netCount++;
      nets[net.at] = net;
    }
  }

  /** A block of this lane is no longer in use; false where it is not kept, for there are enough. */
  synchronized boolean release(long address, long size, Net net) {
    forget(size, net);
    int c = classOf(size);
    if (blocks[c] == null) {
      blocks[c] = new long[(int) Math.min(MOST_OF_A_CLASS, MOST_BYTES_OF_A_CLASS / size)];
    }
    if (counts[c] == blocks[c].length) {
      return false;
    }
    blocks[c][counts[c]++] = address;
    kept += size;
    return true;
  }

  /** A block that this lane counted, of any size, is freed elsewhere. */
  synchronized void forget(long size, Net net) {
    USED.lazySet(this, used - size);
    if (used + 2 * SLACK < mark) {
      mark = used + SLACK;
    }
    if (net.at >= 0) {
      nets[net.at] = null;
      free[freeCount++] = net.at;
      net.at = -1;
    }
  }

  /** What is in use was compared with the limit, and needs to be again at once, or when it has grown. */
  synchronized void mark(boolean isNear) {
    mark = isNear ? 0 : used + SLACK;
  }

  long used() {
    return used;
  }

  synchronized long kept() {
    return kept;
  }

  /** Hands all kept blocks over. */
  synchronized void drain(LongConsumer freed) {
    for (int c = 0; c < counts.length; c++) {
      while (counts[c] > 0) {
        freed.accept(blocks[c][--counts[c]]);
      }
    }
    kept = 0;
  }
}
