package org.pydl4j.nd.onnx;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.DType;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Attrs;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Nearest;
import org.pydl4j.nd.onnx.ModelFile.NodeProto;
import org.pydl4j.nd.onnx.ModelFile.ValueInfo;
import org.pydl4j.nd.ops.Ops;
import org.pydl4j.nd.plan.Interpreter;
import org.pydl4j.nd.spi.TensorType;

/** Builds the graph of a model file, node by node. */
final class Importer {
  /** The newest opset whose changes were read when this was written. */
  private static final long NEWEST_OPSET = 28;
  /** Results of constant inputs are computed here up to this many elements. */
  private static final long FOLDED_ELEMENTS = 1 << 16;
  private static final NodeProto EXPAND = new NodeProto("", "Expand", "", List.of(), List.of("y"), Attrs.NONE);

  private final ModelFile file;
  private final long opset;
  private final GraphBuilder b = new GraphBuilder();
  private final Map<String, Sym> values = new HashMap<>();
  private final KnownLists known = new KnownLists();

  Importer(ModelFile file) {
    this.file = file;
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

  Graph graph() {
    ModelFile.GraphProto g = file.graph();
    g.initializers().forEach((name, array) -> values.put(name, b.constant(name, array)));
    for (ValueInfo v : g.inputs()) {
      if (!values.containsKey(v.name())) {
        values.put(v.name(), input(v));
      }
    }
    for (NodeProto n : g.nodes()) {
      add(n);
    }
    if (g.outputs().isEmpty()) {
      throw new IllegalArgumentException("[onnx] the model has no outputs; expected at least one."
          + " Write the file again.");
    }
    for (ValueInfo v : g.outputs()) {
      b.output(v.name(), value(v.name(), "[output " + v.name() + "]"));
    }
    return b.build();
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
    for (int i = 0; i < Math.min(out.length, n.outputs().size()); i++) {
      if (out[i] != null) {
        values.put(n.outputs().get(i), out[i]);
      }
    }
  }

  private static String name(NodeProto n) {
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
    for (int i = 0; i < args.length; i++) {
      args[i] = argument(op, i, args);
    }
    Sym[] out = folded(op, n, attrs, args);
    if (out == null) {
      out = b.callNamed(name(n), op, attrs, args);
    }
    if (out.length == 1) {
      known.note(op.name(), attrs, args, out[0]);
      long[] list = known.of(out[0]);
      if (list != null && !out[0].value().isConstant() && !KnownLists.anyOpen(list)) {
        NDArray content = NDArray.of(list, out[0].rank() == 0 ? new long[0] : new long[] {list.length})
            .castTo(out[0].dtype());
        out = new Sym[] {b.constant(name(n), content)};
      }
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

  /** A constant list where the op wants one and it is known well enough. */
  private Sym argument(Op op, int i, Sym[] args) {
    boolean list = i < op.inputs().size() && op.inputs().get(i).list();
    long[] v = list && args[i] != null && !args[i].value().isConstant() ? known.of(args[i]) : null;
    if (v == null) {
      return args[i];
    }
    if (op.name().equals("Reshape")) {
      long open = Arrays.stream(v).filter(KnownLists::isOpen).count();
      boolean inferred = Arrays.stream(v).anyMatch(d -> d == -1);
      v = v.clone();
      for (int k = 0; k < v.length; k++) {
        if (KnownLists.isOpen(v[k])) {
          boolean copy = k < args[0].rank() && args[0].dim(k) == -1;
          v[k] = open == 1 && !inferred ? -1 : copy ? 0 : v[k];
        }
      }
    }
    return KnownLists.anyOpen(v) ? args[i] : b.longs(v);
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

  /** x broadcast to a shape, some of whose dims are the sizes of other tensors' axes. */
  Sym expand(NodeProto n, Sym x, long[] shape) {
    long[] known = shape.clone();
    long size = 1;
    for (int k = 0; k < known.length; k++) {
      known[k] = KnownLists.isOpen(known[k]) ? 1 : known[k];
      if (known[k] < 0 || known[k] > Integer.MAX_VALUE || size * Math.max(known[k], 1) > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(n.where() + " makes a shape that is no shape or too large: got "
            + Arrays.toString(known) + "; expected dims >= 0 and below 2^31 elements.");
      }
      size *= Math.max(known[k], 1);
    }
    Sym y = Arrays.equals(x.type().dims(), known) ? x : call(EXPAND.withName(n.name()), x, b.longs(known))[0];
    for (int k = 0; k < shape.length; k++) {
      int own = k - (shape.length - x.rank());
      if (KnownLists.isOpen(shape[k]) && (own < 0 || x.dim(own) == 1)) {
        y = y.expandTo(column(n, this.known.origin(shape[k]), k, shape.length));
      }
    }
    return y;
  }

  /** A tensor of size 1 but for one axis, which is as long as the origin's axis. */
  private Sym column(NodeProto n, KnownLists.Origin origin, int axis, int rank) {
    if (origin == null) {
      throw new UnsupportedOperationException(n.where()
          + " makes a shape that is computed from numbers only known at run time,"
          + " which is not supported. Fix the dims before export.");
    }
    Sym s = origin.tensor();
    for (int i = 0; i < s.rank(); i++) {
      s = i == origin.axis() || s.dim(i) == 1 ? s : s.slice(i, 0, 1);
    }
    long[] dims = new long[rank];
    Arrays.fill(dims, 1);
    dims[axis] = -1;
    return s.reshape(dims);
  }

  KnownLists known() {
    return known;
  }
}
