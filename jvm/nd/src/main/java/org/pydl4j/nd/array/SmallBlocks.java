package org.pydl4j.nd.array;

import java.util.function.LongConsumer;

/** Small blocks that a few threads have freed and will want again, by size class: a lock that they seldom share. */
final class SmallBlocks {
  static final long MAX_BYTES = 32L << 10;
  private static final int MOST_OF_A_CLASS = 64;
  private static final long MOST_BYTES_OF_A_CLASS = 128L << 10;
  private final long[][] blocks = new long[classOf(MAX_BYTES) + 1][];
  private final int[] counts = new int[blocks.length];
  private long bytes;

  /** The number of a size class: four per doubling. */
  private static int classOf(long size) {
    int top = 63 - Long.numberOfLeadingZeros(size - 1);
    return top << 2 | (int) (size - 1 >> top - 2) & 3;
  }

  /** A block of that size class, or 0. */
  synchronized long take(long size) {
    int c = classOf(size);
    if (counts[c] == 0) {
      return 0;
    }
    bytes -= size;
    return blocks[c][--counts[c]];
  }

  /** Keeps a block; false when there are enough. */
  synchronized boolean keep(long address, long size) {
    int c = classOf(size);
    if (blocks[c] == null) {
      blocks[c] = new long[(int) Math.min(MOST_OF_A_CLASS, MOST_BYTES_OF_A_CLASS / size)];
    }
    if (counts[c] == blocks[c].length) {
      return false;
    }
    blocks[c][counts[c]++] = address;
    bytes += size;
    return true;
  }

  synchronized long bytes() {
    return bytes;
  }

  /** Hands all of them over. */
  synchronized void drain(LongConsumer freed) {
    for (int c = 0; c < counts.length; c++) {
      while (counts[c] > 0) {
        freed.accept(blocks[c][--counts[c]]);
      }
    }
    bytes = 0;
  }
}
