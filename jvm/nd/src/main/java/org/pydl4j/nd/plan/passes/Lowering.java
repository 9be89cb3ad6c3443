package org.pydl4j.nd.plan.passes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.Elements;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Call;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Known;
import org.pydl4j.nd.graph.Node;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.ops.Control;
import org.pydl4j.nd.ops.FusedActivation;
import org.pydl4j.nd.plan.reference.Interpreter;
import org.pydl4j.nd.plan.steps.MemoryPlan;
import org.pydl4j.nd.spi.Backend;
import org.pydl4j.nd.spi.KernelCall;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/**
 * The first pass: dims become known, constants are folded, composite ops are replaced by their bodies, equal nodes are
 * merged and nodes that do nothing disappear. What depends on data keeps open dims and stays as it is: a sequence of
 * regions lowers it at run time.
 */
public final class Lowering {
  private static final long MAX_FOLDED = 1 << 20;
  private final GraphBuilder b = new GraphBuilder();
  private final Map<Value, Sym> map = new HashMap<>();
  private final Map<List<Object>, Sym[]> seen = new HashMap<>();
  private final Backend backend;
  private final int threads;
  private final boolean wholeActivations;

  private Lowering(Backend backend, int threads, boolean wholeActivations) {
    this.backend = backend;
    this.wholeActivations = wholeActivations;
    this.threads = threads;
  }

  /**
   * The graph for inputs of these dims (by name; inputs not named keep their declared dims, which must then be known).
   * Activations that products can end with stay whole for {@link Epilogues}.
   */
  public static Graph run(Graph graph, Map<String, long[]> inputDims, Backend backend, int threads) {
    return new Lowering(backend, threads, true).go(graph, inputDims);
  }

  /** The lowered graph with the activations that nothing took replaced by their bodies. */
  static Graph withoutActivations(Graph lowered, Backend backend, int threads) {
    return new Lowering(backend, threads, false).go(lowered, Map.of());
  }

  private Graph go(Graph graph, Map<String, long[]> inputDims) {
    for (Value v : graph.inputs()) {
      long[] dims = inputDims.getOrDefault(v.name(), v.type().dims());
      TensorType t = v.type().withDims(dims);
      if (!t.isConcrete()) {
        throw new IllegalArgumentException(
            "[plan] input " + v.name() + " has unknown dims: got " + t + "; expected sizes for all. Give its shape.");
      }
      map.put(v, b.input(v.name(), t.dtype(), dims));
    }
    graph.states().forEach(v -> map.put(v, b.state(v.name(), v.type().dtype(), v.type().dims())));
    for (Node n : graph.nodes()) {
      b.origins(n);
      lower("", List.of(n), map);
    }
    graph.outputs().forEach((name, v) -> b.output(name, at(v)));
    graph.writes().forEach((state, v) -> b.write(at(state), apart(at(v), at(state))));
    return b.build();
  }

  /**
   * A state's new content that is another state's old content is copied first, so that writes may come in any order.
   */
  private Sym apart(Sym v, Sym state) {
    Value root = v.value();
    while (root.producer() != null && MemoryPlan.isView(root.producer())) {
      root = root.producer().input(0);
    }
    return root.kind() == Value.Kind.STATE && root != state.value() ? v.call("pydl4j.Copy") : v;
  }

  private Sym at(Value v) {
    return map.computeIfAbsent(v, this::constant);
  }

  /** Equal small constants become one value, so that common subexpressions are seen. */
  private Sym constant(Value v) {
    NDArray c = v.constant();
    if (c.size() > 16) {
      return b.constant(v.name(), c);
    }
    Object content = Elements.text(c);
    return seen.computeIfAbsent(List.of("const", c.type(), content), k -> new Sym[] {b.constant(v.name(), c)})[0];
  }

  private Sym[] lower(String name, Op op, Attrs attrs, Sym[] in) {
    NDArray[] constants = new NDArray[in.length];
    boolean allConstant = in.length > 0;
    boolean open = false;
    for (int i = 0; i < in.length; i++) {
      constants[i] = in[i] == null ? null : in[i].value().constant();
      allConstant &= in[i] == null || constants[i] != null;
      open |= in[i] != null && (!in[i].type().isConcrete() || constants[i] == null && op.needsContent(attrs, i));
    }
    if (open || op.isBorder()) {
      return keep(name, op, attrs, in, constants);
    }
    if (op.name().equals("Shape")) {
      int rank = in[0].rank();
      int start = clamp(attrs.getLong("start", 0), rank);
      long[] asked =
          Arrays.copyOfRange(in[0].type().dims(), start, Math.max(start, clamp(attrs.getLong("end", rank), rank)));
      return one(constant(NDArray.of(asked, asked.length)));
    } else if (op.name().equals("Size")) {
      return one(constant(NDArray.scalar(DType.INT64, in[0].type().size())));
    }
    if (allConstant) {
      Sym[] folded = fold(name, op, attrs, in, constants);
      if (folded != null) {
        return folded;
      }
    }
    Attrs all = op.withLists(attrs, types(in), constants);
    Sym same = simplify(op, all, in);
    if (same != null) {
      return one(same);
    }
    if (op.body() != null && !(wholeActivations && FusedActivation.isComposite(op))
        && !(op.staysWholeIfBound() && bound(name, op, attrs, in, constants))) {
      Sym[] out = inline(name, op, all, in, constants);
      if (out != null) {
        return out;
      }
    }
    return merged(name, op, attrs, in);
  }

  /** What only a run can tell stays as it is, unless a list is known from dims or the branch from a constant. */
  private Sym[] keep(String name, Op op, Attrs attrs, Sym[] in, NDArray[] constants) {
    Sym[] out = Control.inlined(op, attrs, in, constants, (graph, operands) -> inline(name, graph, operands));
    out = out != null ? out : merged(name, op, attrs, in);
    long[] known = out.length == 1 && !op.isBorder() ? out[0].value().known() : null;
    if (known != null && out[0].type().isConcrete() && Arrays.stream(known).noneMatch(v -> v == Known.UNKNOWN)) {
      NDArray content = NDArray.of(known, out[0].type().dims());
      return one(constant(out[0].dtype() == DType.INT64 ? content : content.castTo(out[0].dtype())));
    }
    return out;
  }

  private Sym[] inline(String name, Graph graph, Sym[] in) {
    Map<Value, Sym> outer = new HashMap<>();
    for (int i = 0; i < in.length; i++) {
      outer.put(graph.inputs().get(i), in[i]);
    }
    lower(name + "/", graph.nodes(), outer);
    return graph.outputs().values().stream().map(v -> outer.computeIfAbsent(v, this::constant)).toArray(Sym[]::new);
  }

  private void lower(String prefix, List<Node> nodes, Map<Value, Sym> outer) {
    for (Node n : nodes) {
      Sym[] operands =
          n.inputs().stream().map(v -> v == null ? null : outer.computeIfAbsent(v, this::constant)).toArray(Sym[]::new);
      Sym[] out = lower(prefix + n.name(), n.op(), n.attrs(), operands);
      for (int i = 0; i < out.length; i++) {
        outer.put(n.outputs().get(i), out[i]);
      }
    }
  }

  private Sym[] merged(String name, Op op, Attrs attrs, Sym[] in) {
    List<Object> key = new ArrayList<>(Arrays.asList(op, attrs.toString()));
    for (Sym s : in) {
      key.add(s == null ? "-" : s.value());
    }
    boolean hasArrays = attrs.asMap().values().stream().anyMatch(v -> v instanceof NDArray || v instanceof Graph);
    Sym[] out = hasArrays ? null : seen.get(key);
    if (out == null) {
      out = b.callNamed(name, op, attrs, in);
      seen.put(key, out);
    }
    return out;
  }

  private static Sym[] one(Sym s) {
    return new Sym[] {s};
  }

  private Sym constant(NDArray c) {
    return constant(new GraphBuilder().constant("folded", c).value());
  }

  private Sym[] fold(String name, Op op, Attrs attrs, Sym[] in, NDArray[] constants) {
    long size = 0;
    for (TensorType t : op.infer(name, attrs, types(in), constants)) {
      size += t.isConcrete() ? t.size() : MAX_FOLDED + 1;
    }
    boolean expands = op.name().equals("Expand") || op.name().equals("pydl4j.ExpandTo");
    if (size > (expands ? Known.LONGEST : MAX_FOLDED) || expands && in[0].dtype().isFloat()) {
      return null;
    }
    return Arrays.stream(Interpreter.apply(op, name, attrs, constants.clone(), constants)).map(this::constant)
        .toArray(Sym[]::new);
  }

  private static TensorType[] types(Sym[] in) {
    return Arrays.stream(in).map(s -> s == null ? null : s.type()).toArray(TensorType[]::new);
  }

  private boolean bound(String name, Op op, Attrs attrs, Sym[] in, NDArray[] constants) {
    Op.Checked call = op.check(name, attrs, types(in), constants);
    var kernel = backend.kernel(new KernelCall(op.name(), call.all(), Arrays.asList(types(in)), List.of(call.outputs()),
        threads, new boolean[in.length]));
    if (kernel != null) {
      kernel.close();
    }
    return kernel != null;
  }

  /** The body's nodes, lowered in their turn. */
  private Sym[] inline(String name, Op op, Attrs attrs, Sym[] in, NDArray[] constants) {
    GraphBuilder inner = new GraphBuilder();
    inner.scope(name + "/");
    Map<Value, Sym> outer = new HashMap<>();
    Sym[] formal = new Sym[in.length];
    for (int i = 0; i < in.length; i++) {
      if (in[i] != null) {
        formal[i] = in[i].value().isConstant() ? inner.constant(in[i].value().constant())
            : inner.input("in" + i, in[i].dtype(), in[i].type().dims());
        outer.put(formal[i].value(), in[i]);
      }
    }
    TensorType[] told = op.infer(name, attrs, types(in), constants); // lists that were computed are known only now
    Sym[] results = op.body().build(inner, attrs, formal);
    if (results == null) {
      return null;
    }
    checkBody(name, op, attrs, in, told, results);
    for (int i = 0; i < results.length; i++) {
      inner.output("out" + i, results[i]);
    }
    lower("", inner.build().nodes(), outer);
    return Arrays.stream(results).map(s -> outer.computeIfAbsent(s.value(), this::constant)).toArray(Sym[]::new);
  }

  /**
   * Inputs that a type rule let pass but that do not fit would make a body broadcast to other dims than the op says.
   */
  private static void checkBody(String name, Op op, Attrs attrs, Sym[] in, TensorType[] told, Sym[] made) {
    for (int i = 0; i < made.length; i++) {
      boolean fits = told[i].dtype() == made[i].dtype() && told[i].rank() == made[i].rank();
      for (int k = 0; fits && k < told[i].rank(); k++) {
        fits = told[i].dims()[k] == made[i].dim(k) || told[i].dims()[k] < 0 || made[i].dim(k) < 0;
      }
      if (!fits) {
        throw new Call(op, name, attrs, types(in), new NDArray[in.length]).fail("operands that make " + made[i].type(),
            told[i].toString(), "Correct their shapes.");
      }
    }
  }

  /** The symbol that the node equals, or null. */
  private Sym simplify(Op op, Attrs a, Sym[] in) {
    if (op.code() != null) {
      dropExpands(in);
    }
    return switch (op.name()) {
      case "Identity" -> in[0];
      case "Cast" -> in[0].dtype().onnx == a.getInt("to", 0) ? in[0] : null;
      case "Reshape" -> reshape(op, a, in);
      case "Expand" -> {
        TensorType t = op.infer("", a, new TensorType[] {in[0].type(), in[1].type()},
            new NDArray[] {null, in[1].value().constant()})[0];
        yield t.equals(in[0].type()) ? in[0] : null;
      }
      case "Transpose" -> transpose(a, in[0]);
      case "Add" -> isConstant(in[1], 0) && wins(in[0], in[1]) ? in[0]
          : isConstant(in[0], 0) && wins(in[1], in[0]) ? in[1] : null;
      case "Sub" -> isConstant(in[1], 0) && wins(in[0], in[1]) ? in[0] : null;
      case "Mul" -> isConstant(in[1], 1) && wins(in[0], in[1]) ? in[0]
          : isConstant(in[0], 1) && wins(in[1], in[0]) ? in[1] : null;
      case "Div" -> isConstant(in[1], 1) && wins(in[0], in[1]) ? in[0] : null;
      default -> null;
    };
  }

  /**
   * Element-by-element ops broadcast by themselves: an operand that was only expanded is taken as it was, if another
   * has the shape.
   */
  private static void dropExpands(Sym[] in) {
    for (int i = 0; i < in.length; i++) {
      Node p = in[i].value().producer();
      if (p != null && p.op().name().equals("Expand")) {
        for (int k = 0; k < in.length; k++) {
          if (k != i && Arrays.equals(in[k].type().dims(), in[i].type().dims())) {
            in[i] = new Sym(in[i].builder(), p.input(0));
            break;
          }
        }
      }
    }
  }

  private static boolean isConstant(Sym s, double v) {
    NDArray c = s.value().constant();
    return c != null && c.size() == 1 && Elements.real(c, 0) == v && Elements.imaginary(c, 0) == 0;
  }

  /** Whether the result has x's shape. */
  private static boolean wins(Sym x, Sym other) {
    return x.rank() >= other.rank();
  }

  private Sym reshape(Op op, Attrs a, Sym[] in) {
    TensorType t = op.infer("", a, new TensorType[] {in[0].type()}, new NDArray[1])[0];
    if (t.equals(in[0].type())) {
      return in[0];
    }
    Node p = in[0].value().producer();
    if (p != null
        && (p.op().name().equals("Reshape") || p.op().name().equals("Squeeze") || p.op().name().equals("Unsqueeze"))) {
      Sym source = new Sym(b, p.input(0));
      return t.equals(source.type()) ? source
          : lower("reshape", op, Attrs.of("allowzero", 1), new Sym[] {source, b.longs(t.dims())})[0];
    }
    return null;
  }

  private Sym transpose(Attrs a, Sym x) {
    int[] perm = a.perm(x.rank());
    Node p = x.value().producer();
    if (p != null && p.op().name().equals("Transpose")) {
      int[] first = p.attrs().perm(x.rank());
      int[] both = Arrays.stream(perm).map(i -> first[i]).toArray();
      return transposed(new Sym(b, p.input(0)), both);
    }
    return isIdentity(perm) || movesOnlyOnes(x.type().dims(), perm) ? transposed(x, perm) : null;
  }

  private Sym transposed(Sym x, int[] perm) {
    if (isIdentity(perm)) {
      return x;
    } else if (movesOnlyOnes(x.type().dims(), perm)) {
      long[] dims = Arrays.stream(perm).mapToLong(i -> x.type().dims()[i]).toArray();
      return lower("reshape", org.pydl4j.nd.graph.Ops.get("Reshape"), Attrs.of("allowzero", 1),
          new Sym[] {x, b.longs(dims)})[0];
    }
    return lower("transpose", org.pydl4j.nd.graph.Ops.get("Transpose"), Attrs.of("perm", perm), new Sym[] {x})[0];
  }

  static boolean isIdentity(int[] perm) {
    for (int i = 0; i < perm.length; i++) {
      if (perm[i] != i) {
        return false;
      }
    }
    return true;
  }

  /** Whether the order of the axes longer than 1 stays, so that memory does too. */
  static boolean movesOnlyOnes(long[] dims, int[] perm) {
    int last = -1;
    for (int p : perm) {
      if (dims[p] != 1) {
        if (p < last) {
          return false;
        }
        last = p;
      }
    }
    return true;
  }

  /** An axis that may be negative or beyond the rank, as Shape takes it. */
  private static int clamp(long axis, int rank) {
    return (int) Math.max(0, Math.min(rank, axis < 0 ? axis + rank : axis));
  }
}
