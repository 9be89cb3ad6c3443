package org.pydl4j.nd.plan.passes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Node;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.plan.steps.MemoryPlan;

/**
 * A graph cut in two, where states seldom change: what depends on them alone is computed once.
 *
 * @param before computes the results from states that are frozen, or null when there are none
 * @param results the values that {@code before} computes and {@code main} reads as states
 * @param frozen how many states are frozen: all or none
 */
public record FrozenCut(Graph main, Graph before, List<Value> results, int frozen) {
  /** No cut: states change. */
  public static FrozenCut none(Graph g) {
    return new FrozenCut(g, null, List.of(), 0);
  }

  /** Values that hold the same at every run: constants, frozen states and what is computed from these alone. */
  public static Set<Value> values(Graph g) {
    Set<Value> frozen = new HashSet<>(g.states());
    for (Node n : g.nodes()) {
      if (!n.inputs().isEmpty()
          && n.inputs().stream().allMatch(v -> v == null || v.isConstant() || frozen.contains(v))) {
        frozen.addAll(n.outputs());
      }
    }
    return frozen;
  }

  /** Moves the nodes that depend on states alone into a graph before; views of states stay where they are. */
  public static FrozenCut of(Graph g) {
    Set<Value> frozen = values(g);
    Set<Value> views = new HashSet<>(g.states());
    Set<Value> needed = new HashSet<>(g.outputs().values());
    for (Node n : g.nodes()) {
      if (frozen.contains(n.outputs().get(0))) {
        if (MemoryPlan.isView(n) && views.contains(n.input(0))) {
          views.add(n.output());
        }
      } else {
        needed.addAll(n.inputs());
      }
    }
    List<Value> results = new ArrayList<>();
    g.nodes().stream().filter(n -> frozen.contains(n.outputs().get(0))).flatMap(n -> n.outputs().stream())
        .filter(v -> needed.contains(v) && !views.contains(v)).forEach(results::add);
    if (results.isEmpty()) {
      return new FrozenCut(g, null, results, g.states().size());
    }
    GraphBuilder before = new GraphBuilder();
    Map<Value, Sym> map = new HashMap<>();
    g.states().forEach(v -> map.put(v, before.state(v.name(), v.type().dtype(), v.type().dims())));
    g.nodes().stream().filter(n -> frozen.contains(n.outputs().get(0))).forEach(n -> copy(n, before, map));
    for (int i = 0; i < results.size(); i++) {
      before.output("result" + i, map.get(results.get(i)));
    }
    GraphBuilder main = new GraphBuilder();
    Map<Value, Sym> after = new HashMap<>();
    g.inputs().forEach(v -> after.put(v, main.input(v.name(), v.type().dtype(), v.type().dims())));
    g.states().forEach(v -> after.put(v, main.state(v.name(), v.type().dtype(), v.type().dims())));
    results.forEach(v -> after.put(v,
        main.state("frozen/" + v.name() + "/" + results.indexOf(v), v.type().dtype(), v.type().dims())));
    g.nodes().stream().filter(n -> !frozen.contains(n.outputs().get(0)) || views.contains(n.outputs().get(0)))
        .forEach(n -> copy(n, main, after));
    g.outputs().forEach((name, v) -> main.output(name, at(v, main, after)));
    return new FrozenCut(main.build(), before.build(), results, g.states().size());
  }

  private static void copy(Node n, GraphBuilder b, Map<Value, Sym> map) {
    b.origins(n);
    Sym[] out = b.callNamed(n.name(), n.op(), n.attrs(),
        n.inputs().stream().map(v -> v == null ? null : at(v, b, map)).toArray(Sym[]::new));
    for (int i = 0; i < out.length; i++) {
      map.put(n.outputs().get(i), out[i]);
    }
  }

  private static Sym at(Value v, GraphBuilder b, Map<Value, Sym> map) {
    return map.computeIfAbsent(v, c -> b.constant(c.name(), c.constant()));
  }
}
