package org.pydl4j.nn.training;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;

/**
 * What losses are multiplied with, beside the weights that labels have: those of whole outputs in training and
 * validation, those of classes in training alone. Keras: loss_weights, class_weight.
 *
 * @param outputs by output; 1 where there is none
 * @param classes by output and class; 1 where there is none. Those under "" are of the only output
 */
public record LossWeights(Map<String, Double> outputs, Map<String, Map<Long, Double>> classes)
    implements Serializable {
  private static final long MAX_CLASSES = 1 << 24;

  /** All weigh 1. */
  public static final LossWeights NONE = new LossWeights(Map.of(), Map.of());

  public LossWeights {
    outputs = Map.copyOf(outputs);
    Map<String, Map<Long, Double>> copies = new HashMap<>();
    classes.forEach((output, of) -> copies.put(output, Map.copyOf(of)));
    classes = Map.copyOf(copies);
    outputs.values().forEach(w -> check("loss", w));
    classes.values().forEach(of -> of.forEach((number, w) -> {
      check("class", w);
      if (number < 0 || number >= MAX_CLASSES) {
        throw new IllegalArgumentException("[fit] weight of a class: got the class " + number
            + "; expected a number from 0 to below " + MAX_CLASSES + ". Number the classes from 0.");
      }
    }));
  }

  private static void check(String of, double weight) {
    if (!(weight >= 0 && Double.isFinite(weight))) {
      throw new IllegalArgumentException("[fit] weight of a " + of + ": got " + weight
          + "; expected a finite number >= 0.");
    }
  }

  boolean isEmpty() {
    return outputs.isEmpty() && classes.isEmpty();
  }
}
