package org.pydl4j.nd.ops;

import java.util.Arrays;
import org.pydl4j.nd.types.Attrs;

/**
 * What an output position of Resample reads along one axis: positions of the input and their weights, none where the
 * extrapolation value goes. Backends compute the same lists by the same operations in the same order.
 */
record Taps(int[][] index, double[][] weight) {
  /** Those of the k-th of the attribute "axes". */
  static Taps of(Attrs a, int k, long in, long out) {
    String mode = a.getString("mode", "nearest");
    boolean crop = a.getString("coordinate_transformation_mode", "").equals("tf_crop_and_resize");
    double scale = a.getDoubles("scales")[k];
    double stretch = a.getBool("antialias", false) ? Math.max(1, 1 / scale) : 1;
    int[][] index = new int[Math.toIntExact(out)][];
    double[][] weight = new double[index.length][];
    for (int o = 0; o < index.length; o++) {
      double at = source(a, k, o, in, out);
      if (crop && (at < 0 || at > in - 1)) {
        index[o] = new int[0];
        weight[o] = new double[0];
      } else if (mode.equals("nearest")) {
        double i = rounded(a.getString("nearest_mode", "round_prefer_floor"), nearestSource(a, k, o, in, out));
        index[o] = new int[] {(int) Math.max(0, Math.min(in - 1, i))};
        weight[o] = new double[] {1};
      } else {
        filter(a, mode.equals("cubic"), stretch, at, in, index, weight, o);
      }
    }
    return new Taps(index, weight);
  }

  private static void filter(Attrs a, boolean cubic, double stretch, double at, long in, int[][] index,
      double[][] weight, int o) {
    boolean exclude = a.getBool("exclude_outside", false);
    double reach = cubic ? 2 : 1;
    int first = (int) Math.floor(at - reach * stretch) + 1;
    int end = (int) Math.ceil(at + reach * stretch);
    int[] i = new int[Math.max(1, end - first)];
    double[] w = new double[i.length];
    double sum = 0;
    int n = 0; // positions outside are the border's, whose weights add up
    for (int p = first; p < end; p++) {
      int inside = (int) Math.max(0, Math.min(in - 1, p));
      n = n == 0 || i[n - 1] != inside ? n + 1 : n;
      i[n - 1] = inside;
      if (!exclude || p >= 0 && p < in) {
        double x = (p - at) / stretch;
        double v = cubic ? cubic(x, a.getDouble("cubic_coeff_a", -0.75)) : Math.max(0, 1 - Math.abs(x));
        w[n - 1] += v;
        sum += v;
      }
    }
    i = Arrays.copyOf(i, n);
    w = Arrays.copyOf(w, n);
    if (sum == 0) {
      i = new int[] {(int) Math.max(0, Math.min(in - 1, Math.floor(at + 0.5)))};
      w = new double[] {1};
    } else if (exclude || stretch > 1) {
      for (int k = 0; k < w.length; k++) {
        w[k] /= sum;
      }
    }
    index[o] = i;
    weight[o] = w;
  }

  private static double cubic(double signed, double a) {
    double x = Math.abs(signed);
    if (x <= 1) {
      return ((a + 2) * x - (a + 3)) * x * x + 1;
    }
    return x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0;
  }

  /** Where position i of the output lies on the input. */
  private static double source(Attrs a, int k, double i, double in, double out) {
    double[] roi = a.getDoubles("roi");
    double[] scales = a.getDoubles("scales");
    double start = roi == null ? 0 : roi[k];
    double end = roi == null ? 1 : roi[scales.length + k];
    return switch (a.getString("coordinate_transformation_mode", "half_pixel")) {
      case "align_corners" -> out == 1 ? 0 : i * (in - 1) / (out - 1);
      case "asymmetric" -> i / scales[k];
      case "pytorch_half_pixel" -> out > 1 ? (i + 0.5) / scales[k] - 0.5 : 0;
      case "tf_half_pixel_for_nn" -> (i + 0.5) / scales[k];
      case "tf_crop_and_resize" -> out <= 1 ? 0.5 * (start + end) * (in - 1)
          : start * (in - 1) + i * (end - start) * (in - 1) / (out - 1);
      case "half_pixel_symmetric" -> in / 2 * (1 - out / (scales[k] * in)) + ((i + 0.5) / scales[k] - 0.5);
      default -> (i + 0.5) / scales[k] - 0.5;
    };
  }

  /** The same in float32, as other runtimes compute it: halves decide which neighbour is the nearest. */
  private static float nearestSource(Attrs a, int k, float i, float in, float out) {
    double[] roi = a.getDoubles("roi");
    double[] scales = a.getDoubles("scales");
    float scale = (float) scales[k];
    float start = roi == null ? 0 : (float) roi[k];
    float end = roi == null ? 1 : (float) roi[scales.length + k];
    return switch (a.getString("coordinate_transformation_mode", "half_pixel")) {
      case "align_corners" -> out == 1 ? 0 : i * (in - 1) / (out - 1);
      case "asymmetric" -> i / scale;
      case "pytorch_half_pixel" -> out > 1 ? (i + 0.5f) / scale - 0.5f : 0;
      case "tf_half_pixel_for_nn" -> (i + 0.5f) / scale;
      case "tf_crop_and_resize" -> out <= 1 ? 0.5f * (start + end) * (in - 1)
          : start * (in - 1) + i * (end - start) * (in - 1) / (out - 1);
      case "half_pixel_symmetric" -> in / 2 * (1 - out / (scale * in)) + ((i + 0.5f) / scale - 0.5f);
      default -> (i + 0.5f) / scale - 0.5f;
    };
  }

  private static double rounded(String how, float at) {
    return switch (how) {
      case "floor" -> Math.floor(at);
      case "ceil" -> Math.ceil(at);
      case "round_prefer_ceil" -> Math.floor(at + 0.5f);
      default -> Math.ceil(at - 0.5f);
    };
  }

  boolean isOutside(int o) {
    return index[o].length == 0;
  }

  /** An axis that is read as it is. */
  static Taps identity(long n) {
    int[][] index = new int[Math.toIntExact(n)][];
    double[][] weight = new double[index.length][];
    for (int i = 0; i < index.length; i++) {
      index[i] = new int[] {i};
      weight[i] = new double[] {1};
    }
    return new Taps(index, weight);
  }

  /** Those of all axes of an array. */
  static Taps[] ofAll(Attrs a, long[] in, long[] out) {
    Taps[] all = new Taps[in.length];
    long[] axes = a.getLongs("axes");
    for (int k = 0; k < axes.length; k++) {
      all[(int) axes[k]] = of(a, k, in[(int) axes[k]], out[(int) axes[k]]);
    }
    for (int k = 0; k < all.length; k++) {
      all[k] = all[k] == null ? identity(in[k]) : all[k];
    }
    return all;
  }

  /** Strides of a dense array. */
  static long[] strides(long[] dims) {
    long[] s = new long[dims.length];
    Arrays.fill(s, 1);
    for (int i = dims.length - 2; i >= 0; i--) {
      s[i] = s[i + 1] * dims[i + 1];
    }
    return s;
  }
}
