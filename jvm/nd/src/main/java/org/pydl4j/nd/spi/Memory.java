package org.pydl4j.nd.spi;

import java.nio.ByteBuffer;

/**
 * Raw memory of a backend: addresses in, addresses out; no pooling, no limits (see {@code array.Pool}). Copies are done
 * when they return, whatever streams do meanwhile. A device's addresses mean nothing to host code.
 */
public interface Memory {
  /** Whether this is main memory: then host code and every other host backend may use its addresses. */
  default boolean isHost() {
    return true;
  }

  /** A new block, 64-byte aligned, not cleared; 0 when the system has no more. */
  long allocate(long bytes);

  void free(long address);

  /**
   * A direct buffer in native byte order over at most Integer.MAX_VALUE bytes; it does not own the memory. Only in main
   * memory.
   */
  ByteBuffer view(long address, int bytes);

  void copy(long source, long target, long bytes);

  /**
   * Copies elements between two layouts of one shape, which do not overlap.
   *
   * @param source address of the first element
   * @param sourceStrides in elements, per axis
   * @param width bytes per element
   */
  default void copyStrided(long source, long[] sourceStrides, long target, long[] targetStrides, long[] dims,
      int width) {
    long[] at = new long[dims.length];
    long size = 1;
    for (long d : dims) {
      size *= d;
    }
    for (long i = 0; i < size; i++) {
      copy(source, target, width);
      for (int axis = dims.length - 1; axis >= 0; axis--) {
        source += sourceStrides[axis] * width;
        target += targetStrides[axis] * width;
        if (++at[axis] < dims[axis]) {
          break;
        }
        source -= at[axis] * sourceStrides[axis] * width;
        target -= at[axis] * targetStrides[axis] * width;
        at[axis] = 0;
      }
    }
  }

  /** From main memory into this. */
  default void copyIn(long host, long target, long bytes) {
    copy(host, target, bytes);
  }

  /** From this into main memory. */
  default void copyOut(long source, long host, long bytes) {
    copy(source, host, bytes);
  }

  void clear(long address, long bytes);
}
