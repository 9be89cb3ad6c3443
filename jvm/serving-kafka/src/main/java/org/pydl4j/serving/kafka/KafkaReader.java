package org.pydl4j.serving.kafka;

import org.apache.kafka.common.header.Headers;
import org.pydl4j.serving.codec.Examples;

/** Reads a record's value and headers. One of its kind reads for one thread. */
interface KafkaReader extends AutoCloseable {
  /**
   * Reads one example into the open one of a batch; the caller begins and ends it.
   *
   * @param value the bytes, never null
   * @throws IllegalArgumentException when they say no example of the model
   */
  void read(byte[] value, Headers headers, Examples into);

  @Override
  void close();
}
