package org.pydl4j.bridge;

import java.util.concurrent.CountDownLatch;

/** For the tests of the border: a job that does nothing until it is stopped, and methods that fail in a chosen way. */
public final class Waiting implements Jobs.Job {
  private final CountDownLatch stopped = new CountDownLatch(1);

  /** Starts a job that ends only when stopped. */
  public static long start() {
    return Jobs.start(new Waiting());
  }

  /** Throws the named exception. */
  public static void fail(String className, String message) throws Exception {
    throw (Exception) Class.forName(className).getConstructor(String.class).newInstance(message);
  }

  /** Starts a job that throws the named exception. */
  public static long startFailing(String className, String message) {
    return Jobs.start(new Jobs.Job() {
      @Override
      public Object run() throws Exception {
        fail(className, message);
        return null;
      }

      @Override
      public void stop() {}
    });
  }

  @Override
  public Object run() throws InterruptedException {
    stopped.await();
    return "stopped";
  }

  @Override
  public String progress() {
    return "{\"waiting\": true}";
  }

  @Override
  public void stop() {
    stopped.countDown();
  }
}
