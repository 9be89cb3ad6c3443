package org.pydl4j.nd.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.Ops;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.onnx.ModelFile.GraphProto;
import org.pydl4j.nd.onnx.ModelFile.NodeProto;
import org.pydl4j.nd.onnx.ModelFile.ValueInfo;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/**
 * Nodes that hold graphs: what these read from around becomes inputs, and the types of what iterations carry are found.
 */
final class Subgraphs {
  private Subgraphs() {
  }

  private static GraphProto graph(NodeProto n, String attr) {
    if (n.attrs().get(attr) instanceof GraphProto g) {
      return g;
    }
    throw new IllegalArgumentException(
        n.where() + " has no graph '" + attr + "': got " + n.attrs() + ". Write the file again.");
  }

  static Sym[] branch(Importer to, NodeProto n, Sym[] in) {
    Map<String, Sym> captured = to.captures(n);
    if (in.length != 1 || in[0] == null) {
      throw new IllegalArgumentException(n.where() + " has " + in.length + " inputs; expected a condition.");
    }
    if (in[0].value().isConstant()) {
      boolean yes = in[0].value().constant().getLongAt(0) != 0;
      return inlined(to, to.body(graph(n, yes ? "then_branch" : "else_branch"), new TensorType[0], captured), captured);
    }
    Graph yes = to.body(graph(n, "then_branch"), new TensorType[0], captured);
    Graph no = to.body(graph(n, "else_branch"), new TensorType[0], captured);
    NodeProto whole = differInRank(yes, no) ? to.withRest(n) : null;
    if (whole != null) {
      to.bind(whole, branch(to, whole, in));
      return new Sym[0];
    }
    Attrs attrs = Attrs.of("then_branch", yes, "else_branch", no);
    return to.builder().callNamed(Importer.name(n), Ops.get("If"), attrs, with(in, captured));
  }

  private static boolean differInRank(Graph yes, Graph no) {
    List<Value> a = List.copyOf(yes.outputs().values());
    List<Value> b = List.copyOf(no.outputs().values());
    return a.size() == b.size() && IntStream.range(0, a.size())
        .anyMatch(i -> a.get(i).type().dtype() == b.get(i).type().dtype()
            && (!a.get(i).type().hasRank() || !b.get(i).type().hasRank()
                || a.get(i).type().rank() != b.get(i).type().rank()));
  }

  /**
   * An If whose results differ in rank (what exporters make of a squeeze) with the nodes that follow from them moved
   * into both branches, where ranks are known.
   *
   * @param rest the nodes that read its results, directly or not, in order
   * @param wanted the names of what the graph around gives of the results and of what rest makes
   */
  static NodeProto whole(NodeProto n, List<NodeProto> rest, List<ValueInfo> wanted) {
    Attrs attrs = n.attrs();
    for (String branch : List.of("then_branch", "else_branch")) {
      attrs = attrs.with(branch, whole(n, graph(n, branch), rest, wanted, "#" + branch));
    }
    return new NodeProto(n.domain(), n.op(), n.name(), n.inputs(), wanted.stream().map(ValueInfo::name).toList(),
        attrs);
  }

  private static GraphProto whole(NodeProto n, GraphProto branch, List<NodeProto> rest, List<ValueInfo> wanted,
      String mark) {
    Set<String> outside = new HashSet<>(n.outputs());
    rest.forEach(r -> {
      outside.addAll(r.outputs());
      outside.addAll(r.reads());
    });
    Set<String> own = branch.own();
    GraphProto g = branch.renamed(s -> own.contains(s) && outside.contains(s) ? s + mark : s);
    List<NodeProto> nodes = new ArrayList<>(g.nodes());
    for (int i = 0; i < Math.min(n.outputs().size(), g.outputs().size()); i++) {
      if (!n.outputs().get(i).isEmpty()) {
        nodes.add(new NodeProto("", "Identity", n.name() + mark + i, List.of(g.outputs().get(i).name()),
            List.of(n.outputs().get(i)), Attrs.NONE));
      }
    }
    nodes.addAll(rest);
    return new GraphProto(g.name(), nodes, g.initializers(), g.inputs(), wanted);
  }

  private static Sym[] inlined(Importer to, Graph g, Map<String, Sym> captured) {
    Map<Value, Sym> bindings = new HashMap<>();
    captured.forEach((name, s) -> bindings.put(g.input(name), s));
    Map<Value, Sym> all = to.builder().inline(g, bindings);
    return g.outputs().values().stream().map(all::get).toArray(Sym[]::new);
  }

  private static Sym[] with(Sym[] in, Map<String, Sym> captured) {
    List<Sym> all = new ArrayList<>(Arrays.asList(in));
    all.addAll(captured.values());
    return all.toArray(new Sym[0]);
  }

  static Sym[] loop(Importer to, NodeProto n, Sym[] given) {
    Sym[] in = Arrays.copyOf(given, Math.max(2, given.length));
    int carried = in.length - 2;
    TensorType[] formal = new TensorType[in.length];
    formal[0] = new TensorType(DType.INT64);
    formal[1] = new TensorType(DType.BOOL);
    for (int i = 2; i < in.length; i++) {
      if (in[i] == null) {
        throw new IllegalArgumentException(
            n.where() + " lacks its carried value " + (i - 2) + "; expected each to be given.");
      }
      formal[i] = in[i].type();
    }
    Map<String, Sym> captured = to.captures(n);
    Graph body = stable(to, n, formal, 2, carried, 1, captured);
    return to.builder().callNamed(Importer.name(n), Ops.get("Loop"), Attrs.of("body", body, "carried", carried),
        with(in, captured));
  }

  static Sym[] scan(Importer to, NodeProto n, Sym[] in) {
    if (to.opset() < 9) {
      throw new UnsupportedOperationException(
          n.where() + " is of a version that is not supported. Export with opset 9 or later.");
    }
    int scanned = n.attrs().getInt("num_scan_inputs", 0);
    int carried = in.length - scanned;
    if (carried < 0 || scanned < 1 || Arrays.stream(in).anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException(n.where() + " has " + in.length + " inputs and num_scan_inputs " + scanned
          + "; expected at least one scan input, each given.");
    }
    long[] axes = n.attrs().getLongs("scan_input_axes", new long[scanned]);
    if (axes.length != scanned) {
      throw new IllegalArgumentException(n.where() + " has " + in.length + " inputs and " + axes.length
          + " axes; expected " + scanned + " scan inputs with an axis each.");
    }
    TensorType[] formal = new TensorType[in.length];
    for (int i = 0; i < in.length; i++) {
      formal[i] = i < carried ? in[i].type() : slice(n, in[i].type(), axes[i - carried]);
    }
    Map<String, Sym> captured = to.captures(n);
    Graph body = stable(to, n, formal, 0, carried, 0, captured);
    return to.builder().callNamed(Importer.name(n), Ops.get("Scan"),
        n.attrs().with("body", body).with("carried", carried), with(in, captured));
  }

  private static TensorType slice(NodeProto n, TensorType t, long axis) {
    int at = (int) (axis < 0 ? axis + t.rank() : axis);
    if (at < 0 || at >= t.rank()) {
      throw new IllegalArgumentException(
          n.where() + " scans axis " + axis + " of " + t + "; expected an axis that there is.");
    }
    long[] dims = new long[t.rank() - 1];
    for (int i = 0, k = 0; i < t.rank(); i++) {
      if (i != at) {
        dims[k++] = t.dims()[i];
      }
    }
    return t.withDims(dims);
  }

  /** The body for types of the carried values that hold in all iterations: dims that it changes are open. */
  private static Graph stable(Importer to, NodeProto n, TensorType[] formal, int firstIn, int carried, int firstOut,
      Map<String, Sym> captured) {
    GraphProto proto = graph(n, "body");
    if (proto.inputs().size() != formal.length || proto.outputs().size() < firstOut + carried) {
      throw new IllegalArgumentException(n.where() + " has a body of " + proto.inputs().size() + " inputs and "
          + proto.outputs().size() + " outputs; expected "
          + formal.length + " inputs and at least " + (firstOut + carried)
          + " outputs. Check the model with onnx.checker.");
    }
    while (true) {
      Graph body = to.body(proto, formal, captured);
      List<Value> out = List.copyOf(body.outputs().values());
      boolean same = true;
      for (int i = 0; i < carried; i++) {
        TensorType before = formal[firstIn + i];
        TensorType after = out.get(firstOut + i).type();
        if (before.dtype() != after.dtype() || before.rank() != after.rank()) {
          throw new IllegalArgumentException(n.where() + " carries '" + proto.inputs().get(firstIn + i).name()
              + "': got " + after + " from the body after " + before
              + "; expected one element type and rank.");
        }
        long[] dims = before.dims().clone();
        for (int k = 0; k < dims.length; k++) {
          dims[k] = dims[k] == after.dims()[k] ? dims[k] : -1;
        }
        same &= Arrays.equals(dims, before.dims());
        formal[firstIn + i] = before.withDims(dims);
      }
      if (same) {
        return body;
      }
    }
  }
}
