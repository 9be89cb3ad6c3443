package org.pydl4j.nd.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/** Builds a graph node by node, inferring and checking types at once, so that errors name the place that made them. */
public final class GraphBuilder {
  private final List<Value> inputs = new ArrayList<>();
  private final List<Value> states = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Value> outputs = new LinkedHashMap<>();
  private final Map<Value, Value> writes = new LinkedHashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private final Map<String, Sym> scalars = new HashMap<>();
  private String scope = "";
  private List<String> origins = List.of();

  /** A placeholder; dims of -1 are free. */
  public Sym input(String name, DType dtype, long... dims) {
    Value v = new Value(Value.Kind.INPUT, unique(name), declared(name, dtype, dims), null);
    inputs.add(v);
    return new Sym(this, v);
  }

  private static TensorType declared(String name, DType dtype, long[] dims) {
    TensorType t = new TensorType(dtype, dims.clone());
    if (t.problem() != null) {
      throw new IllegalArgumentException(
          "[graph] " + name + " has " + t.problem() + ": got " + t + "; expected dims >= 0 (-1 where open), at most "
              + TensorType.MAX_RANK + " axes and 2^63 bytes. Correct its shape.");
    }
    return t;
  }

  /** Memory that outlives a run, as it is at the start of a run. */
  public Sym state(String name, DType dtype, long... dims) {
    Value v = new Value(Value.Kind.STATE, unique(name), declared(name, dtype, dims), null);
    states.add(v);
    return new Sym(this, v);
  }

  /** A constant with a name; the array is the graph's from now on. */
  public Sym constant(String name, NDArray content) {
    return new Sym(this, new Value(Value.Kind.CONSTANT, unique(name), content.type(), content));
  }

  /** A constant; the array is the graph's from now on. */
  public Sym constant(NDArray content) {
    return constant("const", content);
  }

  /** A constant scalar; equal ones are shared. */
  public Sym scalar(DType dtype, double value) {
    return scalars.computeIfAbsent(dtype + ":" + value, k -> constant("c", NDArray.scalar(dtype, value)));
  }

  /** The same of a whole number, exactly. */
  public Sym scalar(DType dtype, long value) {
    return scalars.computeIfAbsent(dtype + ":" + value, k -> {
      NDArray a = NDArray.create(dtype);
      a.putLongAt(0, value);
      return constant("c", a);
    });
  }

  /** A constant list of integers (shapes, axes). */
  public Sym longs(long... values) {
    return scalars.computeIfAbsent("longs:" + Arrays.toString(values), k -> {
      NDArray a = NDArray.create(DType.INT64, values.length);
      for (int i = 0; i < values.length; i++) {
        a.putLongAt(i, values[i]);
      }
      return constant("dims", a);
    });
  }

  /** Adds a node with one output. */
  public Sym call(Op op, Attrs attrs, Sym... in) {
    return callAll(op, attrs, in)[0];
  }

  /** The only output of an op's call. */
  public Sym call(String op, Attrs attrs, Sym... in) {
    return callAll(Ops.get(op), attrs, in)[0];
  }

  /** All outputs of an op's call. */
  public Sym[] callAll(String op, Attrs attrs, Sym... in) {
    return callAll(Ops.get(op), attrs, in);
  }

  /** Adds a node; returns all its outputs. */
  public Sym[] callAll(Op op, Attrs attrs, Sym... in) {
    return callNamed(scope + op.shortName(), op, attrs, in);
  }

  /** Adds a node under a name of the caller's (made unique). */
  public Sym[] callNamed(String name, Op op, Attrs attrs, Sym... in) {
    String nodeName = unique(name);
    TensorType[] types = new TensorType[in.length];
    NDArray[] constants = new NDArray[in.length];
    Value[] values = new Value[in.length];
    long[][] known = new long[in.length][];
    for (int i = 0; i < in.length; i++) {
      if (in[i] != null) {
        values[i] = in[i].value();
        types[i] = values[i].type();
        constants[i] = values[i].constant();
        known[i] = constants[i] == null ? values[i].known() : null;
      }
    }
    Op.Checked call = op.check(nodeName, attrs, types, constants, known);
    Sym complex = anyComplex(types) || anyComplex(call.outputs()) ? onComplex(nodeName, op, call.all(), in) : null;
    return complex != null ? new Sym[] {complex} : add(nodeName, op, call.attrs(), values, call.outputs());
  }

  private static boolean anyComplex(TensorType[] types) {
    return Arrays.stream(types).anyMatch(t -> t != null && t.dtype().isComplex());
  }

  private Sym onComplex(String nodeName, Op op, Attrs attrs, Sym[] in) {
    if (op.onComplex() == null) {
      return null;
    }
    String before = scope(nodeName + "/");
    Sym out = op.onComplex().build(this, attrs, in);
    scope(before);
    return out;
  }

  /** The same node over other inputs of the same types, its attributes in another form. */
  public Sym[] copy(Node node, Attrs attrs, Sym... in) {
    Value[] values = Arrays.stream(in).map(s -> s == null ? null : s.value()).toArray(Value[]::new);
    return add(unique(node.name()), node.op(), attrs, values,
        node.outputs().stream().map(Value::type).toArray(TensorType[]::new));
  }

  private Sym[] add(String nodeName, Op op, Attrs attrs, Value[] values, TensorType[] out) {
    Value[] outs = new Value[out.length];
    Sym[] syms = new Sym[out.length];
    for (int i = 0; i < out.length; i++) {
      outs[i] = new Value(Value.Kind.NODE, i == 0 ? nodeName : nodeName + "." + i, out[i], null);
      syms[i] = new Sym(this, outs[i]);
    }
    nodes.add(new Node(op, nodeName, attrs, values, outs, origins));
    outs[0].knownAs(Known.of(op, attrs, values, out[0]));
    return syms;
  }

  /**
   * Replaces a node by one of other attributes with more outputs behind those it has; its values stay. Returns the new
   * ones.
   */
  public Sym[] widen(Node node, Attrs attrs) {
    TensorType[] types = node.inputs().stream().map(v -> v == null ? null : v.type()).toArray(TensorType[]::new);
    NDArray[] constants = node.inputs().stream().map(v -> v == null ? null : v.constant()).toArray(NDArray[]::new);
    Op.Checked call = node.op().check(node.name(), attrs, types, constants);
    TensorType[] all = call.outputs();
    Value[] outs = Arrays.copyOf(node.outputs().toArray(new Value[0]), all.length);
    Sym[] added = new Sym[all.length - node.outputs().size()];
    for (int i = node.outputs().size(); i < all.length; i++) {
      outs[i] = new Value(Value.Kind.NODE, node.name() + "." + i, all[i], null);
      added[i - node.outputs().size()] = new Sym(this, outs[i]);
    }
    nodes.set(nodes.indexOf(node),
        new Node(node.op(), node.name(), call.attrs(), node.inputs().toArray(new Value[0]), outs, node.origins()));
    return added;
  }

  /** Names made until the next call start with this, e.g. "encoder.conv1/". Returns the scope before. */
  public String scope(String prefix) {
    String before = scope;
    scope = prefix;
    return before;
  }

  /**
   * Nodes made until the next call stand for all that these stand for: passes call it before they translate or fuse.
   */
  public void origins(Node... nodesBefore) {
    origins = Arrays.stream(nodesBefore).flatMap(n -> n.origins().stream()).distinct().toList();
  }

  /** Names an output of the graph, in the order of these calls. */
  public void output(String name, Sym value) {
    outputs.put(name, value.value());
  }

  /** Declares what a state holds after the run. */
  public void write(Sym state, Sym value) {
    if (!state.type().equals(value.type())) {
      throw new IllegalArgumentException(
          "[state " + state.value().name() + "] a write must keep the type: got " + value.type()
              + "; expected " + state.type() + ". Cast or reshape the value.");
    }
    writes.put(state.value(), value.value());
  }

  private String unique(String name) {
    int n = counts.merge(name, 1, Integer::sum);
    return n == 1 ? name : name + "_" + (n - 1);
  }

  /** The graph; nodes that reach neither an output nor a state are left out. */
  public Graph build() {
    Set<Value> needed = new HashSet<>(outputs.values());
    needed.addAll(writes.values());
    List<Node> kept = new ArrayList<>();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node n = nodes.get(i);
      if (n.outputs().stream().anyMatch(needed::contains)) {
        kept.add(0, n);
        n.inputs().stream().filter(v -> v != null).forEach(needed::add);
      }
    }
    return new Graph(List.copyOf(inputs), List.copyOf(states), List.copyOf(kept), new LinkedHashMap<>(outputs),
        new LinkedHashMap<>(writes));
  }

  /** Nodes so far, in order of creation. */
  List<Node> nodesSoFar() {
    return nodes;
  }

  /**
   * Copies the nodes of a graph into this builder; the map gives this builder's symbol for each of its inputs and
   * states.
   */
  public Map<Value, Sym> inline(Graph graph, Map<Value, Sym> bindings) {
    Map<Value, Sym> map = new HashMap<>(bindings);
    for (Node n : graph.nodes()) {
      Sym[] in = new Sym[n.inputs().size()];
      for (int i = 0; i < in.length; i++) {
        Value v = n.input(i);
        in[i] = v == null ? null : map.computeIfAbsent(v, this::adopt);
      }
      Sym[] out = callNamed(n.name(), n.op(), n.attrs(), in);
      for (int i = 0; i < out.length; i++) {
        map.put(n.outputs().get(i), out[i]);
      }
    }
    graph.outputs().values().forEach(v -> map.computeIfAbsent(v, this::adopt));
    return map;
  }

  private Sym adopt(Value v) {
    if (!v.isConstant()) {
      throw new IllegalArgumentException("[graph] value " + v + " is not bound. Give a symbol for it.");
    }
    return constant(v.name(), v.constant());
  }
}
