package org.pydl4j.nn.samediff;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.Batch.Column;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.array.Rows;
import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.conf.UpdatePolicy;
import org.pydl4j.nn.updaters.Schedule;
import org.pydl4j.nn.updaters.Updater;

/** How a SameDiff graph is trained. DL4J: TrainingConfig. */
@Doc("How a SameDiff graph is trained.")
public record TrainingConfig(
    @Doc("how gradients change variables") Updater updater,
    @Doc("placeholders that get the features of a data set, in order") List<String> dataSetFeatureMapping,
    @Doc("placeholders that get the labels of a data set, in order") List<String> dataSetLabelMapping,
    @Doc("placeholders that get the masks of the features, in order") List<String> dataSetFeatureMaskMapping,
    @Doc("placeholders that get the masks of the labels, in order") List<String> dataSetLabelMaskMapping,
    @Doc("coefficient of the sum of |w|, >= 0") Schedule l1,
    @Doc("coefficient of half the sum of w^2, >= 0") Schedule l2,
    @Doc("whether the loss is minimized; else it is maximized") boolean minimize,
    @Doc("what random ops draw from") long seed,
    @Doc("how minibatches become updates: one each unless set") UpdatePolicy updates,
    @Doc("what losses are multiplied with, by loss variable; 1 where there is none") Map<String, Double> lossWeights) {
  public TrainingConfig {
    dataSetFeatureMapping = List.copyOf(dataSetFeatureMapping);
    dataSetLabelMapping = List.copyOf(dataSetLabelMapping);
    dataSetFeatureMaskMapping = List.copyOf(dataSetFeatureMaskMapping);
    dataSetLabelMaskMapping = List.copyOf(dataSetLabelMaskMapping);
    updates = updates == null ? UpdatePolicy.NONE : updates;
    lossWeights = Map.copyOf(lossWeights);
    if (isNegative(l1) || isNegative(l2)) {
      throw new IllegalArgumentException("[TrainingConfig] l1 " + l1 + ", l2 " + l2 + "; expected numbers >= 0.");
    }
  }

  /** Features and labels in order, all else by default. */
  public static TrainingConfig of(Updater updater, List<String> features, List<String> labels) {
    return new TrainingConfig(updater, features, labels, List.of(), List.of(), Schedule.of(0), Schedule.of(0), true, 0,
        UpdatePolicy.NONE, Map.of());
  }

  /** A copy with another seed. */
  public TrainingConfig withSeed(long newSeed) {
    return new TrainingConfig(updater, dataSetFeatureMapping, dataSetLabelMapping, dataSetFeatureMaskMapping,
        dataSetLabelMaskMapping, l1, l2, minimize, newSeed, updates, lossWeights);
  }

  /** A copy that updates parameters in another rhythm. */
  public TrainingConfig withUpdates(UpdatePolicy policy) {
    return new TrainingConfig(updater, dataSetFeatureMapping, dataSetLabelMapping, dataSetFeatureMaskMapping,
        dataSetLabelMaskMapping, l1, l2, minimize, seed, policy, lossWeights);
  }

  /** A copy with factors of the losses by name. */
  public TrainingConfig withLossWeights(Map<String, Double> weights) {
    return new TrainingConfig(updater, dataSetFeatureMapping, dataSetLabelMapping, dataSetFeatureMaskMapping,
        dataSetLabelMaskMapping, l1, l2, minimize, seed, updates, weights);
  }

  private static boolean isNegative(Schedule s) {
    return s instanceof Schedule.FixedSchedule fixed && !(fixed.value() >= 0);
  }

  static Object defaults() {
    return Defaults.of("dataSetFeatureMapping", List.of(), "dataSetLabelMapping", List.of(),
        "dataSetFeatureMaskMapping", List.of(), "dataSetLabelMaskMapping", List.of(), "l1", Schedule.of(0), "l2",
        Schedule.of(0), "minimize", true, "seed", 0L, "updates", null, "lossWeights", Map.of());
  }

  /**
   * The arrays of a minibatch by placeholder: named columns go to those of their names, others where they are mapped.
   */
  Map<String, Rows> placeholders(Batch batch) {
    Map<String, Rows> by = new LinkedHashMap<>();
    put(by, "features", batch.features(), dataSetFeatureMapping, dataSetFeatureMaskMapping);
    put(by, "labels", batch.labels(), dataSetLabelMapping, dataSetLabelMaskMapping);
    return by;
  }

  /** The labels of a minibatch by placeholder. */
  Map<String, Column> labels(Batch batch) {
    Map<String, Column> by = new LinkedHashMap<>();
    for (int i = 0; i < batch.labels().size(); i++) {
      Column c = batch.labels().get(i);
      if (c.name() != null || i < dataSetLabelMapping.size()) {
        by.put(c.name() != null ? c.name() : dataSetLabelMapping.get(i), c);
      }
    }
    return by;
  }

  /** The weights of labels by placeholder, of those that have some. */
  Map<String, NDArray> weights(Batch batch) {
    Map<String, NDArray> by = new LinkedHashMap<>();
    labels(batch).forEach((name, c) -> {
      if (c.weights() != null) {
        by.put(name, c.weights());
      }
    });
    return by;
  }

  private static void put(Map<String, Rows> by, String role, List<Column> columns, List<String> mapping,
      List<String> masks) {
    boolean named = !columns.isEmpty() && columns.get(0).name() != null;
    if (!named && !mapping.isEmpty() && columns.size() != mapping.size()) {
      throw new IllegalArgumentException("[fit] got " + columns.size() + " arrays of " + role + "; expected " + mapping
          + ", as the TrainingConfig maps them. Give as many, or name them by placeholder.");
    }
    for (int i = 0; i < columns.size(); i++) {
      Column c = columns.get(i);
      if (named || !mapping.isEmpty()) {
        by.put(named ? c.name() : mapping.get(i), c.values());
      }
      if (c.mask() != null && i < masks.size()) {
        by.put(masks.get(i), c.mask());
      }
    }
  }
}
