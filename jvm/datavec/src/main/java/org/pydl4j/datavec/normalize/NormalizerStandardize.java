package org.pydl4j.datavec.normalize;

import java.util.List;
import java.util.Map;

/**
 * (x - mean) / std per feature; a constant feature becomes 0. DL4J: NormalizerStandardize.
 *
 * @param fitLabels whether targets are scaled too (regression)
 * @param mean per feature; empty before fit
 * @param std per feature, of the whole population; empty before fit
 */
public record NormalizerStandardize(boolean fitLabels, List<Double> mean, List<Double> std, List<Double> labelMean,
    List<Double> labelStd) implements ColumnNormalizer {
  public NormalizerStandardize {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    labelMean = List.copyOf(labelMean);
    labelStd = List.copyOf(labelStd);
  }

  static Map<String, Object> defaults() {
    return Map.of("fitLabels", false, "mean", List.of(), "std", List.of(), "labelMean", List.of(),
        "labelStd", List.of());
  }

  /** Not fitted yet. */
  public static NormalizerStandardize of(boolean fitLabels) {
    return new NormalizerStandardize(fitLabels, List.of(), List.of(), List.of(), List.of());
  }

  @Override
  public boolean isFitted() {
    return !mean.isEmpty();
  }

  @Override
  public NormalizerStandardize fitted(Statistics features, Statistics labels) {
    return new NormalizerStandardize(fitLabels, features.mean(), features.std(),
        fitLabels ? labels.mean() : List.of(),
        fitLabels ? labels.std() : List.of());
  }

  @Override
  public Affine features() {
    return affine(mean, std);
  }

  @Override
  public Affine labels() {
    return fitLabels ? affine(labelMean, labelStd) : null;
  }

  private static Affine affine(List<Double> mean, List<Double> std) {
    if (mean.isEmpty()) {
      throw new IllegalStateException("[NormalizerStandardize] is not fitted. Call fit on the training data first.");
    }
    double[] scale = std.stream().mapToDouble(s -> s > 0 ? 1 / s : 1).toArray();
    return Affine.perFeature(mean, scale, 0);
  }
}
