package org.pydl4j.nn.eval;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.json.Records;

/**
 * How well a score separates two classes, exactly: all scores are kept (8 bytes a row). Of two outputs the second is
 * the score of the positive class. DL4J: ROC with thresholdSteps 0.
 */
public final class ROC implements IEvaluation<ROC> {
  /** What is saved. */
  private record Scores(float[] scores, boolean[] positive) {
  }

  /** Points of a curve, one per distinct score from the highest down. */
  public record Curve(double[] thresholds, double[] x, double[] y) {
  }

  private float[] scores = new float[0];
  private boolean[] positive = new boolean[0];
  private int rows;

  static ROC of(JsonObject json) {
    Scores s = Records.fromJson(json, Scores.class);
    ROC r = new ROC();
    r.scores = s.scores;
    r.positive = s.positive;
    r.rows = s.scores.length;
    return r;
  }

  @Override
  public String toJson() {
    return Rows.json("ROC", new Scores(Arrays.copyOf(scores, rows), Arrays.copyOf(positive, rows)));
  }

  @Override
  public void eval(NDArray labels, NDArray predictions, NDArray mask) {
    Rows r = Rows.of(labels, predictions, mask);
    if (r.columns() > 2) {
      throw new IllegalArgumentException("[ROC] outputs: got " + r.columns()
          + "; expected 1 or 2. Use ROCMultiClass for more classes.");
    }
    for (int row = 0; row < r.rows(); row++) {
      if (r.counts(row)) {
        add(r.prediction(row, r.columns() - 1), r.actual(row) == 1);
      }
    }
  }

  void add(double score, boolean isPositive) {
    if (rows == scores.length) {
      scores = Arrays.copyOf(scores, Math.max(1024, 2 * rows));
      positive = Arrays.copyOf(positive, scores.length);
    }
    scores[rows] = (float) score;
    positive[rows++] = isPositive;
  }

  @Override
  public void merge(ROC other) {
    for (int i = 0; i < other.rows; i++) {
      add(other.scores[i], other.positive[i]);
    }
  }

  /** Number of rows evaluated. */
  public long numExamples() {
    return rows;
  }

  private int positives() {
    return (int) IntStream.range(0, rows).filter(i -> positive[i]).count();
  }

  /** Calls with (score, true positives, false positives) after each group of equal scores, from the highest down. */
  private void sweep(Step step) {
    int[] order = IntStream.range(0, rows).boxed().sorted((a, b) -> Float.compare(scores[b], scores[a]))
        .mapToInt(Integer::intValue).toArray();
    long tp = 0;
    long fp = 0;
    for (int i = 0; i < rows; i++) {
      tp += positive[order[i]] ? 1 : 0;
      fp += positive[order[i]] ? 0 : 1;
      if (i == rows - 1 || scores[order[i + 1]] != scores[order[i]]) {
        step.at(scores[order[i]], tp, fp);
      }
    }
  }

  private interface Step {
    void at(double score, long tp, long fp);
  }

  /**
   * Area under the ROC curve: the probability that a positive row scores above a negative one, ties counting half; 0
   * without both classes.
   */
  public double calculateAUC() {
    double[] last = new double[3];
    sweep((score, tp, fp) -> {
      last[0] += (fp - last[2]) * (tp + last[1]) / 2;
      last[1] = tp;
      last[2] = fp;
    });
    return Rows.ratio(last[0], last[1] * last[2]);
  }

  /** Area under the precision-recall curve as average precision: sum over thresholds of (recall gained) precision. */
  public double calculateAUCPR() {
    double[] last = new double[2];
    sweep((score, tp, fp) -> {
      last[0] += (tp - last[1]) * tp / (tp + fp);
      last[1] = tp;
    });
    return Rows.ratio(last[0], last[1]);
  }

  /** False positive rate (x) against true positive rate (y). */
  public Curve rocCurve() {
    int p = positives();
    return curve((tp, fp) -> new double[] {Rows.ratio(fp, rows - p), Rows.ratio(tp, p)});
  }

  /** Recall (x) against precision (y). */
  public Curve precisionRecallCurve() {
    int p = positives();
    return curve((tp, fp) -> new double[] {Rows.ratio(tp, p), Rows.ratio(tp, tp + fp)});
  }

  private interface Point {
    double[] of(long tp, long fp);
  }

  private Curve curve(Point point) {
    double[][] v = new double[3][rows];
    int[] n = new int[1];
    sweep((score, tp, fp) -> {
      double[] xy = point.of(tp, fp);
      v[0][n[0]] = score;
      v[1][n[0]] = xy[0];
      v[2][n[0]++] = xy[1];
    });
    return new Curve(Arrays.copyOf(v[0], n[0]), Arrays.copyOf(v[1], n[0]), Arrays.copyOf(v[2], n[0]));
  }

  @Override
  public String stats() {
    return rows == 0 ? "no examples were evaluated\n"
        : String.format(Locale.ROOT,
            "AUC (ROC): %.4f, AUC (precision-recall): %.4f, %d positive and %d negative examples\n", calculateAUC(),
            calculateAUCPR(), positives(), rows - positives());
  }
}
