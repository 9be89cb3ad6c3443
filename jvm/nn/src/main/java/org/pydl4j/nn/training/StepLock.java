package org.pydl4j.nn.training;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.pydl4j.nd.api.Internal;

/**
 * Lets everyone see a model as a finished step left it, never a mixture: many queries at a time, or one step. Those who
 * wait come in turn, so neither training nor those who ask hold the other up for more than one of theirs.
 */
@Internal
public final class StepLock {
  /** What is done under the lock, and the checked exceptions of it. */
  public interface Action<T, E extends Exception> {
    T run() throws E;
  }

  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);

  /** Runs what reads parameters. */
  public <T, E extends Exception> T query(Action<T, E> query) throws E {
    return held(lock.readLock(), query);
  }

  /** Runs what changes parameters. */
  public <T, E extends Exception> T step(Action<T, E> step) throws E {
    return held(lock.writeLock(), step);
  }

  private static <T, E extends Exception> T held(Lock lock, Action<T, E> action) throws E {
    lock.lock();
    try {
      return action.run();
    } finally {
      lock.unlock();
    }
  }
}
