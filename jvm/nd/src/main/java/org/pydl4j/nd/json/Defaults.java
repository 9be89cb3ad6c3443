package org.pydl4j.nd.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a record's static {@code defaults()} returns: default values by component name; components left out must be
 * given.
 */
public final class Defaults {
  private Defaults() {
  }

  /** A map from alternating names and values; values may be null, which says that the network's setting is taken. */
  public static Map<String, Object> of(Object... namesAndValues) {
    Map<String, Object> m = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      m.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return Collections.unmodifiableMap(m);
  }
}
