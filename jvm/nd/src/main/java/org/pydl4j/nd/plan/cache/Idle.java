package org.pydl4j.nd.plan.cache;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Things of which each run borrows one, kept for later runs. Threads take what they gave back before, so they seldom
 * meet and find it in their caches. Allocates nothing.
 */
public final class Idle<T> {
  /** Kept at most: as many as there may be callers at once. */
  private static final int MOST = 128;
  private static final int PER_STRIPE = MOST / Runs.STRIPES;
  private final AtomicReferenceArray<T> slots = new AtomicReferenceArray<>(MOST);

  /** One that nobody else has, or null. */
  public T take() {
    int start = Runs.stripe() * PER_STRIPE;
    for (int i = 0; i < MOST; i++) {
      int at = start + i & MOST - 1;
      T t = slots.getPlain(at);
      if (t != null && slots.compareAndSet(at, t, null)) {
        return t;
      }
    }
    return null;
  }

  /** Keeps it; false when there are too many. */
  public boolean giveBack(T t) {
    int start = Runs.stripe() * PER_STRIPE;
    for (int i = 0; i < MOST; i++) {
      int at = start + i & MOST - 1;
      if (slots.getPlain(at) == null && slots.compareAndSet(at, null, t)) {
        return true;
      }
    }
    return false;
  }
}
