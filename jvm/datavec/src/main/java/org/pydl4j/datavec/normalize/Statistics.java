package org.pydl4j.datavec.normalize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pydl4j.nd.array.FloatRows;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.DType;

/** Running mean, variance, least and greatest value per index of axis 1, in double. */
public final class Statistics {
  private double[] mean;
  private double[] m2;
  private double[] min;
  private double[] max;
  private long[] count;

  /** Takes in an array [N, size, ...]; mask [N, T] may be null. */
  void add(NDArray a, NDArray mask) {
    if (a.dtype() == DType.INT64) {
      try (NDArray floats = a.castTo(DType.FLOAT32)) {
        add(floats, mask);
      }
      return;
    }
    if (a.dtype() != DType.FLOAT32 || a.rank() < 2) {
      throw new IllegalArgumentException("[normalizer] got " + a.dtype() + Arrays.toString(a.shape())
          + "; expected float32 [N, size, ...].");
    }
    int size = (int) a.size(1);
    start(size);
    int inner = Math.toIntExact(a.size() / Math.max(1, a.size(0)) / size);
    float[] x = new float[size * inner];
    float[] m = mask == null ? null : new float[inner];
    for (long n = 0; n < a.size(0); n++) {
      FloatRows.get(a, n * x.length, x, 0, x.length);
      if (m != null) {
        FloatRows.get(mask, n * inner, m, 0, inner);
      }
      for (int c = 0; c < size; c++) {
        merge(c, x, c * inner, inner, m);
      }
    }
  }

  private void start(int size) {
    if (mean == null) {
      mean = new double[size];
      m2 = new double[size];
      min = new double[size];
      max = new double[size];
      count = new long[size];
      Arrays.fill(min, Double.POSITIVE_INFINITY);
      Arrays.fill(max, Double.NEGATIVE_INFINITY);
    } else if (mean.length != size) {
      throw new IllegalArgumentException("[normalizer] batches differ: got " + size + " features; expected "
          + mean.length + " as before.");
    }
  }

  /** Two passes over the piece, then the parallel update of Chan, Golub and LeVeque (1979). */
  private void merge(int c, float[] x, int from, int length, float[] mask) {
    long n = 0;
    double sum = 0;
    for (int i = 0; i < length; i++) {
      if (mask == null || mask[i] != 0) {
        double v = x[from + i];
        sum += v;
        min[c] = Math.min(min[c], v);
        max[c] = Math.max(max[c], v);
        n++;
      }
    }
    if (n == 0) {
      return;
    }
    double mu = sum / n;
    double squares = 0;
    for (int i = 0; i < length; i++) {
      if (mask == null || mask[i] != 0) {
        squares += (x[from + i] - mu) * (x[from + i] - mu);
      }
    }
    double delta = mu - mean[c];
    long total = count[c] + n;
    m2[c] += squares + delta * delta * count[c] * n / total;
    mean[c] += delta * n / total;
    count[c] = total;
  }

  private void requireData() {
    if (count == null || Arrays.stream(count).anyMatch(n -> n == 0)) {
      throw new IllegalArgumentException("[normalizer] nothing to fit on: got no rows; expected at least one.");
    }
  }

  /** Means; empty data raises IllegalArgumentException. */
  public List<Double> mean() {
    requireData();
    return boxed(mean);
  }

  /** sqrt(sum of squared deviations / n). */
  public List<Double> std() {
    requireData();
    List<Double> std = new ArrayList<>();
    for (int i = 0; i < m2.length; i++) {
      std.add(Math.sqrt(m2[i] / count[i]));
    }
    return List.copyOf(std);
  }

  /** Least values. */
  public List<Double> min() {
    requireData();
    return boxed(min);
  }

  /** Greatest values. */
  public List<Double> max() {
    requireData();
    return boxed(max);
  }

  private static List<Double> boxed(double[] v) {
    return Arrays.stream(v).boxed().toList();
  }
}
