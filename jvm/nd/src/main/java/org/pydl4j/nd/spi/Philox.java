package org.pydl4j.nd.spi;

/** Philox 4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011): a counter-based generator. */
public final class Philox {
  private static final long M0 = 0xD2511F53L;
  private static final long M1 = 0xCD9E8D57L;
  private static final int W0 = 0x9E3779B9;
  private static final int W1 = 0xBB67AE85;

  private Philox() {
  }

  /** Word index % 4 of the block with counter (index / 4, node, step) under the seed. */
  public static int word(long seed, long step, long node, long index) {
    int c0 = (int) (index >>> 2);
    int c1 = (int) node;
    int c2 = (int) step;
    int c3 = (int) (step >>> 32);
    int k0 = (int) seed;
    int k1 = (int) (seed >>> 32);
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
    return switch ((int) (index & 3)) {
      case 0 -> c0;
      case 1 -> c1;
      case 2 -> c2;
      default -> c3;
    };
  }

  /** A number from [0, 1) with 24 bits. */
  public static float uniform(long seed, long step, long node, long index) {
    return (word(seed, step, node, index) >>> 8) * 0x1p-24f;
  }
}
