package org.pydl4j.bridge;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Java objects that Python holds, by number; {@code pydl4j._handle.Handle} is the other end. */
public final class Handles {
  private static final AtomicLong NEXT = new AtomicLong();
  private static final Map<Long, Object> HELD = new ConcurrentHashMap<>();

  private Handles() {}

  /** Keeps the object until {@link #close} and returns its handle, an odd number: Python closes it at once. */
  public static long put(Object held) {
    return put(held, 1);
  }

  /** As {@link #put}, under an even number: so small that Python may close it together with others. */
  static long putSmall(Object held) {
    return put(held, 0);
  }

  private static long put(Object held, int last) {
    long handle = NEXT.incrementAndGet() << 1 | last;
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

  /** How many objects Python holds. */
  public static int count() {
    return HELD.size();
  }
}
