package org.pydl4j.datavec.normalize;

import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.BatchSource;
import org.pydl4j.nd.array.NDArray;

/**
 * Scales features (and targets, where asked for) of batches: a value, saved with the model. Statistics are per feature:
 * axis 1 of [N, size], [N, C, H, W] and [N, size, T]. DL4J: DataNormalization.
 */
public sealed interface Normalizer permits NormalizerStandardize, NormalizerMinMaxScaler, ImagePreProcessingScaler {
  /** Whether the statistics are there. */
  boolean isFitted();

  /** The normalizer with the statistics of all batches of one epoch; the source is reset afterwards. */
  Normalizer fit(BatchSource data);

  /** What is done to features. */
  Affine features();

  /** What is done to targets, or null. */
  Affine labels();

  /** Scales a batch in place; time steps masked out become 0. */
  default void transform(Batch batch) {
    features().apply(batch.features());
    if (batch.featuresMask() != null) {
      Masks.clear(batch.features(), batch.featuresMask());
    }
    if (labels() != null && batch.labels() != null) {
      labels().apply(batch.labels());
    }
  }

  /** Scales features in place, for inference. */
  default void transform(NDArray features) {
    features().apply(features);
  }

  /** Undoes {@link #transform(Batch)} in place. */
  default void revert(Batch batch) {
    features().inverse().apply(batch.features());
    if (labels() != null && batch.labels() != null) {
      labels().inverse().apply(batch.labels());
    }
  }

  /** Undoes {@link #transform(NDArray)} in place. */
  default void revertFeatures(NDArray features) {
    features().inverse().apply(features);
  }

  /** Undoes the scaling of targets in a network's output, in place. */
  default void revertLabels(NDArray output) {
    if (labels() != null) {
      labels().inverse().apply(output);
    }
  }
}
