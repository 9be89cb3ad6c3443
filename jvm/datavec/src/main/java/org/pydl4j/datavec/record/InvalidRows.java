package org.pydl4j.datavec.record;

import java.util.ArrayList;
import java.util.List;

/**
 * What happens to rows that can't be used: the first one raises, or all are counted and the first ones kept.
 * Thread-safe.
 */
public final class InvalidRows {
  /** The two policies by name, for configurations. */
  public enum Policy { FAIL, COLLECT }

  private final Policy policy;
  private final int keep;
  private final List<InvalidRow> kept = new ArrayList<>();
  private long count;

  private InvalidRows(Policy policy, int keep) {
    this.policy = policy;
    this.keep = keep;
  }

  /** The first invalid row raises IllegalArgumentException with its origin. */
  public static InvalidRows fail() {
    return new InvalidRows(Policy.FAIL, 0);
  }

  /** All invalid rows are counted, the first {@code keep} are kept. */
  public static InvalidRows collect(int keep) {
    return new InvalidRows(Policy.COLLECT, keep);
  }

  /** What is done by that policy, nothing counted yet. */
  public static InvalidRows of(Policy policy) {
    return policy == Policy.FAIL ? fail() : collect(1000);
  }

  /** Notes a row, or raises. */
  public synchronized void add(RecordOrigin origin, RuntimeException reason) {
    if (policy == Policy.FAIL) {
      throw new IllegalArgumentException("[record at " + origin + "] " + reason.getMessage()
          + " Repair the row, or set the invalid-rows policy to COLLECT.", reason);
    }
    count++;
    if (kept.size() < keep) {
      kept.add(new InvalidRow(origin, String.valueOf(reason.getMessage())));
    }
  }

  /** Takes over what another one collected, for example on an executor. */
  public synchronized void addAll(long otherCount, List<InvalidRow> otherKept) {
    count += otherCount;
    kept.addAll(otherKept.subList(0, Math.min(otherKept.size(), Math.max(0, keep - kept.size()))));
  }

  /** Rows that were invalid so far. */
  public synchronized long count() {
    return count;
  }

  /** The first invalid rows. */
  public synchronized List<InvalidRow> rows() {
    return List.copyOf(kept);
  }

  /** Forgets all, for the next epoch. */
  public synchronized void clear() {
    count = 0;
    kept.clear();
  }
}
