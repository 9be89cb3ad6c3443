package org.pydl4j.nd.plan.passes;

import java.util.Arrays;
import java.util.Map;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.Node;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;

/**
 * Finds attention written in plain ops, as imported models have it: softmax(c q k' + mask) v, the factor on q, k or the
 * product, as Mul or Div, the mask added or selected by Where. Only scores that nothing else reads are found, so not
 * those of a training graph: there layers call Attention, whose gradient is fused as well.
 */
final class AttentionFusion {
  /** What a masked score is at most; smaller ones vanish in float32 like -infinity. */
  private static final double MASKED = -1e4;
  private static final int[] HEADS = {0, 2, 1, 3};
  private final Map<Value, Node> onlyReader;
  private boolean found;

  private AttentionFusion(Graph graph) {
    onlyReader = Rewrite.onlyReaders(graph);
  }

  /** The graph with attention as one op where it was found, else the same graph. */
  static Graph run(Graph graph) {
    AttentionFusion pass = new AttentionFusion(graph);
    Graph fused = Rewrite.run(graph, pass::fuse);
    return pass.found ? fused : graph;
  }

  /** A value and the factor that was taken off it. */
  private record Scaled(Value value, double factor) {
  }

  private Sym[] fuse(Rewrite pass, Node n, Sym[] in) {
    Node softmax = isProduct(n) ? only(n.input(0), "Softmax") : null;
    int rank = n.output().type().rank();
    if (softmax == null || rank != 3 && rank != 4 || n.input(1).type().rank() != rank) {
      return null;
    }
    long axis = softmax.attrs().getLong("axis", -1);
    if (axis != -1 && axis != rank - 1) {
      return null;
    }
    Value scores = softmax.input(0);
    Sym mask = null;
    Node last = onlyReader.containsKey(scores) ? scores.producer() : null;
    if (last != null && last.op().name().equals("Where")) {
      boolean masksWhereTrue = isMasked(last.input(1));
      if (!masksWhereTrue && !isMasked(last.input(2))) {
        return null;
      }
      mask = pass.at(last.input(0));
      mask = masksWhereTrue ? mask.call("Not") : mask;
      scores = last.input(masksWhereTrue ? 2 : 1);
    } else if (last != null && last.op().name().equals("Add")) {
      int addend = isScores(last.input(0)) ? 1 : 0;
      mask = pass.at(last.input(addend));
      scores = last.input(1 - addend);
    }
    if (!onlyReader.containsKey(scores) || !scores.type().equals(softmax.input(0).type())
        || mask != null && mask.rank() > rank) {
      return null;
    }
    Scaled product = unscaled(scores);
    Node p = product.value.producer();
    if (p == null || !isProduct(p) || !onlyReader.containsKey(product.value) || p.input(0).type().rank() != rank
        || p.input(1).type().rank() != rank
        || !sameBatch(p.input(0), p.input(1), n.input(1))) {
      return null;
    }
    Scaled q = unscaled(p.input(0));
    Scaled k = unscaled(p.input(1));
    found = true;
    double scale = product.factor * q.factor * k.factor;
    Sym y = attention(pass.at(q.value), pass.at(k.value), in[1], mask, scale, n.output().type().dims());
    return new Sym[] {y};
  }

  private static Sym attention(Sym q, Sym swappedK, Sym v, Sym maskGiven, double scale, long[] dims) {
    if (q.rank() == 3) {
      Sym mask = maskGiven == null || maskGiven.rank() < 3 ? maskGiven : maskGiven.unsqueeze(1);
      return attention(q.unsqueeze(1), swappedK.unsqueeze(1), v.unsqueeze(1), mask, scale,
          new long[] {dims[0], 1, dims[1], dims[2]}).squeeze(1);
    }
    int[] swap = {0, 1, 3, 2};
    Node source = swappedK.value().producer();  // k' may have been transposed from [B, T, H, D] at once
    boolean moved = source != null && source.op().name().equals("Transpose");
    int[] first = moved ? source.attrs().perm(4) : new int[] {0, 1, 2, 3};
    Sym k = (moved ? new Sym(q.builder(), source.input(0)) : swappedK)
        .transpose(Arrays.stream(swap).map(i -> first[i]).toArray());
    Attrs a = Attrs.of("scale", scale);
    if (!isHeads(q) || !isHeads(k) || !isHeads(v)) {
      return q.call("pydl4j.FlashAttention", a, k, v, maskGiven);
    }
    a = a.with("q_num_heads", q.dim(1)).with("kv_num_heads", k.dim(1));
    return flat(q).call("pydl4j.FlashAttention", a, flat(k), flat(v), maskGiven)
        .reshapeTo(dims[0], dims[2], dims[1], dims[3]).transpose(HEADS);
  }

  /** Whether x is [B, T, H, D] with the heads moved to the front: then the kernel may read it as it was. */
  private static boolean isHeads(Sym x) {
    Node p = x.value().producer();
    return p != null && p.op().name().equals("Transpose") && Arrays.equals(p.attrs().perm(4), HEADS);
  }

  private static Sym flat(Sym x) {
    return new Sym(x.builder(), x.value().producer().input(0)).reshapeTo(x.dim(0), x.dim(2), x.dim(1) * x.dim(3));
  }

  private static boolean isProduct(Node n) {
    return n.op().name().equals("pydl4j.FusedMatMul") && n.inputs().size() == 2 && !n.attrs().getBool("transA", false)
        && !n.attrs().getBool("transB", false)
        && n.output().type().dtype() == DType.FLOAT32;
  }

  private Node only(Value v, String op) {
    Node p = v.producer();
    return p != null && p.op().name().equals(op) && onlyReader.containsKey(v) ? p : null;
  }

  private boolean isScores(Value v) {
    Value core = unscaled(v).value;
    return core.producer() != null && isProduct(core.producer());
  }

  private static boolean sameBatch(Value... operands) {
    long[] first = operands[0].type().dims();
    int n = first.length - 2;
    return Arrays.stream(operands).allMatch(v -> Arrays.equals(v.type().dims(), 0, n, first, 0, n));
  }

  private static boolean isMasked(Value v) {
    NDArray c = v.constant();
    return c != null && c.size() == 1 && c.getDoubleAt(0) <= MASKED;
  }

  /** Takes products with and quotients by constants off a value. */
  private static Scaled unscaled(Value v) {
    Node p = v.producer();
    if (p == null || !p.op().name().equals("Mul") && !p.op().name().equals("Div")) {
      return new Scaled(v, 1);
    }
    boolean div = p.op().name().equals("Div");
    for (int i = div ? 1 : 0; i < 2; i++) {
      NDArray c = p.input(i).constant();
      Value rest = p.input(1 - i);
      if (c != null && c.size() == 1 && rest.type().equals(v.type())) {
        Scaled inner = unscaled(rest);
        return new Scaled(inner.value, inner.factor * (div ? 1 / c.getDoubleAt(0) : c.getDoubleAt(0)));
      }
    }
    return new Scaled(v, 1);
  }
}
