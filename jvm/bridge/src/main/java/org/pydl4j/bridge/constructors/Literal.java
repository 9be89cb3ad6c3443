package org.pydl4j.bridge.constructors;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pydl4j.nd.json.Records;

/** Java's default values as Python's literals. */
public final class Literal {
  private Literal() {}

  /** The literal, or empty where Python has none: then the parameter is None and Java's default holds. */
  public static Optional<String> of(Object value) {
    if (value == null || value instanceof Optional<?> o && o.isEmpty()) {
      return Optional.of("None");
    } else if (value instanceof Optional<?> o) {
      return of(o.get());
    } else if (value instanceof Enum<?> e) {
      return Optional.of('"' + Names.constant(e) + '"');
    } else if (value instanceof Record r) {
      return variant(r);
    }
    return plain(Records.toJson(value));
  }

  /** A record with all its defaults is its name as a string. */
  private static Optional<String> variant(Record r) {
    if (!Records.toJson(r).isJsonObject()) {
      return plain(Records.toJson(r));
    }
    JsonObject json = Records.toJson(r).getAsJsonObject();
    if (!json.has(Records.TYPE)) {
      return Optional.empty();
    }
    for (var component : r.getClass().getRecordComponents()) {
      Optional<Object> otherwise = Defaults.of(r.getClass()).value(component);
      if (otherwise.isEmpty() && !Defaults.of(r.getClass()).isNull(component)
          || !json.get(component.getName()).equals(Records.toJson(otherwise.orElse(null)))) {
        return Optional.empty();
      }
    }
    return Optional.of('"' + Names.variant(r.getClass()) + '"');
  }

  private static Optional<String> plain(JsonElement json) {
    if (json.isJsonArray()) {
      JsonArray list = json.getAsJsonArray();
      List<String> parts = new ArrayList<>();
      for (JsonElement e : list) {
        Optional<String> part = plain(e);
        if (part.isEmpty()) {
          return part;
        }
        parts.add(part.get());
      }
      return Optional.of(parts.size() == 1 ? "(" + parts.get(0) + ",)" : "(" + String.join(", ", parts) + ")");
    } else if (json.isJsonObject()) {
      return Optional.empty();
    } else if (json.isJsonNull()) {
      return Optional.of("None");
    } else if (json.getAsJsonPrimitive().isBoolean()) {
      return Optional.of(json.getAsBoolean() ? "True" : "False");
    } else if (json.getAsJsonPrimitive().isNumber()) {
      return Optional.of(json.getAsString().replaceAll("(\\d)\\.0E", "$1E").replaceAll("E(-?)(\\d)$", "e$10$2")
          .replaceAll("^(.*)E", "$1e"));
    }
    return Optional.of('"' + json.getAsString().replace("\\", "\\\\").replace("\"", "\\\"") + '"');
  }
}
