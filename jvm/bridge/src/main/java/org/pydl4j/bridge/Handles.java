package org.pydl4j.bridge;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Java objects that Python holds, by number; {@code pydl4j._handle.Handle} is the other end. */
public final class Handles {
  private static final AtomicLong NEXT = new AtomicLong();
  private static final Map<Long, Object> HELD = new ConcurrentHashMap<>();

  private Handles() {}

  /** Keeps the object until {@link #close} and returns its handle. */
  public static long put(Object held) {
    long handle = NEXT.incrementAndGet();
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

  /** How many objects Python holds. */
  public static int count() {
    return HELD.size();
  }
}
