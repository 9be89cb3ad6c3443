package org.pydl4j.nn.eval;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.json.Records;

/**
 * Regression metrics for each output column: MSE, MAE, RMSE, RSE, correlation (PC) and R^2. Means and co-moments are
 * kept, not sums of squares, so large offsets do not cancel. DL4J: RegressionEvaluation.
 */
public final class RegressionEvaluation implements IEvaluation<RegressionEvaluation> {
  /** What is saved. */
  private record Sums(List<String> columns, double[][] sums) {
  }

  private static final int N = 0;
  private static final int MEAN_LABEL = 1;
  private static final int MEAN_PREDICTION = 2;
  private static final int VAR_LABEL = 3;
  private static final int VAR_PREDICTION = 4;
  private static final int COVARIANCE = 5;
  private static final int SQUARED_ERROR = 6;
  private static final int ABSOLUTE_ERROR = 7;
  private static final int SUMS = 8;

  private final List<String> columns;
  private double[][] sums = new double[0][];

  public RegressionEvaluation() {
    this(List.of());
  }

  /** @param columns names of the outputs; empty for numbers */
  public RegressionEvaluation(List<String> columns) {
    this.columns = List.copyOf(columns);
  }

  static RegressionEvaluation of(JsonObject json) {
    Sums s = Records.fromJson(json, Sums.class);
    RegressionEvaluation e = new RegressionEvaluation(s.columns);
    e.sums = s.sums;
    return e;
  }

  @Override
  public String toJson() {
    return Rows.json("RegressionEvaluation", new Sums(columns, sums));
  }

  @Override
  public void eval(NDArray labels, NDArray predictions, NDArray mask) {
    Rows r = Rows.of(labels, predictions, mask);
    size(r.columns());
    for (int row = 0; row < r.rows(); row++) {
      for (int c = 0; c < r.columns(); c++) {
        if (r.counts(row, c)) {
          double y = r.label(row, c);
          double p = r.prediction(row, c);
          merge(sums[c], new double[] {1, y, p, 0, 0, 0, (p - y) * (p - y), Math.abs(p - y)});
        }
      }
    }
  }

  private void size(int n) {
    if (sums.length == 0) {
      sums = new double[n][SUMS];
    } else if (sums.length != n) {
      throw new IllegalArgumentException("[RegressionEvaluation] number of columns changed: got " + n + "; expected "
          + sums.length + ". Use one per model.");
    }
  }

  @Override
  public void merge(RegressionEvaluation other) {
    if (other.sums.length > 0) {
      size(other.sums.length);
      for (int c = 0; c < sums.length; c++) {
        merge(sums[c], other.sums[c]);
      }
    }
  }

  /** Adds b to a by the formulas of Chan, Golub and LeVeque (1983). */
  private static void merge(double[] a, double[] b) {
    double n = a[N] + b[N];
    if (b[N] == 0) {
      return;
    }
    double dLabel = b[MEAN_LABEL] - a[MEAN_LABEL];
    double dPrediction = b[MEAN_PREDICTION] - a[MEAN_PREDICTION];
    double weight = a[N] * b[N] / n;
    a[VAR_LABEL] += b[VAR_LABEL] + dLabel * dLabel * weight;
    a[VAR_PREDICTION] += b[VAR_PREDICTION] + dPrediction * dPrediction * weight;
    a[COVARIANCE] += b[COVARIANCE] + dLabel * dPrediction * weight;
    a[MEAN_LABEL] += dLabel * b[N] / n;
    a[MEAN_PREDICTION] += dPrediction * b[N] / n;
    a[SQUARED_ERROR] += b[SQUARED_ERROR];
    a[ABSOLUTE_ERROR] += b[ABSOLUTE_ERROR];
    a[N] = n;
  }

  /** Number of output columns; 0 before the first minibatch. */
  public int numColumns() {
    return sums.length;
  }

  /** mean (p - y)^2. */
  public double meanSquaredError(int column) {
    return Rows.ratio(sums[column][SQUARED_ERROR], sums[column][N]);
  }

  /** mean |p - y|. */
  public double meanAbsoluteError(int column) {
    return Rows.ratio(sums[column][ABSOLUTE_ERROR], sums[column][N]);
  }

  /** The square root of the mean squared error of a column. */
  public double rootMeanSquaredError(int column) {
    return Math.sqrt(meanSquaredError(column));
  }

  /** sum (p - y)^2 / sum (y - mean y)^2; 0 for constant labels. */
  public double relativeSquaredError(int column) {
    return Rows.ratio(sums[column][SQUARED_ERROR], sums[column][VAR_LABEL]);
  }

  /** Correlation of labels and predictions (Pearson), in [-1, 1]; 0 when either is constant. */
  public double pearsonCorrelation(int column) {
    return Rows.ratio(sums[column][COVARIANCE], Math.sqrt(sums[column][VAR_LABEL] * sums[column][VAR_PREDICTION]));
  }

  /** 1 - RSE: the share of the labels' variance that the predictions explain. */
  public double rSquared(int column) {
    return sums[column][VAR_LABEL] == 0 ? 0 : 1 - relativeSquaredError(column);
  }

  /** The mean over the columns. */
  public double averageMeanSquaredError() {
    return average(this::meanSquaredError);
  }

  /** The mean over the columns. */
  public double averageMeanAbsoluteError() {
    return average(this::meanAbsoluteError);
  }

  /** The mean over the columns. */
  public double averageRootMeanSquaredError() {
    return average(this::rootMeanSquaredError);
  }

  /** The mean over the columns. */
  public double averageRSquared() {
    return average(this::rSquared);
  }

  private double average(IntToDoubleFunction metric) {
    double sum = 0;
    for (int c = 0; c < sums.length; c++) {
      sum += metric.applyAsDouble(c);
    }
    return Rows.ratio(sum, sums.length);
  }

  @Override
  public String stats() {
    if (sums.length == 0) {
      return "no examples were evaluated\n";
    }
    StringBuilder s = new StringBuilder(
        "Column           MSE            MAE            RMSE           RSE            PC             R^2\n");
    for (int c = 0; c < sums.length; c++) {
      s.append(String.format(Locale.ROOT, "%-16s %-14.5e %-14.5e %-14.5e %-14.5e %-14.5e %-14.5e\n", columns.isEmpty()
          ? "col_" + c : columns.get(c), meanSquaredError(c),
          meanAbsoluteError(c), rootMeanSquaredError(c), relativeSquaredError(c), pearsonCorrelation(c), rSquared(c)));
    }
    return s.toString();
  }
}
