package org.pydl4j.bridge;

import java.util.ArrayDeque;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.BatchSource;

/** Minibatches that Python's iterator gives, a few ahead of training. */
final class PushedBatches implements BatchSource {
  private static final int AHEAD = 4;

  /** A minibatch, or the end of an epoch where it is null. */
  private record Item(Batch batch) {}

  private final Queue<Item> items = new ArrayDeque<>();
  private boolean woken;
  private boolean closed;

  /**
   * Takes a minibatch, which belongs to this then, or null for the end of an epoch; false when there was no room within
   * that time or before {@link #wake}.
   */
  synchronized boolean push(Batch batch, long waitMs) throws InterruptedException {
    long until = System.nanoTime() + waitMs * 1_000_000;
    while (items.size() == AHEAD && !closed && !woken) {
      long leftMs = (until - System.nanoTime()) / 1_000_000;
      if (leftMs <= 0) {
        return false;
      }
      wait(leftMs);
    }
    woken = false;
    if (closed) {
      close(batch);
      return true;
    }
    if (items.size() == AHEAD) {
      return false;
    }
    items.add(new Item(batch));
    notifyAll();
    return true;
  }

  /** Ends a wait for room: there is something else to do. */
  synchronized void wake() {
    woken = true;
    notifyAll();
  }

  @Override
  public synchronized boolean hasNext() {
    try {
      while (items.isEmpty() && !closed) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return !closed && items.peek().batch != null;
  }

  @Override
  public synchronized Batch next() {
    if (!hasNext()) {
      throw new NoSuchElementException("[batches] the epoch is over: got a call of next(); expected reset() first.");
    }
    notifyAll();
    return items.remove().batch;
  }

  /** Goes past the end of the epoch before. */
  @Override
  public synchronized void reset(long epoch) {
    if (!items.isEmpty() && items.peek().batch == null) {
      items.remove();
      notifyAll();
    }
  }

  @Override
  public long rows() {
    return -1;
  }

  @Override
  public synchronized void close() {
    closed = true;
    items.forEach(item -> close(item.batch));
    items.clear();
    notifyAll();
  }

  private static void close(Batch batch) {
    if (batch != null) {
      batch.close();
    }
  }
}
