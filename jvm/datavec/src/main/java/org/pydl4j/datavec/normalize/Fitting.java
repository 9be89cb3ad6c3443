package org.pydl4j.datavec.normalize;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.Batch.Column;
import org.pydl4j.nd.array.BatchSource;

/** The statistics of the columns that a normalizer scales, over one epoch, by name. */
record Fitting(Map<String, Statistics> features, Map<String, Statistics> labels) {
  /** Reads one epoch; the source is reset afterwards. */
  static Fitting of(BatchSource data, Normalizer normalizer) {
    Fitting f = new Fitting(new HashMap<>(), new HashMap<>());
    while (data.hasNext()) {
      try (Batch b = data.next()) {
        normalizer.check(names(b.features()), names(b.labels()));
        b.features().stream().filter(c -> normalizer.scalesFeatures(c.name())).forEach(c -> add(f.features, c));
        b.labels().stream().filter(c -> normalizer.scalesLabels(c.name())).forEach(c -> add(f.labels, c));
      }
    }
    data.reset(0);
    return f;
  }

  /** Names of columns; null where they have none. */
  static List<String> names(List<Column> columns) {
    List<String> names = new ArrayList<>();
    columns.forEach(c -> names.add(c.name()));
    return names;
  }

  private static void add(Map<String, Statistics> to, Column c) {
    to.computeIfAbsent(c.name(), name -> new Statistics()).add(c.array(), c.mask());
  }

  /** Of an input's features; empty where there was no such input. */
  Statistics features(String input) {
    return features.getOrDefault(input, new Statistics());
  }

  /** Of an output's labels; IllegalArgumentException where there was no such output. */
  Statistics labels(String output) {
    if (!labels.containsKey(output)) {
      throw noLabels();
    }
    return labels.get(output);
  }

  Statistics onlyFeatures() {
    return features.values().stream().findFirst().orElseGet(Statistics::new);
  }

  Statistics onlyLabels() {
    return labels.values().stream().findFirst().orElseThrow(Fitting::noLabels);
  }

  private static IllegalArgumentException noLabels() {
    return new IllegalArgumentException("[normalizer] labels are to be scaled, but the data has none. Give labels, or "
        + "leave fitLabels and the normalizers of outputs out.");
  }
}
