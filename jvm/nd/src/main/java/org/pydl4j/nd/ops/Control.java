package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Case.uniform;
import static org.pydl4j.nd.graph.Op.ANY;
import static org.pydl4j.nd.graph.Op.BOOLS;
import static org.pydl4j.nd.graph.Op.INTS;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Call;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Form;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.LoopException;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Ops;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/**
 * Branches and loops. Their bodies are graphs among the attributes; what a body reads from outside is explicit:
 * trailing inputs of the node ("captures"), which every body has as its last inputs.
 */
public final class Control {
  /** The system property that bounds the iterations of every Loop. */
  private static final String MAX_ITERATIONS = "pydl4j.max_iterations";
  /** A Loop of at most this many nodes altogether becomes a part of the graph around it. */
  private static final long UNROLLED_NODES = 256;

  private Control() {
  }

  /** Puts a body's nodes into the graph around it. */
  public interface Inliner {
    Sym[] inline(Graph body, Sym[] in);
  }

  /** The types of a body's outputs for inputs of these types. */
  private static TensorType[] outputs(Call c, Graph body, TensorType[] in) {
    if (body == null || body.inputs().size() != in.length) {
      throw c.fail("a body of " + (body == null ? 0 : body.inputs().size()) + " inputs", in.length + " inputs",
          "Check the captures.");
    }
    GraphBuilder b = new GraphBuilder();
    Map<Value, Sym> map = new HashMap<>();
    for (int i = 0; i < in.length; i++) {
      Value v = body.inputs().get(i);
      if (v.type().dtype() != in[i].dtype() || v.type().rank() != in[i].rank()) {
        throw c.fail(in[i] + " for the body's input '" + v.name() + "'", v.type().toString(), "Cast or reshape it.");
      }
      map.put(v, b.input(v.name(), in[i].dtype(), in[i].dims()));
    }
    Map<Value, Sym> all = b.inline(body, map);
    return body.outputs().values().stream().map(v -> all.get(v).type()).toArray(TensorType[]::new);
  }

  /** The type that holds both; dims that differ are open. */
  private static TensorType join(Call c, String what, TensorType a, TensorType b) {
    if (a.dtype() != b.dtype() || a.rank() != b.rank()) {
      throw c.fail(what + " of type " + a + " and " + b, "one element type and rank", "Cast or reshape one of them.");
    }
    long[] dims = a.dims().clone();
    for (int i = 0; i < dims.length; i++) {
      dims[i] = dims[i] == b.dims()[i] ? dims[i] : -1;
    }
    return a.withDims(dims);
  }

  private static TensorType[] rest(Call c, int from) {
    TensorType[] types = new TensorType[c.count() - from];
    for (int i = 0; i < types.length; i++) {
      types[i] = c.in(from + i);
    }
    return types;
  }

  // If ----------------------------------------------------------------------------------------------------------------

  private static TensorType[] ifTypes(Call c) {
    c.expectOne(0);
    TensorType[] yes = outputs(c, c.attrs().get("then_branch", Graph.class, "a graph"), rest(c, 1));
    TensorType[] no = outputs(c, c.attrs().get("else_branch", Graph.class, "a graph"), rest(c, 1));
    if (yes.length != no.length) {
      throw c.fail("branches of " + yes.length + " and " + no.length + " outputs", "the same number",
          "Correct a branch.");
    }
    for (int i = 0; i < yes.length; i++) {
      boolean ranks = yes[i].hasRank() && no[i].hasRank() && yes[i].rank() == no[i].rank();
      yes[i] = ranks || yes[i].dtype() != no[i].dtype() ? join(c, "output " + i + " of the branches", yes[i], no[i])
          : TensorType.ofAnyRank(yes[i].dtype());
    }
    return yes;
  }

  /** The one element of a condition or count; dims that only a run tells were not checked before. */
  private static long one(String op, NDArray x) {
    if (x.size() != 1) {
      throw new IllegalArgumentException(
          "[" + op + "] got a condition or count " + x.type() + "; expected one element. Reduce it.");
    }
    return x.getLongAt(0);
  }

  private static NDArray[] runIf(Attrs a, NDArray[] in, Op.Bodies bodies) {
    return bodies.run(a.get(one("If", in[0]) != 0 ? "then_branch" : "else_branch", Graph.class, "a graph"),
        Arrays.copyOfRange(in, 1, in.length));
  }

  // Loop --------------------------------------------------------------------------------------------------------------

  private static int carried(Attrs a) {
    return a.getInt("carried", 0);
  }

  /** The types of what a body gets: the iteration, the condition, carried values whatever the iteration, captures. */
  private static TensorType[] bodyInputs(Call c) {
    TensorType[] in = new TensorType[c.count()];
    in[0] = new TensorType(DType.INT64);
    in[1] = new TensorType(DType.BOOL);
    System.arraycopy(rest(c, 2), 0, in, 2, in.length - 2);
    int n = carried(c.attrs());
    if (c.attrs().get("body", Graph.class, "a graph") == null
        || c.attrs().get("body", Graph.class, "a graph").outputs().size() - 1 < n || in.length - 2 < n) {
      throw c.fail(n + " carried values", "each among the inputs and outputs of the body", "Correct the body.");
    }
    for (boolean stable = false; !stable;) {
      TensorType[] out = outputs(c, c.attrs().get("body", Graph.class, "a graph"), in);
      stable = true;
      for (int i = 0; i < n; i++) {
        TensorType both = join(c, "carried value " + i + " before and after an iteration", in[2 + i], out[1 + i]);
        stable &= both.equals(in[2 + i]);
        in[2 + i] = both;
      }
    }
    return in;
  }

  private static TensorType[] loopTypes(Call c) {
    c.expectOne(0, 1);
    TensorType[] out = outputs(c, c.attrs().get("body", Graph.class, "a graph"), bodyInputs(c));
    int n = carried(c.attrs());
    TensorType[] types = new TensorType[out.length - 1];
    for (int i = 0; i < types.length; i++) {
      long[] d = out[1 + i].dims();
      long[] stacked = new long[d.length + 1];
      stacked[0] = -1;
      System.arraycopy(d, 0, stacked, 1, d.length);
      types[i] = i < n ? join(c, "carried value " + i, c.in(2 + i), out[1 + i]) : out[1 + i].withDims(stacked);
    }
    return types;
  }

  private static NDArray[] runLoop(Attrs a, NDArray[] in, Op.Bodies bodies) {
    Graph body = a.get("body", Graph.class, "a graph");
    int n = carried(a);
    int scans = body.outputs().size() - 1 - n;
    long most = in[0] == null ? Long.MAX_VALUE : one("Loop", in[0]);
    long limit = Long.getLong(MAX_ITERATIONS, Long.MAX_VALUE);
    boolean go = in[1] == null || one("Loop", in[1]) != 0;
    NDArray[] args = in.clone();
    List<List<NDArray>> pieces = new ArrayList<>();
    for (int i = 0; i < scans; i++) {
      pieces.add(new ArrayList<>());
    }
    try {
      for (long i = 0; i < most && go; i++) {
        if (Thread.currentThread().isInterrupted()) {
          throw new LoopException("was interrupted after " + i + " iterations.");
        }
        if (i == limit) {
          throw new LoopException(
              "does not end: got a condition that holds after " + i + " iterations; expected at most that many. Raise "
                  + MAX_ITERATIONS + ", or correct the condition.");
        }
        NDArray iteration = NDArray.scalar(DType.INT64, i);
        NDArray condition = NDArray.scalar(DType.BOOL, 1);
        args[0] = iteration;
        args[1] = condition;
        NDArray[] out = bodies.run(body, args);
        iteration.close();
        condition.close();
        go = one("Loop", out[0]) != 0;
        out[0].close();
        for (int k = 0; k < n; k++) {
          close(args[2 + k], in[2 + k]);
          args[2 + k] = out[1 + k];
        }
        for (int k = 0; k < scans; k++) {
          pieces.get(k).add(out[1 + n + k]);
        }
      }
      NDArray[] results = new NDArray[n + scans];
      for (int k = 0; k < n; k++) {
        results[k] = args[2 + k] == in[2 + k] ? in[2 + k].dup() : args[2 + k];
        args[2 + k] = in[2 + k];
      }
      for (int k = 0; k < scans; k++) {
        results[n + k] = pieces.get(k).isEmpty() ? empty(a, in, n + k) : stack(k, pieces.get(k));
      }
      return results;
    } finally {
      pieces.forEach(p -> p.forEach(NDArray::close));
      for (int k = 0; k < n; k++) {
        close(args[2 + k], in[2 + k]);
      }
    }
  }

  private static void close(NDArray a, NDArray unless) {
    if (a != unless) {
      a.close();
    }
  }

  /** What no iteration has made: of the dims that are known without one. */
  private static NDArray empty(Attrs a, NDArray[] in, int output) {
    TensorType[] types = Arrays.stream(in).map(v -> v == null ? null : v.type()).toArray(TensorType[]::new);
    TensorType t = loopTypes(new Call(Ops.get("Loop"), "", a, types, new NDArray[in.length]))[output];
    return NDArray.create(t.dtype(), Arrays.stream(t.dims()).map(d -> Math.max(d, 0)).toArray());
  }

  /** The pieces as the slices of one array. */
  private static NDArray stack(int which, List<NDArray> pieces) {
    long[] d = pieces.get(0).shape();
    long[] dims = new long[d.length + 1];
    dims[0] = pieces.size();
    System.arraycopy(d, 0, dims, 1, d.length);
    NDArray all = NDArray.create(pieces.get(0).dtype(), dims);
    for (int i = 0; i < pieces.size(); i++) {
      if (!Arrays.equals(pieces.get(i).shape(), d)) {
        all.close();
        throw new IllegalArgumentException(
            "[Loop] scan output " + which + " changes its shape: got " + Arrays.toString(pieces.get(i).shape())
                + " in iteration " + i + " after " + Arrays.toString(d) + "; expected one shape in all iterations.");
      }
      all.slice(0, i, i + 1).reshape(d).assign(pieces.get(i));
    }
    return all;
  }

  // a part of the graph around ----------------------------------------------------------------------------------------

  /** The node as ordinary ops where its branch or its few iterations are known, else null. */
  public static Sym[] inlined(Op op, Attrs a, Sym[] in, NDArray[] constants, Inliner to) {
    if (op.name().equals("If") && constants[0] != null) {
      return to.inline(a.get(constants[0].getLongAt(0) != 0 ? "then_branch" : "else_branch", Graph.class, "a graph"),
          Arrays.copyOfRange(in, 1, in.length));
    } else if (op.name().equals("Loop") && constants[0] != null && (in[1] == null || constants[1] != null)) {
      return unrolled(a, in, constants, to);
    }
    return null;
  }

  private static Sym[] unrolled(Attrs a, Sym[] in, NDArray[] constants, Inliner to) {
    Graph body = a.get("body", Graph.class, "a graph");
    int n = carried(a);
    long most = constants[1] != null && constants[1].getLongAt(0) == 0 ? 0 : Math.max(0, constants[0].getLongAt(0));
    if (most == 0 || most * Math.max(1, size(body)) > UNROLLED_NODES || !goesOn(body)) {
      return null;
    }
    GraphBuilder b = in[0].builder();
    Sym[] args = in.clone();
    args[1] = b.constant("go", NDArray.scalar(DType.BOOL, 1));
    List<List<Sym>> pieces = new ArrayList<>();
    for (long i = 0; i < most; i++) {
      args[0] = b.scalar(DType.INT64, i);
      Sym[] out = to.inline(body, args);
      System.arraycopy(out, 1, args, 2, n);
      for (int k = 0; k < out.length - 1 - n; k++) {
        if (i == 0) {
          pieces.add(new ArrayList<>());
        }
        pieces.get(k).add(out[1 + n + k].unsqueeze(0));
      }
    }
    Sym[] results = new Sym[n + pieces.size()];
    System.arraycopy(args, 2, results, 0, n);
    for (int k = 0; k < pieces.size(); k++) {
      results[n + k] = Sym.concat(0, pieces.get(k).toArray(new Sym[0]));
    }
    return results;
  }

  /** Whether a body's condition is always true: constant, or the one it got. */
  private static boolean goesOn(Graph body) {
    Value v = body.outputs().values().iterator().next();
    while (v.producer() != null && v.producer().op().name().equals("Identity")) {
      v = v.producer().input(0);
    }
    return v == body.inputs().get(1) || v.isConstant() && v.constant().getLongAt(0) != 0;
  }

  private static long size(Graph g) {
    return g.nodes().stream().mapToLong(
        n -> 1 + n.attrs().asMap().values().stream().mapToLong(v -> v instanceof Graph inner ? size(inner) : 0).sum())
        .sum();
  }

  // Scan --------------------------------------------------------------------------------------------------------------

  private static long at(Attrs a, String list, int i) {
    long[] v = a.getLongs(list);
    return v == null || i >= v.length ? 0 : v[i];
  }

  /** A Loop over the slices of the scan inputs. */
  private static Sym[] scan(GraphBuilder b, Attrs a, Sym[] in) {
    Graph body = a.get("body", Graph.class, "a graph");
    int n = carried(a);
    int scanned = a.getInt("num_scan_inputs", 0);
    GraphBuilder inner = new GraphBuilder();
    Sym i = inner.input("i", DType.INT64);
    Sym go = inner.input("go", DType.BOOL);
    Map<Value, Sym> bindings = new HashMap<>();
    int axis0 = (int) at(a, "scan_input_axes", 0);
    Sym trips = in[n].call("Shape").gather(b.scalar(DType.INT64, axis0), 0);
    List<Sym> operands = new ArrayList<>(Arrays.asList(trips, null));
    for (int k = 0; k < in.length; k++) {
      TensorType t = k < n ? body.inputs().get(k).type() : in[k].type();
      Sym s = inner.input("v" + k, t.dtype(), t.dims());
      operands.add(in[k]);
      if (k >= n && k < n + scanned) {
        int axis = (int) at(a, "scan_input_axes", k - n);
        boolean reverse = at(a, "scan_input_directions", k - n) != 0;
        s = s.gather(reverse ? inner.scalar(DType.INT64, -1).sub(i) : i, axis < 0 ? axis + s.rank() : axis);
      }
      bindings.put(body.inputs().get(k), s);
    }
    Map<Value, Sym> all = inner.inline(body, bindings);
    inner.output("go", go);
    body.outputs().forEach((name, v) -> inner.output(name, all.get(v)));
    Sym[] out = b.callAll("Loop", Attrs.of("body", inner.build(), "carried", n), operands.toArray(new Sym[0]));
    for (int k = n; k < out.length; k++) {
      if (at(a, "scan_output_directions", k - n) != 0) {
        out[k] = b.call("Slice", Attrs.NONE, out[k], b.longs(-1), b.longs(Long.MIN_VALUE / 2), b.longs(0), b.longs(-1));
      }
      int axis = (int) at(a, "scan_output_axes", k - n);
      axis = axis < 0 ? axis + out[k].rank() : axis;
      if (axis != 0) {
        int[] perm = new int[out[k].rank()];
        for (int p = 0; p < perm.length; p++) {
          perm[p] = p < axis ? p + 1 : p == axis ? 0 : p;
        }
        out[k] = out[k].transpose(perm);
      }
    }
    return out;
  }

  private static TensorType[] scanTypes(Call c) {
    int n = carried(c.attrs());
    int scanned = c.attrs().getInt("num_scan_inputs", 0);
    if (c.attrs().get("body", Graph.class, "a graph") == null || c.count() < (long) n + scanned
        || c.attrs().get("body", Graph.class, "a graph").inputs().size() != c.count()) {
      throw c.fail(scanned + " scan inputs and " + n + " carried values",
          "at least one scan input, and each among the inputs of the body", "Correct the body.");
    }
    GraphBuilder b = new GraphBuilder();
    Sym[] in = new Sym[c.count()];
    for (int i = 0; i < in.length; i++) {
      in[i] = b.input("in" + i, c.in(i).dtype(), c.in(i).dims());
    }
    return Arrays.stream(scan(b, c.attrs(), in)).map(Sym::type).toArray(TensorType[]::new);
  }

  private static Case sums() {
    GraphBuilder b = new GraphBuilder();
    Sym s = b.input("s", DType.FLOAT64, -1);
    Sym x = b.input("x", DType.FLOAT64, -1);
    Sym w = b.input("w", DType.FLOAT64, -1);
    Sym sum = s.add(x.mul(w));
    b.output("sum", sum);
    b.output("y", sum.mul(sum));
    return Case.of(
        Attrs.of("body", b.build(), "carried", 1, "num_scan_inputs", 1, "scan_input_directions", new long[] {1},
            "scan_output_axes", new long[] {1}),
        wide(3), wide(4, 3), wide(3));
  }

  private static Case choice(long condition) {
    GraphBuilder yes = new GraphBuilder();
    yes.output("y", yes.input("x", DType.FLOAT64, -1).exp());
    GraphBuilder no = new GraphBuilder();
    no.output("y", no.input("x", DType.FLOAT64, -1).mul(3));
    return Case.of(Attrs.of("then_branch", yes.build(), "else_branch", no.build()),
        (random, floats) -> NDArray.scalar(DType.BOOL, condition), wide(3));
  }

  /** x, x w, x w w, ...: carries v, scans v v. */
  private static Case powers(long trips) {
    GraphBuilder b = new GraphBuilder();
    b.input("i", DType.INT64);
    Sym go = b.input("go", DType.BOOL);
    Sym v = b.input("v", DType.FLOAT64, -1);
    Sym w = b.input("w", DType.FLOAT64, -1);
    b.output("go", go.call("Identity"));
    b.output("v", v.mul(w));
    b.output("scan", v.mul(v));
    return Case.of(Attrs.of("body", b.build(), "carried", 1), (random, floats) -> NDArray.scalar(DType.INT64, trips),
        Case.absent(), wide(3), wide(3));
  }

  private static Case.Gen wide(long... dims) {
    return (random, floats) -> uniform(-1, 1, dims).make(random, DType.FLOAT64);
  }

  static final List<Op> OPS = List.of(
      Op.onnx("If", 21).doc("one of two graphs, by a condition").in("cond", BOOLS).variadic("captures", ANY)
          .outs("outputs")
          .needs("then_branch", Form.graph(), "runs when the condition is true; its inputs are the captures")
          .needs("else_branch", Form.graph(), "runs else")
          .types(Control::ifTypes).control(Control::runIf).gradient(ControlGradients::ofIf)
          .cases(() -> List.of(choice(1), choice(0))),
      Op.onnx("Loop", 21).doc("a graph again and again: at most max_trip_count times, as long as its condition holds")
          .optional("max_trip_count", INTS).optional("cond", BOOLS).variadic("values", ANY).outs("outputs")
          .needs("body", Form.graph(),
              "takes the iteration, the condition, the carried values and the captures; gives the "
                  + "condition, the carried values and scan outputs, "
                  + "which are stacked")
          .attr("carried", Form.count(0), 0,
              "how many of the values are carried from iteration to iteration; the others are captures")
          .types(Control::loopTypes).control(Control::runLoop).gradient(ControlGradients::ofLoop)
          .cases(() -> List.of(powers(3), powers(0))),
      Op.onnx("Scan", 21).doc("a graph over the slices of tensors along an axis, carrying values from slice to slice")
          .variadic("values", ANY).outs("outputs")
          .needs("body", Form.graph(),
              "takes the carried values, a slice of each scan input and the captures; gives the "
                  + "carried values and scan outputs, which are stacked")
          .attr("carried", Form.count(0), 0, "how many of the values are carried")
          .needs("num_scan_inputs", Form.count(1), "how many of the values after them are scanned; captures follow")
          .attr("scan_input_axes", Form.wholes(), null, "axis of each scan input, 0 when absent")
          .attr("scan_output_axes", Form.wholes(), null, "axis of each scan output")
          .attr("scan_input_directions", Form.wholes(), null, "1: from the end")
          .attr("scan_output_directions", Form.wholes(), null, "1: the first is the last")
          .types(Control::scanTypes).body(Control::scan).cases(() -> List.of(sums())));
}
