package org.pydl4j.bridge;

import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.BatchSource;

/** Minibatches that Python's iterator gives, a few ahead of training. */
final class PushedBatches implements BatchSource {
  private static final int AHEAD = 4;
  private static final long SLICE_MS = 20;

  /** A minibatch, or the end of an epoch where it is null. */
  private record Item(Batch batch) {}

  private final BlockingQueue<Item> items = new ArrayBlockingQueue<>(AHEAD);
  private Item ready;
  private volatile boolean closed;

  /** Takes a minibatch, or null for the end of an epoch; false when there was no room within that time. */
  boolean push(Batch batch, long waitMs) throws InterruptedException {
    return closed || items.offer(new Item(batch), waitMs, TimeUnit.MILLISECONDS);
  }

  @Override
  public boolean hasNext() {
    try {
      while (ready == null && !closed) {
        ready = items.poll(SLICE_MS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return ready != null && ready.batch != null;
  }

  @Override
  public Batch next() {
    if (!hasNext()) {
      throw new NoSuchElementException("[batches] the epoch is over: got a call of next(); expected reset() first.");
    }
    Batch batch = ready.batch;
    ready = null;
    return batch;
  }

  /** Goes past the end of the epoch. */
  @Override
  public void reset() {
    if (ready != null && ready.batch == null) {
      ready = null;
    }
  }

  @Override
  public long rows() {
    return -1;
  }

  @Override
  public void close() {
    closed = true;
    for (Item item = items.poll(); item != null; item = items.poll()) {
      if (item.batch != null) {
        item.batch.close();
      }
    }
  }
}
