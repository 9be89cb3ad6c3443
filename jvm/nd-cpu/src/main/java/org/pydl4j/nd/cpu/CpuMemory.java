package org.pydl4j.nd.cpu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.pydl4j.nd.plan.options.Threads;
import org.pydl4j.nd.spi.Memory;

/** Main memory from the C library. */
final class CpuMemory implements Memory {
  @Override
  public long allocate(long bytes) {
    return Native.allocate(bytes);
  }

  @Override
  public void free(long address) {
    Native.free(address);
  }

  @Override
  public ByteBuffer view(long address, int bytes) {
    return DirectBuffers.of(address, bytes).order(ByteOrder.nativeOrder());
  }

  @Override
  public void copy(long source, long target, long bytes) {
    Native.copy(source, target, bytes);
  }

  @Override
  public void copyStrided(long source, long[] sourceStrides, long target, long[] targetStrides, long[] dims,
      int width) {
    Native.copyStrided(source, sourceStrides, target, targetStrides, dims, dims.length, width, Threads.count());
  }

  @Override
  public void clear(long address, long bytes) {
    Native.clear(address, bytes);
  }
}
