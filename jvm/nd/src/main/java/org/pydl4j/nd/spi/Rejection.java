package org.pydl4j.nd.spi;

/**
 * Numbers of distributions by proposals that may be refused, in double. Each element counts its own attempts, so
 * elements do not wait for each other; after 254 refusals, of which no distribution here has a chance, the last
 * proposal stands.
 */
public final class Rejection {
  private static final int LAST = 254;

  /** Where an element's attempts come from. */
  public record Place(long seed, long step, long node, long element) {
    private int[] words(int attempt) {
      return Philox.attempt(seed, step, node, element, attempt);
    }
  }

  private Rejection() {
  }

  private static long joined(int low, int high) {
    return (low & 0xffffffffL) | (long) high << 32;
  }

  /** From (0, 1) with 53 bits. */
  private static double open(int low, int high) {
    return ((joined(low, high) >>> 11) + 0.5) * 0x1p-53;
  }

  /** e^x for x from -700 to 700: 2^n times Taylor's series of the rest. */
  private static double exp(double x) {
    double n = Math.rint(x * 1.4426950408889634);
    double r = x - n * 0x1.62e42fee00000p-1 - n * 0x1.a39ef35793c76p-33;
    double p = 1;
    for (int k = 14; k > 0; k--) {
      p = p * r / k + 1;
    }
    return p * Double.longBitsToDouble((long) n + 1023 << 52);
  }

  /** log(k!), by Stirling's series from 10 on. */
  private static double logFactorial(double k) {
    if (k < 10) {
      double product = 1;
      for (double i = 2; i <= k; i++) {
        product *= i;
      }
      return Variates.log(product);
    }
    double x = k + 1;
    double z = 1 / (x * x);
    return (x - 0.5) * Variates.log(x) - x + 0.9189385332046727 + (1.0 / 12 - (1.0 / 360 - z / 1260) * z) / x;
  }

  /**
   * Of the gamma distribution (Marsaglia and Tsang, "A simple method for generating gamma variables", 2000); shape >=
   * 0.
   */
  public static double gamma(Place place, double shape) {
    double d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    double y = d;
    for (int attempt = 0; attempt < LAST; attempt++) {
      int[] w = place.words(attempt);
      double x = Variates.normal(joined(w[0], w[1]), (long) w[2] << 32, false);
      double v = 1 + c * x;
      if (v > 0) {
        v = v * v * v;
        double u = ((w[3] & 0xffffffffL) + 0.5) * 0x1p-32;
        if (Variates.log(u) < 0.5 * x * x + d - d * v + d * Variates.log(v)) {
          y = d * v;
          break;
        }
      }
    }
    if (shape < 1) {
      int[] w = place.words(LAST);
      double power = -(Variates.exponential(joined(w[0], w[1])) / shape);
      y = power < -700 ? 0 : y * exp(power);
    }
    return shape >= 0 ? y : Double.NaN;
  }

  /** Of the Poisson distribution: counted exponentials below 10, else Hormann's PTRS (1993). */
  public static double poisson(Place place, double mean) {
    if (!(mean >= 10)) {
      double sum = 0;
      for (int k = 0; k < 4 * LAST; k++) {
        int[] w = place.words(k / 4);
        sum += Variates.log(((w[k % 4] & 0xffffffffL) + 0.5) * 0x1p-32);
        if (!(-sum <= mean)) {
          return k;
        }
      }
    }
    double b = 0.931 + 2.53 * Math.sqrt(mean);
    double a = -0.059 + 0.02483 * b;
    double scale = 1.1239 + 1.1328 / (b - 3.4);
    double k = mean;
    for (int attempt = 0; attempt < LAST; attempt++) {
      int[] w = place.words(attempt);
      double u = open(w[0], w[1]) - 0.5;
      double v = open(w[2], w[3]);
      double us = 0.5 - Math.abs(u);
      k = Math.floor((2 * a / us + b) * u + mean + 0.43);
      if (us >= 0.07 && v <= 0.9277 - 3.6224 / (b - 2)) {
        return k;
      }
      if (k >= 0 && (us >= 0.013 || v <= us) && Variates.log(v) + Variates.log(scale) - Variates.log(a / (us * us) + b)
          <= k * Variates.log(mean) - mean - logFactorial(k)) {
        return k;
      }
    }
    return Math.max(k, 0);
  }

  /** Of the binomial distribution: waiting times where n p < 10, else Hormann's BTRS (1993). */
  public static double binomial(Place place, double n, double p) {
    double small = p > 0.5 ? 1 - p : p;
    double k = n * small < 10 ? fewSuccesses(place, n, small) : manySuccesses(place, n, small);
    return p > 0.5 ? n - k : k;
  }

  private static double fewSuccesses(Place place, double n, double p) {
    double limit = p < 1e-8 ? p : -Variates.log(1 - p);
    double sum = 0;
    for (int k = 0; k < 4 * LAST && k < n; k++) {
      int[] w = place.words(k / 4);
      sum -= Variates.log(((w[k % 4] & 0xffffffffL) + 0.5) * 0x1p-32) / (n - k);
      if (!(sum <= limit)) {
        return k;
      }
    }
    return n;
  }

  private static double manySuccesses(Place place, double n, double p) {
    double spread = Math.sqrt(n * p * (1 - p));
    double b = 1.15 + 2.53 * spread;
    double a = -0.0873 + 0.0248 * b + 0.01 * p;
    double alpha = (2.83 + 5.1 / b) * spread;
    double m = Math.floor((n + 1) * p);
    double most = logFactorial(m) + logFactorial(n - m);
    double odds = Variates.log(p / (1 - p));
    for (int attempt = 0; attempt < LAST; attempt++) {
      int[] w = place.words(attempt);
      double u = open(w[0], w[1]) - 0.5;
      double v = open(w[2], w[3]);
      double us = 0.5 - Math.abs(u);
      double k = Math.floor((2 * a / us + b) * u + n * p + 0.5);
      if (k < 0 || k > n) {
        continue;
      }
      if (us >= 0.07 && v <= 0.92 - 4.2 / b
          || Variates.log(v * alpha / (a / (us * us) + b))
              <= most - logFactorial(k) - logFactorial(n - k) + (k - m) * odds) {
        return k;
      }
    }
    return m;
  }

  /** Of the normal distribution between two bounds (Robert, "Simulation of truncated normal variables", 1995). */
  public static double truncatedNormal(Place place, double low, double high) {
    if (!(low <= high)) {
      return Double.NaN;
    } else if (high < 0) {
      return -truncatedNormal(place, -high, -low);
    }
    boolean holdsMean = low <= 0;
    double rate = holdsMean ? 0 : 0.5 * (low + Math.sqrt(low * low + 4));
    double width = high - low;
    double x = low;
    for (int attempt = 0; attempt < LAST; attempt++) {
      int[] w = place.words(attempt);
      if (holdsMean && width > 2.5) {
        x = Variates.normal(joined(w[0], w[1]), (long) w[2] << 32, false);
        if (x >= low && x <= high) {
          return x;
        }
        continue;
      }
      boolean tail = !holdsMean && width * rate > 1;
      x = low + (tail ? Variates.exponential(joined(w[0], w[1])) / rate : width * open(w[0], w[1]));
      double weight =
          tail ? -0.5 * (x - rate) * (x - rate) : -0.5 * (x - (holdsMean ? 0 : low)) * (x + (holdsMean ? 0 : low));
      if (x <= high && Variates.log(open(w[2], w[3])) <= weight) {
        return x;
      }
    }
    return Math.min(Math.max(x, low), high);
  }
}
