package org.pydl4j.nn.eval;

import com.google.gson.JsonObject;
import java.util.Map;
import java.util.function.Function;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.json.Nearest;
import org.pydl4j.nd.json.Records;

/**
 * Metrics that accumulate: {@link #eval} adds a minibatch, {@link #merge} another accumulator of the same kind (a
 * worker's). The order of the minibatches does not matter. Not for use by several threads at once. DL4J: IEvaluation.
 *
 * @param <T> the kind itself
 */
public sealed interface IEvaluation<T extends IEvaluation<T>> permits Evaluation, EvaluationBinary,
    RegressionEvaluation, ROC, ROCMultiClass {
  /**
   * Adds a minibatch.
   *
   * @param labels one-hot, targets or class indices; [N, C], [N, C, T] or, for indices, without the axis C
   * @param predictions [N, C] or [N, C, T]
   * @param mask [N], [N, 1] or [N, T], 0 where a row or time step does not count; null when all do
   */
  void eval(NDArray labels, NDArray predictions, NDArray mask);

  /** Adds a minibatch without mask. */
  default void eval(NDArray labels, NDArray predictions) {
    eval(labels, predictions, null);
  }

  /** Adds what another accumulator has seen; that one stays as it is. */
  void merge(T other);

  /** The metrics as text for people. */
  String stats();

  /** The accumulated state as JSON; {@link #fromJson} gives an equal accumulator. */
  String toJson();

  /** An accumulator from its JSON. */
  static IEvaluation<?> fromJson(String json) {
    JsonObject o;
    try {
      o = Records.parse(json).getAsJsonObject();
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new IllegalArgumentException("[evaluation] no JSON object: " + e.getMessage()
          + ". Give what toJson() wrote.", e);
    }
    Map<String, Function<JsonObject, IEvaluation<?>>> kinds = Map.of("Evaluation", Evaluation::of, "EvaluationBinary",
        EvaluationBinary::of,
        "RegressionEvaluation", RegressionEvaluation::of, "ROC", ROC::of, "ROCMultiClass", ROCMultiClass::of);
    String type = o.has(Records.TYPE) ? o.remove(Records.TYPE).getAsString() : "";
    Function<JsonObject, IEvaluation<?>> kind = kinds.get(type);
    if (kind == null) {
      throw new IllegalArgumentException("[evaluation] unknown kind: got '" + type + "'; "
          + Nearest.hint(type, kinds.keySet()));
    }
    return kind.apply(o);
  }
}
