package org.pydl4j.nd.plan.eager;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.pydl4j.nd.array.Arena;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.OpCall;
import org.pydl4j.nd.graph.Ops;
import org.pydl4j.nd.json.Nearest;
import org.pydl4j.nd.types.Attrs;

/** How the families and the methods of arrays call ops: calls that come again are kept. */
public final class Calls {
  public static final Map<String, long[]> NO_LISTS = Map.of();
  private static final int MAX_KEPT = 1024;
  private static final Map<String, EagerOp> PLAIN = new ConcurrentHashMap<>();
  private static final Map<String, EagerOp> KEPT = new ConcurrentHashMap<>();

  private Calls() {
  }

  /** An op without attributes. */
  public static EagerOp op(String name) {
    EagerOp known = PLAIN.get(name);
    return known != null ? known : PLAIN.computeIfAbsent(name, n -> make(n, Attrs.NONE, NO_LISTS));
  }

  /** An op with attributes, constant lists among them. */
  public static EagerOp op(String name, Attrs options, Map<String, long[]> lists) {
    if ((options == null || options.asMap().isEmpty()) && lists.isEmpty()) {
      return op(name);
    }
    StringBuilder key = new StringBuilder(name).append('(').append(options == null ? "" : options);
    lists.forEach((k, v) -> key.append(';').append(k).append(Arrays.toString(v)));
    EagerOp known = KEPT.get(key.toString());
    if (known == null) {
      if (KEPT.size() >= MAX_KEPT) {
        KEPT.clear();
      }
      known = make(name, options == null ? Attrs.NONE : options, lists);
      KEPT.put(key.toString(), known);
    }
    return known;
  }

  private static EagerOp make(String name, Attrs options, Map<String, long[]> lists) {
    Op op = Ops.get(name);
    List<String> known = op.attributes().stream().map(Op.Attribute::name).toList();
    for (String given : options.asMap().keySet()) {
      if (!known.contains(given)) {
        throw new IllegalArgumentException(
            "[" + name + "] unknown option: got '" + given + "'; " + Nearest.hint(given, known));
      }
    }
    return new EagerOp(
        new OpCall(op, options, op.inputs().stream().map(i -> i.list() ? lists.get(i.name()) : null).toList()));
  }

  /** The first output; null stands for an absent array. */
  public static NDArray one(String name, Attrs options, Map<String, long[]> lists, NDArray... arrays) {
    return all(name, options, lists, arrays)[0];
  }

  /** All outputs. */
  public static NDArray[] all(String name, Attrs options, Map<String, long[]> lists, NDArray... arrays) {
    int given = arrays.length;
    while (given > 0 && arrays[given - 1] == null) {
      given--;
    }
    NDArray[] made = op(name, options, lists).run(Arrays.asList(arrays).subList(0, given));
    for (NDArray a : made) {
      Arena.adopt(a);
    }
    return made;
  }

  /** Constant lists from alternating names and values; null values are left out. */
  public static Map<String, long[]> lists(Object... namesAndValues) {
    Map<String, long[]> m = new java.util.TreeMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (namesAndValues[i + 1] != null) {
        m.put((String) namesAndValues[i], (long[]) namesAndValues[i + 1]);
      }
    }
    return m;
  }

  /** Arrays, then more of them. */
  public static NDArray[] join(NDArray[] rest, NDArray... first) {
    List<NDArray> all = new ArrayList<>(Arrays.asList(first));
    all.addAll(Arrays.asList(rest));
    return all.toArray(NDArray[]::new);
  }
}
