package org.pydl4j.nd.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.array.OffHeapMemoryError;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Gradients;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Ops;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.onnx.ModelFile.GraphProto;
import org.pydl4j.nd.onnx.ModelFile.NodeProto;
import org.pydl4j.nd.onnx.ModelFile.ValueInfo;
import org.pydl4j.nd.plan.Program;
import org.pydl4j.nd.plan.eager.Eager;
import org.pydl4j.nd.plan.reference.Interpreter;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/**
 * Walks the registry with attributes and lists that are odd but legal, or wrong: negative, huge, doubled, of another
 * type, missing, unknown. On every road (reference kernel, eager call, plan, plan with fed lists, file) a call gives
 * the same numbers or a clear error.
 */
class HostileCallsTest {
  /**
   * Ops that multiply an absurd factor step by step, until what one kernel rounds is all that is left of another's
   * digits.
   */
  private static final Set<String> RECURRENT = Set.of("RNN", "GRU", "LSTM");
  private static final long HUGE = 1L << 40;
  private static final long[] ODD = {-1, -2, -3, 0, 1, 7, Integer.MAX_VALUE, HUGE, Long.MAX_VALUE, Long.MIN_VALUE};

  /** A call: attributes and what the constant lists among the inputs hold. */
  private record Call(Op op, Attrs attrs, NDArray[] in, boolean[] lists) {
    NDArray[] constants() {
      return IntStream.range(0, in.length).mapToObj(i -> lists[i] ? in[i] : null).toArray(NDArray[]::new);
    }

    Call with(Attrs other) {
      return new Call(op, other, in, lists);
    }

    Call with(int i, NDArray other) {
      NDArray[] inputs = in.clone();
      inputs[i] = other;
      return new Call(op, attrs, inputs, lists);
    }

    @Override
    public String toString() {
      StringBuilder s = new StringBuilder(op.name()).append(" {").append(attrs).append('}');
      for (int i = 0; i < in.length; i++) {
        s.append(", ").append(in[i] == null ? "-" : lists[i] ? Arrays.toString(in[i].toDoubleArray()) : in[i].type());
      }
      return s.toString();
    }
  }

  /** A way to run a call. */
  private interface Road {
    NDArray[] run(Call c) throws IOException;
  }

  @TestFactory
  Stream<DynamicTest> oddCallsGiveOneAnswerOnEveryRoad() {
    return Ops.all().stream().flatMap(op -> IntStream.range(0, op.cases().size())
        .mapToObj(i -> dynamicTest(op.name() + " case " + i,
            () -> mutants(of(op, op.cases().get(i))).forEach(HostileCallsTest::check))));
  }

  private static Call of(Op op, Case c) {
    Random random = new Random(7);
    NDArray[] in = new NDArray[c.inputs().length];
    boolean[] lists = new boolean[in.length];
    for (int i = 0; i < in.length; i++) {
      in[i] = c.inputs()[i].make(random, DType.FLOAT32);
      lists[i] = in[i] != null && c.inputs()[i].isConstant();
    }
    return new Call(op, c.attrs(), in, lists);
  }

  private static List<Call> mutants(Call c) {
    List<Call> all = new ArrayList<>();
    all.add(c);
    all.add(c.with(c.attrs().with("no_such_attribute", 7)));
    for (Op.Attribute a : c.op().attributes()) {
      all.add(c.with(c.attrs().without(a.name())));
      for (Object v : odd(c.attrs().has(a.name()) ? c.attrs().get(a.name()) : a.otherwise(), rank(c))) {
        all.add(c.with(c.attrs().with(a.name(), v)));
      }
    }
    for (int i = 0; i < c.in().length; i++) {
      NDArray list = c.in()[i];
      if (c.lists()[i] && !list.dtype().isFloat()) {
        for (Object v : odd(list.toLongArray(), rank(c))) {
          if (v instanceof long[] l && (list.rank() == 1 || l.length == 1)) {
            all.add(c.with(i, NDArray.of(l, list.rank() == 1 ? new long[] {l.length} : new long[0])));
          }
        }
      }
    }
    return all;
  }

  private static int rank(Call c) {
    return c.in().length == 0 || c.in()[0] == null ? 1 : c.in()[0].rank();
  }

  /** Values to try in place of one; of the wrong type, too. */
  private static List<Object> odd(Object value, int rank) {
    List<Object> all =
        new ArrayList<>(List.of("text", 1.5, 3L, new long[] {1, 1}, new double[] {0.5}, new String[] {"a"}));
    if (value instanceof Long || value instanceof Integer) {
      Arrays.stream(ODD).forEach(all::add);
    } else if (value instanceof double[] || value instanceof Double) {
      all.addAll(List.of(0.0, -1.0, Double.NaN, Double.POSITIVE_INFINITY));
    } else {
      long[] list = value instanceof long[] l ? l : LongRange.of(rank);
      for (int i = 0; i < list.length; i++) {
        for (long v : ODD) {
          long[] other = list.clone();
          other[i] = v;
          all.add(other);
        }
      }
      all.add(new long[0]);
      all.add(Arrays.copyOf(list, list.length + 1));
      all.add(Arrays.copyOf(list, Math.max(0, list.length - 1)));
      all.add(Arrays.stream(list).map(v -> v - rank).toArray());
      all.add(new long[] {-1, -1});
    }
    return all;
  }

  private static final class LongRange {
    static long[] of(int n) {
      return IntStream.range(0, n).asLongStream().toArray();
    }
  }

  /** Whether the result is neither small nor larger than all memory: filling it tells nothing and takes long. */
  private static boolean isLong(Call c) {
    try {
      TensorType[] types = Stream.of(c.in).map(a -> a == null ? null : a.type()).toArray(TensorType[]::new);
      return Stream.of(c.op.infer("here", c.attrs, types, c.constants()))
          .anyMatch(t -> t.isConcrete() && t.bytes() > 1 << 20 && t.bytes() < HUGE);
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static void check(Call c) {
    if (isLong(c)) {
      return;
    }
    Object reference = outcome(c, HostileCallsTest::reference);
    same(c, "eager", reference, outcome(c, HostileCallsTest::eager));
    same(c, "plan", reference, outcome(c, x -> plan(traced(x, false), x)));
    Object fed = outcome(c, x -> plan(traced(x, true), x));
    if (!(fed instanceof IllegalArgumentException e) || !(e.getMessage().contains("that is computed")
        || e.getMessage().contains("of unknown length") || e.getMessage().contains("known scales"))) {
      same(c, "plan with fed lists", reference, fed);
    }
    boolean hasGraphs = c.attrs().asMap().values().stream().anyMatch(v -> v instanceof Graph);
    if (c.op().domain().isEmpty() && !hasGraphs && !c.attrs().has("layout") && c.in().length > 0) {
      same(c, "file", reference, outcome(c, HostileCallsTest::file));
    }
    if (reference instanceof NDArray[] y && y[0].dtype().isFloat() && c.op().noGradient() == null) {
      Object wanted = outcome(c, x -> gradient(x, false, true));
      same(c, "gradient", wanted, outcome(c, x -> gradient(x, false, false)));
      same(c, "gradient with fed lists", wanted,
          fed instanceof Throwable ? wanted : outcome(c, x -> gradient(x, true, false)));
    }
  }

  private static Object outcome(Call c, Road road) {
    try {
      return road.run(c);
    } catch (IllegalArgumentException | UnsupportedOperationException | IndexOutOfBoundsException
        | OffHeapMemoryError e) {
      String message = String.valueOf(e.getMessage());
      assertTrue(message.matches("(?s)\\[[^\\]]+\\] .{10,}") && !(e instanceof ArrayIndexOutOfBoundsException),
          () -> c + " raises " + e);
      return e;
    } catch (Throwable e) {
      return fail(c + " raises " + e, e);
    }
  }

  private static void same(Call c, String road, Object expected, Object actual) {
    if (expected instanceof Throwable || actual instanceof Throwable) {
      assertTrue(expected instanceof Throwable && actual instanceof Throwable,
          () -> c + " by " + road + " gives " + text(actual) + " but is " + text(expected));
      return;
    }
    NDArray[] x = (NDArray[]) expected;
    NDArray[] y = (NDArray[]) actual;
    for (int i = 0; i < Math.min(x.length, y.length); i++) {
      TensorType type = x[i].type();
      assertEquals(type, y[i].type(), () -> c + " by " + road);
      double[] p = x[i].parts().toDoubleArray();
      double[] q = y[i].parts().toDoubleArray();
      // absurd factors, such as an Elu's of 2^31, leave no digit of float32's to what is small beside them
      double largest = DoubleStream.of(p).map(Math::abs).filter(Double::isFinite).max().orElse(0);
      for (int k = 0; k < p.length && !(largest > 1e8 && RECURRENT.contains(c.op().name())); k++) {
        double size = largest > 1e8 ? largest : Math.max(1, Math.abs(p[k]));
        boolean near = p[k] == q[k] || Double.isNaN(p[k]) && Double.isNaN(q[k]) || Math.abs(p[k] - q[k]) <= 1e-4 * size;
        assertTrue(near, () -> c + " by " + road + " gives " + Arrays.toString(q) + " but is " + Arrays.toString(p));
      }
    }
  }

  private static String text(Object outcome) {
    return outcome instanceof NDArray[] a ? Stream.of(a).map(x -> x.type().toString()).toList().toString()
        : String.valueOf(outcome);
  }

  // roads -------------------------------------------------------------------------------------------------------------

  private static NDArray[] reference(Call c) {
    return Interpreter.apply(c.op, "here", c.attrs, c.in, c.constants());
  }

  private static NDArray[] eager(Call c) {
    return Eager.apply(c.op, "here", c.attrs, c.in, c.constants());
  }

  private static Sym[] inputs(GraphBuilder b, Call c, boolean fed) {
    Sym[] in = new Sym[c.in.length];
    for (int i = 0; i < in.length; i++) {
      if (c.in[i] != null) {
        in[i] =
            c.lists[i] && !fed ? b.constant("in" + i, c.in[i]) : b.input("in" + i, c.in[i].dtype(), c.in[i].shape());
      }
    }
    return in;
  }

  private static Graph traced(Call c, boolean fed) {
    GraphBuilder b = new GraphBuilder();
    Sym[] out = b.callNamed("here", c.op, c.attrs, inputs(b, c, fed));
    for (int i = 0; i < out.length; i++) {
      b.output("out" + i, out[i]);
    }
    return b.build();
  }

  private static NDArray[] plan(Graph g, Call c) {
    try (Program p = new Program(g, 1)) {
      return p.run(given(g, c), Map.of()).values().toArray(NDArray[]::new);
    }
  }

  private static Map<String, NDArray> given(Graph g, Call c) {
    Map<String, NDArray> given = new HashMap<>();
    for (Value v : g.inputs()) {
      given.put(v.name(), c.in[Integer.parseInt(v.name().substring(2))]);
    }
    return given;
  }

  private static NDArray[] gradient(Call c, boolean fed, boolean interpreted) {
    GraphBuilder b = new GraphBuilder();
    Sym[] in = inputs(b, c, fed);
    Sym y = b.callNamed("here", c.op, c.attrs, in)[0];
    Sym[] wrt = IntStream.range(0, in.length).filter(i -> in[i] != null && !c.lists[i] && in[i].dtype().isFloat()
        && (i >= c.op.inputs().size() || !c.op.inputs().get(i).shapeOnly())).mapToObj(i -> in[i]).toArray(Sym[]::new);
    Sym[] d = Gradients.of(y.mul(y).sum(false), wrt);
    for (int i = 0; i < d.length; i++) {
      b.output("d" + i, d[i]);
    }
    Graph g = b.build();
    return interpreted ? Interpreter.run(g, given(g, c), Map.of()).values().toArray(NDArray[]::new) : plan(g, c);
  }

  /** The node as it stands, written to a file and read again. */
  private static NDArray[] file(Call c) throws IOException {
    List<String> names = new ArrayList<>();
    Map<String, NDArray> initializers = new LinkedHashMap<>();
    List<ValueInfo> inputs = new ArrayList<>();
    Attrs attrs = c.attrs;
    for (int i = 0; i < Math.max(c.in.length, c.op.inputs().size()); i++) {
      NDArray a = i < c.in.length ? c.in[i] : null;
      String list = i < c.op.inputs().size() && c.op.inputs().get(i).list() ? c.op.inputs().get(i).name() : "";
      if (a == null && attrs.get(list) instanceof long[] l) {
        a = NDArray.of(l, l.length);
        attrs = attrs.without(list);
        initializers.put("in" + i, a);
      } else if (a != null && c.lists[i]) {
        initializers.put("in" + i, a);
      } else if (a != null) {
        inputs.add(new ValueInfo("in" + i, a.dtype().onnx, a.shape(), List.of()));
      }
      names.add(a == null ? "" : "in" + i);
    }
    for (Op.Attribute a : c.op.attributes()) {
      if (a.otherwise() instanceof Double && attrs.get(a.name()) instanceof Long v) {
        attrs = attrs.with(a.name(), (double) v);
      }
    }
    while (!names.isEmpty() && names.get(names.size() - 1).isEmpty()) {
      names.remove(names.size() - 1);
    }
    NodeProto node = new NodeProto("", c.op.shortName(), "here", names, List.of("y"), attrs);
    GraphProto graph = new GraphProto("g", List.of(node), initializers, inputs,
        List.of(new ValueInfo("y", 1, new long[0], List.of())));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ModelFile(10, "test", Map.of("", OnnxWriter.OPSET), graph).write().writeTo(bytes);
    return plan(OnnxReader.read(bytes.toByteArray()), c);
  }
}
