package org.pydl4j.nd.graph;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.pydl4j.nd.json.Records;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;

/**
 * An op with its attributes as users name them: constant lists (axes, a shape) are among the attributes, not the
 * inputs.
 *
 * @param lists by position among the op's inputs; null where an input is an array or absent
 */
public record OpCall(Op op, Attrs attrs, List<long[]> lists) {
  /**
   * An array or a plain number that an op is called on.
   *
   * @param value null for a plain number
   * @param weak whether it takes the type of what is beside it; plain numbers are weak
   * @param type INT64, UINT64 (from 2^63 on), FLOAT64 or BOOL of a plain number
   * @param whole the number's bits where it is an INT64 or UINT64
   */
  public record Operand(Sym value, boolean weak, DType type, double number, long whole) {
    /** A value; a weak one takes the other's type. */
    public static Operand of(Sym value, boolean weak) {
      return new Operand(value, weak, value.dtype(), 0, 0);
    }

    /** A number of that type. */
    public static Operand of(DType type, double number) {
      return new Operand(null, true, type, number, (long) number);
    }

    /** A whole number without type. */
    public static Operand of(long number) {
      return new Operand(null, true, DType.INT64, number, number);
    }

    /** A whole number of 64 bits without sign. */
    public static Operand ofUnsigned(long bits) {
      return new Operand(null, true, DType.UINT64, (bits >>> 1 | bits & 1) * 2.0, bits);
    }

    private boolean isWholeNumber() {
      return value == null && (type == DType.INT64 || type == DType.UINT64);
    }

    private boolean isUnsigned() {
      return type == DType.UINT64;
    }

    /** In the graph, of that type. */
    private Sym in(GraphBuilder b, DType wanted) {
      boolean exact = isWholeNumber() && !(isUnsigned() && wanted.isFloat());
      return value != null ? value.cast(wanted) : exact ? b.scalar(wanted, whole) : b.scalar(wanted, number);
    }
  }

  /** Reads {@code {"axis": 1, "axes": [0, 1]}}; null values are left out. */
  public static OpCall of(String opName, String attributes) {
    return of(Ops.get(opName), Records.parse(attributes).getAsJsonObject());
  }

  /** The call that JSON describes. */
  public static OpCall of(Op op, JsonObject given) {
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
  public int count(int arrays) {
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
  public boolean isList(int i) {
    return i < lists.size() && op.inputs().get(i).list();
  }

  /** The constant list at that place. */
  public long[] list(int i) {
    return i < lists.size() ? lists.get(i) : null;
  }

  /**
   * Adds the node, its operands cast as {@link Promotion} says.
   *
   * @param name of the node
   * @param given in the order of the inputs that are no lists; null where one is absent
   */
  public Sym[] build(GraphBuilder b, String name, List<Operand> given) {
    int count = count(given.size());
    Operand[] operands = new Operand[count];
    DType[] types = new DType[count];
    boolean[] weak = new boolean[count];
    for (int i = 0, next = 0; i < count; i++) {
      if (isList(i)) {
        operands[i] = list(i) == null ? null : Operand.of(b.longs(list(i)), false);
      } else if (next < given.size()) {
        operands[i] = given.get(next++);
      }
      types[i] = operands[i] == null ? null : operands[i].type;
      weak[i] = operands[i] != null && operands[i].weak;
    }
    DType[] wanted = Promotion.of(op, types, weak);
    for (int i = 0; i < count; i++) {
      Operand x = operands[i];
      if (x != null && x.isWholeNumber() && !Promotion.holds(wanted[i], x.whole, x.isUnsigned())) {
        operands[i] = Operand.of(b.constant(Promotion.outOfRange(op, i, wanted[i], x.whole, x.isUnsigned())), false);
        types[i] = operands[i].type;
        weak[i] = false;
        wanted = Promotion.of(op, types, weak);
      }
    }
    Sym[] in = new Sym[count];
    for (int i = 0; i < count; i++) {
      Operand x = operands[i];
      in[i] = x == null ? null : x.in(b, wanted[i]);
    }
    return b.callNamed(name, op, attrs, in);
  }

  static Object value(JsonElement json) {
    if (json.isJsonArray()) {
      return list(json.getAsJsonArray());
    } else if (json.isJsonObject()) {
      return GraphJson.value(json.getAsJsonObject());
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
