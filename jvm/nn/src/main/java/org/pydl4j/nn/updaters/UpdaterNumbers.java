package org.pydl4j.nn.updaters;

/** Ranges that the numbers of updaters lie in. */
final class UpdaterNumbers {
  private UpdaterNumbers() {
  }

  static void notNegative(String updater, String name, double value) {
    if (!(value >= 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException("[" + updater + "] " + name + ": got " + value
          + "; expected a finite number from 0 on.");
    }
  }

  static void belowOne(String updater, String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException("[" + updater + "] " + name + ": got " + value
          + "; expected a number from 0 to below 1.");
    }
  }
}
