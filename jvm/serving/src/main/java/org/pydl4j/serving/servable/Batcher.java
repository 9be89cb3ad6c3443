package org.pydl4j.serving.servable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * Puts together what many threads hand in: a bounded queue, and one thread that works on a batch of it at a time.
 * While it
 * works the next batch gathers, so batches grow with the load by themselves, and an idle batcher waits at most the
 * delay.
 *
 * <p>Order is kept. A full queue makes {@link #put} wait and {@link #offer} say no. {@link #close} does what is queued
 * first.
 *
 * @param <T> what is handed in
 */
public final class Batcher<T> implements AutoCloseable {
  /**
   * How batches are made. Sizes are in whatever unit the items are measured: rows, bytes.
   *
   * @param batch most of one batch, unless a single item is larger
   * @param delayMicros how long the first item of a batch waits for company; 0 takes what is there
   * @param queue most that waits, beside what is worked on; an item larger than that waits alone
   */
  public record Limits(long batch, long delayMicros, long queue) {
    public Limits {
      if (batch < 1 || delayMicros < 0 || queue < 1) {
        throw new IllegalArgumentException("[batcher] limits: got batch " + batch + ", delay " + delayMicros
            + " us, queue "
            + queue + "; expected batch and queue of at least 1, delay of at least 0.");
      }
    }
  }

  private record Item<T>(T value, long size, long since) {}

  private final Limits limits;
  private final ToLongFunction<T> size;
  private final Consumer<List<T>> work;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Condition emptied = lock.newCondition();
  private final Deque<Item<T>> queue = new ArrayDeque<>();
  private long queued;
  private boolean working;
  private boolean hurried;
  private boolean closed;
  private Throwable failure;

  /**
   * Starts the thread.
   *
   * @param name of the thread
   * @param size of an item, at least 0
   * @param work is done on the batcher's thread; what it throws ends the batcher, for good
   */
  public Batcher(String name, Limits limits, ToLongFunction<T> size, Consumer<List<T>> work) {
    this.limits = limits;
    this.size = size;
    this.work = work;
    this.thread = new Thread(this::loop, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Queues an item unless there is no room; never waits. */
  public boolean offer(T item) {
    lock.lock();
    try {
      checkOpen();
      long s = size.applyAsLong(item);
      if (!queue.isEmpty() && queued + s > limits.queue) {
        hurry();
        return false;
      }
      add(item, s);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Queues an item; waits for room. */
  public void put(T item) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      checkOpen();
      long s = size.applyAsLong(item);
      while (!queue.isEmpty() && queued + s > limits.queue) {
        hurry();
        emptied.await();
        checkOpen();
      }
      add(item, s);
    } finally {
      lock.unlock();
    }
  }

  private void add(T item, long s) {
    queue.add(new Item<>(item, s, System.nanoTime()));
    queued += s;
    filled.signal();
  }

  /** No room is left for company: what is there need not wait for it. */
  private void hurry() {
    hurried = true;
    filled.signal();
  }

  private void checkOpen() {
    if (failure != null) {
      throw new IllegalStateException("[batcher] its work failed before: " + failure + ".", failure);
    } else if (closed) {
      throw new IllegalStateException("[batcher] is closed: got another item; expected none after close().");
    }
  }

  /** Waits until all that was queued is done, or failed. */
  public void awaitIdle() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (failure == null && (working || !queue.isEmpty())) {
        emptied.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** What ended the batcher, or null. */
  public Throwable failure() {
    lock.lock();
    try {
      return failure;
    } finally {
      lock.unlock();
    }
  }

  private void loop() {
    try {
      for (List<T> batch = next(); batch != null; batch = next()) {
        work.accept(batch);
      }
    } catch (Throwable e) {
      lock.lock();
      try {
        failure = e;
        queue.clear();
        queued = 0;
      } finally {
        lock.unlock();
      }
    } finally {
      lock.lock();
      try {
        working = false;
        closed = true;
        emptied.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** The next batch; null at the end. */
  private List<T> next() throws InterruptedException {
    lock.lock();
    try {
      working = false;
      emptied.signalAll();
      while (queue.isEmpty() && !closed) {
        filled.await();
      }
      for (long left = left(); left > 0 && queued < limits.batch && !hurried && !closed; left = left()) {
        filled.await(left, TimeUnit.NANOSECONDS);
      }
      if (queue.isEmpty()) {
        return null;
      }
      List<T> batch = new ArrayList<>();
      long taken = 0;
      while (!queue.isEmpty() && (batch.isEmpty() || taken + queue.peek().size() <= limits.batch)) {
        Item<T> item = queue.poll();
        taken += item.size();
        batch.add(item.value());
      }
      queued -= taken;
      hurried = false;
      working = true;
      emptied.signalAll();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** Nanoseconds for which the oldest item still waits for company. */
  private long left() {
    return queue.isEmpty() ? 0 : queue.peek().since() + limits.delayMicros * 1000 - System.nanoTime();
  }

  /** Does what is queued, then ends; nothing can be handed in any more. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      filled.signalAll();
      emptied.signalAll();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (thread.isAlive() && Thread.currentThread() != thread) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // callers wait for their answers: first the end
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
