package org.pydl4j.nn.samediff;

import java.util.List;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.conf.Defaults;
import org.pydl4j.nn.updaters.Updater;

/** How a SameDiff graph is trained. DL4J: TrainingConfig. */
@Doc("How a SameDiff graph is trained.")
public record TrainingConfig(
    @Doc("how gradients change variables") Updater updater,
    @Doc("placeholders that get the features of a data set, in order") List<String> dataSetFeatureMapping,
    @Doc("placeholders that get the labels of a data set, in order") List<String> dataSetLabelMapping,
    @Doc("placeholders that get the masks of the features, in order") List<String> dataSetFeatureMaskMapping,
    @Doc("placeholders that get the masks of the labels, in order") List<String> dataSetLabelMaskMapping,
    @Doc("coefficient of the sum of |w|, >= 0") double l1,
    @Doc("coefficient of half the sum of w^2, >= 0") double l2,
    @Doc("whether the loss is minimized; else it is maximized") boolean minimize,
    @Doc("what random ops draw from") long seed) {
  public TrainingConfig {
    dataSetFeatureMapping = List.copyOf(dataSetFeatureMapping);
    dataSetLabelMapping = List.copyOf(dataSetLabelMapping);
    dataSetFeatureMaskMapping = List.copyOf(dataSetFeatureMaskMapping);
    dataSetLabelMaskMapping = List.copyOf(dataSetLabelMaskMapping);
    if (l1 < 0 || l2 < 0) {
      throw new IllegalArgumentException("[TrainingConfig] l1 " + l1 + ", l2 " + l2 + "; expected numbers >= 0.");
    }
  }

  static Object defaults() {
    return Defaults.of("dataSetFeatureMapping", List.of(), "dataSetLabelMapping", List.of(),
        "dataSetFeatureMaskMapping", List.of(), "dataSetLabelMaskMapping", List.of(), "l1", 0.0, "l2", 0.0,
        "minimize", true, "seed", 0L);
  }
}
