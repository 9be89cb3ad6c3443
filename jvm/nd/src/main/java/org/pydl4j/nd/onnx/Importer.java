package org.pydl4j.nd.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Known;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Ops;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.json.Nearest;
import org.pydl4j.nd.onnx.ModelFile.NodeProto;
import org.pydl4j.nd.onnx.ModelFile.ValueInfo;
import org.pydl4j.nd.plan.reference.Interpreter;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/** Builds the graph of a model file, node by node. */
final class Importer {
  /** The newest opset whose changes were read when this was written. */
  private static final long NEWEST_OPSET = 28;
  /** The nodes behind an If whose branches differ in rank are built twice; behind so many they are built 2^6 times. */
  private static final int MOST_DOUBLED = 6;
  /** Results of constant inputs are computed here up to this many elements. */
  private static final long FOLDED_ELEMENTS = 1 << 16;

  /** What gives dims of its input, whose content decides nothing. */
  private static final Set<String> SIZES = Set.of("Shape", "Size");

  private final ModelFile file;
  private final long opset;
  private final GraphBuilder b = new GraphBuilder();
  private final Map<String, Sym> values = new LinkedHashMap<>();
  private final Map<String, NDArray> states = new LinkedHashMap<>();
  private final Importer around;
  private final ModelFile.GraphProto graph;
  private final Predicate<String> isState;
  private final TrainingForm form;
  private final List<NodeProto> waiting = new LinkedList<>();
  private int doubles;
  private int random;

  /** States are the float initializers of the names that a test accepts; the others are constants. */
  Importer(ModelFile file, Predicate<String> isState, TrainingForm form) {
    this.file = file;
    this.form = form;
    this.around = null;
    this.graph = file.graph();
    this.isState = isState.and(Predicate.not(deciding(file.graph())::contains));
    this.opset = file.opsets().getOrDefault("", 1L);
    if (opset > NEWEST_OPSET || opset < 1) {
      throw new UnsupportedOperationException("[onnx] the model's opset is too new: got " + opset + "; expected 1 to "
          + NEWEST_OPSET
          + ". Convert it: onnx.version_converter.convert_version(model, " + OnnxWriter.OPSET + ").");
    }
  }

  GraphBuilder builder() {
    return b;
  }

  long opset() {
    return opset;
  }

  TrainingForm form() {
    return form;
  }

  /** Distinguishes uses of random ops. */
  int nextRandom() {
    return around == null ? random++ : around.nextRandom();
  }

  /** What a parameter holds after a run; does nothing for constants and within the graphs of nodes. */
  void update(Sym parameter, Sym value) {
    if (parameter.value().kind() == Value.Kind.STATE) {
      b.write(parameter, value);
    }
  }

  /** Values by the names that the file gives them. */
  Map<String, Value> names() {
    Map<String, Value> names = new LinkedHashMap<>();
    values.forEach((name, s) -> names.put(name, s.value()));
    return names;
  }

  /**
   * Names of what decides dims by its content, such as scales, or is known before a run: constants, whatever is
   * trained. So is all that they are computed from.
   */
  private static Set<String> deciding(ModelFile.GraphProto graph) {
    Set<String> names = new HashSet<>();
    List<NodeProto> nodes = Ordering.of(graph.nodes());
    for (NodeProto n : nodes) {
      for (int i = 0; i < n.inputs().size(); i++) {
        if (decides(n, i)) {
          names.add(n.input(i));
        }
      }
      n.attrs().asMap().values()
          .forEach(v -> names.addAll(v instanceof ModelFile.GraphProto g ? deciding(g) : Set.of()));
    }
    for (int k = nodes.size() - 1; k >= 0; k--) {
      NodeProto n = nodes.get(k);
      if (!SIZES.contains(n.op()) && n.outputs().stream().anyMatch(o -> !o.isEmpty() && names.contains(o))) {
        names.addAll(n.inputs());
      }
    }
    return names;
  }

  private static boolean decides(NodeProto n, int i) {
    return switch (n.op()) {
      case "Dropout", "Resize", "Upsample" -> i > 0;
      default -> Ops.has(n.op()) && Ops.get(n.op()).needsContent(n.attrs(), i);
    };
  }

  /** The importer of a graph within a node of this one's. */
  private Importer(Importer around, ModelFile.GraphProto graph) {
    this.file = around.file;
    this.opset = around.opset;
    this.around = around;
    this.graph = graph;
    this.form = around.form;
    this.isState = name -> false;
  }

  Graph graph() {
    graph.initializers().forEach(this::initializer);
    for (ValueInfo v : graph.inputs()) {
      if (!values.containsKey(v.name())) {
        values.put(v.name(), input(v));
      }
    }
    if (graph.outputs().isEmpty()) {
      throw new IllegalArgumentException("[onnx] the model has no outputs; expected at least one."
          + " Write the file again.");
    }
    return finish();
  }

  private void initializer(String name, NDArray array) {
    boolean state = array.dtype().isFloat() && isState.test(name);
    values.put(name, state ? b.state(name, array.dtype(), array.shape()) : b.constant(name, array));
    if (state) {
      states.put(name, array);
    }
  }

  private Graph finish() {
    waiting.addAll(Ordering.of(graph.nodes()));
    while (!waiting.isEmpty()) {
      add(waiting.remove(0));
    }
    Set<String> taken = new HashSet<>();
    for (ValueInfo v : graph.outputs()) {
      String name = v.name();
      for (int i = 1; !taken.add(name); i++) {
        name = v.name() + "_" + i;
      }
      b.output(name, value(v.name(), "[output " + v.name() + "]"));
    }
    return b.build();
  }

  /**
   * The If at hand with all waiting nodes that follow from it in its branches: they no longer wait. Null where none
   * does.
   *
   * @throws UnsupportedOperationException when too many such nodes follow from each other: each doubles what comes
   *     behind
   */
  NodeProto withRest(NodeProto n) {
    Set<String> made = new HashSet<>(n.outputs());
    List<NodeProto> rest = new ArrayList<>();
    for (NodeProto w : waiting) {
      if (w.reads().stream().anyMatch(made::contains)) {
        rest.add(w);
        made.addAll(w.outputs());
      }
    }
    made.remove("");
    if (rest.isEmpty()) {
      return null;
    } else if (doubled() >= MOST_DOUBLED) {
      throw new UnsupportedOperationException(n.where() + " has branches that differ in rank, behind " + MOST_DOUBLED
          + " others such. Export with fixed dims, so that the conditions are known.");
    }
    waiting.removeAll(rest);
    doubles++;
    return Subgraphs.whole(n, rest, graph.outputs().stream().filter(v -> made.contains(v.name())).toList());
  }

  /** How many branches that differ in rank this graph lies in. */
  private int doubled() {
    return doubles + (around == null ? 0 : around.doubled());
  }

  /** Gives the results of a node their names. */
  void bind(NodeProto n, Sym[] out) {
    for (int i = 0; i < Math.min(out.length, n.outputs().size()); i++) {
      if (out[i] != null && !n.outputs().get(i).isEmpty() && values.put(n.outputs().get(i), out[i]) != null) {
        throw new IllegalArgumentException(
            n.where() + " makes a value that there is already: got '" + n.outputs().get(i)
                + "'; expected each name once. Check the model with onnx.checker.");
      }
    }
  }

  /** Content of the initializers that became states. */
  Map<String, NDArray> states() {
    return states;
  }

  /**
   * A graph within a node.
   *
   * @param formal types of its own inputs
   * @param captured values from here that become its last inputs, by name
   */
  Graph body(ModelFile.GraphProto inner, TensorType[] formal, Map<String, Sym> captured) {
    Importer i = new Importer(this, inner);
    inner.initializers().forEach(i::initializer);
    for (int k = 0; k < formal.length; k++) {
      i.values.put(inner.inputs().get(k).name(),
          i.b.input(inner.inputs().get(k).name(), formal[k].dtype(), formal[k].dims()));
    }
    captured.forEach((name, s) -> i.values.put(name, i.b.input(name, s.dtype(), s.type().dims())));
    return i.finish();
  }

  /** What the graphs of a node read from here and is no constant. */
  Map<String, Sym> captures(NodeProto n) {
    Map<String, Sym> captured = new LinkedHashMap<>();
    for (Object v : n.attrs().asMap().values()) {
      if (v instanceof ModelFile.GraphProto g) {
        for (String name : g.free()) {
          Sym s = value(name, n.where());
          if (!s.value().isConstant()) {
            captured.put(name, s);
          }
        }
      }
    }
    return captured;
  }

  private Sym input(ValueInfo v) {
    if (v.dtype() == 0 || v.dims() == null) {
      throw new UnsupportedOperationException("[onnx] input '" + v.name()
          + "' is no tensor of known rank; expected an element type and a shape (dims may be symbolic)."
          + " Give the input a shape before export.");
    }
    return b.input(v.name(), DType.ofOnnx(v.dtype()), v.dims());
  }

  private Sym value(String name, String user) {
    Sym s = values.get(name);
    if (s == null && around != null) {
      Sym outer = around.value(name, user);
      if (outer.value().isConstant()) {
        s = b.constant(name, outer.value().constant());
        values.put(name, s);
      }
    }
    if (s == null) {
      throw new IllegalArgumentException("[onnx] " + user + " uses a value that nothing before it makes: got '" + name
          + "'"
          + "; expected an input, an initializer or an output that we compute of an earlier node."
          + " Check the model with onnx.checker.");
    }
    return s;
  }

  private void add(NodeProto n) {
    Sym[] in = new Sym[n.inputs().size()];
    for (int i = 0; i < in.length; i++) {
      in[i] = n.input(i).isEmpty() ? null : value(n.input(i), n.where());
    }
    Sym[] out;
    String before = b.scope(name(n) + "/");
    try {
      out = Upgrades.build(this, n, in);
    } catch (IllegalArgumentException | UnsupportedOperationException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(n.where() + " cannot be read: " + e.getMessage()
          + ". Check the model with onnx.checker.", e);
    }
    b.scope(before);
    bind(n, out);
  }

  static String name(NodeProto n) {
    return n.name().isEmpty() && !n.outputs().isEmpty() ? n.outputs().get(0) : n.name();
  }

  /** The op of the node's name over these inputs, lists and shapes resolved, constants folded. */
  Sym[] call(NodeProto n, Sym... in) {
    if (!n.domain().isEmpty()) {
      throw new UnsupportedOperationException(n.where() + " is of the domain '" + n.domain()
          + "'; expected ai.onnx. Export without operators of other domains.");
    }
    if (!Ops.has(n.op())) {
      String near = Nearest.of(n.op(), Ops.all().stream().filter(o -> o.domain().isEmpty()).map(Op::name).toList());
      throw new UnsupportedOperationException(n.where() + " is an operator that is not supported yet."
          + (near == null ? "" : " The nearest we have is " + near + "."));
    }
    Op op = Ops.get(n.op());
    Attrs attrs = declared(op, n);
    Sym[] args = trimmed(in);
    Sym[] out = folded(op, n, attrs, args);
    if (out == null) {
      out = b.callNamed(name(n), op, attrs, args);
    }
    long[] list =
        out.length == 1 && !out[0].value().isConstant() && out[0].type().isConcrete() ? out[0].value().known() : null;
    if (list != null && Arrays.stream(list).noneMatch(v -> v == Known.UNKNOWN)) {
      out = new Sym[] {b.constant(name(n), NDArray.of(list, out[0].type().dims()).castTo(out[0].dtype()))};
    }
    return out;
  }

  private static Sym[] trimmed(Sym[] in) {
    int n = in.length;
    while (n > 0 && in[n - 1] == null) {
      n--;
    }
    return Arrays.copyOf(in, n);
  }

  private Sym[] folded(Op op, NodeProto n, Attrs attrs, Sym[] in) {
    if (in.length == 0 || n.outputs().size() != 1 || !Arrays.stream(in)
        .allMatch(s -> s == null || s.value().isConstant())) {
      return null;
    }
    NDArray[] constants = Arrays.stream(in).map(s -> s == null ? null : s.value().constant()).toArray(NDArray[]::new);
    if (Arrays.stream(constants).anyMatch(c -> c != null && c.size() > FOLDED_ELEMENTS)) {
      return null;
    }
    TensorType[] types = op.infer(name(n), attrs, Arrays.stream(in).map(s -> s == null ? null : s.type())
        .toArray(TensorType[]::new), constants);
    if (types.length != 1 || !types[0].isConcrete() || types[0].size() > FOLDED_ELEMENTS) {
      return null;
    }
    return new Sym[] {b.constant(name(n), Interpreter.apply(op, name(n), attrs, constants, constants)[0])};
  }

  /** The attributes that the declaration knows; others must have no effect. */
  private static Attrs declared(Op op, NodeProto n) {
    Attrs a = n.attrs();
    for (Map.Entry<String, Object> e : n.attrs().asMap().entrySet()) {
      boolean ours = e.getKey().equals("layout") && e.getValue() instanceof String;
      boolean known = !ours && (op.attributes().stream().anyMatch(d -> d.name().equals(e.getKey()))
          || op.inputs().stream().anyMatch(d -> d.list() && d.name().equals(e.getKey())));
      if (!known) {
        boolean idle = e.getValue() instanceof Long v && v == 0 || e.getValue() instanceof Double d && d == 0
            || e.getValue() instanceof String s && s.isEmpty();
        if (!idle) {
          throw new UnsupportedOperationException(n.where() + " has an attribute that is not supported: got "
              + Attrs.of(e.getKey(), e.getValue())
              + "; expected only " + op.attributes().stream().map(Op.Attribute::name).toList()
              + ". Export without it.");
        }
        a = a.without(e.getKey());
      }
    }
    return a;
  }
}
