package org.pydl4j.nd.plan.passes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.Node;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.plan.steps.MemoryPlan;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;

/**
 * Mixed precision: matrix products and convolutions of float32 take operands rounded to bfloat16 and sum in float32.
 * Their results are bfloat16 where only products and elementwise ops read them; gradients of weights are float32, and
 * so is all else: parameters, updaters, reductions, normalization, losses. Weights are handed over in float32, for
 * kernels round them as they reorder them.
 *
 * <p>An activation that an elementwise op makes for a product is stored in bfloat16 alone if no other op than these
 * reads it. Casts are nodes like others; {@link PointwiseFusion} makes them part of the programs around them.
 */
final class Autocast {
  private static final Set<String> PRODUCTS =
      Set.of("pydl4j.FusedMatMul", "pydl4j.FusedConv", "pydl4j.ConvInputGrad", "pydl4j.ConvWeightGrad");
  private final Graph graph;
  private final Map<Value, List<Node>> readers = new HashMap<>();
  private final Map<Value, Sym> narrow = new HashMap<>();

  private Autocast(Graph graph) {
    this.graph = graph;
    graph.nodes().forEach(n -> n.inputs().forEach(v -> readers.computeIfAbsent(v, k -> new ArrayList<>()).add(n)));
  }

  static Graph run(Graph graph) {
    return Rewrite.run(graph, new Autocast(graph)::cast);
  }

  private Sym[] cast(Rewrite pass, Node n, Sym[] in) {
    for (int i = 0; i < in.length; i++) {
      if (in[i] != null && isShapeOnly(n, i) && widened(in[i]) != null) {
        in[i] = widened(in[i]);
      }
    }
    if (isProduct(n)) {
      return new Sym[] {product(pass, n, in)};
    }
    boolean rounded = n.op().code() != null && n.output().type().dtype() == DType.FLOAT32 && readByProduct(n.output())
        && !needsFloat32(n.output());
    if (!rounded) {
      return null;
    }
    Sym y = pass.b.callNamed(n.name(), n.op(), n.attrs(), in)[0];
    return new Sym[] {y.cast(DType.BFLOAT16).cast(DType.FLOAT32)};
  }

  private Sym product(Rewrite pass, Node n, Sym[] in) {
    boolean matrix = n.op().name().equals("pydl4j.FusedMatMul");
    boolean weightGrad = n.op().name().equals("pydl4j.ConvWeightGrad") || matrix && n.attrs().getBool("transA", false);
    in[0] = narrow(in[0]);
    if (n.op().name().equals("pydl4j.ConvWeightGrad") || matrix && !isWeight(n.input(1))) {
      in[1] = narrow(in[1]);
    }
    if (in.length > 3 && in[3] != null && widened(in[3]) != null) {
      in[3] = widened(in[3]);
    }
    boolean wide = weightGrad || needsFloat32(n.output());
    Attrs a = n.attrs().with("out_type", (wide ? DType.FLOAT32 : DType.BFLOAT16).onnx);
    return pass.b.callNamed(n.name(), n.op(), a, in)[0].cast(DType.FLOAT32);
  }

  /** The value in bfloat16: what it was widened from, also behind reshapes, else rounded, once for all its readers. */
  private Sym narrow(Sym x) {
    Sym known = narrow.get(x.value());
    if (known == null) {
      Node p = x.value().producer();
      Sym source = widened(x);
      if (source != null) {
        known = source;
      } else if (p != null && p.op().name().equals("Reshape")) {
        known = narrow(new Sym(x.builder(), p.input(0))).reshapeTo(x.type().dims());
      } else {
        known = x.cast(DType.BFLOAT16);
      }
      narrow.put(x.value(), known);
    }
    return known;
  }

  /** The bfloat16 value that x was cast from, or null. */
  private static Sym widened(Sym x) {
    Node p = x.value().producer();
    return p != null && p.op().name().equals("Cast") && p.input(0).type().dtype() == DType.BFLOAT16
        ? new Sym(x.builder(), p.input(0)) : null;
  }

  private static boolean isShapeOnly(Node n, int input) {
    return n.op().inputs().get(Math.min(input, n.op().inputs().size() - 1)).shapeOnly();
  }

  private static boolean reads(Node n, Value v) {
    for (int i = 0; i < n.inputs().size(); i++) {
      if (n.input(i) == v && !isShapeOnly(n, i)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isProduct(Node n) {
    return PRODUCTS.contains(n.op().name()) && n.output().type().dtype() == DType.FLOAT32;
  }

  /** Whether the value is a parameter or a piece of one. */
  private static boolean isWeight(Value v) {
    Node p = v.producer();
    return p == null ? v.kind() != Value.Kind.INPUT : MemoryPlan.isView(p) && isWeight(p.input(0));
  }

  private boolean readByProduct(Value v) {
    return readers.getOrDefault(v, List.of()).stream()
        .anyMatch(r -> isProduct(r) || r.op().name().equals("Reshape") && readByProduct(r.output()));
  }

  /** Whether something reads the value that is neither a product nor an elementwise op, or that is the graph's own. */
  private boolean needsFloat32(Value v) {
    return graph.outputs().containsValue(v) || graph.writes().containsValue(v)
        || readers.getOrDefault(v, List.of()).stream()
            .anyMatch(r -> reads(r, v) && !isProduct(r) && r.op().code() == null
                && !(r.op().name().equals("Reshape") && !needsFloat32(r.output())));
  }
}
