package org.pydl4j.nd.array;

/** Orders that depend on nothing but their seeds. */
public final class Permutation {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Permutation() {}

  /** 0 to n - 1 in an order that the seeds choose (Fisher-Yates over SplitMix64). */
  public static int[] of(int n, long... seeds) {
    int[] order = identity(n);
    long state = mix(seeds);
    for (int i = n - 1; i > 0; i--) {
      state += GOLDEN;
      int j = (int) Long.remainderUnsigned(scramble(state), i + 1L);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  /** 0 to n - 1 in order. */
  public static int[] identity(int n) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    return order;
  }

  /** One seed from several. */
  public static long mix(long... seeds) {
    long state = 0;
    for (long seed : seeds) {
      state = scramble(state + GOLDEN + seed);
    }
    return state;
  }

  private static long scramble(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
