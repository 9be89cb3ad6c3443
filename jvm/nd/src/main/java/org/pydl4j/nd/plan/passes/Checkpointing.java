package org.pydl4j.nd.plan.passes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Node;
import org.pydl4j.nd.graph.Ops;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.plan.options.PlanOptions;
import org.pydl4j.nd.plan.steps.MemoryPlan;
import org.pydl4j.nd.types.Attrs;

/**
 * Activation checkpointing: the forward part is cut into segments; what a segment hands to later ones is kept, all else
 * of it is computed again when its gradients need it. The nodes computed again are the same over the same values
 * (random numbers are keyed by node), so results do not change in a bit. The last segment is not computed again, since
 * its gradients come next.
 */
final class Checkpointing {
  private static final String BACKWARD = "d/";
  private static final int MAX_AUTO = 16;
  private final Graph graph;
  private final List<Node> forward = new ArrayList<>();
  private final Set<Node> backward = new HashSet<>();
  private final Map<Value, Integer> lastForwardUse = new HashMap<>();
  private final Map<Node, Integer> position = new HashMap<>();

  private Checkpointing(Graph graph) {
    this.graph = graph;
    Set<Value> late = new HashSet<>();
    for (Node n : graph.nodes()) {
      if (n.name().startsWith(BACKWARD) || n.inputs().stream().anyMatch(late::contains)) {
        backward.add(n);
        late.addAll(n.outputs());
      } else {
        int at = forward.size();
        position.put(n, at);
        forward.add(n);
        n.inputs().stream().filter(v -> v != null).forEach(v -> lastForwardUse.put(v, at));
      }
    }
  }

  /** The graph with recomputation, or itself where there is nothing to gain. */
  static Graph run(Graph graph, int segments) {
    Checkpointing c = new Checkpointing(graph);
    if (segments == 0 || segments == 1 || c.backward.isEmpty()) {
      return graph;
    }
    if (segments != PlanOptions.AUTO) {
      return c.rebuilt(c.borders(segments));
    }
    Graph best = graph;
    long least = peak(graph);
    for (int k = 2; k <= Math.min(MAX_AUTO, c.forward.size()); k++) {
      Graph g = c.rebuilt(c.borders(k));
      long p = peak(g);
      if (p < least) {
        least = p;
        best = g;
      }
    }
    return best;
  }

  /** Bytes that gradients read of what each forward node makes. */
  private long[] savedBytes() {
    long[] bytes = new long[forward.size()];
    Set<Value> counted = new HashSet<>();
    for (Node n : graph.nodes()) {
      for (Value v : n.inputs()) {
        if (backward.contains(n) && v != null && v.producer() != null) {
          Value root = root(v);
          if (root.producer() != null && position.containsKey(root.producer()) && counted.add(root)) {
            bytes[position.get(root.producer())] += root.type().bytes();
          }
        }
      }
    }
    return bytes;
  }

  /** Positions after which segments end: near equal shares of what gradients read, where the least is handed over. */
  private int[] borders(int segments) {
    long[] saved = savedBytes();
    long total = Arrays.stream(saved).sum();
    long[] handed = handed();
    List<Integer> borders = new ArrayList<>();
    for (int s = 1; s < segments; s++) {
      double target = (double) total * s / segments;
      double reach = 0.45 * total / segments;
      int best = -1;
      long sum = 0;
      for (int i = 0; i < forward.size(); i++) {
        sum += saved[i];
        boolean near = Math.abs(sum - target) <= reach;
        if (near && (best < 0 || handed[i] < handed[best])
            && (borders.isEmpty() || i > borders.get(borders.size() - 1))) {
          best = i;
        }
      }
      if (best >= 0) {
        borders.add(best);
      }
    }
    return borders.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Bytes that live in the forward part after each node. */
  private long[] handed() {
    long[] change = new long[forward.size() + 1];
    Map<Value, Integer> last = new HashMap<>();
    lastForwardUse.forEach((v, at) -> last.merge(root(v), at, Math::max));
    last.forEach((v, at) -> {
      if (v.producer() != null && position.containsKey(v.producer())) {
        change[position.get(v.producer())] += v.type().bytes();
        change[at] -= v.type().bytes();
      }
    });
    for (int i = 1; i < change.length; i++) {
      change[i] += change[i - 1];
    }
    return change;
  }

  private static Value root(Value v) {
    Value at = v;
    while (at.producer() != null && MemoryPlan.isView(at.producer())) {
      at = at.producer().input(0);
    }
    return at;
  }

  private Graph rebuilt(int[] borders) {
    return borders.length == 0 ? graph : new Rebuild(borders).go();
  }

  /** Writes the graph with the nodes that are computed again, each just before the first gradient that needs it. */
  private final class Rebuild {
    private final int[] borders;
    private final GraphBuilder b = new GraphBuilder();
    private final Map<Value, Sym> map = new HashMap<>();
    private final Map<Value, Sym> again = new HashMap<>();
    private final Set<Value> results = new HashSet<>(graph.outputs().values());

    Rebuild(int[] borders) {
      this.borders = borders;
      results.addAll(graph.writes().values());
    }

    Graph go() {
      graph.inputs().forEach(v -> map.put(v, b.input(v.name(), v.type().dtype(), v.type().dims())));
      graph.states().forEach(v -> map.put(v, b.state(v.name(), v.type().dtype(), v.type().dims())));
      for (Node n : graph.nodes()) {
        Sym[] in =
            n.inputs().stream().map(v -> v == null ? null : backward.contains(n) ? late(v) : at(v)).toArray(Sym[]::new);
        put(n, in, n.name(), map);
      }
      graph.outputs().forEach((name, v) -> b.output(name, at(v)));
      graph.writes().forEach((state, v) -> b.write(at(state), at(v)));
      return b.build();
    }

    private void put(Node n, Sym[] in, String name, Map<Value, Sym> into) {
      b.origins(n);
      Sym[] out = b.callNamed(name, n.op(), n.attrs(), in);
      for (int i = 0; i < out.length; i++) {
        into.put(n.outputs().get(i), out[i]);
      }
    }

    private Sym at(Value v) {
      return map.computeIfAbsent(v, c -> b.constant(c.name(), c.constant()));
    }

    private int segment(int at) {
      int found = Arrays.binarySearch(borders, at);
      return found >= 0 ? found : -found - 1;
    }

    /** Whether a forward value stays in memory until the gradients need it. */
    private boolean isKept(Value v) {
      Node p = v.producer();
      if (p == null || !position.containsKey(p)) {
        return true;
      }
      Value root = root(v);
      if (root.producer() == null) {
        return true;
      }
      int made = segment(position.get(root.producer()));
      return made == borders.length || results.contains(root) || segment(lastUse(root)) > made;
    }

    /** The last forward node that reads a value or a view of it. */
    private int lastUse(Value root) {
      return lastUses.computeIfAbsent(root, r -> lastForwardUse.entrySet().stream().filter(e -> root(e.getKey()) == r)
          .mapToInt(Map.Entry::getValue).max().orElse(0));
    }

    private final Map<Value, Integer> lastUses = new HashMap<>();

    /** What a gradient reads for a value: itself where it is kept, else the same computed again. */
    private Sym late(Value v) {
      if (isKept(v)) {
        return at(v);
      }
      return computedAgain(v);
    }

    private Sym computedAgain(Value v) {
      Sym known = again.get(v);
      if (known == null) {
        Node p = v.producer();
        Sym[] in = p.inputs().stream()
            .map(x -> x == null ? null : x.producer() == null ? at(x) : isKept(x) ? apart(x) : computedAgain(x))
            .toArray(Sym[]::new);
        put(p, in, p.name() + "/again", again);
        known = again.get(v);
      }
      return known;
    }

    /** A kept value behind a view, so that fusion does not draw what is computed again into the forward part. */
    private Sym apart(Value x) {
      Sym known = again.get(x);
      if (known == null) {
        Sym kept = at(x);
        known = b.callNamed(x.name() + "/kept", Ops.get("Reshape"), Attrs.of("allowzero", 1), kept,
            b.longs(x.type().dims()))[0];
        again.put(x, known);
      }
      return known;
    }
  }

  /** The most bytes that live at once when nodes run in order, without kernels' scratch. */
  private static long peak(Graph g) {
    Map<Value, Integer> last = new HashMap<>();
    Map<Value, Integer> made = new HashMap<>();
    for (int i = 0; i < g.nodes().size(); i++) {
      int step = i;
      Node n = g.nodes().get(i);
      n.inputs().stream().filter(v -> v != null).forEach(v -> last.put(root(v), step));
      if (!MemoryPlan.isView(n)) {
        n.outputs().forEach(v -> made.put(v, step));
      }
    }
    long[] change = new long[g.nodes().size() + 2];
    made.forEach((v, at) -> {
      change[at] += v.type().bytes();
      change[last.getOrDefault(v, at) + 1] -= v.type().bytes();
    });
    long live = 0;
    long most = 0;
    for (long c : change) {
      live += c;
      most = Math.max(most, live);
    }
    return most;
  }
}
