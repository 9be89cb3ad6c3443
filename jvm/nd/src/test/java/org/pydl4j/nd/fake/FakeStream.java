package org.pydl4j.nd.fake;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.pydl4j.nd.array.Backends;
import org.pydl4j.nd.spi.DeviceException;
import org.pydl4j.nd.spi.Event;
import org.pydl4j.nd.spi.Stream;

/** A queue with a worker thread. A lazy one works only up to what somebody waits for. */
final class FakeStream implements Stream {
  private final FakeDevice device;
  private final boolean lazy;
  private final ArrayDeque<Task> tasks = new ArrayDeque<>();
  private final Thread worker;
  private long submitted;
  private long completed;
  private long demanded;
  private boolean closed;
  private Failure failure;

  private record Task(String where, Runnable work, boolean always) {
  }

  /** The first work that failed. */
  record Failure(FakeDevice device, String where, Throwable cause) {
    DeviceException raised() {
      return new DeviceException(device.toString(), where, cause);
    }
  }

  FakeStream(FakeDevice device) {
    this.device = device;
    this.lazy = device.isLazy();
    worker = new Thread(this::work, "fake stream");
    worker.setDaemon(true);
    worker.start();
  }

  FakeDevice device() {
    return device;
  }

  /** Puts work at the end; skipped when something before it failed. */
  void put(String where, Runnable work) {
    put(new Task(where, work, false));
  }

  private synchronized long put(Task t) {
    if (closed) {
      throw new IllegalStateException("[" + device + "] the stream is closed");
    }
    tasks.add(t);
    submitted++;
    if (!lazy) {
      demanded = submitted;
    }
    notifyAll();
    return submitted;
  }

  private void work() {
    for (Task t = take(); t != null; t = take()) {
      try {
        if (t.always || failure() == null) {
          t.work.run();
        }
      } catch (Throwable e) {
        fail(new Failure(device, t.where, e));
      }
      finished();
    }
  }

  private synchronized Task take() {
    while (tasks.isEmpty() || completed >= demanded) {
      if (closed && tasks.isEmpty()) {
        return null;
      }
      pause();
    }
    return tasks.poll();
  }

  private synchronized void finished() {
    completed++;
    notifyAll();
  }

  private synchronized Failure failure() {
    return failure;
  }

  private synchronized void fail(Failure f) {
    failure = failure == null ? f : failure;
  }

  /** Somebody was told of the failure: work goes on. */
  synchronized void told(Failure f) {
    failure = failure == f ? null : failure;
  }

  private void pause() {
    try {
      wait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("[" + device + "] interrupted while waiting", e);
    }
  }

  /** Waits for the first {@code count} pieces of work. */
  synchronized void awaitWork(long count) {
    demanded = Math.max(demanded, count);
    notifyAll();
    while (completed < count) {
      pause();
    }
  }

  @Override
  public void copyIn(long host, long target, long bytes) {
    byte[] staged = new byte[Math.toIntExact(bytes)];
    Backends.backend().memory().view(host, staged.length).get(staged);
    put("copy to " + device, () -> view(target, staged.length).put(staged));
  }

  private ByteBuffer view(long address, int bytes) {
    return Backends.backend().memory().view(device.fakeMemory().translate(address, bytes), bytes);
  }

  @Override
  public void copyOut(long source, long host, long bytes) {
    put("copy from " + device, () -> device.memory().copyOut(source, host, bytes));
  }

  @Override
  public void copy(long source, long target, long bytes) {
    put("copy on " + device, () -> device.memory().copy(source, target, bytes));
  }

  @Override
  public Event newEvent() {
    return new FakeEvent();
  }

  @Override
  public synchronized void record(Event event) {
    FakeEvent.Mark mark = new FakeEvent.Mark(this, submitted + 1);
    put(new Task("event", () -> {
      mark.nanos = System.nanoTime();
      mark.failure = failure();
      mark.reached = true;
    }, true));
    ((FakeEvent) event).mark(mark);
  }

  @Override
  public void await(Event event) {
    FakeEvent.Mark mark = ((FakeEvent) event).mark();
    if (mark != null) {
      put(new Task("event", () -> {
        mark.await();
        if (mark.failure != null) {
          fail(mark.failure);
        }
      }, true));
    }
  }

  @Override
  public void synchronize() {
    awaitWork(submitted());
    Failure f = failure();
    if (f != null) {
      told(f);
      throw f.raised();
    }
  }

  private synchronized long submitted() {
    return submitted;
  }

  @Override
  public void close() {
    awaitWork(submitted());
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      worker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
