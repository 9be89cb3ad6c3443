package org.pydl4j.nd.spi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** Memory of the plain-Java backend: direct buffers behind made-up addresses, so that no native code is needed. */
public final class JavaMemory implements Memory {
  private static final long FIRST = 1L << 20;
  private final ConcurrentSkipListMap<Long, ByteBuffer> blocks = new ConcurrentSkipListMap<>();
  private final AtomicLong next = new AtomicLong(FIRST);

  @Override
  public long allocate(long bytes) {
    if (bytes > Integer.MAX_VALUE - 64) {
      throw new UnsupportedOperationException("[plain-Java backend] one array holds at most 2 GiB: got " + bytes
          + " bytes. Use a platform where the native backend loads.");
    }
    ByteBuffer block = ByteBuffer.allocateDirect((int) Math.max(bytes, 1)).order(ByteOrder.nativeOrder());
    long address = next.getAndAdd((bytes + 127) / 64 * 64);
    blocks.put(address, block);
    return address;
  }

  @Override
  public void free(long address) {
    blocks.remove(address);
  }

  @Override
  public ByteBuffer view(long address, int bytes) {
    Map.Entry<Long, ByteBuffer> entry = blocks.floorEntry(address);
    if (entry == null || address - entry.getKey() + bytes > entry.getValue().capacity()) {
      throw new IllegalStateException("[plain-Java backend] address " + address + " is not ours");
    }
    ByteBuffer whole = entry.getValue().duplicate();
    int start = (int) (address - entry.getKey());
    whole.position(start).limit(start + bytes);
    return whole.slice().order(ByteOrder.nativeOrder());
  }

  @Override
  public void copy(long source, long target, long bytes) {
    view(target, (int) bytes).put(view(source, (int) bytes));
  }

  @Override
  public void clear(long address, long bytes) {
    view(address, (int) bytes).put(new byte[(int) bytes]);
  }
}
