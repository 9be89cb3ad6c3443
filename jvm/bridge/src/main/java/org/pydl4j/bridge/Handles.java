package org.pydl4j.bridge;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.pydl4j.nd.array.Arena;
import org.pydl4j.nd.array.NDArray;

/**
 * Java objects that Python holds, by number; {@code pydl4j._handle.Handle} is the other end. From its last bit up a
 * number tells whether it is closed alone (1 bit), an array's type as ONNX numbers it (6 bits) and its rank (7 bits);
 * the rest counts.
 */
public final class Handles {
  private static final int TYPE_AT = 1;
  private static final int RANK_AT = 7;
  private static final int COUNT_AT = 14;
  private static final AtomicLong NEXT = new AtomicLong();
  private static final Map<Long, Object> HELD = new ConcurrentHashMap<>();

  static {
    Arena.alsoReport(LocalMemory::holders);
  }

  private Handles() {}

  /** Keeps the object until {@link #close} and returns its handle, an odd number: Python closes it at once. */
  public static long put(Object held) {
    return put(held, 1);
  }

  /** As {@link #put}, for arrays; an even number where it is so small that Python may close it together with others. */
  static long put(NDArray held, boolean isSmall) {
    return put(held, (long) held.rank() << RANK_AT | (long) held.dtype().onnx << TYPE_AT | (isSmall ? 0 : 1));
  }

  private static long put(Object held, long facts) {
    long handle = NEXT.incrementAndGet() << COUNT_AT | facts;
    HELD.put(handle, held);
    return handle;
  }

  /** The object behind a handle. */
  public static <T> T get(long handle, Class<T> type) {
    Object held = HELD.get(handle);
    if (!type.isInstance(held)) {
      throw new IllegalStateException("[handle] no such " + type.getSimpleName() + ": got handle " + handle + " of "
          + (held == null ? "nothing" : held.getClass().getSimpleName()) + "; expected one that was not closed.");
    }
    return type.cast(held);
  }

  /** Forgets the object and closes it where it can be closed; does nothing the second time. */
  public static void close(long handle) throws Exception {
    Object held = HELD.remove(handle);
    if (held instanceof AutoCloseable closeable) {
      closeable.close();
    }
  }

  /** Closes several. */
  public static void closeAll(long[] handles) throws Exception {
    for (long handle : handles) {
      close(handle);
    }
  }

  /** The objects of that type by their handles. */
  static <T> Map<Long, T> all(Class<T> type) {
    Map<Long, T> found = new HashMap<>();
    HELD.forEach((handle, held) -> {
      if (type.isInstance(held)) {
        found.put(handle, type.cast(held));
      }
    });
    return found;
  }

  /** How many objects Python holds. */
  public static int count() {
    return HELD.size();
  }
}
