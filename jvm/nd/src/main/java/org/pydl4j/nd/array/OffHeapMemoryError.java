package org.pydl4j.nd.array;

/**
 * Off-heap memory is exhausted, or an allocation would exceed {@code pydl4j.memory.limit}; the message names the
 * holders.
 */
public final class OffHeapMemoryError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public OffHeapMemoryError(String message) {
    super(message);
  }
}
