package org.pydl4j.nd.spi;

/**
 * A queue of a device: copies and kernels run in the order in which they were put in, while the host goes on. Host
 * memory runs them at once. Work that fails makes the stream skip what follows until somebody was told: the next {@code
 * synchronize} of the stream, or of an event behind the failure, raises it once as {@link DeviceException}. Used by one
 * thread at a time.
 */
public interface Stream extends AutoCloseable {
  /** From main memory; the bytes there may change as soon as this returns. */
  void copyIn(long host, long target, long bytes);

  /** To main memory; the bytes are there after the next synchronize. */
  void copyOut(long source, long host, long bytes);

  /** Within the device. */
  void copy(long source, long target, long bytes);

  /** A new event of this device. */
  Event newEvent();

  /** Puts the event's mark behind all work put in so far. */
  void record(Event event);

  /**
   * What is put in from now on waits for that mark, of whatever stream of the device; a failure there is one here too.
   */
  void await(Event event);

  /** Waits for all work put in; raises the failure of the first that failed. */
  void synchronize();

  /** Waits for all work put in, then frees the stream; raises nothing. */
  @Override
  void close();
}
