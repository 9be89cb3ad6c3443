package org.pydl4j.bridge;

import java.util.concurrent.Callable;

/** A run of a graph that Python watches and may stop: its loops end when their thread is interrupted. */
final class RunJob implements Jobs.Job {
  private final Callable<Object> run;
  private Thread thread;
  private boolean stopped;

  RunJob(Callable<Object> run) {
    this.run = run;
  }

  @Override
  public Object run() throws Exception {
    synchronized (this) {
      thread = Thread.currentThread();
      if (stopped) {
        return null;
      }
    }
    try {
      return run.call();
    } finally {
      synchronized (this) {
        thread = null;
        Thread.interrupted();
      }
    }
  }

  @Override
  public synchronized void stop() {
    stopped = true;
    if (thread != null) {
      thread.interrupt();
    }
  }
}
