package org.pydl4j.datavec.batch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which columns are the features of an input; their values stand one after another in its rows.
 *
 * @param name of the model's input; null for the only one
 * @param columns in order; empty: all that neither another input nor an output names
 */
public record Features(String name, List<String> columns) {
  public Features {
    columns = List.copyOf(columns);
  }

  static Map<String, Object> defaults() {
    Map<String, Object> d = new HashMap<>();
    d.put("name", null);
    d.put("columns", List.of());
    return d;
  }

  /** The only input, of all columns that are no labels. */
  public static Features rest() {
    return new Features(null, List.of());
  }
}
