package org.pydl4j.datavec.batch;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;

/** Takes rows at random from a window that is refilled from a stream too large for memory. */
final class ShuffleWindow implements Iterator<Object[]> {
  private final Iterator<Object[]> in;
  private final long capacityBytes;
  private final Random random;
  private final List<Object[]> window = new ArrayList<>();
  private long bytes;

  ShuffleWindow(Iterator<Object[]> in, long capacityBytes, Random random) {
    this.in = in;
    this.capacityBytes = capacityBytes;
    this.random = random;
  }

  @Override
  public boolean hasNext() {
    while ((bytes < capacityBytes || window.isEmpty()) && in.hasNext()) {
      Object[] row = in.next();
      window.add(row);
      bytes += RowCache.bytes(row);
    }
    return !window.isEmpty();
  }

  @Override
  public Object[] next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    int i = random.nextInt(window.size());
    int last = window.size() - 1;
    Object[] row = window.get(i);
    window.set(i, window.get(last));
    window.remove(last);
    bytes -= RowCache.bytes(row);
    return row;
  }
}
