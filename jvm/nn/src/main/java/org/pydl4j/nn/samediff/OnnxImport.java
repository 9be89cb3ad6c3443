package org.pydl4j.nn.samediff;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphJson;
import org.pydl4j.nd.graph.Node;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.onnx.OnnxReader;
import org.pydl4j.nd.onnx.TrainingForm;

/**
 * An ONNX model as a graph that can be extended and trained. Variables have the names of the file. Float initializers
 * of at least one axis are trained; numbers, and moments that batch normalization is given, are constants.
 */
final class OnnxImport {
  private static final String BATCH_NORMALIZATION = "BatchNormalization";
  private static final int MEAN = 3;
  private static final int VAR = 4;

  private final OnnxReader.Model model;
  private final SameDiff sd = new SameDiff();
  private final Map<Value, String> wished = new HashMap<>();
  private final Map<Value, String> names = new HashMap<>();
  private final Set<String> taken = new HashSet<>();
  private final Set<Object> draws = new HashSet<>();

  private OnnxImport(OnnxReader.Model model) {
    this.model = model;
  }

  static SameDiff read(Path path, TrainingForm form) {
    OnnxImport i = new OnnxImport(OnnxReader.read(path, name -> true, form));
    try {
      i.build();
      return i.sd;
    } catch (RuntimeException e) {
      i.sd.close();
      throw e;
    }
  }

  private void build() {
    Graph g = model.graph();
    model.names().forEach((name, v) -> wished.putIfAbsent(v, name));
    for (Value v : g.inputs()) {
      names.put(v, sd.placeholder(fresh(v.name()), v.type().dtype(), v.type().dims()));
    }
    g.outputs().forEach((name, v) -> {
      if (v.kind() == Value.Kind.NODE && !names.containsKey(v) && taken.add(name)) {
        names.put(v, name);
      }
    });
    for (Value v : g.states()) {
      names.put(v, sd.keep(fresh(v.name()), kind(v), model.parameters().get(v.name())));
    }
    g.nodes().forEach(this::add);
    g.outputs().forEach(this::alias);
    model.names().forEach((name, v) -> {
      if (v.kind() == Value.Kind.NODE && names.containsKey(v) && !taken.contains(name)) {
        alias(name, v);
      }
    });
    g.writes().forEach((state, v) -> sd.update(names.get(state), names.get(v)));
  }

  private void alias(String name, Value v) {
    if (!name(v).equals(name)) {
      taken.add(name);
      sd.add(new Operation("Identity", new JsonObject(), read(List.of(v)), List.of(name), true));
    }
  }

  private Variable.Kind kind(Value v) {
    boolean given = model.graph().nodes().stream().anyMatch(n -> n.op().name().equals(BATCH_NORMALIZATION)
        && (n.input(MEAN) == v || n.input(VAR) == v));
    return model.graph().writes().containsKey(v) ? Variable.Kind.STATE
        : given || v.type().rank() == 0 ? Variable.Kind.CONSTANT : Variable.Kind.VARIABLE;
  }

  private void add(Node n) {
    List<Op.Input> declared = n.op().inputs();
    List<Value> in = new ArrayList<>();
    boolean draws = false;
    for (int i = 0; i < n.inputs().size(); i++) {
      String input = declared.get(Math.min(i, declared.size() - 1)).name();
      boolean random = input.equals("seed") || input.equals("step");
      draws |= random;
      if (!random) {
        in.add(n.input(i));
      }
    }
    if (draws && !this.draws.add(n.attrs().get("node"))) {
      throw new UnsupportedOperationException("[onnx] the mask of a Dropout is read: " + n.name()
          + ". Export the model without that output, or load it with training=False.");
    }
    List<String> out = new ArrayList<>();
    for (Value v : n.outputs()) {
      out.add(names.computeIfAbsent(v, k -> fresh(wished.getOrDefault(k, k.name()))));
    }
    sd.add(new Operation(n.op().name(), GraphJson.of(n.attrs()), read(in), out, !draws));
  }

  private JsonArray read(List<Value> values) {
    JsonArray in = new JsonArray();
    values.forEach(v -> in.add(v == null ? JsonNull.INSTANCE : new JsonPrimitive(name(v))));
    return in;
  }

  private String name(Value v) {
    if (!names.containsKey(v) && v.isConstant()) {
      names.put(v, sd.constant(fresh(wished.getOrDefault(v, v.name())), v.constant()));
    }
    return names.get(v);
  }

  private String fresh(String wanted) {
    String stem = wanted.isEmpty() || wanted.startsWith("#") ? "_" + wanted : wanted;
    String name = stem;
    for (int i = 1; !taken.add(name); i++) {
      name = stem + "_" + i;
    }
    return name;
  }
}
