package org.pydl4j.nd.spi;

import java.nio.ByteBuffer;

/** Raw memory of a backend: addresses in, addresses out; no pooling, no limits (see {@code array.Pool}). */
public interface Memory {
  /** A new block, 64-byte aligned, not cleared; 0 when the system has no more. */
  long allocate(long bytes);

  void free(long address);

  /** A direct buffer in native byte order over at most Integer.MAX_VALUE bytes; it does not own the memory. */
  ByteBuffer view(long address, int bytes);

  void copy(long source, long target, long bytes);

  void clear(long address, long bytes);
}
