package org.pydl4j.nd.spi;

/**
 * Philox 4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011): a counter-based generator. The
 * key is the seed; the counter of four words is (block, node, low step, high step), so every number is a function of
 * its place alone.
 */
public final class Philox {
  private static final long M0 = 0xD2511F53L;
  private static final long M1 = 0xCD9E8D57L;
  private static final int W0 = 0x9E3779B9;
  private static final int W1 = 0xBB67AE85;

  private Philox() {
  }

  /** The four words of the block with that counter under that key. */
  public static int[] block(long key, int c0, int c1, int c2, int c3) {
    int k0 = (int) key;
    int k1 = (int) (key >>> 32);
    for (int r = 0; r < 10; r++) {
      long p0 = M0 * (c0 & 0xffffffffL);
      long p1 = M1 * (c2 & 0xffffffffL);
      c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
      c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
      c1 = (int) p1;
      c3 = (int) p0;
      k0 += W0;
      k1 += W1;
    }
    return new int[] {c0, c1, c2, c3};
  }

  /** The block number `index` of a use: what lies above 32 bits goes into the node. */
  public static int[] block(long seed, long step, long node, long index) {
    return block(seed, (int) index, (int) (node + (index >>> 32)), (int) step, (int) (step >>> 32));
  }

  /**
   * The block of an element's own attempt, for draws that may be refused: attempts count above the nodes' 16 bits, and
   * stay below 256.
   */
  public static int[] attempt(long seed, long step, long node, long element, int attempt) {
    return block(seed, (int) element, (int) (node + (attempt << 16) + (element >>> 32 << 24)), (int) step,
        (int) (step >>> 32));
  }

  /** Word index % 4 of block index / 4. */
  public static int word(long seed, long step, long node, long index) {
    return block(seed, step, node, index >>> 2)[(int) (index & 3)];
  }

  /** Words 2 index (low half) and 2 index + 1. */
  public static long bits(long seed, long step, long node, long index) {
    int[] w = block(seed, step, node, index >>> 1);
    int at = (int) (index & 1) * 2;
    return (w[at] & 0xffffffffL) | (long) w[at + 1] << 32;
  }

  /** A number from [0, 1) with 24 bits. */
  public static float uniform(long seed, long step, long node, long index) {
    return (word(seed, step, node, index) >>> 8) * 0x1p-24f;
  }

  /** A number from [0, 1) with 53 bits. */
  public static double uniform64(long seed, long step, long node, long index) {
    return (bits(seed, step, node, index) >>> 11) * 0x1p-53;
  }
}
