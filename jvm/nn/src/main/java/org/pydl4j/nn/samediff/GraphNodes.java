package org.pydl4j.nn.samediff;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pydl4j.nd.graph.GraphJson;
import org.pydl4j.nd.graph.Node;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nn.graph.Operation;

/** Adds the nodes of another graph to a SameDiff graph, place by place, its constants where they are read. */
final class GraphNodes {
  private final SameDiff sd;
  private final Map<Value, String> names = new HashMap<>();
  private final Map<Value, String> wished = new HashMap<>();
  private final Set<String> reserved = new HashSet<>();
  private final Set<Object> draws = new HashSet<>();

  GraphNodes(SameDiff sd) {
    this.sd = sd;
  }

  /** What stands for a value of the other graph. */
  void bind(Value v, String variable) {
    names.put(v, variable);
  }

  boolean isBound(Value v) {
    return names.containsKey(v);
  }

  /** The name that a value gets if it is free; the first wish counts. */
  void wish(Value v, String name) {
    wished.putIfAbsent(v, name);
  }

  /** The name that a value gets and no other does; false where it is given already. */
  boolean reserve(Value v, String name) {
    boolean free = !names.containsKey(v) && reserved.add(name);
    if (free) {
      names.put(v, name);
    }
    return free;
  }

  void add(Node n) {
    List<Op.Input> declared = n.op().inputs();
    List<Value> in = new ArrayList<>();
    boolean random = false;
    for (int i = 0; i < n.inputs().size(); i++) {
      String input = declared.get(Math.min(i, declared.size() - 1)).name();
      boolean drawn = input.equals("seed") || input.equals("step");
      random |= drawn;
      if (!drawn) {
        in.add(n.input(i));
      }
    }
    if (random && !draws.add(n.attrs().get("node"))) {
      throw new UnsupportedOperationException("[samediff] the same random numbers are used twice, at " + n.name()
          + ": the mask of a Dropout is read. Export the model without that output, or load it with training=False.");
    }
    List<String> out = new ArrayList<>();
    for (Value v : n.outputs()) {
      out.add(names.computeIfAbsent(v, k -> fresh(wished.getOrDefault(k, k.name()))));
    }
    sd.add(new Operation(n.op().name(), GraphJson.of(n.attrs()), read(in), out, !random));
  }

  /** Gives a value one more name. */
  void alias(Value v, String name) {
    if (!name(v).equals(name)) {
      sd.add(new Operation("Identity", new JsonObject(), read(List.of(v)), List.of(name), true));
    }
  }

  /** The variable that a value is. */
  String name(Value v) {
    if (!names.containsKey(v) && v.isConstant()) {
      names.put(v, sd.constant(fresh(wished.getOrDefault(v, v.name())), v.constant()));
    }
    return names.get(v);
  }

  private JsonArray read(List<Value> values) {
    JsonArray in = new JsonArray();
    values.forEach(v -> in.add(v == null ? JsonNull.INSTANCE : new JsonPrimitive(name(v))));
    return in;
  }

  String fresh(String wanted) {
    String stem = wanted.isEmpty() || wanted.startsWith("#") ? "_" + wanted : wanted;
    String name = stem;
    for (int i = 1; !sd.isFree(name) || !reserved.add(name); i++) {
      name = stem + "_" + i;
    }
    return name;
  }
}
