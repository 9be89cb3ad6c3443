package org.pydl4j.nd.array;

/**
 * Minibatches, one after another, in as many epochs as {@link #reset} starts. Used by one thread. DL4J: DataSetIterator
 * and MultiDataSetIterator.
 */
public interface BatchSource extends AutoCloseable {
  /** Whether the epoch has another batch. */
  boolean hasNext();

  /** The next batch; the caller closes it. Raises NoSuchElementException at the end of the epoch. */
  Batch next();

  /**
   * Starts an epoch.
   *
   * @param epoch its number, from 0; the order of a shuffling source follows from it alone, so that an epoch can be
   *     repeated. A new source stands at the start of epoch 0
   */
  void reset(long epoch);

  /** Goes past so many batches of the epoch, or to its end. */
  default void skip(long batches) {
    for (long i = 0; i < batches && hasNext(); i++) {
      next().close();
    }
  }

  /** Rows of one epoch, or -1 when unknown before it was read. */
  long rows();

  /** Whether the model that takes the batches has checked all rows already, so that it need not in every epoch. */
  default boolean checked() {
    return false;
  }

  /** Frees what the source holds; batches already handed out stay valid. */
  @Override
  void close();
}
