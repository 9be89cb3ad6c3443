package org.pydl4j.bridge;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.Backends;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.array.Pool;

/** Off-heap memory: what is in use, which of Python's arrays hold most of it, and the limit. */
public final class LocalMemory {
  private static final int NAMED = 8;

  private LocalMemory() {}

  /**
   * {@code {inUse, peak, kept, limit, arrays, largest: [{handle, bytes, type, shape}]}}, so many of the largest arrays.
   */
  public static String stats(int largest) {
    List<Map.Entry<Long, NDArray>> held = held();
    Pool pool = Backends.pool();
    JsonObject o = new JsonObject();
    o.addProperty("inUse", pool.usedBytes());
    o.addProperty("peak", pool.peakBytes());
    o.addProperty("kept", pool.keptBytes());
    o.addProperty("limit", pool.ceilingBytes());
    o.addProperty("arrays", held.size());
    JsonArray all = new JsonArray();
    held.stream().limit(Math.max(largest, 0)).forEach(e -> {
      JsonObject h = new JsonObject();
      h.addProperty("handle", e.getKey());
      h.addProperty("bytes", bytes(e.getValue()));
      h.addProperty("type", e.getValue().dtype().numpy);
      JsonArray shape = new JsonArray();
      for (long d : e.getValue().shape()) {
        shape.add(d);
      }
      h.add("shape", shape);
      all.add(h);
    });
    o.add("largest", all);
    return o.toString();
  }

  /** Sets the limit, such as 4g; 0 is the default. Returns what was set before, in bytes. */
  public static String setLimit(String limit) {
    Pool pool = Backends.pool();
    long before = pool.limitBytes();
    long bytes = Pool.parseBytes(limit);
    if (bytes < 0) {
      throw new IllegalArgumentException(
          "[pydl4j.memory.limit] got " + limit + "; expected bytes from 0, or a number with k, m or g.");
    }
    pool.setLimitBytes(bytes);
    return Long.toString(before);
  }

  /** Python's arrays, the largest first. */
  private static List<Map.Entry<Long, NDArray>> held() {
    return Handles.all(NDArray.class).entrySet().stream().filter(e -> !e.getValue().isView())
        .sorted(Comparator.comparingLong((Map.Entry<Long, NDArray> e) -> -bytes(e.getValue()))).toList();
  }

  /** For the error of memory that ran out: how much Python's arrays hold, and the largest of them. */
  static String holders() {
    List<Map.Entry<Long, NDArray>> held = held();
    StringBuilder s = new StringBuilder("  arrays of Python: " + held.size() + " with "
        + Pool.text(held.stream().mapToLong(e -> bytes(e.getValue())).sum()) + '\n');
    held.stream().limit(NAMED).forEach(e -> s.append("    ").append(e.getValue().type()).append(": ")
        .append(Pool.text(bytes(e.getValue()))).append('\n'));
    return s.toString();
  }

  private static long bytes(NDArray a) {
    return a.size() * a.dtype().bytes;
  }
}
