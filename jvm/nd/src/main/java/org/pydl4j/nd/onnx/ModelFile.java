package org.pydl4j.nd.onnx;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.Attrs;

/**
 * An ONNX file as it stands: ModelProto without what we do not use.
 *
 * @param opsets version by domain; "" is ai.onnx
 */
record ModelFile(long irVersion, String producer, Map<String, Long> opsets, GraphProto graph) {
  /** GraphProto; value_info is left out, types are inferred. */
  record GraphProto(String name, List<NodeProto> nodes, Map<String, NDArray> initializers, List<ValueInfo> inputs,
      List<ValueInfo> outputs) {
    /** Names of what the graph itself has or makes. */
    Set<String> own() {
      Set<String> own = new HashSet<>(initializers.keySet());
      inputs.forEach(v -> own.add(v.name));
      nodes.forEach(n -> own.addAll(n.outputs));
      own.remove("");
      return own;
    }

    /** The graph with its values under other names. */
    GraphProto renamed(UnaryOperator<String> names) {
      Map<String, NDArray> kept = new LinkedHashMap<>();
      initializers.forEach((name, a) -> kept.put(names.apply(name), a));
      return new GraphProto(name, nodes.stream().map(n -> n.renamed(names)).toList(), kept,
          inputs.stream().map(v -> v.withName(names.apply(v.name))).toList(),
          outputs.stream().map(v -> v.withName(names.apply(v.name))).toList());
    }

    /** Names that the graph reads from around it, in order. */
    Set<String> free() {
      Set<String> own = own();
      Set<String> read = new LinkedHashSet<>();
      nodes.forEach(n -> read.addAll(n.reads()));
      outputs.forEach(v -> read.add(v.name));
      read.removeAll(own);
      return read;
    }
  }

  /** NodeProto; "" is an absent input or output. */
  record NodeProto(String domain, String op, String name, List<String> inputs, List<String> outputs, Attrs attrs) {
    NodeProto withAttrs(Attrs other) {
      return new NodeProto(domain, op, name, inputs, outputs, other);
    }

    NodeProto withName(String other) {
      return new NodeProto(domain, op, other, inputs, outputs, attrs);
    }

    /** The node with other names for what it reads, also in its graphs, and makes. */
    NodeProto renamed(UnaryOperator<String> names) {
      Attrs a = attrs;
      for (Map.Entry<String, Object> e : attrs.asMap().entrySet()) {
        if (e.getValue() instanceof GraphProto g) {
          Set<String> own = g.own();
          a = a.with(e.getKey(), g.renamed(s -> own.contains(s) ? s : names.apply(s)));
        }
      }
      return new NodeProto(domain, op, name, inputs.stream().map(names).toList(), outputs.stream().map(names).toList(),
          a);
    }

    NodeProto withOp(String other) {
      return new NodeProto(domain, other, name, inputs, outputs, attrs);
    }

    /** Names that the node reads, itself or in its graphs. */
    Set<String> reads() {
      Set<String> read = new LinkedHashSet<>(inputs);
      attrs.asMap().values().forEach(v -> read.addAll(v instanceof GraphProto g ? g.free() : Set.of()));
      read.remove("");
      return read;
    }

    String input(int i) {
      return i < inputs.size() ? inputs.get(i) : "";
    }

    /** For errors: op and place. */
    String where() {
      return "[" + (domain.isEmpty() ? "" : domain + ".") + op + " at "
          + (name.isEmpty() && !outputs.isEmpty() ? outputs.get(0) : name) + "]";
    }
  }

  /**
   * ValueInfoProto: element type number, 0 where the value is no tensor or the type is not told; dims are null when the
   * shape is not told, -1 where symbolic.
   */
  record ValueInfo(String name, int dtype, long[] dims, List<String> symbols) {
    ValueInfo withName(String other) {
      return new ValueInfo(other, dtype, dims, symbols);
    }
  }

  private static final int FLOAT = 1;
  private static final int INT = 2;
  private static final int STRING = 3;
  private static final int TENSOR = 4;
  private static final int GRAPH = 5;
  private static final int DEEPEST = 32;
  private static final int FLOATS = 6;
  private static final int INTS = 7;
  private static final int STRINGS = 8;

  // reading ---------------------------------------------------------------------------------------------------------

  /** A model; the folder is where external data files lie, null when there is none. */
  static ModelFile read(WireReader r, Path folder) {
    long irVersion = 0;
    String producer = "";
    Map<String, Long> opsets = new LinkedHashMap<>();
    GraphProto graph = null;
    while (r.next()) {
      switch (r.field()) {
        case 1 -> irVersion = r.number();
        case 2 -> producer = r.string();
        case 7 -> graph = graph(r.message("graph"), folder, 0);
        case 8 -> opset(r.message("opset_import"), opsets);
        case 25 -> throw new UnsupportedOperationException(
            "[onnx] the model defines functions of its own, which are not supported."
                + " Inline them: onnx.inliner.inline_local_functions(model).");
        default -> r.skip();
      }
    }
    if (graph == null || opsets.isEmpty()) {
      throw r.fail(graph == null ? "no graph" : "no opset import", "an ONNX model with both");
    }
    return new ModelFile(irVersion, producer, opsets, graph);
  }

  private static void opset(WireReader r, Map<String, Long> opsets) {
    String domain = "";
    long version = 0;
    while (r.next()) {
      switch (r.field()) {
        case 1 -> domain = r.string();
        case 2 -> version = r.number();
        default -> r.skip();
      }
    }
    opsets.put(domain.equals("ai.onnx") ? "" : domain, version);
  }

  private static GraphProto graph(WireReader r, Path folder, int depth) {
    if (depth > DEEPEST) {
      throw r.fail("graphs within graphs, " + depth + " deep", "at most " + DEEPEST);
    }
    GraphProto g = new GraphProto("", new ArrayList<>(), new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>());
    String name = "";
    while (r.next()) {
      switch (r.field()) {
        case 1 -> g.nodes.add(node(r.message("node"), folder, depth));
        case 2 -> name = r.string();
        case 5 -> {
          Tensors.Named t = Tensors.read(r.message("initializer"), folder);
          g.initializers.put(t.name(), t.array());
        }
        case 11 -> g.inputs.add(valueInfo(r.message("input")));
        case 12 -> g.outputs.add(valueInfo(r.message("output")));
        case 15 -> throw new UnsupportedOperationException(
            "[onnx] sparse initializers are not supported. Store them dense.");
        default -> r.skip();
      }
    }
    return new GraphProto(name, g.nodes, g.initializers, g.inputs, g.outputs);
  }

  private static NodeProto node(WireReader r, Path folder, int depth) {
    List<String> inputs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    Map<String, Object> attrs = new LinkedHashMap<>();
    String name = "";
    String op = "";
    String domain = "";
    while (r.next()) {
      switch (r.field()) {
        case 1 -> inputs.add(r.string());
        case 2 -> outputs.add(r.string());
        case 3 -> name = r.string();
        case 4 -> op = r.string();
        case 5 -> attribute(r.message("attribute"), attrs, folder, depth);
        case 7 -> domain = r.string();
        default -> r.skip();
      }
    }
    return new NodeProto(domain.equals("ai.onnx") ? "" : domain, op, name, inputs, outputs, Attrs.of(attrs));
  }

  /**
   * Puts the attribute; one of a kind we cannot use is kept as its kind's name in brackets, so that the op can
   * complain.
   */
  private static void attribute(WireReader r, Map<String, Object> attrs, Path folder, int depth) {
    String name = "";
    int type = 0;
    Object scalar = null;
    List<Long> ints = WireReader.longs();
    List<Double> floats = new ArrayList<>();
    List<String> strings = new ArrayList<>();
    while (r.next()) {
      switch (r.field()) {
        case 1 -> name = r.string();
        case 2 -> scalar = shortest(r.float32());
        case 3 -> scalar = r.number();
        case 4 -> scalar = r.string();
        case 5 -> scalar = Tensors.read(r.message("attribute"), folder).array();
        case 6 -> scalar = graph(r.message("attribute"), folder, depth + 1);
        case 7 -> {
          int before = floats.size();
          r.floats(floats);
          floats.subList(before, floats.size()).replaceAll(v -> shortest((float) (double) v));
        }
        case 8 -> r.numbers(ints);
        case 9 -> strings.add(r.string());
        case 20 -> type = (int) r.number();
        default -> r.skip();
      }
    }
    attrs.put(name, switch (type) {
      case FLOAT -> scalar == null ? Double.valueOf(0) : scalar;
      case INT -> scalar == null ? Long.valueOf(0) : scalar;
      case STRING -> scalar == null ? "" : scalar;
      case TENSOR -> scalar == null ? "(tensor)" : scalar;
      case GRAPH -> scalar == null ? "(graph)" : scalar;
      case FLOATS -> WireReader.toDoubles(floats);
      case INTS -> WireReader.toLongs(ints);
      case STRINGS -> strings.toArray(new String[0]);
      default -> "(attribute type " + type + ")";
    });
  }

  /** 0.1f as 0.1: files hold attributes as 32-bit floats, their authors meant the decimal. */
  private static double shortest(float v) {
    return Double.parseDouble(Float.toString(v));
  }

  private static ValueInfo valueInfo(WireReader r) {
    String name = "";
    int dtype = 0;
    List<Long> dims = null;
    List<String> symbols = new ArrayList<>();
    while (r.next()) {
      if (r.field() == 1) {
        name = r.string();
      } else if (r.field() == 2) {
        WireReader type = r.message("type");
        while (type.next()) {
          if (type.field() != 1) {
            type.skip();
            continue;
          }
          WireReader tensor = type.message("tensor_type");
          while (tensor.next()) {
            switch (tensor.field()) {
              case 1 -> dtype = (int) tensor.number();
              case 2 -> dims = dims(tensor.message("shape"), symbols);
              default -> tensor.skip();
            }
          }
        }
      } else {
        r.skip();
      }
    }
    return new ValueInfo(name, dtype, dims == null ? null : WireReader.toLongs(dims), symbols);
  }

  private static List<Long> dims(WireReader r, List<String> symbols) {
    List<Long> dims = WireReader.longs();
    while (r.next()) {
      if (r.field() != 1) {
        r.skip();
        continue;
      }
      WireReader dim = r.message("dim");
      long value = -1;
      String symbol = null;
      while (dim.next()) {
        switch (dim.field()) {
          case 1 -> value = dim.number();
          case 2 -> symbol = dim.string();
          default -> dim.skip();
        }
      }
      dims.add(value < 0 ? -1 : value);
      symbols.add(symbol);
    }
    return dims;
  }

  // writing ---------------------------------------------------------------------------------------------------------

  WireWriter write() {
    WireWriter w = new WireWriter().number(1, irVersion).string(2, producer);
    opsets.forEach((domain, version) -> w.message(8, new WireWriter().string(1, domain).number(2, version)));
    return w.message(7, write(graph));
  }

  private static WireWriter write(GraphProto graph) {
    WireWriter g = new WireWriter();
    graph.nodes.forEach(n -> g.message(1, write(n)));
    g.string(2, graph.name);
    graph.initializers.forEach((name, array) -> g.message(5, Tensors.write(name, array)));
    graph.inputs.forEach(v -> g.message(11, write(v)));
    graph.outputs.forEach(v -> g.message(12, write(v)));
    return g;
  }

  private static WireWriter write(NodeProto n) {
    WireWriter w = new WireWriter();
    n.inputs.forEach(s -> w.string(1, s));
    n.outputs.forEach(s -> w.string(2, s));
    w.string(3, n.name).string(4, n.op);
    n.attrs.asMap().forEach((name, value) -> w.message(5, attribute(name, value)));
    return n.domain.isEmpty() ? w : w.string(7, n.domain);
  }

  private static WireWriter attribute(String name, Object value) {
    WireWriter w = new WireWriter().string(1, name);
    if (value instanceof Double v) {
      return w.float32(2, v.floatValue()).number(20, FLOAT);
    } else if (value instanceof Long v) {
      return w.number(3, v).number(20, INT);
    } else if (value instanceof String v) {
      return w.string(4, v).number(20, STRING);
    } else if (value instanceof NDArray v) {
      return w.message(5, Tensors.write(name, v)).number(20, TENSOR);
    } else if (value instanceof GraphProto v) {
      return w.message(6, write(v)).number(20, GRAPH);
    } else if (value instanceof double[] v) {
      Arrays.stream(v).forEach(x -> w.float32(7, (float) x));
      return w.number(20, FLOATS);
    } else if (value instanceof long[] v) {
      Arrays.stream(v).forEach(x -> w.number(8, x));
      return w.number(20, INTS);
    } else if (value instanceof String[] v) {
      Arrays.stream(v).forEach(x -> w.string(9, x));
      return w.number(20, STRINGS);
    }
    throw new UnsupportedOperationException("[onnx] attribute " + name + " of kind " + value.getClass().getSimpleName()
        + " cannot be written.");
  }

  private static WireWriter write(ValueInfo v) {
    WireWriter shape = new WireWriter();
    for (int i = 0; v.dims != null && i < v.dims.length; i++) {
      shape.message(1, v.dims[i] >= 0 ? new WireWriter().number(1, v.dims[i]) : new WireWriter()
          .string(2, v.symbols.get(i)));
    }
    WireWriter tensor = new WireWriter().number(1, v.dtype);
    tensor = v.dims == null ? tensor : tensor.message(2, shape);
    return new WireWriter().string(1, v.name).message(2, new WireWriter().message(1, tensor));
  }
}
