package org.pydl4j.nn.model;

import java.util.Collections;
import java.util.List;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.NDArray;

/**
 * One minibatch for a graph with several inputs or outputs; masks may be null where there are none. DL4J: MultiDataSet.
 *
 * @param features one array per network input
 * @param labels one array per network output; empty without labels
 * @param featuresMasks one mask or null per input; empty without masks
 * @param labelsMasks one mask or null per output; empty without masks
 */
public record MultiBatch(List<NDArray> features, List<NDArray> labels, List<NDArray> featuresMasks,
    List<NDArray> labelsMasks) {
  public static MultiBatch of(Batch b) {
    return new MultiBatch(List.of(b.features()), listOf(b.labels()), listOf(b.featuresMask()), listOf(b.labelsMask()));
  }

  static List<NDArray> listOf(NDArray a) {
    return a == null ? List.of() : Collections.singletonList(a);
  }

  public long rows() {
    return features.get(0).rank() == 0 ? 0 : features.get(0).size(0);
  }
}
