package org.pydl4j.nn.eval;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.json.Records;

/** One {@link ROC} per class against the rest. DL4J: ROCMultiClass with thresholdSteps 0. */
public final class ROCMultiClass implements IEvaluation<ROCMultiClass> {
  /** What is saved. */
  private record Classes(List<String> classes) {
  }

  private ROC[] classes = new ROC[0];

  static ROCMultiClass of(JsonObject json) {
    ROCMultiClass r = new ROCMultiClass();
    r.classes = Records.fromJson(json, Classes.class).classes.stream().map(c -> {
      JsonObject o = Records.parse(c).getAsJsonObject();
      o.remove(Records.TYPE);
      return ROC.of(o);
    }).toArray(ROC[]::new);
    return r;
  }

  @Override
  public String toJson() {
    return Rows.json("ROCMultiClass", new Classes(Arrays.stream(classes).map(ROC::toJson).toList()));
  }

  @Override
  public void eval(NDArray labels, NDArray predictions, NDArray mask) {
    Rows r = Rows.of(labels, predictions, mask);
    size(r.columns());
    for (int row = 0; row < r.rows(); row++) {
      if (r.counts(row)) {
        int actual = r.actual(row);
        for (int c = 0; c < classes.length; c++) {
          classes[c].add(r.prediction(row, c), actual == c);
        }
      }
    }
  }

  private void size(int n) {
    if (classes.length == 0) {
      classes = new ROC[n];
      Arrays.setAll(classes, i -> new ROC());
    } else if (classes.length != n) {
      throw new IllegalArgumentException("[ROCMultiClass] number of classes changed: got " + n + "; expected "
          + classes.length + ". Use one per model.");
    }
  }

  @Override
  public void merge(ROCMultiClass other) {
    if (other.classes.length > 0) {
      size(other.classes.length);
      for (int c = 0; c < classes.length; c++) {
        classes[c].merge(other.classes[c]);
      }
    }
  }

  /** Number of classes; 0 before the first minibatch. */
  public int numClasses() {
    return classes.length;
  }

  /** The area under the curve of a class against all others. */
  public double calculateAUC(int c) {
    return classes[c].calculateAUC();
  }

  /** The area under precision and recall of a class against all others. */
  public double calculateAUCPR(int c) {
    return classes[c].calculateAUCPR();
  }

  /** The mean area over the classes that occur. */
  public double calculateAverageAUC() {
    return Arrays.stream(classes).mapToDouble(ROC::calculateAUC).average().orElse(0);
  }

  @Override
  public String stats() {
    StringBuilder s = new StringBuilder(classes.length == 0 ? "no examples were evaluated\n"
        : "class     AUC  AUC (precision-recall)\n");
    for (int c = 0; c < classes.length; c++) {
      s.append(String.format(Locale.ROOT, "%5d  %.4f  %.4f\n", c, calculateAUC(c), calculateAUCPR(c)));
    }
    return s.toString();
  }
}
