package org.pydl4j.nd.array;

import java.util.NoSuchElementException;

/**
 * Minibatches of rows in memory, in order or in another order every epoch. The rows are borrowed; minibatches are
 * copies. DL4J: INDArrayDataSetIterator, ListDataSetIterator.
 */
public final class ArrayBatches implements BatchSource {
  private final Batch all;
  private final int batchSize;
  private final boolean checked;
  private final Long seed;
  private int[] order;
  private int at;

  /**
   * @param batchSize rows of a minibatch; the last of an epoch may have fewer
   * @param seed of the orders, another one in every epoch; null keeps the rows in order
   */
  public ArrayBatches(Batch all, int batchSize, Long seed) {
    this(all, batchSize, seed, false);
  }

  /**
   * @param checked whether the model that takes the minibatches has checked all rows
   */
  public ArrayBatches(Batch all, int batchSize, Long seed, boolean checked) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("[fit] batch size: got " + batchSize + "; expected at least 1.");
    }
    this.all = all;
    this.batchSize = batchSize;
    this.checked = checked;
    this.seed = seed;
    this.order = order(0);
  }

  private int[] order(long epoch) {
    int rows = Math.toIntExact(all.rows());
    return seed == null ? Permutation.identity(rows) : Permutation.of(rows, seed, epoch);
  }

  @Override
  public boolean hasNext() {
    return at < order.length;
  }

  @Override
  public Batch next() {
    if (!hasNext()) {
      throw new NoSuchElementException("[batches] the epoch is over: got a call of next(); expected reset() first.");
    }
    int from = at;
    at += Math.min(batchSize, order.length - at);
    return all.take(order, from, at);
  }

  @Override
  public void reset(long epoch) {
    at = 0;
    order = seed == null ? order : order(epoch);
  }

  @Override
  public void skip(long batches) {
    at = (int) Math.min(order.length, at + batches * batchSize);
  }

  @Override
  public long rows() {
    return order.length;
  }

  @Override
  public boolean checked() {
    return checked;
  }

  /** Ends the epoch; the rows belong to who lent them. */
  @Override
  public void close() {
    at = order.length;
  }
}
