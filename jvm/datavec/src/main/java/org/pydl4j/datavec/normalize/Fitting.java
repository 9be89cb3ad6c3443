package org.pydl4j.datavec.normalize;

import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.BatchSource;

/** The statistics of features, and of targets where asked for, over one epoch. */
record Fitting(Statistics features, Statistics labels) {
  static Fitting of(BatchSource data, boolean withLabels) {
    Fitting f = new Fitting(new Statistics(), withLabels ? new Statistics() : null);
    while (data.hasNext()) {
      try (Batch b = data.next()) {
        f.features.add(b.features(), b.featuresMask());
        if (withLabels) {
          if (b.labels() == null) {
            throw new IllegalArgumentException("[normalizer] fitLabels, but the data has no labels."
                + " Set fitLabels to false.");
          }
          f.labels.add(b.labels(), b.labelsMask());
        }
      }
    }
    data.reset();
    return f;
  }
}
