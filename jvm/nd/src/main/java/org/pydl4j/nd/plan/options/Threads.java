package org.pydl4j.nd.plan.options;

/**
 * Threads that runs of this process use where nothing else is said: the system property {@code pydl4j.threads}, else
 * the environment's PYDL4J_THREADS, else all processors; changed by {@link #set}.
 */
public final class Threads {
  private static volatile int count = initial();

  private Threads() {
  }

  private static int initial() {
    String property = System.getProperty("pydl4j.threads");
    String text = property != null ? property : System.getenv("PYDL4J_THREADS");
    if (text == null || text.isBlank()) {
      return Runtime.getRuntime().availableProcessors();
    }
    try {
      return PlanOptions.of(Integer.parseInt(text.trim())).threads();
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "[pydl4j.threads] not a number: got '" + text + "'; expected 1 to " + PlanOptions.MAX_THREADS + ".", e);
    }
  }

  public static int count() {
    return count;
  }

  /** Sets the number, and returns what it was. */
  public static int set(int threads) {
    int before = count;
    count = PlanOptions.of(threads).threads();
    return before;
  }
}
