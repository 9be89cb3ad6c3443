package org.pydl4j.serving;

import java.util.concurrent.CountDownLatch;
import org.pydl4j.nd.api.Internal;

/** Asks work to stop when the process is told to end (SIGTERM, Ctrl-C), and lets it finish what it has begun. */
@Internal
public final class Stop implements AutoCloseable {
  private final CountDownLatch ended = new CountDownLatch(1);
  private boolean asked;
  private Runnable stops = () -> {};

  Stop() {}

  /** One that the JVM's shutdown asks, which then waits for {@link #close}. */
  static Stop atShutdown() {
    Stop stop = new Stop();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      stop.ask();
      stop.awaitEnd();
    }, "pydl4j-stop"));
    return stop;
  }

  /** Asks for the end, once. */
  void ask() {
    Runnable first;
    synchronized (this) {
      first = asked ? () -> {} : stops;
      asked = true;
    }
    first.run();
  }

  private void awaitEnd() {
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the end was asked for. */
  public synchronized boolean isAsked() {
    return asked;
  }

  /** What ends the work; called by another thread, at once where the end was asked for before. */
  public void by(Runnable stops) {
    boolean late;
    synchronized (this) {
      this.stops = stops;
      late = asked;
    }
    if (late) {
      stops.run();
    }
  }

  /** The work is over. */
  @Override
  public void close() {
    ended.countDown();
  }
}
