package org.pydl4j.nd.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Backward;
import org.pydl4j.nd.graph.Gradients;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/**
 * Gradients of control flow: a branch of gradients, and a loop that runs backwards over what the iterations carried.
 */
final class ControlGradients {
  private ControlGradients() {
  }

  private static int[] floats(boolean[] wanted, Sym[] in, int from, int to) {
    return IntStream.range(from, to)
        .filter(i -> in[i] != null && in[i].dtype().isFloat() && (wanted == null || wanted[i])).toArray();
  }

  // If ----------------------------------------------------------------------------------------------------------------

  static Sym[] ofIf(Backward g) {
    Sym[] in = g.in();
    int[] wrt = floats(g.wanted(), in, 1, in.length);
    int[] seeded = IntStream.range(0, g.out().length).filter(g::hasDy).toArray();
    if (Arrays.stream(seeded).anyMatch(i -> !g.out(i).type().hasRank())) {
      throw new UnsupportedOperationException("[If at " + g.node().name()
          + "] has a result whose rank depends on the condition, which has no gradient. Reshape it in both branches.");
    }
    List<Sym> operands = new ArrayList<>(List.of(in));
    Arrays.stream(seeded).forEach(i -> operands.add(g.dy(i)));
    Sym[] d = g.b().callAll("If",
        Attrs.of("then_branch", pullback(g, "then_branch", wrt, seeded), "else_branch",
            pullback(g, "else_branch", wrt, seeded)),
        operands.toArray(new Sym[0]));
    Sym[] dx = new Sym[in.length];
    for (int i = 0; i < wrt.length; i++) {
      dx[wrt[i]] = d[i];
    }
    return dx;
  }

  /** The graph from a branch's captures and seeds to the gradients of captures. */
  private static Graph pullback(Backward g, String branch, int[] wrt, int[] seeded) {
    Graph of = g.attrs().get(branch, Graph.class, "a graph");
    GraphBuilder b = new GraphBuilder();
    Map<Value, Sym> bindings = new HashMap<>();
    for (Value v : of.inputs()) {
      bindings.put(v, b.input(v.name(), v.type().dtype(), v.type().dims()));
    }
    Sym[] seeds = Arrays.stream(seeded).mapToObj(i -> b.input("seed" + i, g.out(i).dtype(), g.out(i).type().dims()))
        .toArray(Sym[]::new);
    Map<Value, Sym> map = b.inline(of, bindings);
    List<Value> outputs = List.copyOf(of.outputs().values());
    Sym[] ys = Arrays.stream(seeded).mapToObj(i -> map.get(outputs.get(i))).toArray(Sym[]::new);
    Sym[] d = Gradients.seeded(ys, seeds,
        Arrays.stream(wrt).mapToObj(i -> bindings.get(of.inputs().get(i - 1))).toArray(Sym[]::new));
    for (int i = 0; i < d.length; i++) {
      b.output("d" + i, d[i]);
    }
    return b.build();
  }

  // Loop --------------------------------------------------------------------------------------------------------------

  /**
   * The loop with what its iterations carried stacked as well: the iterations' numbers first, then each carried value.
   */
  private static Sym[] saved(Backward g, int n) {
    Graph body = g.attrs().get("body", Graph.class, "a graph");
    List<Value> outputs = new ArrayList<>(body.outputs().values());
    Map<String, Value> all = new LinkedHashMap<>(body.outputs());
    int[] at = new int[1 + n];
    for (int k = 0; k <= n; k++) {
      Value v = body.inputs().get(k == 0 ? 0 : 1 + k);
      int found = IntStream.range(1 + n, outputs.size()).filter(i -> outputs.get(i) == v).findFirst().orElse(-1);
      if (found < 0) {
        found = outputs.size();
        outputs.add(v);
        all.put("saved " + v.name(), v);
      }
      at[k] = found - 1;
    }
    Sym[] out = g.out();
    if (outputs.size() > body.outputs().size()) {
      Graph more = new Graph(body.inputs(), body.states(), body.nodes(), all, body.writes());
      Sym[] added = g.b().widen(g.node(), g.node().attrs().with("body", more));
      out = java.util.stream.Stream.concat(Arrays.stream(out), Arrays.stream(added)).toArray(Sym[]::new);
    }
    Sym[] values = out;
    return Arrays.stream(at).mapToObj(i -> values[i]).toArray(Sym[]::new);
  }

  private static TensorType open(TensorType a, TensorType b) {
    long[] dims = a.dims().clone();
    for (int i = 0; i < dims.length; i++) {
      dims[i] = dims[i] == b.dims()[i] ? dims[i] : -1;
    }
    return a.withDims(dims);
  }

  static Sym[] ofLoop(Backward g) {
    Graph body = g.attrs().get("body", Graph.class, "a graph");
    int n = g.attrs().getInt("carried", 0);
    Sym[] in = g.in();
    Sym[] saved = saved(g, n);
    Sym trips = saved[0].call("Size");
    int[] carried = floats(null, in, 2, 2 + n);
    int[] captures = floats(g.wanted(), in, 2 + n, in.length);
    int[] scans = IntStream.range(n, g.out().length).filter(g::hasDy).toArray();

    GraphBuilder b = new GraphBuilder();
    Sym i = b.input("i", DType.INT64);
    Sym go = b.input("go", DType.BOOL);
    List<Sym> operands = new ArrayList<>(Arrays.asList(trips, null));
    List<Sym> before = new ArrayList<>();
    for (int k : carried) {
      TensorType t = open(g.out(k - 2).type(), body.inputs().get(k).type());
      before.add(b.input("d" + k, t.dtype(), t.dims()));
      operands.add(g.dy(k - 2));
    }
    for (int c : captures) {
      before.add(b.input("d" + c, in[c].dtype(), in[c].type().dims()));
      operands.add(in[c].like(0).expandTo(in[c]));
    }
    Sym last = capture(b, operands, "trips", trips).sub(b.scalar(DType.INT64, 1)).sub(i);
    Map<Value, Sym> bindings = new HashMap<>();
    bindings.put(body.inputs().get(0), last);
    bindings.put(body.inputs().get(1), b.constant("go", NDArray.scalar(DType.BOOL, 1)));
    for (int k = 0; k < n; k++) {
      bindings.put(body.inputs().get(2 + k), capture(b, operands, "saved" + k, saved[1 + k]).gather(last, 0));
    }
    for (int c = 2 + n; c < in.length; c++) {
      bindings.put(body.inputs().get(c), capture(b, operands, "capture" + c, in[c]));
    }
    Sym[] seeds =
        IntStream.concat(Arrays.stream(carried), Arrays.stream(scans)).mapToObj(k -> null).toArray(Sym[]::new);
    Sym[] ys = seeds.clone();
    Sym[] dScans = Arrays.stream(scans).mapToObj(k -> capture(b, operands, "scan" + k, g.dy(k)).gather(last, 0))
        .toArray(Sym[]::new);
    Map<Value, Sym> map = b.inline(body, bindings);
    List<Value> outputs = List.copyOf(body.outputs().values());
    for (int k = 0; k < ys.length; k++) {
      boolean isScan = k >= carried.length;
      ys[k] = map.get(outputs.get(isScan ? 1 + scans[k - carried.length] : carried[k] - 1));
      seeds[k] = isScan ? dScans[k - carried.length] : before.get(k);
    }
    Sym[] wrt = IntStream.concat(Arrays.stream(carried), Arrays.stream(captures))
        .mapToObj(k -> bindings.get(body.inputs().get(k))).toArray(Sym[]::new);
    Sym[] d = Gradients.seeded(ys, seeds, wrt);
    b.output("go", go);
    for (int k = 0; k < d.length; k++) {
      b.output("d" + k, k < carried.length ? d[k] : before.get(k).add(d[k]));
    }
    Sym[] result =
        g.b().callAll("Loop", Attrs.of("body", b.build(), "carried", d.length), operands.toArray(new Sym[0]));
    Sym[] dx = new Sym[in.length];
    for (int k = 0; k < d.length; k++) {
      dx[k < carried.length ? carried[k] : captures[k - carried.length]] = result[k];
    }
    return dx;
  }

  /** A value from outside as an input of the body under construction. */
  private static Sym capture(GraphBuilder body, List<Sym> operands, String name, Sym value) {
    operands.add(value);
    return body.input(name, value.dtype(), value.type().dims());
  }
}
