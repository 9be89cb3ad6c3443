package org.pydl4j.nn.listeners;

/** How often a listener acts. */
final class Frequency {
  private Frequency() {
  }

  static int checked(String listener, int every) {
    if (every < 1) {
      throw new IllegalArgumentException("[" + listener + "] frequency: got " + every + "; expected at least 1.");
    }
    return every;
  }
}
