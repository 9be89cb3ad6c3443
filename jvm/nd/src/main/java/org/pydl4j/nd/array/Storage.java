package org.pydl4j.nd.array;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Off-heap or device memory below arrays: a {@link Block}, or foreign memory (NumPy's, DLPack's) with the object that
 * keeps it alive.
 */
final class Storage implements AutoCloseable {
  private static final int VIEW_BITS = 30;

  final long address;
  final long bytes;
  private final Block block;
  private final Object keepAlive;
  /** What streams do with it; null in main memory. */
  final Uses uses;
  private volatile ByteBuffer[] views;
  /** How often the memory was written, about: writers count up without waiting for each other. */
  long version;

  Storage(Arena arena, Pool pool, long bytes) {
    this.uses = pool.isHost() ? null : new Uses();
    this.bytes = bytes;
    this.keepAlive = null;
    this.block = new Block(arena, pool, bytes, uses, arena == Arena.ROOT ? this : null);
    this.address = block.allocate();
    arena.take(block);
  }

  /** Main memory that somebody else frees; keepAlive is held as long as this. */
  Storage(long address, long bytes, Object keepAlive) {
    this.block = null;
    this.uses = null;
    this.address = address;
    this.bytes = bytes;
    this.keepAlive = keepAlive;
  }

  boolean isClosed() {
    return block != null && block.isClosed();
  }

  /** Keeps the memory until {@link #leave}, even if it is closed meanwhile; false when it is closed already. */
  boolean enter() {
    return block == null || block.enter();
  }

  void leave() {
    if (block != null) {
      block.leave();
    }
  }

  Device device() {
    return block == null ? Device.host() : Device.of(block.pool().backend());
  }

  IllegalStateException notInMainMemory() {
    return new IllegalStateException(
        "[array] lies on " + device() + ", where the host cannot read or write elements. Copy it with toHost().");
  }

  Object keepAlive() {
    return keepAlive;
  }

  /** The view that holds the byte at that offset: blocks of 1 GiB. */
  ByteBuffer view(long offset) {
    if (isClosed()) {
      throw new IllegalStateException("[array] is closed: its memory was freed. Use it before close(), or dup() it.");
    }
    ByteBuffer[] all = views;
    if (all == null) {
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
    if (block != null) {
      block.close();
    }
  }

  /** Gives the block to another arena, which closes it from now on. Nothing for foreign memory. */
  void moveTo(Arena other) {
    if (block != null) {
      block.moveTo(other);
    }
  }

  /** The same where the block belongs to that arena. */
  void moveFrom(Arena owner, Arena other) {
    if (block != null && block.arena() == owner) {
      block.moveTo(other);
    }
  }
}
