package org.pydl4j.datavec.normalize;

import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.Batch.Column;
import org.pydl4j.nd.array.BatchSource;

/** The statistics of features, and of targets where asked for, over one epoch. */
public record Fitting(Statistics features, Statistics labels) {
  /** Reads all batches of one epoch and resets the source. */
  public static Fitting of(BatchSource data, boolean withLabels) {
    Fitting f = new Fitting(new Statistics(), withLabels ? new Statistics() : null);
    while (data.hasNext()) {
      try (Batch b = data.next()) {
        Column x = Normalizer.single(b.features());
        f.features.add(x.array(), x.mask());
        if (withLabels) {
          if (!b.hasLabels()) {
            throw new IllegalArgumentException("[normalizer] fitLabels, but the data has no labels."
                + " Set fitLabels to false.");
          }
          Column y = Normalizer.single(b.labels());
          f.labels.add(y.array(), y.mask());
        }
      }
    }
    data.reset(0);
    return f;
  }
}
