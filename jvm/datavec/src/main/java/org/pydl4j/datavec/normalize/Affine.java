package org.pydl4j.datavec.normalize;

import java.util.Arrays;
import java.util.List;
import org.pydl4j.nd.array.FloatRows;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.DType;

/**
 * (x - center) * scale + offset in place, per index of axis 1, or the same for all. Immutable. Subtracting first keeps
 * the digits of features whose mean is much greater than their spread.
 */
public final class Affine {
  private static final int CHUNK_FLOATS = 1 << 14;

  private final double[] center;
  private final double[] scale;
  private final double[] offset;
  private final boolean perFeature;

  private Affine(double[] center, double[] scale, double[] offset, boolean perFeature) {
    this.center = center;
    this.scale = scale;
    this.offset = offset;
    this.perFeature = perFeature;
  }

  /** Numbers for each index of axis 1; the offset is the same for all. */
  public static Affine perFeature(List<Double> center, double[] scale, double offset) {
    double[] offsets = new double[scale.length];
    Arrays.fill(offsets, offset);
    return new Affine(center.stream().mapToDouble(Double::doubleValue).toArray(), scale, offsets, true);
  }

  /** x * scale + offset for all. */
  public static Affine uniform(double scale, double offset) {
    return new Affine(new double[] {0}, new double[] {scale}, new double[] {offset}, false);
  }

  /** (y - offset) / scale + center. */
  public Affine inverse() {
    double[] s = Arrays.stream(scale).map(v -> 1 / v).toArray();
    return new Affine(offset, s, center, perFeature);
  }

  /** In place over a float32 array [N, features, ...]. */
  public void apply(NDArray a) {
    if (a.dtype() != DType.FLOAT32 || a.rank() < 2 || perFeature && a.size(1) != scale.length) {
      throw new IllegalArgumentException("[normalizer] got " + a.dtype() + Arrays.toString(a.shape())
          + "; expected float32 with " + (perFeature ? String.valueOf(scale.length) : "any")
          + " features on axis 1, as in the data that it was fitted on.");
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

  /** The same for one example of so many floats from a position on: [features, ...]. */
  public void apply(float[] x, int from, int size) {
    if (perFeature && size % scale.length != 0) {
      throw new IllegalArgumentException("[normalizer] got an example of " + size + " numbers; expected " + scale.length
          + " features, as in the data that it was fitted on.");
    }
    scaleRow(x, from, size / scale.length);
  }

  private void scaleRow(float[] x, int from, int inner) {
    int at = from;
    for (int c = 0; c < scale.length; c++) {
      float m = (float) center[c];
      float s = (float) scale[c];
      float t = (float) offset[c];
      for (int end = at + inner; at < end; at++) {
        x[at] = (x[at] - m) * s + t;
      }
    }
  }
}
