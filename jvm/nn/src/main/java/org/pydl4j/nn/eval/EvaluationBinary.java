package org.pydl4j.nn.eval;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.Locale;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.json.Records;

/**
 * Classification metrics for each output on its own, an output being true from a threshold on: for multi-label models.
 * A mask may be per output, of the labels' shape. DL4J: EvaluationBinary.
 */
public final class EvaluationBinary implements IEvaluation<EvaluationBinary> {
  /** What is saved; per output true positives, false positives, true negatives, false negatives. */
  private record Counts(double threshold, long[][] counts) {
  }

  private final double threshold;
  private long[][] counts = new long[0][];

  public EvaluationBinary() {
    this(0.5);
  }

  /** @param threshold an output is true from here on */
  public EvaluationBinary(double threshold) {
    this.threshold = threshold;
  }

  static EvaluationBinary of(JsonObject json) {
    Counts c = Records.fromJson(json, Counts.class);
    EvaluationBinary e = new EvaluationBinary(c.threshold);
    e.counts = c.counts;
    return e;
  }

  @Override
  public String toJson() {
    return Rows.json("EvaluationBinary", new Counts(threshold, counts));
  }

  @Override
  public void eval(NDArray labels, NDArray predictions, NDArray mask) {
    Rows r = Rows.of(labels, predictions, mask);
    size(r.columns());
    for (int row = 0; row < r.rows(); row++) {
      for (int c = 0; c < r.columns(); c++) {
        if (r.counts(row, c)) {
          boolean actual = r.label(row, c) >= 0.5;
          boolean predicted = r.prediction(row, c) >= threshold;
          counts[c][actual ? predicted ? 0 : 3 : predicted ? 1 : 2]++;
        }
      }
    }
  }

  private void size(int outputs) {
    if (counts.length == 0) {
      counts = new long[outputs][4];
    } else if (counts.length != outputs) {
      throw new IllegalArgumentException("[EvaluationBinary] number of outputs changed: got " + outputs + "; expected "
          + counts.length + ". Use one per model.");
    }
  }

  @Override
  public void merge(EvaluationBinary other) {
    if (other.counts.length > 0) {
      size(other.counts.length);
      for (int c = 0; c < counts.length; c++) {
        for (int k = 0; k < 4; k++) {
          counts[c][k] += other.counts[c][k];
        }
      }
    }
  }

  /** Number of outputs; 0 before the first minibatch. */
  public int numOutputs() {
    return counts.length;
  }

  /** Rows with a 1 that were found. */
  public long truePositives(int output) {
    return counts[output][0];
  }

  /** Rows with a 0 that were taken for a 1. */
  public long falsePositives(int output) {
    return counts[output][1];
  }

  /** Rows with a 0 that were found. */
  public long trueNegatives(int output) {
    return counts[output][2];
  }

  /** Rows with a 1 that were taken for a 0. */
  public long falseNegatives(int output) {
    return counts[output][3];
  }

  /** The share of rows that are right. */
  public double accuracy(int output) {
    long[] c = counts[output];
    return Rows.ratio(c[0] + c[2], Arrays.stream(c).sum());
  }

  /** Of what was taken for a 1, the share that is. */
  public double precision(int output) {
    return Rows.ratio(counts[output][0], counts[output][0] + counts[output][1]);
  }

  /** Of what is a 1, the share that was found. */
  public double recall(int output) {
    return Rows.ratio(counts[output][0], counts[output][0] + counts[output][3]);
  }

  /** The harmonic mean of precision and recall. */
  public double f1(int output) {
    long[] c = counts[output];
    return Rows.ratio(2 * c[0], 2 * c[0] + c[1] + c[3]);
  }

  @Override
  public String stats() {
    StringBuilder s = new StringBuilder("output  accuracy  precision  recall      f1     tp     fp     tn     fn\n");
    for (int i = 0; i < counts.length; i++) {
      s.append(String.format(Locale.ROOT, "%6d  %8.4f  %9.4f  %6.4f  %6.4f %6d %6d %6d %6d\n", i, accuracy(i),
          precision(i), recall(i), f1(i), counts[i][0], counts[i][1], counts[i][2], counts[i][3]));
    }
    return counts.length == 0 ? "no examples were evaluated\n" : s.toString();
  }
}
