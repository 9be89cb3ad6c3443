package org.pydl4j.datavec.image;

import org.pydl4j.datavec.record.Image;

/** Geometry and colors of images in plain Java, so that every machine computes the same bytes. */
public final class Pixels {
  private Pixels() {}

  /** The float of each of the 256 values: v / 255 * (max - min) + min. */
  public static float[] levels(double min, double max) {
    float[] levels = new float[256];
    for (int v = 0; v < 256; v++) {
      levels[v] = (float) (v / 255.0 * (max - min) + min);
    }
    return levels;
  }

  /** The rectangle of height x width whose upper left corner is (top, left). */
  public static Image crop(Image in, int top, int left, int height, int width) {
    if (top < 0 || left < 0 || top + height > in.height() || left + width > in.width()) {
      throw new IllegalArgumentException("[crop] " + height + "x" + width + " at (" + top + ", " + left
          + ") exceeds the image: got "
          + in.height() + "x" + in.width() + " pixels. Resize it first, or crop less.");
    }
    byte[] out = new byte[height * width * in.channels()];
    int row = width * in.channels();
    for (int y = 0; y < height; y++) {
      System.arraycopy(in.pixels(), ((top + y) * in.width() + left) * in.channels(), out, y * row, row);
    }
    return new Image(height, width, in.channels(), out);
  }

  /** The image mirrored left to right, or top to bottom. */
  public static Image flip(Image in, boolean vertical) {
    int h = in.height();
    int w = in.width();
    int c = in.channels();
    byte[] out = new byte[in.pixels().length];
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        int from = ((vertical ? h - 1 - y : y) * w + (vertical ? x : w - 1 - x)) * c;
        System.arraycopy(in.pixels(), from, out, (y * w + x) * c, c);
      }
    }
    return new Image(h, w, c, out);
  }

  /** The image with 1, 3 or 4 channels: gray is 0.299 R + 0.587 G + 0.114 B, alpha is dropped, or 255 where new. */
  public static Image convert(Image in, int channels) {
    if (in.channels() == channels) {
      return in;
    }
    int n = in.height() * in.width();
    int from = in.channels();
    byte[] p = in.pixels();
    byte[] out = new byte[n * channels];
    for (int i = 0; i < n; i++) {
      if (channels == 1) {
        int r = p[i * from] & 0xff;
        int g = p[i * from + 1] & 0xff;
        int b = p[i * from + 2] & 0xff;
        out[i] = (byte) ((299 * r + 587 * g + 114 * b + 500) / 1000);
      } else {
        for (int c = 0; c < channels; c++) {
          out[i * channels + c] = c == 3 ? (byte) 255 : p[i * from + (from == 1 ? 0 : c)];
        }
      }
    }
    return new Image(in.height(), in.width(), channels, out);
  }

  /**
   * The image in another size: bilinear (a triangle of weights), widened by the scale when shrinking so that every
   * pixel counts; rounded once at the end. Source: the separable resampling of Pillow's BILINEAR.
   */
  public static Image resize(Image in, int height, int width) {
    if (in.height() == height && in.width() == width) {
      return in;
    }
    int c = in.channels();
    Weights across = Weights.of(in.width(), width);
    Weights down = Weights.of(in.height(), height);
    int row = width * c;
    // Each input row is made narrow once and added where it counts: memory for the result only, however tall the input.
    float[] sums = new float[height * row];
    float[] wide = new float[row];
    int from = 0;
    for (int v = 0; v < in.height(); v++) {
      narrow(in, v, across, wide);
      while (from < height && down.first[from] + down.count[from] <= v) {
        from++;
      }
      for (int y = from; y < height && down.first[y] <= v; y++) {
        int i = v - down.first[y];
        if (i < down.count[y]) {
          float weight = down.weight[y][i];
          for (int j = 0; j < row; j++) {
            sums[y * row + j] += weight * wide[j];
          }
        }
      }
    }
    byte[] out = new byte[height * row];
    for (int i = 0; i < out.length; i++) {
      out[i] = (byte) Math.max(0, Math.min(255, Math.round(sums[i])));
    }
    return new Image(height, width, c, out);
  }

  private static void narrow(Image in, int y, Weights across, float[] out) {
    int c = in.channels();
    for (int x = 0; x < across.count.length; x++) {
      for (int k = 0; k < c; k++) {
        float sum = 0;
        for (int i = 0; i < across.count[x]; i++) {
          sum += across.weight[x][i] * in.at(y, across.first[x] + i, k);
        }
        out[x * c + k] = sum;
      }
    }
  }

  /** For each output position: the first input position, how many, and their weights (sum 1). */
  private record Weights(int[] first, int[] count, float[][] weight) {
    static Weights of(int from, int to) {
      double scale = (double) from / to;
      double reach = Math.max(scale, 1.0);
      Weights w = new Weights(new int[to], new int[to], new float[to][]);
      for (int i = 0; i < to; i++) {
        double center = (i + 0.5) * scale;
        int lo = Math.max(0, (int) (center - reach + 0.5));
        int hi = Math.min(from, (int) (center + reach + 0.5));
        double[] raw = new double[hi - lo];
        double sum = 0;
        for (int k = lo; k < hi; k++) {
          raw[k - lo] = Math.max(0, 1 - Math.abs((k + 0.5 - center) / reach));
          sum += raw[k - lo];
        }
        w.first[i] = lo;
        w.count[i] = raw.length;
        w.weight[i] = new float[raw.length];
        for (int k = 0; k < raw.length; k++) {
          w.weight[i][k] = (float) (raw[k] / sum);
        }
      }
      return w;
    }
  }
}
