package org.pydl4j.datavec.normalize;

import java.util.List;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.Batch.Column;
import org.pydl4j.nd.array.BatchSource;

/**
 * Scales features (and targets, where asked for) of batches: a value, saved with the model. Statistics are per feature:
 * axis 1 of [N, size], [N, C, H, W] and [N, size, T]. DL4J: DataNormalization and MultiDataNormalization.
 *
 * <p>Another way to scale is a {@link ColumnNormalizer}.
 */
public sealed interface Normalizer permits ColumnNormalizer, MultiNormalizerHybrid {
  /** Whether the statistics are there. */
  boolean isFitted();

  /** The normalizer with the statistics of all batches of one epoch; the source is reset afterwards. */
  Normalizer fit(BatchSource data);

  /** Whether it scales the features of an input, which then are float32; null for inputs without names. */
  boolean scalesFeatures(String input);

  /** Whether it scales the targets of an output; null for outputs without names. */
  boolean scalesLabels(String output);

  /** What is done to the features of an input, or null. */
  Affine features(String input);

  /** What is done to the targets of an output, or null. */
  Affine labels(String output);

  /**
   * Raises IllegalArgumentException when it does not suit these columns.
   *
   * @param inputs names; null where one has none
   */
  void check(List<String> inputs, List<String> outputs);

  /** Scales a batch in place; time steps masked out become 0. */
  default void transform(Batch batch) {
    check(Fitting.names(batch.features()), Fitting.names(batch.labels()));
    for (Column x : batch.features()) {
      if (scalesFeatures(x.name())) {
        features(x.name()).apply(x.array());
        if (x.mask() != null) {
          Masks.clear(x.array(), x.mask());
        }
      }
    }
    for (Column y : batch.labels()) {
      if (scalesLabels(y.name())) {
        labels(y.name()).apply(y.array());
      }
    }
  }

  /** Undoes {@link #transform(Batch)} in place. */
  default void revert(Batch batch) {
    check(Fitting.names(batch.features()), Fitting.names(batch.labels()));
    for (Column x : batch.features()) {
      if (scalesFeatures(x.name())) {
        features(x.name()).inverse().apply(x.array());
      }
    }
    for (Column y : batch.labels()) {
      if (scalesLabels(y.name())) {
        labels(y.name()).inverse().apply(y.array());
      }
    }
  }
}
