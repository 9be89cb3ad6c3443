package org.pydl4j.datavec.transform;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.nd.json.Nearest;

/** Categories to indices by a hash map. */
final class Categories {
  private Categories() {}

  /** The function from a category to its index; a text that is none raises IllegalArgumentException. */
  static Function<Object, Integer> indexer(Column column) {
    List<String> categories = column.categories();
    Map<String, Integer> index = new HashMap<>();
    categories.forEach(c -> index.put(c, index.size()));
    return value -> {
      Integer i = index.get(value);
      if (i == null) {
        throw new IllegalArgumentException("[column '" + column.name() + "'] unknown category: got '" + value + "'; "
            + Nearest.hint(String.valueOf(value), categories));
      }
      return i;
    };
  }
}
