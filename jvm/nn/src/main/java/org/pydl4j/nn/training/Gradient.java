package org.pydl4j.nn.training;

import java.util.LinkedHashMap;
import java.util.Map;
import org.pydl4j.nd.array.NDArray;

/**
 * A score, and how it changes with the trained parameters. DL4J: computeGradientAndScore.
 *
 * @param score mean loss of a minibatch, regularization included
 * @param byName gradients of the score in the shapes of the parameters; the owner closes them
 */
public record Gradient(double score, Map<String, NDArray> byName) implements AutoCloseable {
  /** What a graph gave: its {@link StepNames#SCORE} and {@link StepNames#gradient}s. */
  public static Gradient of(Map<String, NDArray> outputs) {
    Map<String, NDArray> gradients = new LinkedHashMap<>();
    outputs.forEach((name, a) -> {
      if (name.startsWith(StepNames.GRADIENT)) {
        gradients.put(name.substring(StepNames.GRADIENT.length()), a);
      }
    });
    try (NDArray score = outputs.get(StepNames.SCORE)) {
      return new Gradient(score.getDoubleAt(0), gradients);
    }
  }

  @Override
  public void close() {
    byName.values().forEach(NDArray::close);
  }
}
