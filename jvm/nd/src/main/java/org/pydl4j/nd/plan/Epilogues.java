package org.pydl4j.nd.plan;

import java.util.Map;
import java.util.Set;
import org.pydl4j.nd.graph.Attrs;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.Node;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.ops.Ops;
import org.pydl4j.nd.spi.TensorType;

/** Fuses transposes into products, and bias and activation into the products and convolutions before them. */
final class Epilogues {
  private static final Set<String> ACTIVATIONS = Set.of("Relu", "Tanh", "Sigmoid");

  private Epilogues() {
  }

  static Graph run(Graph graph) {
    Graph products = Rewrite.run(graph, Epilogues::products);
    Graph biased = Rewrite.run(products, fuse(products, Epilogues::bias));
    return Rewrite.run(biased, fuse(biased, Epilogues::activation));
  }

  /** Conv becomes FusedConv; a transposed operand of a product becomes its flag; a stack times a matrix becomes one product. */
  private static Sym[] products(Rewrite pass, Node n, Sym[] in) {
    if (n.op().name().equals("Conv")) {
      return pass.b.callNamed(n.name(), Ops.get("pydl4j.FusedConv"), n.attrs(), in);
    }
    if (!n.op().name().equals("pydl4j.FusedMatMul")) {
      return null;
    }
    Attrs a = n.attrs();
    for (int i = 0; i < 2; i++) {
      Node p = in[i].value().producer();
      if (p != null && p.op().name().equals("Transpose") && swapsLastTwo(p.attrs().perm(in[i].rank()))) {
        String flag = i == 0 ? "transA" : "transB";
        a = a.with(flag, a.getBool(flag, false) ? 0 : 1);
        in[i] = new Sym(pass.b, p.input(0));
      }
    }
    if (in[1].rank() == 2 && in[0].rank() > 2 && !a.getBool("transA", false)) {
      TensorType t = n.output().type();
      Sym flat = in[0].reshapeTo(in[0].type().size() / Math.max(1, in[0].dim(-1)), in[0].dim(-1));
      in[0] = flat;
      return new Sym[] {pass.b.callNamed(n.name(), n.op(), a, in)[0].reshapeTo(t.dims())};
    }
    return pass.b.callNamed(n.name(), n.op(), a, in);
  }

  private static boolean swapsLastTwo(int[] perm) {
    int n = perm.length;
    for (int i = 0; i < n - 2; i++) {
      if (perm[i] != i) {
        return false;
      }
    }
    return n >= 2 && perm[n - 2] == n - 1 && perm[n - 1] == n - 2;
  }

  /** Tries to fold a node into the fusable node that makes one of its inputs and that nothing else reads. */
  private interface Fold {
    Sym[] apply(Rewrite pass, Node n, Sym[] in, int fused, Node producer);
  }

  private static Rewrite.Rule fuse(Graph graph, Fold fold) {
    Map<Value, Node> onlyReader = Rewrite.onlyReaders(graph);
    return (pass, n, in) -> {
      for (int i = 0; i < in.length && in.length <= 2; i++) {
        Value source = n.input(i) == null ? null : throughReshape(n.input(i), onlyReader);
        Node p = source == null ? null : source.producer();
        if (p != null && onlyReader.containsKey(source) && (p.op().name().equals("pydl4j.FusedMatMul") || p.op().name().equals("pydl4j.FusedConv"))
            && p.attrs().getString("activation", "").isEmpty()) {
          Sym[] done = fold.apply(pass, n, in, i, pass.at(source).value().producer());
          if (done != null) {
            return done;
          }
        }
      }
      return null;
    };
  }

  private static Value throughReshape(Value v, Map<Value, Node> onlyReader) {
    Node p = v.producer();
    return p != null && p.op().name().equals("Reshape") && onlyReader.containsKey(v) ? p.input(0) : v;
  }

  private static Sym[] bias(Rewrite pass, Node n, Sym[] in, int i, Node producer) {
    if (!n.op().name().equals("Add") || producer.inputs().size() > 2 && producer.input(2) != null) {
      return null;
    }
    Sym bias = in[1 - i];
    TensorType y = producer.output().type();
    boolean first = producer.op().name().equals("pydl4j.FusedConv") && !producer.attrs().getString("layout", "NCHW").equals("NHWC");
    int axis = first ? 1 : y.rank() - 1;
    TensorType out = n.output().type();
    boolean reshaped = out.rank() != y.rank();
    if (out.size() != y.size() || reshaped && (first || out.dim(-1) != y.dim(-1)) || !runsAlong(bias.type(), out.rank(), reshaped ? out.rank() - 1 : axis, y.dim(axis))) {
      return null;
    }
    pass.b.origins(producer, n);
    Sym flat = bias.rank() == 1 ? bias : bias.reshapeTo(bias.type().size());
    Sym fused = pass.b.callNamed(n.name(), producer.op(), producer.attrs(), new Sym(pass.b, producer.input(0)), new Sym(pass.b, producer.input(1)), flat)[0];
    return new Sym[] {reshaped ? fused.reshapeTo(out.dims()) : fused};
  }

  /** Whether b, broadcast to a rank, varies along that axis only and has n values. */
  private static boolean runsAlong(TensorType b, int rank, int axis, long n) {
    if (b.size() != n || b.rank() > rank || n == 1 && b.rank() == 0) {
      return false;
    }
    int at = axis - (rank - b.rank());
    return at >= 0 && b.dims()[at] == n;
  }

  private static Sym[] activation(Rewrite pass, Node n, Sym[] in, int i, Node producer) {
    if (!ACTIVATIONS.contains(n.op().name())) {
      return null;
    }
    pass.b.origins(producer, n);
    Sym[] operands = producer.inputs().stream().map(v -> v == null ? null : new Sym(pass.b, v)).toArray(Sym[]::new);
    Sym fused = pass.b.callNamed(n.name(), producer.op(), producer.attrs().with("activation", n.op().shortName()), operands)[0];
    TensorType out = n.output().type();
    return new Sym[] {fused.type().equals(out) ? fused : fused.reshapeTo(out.dims())};
  }
}
