package org.pydl4j.nd.plan.report;

/**
 * Records what plans do in this process: every step of every run, on any thread, and the spans around them (epochs,
 * batches). While nothing records, a run pays one volatile read.
 */
public final class Profiler {
  private static volatile Recording current;

  private Profiler() {
  }

  /** The recording under way, or null. */
  public static Recording current() {
    return current;
  }

  public static boolean isOn() {
    return current != null;
  }

  /** Begins to record; raises when a recording is under way. */
  public static synchronized Recording start() {
    if (current != null) {
      throw new IllegalStateException(
          "[profiler] records already: got a second start; expected one at a time. Stop the first.");
    }
    current = new Recording();
    return current;
  }

  /** Ends the recording; does nothing when it has ended. */
  public static synchronized void stop(Recording recording) {
    if (current == recording) {
      current = null;
    }
    recording.end();
  }

  /**
   * A span of this thread from a time of {@link System#nanoTime} until now, named by what and number; nothing while
   * nothing records.
   */
  public static void span(String what, long number, long since) {
    Recording r = current;
    if (r != null) {
      r.span(what + " " + number, since, System.nanoTime());
    }
  }
}
