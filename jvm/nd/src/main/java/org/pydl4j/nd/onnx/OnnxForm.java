package org.pydl4j.nd.onnx;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Node;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.plan.reference.Interpreter;
import org.pydl4j.nd.types.Attrs;

/** Rewrites a graph into ai.onnx ops by the exports and bodies of the op declarations, with states as constants. */
final class OnnxForm {
  /** Constants are computed here up to this many elements. */
  private static final long FOLDED_ELEMENTS = 1L << 24;

  private OnnxForm() {
  }

  static Graph lower(Graph graph, Map<String, NDArray> states) {
    Graph g = pass(graph, states);
    while (g.nodes().stream().anyMatch(n -> !n.op().domain().isEmpty())) {
      g = pass(g, states);
    }
    return pass(g, states);
  }

  private static Graph pass(Graph graph, Map<String, NDArray> states) {
    GraphBuilder b = new GraphBuilder();
    Map<Value, Sym> map = new HashMap<>();
    graph.inputs().forEach(v -> map.put(v, b.input(v.name(), v.type().dtype(), v.type().dims())));
    for (Value v : graph.states()) {
      NDArray content = states.get(v.name());
      if (content == null) {
        throw new IllegalArgumentException("[onnx] no content of the graph's parameter '" + v.name() + "': got "
            + states.keySet() + ". Give it.");
      }
      map.put(v, b.constant(v.name(), content));
    }
    for (Node n : graph.nodes()) {
      Sym[] in = new Sym[n.inputs().size()];
      for (int i = 0; i < in.length; i++) {
        Value v = n.input(i);
        if (v != null && v.isConstant()) {
          map.computeIfAbsent(v, c -> b.constant(c.name(), c.constant()));
        }
        in[i] = v == null ? null : bound(map, v, n.op().name() + " at " + n.name());
      }
      Sym[] out = lower(b, n, in);
      for (int i = 0; i < out.length; i++) {
        map.put(n.outputs().get(i), out[i]);
      }
    }
    graph.outputs().forEach((name, v) -> b.output(name, v.isConstant() ? b.constant(v.constant()) : bound(map, v,
        name)));
    return b.build();
  }

  private static Sym bound(Map<Value, Sym> map, Value v, String user) {
    Sym s = map.get(v);
    if (s == null) {
      throw new UnsupportedOperationException("[" + user + "] uses output " + v.index() + " of "
          + v.producer().op().name() + " at " + v.producer().name()
          + ", which ONNX cannot compute. Export a graph without it.");
    }
    return s;
  }

  private static Sym[] lower(GraphBuilder b, Node n, Sym[] in) {
    if (n.outputs().size() == 1 && n.output().type().isConcrete() && n.output().type().size() <= FOLDED_ELEMENTS
        && in.length > 0
        && Arrays.stream(in).allMatch(s -> s == null || s.value().isConstant())) {
      NDArray[] constants = Arrays.stream(in).map(s -> s == null ? null : s.value().constant()).toArray(NDArray[]::new);
      return new Sym[] {b.constant(n.name(), Interpreter.apply(n.op(), n.name(), n.attrs(), constants, constants)[0])};
    }
    String before = b.scope(n.name() + "/");
    Sym[] out = expand(b, n, in);
    b.scope(before);
    return out != null ? out : b.copy(n, bodies(n.attrs()), in);
  }

  /** The attributes, graphs among them rewritten too. */
  private static Attrs bodies(Attrs attrs) {
    Attrs out = attrs;
    for (Map.Entry<String, Object> e : attrs.asMap().entrySet()) {
      out = e.getValue() instanceof Graph g ? out.with(e.getKey(), lower(g, Map.of())) : out;
    }
    return out;
  }

  /** The node in terms of others, null when it is written as itself. */
  private static Sym[] expand(GraphBuilder b, Node n, Sym[] in) {
    Op op = n.op();
    boolean standard = op.domain().isEmpty();
    Sym[] out = op.export() != null ? op.export().build(b, n.attrsWithLists(), in) : null;
    if (out == null && !standard && op.body() != null) {
      out = op.body().build(b, n.attrsWithLists(), in);
    }
    if (out == null && !standard) {
      throw new UnsupportedOperationException("[" + op.name() + " at " + n.name() + "] cannot be written to ONNX: "
          + (op.noExport() != null ? op.noExport() : "its shapes are open")
          + ". Export the inference graph, or fix the input's dims.");
    }
    return out;
  }
}
