package org.pydl4j.nd.plan.cache;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The runs under way of something that is freed once it is closed and the last of them is done. Allocates nothing per
 * run, and threads do not meet: each counts at a place of its own.
 */
public final class Runs {
  /** Places at which threads count or keep what they used; a power of two. */
  public static final int STRIPES = 8;
  private static final int APART = 16; // ints in a cache line
  private final AtomicIntegerArray running = new AtomicIntegerArray(STRIPES * APART);
  private final AtomicBoolean freed = new AtomicBoolean();
  private final Runnable free;
  private volatile boolean closed;

  public Runs(Runnable free) {
    this.free = free;
  }

  /** The place of the calling thread. */
  public static int stripe() {
    return (int) Thread.currentThread().getId() & STRIPES - 1;
  }

  /** Begins a run, which the same thread must end by {@link #leave}; false when closed. */
  public boolean enter() {
    running.getAndIncrement(stripe() * APART);
    if (closed) {
      leave();
      return false;
    }
    return true;
  }

  public void leave() {
    running.getAndDecrement(stripe() * APART);
    if (closed) {
      freeIfDone();
    }
  }

  public boolean isClosed() {
    return closed;
  }

  /** Nobody enters from now on; frees now or with the last run under way. */
  public void close() {
    closed = true;
    freeIfDone();
  }

  /** Who came in before it was closed is counted until it leaves, and looks again then. */
  private void freeIfDone() {
    for (int i = 0; i < STRIPES; i++) {
      if (running.get(i * APART) != 0) {
        return;
      }
    }
    if (freed.compareAndSet(false, true)) {
      free.run();
    }
  }
}
