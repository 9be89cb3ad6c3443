package org.pydl4j.nn.training;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One whole epoch of training.
 *
 * @param number epochs before this one, over the model's whole life
 * @param rows examples trained on
 * @param values by name: {@code loss}, the mean loss of the examples before their steps, regularization included; and
 *     of the held-out rows after the epoch, where there are such, {@code val_loss} and {@code val_} before each metric
 */
public record Epoch(int number, long rows, Map<String, Double> values) implements Serializable {

  public static final String LOSS = "loss";
  /** What stands before the names of numbers of held-out rows. */
  public static final String HELD_OUT = "val_";

  public Epoch {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** The mean loss over the rows of the epoch. */
  public double loss() {
    return values.get(LOSS);
  }

  /** The loss of the held-out rows; NaN without any. */
  public double validationLoss() {
    return values.getOrDefault(HELD_OUT + LOSS, Double.NaN);
  }
}
