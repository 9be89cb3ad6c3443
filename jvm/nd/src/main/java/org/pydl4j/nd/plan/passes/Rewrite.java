package org.pydl4j.nd.plan.passes;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Node;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.graph.Value;

/** One pass over a graph into a new one: each node is translated by {@link Rule}, everything else is carried over. */
final class Rewrite {
  /** Translates a node; in holds the new symbols of its inputs (null where absent); null keeps the node as it is. */
  interface Rule {
    Sym[] apply(Rewrite pass, Node node, Sym[] in);
  }

  final GraphBuilder b = new GraphBuilder();
  private final Graph graph;
  private final Map<Value, Sym> map = new HashMap<>();

  private Rewrite(Graph graph) {
    this.graph = graph;
  }

  static Graph run(Graph graph, Rule rule) {
    return new Rewrite(graph).go(rule);
  }

  private Graph go(Rule rule) {
    graph.inputs().forEach(v -> map.put(v, b.input(v.name(), v.type().dtype(), v.type().dims())));
    graph.states().forEach(v -> map.put(v, b.state(v.name(), v.type().dtype(), v.type().dims())));
    for (Node n : graph.nodes()) {
      Sym[] in = new Sym[n.inputs().size()];
      for (int i = 0; i < in.length; i++) {
        in[i] = n.input(i) == null ? null : at(n.input(i));
      }
      b.origins(n);
      Sym[] out = rule.apply(this, n, in);
      if (out == null) {
        out = b.callNamed(n.name(), n.op(), n.attrs(), in);
      }
      for (int i = 0; i < out.length; i++) {
        map.put(n.outputs().get(i), out[i]);
      }
    }
    graph.outputs().forEach((name, v) -> b.output(name, at(v)));
    graph.writes().forEach((state, v) -> b.write(at(state), at(v)));
    return b.build();
  }

  /** The new symbol of an old value. */
  Sym at(Value v) {
    return map.computeIfAbsent(v, c -> b.constant(c.name(), c.constant()));
  }

  /** The only node that reads the value, or null when there are more uses than that one. */
  static Map<Value, Node> onlyReaders(Graph graph) {
    Map<Value, Node> reader = new HashMap<>();
    Set<Value> more = new HashSet<>(graph.outputs().values());
    more.addAll(graph.writes().values());
    for (Node n : graph.nodes()) {
      for (Value v : n.inputs()) {
        if (v != null && reader.put(v, n) != null) {
          more.add(v);
        }
      }
    }
    more.forEach(reader::remove);
    return reader;
  }
}
