package org.pydl4j.nd.array;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * A block of a pool's memory. It goes back to the pool once it is closed and nobody is inside, or when its owner is
 * forgotten. Who enters, leaves and closes meets others only where they use the same block.
 */
final class Block extends Lane.Net {
  private static final AtomicIntegerFieldUpdater<Block> STATE =
      AtomicIntegerFieldUpdater.newUpdater(Block.class, "state");
  private static final int CLOSED = 1 << 30;
  private static final int FREE = 1 << 29;
  private final Pool pool;
  final long bytes;
  /** What streams do with it; null in main memory. */
  final Uses uses;
  /** Where the pool counts it. */
  Lane lane;
  private long address;
  private volatile Arena arena;
  /** How many are inside, with CLOSED and FREE. */
  private volatile int state;

  /** @param owner whose end frees the block; null where the arena does so for sure */
  Block(Arena arena, Pool pool, long bytes, Uses uses, Object owner) {
    super(owner);
    this.arena = arena;
    this.pool = pool;
    this.bytes = bytes;
    this.uses = uses;
  }

  /** Gets its memory. */
  long allocate() {
    address = pool.allocate(this);
    return address;
  }

  long address() {
    return address;
  }

  Pool pool() {
    return pool;
  }

  boolean isClosed() {
    return (state & CLOSED) != 0;
  }

  /**
   * Keeps the memory until {@link #leave}, even if it is closed meanwhile; false, and nothing to leave, when it is
   * closed already.
   */
  boolean enter() {
    if ((STATE.getAndIncrement(this) & CLOSED) == 0) {
      return true;
    }
    leave();
    return false;
  }

  void leave() {
    if (STATE.decrementAndGet(this) == CLOSED) {
      freeOnce();
    }
  }

  void close() {
    int before = state;
    while ((before & CLOSED) == 0 && !STATE.compareAndSet(this, before, before | CLOSED)) {
      before = state;
    }
    if (before == 0) {
      freeOnce();
    }
  }

  /** Nobody can reach the owner any more, from inside neither. */
  @Override
  void ownerIsForgotten() {
    close();
    int before = state;
    while ((before & FREE) == 0) {
      if (STATE.compareAndSet(this, before, before | FREE)) {
        free();
        return;
      }
      before = state;
    }
  }

  private void freeOnce() {
    if (STATE.compareAndSet(this, CLOSED, CLOSED | FREE)) {
      free();
    }
  }

  private void free() {
    arena.forget(this);
    pool.release(this);
  }

  Arena arena() {
    return arena;
  }

  /** Another arena closes it from now on; nothing where it is closed. */
  void moveTo(Arena other) {
    if (!enter()) {
      return;
    }
    try {
      synchronized (this) {
        if (arena != other) {
          arena.forget(this);
          other.take(this);
          arena = other;
        }
      }
    } finally {
      leave();
    }
  }
}
