package org.pydl4j.serving.codec;

/** Reads what is written in a record's value or a request's body. One of its kind reads for one thread. */
public interface ExampleReader extends AutoCloseable {
  /**
   * Reads one example into the open one of a batch; the caller begins and ends it.
   *
   * @param value the bytes, never null
   * @throws IllegalArgumentException when they say no example of the model
   */
  void read(byte[] value, Examples into);

  @Override
  default void close() {}
}
