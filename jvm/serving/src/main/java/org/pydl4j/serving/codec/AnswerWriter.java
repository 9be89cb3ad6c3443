package org.pydl4j.serving.codec;

/** Writes a model's answers. One of its kind writes for one thread. */
public interface AnswerWriter extends AutoCloseable {
  /** One row of the answers as a record's value or a response's body. */
  byte[] write(Answers answers, int row);

  @Override
  default void close() {}
}
