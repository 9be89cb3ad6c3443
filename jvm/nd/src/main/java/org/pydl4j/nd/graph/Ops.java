package org.pydl4j.nd.graph;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.pydl4j.nd.json.Nearest;

/** All declared ops by name; what declares them is found by ServiceLoader, see {@link OpSource}. */
public final class Ops {
  private static final Map<String, Op> BY_NAME = collect();

  private Ops() {
  }

  private static Map<String, Op> collect() {
    Map<String, Op> m = new LinkedHashMap<>();
    for (OpSource source : ServiceLoader.load(OpSource.class, Ops.class.getClassLoader())) {
      source.ops().forEach(op -> add(m, op));
    }
    add(m, LaterGradient.OP);
    return Collections.unmodifiableMap(m);
  }

  private static void add(Map<String, Op> known, Op op) {
    if (known.put(op.name(), op.register()) != null) {
      throw new IllegalStateException("op declared twice: " + op.name());
    }
  }

  /** The op of that name ("Conv", "pydl4j.SumTo"); unknown names raise with the nearest one. */
  public static Op get(String name) {
    Op op = BY_NAME.get(name);
    if (op == null) {
      String near = Nearest.of(name, BY_NAME.keySet());
      throw new UnsupportedOperationException("[op] unknown name: got '" + name + "'; expected a declared op."
          + (near == null ? "" : " Did you mean '" + near + "'?"));
    }
    return op;
  }

  /** Whether an op of that name is declared. */
  public static boolean has(String name) {
    return BY_NAME.containsKey(name);
  }

  /** All declared ops. */
  public static Collection<Op> all() {
    return BY_NAME.values();
  }
}
