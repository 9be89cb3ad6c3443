package org.pydl4j.datavec.batch;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.pydl4j.nd.array.Batch;

/**
 * Batches made ahead by a daemon thread; what it raises is raised to the consumer, and closing stops it and frees what
 * is left.
 */
final class Prefetch implements Iterator<Batch>, AutoCloseable {
  private static final Object END = new Object();
  private static final long STOP_MS = 1000;

  /** What the producer raised. */
  private record Failure(Throwable cause) {}

  private final BlockingQueue<Object> queue;
  private final Thread thread;
  private volatile Object next;
  private volatile boolean closed;

  Prefetch(Iterator<Batch> in, int ahead) {
    queue = new ArrayBlockingQueue<>(ahead);
    thread = new Thread(() -> produce(in), "pydl4j-prefetch");
    thread.setDaemon(true);
    thread.start();
  }

  private void produce(Iterator<Batch> in) {
    Object made = null;
    try {
      while (!closed && in.hasNext()) {
        made = in.next();
        queue.put(made);
        made = null;
      }
      queue.put(END);
    } catch (InterruptedException e) {
      if (made instanceof Batch b) {
        b.close();
      }
    } catch (Throwable e) { // whatever it is, the consumer must learn of it
      fail(e);
    }
  }

  private void fail(Throwable e) {
    try {
      queue.put(new Failure(e));
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean hasNext() {
    if (next == null) {
      try {
        next = queue.take();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("[batches] interrupted while waiting for the next batch.", e);
      }
    }
    if (next instanceof Failure f) {
      if (f.cause instanceof RuntimeException r) {
        throw r;
      } else if (f.cause instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(f.cause);
    }
    return next != END;
  }

  @Override
  public Batch next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Batch b = (Batch) next;
    next = null;
    return b;
  }

  /** May be called from another thread; a consumer that waits then finds the end. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(STOP_MS); // a read that can't be interrupted ends later by itself
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (next instanceof Batch b) {
      b.close();
    }
    next = END;
    for (Object o = queue.poll(); o != null; o = queue.poll()) {
      if (o instanceof Batch b) {
        b.close();
      }
    }
    queue.offer(END);
  }
}
