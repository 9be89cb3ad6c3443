package org.pydl4j.datavec.normalize;

import java.util.Arrays;
import org.pydl4j.datavec.batch.FloatRows;
import org.pydl4j.nd.array.DType;
import org.pydl4j.nd.array.NDArray;

/** x * scale + shift in place, per index of axis 1, or one pair of numbers for all. Immutable. */
public final class Affine {
  private static final int CHUNK_FLOATS = 1 << 14;

  private final double[] scale;
  private final double[] shift;
  private final boolean perFeature;

  private Affine(double[] scale, double[] shift, boolean perFeature) {
    this.scale = scale;
    this.shift = shift;
    this.perFeature = perFeature;
  }

  /** A pair of numbers for each index of axis 1. */
  static Affine perFeature(double[] scale, double[] shift) {
    return new Affine(scale, shift, true);
  }

  /** One pair of numbers for all. */
  static Affine uniform(double scale, double shift) {
    return new Affine(new double[] {scale}, new double[] {shift}, false);
  }

  /** x / scale - shift / scale. */
  Affine inverse() {
    double[] s = new double[scale.length];
    double[] t = new double[scale.length];
    for (int i = 0; i < s.length; i++) {
      s[i] = 1 / scale[i];
      t[i] = -shift[i] / scale[i];
    }
    return new Affine(s, t, perFeature);
  }

  void apply(NDArray a) {
    if (a.dtype() != DType.FLOAT32 || a.rank() < 2 || perFeature && a.size(1) != scale.length) {
      throw new IllegalArgumentException("[normalizer] got " + a.dtype() + Arrays.toString(a.shape()) + "; expected float32 with "
          + (perFeature ? String.valueOf(scale.length) : "any") + " features on axis 1, as in the data that it was fitted on.");
    }
    if (a.size() == 0) {
      return;
    }
    int row = Math.toIntExact(a.size() / a.size(0));
    int inner = row / scale.length;
    int rowsAtOnce = (int) Math.max(1, Math.min(a.size(0), CHUNK_FLOATS / row));
    float[] chunk = new float[row * rowsAtOnce];
    for (long r = 0; r < a.size(0); r += rowsAtOnce) {
      int n = (int) Math.min(rowsAtOnce, a.size(0) - r);
      FloatRows.get(a, r * row, chunk, 0, n * row);
      for (int i = 0; i < n; i++) {
        scaleRow(chunk, i * row, inner);
      }
      FloatRows.put(a, r * row, chunk, 0, n * row);
    }
  }

  private void scaleRow(float[] x, int from, int inner) {
    int at = from;
    for (int c = 0; c < scale.length; c++) {
      float s = (float) scale[c];
      float t = (float) shift[c];
      for (int end = at + inner; at < end; at++) {
        x[at] = x[at] * s + t;
      }
    }
  }
}
