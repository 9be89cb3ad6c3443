package org.pydl4j.datavec.normalize;

import java.util.List;
import org.pydl4j.nd.array.BatchSource;
import org.pydl4j.nd.json.Open;

/**
 * Scales the features of one input, and the targets of one output where asked for: what to implement for another way to
 * scale. DL4J: DataNormalization.
 */
@Open
public non-sealed interface ColumnNormalizer extends Normalizer {
  /** Whether targets are scaled too. */
  boolean fitLabels();

  /** The normalizer with these statistics; those of labels are null unless {@link #fitLabels}. */
  ColumnNormalizer fitted(Statistics features, Statistics labels);

  /** What is done to features. */
  Affine features();

  /** What is done to targets, or null. */
  Affine labels();

  @Override
  default ColumnNormalizer fit(BatchSource data) {
    Fitting f = Fitting.of(data, this);
    return fitted(f.onlyFeatures(), fitLabels() ? f.onlyLabels() : null);
  }

  @Override
  default boolean scalesFeatures(String input) {
    return true;
  }

  @Override
  default boolean scalesLabels(String output) {
    return fitLabels();
  }

  @Override
  default Affine features(String input) {
    return features();
  }

  @Override
  default Affine labels(String output) {
    return labels();
  }

  @Override
  default void check(List<String> inputs, List<String> outputs) {
    if (inputs.size() > 1 || fitLabels() && outputs.size() > 1) {
      throw new IllegalArgumentException("[normalizer] one " + getClass().getSimpleName() + " for several columns: got "
          + (inputs.size() > 1 ? "inputs " + inputs : "outputs " + outputs)
          + "; expected one of each. Use a MultiNormalizerHybrid, which has one by the name of each.");
    }
  }
}
