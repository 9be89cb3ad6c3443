package org.pydl4j.nd.array;

/**
 * Minibatches, one after another, as often as {@link #reset} is called. Used by one thread. DL4J: DataSetIterator and
 * MultiDataSetIterator.
 */
public interface BatchSource extends AutoCloseable {
  /** Whether the epoch has another batch. */
  boolean hasNext();

  /** The next batch; the caller closes it. Raises NoSuchElementException at the end of the epoch. */
  Batch next();

  /** Starts the next epoch: a shuffling source takes another order. */
  void reset();

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
