package org.pydl4j.datavec.normalize;

import java.util.List;
import java.util.Map;

/**
 * (x - min) / (max - min) * (targetMax - targetMin) + targetMin per feature; a constant feature becomes targetMin.
 * DL4J: NormalizerMinMaxScaler.
 *
 * @param fitLabels whether targets are scaled too (regression)
 * @param min per feature; empty before fit
 * @param max per feature; empty before fit
 */
public record NormalizerMinMaxScaler(double targetMin, double targetMax, boolean fitLabels, List<Double> min,
    List<Double> max, List<Double> labelMin, List<Double> labelMax) implements ColumnNormalizer {
  public NormalizerMinMaxScaler {
    if (!(targetMin < targetMax)) {
      throw new IllegalArgumentException("[NormalizerMinMaxScaler] empty range: got " + targetMin + " to " + targetMax
          + "; expected targetMin < targetMax.");
    }
    min = List.copyOf(min);
    max = List.copyOf(max);
    labelMin = List.copyOf(labelMin);
    labelMax = List.copyOf(labelMax);
  }

  static Map<String, Object> defaults() {
    return Map.of("targetMin", 0.0, "targetMax", 1.0, "fitLabels", false, "min", List.of(), "max", List.of(),
        "labelMin", List.of(), "labelMax", List.of());
  }

  /** Not fitted yet; to 0..1. */
  public static NormalizerMinMaxScaler of(boolean fitLabels) {
    return new NormalizerMinMaxScaler(0, 1, fitLabels, List.of(), List.of(), List.of(), List.of());
  }

  @Override
  public boolean isFitted() {
    return !min.isEmpty();
  }

  @Override
  public NormalizerMinMaxScaler fitted(Statistics features, Statistics labels) {
    return new NormalizerMinMaxScaler(targetMin, targetMax, fitLabels, features.min(), features.max(),
        fitLabels ? labels.min() : List.of(), fitLabels ? labels.max() : List.of());
  }

  @Override
  public Affine features() {
    return affine(min, max);
  }

  @Override
  public Affine labels() {
    return fitLabels ? affine(labelMin, labelMax) : null;
  }

  private Affine affine(List<Double> least, List<Double> greatest) {
    if (least.isEmpty()) {
      throw new IllegalStateException("[NormalizerMinMaxScaler] is not fitted. Call fit on the training data first.");
    }
    double[] scale = new double[least.size()];
    for (int i = 0; i < scale.length; i++) {
      double range = greatest.get(i) - least.get(i);
      scale[i] = (targetMax - targetMin) / (range > 0 ? range : 1);
    }
    return Affine.perFeature(least, scale, targetMin);
  }
}
