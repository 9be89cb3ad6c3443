package org.pydl4j.bridge;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.pydl4j.nd.array.DType;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Attrs;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.json.Records;
import org.pydl4j.nd.ops.Ops;
import org.pydl4j.nd.plan.Eager;

/** Arrays and single ops for Python. */
public final class LocalNd {
  private LocalNd() {}

  /** A new dense array of undefined content, described as {@link Arrays#give} does. */
  public static long[] create(int onnxType, long[] dims) {
    return Arrays.give(NDArray.create(DType.ofOnnx(onnxType), dims));
  }

  /**
   * Applies an op to arrays; its constant lists (axes, a shape) come with the attributes. One description per output.
   */
  public static long[] apply(String opName, String attributes, long[] described) {
    Op op = Ops.get(opName);
    JsonObject given = Records.parse(attributes).getAsJsonObject();
    Iterator<NDArray> arrays = Arrays.borrow(described).iterator();
    boolean open = !op.inputs().isEmpty() && op.inputs().get(op.inputs().size() - 1).variadic();
    int count = open ? Math.max(op.inputs().size(), Arrays.borrow(described).size()) : op.inputs().size();
    NDArray[] in = new NDArray[count];
    NDArray[] constants = new NDArray[count];
    for (int i = 0; i < count; i++) {
      Op.Input declared = op.inputs().get(Math.min(i, op.inputs().size() - 1));
      if (declared.list()) {
        JsonElement list = given.remove(declared.name());
        constants[i] = list == null || list.isJsonNull() ? null
            : NDArray.of(longs(list.getAsJsonArray()), list.getAsJsonArray().size());
        in[i] = constants[i];
      } else if (arrays.hasNext()) {
        in[i] = arrays.next();
      }
    }
    NDArray[] out = Eager.apply(op, "", attrs(given), in, constants);
    return Arrays.give(List.of(out).stream().map(a -> List.of(present(in)).contains(a) ? a.dup() : a).toList());
  }

  private static NDArray[] present(NDArray[] arrays) {
    return java.util.Arrays.stream(arrays).filter(a -> a != null).toArray(NDArray[]::new);
  }

  private static Attrs attrs(JsonObject given) {
    Map<String, Object> values = new LinkedHashMap<>();
    given.entrySet().stream().filter(e -> !e.getValue().isJsonNull()).forEach(e ->
        values.put(e.getKey(), value(e.getValue())));
    return Attrs.of(values);
  }

  private static Object value(JsonElement json) {
    if (json.isJsonArray()) {
      JsonArray list = json.getAsJsonArray();
      boolean whole = StreamSupport.stream(list.spliterator(), false).allMatch(e -> value(e) instanceof Long);
      return whole ? longs(list) : StreamSupport.stream(list.spliterator(), false)
          .mapToDouble(JsonElement::getAsDouble).toArray();
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

  private static long[] longs(JsonArray list) {
    return StreamSupport.stream(list.spliterator(), false).mapToLong(JsonElement::getAsLong).toArray();
  }
}
