package org.pydl4j.nn.eval;

import com.google.gson.JsonObject;
import java.util.Arrays;
import org.pydl4j.nd.api.Internal;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.json.Records;

/**
 * Labels and predictions as rows of columns: [N, C] as it is, [N, C, T] as one row per example and time step.
 *
 * @param classIndices per row, the class; null when labels have columns
 * @param labels per row and column; null when class indices are given
 * @param predictions per row and column
 * @param counts per row and column, whether it counts; null when all do
 */
@Internal
public record Rows(int rows, int columns, int[] classIndices, double[] labels, double[] predictions, boolean[] counts) {
  public static Rows of(NDArray labels, NDArray predictions, NDArray mask) {
    NDArray p = predictions.rank() == 1 ? predictions.dup().reshape(-1, 1) : predictions;
    if (p.rank() < 2) {
      throw wrong(labels, predictions, "predictions [N, C] or [N, C, T]", "Reshape the predictions.");
    }
    int n = Math.toIntExact(p.size(0));
    int columns = Math.toIntExact(p.size(1));
    int inner = n * columns == 0 ? 1 : Math.toIntExact(p.size() / n / columns);
    double[] values = byRow(p.toDoubleArray(), n, columns, inner);
    boolean[] counts = mask == null ? null : counts(mask, predictions, n, columns, inner);
    if (sameShape(labels, p)) {
      return new Rows(n * inner, columns, null, byRow(labels.toDoubleArray(), n, columns, inner), values, counts);
    }
    if (labels.size() != (long) n * inner || labels.rank() == 0 || labels.size(0) != n) {
      throw wrong(labels, predictions, "labels of the predictions' shape, or class indices without the axis C",
          "Match the labels to the model's output.");
    }
    double[] indices = labels.toDoubleArray();
    if (columns == 1) {
      return new Rows(n * inner, 1, null, indices, values, counts);
    }
    int[] classes = new int[indices.length];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = (int) indices[i];
      if (counts != null && !counts[i * columns]) {
        continue;
      }
      if (classes[i] != indices[i] || classes[i] < 0 || classes[i] >= columns) {
        throw new IllegalArgumentException("[evaluation] label out of range: got " + indices[i] + " in row " + i
            + "; expected a class from 0 to "
            + (columns - 1) + ". Correct the labels or the number of outputs.");
      }
    }
    return new Rows(n * inner, columns, classes, null, values, counts);
  }

  private static IllegalArgumentException wrong(NDArray labels, NDArray predictions, String expected, String remedy) {
    return new IllegalArgumentException("[evaluation] labels and predictions do not match: got labels "
        + Arrays.toString(labels.shape()) + " and predictions "
        + Arrays.toString(predictions.shape()) + "; expected " + expected + ". " + remedy);
  }

  private static boolean sameShape(NDArray a, NDArray b) {
    return Arrays.equals(a.shape(), b.shape());
  }

  /** [n, columns, inner] to [n * inner, columns]. */
  private static double[] byRow(double[] v, int n, int columns, int inner) {
    if (inner == 1) {
      return v;
    }
    double[] out = new double[v.length];
    for (int i = 0; i < n; i++) {
      for (int c = 0; c < columns; c++) {
        for (int k = 0; k < inner; k++) {
          out[(i * inner + k) * columns + c] = v[(i * columns + c) * inner + k];
        }
      }
    }
    return out;
  }

  private static boolean[] counts(NDArray mask, NDArray predictions, int n, int columns, int inner) {
    double[] m = mask.toDoubleArray();
    boolean[] counts = new boolean[n * inner * columns];
    boolean perElement = mask.rank() > 1 && sameShape(mask, predictions);
    boolean perStep = m.length == n * inner;
    if (!perElement && !perStep && m.length != n || mask.rank() == 0 || mask.size(0) != n) {
      throw new IllegalArgumentException("[evaluation] mask does not fit: got " + Arrays.toString(mask.shape())
          + " for predictions "
          + Arrays.toString(predictions.shape()) + "; expected [N] or [N, T]. Match it to the labels.");
    }
    double[] elements = perElement ? byRow(m, n, columns, inner) : null;
    for (int i = 0; i < counts.length; i++) {
      int row = i / columns;
      counts[i] = (perElement ? elements[i] : perStep ? m[row] : m[row / inner]) != 0;
    }
    return counts;
  }

  public boolean counts(int row) {
    return counts == null || counts[row * columns];
  }

  boolean counts(int row, int column) {
    return counts == null || counts[row * columns + column];
  }

  /** The prediction, which must be a number. */
  public double prediction(int row, int column) {
    double p = predictions[row * columns + column];
    if (Double.isNaN(p)) {
      throw new IllegalArgumentException("[evaluation] a prediction is not a number: got NaN in row " + row
          + ", column " + column
          + "; expected numbers. The model has diverged or its input holds NaN: lower the learning rate"
          + " or clean the input.");
    }
    return p;
  }

  /** The class of the row: the largest label. Rows of one column are of class 0 or 1. */
  int actual(int row) {
    if (classIndices != null) {
      return classIndices[row];
    }
    if (columns == 1) {
      return labels[row] >= 0.5 ? 1 : 0;
    }
    int best = 0;
    for (int c = 1; c < columns; c++) {
      best = labels[row * columns + c] > labels[row * columns + best] ? c : best;
    }
    return best;
  }

  public double label(int row, int column) {
    return classIndices != null ? classIndices[row] == column ? 1 : 0 : labels[row * columns + column];
  }

  /** The state of an accumulator as JSON with the name of its kind. */
  static String json(String kind, Object state) {
    JsonObject o = Records.toJson(state).getAsJsonObject();
    o.addProperty(Records.TYPE, kind);
    return o.toString();
  }

  /** 0 for 0/0: a metric of no examples. */
  static double ratio(double a, double b) {
    return b == 0 ? 0 : a / b;
  }
}
