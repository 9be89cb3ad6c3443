package org.pydl4j.nd.spi;

/**
 * Random bits made into numbers of distributions, in basic operations of one order only, so that every backend that
 * keeps the order gives the same bits.
 */
public final class Variates {
  private static final float LN2_F = 0.6931472f;
  private static final double LN2_HIGH = 0x1.62e42fee00000p-1; // 32 bits, so that its products with exponents are exact
  private static final double LN2_LOW = 0x1.a39ef35793c76p-33;
  private static final float HALF_PI_F = 1.5707964f;
  private static final double HALF_PI = 1.5707963267948966;

  private Variates() {
  }

  /**
   * The natural logarithm of a positive normal number: 2 atanh((m - 1) / (m + 1)) + e ln 2, its series to the 9th
   * power.
   */
  public static float log(float x) {
    int bits = Float.floatToRawIntBits(x);
    int e = (bits - 0x3f3504f3) >> 23; // m in [sqrt(1/2), sqrt(2))
    float m = Float.intBitsToFloat(bits - (e << 23));
    float s = (m - 1) / (m + 1);
    float z = s * s;
    float p = z * (2f / 9) + 2f / 7;
    p = z * p + 2f / 5;
    p = z * p + 2f / 3;
    return (s * z * p + (s + s)) + e * LN2_F;
  }

  /** As for float, the series to the 21st power. */
  public static double log(double x) {
    long bits = Double.doubleToRawLongBits(x);
    long e = (bits - 0x3fe6a09e667f3bcdL) >> 52;
    double m = Double.longBitsToDouble(bits - (e << 52));
    double s = (m - 1) / (m + 1);
    double z = s * s;
    double p = z * (2.0 / 21) + 2.0 / 19;
    p = z * p + 2.0 / 17;
    p = z * p + 2.0 / 15;
    p = z * p + 2.0 / 13;
    p = z * p + 2.0 / 11;
    p = z * p + 2.0 / 9;
    p = z * p + 2.0 / 7;
    p = z * p + 2.0 / 5;
    p = z * p + 2.0 / 3;
    return (s * z * p + ((s + s) + e * LN2_LOW)) + e * LN2_HIGH;
  }

  /** Taylor's series of the sine up to a quarter of pi. */
  private static float sin(float x) {
    float z = x * x;
    float p = z * (1f / 362880) + -1f / 5040;
    p = z * p + 1f / 120;
    p = z * p + -1f / 6;
    return x * z * p + x;
  }

  private static float cos(float x) {
    float z = x * x;
    float p = z * (1f / 40320) + -1f / 720;
    p = z * p + 1f / 24;
    p = z * p + -0.5f;
    return z * p + 1;
  }

  private static double sin(double x) {
    double z = x * x;
    double p = z * (-1.0 / 1307674368000L) + 1.0 / 6227020800L;
    p = z * p + -1.0 / 39916800;
    p = z * p + 1.0 / 362880;
    p = z * p + -1.0 / 5040;
    p = z * p + 1.0 / 120;
    p = z * p + -1.0 / 6;
    return x * z * p + x;
  }

  private static double cos(double x) {
    double z = x * x;
    double p = z * (1.0 / 20922789888000L) + -1.0 / 87178291200L;
    p = z * p + 1.0 / 479001600;
    p = z * p + -1.0 / 3628800;
    p = z * p + 1.0 / 40320;
    p = z * p + -1.0 / 720;
    p = z * p + 1.0 / 24;
    p = z * p + -0.5;
    return z * p + 1;
  }

  /** -log of a number from (0, 1] that a word makes. */
  public static float exponential(int word) {
    return 0 - log(((word & 0xffffffffL) + 0.5f) * 0x1p-32f);
  }

  public static double exponential(long bits) {
    return 0 - log(((bits >>> 11) + 0.5) * 0x1p-53);
  }

  /**
   * The first or second of the two normal numbers of Box and Muller's transform: one word gives the radius, the other
   * the angle, whose highest bit exchanges sine and cosine, whose next gives the sign.
   */
  public static float normal(int radius, int angle, boolean second) {
    float r = (float) Math.sqrt(2 * exponential(radius));
    float t = (float) (angle << 2) * 0x1p-32f * HALF_PI_F;
    float v = r * (second == angle < 0 ? cos(t) : sin(t));
    return (angle & 0x40000000) == 0 ? v : -v;
  }

  public static double normal(long radius, long angle, boolean second) {
    double r = Math.sqrt(2 * exponential(radius));
    double t = ((angle << 2) >> 11) * 0x1p-53 * HALF_PI;
    double v = r * (second == angle < 0 ? cos(t) : sin(t));
    return (angle & 0x4000000000000000L) == 0 ? v : -v;
  }

  /** Normal number `index` of a use, in float. */
  public static float normal32(long seed, long step, long node, long index) {
    int[] w = Philox.block(seed, step, node, index >>> 2);
    int pair = (int) (index & 2);
    return normal(w[pair], w[pair + 1], (index & 1) != 0);
  }

  /** Normal number `index` of a use, in double. */
  public static double normal64(long seed, long step, long node, long index) {
    int[] w = Philox.block(seed, step, node, index >>> 1);
    return normal((w[0] & 0xffffffffL) | (long) w[1] << 32, (w[2] & 0xffffffffL) | (long) w[3] << 32, (index & 1) != 0);
  }

  /**
   * Whole number `index` of a use from `range` numbers starting at 0, all of them where range is 0: the high part of
   * word times range, which is drawn again where the low part tells that it would come up too often (Lemire, "Fast
   * random integer generation in an interval", 2019).
   */
  public static long integer(long seed, long step, long node, long index, long range) {
    if (range == 0) {
      return Philox.bits(seed, step, node, index);
    }
    boolean isNarrow = range > 0 && range <= 1L << 32;
    long word = isNarrow ? Philox.word(seed, step, node, index) & 0xffffffffL : Philox.bits(seed, step, node, index);
    long refused = isNarrow ? (1L << 32) % range : Long.remainderUnsigned(-range, range);
    for (int attempt = 1; attempt < 256; attempt++) {
      long low = isNarrow ? word * range & 0xffffffffL : word * range;
      if (Long.compareUnsigned(low, refused) >= 0) {
        break;
      }
      int[] w = Philox.attempt(seed, step, node, index, attempt);
      word = (w[0] & 0xffffffffL) | (isNarrow ? 0 : (long) w[1] << 32);
    }
    return isNarrow ? word * range >>> 32 : highUnsigned(word, range);
  }

  private static long highUnsigned(long a, long b) {
    return Math.multiplyHigh(a, b) + (a >> 63 & b) + (b >> 63 & a);
  }
}
