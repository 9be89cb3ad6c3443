package org.pydl4j.nn.eval;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.json.Records;

/**
 * Classification metrics from the confusion matrix: accuracy, precision, recall, F1 and more. The class of a row is its
 * largest probability (of one output: 1 from 0.5 on). With two classes, precision, recall and F1 are those of class 1;
 * with more they are macro averages. Without examples all metrics are 0. DL4J: Evaluation.
 */
public final class Evaluation implements IEvaluation<Evaluation> {
  /** What is saved; counts[actual][predicted]. */
  private record Counts(List<String> labels, int topN, long topNCorrect, long[][] counts) {
  }

  private final int topN;
  private List<String> labels;
  private long[][] counts = new long[0][0];
  private long topNCorrect;

  public Evaluation() {
    this(List.of(), 1);
  }

  /**
   * @param labels names of the classes; empty for numbers
   * @param topN a row also counts for {@link #topNAccuracy()} when its class is among this many largest probabilities
   */
  public Evaluation(List<String> labels, int topN) {
    if (topN < 1) {
      throw new IllegalArgumentException("[Evaluation] topN: got " + topN + "; expected at least 1.");
    }
    this.labels = List.copyOf(labels);
    this.topN = topN;
  }

  static Evaluation of(JsonObject json) {
    Counts c = Records.fromJson(json, Counts.class);
    Evaluation e = new Evaluation(c.labels, c.topN);
    e.counts = c.counts;
    e.topNCorrect = c.topNCorrect;
    return e;
  }

  @Override
  public String toJson() {
    return Rows.json("Evaluation", new Counts(labels, topN, topNCorrect, counts));
  }

  @Override
  public void eval(NDArray actual, NDArray predictions, NDArray mask) {
    Rows r = Rows.of(actual, predictions, mask);
    size(r.columns() == 1 ? 2 : r.columns());
    for (int row = 0; row < r.rows(); row++) {
      if (r.counts(row)) {
        add(r, row);
      }
    }
  }

  private void add(Rows r, int row) {
    int actual = r.actual(row);
    int predicted = 0;
    if (r.columns() == 1) {
      predicted = r.prediction(row, 0) >= 0.5 ? 1 : 0;
    } else {
      for (int c = 0; c < r.columns(); c++) {
        predicted = r.prediction(row, c) > r.prediction(row, predicted) ? c : predicted;
      }
    }
    counts[actual][predicted]++;
    topNCorrect += r.columns() == 1 ? actual == predicted ? 1 : 0 : rank(r, row, actual, predicted) < topN ? 1 : 0;
  }

  /** How many classes are more probable than the actual one. */
  private static int rank(Rows r, int row, int actual, int predicted) {
    if (actual == predicted) {
      return 0;
    }
    int above = 0;
    for (int c = 0; c < r.columns(); c++) {
      double d = r.prediction(row, c) - r.prediction(row, actual);
      above += d > 0 || d == 0 && c < actual ? 1 : 0;
    }
    return above;
  }

  private void size(int classes) {
    if (counts.length == 0) {
      counts = new long[classes][classes];
    } else if (counts.length != classes) {
      throw new IllegalArgumentException("[Evaluation] number of classes changed: got " + classes + "; expected "
          + counts.length + ". Use one Evaluation per model output.");
    }
    if (!labels.isEmpty() && labels.size() != classes) {
      throw new IllegalArgumentException("[Evaluation] class names: got " + labels.size() + " names for " + classes
          + " classes; expected one per class.");
    }
  }

  @Override
  public void merge(Evaluation other) {
    if (other.counts.length == 0) {
      return;
    }
    size(other.counts.length);
    labels = labels.isEmpty() ? other.labels : labels;
    for (int i = 0; i < counts.length; i++) {
      for (int j = 0; j < counts.length; j++) {
        counts[i][j] += other.counts[i][j];
      }
    }
    topNCorrect += other.topNCorrect;
  }

  /** Number of classes; 0 before the first minibatch. */
  public int numClasses() {
    return counts.length;
  }

  /** Number of rows evaluated. */
  public long numExamples() {
    return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
  }

  /** A copy of the confusion matrix: [actual][predicted]. */
  public long[][] confusion() {
    return Arrays.stream(counts).map(long[]::clone).toArray(long[][]::new);
  }

  /** The names of the classes; empty where they are numbers. */
  public List<String> labels() {
    return labels;
  }

  /** The name of a class, or its number. */
  public String label(int c) {
    return labels.isEmpty() ? String.valueOf(c) : labels.get(c);
  }

  /** Rows of a class that were found to be of it. */
  public long truePositives(int c) {
    return counts[c][c];
  }

  /** Rows of other classes that were found to be of this one. */
  public long falsePositives(int c) {
    return Arrays.stream(counts).mapToLong(row -> row[c]).sum() - counts[c][c];
  }

  /** Rows of a class that were found to be of others. */
  public long falseNegatives(int c) {
    return Arrays.stream(counts[c]).sum() - counts[c][c];
  }

  /** Rows of other classes that were found to be of others. */
  public long trueNegatives(int c) {
    return numExamples() - truePositives(c) - falsePositives(c) - falseNegatives(c);
  }

  /** Share of rows whose class was predicted. */
  public double accuracy() {
    long right = 0;
    for (int c = 0; c < counts.length; c++) {
      right += counts[c][c];
    }
    return Rows.ratio(right, numExamples());
  }

  /** Share of rows whose class is among the topN most probable ones. */
  public double topNAccuracy() {
    return Rows.ratio(topNCorrect, numExamples());
  }

  /** tp / (tp + fp) of a class; 0 when it was never predicted. */
  public double precision(int c) {
    return Rows.ratio(truePositives(c), truePositives(c) + falsePositives(c));
  }

  /** tp / (tp + fn) of a class; 0 when it never occurred. */
  public double recall(int c) {
    return Rows.ratio(truePositives(c), truePositives(c) + falseNegatives(c));
  }

  /** fp / (fp + tn) of a class. */
  public double falsePositiveRate(int c) {
    return Rows.ratio(falsePositives(c), falsePositives(c) + trueNegatives(c));
  }

  /** 2 tp / (2 tp + fp + fn) of a class. */
  public double f1(int c) {
    return fBeta(1, c);
  }

  /** (1 + beta^2) tp / ((1 + beta^2) tp + beta^2 fn + fp) of a class. */
  public double fBeta(double beta, int c) {
    return fBeta(beta, truePositives(c), falsePositives(c), falseNegatives(c));
  }

  private static double fBeta(double beta, double tp, double fp, double fn) {
    double b2 = beta * beta;
    return Rows.ratio((1 + b2) * tp, (1 + b2) * tp + b2 * fn + fp);
  }

  /** sqrt(precision recall) of a class. */
  public double gMeasure(int c) {
    return Math.sqrt(precision(c) * recall(c));
  }

  /** Matthews' correlation of a class against the rest, in [-1, 1]. */
  public double matthewsCorrelation(int c) {
    return mcc(truePositives(c), falsePositives(c), falseNegatives(c), trueNegatives(c));
  }

  private static double mcc(double tp, double fp, double fn, double tn) {
    return Rows.ratio(tp * tn - fp * fn, Math.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)));
  }

  /** The mean precision of the classes that occur. */
  public double precision() {
    return counts.length == 2 ? precision(1) : precision(Averaging.MACRO);
  }

  /** The mean recall of the classes that occur. */
  public double recall() {
    return counts.length == 2 ? recall(1) : recall(Averaging.MACRO);
  }

  /** The mean F1 of the classes that occur; of two classes that of the second. */
  public double f1() {
    return counts.length == 2 ? f1(1) : f1(Averaging.MACRO);
  }

  /** The mean G-measure of the classes that occur. */
  public double gMeasure() {
    return counts.length == 2 ? gMeasure(1) : gMeasure(Averaging.MACRO);
  }

  /** Matthews' correlation of class 1 of two, else the mean over classes. */
  public double matthewsCorrelation() {
    return counts.length == 2 ? matthewsCorrelation(1) : macro(this::matthewsCorrelation, c -> true);
  }

  /** Of what was found to be of a class, the share that is. */
  public double precision(Averaging how) {
    return how == Averaging.MICRO ? accuracy() : macro(this::precision, c -> truePositives(c) + falsePositives(c) > 0);
  }

  /** Of what is of a class, the share that was found. */
  public double recall(Averaging how) {
    return how == Averaging.MICRO ? accuracy() : macro(this::recall, c -> truePositives(c) + falseNegatives(c) > 0);
  }

  /** The harmonic mean of precision and recall. */
  public double f1(Averaging how) {
    return how == Averaging.MICRO ? accuracy() : macro(this::f1, c -> truePositives(c) + falsePositives(c)
        + falseNegatives(c) > 0);
  }

  /** The geometric mean of precision and recall. */
  public double gMeasure(Averaging how) {
    return how == Averaging.MICRO ? accuracy() : macro(this::gMeasure, c -> truePositives(c) + falsePositives(c)
        + falseNegatives(c) > 0);
  }

  private double macro(IntToDoubleFunction metric, IntPredicate defined) {
    double sum = 0;
    int n = 0;
    for (int c = 0; c < counts.length; c++) {
      if (defined.test(c)) {
        sum += metric.applyAsDouble(c);
        n++;
      }
    }
    return Rows.ratio(sum, n);
  }

  @Override
  public String stats() {
    StringBuilder s = new StringBuilder("\n\n========================Evaluation Metrics========================\n");
    s.append(String.format(Locale.ROOT, " # of classes:    %d\n", counts.length));
    if (numExamples() == 0) {
      return s.append(" no examples were evaluated\n" + "=".repeat(66) + "\n").toString();
    }
    s.append(String.format(Locale.ROOT, " Examples:        %d\n Accuracy:        %.4f\n", numExamples(), accuracy()));
    if (topN > 1) {
      s.append(String.format(Locale.ROOT, " Top %d Accuracy:  %.4f\n", topN, topNAccuracy()));
    }
    s.append(String.format(Locale.ROOT, " Precision:       %.4f\n Recall:          %.4f\n F1 Score:        %.4f\n",
        precision(), recall(), f1()));
    if (counts.length == 2) {
      s.append("Precision, recall & F1: reported for positive class (class 1 - \"").append(label(1))
          .append("\") only\n");
    } else {
      s.append("Precision, recall & F1: macro-averaged (equally weighted avg. of ").append(counts.length)
          .append(" classes)\n");
      for (int c = 0; c < counts.length; c++) {
        if (truePositives(c) + falsePositives(c) == 0) {
          s.append("Class ").append(label(c)).append(" was never predicted and is left out of the average precision\n");
        }
      }
    }
    s.append("\n\n=========================Confusion Matrix=========================\n");
    return s.append(matrix())
        .append("\nConfusion matrix format: Actual (rowClass) predicted as (columnClass) N times\n")
        .append("==================================================================\n").toString();
  }

  private String matrix() {
    int width = 1 + Math.max(String.valueOf(counts.length - 1).length(), Arrays.stream(counts)
        .flatMapToLong(Arrays::stream).mapToObj(String::valueOf).mapToInt(String::length).max().orElse(1));
    StringBuilder s = new StringBuilder();
    for (int c = 0; c < counts.length; c++) {
      s.append(padded(c, width));
    }
    s.append('\n').append("-".repeat(width * counts.length + 2)).append('\n');
    for (int i = 0; i < counts.length; i++) {
      for (long n : counts[i]) {
        s.append(padded(n, width));
      }
      s.append(" | ").append(i).append(" = ").append(label(i)).append('\n');
    }
    return s.toString();
  }

  private static String padded(long n, int width) {
    return " ".repeat(Math.max(0, width - String.valueOf(n).length())) + n;
  }

  @Override
  public String toString() {
    return stats();
  }
}
