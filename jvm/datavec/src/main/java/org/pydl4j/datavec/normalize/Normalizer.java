package org.pydl4j.datavec.normalize;

import java.util.List;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.Batch.Column;
import org.pydl4j.nd.array.BatchSource;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.json.Open;

/**
 * Scales features (and targets, where asked for) of batches: a value, saved with the model. Statistics are per feature:
 * axis 1 of [N, size], [N, C, H, W] and [N, size, T]. DL4J: DataNormalization.
 */
@Open
public interface Normalizer {
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
    Column x = single(batch.features());
    features().apply(x.array());
    if (x.mask() != null) {
      Masks.clear(x.array(), x.mask());
    }
    if (labels() != null && batch.hasLabels()) {
      labels().apply(single(batch.labels()).array());
    }
  }

  /** The only input or output: what a normalizer was fitted on. */
  static Column single(List<Column> columns) {
    if (columns.size() != 1) {
      throw new IllegalArgumentException("[normalizer] got a batch of " + columns.size()
          + " inputs or outputs; expected one of each. Scale them with one normalizer each.");
    }
    return columns.get(0);
  }

  /** Scales features in place, for inference. */
  default void transform(NDArray features) {
    features().apply(features);
  }

  /** Undoes {@link #transform(Batch)} in place. */
  default void revert(Batch batch) {
    features().inverse().apply(single(batch.features()).array());
    if (labels() != null && batch.hasLabels()) {
      labels().inverse().apply(single(batch.labels()).array());
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
