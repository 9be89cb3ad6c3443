package org.pydl4j.nd.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.DType;
import org.pydl4j.nd.graph.Attrs;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.onnx.ModelFile.GraphProto;
import org.pydl4j.nd.onnx.ModelFile.NodeProto;
import org.pydl4j.nd.ops.Ops;
import org.pydl4j.nd.spi.TensorType;

/** Nodes that hold graphs: what these read from around becomes inputs, and the types of what iterations carry are found. */
final class Subgraphs {
  private Subgraphs() {
  }

  private static GraphProto graph(NodeProto n, String attr) {
    if (n.attrs().get(attr) instanceof GraphProto g) {
      return g;
    }
    throw new IllegalArgumentException(n.where() + " has no graph '" + attr + "': got " + n.attrs() + ". Write the file again.");
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
    Attrs attrs = Attrs.of("then_branch", to.body(graph(n, "then_branch"), new TensorType[0], captured), "else_branch",
        to.body(graph(n, "else_branch"), new TensorType[0], captured));
    return to.builder().callNamed(Importer.name(n), Ops.get("If"), attrs, with(in, captured));
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
      formal[i] = in[i].type();
    }
    Map<String, Sym> captured = to.captures(n);
    Graph body = stable(to, n, formal, 2, carried, 1, captured);
    return to.builder().callNamed(Importer.name(n), Ops.get("Loop"), Attrs.of("body", body, "carried", carried), with(in, captured));
  }

  static Sym[] scan(Importer to, NodeProto n, Sym[] in) {
    if (to.opset() < 9) {
      throw new UnsupportedOperationException(n.where() + " is of a version that is not supported. Export with opset 9 or later.");
    }
    int scanned = n.attrs().getInt("num_scan_inputs", 0);
    int carried = in.length - scanned;
    long[] axes = n.attrs().getLongs("scan_input_axes", new long[scanned]);
    if (carried < 0 || axes.length != scanned) {
      throw new IllegalArgumentException(n.where() + " has " + in.length + " inputs and " + axes.length + " axes; expected " + scanned + " scan inputs with an axis each.");
    }
    TensorType[] formal = new TensorType[in.length];
    for (int i = 0; i < in.length; i++) {
      formal[i] = i < carried ? in[i].type() : slice(n, in[i].type(), axes[i - carried]);
    }
    Map<String, Sym> captured = to.captures(n);
    Graph body = stable(to, n, formal, 0, carried, 0, captured);
    return to.builder().callNamed(Importer.name(n), Ops.get("Scan"), n.attrs().with("body", body).with("carried", carried), with(in, captured));
  }

  private static TensorType slice(NodeProto n, TensorType t, long axis) {
    int at = (int) (axis < 0 ? axis + t.rank() : axis);
    if (at < 0 || at >= t.rank()) {
      throw new IllegalArgumentException(n.where() + " scans axis " + axis + " of " + t + "; expected an axis that there is.");
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
  private static Graph stable(Importer to, NodeProto n, TensorType[] formal, int firstIn, int carried, int firstOut, Map<String, Sym> captured) {
    GraphProto proto = graph(n, "body");
    if (proto.inputs().size() != formal.length || proto.outputs().size() < firstOut + carried) {
      throw new IllegalArgumentException(n.where() + " has a body of " + proto.inputs().size() + " inputs and " + proto.outputs().size() + " outputs; expected "
          + formal.length + " inputs and at least " + (firstOut + carried) + " outputs. Check the model with onnx.checker.");
    }
    while (true) {
      Graph body = to.body(proto, formal, captured);
      List<Value> out = List.copyOf(body.outputs().values());
      boolean same = true;
      for (int i = 0; i < carried; i++) {
        TensorType before = formal[firstIn + i];
        TensorType after = out.get(firstOut + i).type();
        if (before.dtype() != after.dtype() || before.rank() != after.rank()) {
          throw new IllegalArgumentException(n.where() + " carries '" + proto.inputs().get(firstIn + i).name() + "': got " + after + " from the body after " + before
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
