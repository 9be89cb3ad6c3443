package org.pydl4j.nd.plan.passes;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.Node;
import org.pydl4j.nd.graph.Ops;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.ops.Bottleneck;
import org.pydl4j.nd.spi.Backend;
import org.pydl4j.nd.spi.Kernel;
import org.pydl4j.nd.spi.KernelCall;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.TensorType;

/**
 * A depthwise convolution with the 1x1 convolutions before and behind it, all fused with what follows them, becomes one
 * op where nothing else reads the images between and the backend has a kernel for it: those images are several times as
 * large as what goes in and out.
 */
final class Bottlenecks {
  private static final String CONV = "pydl4j.FusedConv";
  private final Map<Value, Node> onlyReader;
  private final Backend backend;
  private final int threads;

  private Bottlenecks(Graph graph, Backend backend, int threads) {
    this.onlyReader = Rewrite.onlyReaders(graph);
    this.backend = backend;
    this.threads = threads;
  }

  static Graph run(Graph graph, Backend backend, int threads) {
    return Rewrite.run(graph, new Bottlenecks(graph, backend, threads)::fuse);
  }

  private Sym[] fuse(Rewrite pass, Node n, Sym[] in) {
    Node middle = isPointwise(n) ? only(n.input(0)) : null;
    if (middle == null || !isDepthwise(middle)) {
      return null;
    }
    Node before = only(middle.input(0));
    Node wide = before != null && isPointwise(before) && operand(before, 3) == null ? before : null;
    TensorType[] types = middle.inputs().stream().map(v -> v == null ? null : v.type()).toArray(TensorType[]::new);
    Attrs attrs = Bottleneck.attrs(wide == null ? null : wide.attrs(),
        middle.op().resolved(middle.name(), middle.attrs(), types), n.attrs());
    Value[] operands =
        {wide == null ? middle.input(0) : wide.input(0), middle.input(1), n.input(1), operand(middle, 2), operand(n, 2),
            wide == null ? null : wide.input(1), operand(wide, 2), operand(n, 3)};
    if (!isServed(attrs, operands, n.output().type())) {
      return null;
    }
    pass.b.origins(wide == null ? new Node[] {middle, n} : new Node[] {wide, middle, n});
    return pass.b.callNamed(n.name(), Ops.get("pydl4j.FusedBottleneck"), attrs,
        Arrays.stream(operands).map(v -> v == null ? null : pass.at(v)).toArray(Sym[]::new));
  }

  private boolean isServed(Attrs attrs, Value[] operands, TensorType y) {
    List<TensorType> types = Arrays.stream(operands).map(v -> v == null ? null : v.type()).toList();
    try (Kernel k = backend.kernel(
        new KernelCall("pydl4j.FusedBottleneck", attrs, types, List.of(y), threads, new boolean[operands.length]))) {
      return k != null;
    }
  }

  private Node only(Value v) {
    return onlyReader.containsKey(v) && v.producer() != null && v.producer().op().name().equals(CONV) ? v.producer()
        : null;
  }

  private static Value operand(Node n, int i) {
    return n != null && i < n.inputs().size() ? n.input(i) : null;
  }

  private static boolean isPointwise(Node n) {
    Attrs a = n.attrs();
    return n.op().name().equals(CONV) && n.output().type().rank() == 4 && n.input(1).type().dim(2) == 1
        && n.input(1).type().dim(3) == 1
        && a.getLong("group", 1) == 1 && only(1, a.getLongs("strides")) && only(0, a.getLongs("pads"));
  }

  private static boolean only(long value, long[] list) {
    return list == null || Arrays.stream(list).allMatch(v -> v == value);
  }

  /** One kernel for each channel, and no addend. */
  private static boolean isDepthwise(Node n) {
    TensorType w = n.input(1).type();
    return w.rank() == 4 && w.dim(1) == 1 && w.dim(0) == n.attrs().getLong("group", 1) && operand(n, 3) == null;
  }
}
