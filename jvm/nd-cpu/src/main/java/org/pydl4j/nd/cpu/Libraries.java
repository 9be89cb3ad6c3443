package org.pydl4j.nd.cpu;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Where native libraries are loaded: on a thread with a stack of its own. The static initializers of oneDNN take half a
 * megabyte of it, which threads have not where the JVM runs with {@code -Xss512k}; the process would end by a SIGSEGV.
 */
final class Libraries {
  private static final long STACK_BYTES = 8 << 20;

  private Libraries() {
  }

  /** What the first call into a library returns, made on such a thread; what it raises is raised here. */
  static <T> T loaded(Callable<T> first) {
    FutureTask<T> task = new FutureTask<>(first);
    Thread thread = new Thread(null, task, "pydl4j-load", STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true; // a library half loaded is of no use to anyone
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
