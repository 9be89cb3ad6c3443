package org.pydl4j.nd.plan;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The runs under way of something that is freed once it is closed and the last of them is done. Allocates nothing per run. */
final class Runs {
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicBoolean freed = new AtomicBoolean();
  private final Runnable free;
  private volatile boolean closed;

  Runs(Runnable free) {
    this.free = free;
  }

  /** Begins a run, which must be ended by {@link #leave}; raises when closed. */
  void enter() {
    running.incrementAndGet();
    if (closed) {
      leave();
      throw new IllegalStateException("[plan] is closed. Compile a new one.");
    }
  }

  void leave() {
    if (running.decrementAndGet() == 0 && closed) {
      freeOnce();
    }
  }

  /** Later runs raise; frees now or with the last run under way. */
  void close() {
    closed = true;
    if (running.get() == 0) {
      freeOnce();
    }
  }

  private void freeOnce() {
    if (freed.compareAndSet(false, true)) {
      free.run();
    }
  }
}
