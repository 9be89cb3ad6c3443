package org.pydl4j.bridge;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.IntToDoubleFunction;
import org.pydl4j.nd.array.ArrayBatches;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.BatchSource;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.json.Nearest;
import org.pydl4j.nd.json.Records;
import org.pydl4j.nn.eval.Averaging;
import org.pydl4j.nn.eval.Evaluation;
import org.pydl4j.nn.eval.EvaluationBinary;
import org.pydl4j.nn.eval.IEvaluation;
import org.pydl4j.nn.eval.ROC;
import org.pydl4j.nn.eval.ROCMultiClass;
import org.pydl4j.nn.eval.RegressionEvaluation;
import org.pydl4j.nn.model.Model;

/** Evaluations for Python, by handle. */
public final class LocalEval {
  private static final int EVAL_ROWS = 256;

  private LocalEval() {}

  private static IEvaluation<?> evaluation(long handle) {
    return Handles.get(handle, IEvaluation.class);
  }

  /** An accumulator: {@code {"@type": "Evaluation", "labels": [..], "topN": 1}} and the like. */
  public static long create(String json) {
    JsonObject given = Records.parse(json).getAsJsonObject();
    String type = given.get(Records.TYPE).getAsString();
    return Handles.put(switch (type) {
      case "Evaluation" -> new Evaluation(Records.listFromJson(given.get("labels"), String.class),
          given.get("topN").getAsInt());
      case "EvaluationBinary" -> new EvaluationBinary(given.get("threshold").getAsDouble());
      case "RegressionEvaluation" -> new RegressionEvaluation();
      case "ROC" -> new ROC();
      case "ROCMultiClass" -> new ROCMultiClass();
      default -> throw new IllegalArgumentException("[evaluation] unknown kind: got '" + type + "'.");
    });
  }

  /** An accumulator from its JSON. */
  public static long fromJson(String json) {
    return Handles.put(IEvaluation.fromJson(json));
  }

  public static String toJson(long handle) {
    return evaluation(handle).toJson();
  }

  public static String stats(long handle) {
    return evaluation(handle).stats();
  }

  /** Adds labels and predictions that Python has, and a mask or none. */
  public static void eval(long handle, long[] arrays) {
    List<NDArray> a = Arrays.borrow(arrays);
    evaluation(handle).eval(a.get(0), a.get(1), Arrays.at(a, 2));
  }

  /** Starts to add a network's answers on a batch in memory; of one output, null where there is one only. */
  public static long evalArrays(long handle, long model, long[] data, String output) {
    Batch all = Batches.borrow(data);
    return start(handle, model, new ArrayBatches(all, EVAL_ROWS, null), all, output);
  }

  /** Starts to add a network's answers on a source of minibatches. */
  public static long evalSource(long handle, long model, long source, String output) {
    return start(handle, model, Handles.get(source, BatchSource.class), null, output);
  }

  private static long start(long handle, long model, BatchSource source, Batch unchecked, String output) {
    IEvaluation<?> into = evaluation(handle);
    Model net = Handles.get(model, Model.class);
    return Jobs.start(new Jobs.Job() {
      private volatile boolean stopped;

      @Override
      public Object run() {
        if (unchecked != null) {
          net.check(unchecked);
        }
        net.evaluate(new StoppableBatches(source, () -> stopped), output, into);
        return null;
      }

      @Override
      public void stop() {
        stopped = true;
      }
    });
  }

  /** A number of an evaluation by its Java name; which is a class or column, or -1 for all. */
  public static double number(long handle, String name, int which) {
    Map<String, DoubleSupplier> all = whole(evaluation(handle));
    Map<String, IntToDoubleFunction> each = each(evaluation(handle));
    if (which < 0 && all.containsKey(name)) {
      return all.get(name).getAsDouble();
    } else if (which >= 0 && each.containsKey(name)) {
      return each.get(name).applyAsDouble(which);
    }
    throw new IllegalArgumentException("[evaluation] unknown metric: got '" + name + "'; "
        + Nearest.hint(name, which < 0 ? all.keySet() : each.keySet()));
  }

  private static Map<String, DoubleSupplier> whole(IEvaluation<?> evaluation) {
    if (evaluation instanceof Evaluation e) {
      return Map.ofEntries(Map.entry("accuracy", e::accuracy), Map.entry("topNAccuracy", e::topNAccuracy),
          Map.entry("precision", e::precision), Map.entry("recall", e::recall), Map.entry("f1", e::f1),
          Map.entry("gMeasure", e::gMeasure),
          Map.entry("precisionMicro", () -> e.precision(Averaging.MICRO)),
          Map.entry("recallMicro", () -> e.recall(Averaging.MICRO)),
          Map.entry("f1Micro", () -> e.f1(Averaging.MICRO)), Map.entry("matthewsCorrelation", e::matthewsCorrelation),
          Map.entry("numExamples", e::numExamples), Map.entry("numClasses", e::numClasses));
    } else if (evaluation instanceof RegressionEvaluation r) {
      return Map.of("meanSquaredError", r::averageMeanSquaredError, "meanAbsoluteError", r::averageMeanAbsoluteError,
          "rootMeanSquaredError", r::averageRootMeanSquaredError, "rSquared", r::averageRSquared, "numColumns",
          r::numColumns);
    } else if (evaluation instanceof ROC r) {
      return Map.of("calculateAUC", r::calculateAUC, "calculateAUCPR", r::calculateAUCPR, "numExamples",
          r::numExamples);
    } else if (evaluation instanceof ROCMultiClass r) {
      return Map.of("calculateAUC", r::calculateAverageAUC, "numClasses", r::numClasses);
    }
    return Map.of("numOutputs", ((EvaluationBinary) evaluation)::numOutputs);
  }

  private static Map<String, IntToDoubleFunction> each(IEvaluation<?> evaluation) {
    if (evaluation instanceof Evaluation e) {
      return Map.of("precision", e::precision, "recall", e::recall, "f1", e::f1, "gMeasure", e::gMeasure,
          "matthewsCorrelation", e::matthewsCorrelation,
          "truePositives", e::truePositives, "falsePositives", e::falsePositives, "falseNegatives",
          e::falseNegatives, "trueNegatives", e::trueNegatives);
    } else if (evaluation instanceof RegressionEvaluation r) {
      return Map.of("meanSquaredError", r::meanSquaredError, "meanAbsoluteError", r::meanAbsoluteError,
          "rootMeanSquaredError", r::rootMeanSquaredError,
          "rSquared", r::rSquared, "pearsonCorrelation", r::pearsonCorrelation, "relativeSquaredError",
          r::relativeSquaredError);
    } else if (evaluation instanceof ROCMultiClass r) {
      return Map.of("calculateAUC", r::calculateAUC, "calculateAUCPR", r::calculateAUCPR);
    } else if (evaluation instanceof EvaluationBinary b) {
      return Map.of("accuracy", b::accuracy, "precision", b::precision, "recall", b::recall, "f1", b::f1);
    }
    return Map.of();
  }

  /** The names of the classes of a classification as JSON; empty where they are numbers. */
  public static String labels(long handle) {
    return Records.toText(Handles.get(handle, Evaluation.class).labels());
  }

  /** The counts of a classification, [actual][predicted]. */
  public static long[][] confusion(long handle) {
    return Handles.get(handle, Evaluation.class).confusion();
  }

  /** The curve of a ROC: thresholds, then x, then y. */
  public static double[][] curve(long handle, boolean precisionRecall) {
    ROC roc = Handles.get(handle, ROC.class);
    ROC.Curve curve = precisionRecall ? roc.precisionRecallCurve() : roc.rocCurve();
    return new double[][] {curve.thresholds(), curve.x(), curve.y()};
  }
}
