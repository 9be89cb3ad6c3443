package org.pydl4j.datavec.normalize;

import org.pydl4j.nd.array.BatchSource;

/** x / maxPixel * (max - min) + min; nothing to fit. DL4J: ImagePreProcessingScaler. */
public record ImagePreProcessingScaler(double min, double max, double maxPixel) implements ColumnNormalizer {
  public ImagePreProcessingScaler {
    if (!(min < max && maxPixel > 0)) {
      throw new IllegalArgumentException("[ImagePreProcessingScaler] got min " + min + ", max " + max + ", maxPixel "
          + maxPixel + "; expected min < max and maxPixel > 0.");
    }
  }

  static ImagePreProcessingScaler defaults() {
    return new ImagePreProcessingScaler(0, 1, 255);
  }

  /** 0..255 to 0..1. */
  public static ImagePreProcessingScaler of() {
    return defaults();
  }

  @Override
  public boolean isFitted() {
    return true;
  }

  @Override
  public boolean fitLabels() {
    return false;
  }

  /** Itself: no data is read. */
  @Override
  public ImagePreProcessingScaler fit(BatchSource data) {
    return this;
  }

  @Override
  public ImagePreProcessingScaler fitted(Statistics features, Statistics labels) {
    return this;
  }

  @Override
  public Affine features() {
    return Affine.uniform((max - min) / maxPixel, min);
  }

  @Override
  public Affine labels() {
    return null;
  }
}
