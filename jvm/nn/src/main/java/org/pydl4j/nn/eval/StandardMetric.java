package org.pydl4j.nn.eval;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.json.Nearest;

/** The metrics of this library, as the evaluations compute them. */
public final class StandardMetric implements Metric {
  private static final Map<String, StandardMetric> ALL = new LinkedHashMap<>();

  static {
    classes("accuracy", Evaluation::accuracy);
    classes("precision", Evaluation::precision);
    classes("recall", Evaluation::recall);
    classes("f1", Evaluation::f1);
    classes("matthews_correlation", Evaluation::matthewsCorrelation);
    add("top_5_accuracy", true, () -> new Evaluation(List.of(), 5), Evaluation::topNAccuracy);
    add("binary_accuracy", true, EvaluationBinary::new,
        e -> IntStream.range(0, e.numOutputs()).mapToDouble(e::accuracy).average().orElse(Double.NaN));
    ALL.put("auc", new StandardMetric("auc", true, Auc::new));
    add("mse", false, RegressionEvaluation::new, RegressionEvaluation::averageMeanSquaredError);
    add("mae", false, RegressionEvaluation::new, RegressionEvaluation::averageMeanAbsoluteError);
    add("rmse", false, RegressionEvaluation::new, RegressionEvaluation::averageRootMeanSquaredError);
    add("r_squared", true, RegressionEvaluation::new, RegressionEvaluation::averageRSquared);
  }

  private final String name;
  private final boolean largerIsBetter;
  private final Supplier<Score> start;

  private StandardMetric(String name, boolean largerIsBetter, Supplier<Score> start) {
    this.name = name;
    this.largerIsBetter = largerIsBetter;
    this.start = start;
  }

  private static void classes(String name, ToDoubleFunction<Evaluation> value) {
    add(name, true, Evaluation::new, value);
  }

  private static <E extends IEvaluation<E>> void add(String name, boolean largerIsBetter, Supplier<E> evaluation,
      ToDoubleFunction<E> value) {
    ALL.put(name, new StandardMetric(name, largerIsBetter, () -> new Evaluated<>(evaluation.get(), value)));
  }

  /** A metric by its name. */
  public static Metric of(String name) {
    StandardMetric found = ALL.get(name);
    if (found == null) {
      throw new IllegalArgumentException("[metrics] unknown metric: got '" + name + "'; "
          + Nearest.hint(name, ALL.keySet()));
    }
    return found;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Boolean isBetterWhenLarger() {
    return largerIsBetter;
  }

  @Override
  public Score start() {
    return start.get();
  }

  private record Evaluated<E extends IEvaluation<E>>(E evaluation, ToDoubleFunction<E> number) implements Score {
    @Override
    public void add(NDArray labels, NDArray predictions, NDArray mask) {
      evaluation.eval(labels, predictions, mask);
    }

    @Override
    public double value() {
      return number.applyAsDouble(evaluation);
    }
  }

  /** The area under the ROC curve: of class 1 of two, else the mean over each class against all others. */
  private static final class Auc implements Score {
    private ROC two;
    private ROCMultiClass several;

    @Override
    public void add(NDArray labels, NDArray predictions, NDArray mask) {
      if (predictions.size(1) <= 2) {
        two = two == null ? new ROC() : two;
        two.eval(labels, predictions, mask);
      } else {
        several = several == null ? new ROCMultiClass() : several;
        several.eval(labels, predictions, mask);
      }
    }

    @Override
    public double value() {
      return two != null ? two.calculateAUC() : several != null ? several.calculateAverageAUC() : Double.NaN;
    }
  }
}
