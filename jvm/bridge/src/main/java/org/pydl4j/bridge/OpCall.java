package org.pydl4j.bridge;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.pydl4j.nd.graph.Attrs;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.json.Records;
import org.pydl4j.nd.ops.Ops;

/**
 * An op with its attributes as Python names them: constant lists (axes, a shape) are among the attributes, not the inputs.
 *
 * @param lists by position among the op's inputs; null where an input is an array or absent
 */
record OpCall(Op op, Attrs attrs, List<long[]> lists) {
  /** Reads {@code {"axis": 1, "axes": [0, 1]}}; null values are left out. */
  static OpCall of(String opName, String attributes) {
    return of(Ops.get(opName), Records.parse(attributes).getAsJsonObject());
  }

  static OpCall of(Op op, JsonObject given) {
    List<long[]> lists = new ArrayList<>();
    Map<String, Object> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonElement> e : given.entrySet()) {
      if (!e.getValue().isJsonNull()) {
        values.put(e.getKey(), value(e.getValue()));
      }
    }
    for (Op.Input input : op.inputs()) {
      Object list = input.list() ? values.remove(input.name()) : null;
      if (list != null && !(list instanceof long[])) {
        throw new IllegalArgumentException("[" + op.name() + "] " + input.name() + ": got " + given.get(input.name())
            + "; expected a list of whole numbers. Give one.");
      }
      lists.add((long[]) list);
    }
    return new OpCall(op, Attrs.of(values), lists);
  }

  /** How many inputs a call with that many arrays has, lists and absent ones included. */
  int count(int arrays) {
    int declared = op.inputs().size();
    boolean open = declared > 0 && op.inputs().get(declared - 1).variadic();
    int given = arrays + (int) op.inputs().stream().filter(Op.Input::list).count();
    if (given > declared && !open) {
      throw new IllegalArgumentException("[" + op.name() + "] got " + arrays + " arrays; expected at most "
          + (arrays - given + declared) + ". Remove the surplus.");
    }
    return open ? Math.max(given, declared - 1) : declared;
  }

  /** Whether the input at that position is a constant list. */
  boolean isList(int i) {
    return i < lists.size() && op.inputs().get(i).list();
  }

  long[] list(int i) {
    return i < lists.size() ? lists.get(i) : null;
  }

  private static Object value(JsonElement json) {
    if (json.isJsonArray()) {
      return list(json.getAsJsonArray());
    }
    JsonPrimitive plain = json.getAsJsonPrimitive();
    if (plain.isBoolean()) {
      return plain.getAsBoolean() ? 1L : 0L;
    } else if (plain.isString()) {
      return plain.getAsString();
    }
    String text = plain.getAsString();
    return text.matches("-?\\d+") ? (Object) Long.parseLong(text) : (Object) Double.parseDouble(text);
  }

  private static Object list(JsonArray list) {
    List<Object> values = StreamSupport.stream(list.spliterator(), false).map(OpCall::value).toList();
    if (!values.isEmpty() && values.stream().allMatch(v -> v instanceof String)) {
      return values.toArray(String[]::new);
    } else if (values.stream().allMatch(v -> v instanceof Long)) {
      return values.stream().mapToLong(v -> (Long) v).toArray();
    }
    return values.stream().mapToDouble(v -> ((Number) v).doubleValue()).toArray();
  }
}
