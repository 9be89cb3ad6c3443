package org.pydl4j.nd.spi;

/**
 * A mark in a stream: what was put into the stream before {@link Stream#record} is done when the mark is reached.
 * Recording again moves the mark; an event that was never recorded, or whose stream or self is closed, counts as
 * reached. Thread-safe.
 */
public interface Event extends AutoCloseable {
  /** Whether the mark was reached, or its stream failed before it. */
  boolean isDone();

  /** Waits until the mark is reached and raises nothing. */
  void await();

  /**
   * Waits until the mark is reached; raises the {@link DeviceException} of the stream when work before the mark failed.
   */
  void synchronize();

  /** Microseconds from the earlier event to this one, both reached. */
  double microsAfter(Event earlier);

  @Override
  void close();
}
