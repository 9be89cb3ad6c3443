package org.pydl4j.nd.array;

import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/** A block of off-heap or device memory and its owner. Foreign memory (NumPy's, DLPack's) carries the object that keeps it alive. */
final class Storage implements AutoCloseable {
  /** Several, by thread: each has a list under a lock. */
  private static final Cleaner[] CLEANERS = {Cleaner.create(), Cleaner.create(), Cleaner.create(), Cleaner.create()};
  private static final int VIEW_BITS = 30;

  final long address;
  final long bytes;
  private volatile Arena arena;
  private final Pool pool;
  private final Object keepAlive;
  private final Release release;
  private final Cleaner.Cleanable cleanable;
  /** What streams do with it; null in main memory. */
  final Uses uses;
  private volatile ByteBuffer[] views;
  /** How often the memory was written, about: writers count up without waiting for each other. */
  long version;

  Storage(Arena arena, Pool pool, long address, long bytes) {
    this.arena = arena;
    this.pool = pool;
    this.uses = pool.isHost() ? null : new Uses();
    this.address = address;
    this.bytes = bytes;
    this.keepAlive = null;
    this.release = new Release(arena, pool, address, bytes, uses);
    this.cleanable = arena == Arena.ROOT ? CLEANERS[(int) Thread.currentThread().getId() & CLEANERS.length - 1].register(this, release) : null;
  }

  /** Main memory that somebody else frees; keepAlive is held as long as this. */
  Storage(long address, long bytes, Object keepAlive) {
    this.arena = null;
    this.pool = null;
    this.uses = null;
    this.address = address;
    this.bytes = bytes;
    this.keepAlive = keepAlive;
    this.release = null;
    this.cleanable = null;
  }

  boolean isClosed() {
    return release != null && release.closed;
  }

  /** Keeps the memory until {@link #leave}, even if it is closed meanwhile; false when it is closed already. */
  boolean enter() {
    if (release == null || release.enter()) {
      return true;
    }
    leave();
    return false;
  }

  void leave() {
    if (release != null && release.leave()) {
      forgotten();
    }
  }

  /** The net below has nothing more to do. */
  private void forgotten() {
    if (cleanable != null) {
      cleanable.clean();
    }
  }

  Device device() {
    return pool == null ? Device.host() : Device.of(pool.backend());
  }

  IllegalStateException notInMainMemory() {
    return new IllegalStateException("[array] lies on " + device() + ", where the host cannot read or write elements. Copy it with toHost().");
  }

  Object keepAlive() {
    return keepAlive;
  }

  /** The view that holds the byte at that offset: blocks of 1 GiB. */
  ByteBuffer view(long offset) {
    ByteBuffer[] all = views;
    if (all == null) {
      if (isClosed()) {
        throw new IllegalStateException("[array] is closed: its memory was freed. Use it before close(), or dup() it.");
      }
      all = makeViews();
      views = all;
    }
    return all[(int) (offset >>> VIEW_BITS)];
  }

  static int within(long offset) {
    return (int) (offset & ((1L << VIEW_BITS) - 1));
  }

  private ByteBuffer[] makeViews() {
    if (uses != null) {
      throw notInMainMemory();
    }
    int n = (int) ((bytes + (1L << VIEW_BITS) - 1) >>> VIEW_BITS);
    ByteBuffer[] made = new ByteBuffer[Math.max(n, 1)];
    for (int i = 0; i < made.length; i++) {
      long start = (long) i << VIEW_BITS;
      int length = (int) Math.min(bytes - start, 1L << VIEW_BITS);
      made[i] = Backends.backend().memory().view(address + start, length).order(ByteOrder.nativeOrder());
    }
    return made;
  }

  @Override
  public void close() {
    if (release == null) {
      return;
    }
    views = null;
    arena.forget(this);
    if (release.close()) {
      forgotten();
    }
  }

  /** Gives the block to another arena, which closes it from now on. Nothing for foreign memory. */
  void moveTo(Arena other) {
    if (release == null || arena == other) {
      return;
    }
    synchronized (release) {
      if (!release.isFree) {
        arena.forget(this);
        arena.released(pool, bytes);
        other.take(this, pool, bytes);
        arena = other;
        release.arena = other;
      }
    }
  }

  /** The same where the block belongs to that arena. */
  void moveFrom(Arena owner, Arena other) {
    if (arena == owner) {
      moveTo(other);
    }
  }

  /** Frees the block once it is closed and nobody is inside, or nobody can be. */
  private static final class Release implements Runnable {
    private static final AtomicIntegerFieldUpdater<Release> INSIDE = AtomicIntegerFieldUpdater.newUpdater(Release.class, "inside");
    private final Pool pool;
    private final long address;
    private final long bytes;
    private final Uses uses;
    private volatile int inside;
    private volatile boolean closed;
    private volatile Arena arena;
    private boolean isFree;

    Release(Arena arena, Pool pool, long address, long bytes, Uses uses) {
      this.arena = arena;
      this.pool = pool;
      this.address = address;
      this.bytes = bytes;
      this.uses = uses;
    }

    boolean enter() {
      INSIDE.getAndIncrement(this);
      return !closed;
    }

    /** Whether that freed the block. */
    boolean leave() {
      return INSIDE.decrementAndGet(this) == 0 && closed && free(false);
    }

    /** Whether that freed the block. */
    boolean close() {
      closed = true;
      return free(false);
    }

    /** Nobody can reach the storage any more, from inside neither. */
    @Override
    public void run() {
      closed = true;
      free(true);
    }

    private synchronized boolean free(boolean anyway) {
      if (isFree || inside != 0 && !anyway) {
        return false;
      }
      isFree = true;
      pool.release(address, bytes, uses);
      arena.released(pool, bytes);
      return true;
    }
  }
}
