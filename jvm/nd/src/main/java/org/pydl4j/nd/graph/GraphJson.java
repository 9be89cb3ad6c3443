package org.pydl4j.nd.graph;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;

/**
 * Attributes as JSON and back, with what JSON has no form for: an array is {@code {"@array": type, "shape",
 * "content"}}, its content the bytes in Base64; a graph without states is {@code {"@graph": {"inputs", "nodes",
 * "outputs"}}}, in which values are numbered: first the inputs, then the outputs of the nodes in order; constants stand
 * where they are read.
 */
public final class GraphJson {
  private static final String ARRAY = "@array";
  private static final String GRAPH = "@graph";

  private GraphJson() {
  }

  /** Attributes by name. */
  public static JsonObject of(Attrs attrs) {
    JsonObject o = new JsonObject();
    attrs.asMap().forEach((name, v) -> o.add(name, of(v)));
    return o;
  }

  private static JsonElement of(Object v) {
    if (v instanceof Long l) {
      return new JsonPrimitive(l);
    } else if (v instanceof Double d) {
      return new JsonPrimitive(d);
    } else if (v instanceof String s) {
      return new JsonPrimitive(s);
    } else if (v instanceof NDArray a) {
      return array(a);
    } else if (v instanceof Graph g) {
      JsonObject o = new JsonObject();
      o.add(GRAPH, graph(g));
      return o;
    }
    JsonArray list = new JsonArray();
    for (int i = 0; i < java.lang.reflect.Array.getLength(v); i++) {
      list.add(of(java.lang.reflect.Array.get(v, i)));
    }
    return list;
  }

  /** An array, its content as Base64. */
  public static JsonObject array(NDArray a) {
    byte[] bytes = new byte[Math.toIntExact(a.size() * a.dtype().bytes)];
    NDArray dense = a.isDense() ? a : a.dup();
    for (int at = 0; at < bytes.length;) {
      ByteBuffer part = dense.bytesFrom(at / a.dtype().bytes);
      int n = part.remaining();
      part.get(bytes, at, n);
      at += n;
    }
    JsonObject o = new JsonObject();
    o.addProperty(ARRAY, a.dtype().numpy);
    o.add("shape", of(a.shape()));
    o.addProperty("content", Base64.getEncoder().encodeToString(bytes));
    return o;
  }

  /** The array that {@link #array(NDArray)} wrote; the caller closes it. */
  public static NDArray array(JsonObject o) {
    byte[] bytes = Base64.getDecoder().decode(o.get("content").getAsString());
    NDArray a = NDArray.create(DType.of(o.get(ARRAY).getAsString()), longs(o.get("shape")));
    if (bytes.length != a.size() * a.dtype().bytes) {
      throw new IllegalArgumentException(
          "[json] an array " + a.type() + " has " + bytes.length + " bytes. Save the graph again.");
    }
    for (int at = 0; at < bytes.length;) {
      ByteBuffer part = a.bytesFrom(at / a.dtype().bytes);
      int n = part.remaining();
      part.put(bytes, at, n);
      at += n;
    }
    return a;
  }

  private static long[] longs(JsonElement list) {
    return StreamSupport.stream(list.getAsJsonArray().spliterator(), false).mapToLong(JsonElement::getAsLong).toArray();
  }

  private static JsonObject graph(Graph g) {
    Map<Value, Integer> numbers = new HashMap<>();
    JsonArray inputs = new JsonArray();
    for (Value v : g.inputs()) {
      numbers.put(v, numbers.size());
      JsonObject o = new JsonObject();
      o.addProperty("name", v.name());
      o.addProperty("dtype", v.type().dtype().numpy);
      o.add("shape", of(v.type().dims()));
      inputs.add(o);
    }
    JsonArray nodes = new JsonArray();
    for (Node n : g.nodes()) {
      JsonObject o = new JsonObject();
      o.addProperty("op", n.op().name());
      o.addProperty("name", n.name());
      o.add("attributes", of(n.attrs()));
      JsonArray in = new JsonArray();
      n.inputs().forEach(v -> in.add(read(v, numbers)));
      o.add("inputs", in);
      n.outputs().forEach(v -> numbers.put(v, numbers.size()));
      nodes.add(o);
    }
    JsonObject outputs = new JsonObject();
    g.outputs().forEach((name, v) -> outputs.add(name, read(v, numbers)));
    JsonObject o = new JsonObject();
    o.add("inputs", inputs);
    o.add("nodes", nodes);
    o.add("outputs", outputs);
    return o;
  }

  private static JsonElement read(Value v, Map<Value, Integer> numbers) {
    return v == null ? JsonNull.INSTANCE : v.isConstant() ? array(v.constant()) : new JsonPrimitive(numbers.get(v));
  }

  /** The value of an attribute that {@link #of} wrote as an object: an array or a graph. */
  static Object value(JsonObject o) {
    if (o.has(ARRAY)) {
      return array(o);
    } else if (o.has(GRAPH)) {
      return graph(o.getAsJsonObject(GRAPH));
    }
    throw new IllegalArgumentException("[json] got an object of " + o.keySet() + "; expected an array or a graph.");
  }

  private static Graph graph(JsonObject g) {
    GraphBuilder b = new GraphBuilder();
    List<Sym> values = new ArrayList<>();
    for (JsonElement e : g.getAsJsonArray("inputs")) {
      JsonObject o = e.getAsJsonObject();
      values.add(b.input(o.get("name").getAsString(), DType.of(o.get("dtype").getAsString()), longs(o.get("shape"))));
    }
    for (JsonElement e : g.getAsJsonArray("nodes")) {
      JsonObject o = e.getAsJsonObject();
      Sym[] in = StreamSupport.stream(o.getAsJsonArray("inputs").spliterator(), false).map(i -> read(b, values, i))
          .toArray(Sym[]::new);
      values.addAll(List.of(b.callNamed(o.get("name").getAsString(), Ops.get(o.get("op").getAsString()),
          attributes(o.getAsJsonObject("attributes")), in)));
    }
    g.getAsJsonObject("outputs").entrySet().forEach(e -> b.output(e.getKey(), read(b, values, e.getValue())));
    return b.build();
  }

  private static Sym read(GraphBuilder b, List<Sym> values, JsonElement e) {
    return e.isJsonNull() ? null : e.isJsonObject() ? b.constant(array(e.getAsJsonObject())) : values.get(e.getAsInt());
  }

  /** The attributes that {@link #of(Attrs)} wrote. */
  public static Attrs attributes(JsonObject o) {
    Attrs attrs = Attrs.NONE;
    for (Map.Entry<String, JsonElement> e : o.entrySet()) {
      attrs = attrs.with(e.getKey(), OpCall.value(e.getValue()));
    }
    return attrs;
  }
}
