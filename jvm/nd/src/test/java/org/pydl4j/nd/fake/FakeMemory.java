package org.pydl4j.nd.fake;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.pydl4j.nd.array.Backends;
import org.pydl4j.nd.spi.Memory;

/**
 * Blocks at made-up addresses; where they lie in main memory only the device's own work finds out. New blocks hold NaN.
 */
final class FakeMemory implements Memory {
  private static final long FIRST = 0x7f00_0000_0000_0000L;
  private final FakeDevice device;
  private final ConcurrentSkipListMap<Long, Block> blocks = new ConcurrentSkipListMap<>();
  private long next = FIRST;
  private long capacity = 1L << 31;
  private long used;

  private record Block(long host, long bytes) {
  }

  FakeMemory(FakeDevice device) {
    this.device = device;
  }

  private static Memory host() {
    return Backends.backend().memory();
  }

  synchronized void capacity(long bytes) {
    capacity = bytes;
  }

  int blocks() {
    return blocks.size();
  }

  @Override
  public boolean isHost() {
    return false;
  }

  @Override
  public synchronized long allocate(long bytes) {
    if (used + bytes > capacity) {
      return 0;
    }
    long host = host().allocate(bytes);
    ByteBuffer all = host().view(host, Math.toIntExact(bytes));
    while (all.remaining() >= 8) {
      all.putLong(-1L);
    }
    used += bytes;
    long address = next;
    next += (bytes + 4095) / 64 * 64;
    blocks.put(address, new Block(host, bytes));
    return address;
  }

  @Override
  public synchronized void free(long address) {
    Block b = blocks.remove(address);
    if (b == null) {
      throw new IllegalStateException(
          "[" + device + "] address " + Long.toHexString(address) + " is freed, but was not allocated");
    }
    used -= b.bytes;
    host().free(b.host);
  }

  /** Where the bytes lie in main memory; they must be part of one block. */
  long translate(long address, long bytes) {
    Map.Entry<Long, Block> e = blocks.floorEntry(address);
    if (e == null || address - e.getKey() + bytes > e.getValue().bytes) {
      throw new IllegalStateException(
          "[" + device + "] " + bytes + " bytes at " + Long.toHexString(address) + " are not allocated");
    }
    return e.getValue().host + address - e.getKey();
  }

  @Override
  public ByteBuffer view(long address, int bytes) {
    throw new IllegalStateException("[" + device + "] host code cannot reach address " + Long.toHexString(address));
  }

  @Override
  public void copy(long source, long target, long bytes) {
    host().copy(translate(source, bytes), translate(target, bytes), bytes);
  }

  @Override
  public void copyIn(long host, long target, long bytes) {
    host().copy(host, translate(target, bytes), bytes);
  }

  @Override
  public void copyOut(long source, long host, long bytes) {
    host().copy(translate(source, bytes), host, bytes);
  }

  @Override
  public void clear(long address, long bytes) {
    host().clear(translate(address, bytes), bytes);
  }
}
