package org.pydl4j.nd.onnx;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.Node;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.onnx.ModelFile.GraphProto;
import org.pydl4j.nd.onnx.ModelFile.NodeProto;
import org.pydl4j.nd.onnx.ModelFile.ValueInfo;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.TensorType;

/**
 * Writes a graph as an ONNX model: always the same opset, ops of our own domain by their export or body, states as
 * initializers. An open first dim is called "N", an open last dim of a rank-3 tensor "T".
 */
public final class OnnxWriter {
  /** The opset that files are written in. */
  public static final long OPSET = 22;
  private static final long IR_VERSION = 10;

  private final List<NodeProto> nodes = new ArrayList<>();
  private final Map<String, NDArray> initializers;
  private final Map<Value, String> names;
  private final Set<String> taken;

  private OnnxWriter() {
    this(new LinkedHashMap<>(), new HashMap<>(), new HashSet<>());
  }

  /**
   * The writer of a graph within a node: names are unique in the whole file, initializers lie in the outermost graph.
   */
  private OnnxWriter(Map<String, NDArray> initializers, Map<Value, String> names, Set<String> taken) {
    this.initializers = initializers;
    this.names = names;
    this.taken = taken;
  }

  /**
   * Writes a model file; an existing file is replaced only when the new one is complete.
   *
   * @param graph an inference graph: its writes are left out
   * @param states content of the graph's states by name; becomes initializers
   * @throws UnsupportedOperationException when a node has no ONNX form; names it
   */
  public static void write(Graph graph, Map<String, NDArray> states, Path path) {
    WireWriter model = message(graph, states);
    try {
      Path target = path.toAbsolutePath();
      Path part = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
      try {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
          model.writeTo(out);
        }
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("[onnx] cannot write " + path + ": " + e.getMessage()
          + ". Check that the folder exists and has room.", e);
    }
  }

  /** Writes a graph without states. */
  public static void write(Graph graph, Path path) {
    write(graph, Map.of(), path);
  }

  /** The bytes of the model file. */
  public static byte[] toBytes(Graph graph, Map<String, NDArray> states) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      message(graph, states).writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static WireWriter message(Graph graph, Map<String, NDArray> states) {
    WireWriter w = model(graph, states).write();
    if (w.size() > Integer.MAX_VALUE) {
      throw new UnsupportedOperationException("[onnx] a model of " + w.size()
          + " bytes does not fit one ONNX file (2 GiB), and external data files are not written yet.");
    }
    return w;
  }

  private static ModelFile model(Graph graph, Map<String, NDArray> states) {
    return new ModelFile(IR_VERSION, "pydl4j", Map.of("", OPSET), new OnnxWriter()
        .graph(OnnxForm.lower(graph, states)));
  }

  private GraphProto graph(Graph g) {
    List<ValueInfo> inputs = new ArrayList<>();
    for (Value v : g.inputs()) {
      names.put(v, fresh(v.name()));
      inputs.add(info(names.get(v), v.type()));
    }
    return finish(g, inputs, "pydl4j");
  }

  private GraphProto finish(Graph g, List<ValueInfo> inputs, String graphName) {
    List<ValueInfo> outputs = new ArrayList<>();
    Map<String, Value> aliases = new LinkedHashMap<>();
    g.outputs().forEach((name, v) -> {
      String own = fresh(name);
      if (v.kind() != Value.Kind.NODE || names.containsKey(v)) {
        aliases.put(own, v);
      } else {
        names.put(v, own);
      }
      outputs.add(info(own, v.type()));
    });
    g.nodes().forEach(this::add);
    aliases.forEach((name, v) -> nodes.add(new NodeProto("", "Identity", fresh(name + "/Identity"), List.of(name(v)),
        List.of(name), Attrs.NONE)));
    return new GraphProto(graphName, nodes, initializers, inputs, outputs);
  }

  private void add(Node n) {
    if (n.attrs().asMap().values().stream().anyMatch(v -> v instanceof Graph)) {
      addWithBodies(n);
      return;
    }
    Op op = n.op();
    Attrs attrs = n.attrs();
    List<String> inputs = new ArrayList<>();
    int count = n.inputs().size();
    for (int i = 0; i < op.inputs().size(); i++) {
      count = op.inputs().get(i).list() && attrs.has(op.inputs().get(i).name()) ? Math.max(count, i + 1) : count;
    }
    for (int i = 0; i < count; i++) {
      Op.Input declared = op.inputs().get(Math.min(i, op.inputs().size() - 1));
      if (n.input(i) == null && declared.list() && attrs.has(declared.name())) {
        String name = fresh(n.name() + "." + declared.name());
        long[] content = attrs.getLongs(declared.name());
        initializers.put(name, NDArray.of(content, content.length));
        inputs.add(name);
      } else {
        inputs.add(n.input(i) == null ? "" : name(n.input(i)));
      }
      attrs = declared.list() ? attrs.without(declared.name()) : attrs;
    }
    while (!inputs.isEmpty() && inputs.get(inputs.size() - 1).isEmpty()) {
      inputs.remove(inputs.size() - 1);
    }
    List<String> outputs = n.outputs().stream().map(this::name).toList();
    nodes.add(new NodeProto("", op.shortName(), n.name(), inputs, outputs, standard(n, attrs)));
  }

  /** A node with graphs: their last inputs, the captures, are read by the names that they have here. */
  private void addWithBodies(Node n) {
    int bodyInputs = n.op().name().equals("If") ? 0 : n.op().name().equals("Loop") ? 2 + n.attrs().getInt("carried", 0)
        : n.attrs().getInt("carried", 0) + n.attrs().getInt("num_scan_inputs", 0);
    int own = n.op().name().equals("If") ? 1 : bodyInputs;
    Attrs attrs = n.attrs().without("carried");
    for (Map.Entry<String, Object> e : n.attrs().asMap().entrySet()) {
      attrs = e.getValue() instanceof Graph g ? attrs.with(e.getKey(), body(n, g, bodyInputs, own)) : attrs;
    }
    List<String> inputs =
        new ArrayList<>(n.inputs().subList(0, own).stream().map(v -> v == null ? "" : name(v)).toList());
    while (!inputs.isEmpty() && inputs.get(inputs.size() - 1).isEmpty()) {
      inputs.remove(inputs.size() - 1);
    }
    nodes.add(
        new NodeProto("", n.op().shortName(), n.name(), inputs, n.outputs().stream().map(this::name).toList(), attrs));
  }

  private GraphProto body(Node n, Graph g, int bodyInputs, int own) {
    OnnxWriter inner = new OnnxWriter(initializers, names, taken);
    List<ValueInfo> inputs = new ArrayList<>();
    for (int i = 0; i < g.inputs().size(); i++) {
      Value v = g.inputs().get(i);
      if (i < bodyInputs) {
        names.put(v, fresh(v.name()));
        inputs.add(info(names.get(v), v.type()));
      } else {
        names.put(v, name(n.input(own + i - bodyInputs)));
      }
    }
    GraphProto p = inner.finish(g, inputs, n.name());
    return new GraphProto(p.name(), p.nodes(), Map.of(), p.inputs(), p.outputs());
  }

  /** The attributes as the standard knows them: ours left out, numbers in the declared type. */
  private static Attrs standard(Node n, Attrs attrs) {
    if ("NHWC".equals(attrs.get("layout"))) {
      throw new UnsupportedOperationException("[" + n.op().name() + " at " + n.name()
          + "] has a layout that only plans use. Export the graph before planning.");
    }
    Attrs out = attrs.get("layout") instanceof String ? attrs.without("layout") : attrs;
    out = n.op().name().equals("MaxPool") ? out.without("count_include_pad") : out;
    for (Op.Attribute a : n.op().attributes()) {
      if (a.otherwise() instanceof Double && out.has(a.name())) {
        out = out.with(a.name(), out.getDouble(a.name(), 0));
      }
    }
    return out;
  }

  private String name(Value v) {
    return names.computeIfAbsent(v, k -> {
      String name = fresh(k.name());
      if (k.isConstant()) {
        initializers.put(name, k.constant());
      }
      return name;
    });
  }

  private String fresh(String wanted) {
    String name = wanted;
    for (int i = 1; !taken.add(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }

  private static ValueInfo info(String name, TensorType type) {
    List<String> symbols = new ArrayList<>();
    for (int i = 0; i < type.rank(); i++) {
      symbols.add(i == 0 ? "N" : i == 2 && type.rank() == 3 ? "T" : name + "_" + i);
    }
    return new ValueInfo(name, type.dtype().onnx, type.hasRank() ? type.dims() : null, symbols);
  }
}
