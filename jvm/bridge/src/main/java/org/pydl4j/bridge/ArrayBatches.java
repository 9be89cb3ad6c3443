package org.pydl4j.bridge;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import org.pydl4j.nd.array.Backends;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.BatchSource;
import org.pydl4j.nd.array.NDArray;

/**
 * Minibatches of arrays in memory, rows in order or in another order every epoch. The arrays are borrowed; batches are
 * copies.
 */
final class ArrayBatches implements BatchSource {
  private final List<NDArray> arrays;
  private final int batchSize;
  private final int[] order;
  private final SplittableRandom random;
  private int at;

  /**
   * @param arrays of as many rows; for {@link #next} features, labels, features mask, labels mask; any but the first may
   *     be null
   * @param seed of the order; null keeps the rows in order
   */
  ArrayBatches(List<NDArray> arrays, int batchSize, Long seed) {
    this.arrays = java.util.Collections.unmodifiableList(new ArrayList<>(arrays));
    this.batchSize = batchSize;
    this.order = new int[Math.toIntExact(arrays.get(0).size(0))];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    this.random = seed == null ? null : new SplittableRandom(seed);
    shuffle();
  }

  private void shuffle() {
    for (int i = order.length - 1; random != null && i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
  }

  @Override
  public boolean hasNext() {
    return at < order.length;
  }

  @Override
  public Batch next() {
    List<NDArray> a = nextArrays();
    return new Batch(a.get(0), Arrays.at(a, 1), Arrays.at(a, 2), Arrays.at(a, 3), a.get(0).size(0));
  }

  /** The next rows of each array. */
  List<NDArray> nextArrays() {
    if (!hasNext()) {
      throw new NoSuchElementException("[batches] the epoch is over: got a call of next(); expected reset() first.");
    }
    int rows = Math.min(batchSize, order.length - at);
    List<NDArray> out = new ArrayList<>();
    for (int i = 0; i < arrays.size(); i++) {
      out.add(rows(i, rows));
    }
    at += rows;
    return out;
  }

  private NDArray rows(int which, int rows) {
    NDArray source = Arrays.at(arrays, which);
    if (source == null) {
      return null;
    }
    long[] shape = source.shape();
    shape[0] = rows;
    NDArray out = NDArray.create(source.dtype(), shape);
    if (source.size() == 0) {
      return out;
    }
    boolean denseRows = source.slice(0, 0, 1).isDense();
    long rowBytes = source.size() / source.size(0) * source.dtype().bytes;
    long step = source.strides()[0] * source.dtype().bytes;
    for (int i = 0; i < rows; i++) {
      int row = order[at + i];
      if (denseRows) {
        Backends.backend().memory().copy(source.address() + row * step, out.address() + i * rowBytes, rowBytes);
      } else {
        out.slice(0, i, i + 1).assign(source.slice(0, row, row + 1));
      }
    }
    return out;
  }

  @Override
  public void reset() {
    at = 0;
    shuffle();
  }

  @Override
  public long rows() {
    return order.length;
  }

  /** Nothing to free: the arrays belong to Python. */
  @Override
  public void close() {
    at = order.length;
  }
}
