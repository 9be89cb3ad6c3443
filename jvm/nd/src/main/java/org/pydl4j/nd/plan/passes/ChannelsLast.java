package org.pydl4j.nd.plan.passes;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Node;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.ops.FusedActivation;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.TensorType;

/**
 * Layout pass: convolutions, pooling and batch normalization over images [N, C, H, W] run on [N, H, W, C], and what
 * lies between them stays there. Transposes are written only where the layout changes; each value is transposed at most
 * once.
 */
final class ChannelsLast {
  private static final int RANK = 4;
  private static final int[] TO_LAST = {0, 2, 3, 1};
  private static final int[] TO_FIRST = {0, 3, 1, 2};
  /** Ops with a layout, and which of their inputs and outputs are images. */
  private static final Map<String,
      Set<Integer>> IMAGES = Map.ofEntries(Map.entry("Conv", Set.of(0)), Map.entry("pydl4j.FusedConv", Set.of(0, 3)),
          Map.entry("pydl4j.ConvInputGrad", Set.of(0, 2)), Map.entry("pydl4j.ConvWeightGrad", Set.of(0, 1)),
          Map.entry("MaxPool", Set.of(0)), Map.entry("AveragePool", Set.of(0)),
          Map.entry("pydl4j.MaxPoolGrad", Set.of(0, 1, 2)), Map.entry("pydl4j.AveragePoolGrad", Set.of(0, 1)),
          Map.entry("LpPool", Set.of(0)), Map.entry("pydl4j.SumPool", Set.of(0)),
          Map.entry("pydl4j.SumPoolGrad", Set.of(0, 1)), Map.entry("pydl4j.BatchNormTrain", Set.of(0)),
          Map.entry("pydl4j.BatchNormGrad", Set.of(0, 1)));
  /** Ops that take their images in any order, as their axes say. */
  private static final Set<String> ANY_ORDER =
      Set.of("pydl4j.Resample", "pydl4j.ResampleGrad", "Pad", "pydl4j.PadGrad");

  private final GraphBuilder b = new GraphBuilder();
  private final Map<Value, Sym> first = new HashMap<>();
  private final Map<Value, Sym> last = new HashMap<>();

  private ChannelsLast() {
  }

  static Graph run(Graph graph) {
    boolean any =
        graph.nodes().stream().anyMatch(n -> n.op().name().endsWith("Conv") && n.input(0).type().rank() == RANK);
    return any ? new ChannelsLast().go(graph) : graph;
  }

  private Graph go(Graph graph) {
    graph.inputs().forEach(v -> first.put(v, b.input(v.name(), v.type().dtype(), v.type().dims())));
    graph.states().forEach(v -> first.put(v, b.state(v.name(), v.type().dtype(), v.type().dims())));
    graph.nodes().forEach(this::translate);
    graph.outputs().forEach((name, v) -> b.output(name, asFirst(v)));
    graph.writes().forEach((state, v) -> b.write(asFirst(state), asFirst(v)));
    return b.build();
  }

  private void translate(Node n) {
    b.origins(n);
    b.scope(n.name() + "/");
    Set<Integer> images = IMAGES.get(n.op().name());
    boolean rank4 = n.outputs().get(0).type().rank() == RANK || n.input(0) != null && n.input(0).type().rank() == RANK;
    if (images != null && rank4 && !"NHWC".equals(n.attrs().get("layout"))) {
      layoutOp(n, images);
    } else if ((n.op().code() != null || FusedActivation.isComposite(n.op())) && n.output().type().rank() == RANK
        && n.inputs().stream().anyMatch(v -> v != null && v.type().rank() == RANK && last.containsKey(v))) {
      pointwise(n);
    } else if (ANY_ORDER.contains(n.op().name()) && n.output().type().rank() == RANK && last.containsKey(n.input(0))) {
      anyOrder(n);
    } else if (n.op().name().startsWith("Reduce") && last.containsKey(n.input(0)) && reduceKeepsOrder(n)) {
      reduce(n);
    } else if (n.op().name().equals("Concat") && n.output().type().rank() == RANK
        && n.inputs().stream().allMatch(last::containsKey)) {
      int axis = (int) n.attrs().getLong("axis", 0);
      Sym[] in = n.inputs().stream().map(this::asLast).toArray(Sym[]::new);
      last.put(n.output(), b.callNamed(n.name(), n.op(), Attrs.of("axis", TO_FIRST[axis]), in)[0]);
    } else if (n.op().name().equals("Transpose") && last.containsKey(n.input(0)) && !first.containsKey(n.input(0))) {
      int[] perm = n.attrs().perm(RANK);
      int[] fromLast = Arrays.stream(perm).map(i -> TO_FIRST[i]).toArray();
      first.put(n.output(),
          Lowering.isIdentity(fromLast) ? asLast(n.input(0)) : asLast(n.input(0)).transpose(fromLast));
    } else {
      Sym[] in = n.inputs().stream().map(v -> v == null ? null : asFirst(v)).toArray(Sym[]::new);
      Sym[] out = b.callNamed(n.name(), n.op(), n.attrs(), in);
      for (int i = 0; i < out.length; i++) {
        first.put(n.outputs().get(i), out[i]);
      }
    }
  }

  private void layoutOp(Node n, Set<Integer> images) {
    Sym[] in = new Sym[n.inputs().size()];
    for (int i = 0; i < in.length; i++) {
      in[i] = n.input(i) == null ? null : images.contains(i) ? asLast(n.input(i)) : asFirst(n.input(i));
    }
    Sym[] out = b.callNamed(n.name(), n.op(), n.attrs().with("layout", "NHWC"), in);
    boolean weights = n.op().name().equals("pydl4j.ConvWeightGrad");
    for (int i = 0; i < out.length; i++) {
      (n.outputs().get(i).type().rank() == RANK && !weights ? last : first).put(n.outputs().get(i), out[i]);
    }
  }

  /** The same with other axes: those of all pads are written out. */
  private void anyOrder(Node n) {
    Attrs a = n.attrsWithLists();
    long[] axes = a.getLongs("axes", 0, 1, 2, 3);
    Attrs moved = a.with("axes", Arrays.stream(axes).map(i -> TO_FIRST[(int) (i < 0 ? i + RANK : i)]).toArray());
    Sym[] in = {asLast(n.input(0))};
    if (n.op().name().equals("Pad")) {
      in = new Sym[] {in[0], null, n.inputs().size() > 2 && n.input(2) != null ? asFirst(n.input(2)) : null};
    } else if (n.inputs().size() > 1) {
      in = new Sym[] {in[0], asLast(n.input(1))};
    }
    last.put(n.output(), b.callNamed(n.name(), n.op(), moved, in)[0]);
  }

  private void pointwise(Node n) {
    Sym[] in = n.inputs().stream().map(v -> v == null ? null : asLast(v)).toArray(Sym[]::new);
    last.put(n.output(), b.callNamed(n.name(), n.op(), n.attrs(), in)[0]);
  }

  private static long[] axes(Node n) {
    long[] axes = n.attrsWithLists().getLongs("axes");
    return axes == null || axes.length == 0 ? new long[] {0, 1, 2, 3}
        : Arrays.stream(axes).map(a -> a < 0 ? a + RANK : a).toArray();
  }

  private static boolean reduceKeepsOrder(Node n) {
    if (n.attrs().getBool("keepdims", true)) {
      return true;
    }
    long[] gone = axes(n);
    int[] kept = IntStream.range(0, RANK).filter(i -> Arrays.stream(gone).noneMatch(a -> a == i)).toArray();
    int[] moved = Arrays.stream(kept).map(i -> TO_FIRST[i]).toArray();
    return IntStream.range(1, moved.length).allMatch(i -> moved[i - 1] < moved[i]);
  }

  private void reduce(Node n) {
    boolean keep = n.attrs().getBool("keepdims", true);
    long[] axes = Arrays.stream(axes(n)).map(a -> TO_FIRST[(int) a]).sorted().toArray();
    Sym y = b.callNamed(n.name(), n.op(), Attrs.of("keepdims", keep ? 1 : 0), asLast(n.input(0)), b.longs(axes))[0];
    (keep ? last : first).put(n.output(), y);
  }

  private Sym asFirst(Value v) {
    Sym s = first.get(v);
    if (s == null) {
      s = v.isConstant() ? b.constant(v.name(), v.constant()) : move(last.get(v), TO_FIRST);
      first.put(v, s);
    }
    return s;
  }

  /** The channels-last form; operands of lower rank get leading axes, so that broadcasts stay right. */
  private Sym asLast(Value v) {
    Sym s = last.get(v);
    if (s == null) {
      Sym x = asFirst(v);
      TensorType t = x.type();
      if (t.size() == 1 && t.rank() < RANK) {
        return x;
      }
      if (t.rank() < RANK) {
        long[] dims = new long[RANK];
        Arrays.fill(dims, 1);
        System.arraycopy(t.dims(), 0, dims, RANK - t.rank(), t.rank());
        x = x.reshapeTo(dims);
      }
      s = move(x, TO_LAST);
      last.put(v, s);
    }
    return s;
  }

  private Sym move(Sym x, int[] perm) {
    if (Lowering.movesOnlyOnes(x.type().dims(), perm)) {
      long[] dims = Arrays.stream(perm).mapToLong(i -> x.type().dims()[i]).toArray();
      return x.reshapeTo(dims);
    }
    return x.transpose(perm);
  }
}
