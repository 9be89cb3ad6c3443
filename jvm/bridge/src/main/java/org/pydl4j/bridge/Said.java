package org.pydl4j.bridge;

import com.google.gson.JsonArray;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What listeners have said, until a job's progress brings it to Python, which logs it. */
final class Said {
  private static final Queue<String> LINES = new ConcurrentLinkedQueue<>();

  private Said() {}

  static void add(String line) {
    LINES.add(line);
  }

  /** Takes all lines. */
  static JsonArray taken() {
    JsonArray lines = new JsonArray();
    for (String line = LINES.poll(); line != null; line = LINES.poll()) {
      lines.add(line);
    }
    return lines;
  }
}
