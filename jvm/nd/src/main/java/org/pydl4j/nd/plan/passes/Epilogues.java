package org.pydl4j.nd.plan.passes;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.Node;
import org.pydl4j.nd.graph.Ops;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.ops.FusedActivation;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/**
 * Fuses what follows a product or convolution into it: a factor per feature goes into frozen weights (batch
 * normalization), then bias, an addend of the output's shape, the activation. Transposes are fused into products
 * before.
 */
final class Epilogues {
  private final boolean frozen;
  private final Map<Value, Node> onlyReader;
  private final Map<Value, Integer> reads = new HashMap<>();
  private final Map<Value, Boolean> fixed = new HashMap<>();

  private Epilogues(Graph graph, boolean frozen) {
    this.frozen = frozen;
    this.onlyReader = Rewrite.onlyReaders(graph);
    graph.nodes().forEach(n -> n.inputs().forEach(v -> reads.merge(v, 1, Integer::sum)));
    graph.outputs().values().forEach(v -> reads.merge(v, 2, Integer::sum));
    graph.writes().values().forEach(v -> reads.merge(v, 2, Integer::sum));
  }

  /** The graph with fused nodes; frozen: what depends on states alone is computed once. */
  static Graph run(Graph graph, boolean frozen) {
    Graph products = Rewrite.run(graph, Epilogues::products);
    return Rewrite.run(products, new Epilogues(products, frozen)::finish);
  }

  /**
   * Conv becomes FusedConv; a transposed operand of a product becomes its flag; a stack times a matrix becomes one
   * product.
   */
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

  /** Folds a node into the fused node that makes one of its inputs and that nothing else reads. */
  private Sym[] finish(Rewrite pass, Node n, Sym[] in) {
    boolean binary = n.op().name().equals("Add") || n.op().name().equals("Mul");
    Linked swish = n.op().name().equals("Mul") ? swish(n, in) : null;
    if (swish != null) {
      return swish.with(pass, n, swish.node.attrs().with("activation", "Swish").with("alpha", 1.0),
          swish.operands(pass));
    }
    Attrs activation = binary ? null : FusedActivation.of(n);
    for (int i = binary ? 1 : 0; (binary || activation != null) && i >= 0; i--) {
      Linked p = linked(n.input(i), in[i]);
      if (p != null && p.isConv() && p.type().rank() > 4 && FusedActivation.isComposite(n.op())) {
        return null;
      }
      Sym[] done =
          p == null ? null : activation != null ? p.with(pass, n, merged(p.node.attrs(), activation), p.operands(pass))
              : n.op().name().equals("Mul") ? scaled(pass, n, p, in[1 - i]) : added(pass, n, p, in[1 - i]);
      if (done != null) {
        return done;
      }
    }
    return null;
  }

  /** The node that x Sigmoid(x) can end, when both factors read it and nobody else does. */
  private Linked swish(Node n, Sym[] in) {
    for (int i = 0; i < 2; i++) {
      Node s = n.input(i).producer();
      Node p = in[1 - i].value().producer();
      if (s != null && s.op().name().equals("Sigmoid") && s.input(0) == n.input(1 - i)
          && onlyReader.get(n.input(i)) == n && p != null && isFused(p)
          && reads.get(n.input(1 - i)) == 2 && p.output().type().dtype() == DType.FLOAT32) {
        return new Linked(p);
      }
    }
    return null;
  }

  private static Attrs merged(Attrs a, Attrs activation) {
    for (Map.Entry<String, Object> e : activation.asMap().entrySet()) {
      a = a.with(e.getKey(), e.getValue());
    }
    return a;
  }

  private static boolean isFused(Node p) {
    return (p.op().name().equals("pydl4j.FusedMatMul") || p.op().name().equals("pydl4j.FusedConv"))
        && p.attrs().getString("activation", "").isEmpty();
  }

  /** The fused node, without activation so far, behind a value that one node alone reads; a reshape may lie between. */
  private Linked linked(Value old, Sym now) {
    Node p = now.value().producer();
    if (p == null || !onlyReader.containsKey(old)) {
      return null;
    }
    if (p.op().name().equals("Reshape")) {
      Node before = old.producer();
      boolean shared =
          before == null || before.op().name().equals("Reshape") && !onlyReader.containsKey(before.input(0));
      p = shared ? null : p.input(0).producer();
    }
    return p != null && isFused(p) ? new Linked(p) : null;
  }

  private record Linked(Node node) {
    boolean isConv() {
      return node.op().name().equals("pydl4j.FusedConv");
    }

    Sym[] operands(Rewrite pass) {
      Sym[] four = new Sym[4];
      for (int i = 0; i < node.inputs().size(); i++) {
        four[i] = node.input(i) == null ? null : new Sym(pass.b, node.input(i));
      }
      return four;
    }

    TensorType type() {
      return node.output().type();
    }

    /** The axis of features. */
    int axis() {
      return isConv() && !node.attrs().getString("layout", "NCHW").equals("NHWC") ? 1 : type().rank() - 1;
    }

    /** The node with other operands in place of n, under n's shape. */
    Sym[] with(Rewrite pass, Node n, Attrs attrs, Sym[] operands) {
      pass.b.origins(node, n);
      int count = operands[3] != null ? 4 : operands[2] != null ? 3 : 2;
      Sym y = pass.b.callNamed(n.name(), node.op(), attrs, Arrays.copyOf(operands, count))[0];
      TensorType out = n.output().type();
      return new Sym[] {y.type().equals(out) ? y : y.reshapeTo(out.dims())};
    }

    /** Whether x, broadcast to n's output, varies along the features alone. */
    boolean runsAlongFeatures(Node n, TensorType x) {
      TensorType out = n.output().type();
      boolean reshaped = out.rank() != type().rank();
      int axis = reshaped ? out.rank() - 1 : axis();
      long features = type().dim(axis());
      if (out.size() != type().size() || reshaped && (axis() != type().rank() - 1 || out.dim(-1) != features)
          || x.size() != features || x.rank() > out.rank()
          || features == 1 && x.rank() == 0) {
        return false;
      }
      int at = axis - (out.rank() - x.rank());
      return at >= 0 && x.dims()[at] == features;
    }
  }

  private static Sym flat(Sym x) {
    return x.rank() == 1 ? x : x.reshapeTo(x.type().size());
  }

  /** (a b + bias + residual) + x: x becomes the bias or the residual. */
  private Sym[] added(Rewrite pass, Node n, Linked p, Sym x) {
    Sym[] operands = p.operands(pass);
    if (operands[2] == null && p.runsAlongFeatures(n, x.type())) {
      operands[2] = flat(x);
    } else if (operands[3] == null && x.type().equals(n.output().type()) && x.type().size() == p.type().size()
        && x.dtype() == DType.FLOAT32
        && mayEndWithResidual(p)) {
      operands[3] = x.type().equals(p.type()) ? x : x.reshapeTo(p.type().dims());
    } else {
      return null;
    }
    return p.with(pass, n, p.node.attrs(), operands);
  }

  /** oneDNN takes an addend with images of rank 4 and with flat products. */
  private static boolean mayEndWithResidual(Linked p) {
    return p.isConv() ? p.type().rank() == 4 : p.type().rank() == 2;
  }

  /** (a b + bias) s = a (b s) + bias s, worth it where b and s are frozen. */
  private Sym[] scaled(Rewrite pass, Node n, Linked p, Sym s) {
    Sym[] operands = p.operands(pass);
    if (operands[3] != null || !isFixed(operands[1].value()) || !isFixed(s.value())
        || operands[1].rank() != 2 && !p.isConv() || !p.runsAlongFeatures(n, s.type())) {
      return null;
    }
    long[] dims = new long[operands[1].rank()];
    Arrays.fill(dims, 1);
    dims[p.isConv() || p.node.attrs().getBool("transB", false) ? 0 : 1] = s.type().size();
    operands[1] = operands[1].mul(s.reshapeTo(dims));
    operands[2] = operands[2] == null ? null : operands[2].mul(flat(s));
    return p.with(pass, n, p.node.attrs(), operands);
  }

  /** Whether a value is the same in every run. */
  private boolean isFixed(Value v) {
    Boolean known = fixed.get(v);
    if (known == null) {
      known = switch (v.kind()) {
        case INPUT -> false;
        case CONSTANT, STATE -> frozen;
        case NODE -> !v.producer().inputs().isEmpty()
            && v.producer().inputs().stream().allMatch(x -> x == null || isFixed(x));
      };
      fixed.put(v, known);
    }
    return known;
  }
}
