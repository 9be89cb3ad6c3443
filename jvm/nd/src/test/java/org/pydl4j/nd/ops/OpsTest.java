package org.pydl4j.nd.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Gradients;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Node;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Ops;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.plan.reference.Interpreter;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/** Walks the registry, so that no op can be declared without being checked. */
class OpsTest {
  private interface Check {
    void run(Op op, Case c);
  }

  /** Ops that are differentiated once only, and why. */
  private static final Map<String, String> ONCE = Map.of("pydl4j.BatchNormTrain", "its gradient is one fused kernel",
      "ReduceProd", "its gradient divides by x, and a case holds a 0",
      "pydl4j.LstmForward", "its gradient is one fused kernel", "LSTM", "it is made of LstmForward or Recurrence",
      "pydl4j.Recurrence", "its gradient is one fused kernel",
      "GRU", "it is made of Recurrence", "RNN", "it is made of Recurrence",
      "GridSample", "that of its positions is one kernel", "RoiAlign", "its gradient is one kernel");

  private static Stream<DynamicTest> forEachCase(Check check) {
    List<DynamicTest> tests = new ArrayList<>();
    for (Op op : Ops.all()) {
      for (int i = 0; i < op.cases().size(); i++) {
        Case c = op.cases().get(i);
        tests.add(dynamicTest(op.name() + " case " + i, () -> check.run(op, c)));
      }
    }
    return tests.stream();
  }

  private static boolean canDifferentiate(Op op) {
    return op.noGradient() == null && (op.gradient() != null || op.body() != null);
  }

  @Test
  void everyOpSaysWhatItIsAndHowItIsComputedDifferentiatedAndExported() {
    for (Op op : Ops.all()) {
      assertTrue(!op.doc().isBlank(), op + " has no doc");
      assertTrue(!op.outputs().isEmpty(), op + " has no outputs");
      assertTrue(op.code() != null || op.reference() != null || op.body() != null || op.isBorder(), op
          + " has neither reference kernel, pointwise code nor body");
      assertTrue(canDifferentiate(op) || op.noGradient() != null, op
          + " has neither gradient, body nor noGradient(why)");
      assertTrue(op.domain().isEmpty() || op.export() != null || op.body() != null || op.noExport() != null, op
          + " of our domain has neither export, body nor noExport(why)");
    }
  }

  @Test
  void everyOpHasCasesOrIsReachedByTheGradientOfOneThatHas() {
    Set<String> covered = new HashSet<>();
    for (Op op : Ops.all()) {
      for (Case c : op.cases()) {
        covered.add(op.name());
        if (canDifferentiate(op)) {
          gradientGraph(op, c).nodes().forEach(n -> covered.add(n.op().name()));
        }
      }
    }
    List<String> missing = Ops.all().stream().map(Op::name).filter(n -> !covered.contains(n)).toList();
    assertEquals(List.of(), missing, "ops without cases");
  }

  @TestFactory
  Stream<DynamicTest> kernelsProduceTheInferredTypes() {
    return forEachCase((op, c) -> {
      CaseGraph g = CaseGraph.of(op, c, DType.FLOAT32);
      for (int i = 0; i < g.out().length; i++) {
        g.builder().output("out" + i, g.out()[i]);
      }
      Map<String, NDArray> out = Interpreter.run(g.builder().build(), g.arrays(), Map.of());
      checkAllows(out.values().stream().map(NDArray::type).toArray(TensorType[]::new), types(g.out()));
    });
  }

  @TestFactory
  Stream<DynamicTest> typesInferredFromOpenDimsAllowTheConcreteOnes() {
    return forEachCase((op, c) -> {
      TensorType[] exact = types(CaseGraph.of(op, c, DType.FLOAT32, 0).out());
      checkAllows(exact, types(CaseGraph.of(op, c, DType.FLOAT32, 1).out()));
      checkAllows(exact, types(CaseGraph.of(op, c, DType.FLOAT32, Integer.MAX_VALUE).out()));
    });
  }

  private static void checkAllows(TensorType[] exact, TensorType[] open) {
    for (int i = 0; i < exact.length; i++) {
      assertEquals(exact[i].dtype(), open[i].dtype());
      assertEquals(exact[i].rank(), open[i].rank());
      for (int k = 0; k < exact[i].rank(); k++) {
        long d = open[i].dims()[k];
        assertTrue(d == -1 || d == exact[i].dims()[k] || exact[i].dims()[k] == -1,
            () -> "open " + List.of(open) + " does not allow "
                + List.of(exact));
      }
    }
  }

  private static TensorType[] types(Sym[] s) {
    return Stream.of(s).map(Sym::type).toArray(TensorType[]::new);
  }

  @TestFactory
  Stream<DynamicTest> float32AgreesWithFloat64() {
    return forEachCase((op, c) -> {
      double[] narrow = forward(op, c, DType.FLOAT32);
      double[] wide = forward(op, c, DType.FLOAT64);
      if (op.outputs().size() > 0 && !op.name().equals("Cast")) {
        for (int i = 0; i < wide.length; i++) {
          assertEquals(wide[i], narrow[i], Double.isFinite(wide[i]) ? 1e-4 * Math.max(1, Math.abs(wide[i])) : 1e-4,
              "element " + i);
        }
      }
    });
  }

  private static double[] forward(Op op, Case c, DType floats) {
    CaseGraph g = CaseGraph.of(op, c, floats);
    g.builder().output("y", g.out()[0]);
    return Interpreter.run(g.builder().build(), g.arrays(), Map.of()).get("y").parts().toDoubleArray();
  }

  @TestFactory
  Stream<DynamicTest> bodyAndExportComputeWhatTheOpDoes() {
    return forEachCase((op, c) -> {
      double[] expected = forward(op, c, DType.FLOAT64);
      if (op.body() != null) {
        compare(expected, op, op.body(), c);
      }
      if (op.export() != null) {
        compare(expected, op, op.export(), c);
      }
    });
  }

  private static void compare(double[] expected, Op op, Op.Body body, Case c) {
    CaseGraph g = CaseGraph.of(op, c, DType.FLOAT64);
    Node node = g.out()[0].value().producer();
    Sym[] out = body.build(g.builder(), node.attrsWithLists(), g.in());
    if (out == null && body == op.export() && op.domain().isEmpty()) {
      return;
    }
    assertNotNull(out, "with concrete dims the op must decompose");
    assertEquals(g.out()[0].type(), out[0].type());
    g.builder().output("y", out[0]);
    Graph graph = g.builder().build();
    assertTrue(graph.nodes().stream().noneMatch(n -> n.op() == op && n.attrs().equals(node.attrs())),
        "the body of " + op + " uses itself");
    double[] actual = Interpreter.run(graph, g.arrays(), Map.of()).get("y").parts().toDoubleArray();
    assertArrayEquals(expected, actual, 1e-9);
  }

  /**
   * d(sum of weights * first output) with respect to all differentiable inputs, as outputs "d0", "d1", ...; and "loss".
   */
  private static Graph gradientGraph(Op op, Case c) {
    CaseGraph g = CaseGraph.of(op, c, DType.FLOAT64);
    return gradientGraph(op, g);
  }

  private static Graph gradientGraph(Op op, CaseGraph g) {
    Sym y = g.out()[0];
    List<Sym> wrt = g.differentiable(op);
    if (y.dtype().isFloat() && canDifferentiate(op)) {
      Sym weights = !y.type().isConcrete() ? y
          : g.builder().constant("weights", Case.uniform(0.5, 1.5, y.type().dims()).make(new Random(3), y.dtype()));
      Sym loss = y.mul(weights).sum(false);
      Sym[] d = Gradients.of(loss, wrt.toArray(new Sym[0]));
      g.builder().output("loss", loss);
      for (int i = 0; i < d.length; i++) {
        assertEquals(wrt.get(i).type(), d[i].type(), "type of the gradient of " + wrt.get(i));
        g.builder().output("d" + i, d[i]);
      }
    }
    return g.builder().build();
  }

  @TestFactory
  Stream<DynamicTest> gradientsEqualCentralDifferences() {
    return forEachCase((op, c) -> {
      CaseGraph g = CaseGraph.of(op, c, DType.FLOAT64);
      if (canDifferentiate(op) && g.out()[0].dtype() == DType.FLOAT64 && g.arrays().values().stream()
          .allMatch(CaseGraph::isFinite)) {
        checkGradients(op, g);
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> gradientsBuiltWithOpenDimsAreTheSame() {
    return forEachCase((op, c) -> {
      CaseGraph g = CaseGraph.of(op, c, DType.FLOAT64);
      if (canDifferentiate(op) && g.out()[0].dtype() == DType.FLOAT64 && g.out()[0].type().isConcrete()) {
        Map<String, NDArray> want = Interpreter.run(gradientGraph(op, g), g.arrays(), Map.of());
        Graph open;
        try {
          open = openGradient(op, CaseGraph.open(op, c, DType.FLOAT64), g);
        } catch (IllegalArgumentException e) {
          return;
        }
        Map<String, NDArray> got = Interpreter.run(open, g.arrays(), Map.of());
        got.forEach((name, a) -> assertArrayEquals(want.get(name).parts().toDoubleArray(), a.parts().toDoubleArray(),
            1e-9, name));
      }
    });
  }

  private static Graph openGradient(Op op, CaseGraph open, CaseGraph exact) {
    Sym y = open.out()[0];
    List<Sym> wrt = open.differentiable(op);
    Sym weights = open.builder().constant("weights",
        Case.uniform(0.5, 1.5, exact.out()[0].type().dims()).make(new Random(3), y.dtype()));
    Sym[] d = Gradients.of(y.mul(weights).sum(false), wrt.toArray(new Sym[0]));
    for (int i = 0; i < d.length; i++) {
      open.builder().output("d" + i, d[i]);
    }
    return open.builder().build();
  }

  private static void checkGradients(Op op, CaseGraph g) {
    List<Sym> wrt = g.differentiable(op);
    Graph graph = gradientGraph(op, g);
    Map<String, NDArray> out = Interpreter.run(graph, g.arrays(), Map.of());
    Graph lossOnly = onlyLoss(graph);
    double step = 1e-5;
    Random pick = new Random(1);
    for (int i = 0; i < wrt.size(); i++) {
      NDArray x = g.arrays().get(wrt.get(i).value().name());
      for (int n = 0; n < (x.size() <= 40 ? x.size() : 10); n++) {
        long at = x.size() <= 40 ? n : pick.nextInt((int) x.size());
        double before = x.getDoubleAt(at);
        x.putDoubleAt(at, before + step);
        double above = Interpreter.run(lossOnly, g.arrays(), Map.of()).get("loss").getDoubleAt(0);
        x.putDoubleAt(at, before - step);
        double below = Interpreter.run(lossOnly, g.arrays(), Map.of()).get("loss").getDoubleAt(0);
        x.putDoubleAt(at, before);
        double expected = (above - below) / (2 * step);
        double actual = out.get("d" + i).getDoubleAt(at);
        assertEquals(expected, actual, 1e-6 * Math.max(1, Math.abs(expected)), wrt.get(i) + " element " + at);
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> secondDerivativesEqualCentralDifferences() {
    return forEachCase((op, c) -> {
      CaseGraph g = CaseGraph.of(op, c, DType.FLOAT64);
      if (canDifferentiate(op) && g.out()[0].dtype() == DType.FLOAT64 && !ONCE.containsKey(op.name())
          && g.arrays().values().stream()
              .allMatch(CaseGraph::isFinite)) {
        checkSecond(op, g);
      }
    });
  }

  /** The gradient of the gradients' weighted sum, against differences of that sum. */
  private static void checkSecond(Op op, CaseGraph g) {
    List<Sym> wrt = g.differentiable(op);
    if (wrt.isEmpty()) {
      return;
    }
    Sym[] by = wrt.toArray(new Sym[0]);
    Sym y = g.out()[0];
    Sym loss = y.mul(y).sum(false);
    Sym total = null;
    Sym[] first = Gradients.of(loss, by);
    for (int i = 0; i < first.length; i++) {
      NDArray weights = Case.uniform(0.5, 1.5, first[i].type().dims()).make(new Random(5 + i), DType.FLOAT64);
      Sym s = first[i].mul(g.builder().constant("weights", weights)).sum(false);
      total = total == null ? s : total.add(s);
    }
    Sym[] second = Gradients.of(total, by);
    g.builder().output("loss", total);
    for (int i = 0; i < second.length; i++) {
      g.builder().output("d" + i, second[i]);
    }
    Graph graph = g.builder().build();
    Map<String, NDArray> out = Interpreter.run(graph, g.arrays(), Map.of());
    Graph lossOnly = onlyLoss(graph);
    double step = 1e-5;
    for (int i = 0; i < by.length; i++) {
      NDArray x = g.arrays().get(by[i].value().name());
      for (int n = 0; n < Math.min(3, x.size()); n++) {
        long at = new Random(n).nextInt((int) x.size());
        double before = x.getDoubleAt(at);
        x.putDoubleAt(at, before + step);
        double above = Interpreter.run(lossOnly, g.arrays(), Map.of()).get("loss").getDoubleAt(0);
        x.putDoubleAt(at, before - step);
        double below = Interpreter.run(lossOnly, g.arrays(), Map.of()).get("loss").getDoubleAt(0);
        x.putDoubleAt(at, before);
        double expected = (above - below) / (2 * step);
        assertEquals(expected, out.get("d" + i).getDoubleAt(at), 1e-5 * Math.max(1, Math.abs(expected)),
            by[i] + " element " + at);
      }
    }
  }

  private static Graph onlyLoss(Graph graph) {
    GraphBuilder b = new GraphBuilder();
    Map<Value, Sym> bindings = new HashMap<>();
    graph.inputs().forEach(v -> bindings.put(v, b.input(v.name(), v.type().dtype(), v.type().dims())));
    Value loss = graph.outputs().get("loss");
    b.output("loss", b.inline(graph, bindings).get(loss));
    return b.build();
  }

  @TestFactory
  Stream<DynamicTest> inputsOfAWrongTypeRaiseAnErrorThatNamesThem() {
    return forEachCase((op, c) -> {
      CaseGraph g = CaseGraph.of(op, c, DType.FLOAT32);
      Node node = g.out()[0].value().producer();
      for (int i = 0; i < Math.min(op.inputs().size(), g.in().length); i++) {
        for (DType wrong : DType.values()) {
          if (g.in()[i] != null && !op.inputs().get(i).list() && !op.inputs().get(i).types().test(wrong)) {
            TensorType[] types = types(g, i, wrong);
            NDArray[] constants = Stream.of(g.in()).map(s -> s == null ? null : s.value().constant())
                .toArray(NDArray[]::new);
            String message = assertThrows(IllegalArgumentException.class,
                () -> op.infer("here", node.attrs(), types, constants)).getMessage();
            assertTrue(message.startsWith("[" + op.name() + " at here] got " + op.inputs().get(i).name() + " of type "
                + wrong), message);
          }
        }
      }
    });
  }

  private static TensorType[] types(CaseGraph g, int wrongAt, DType wrong) {
    TensorType[] types = Stream.of(g.in()).map(s -> s == null ? null : s.type()).toArray(TensorType[]::new);
    types[wrongAt] = types[wrongAt].withDType(wrong);
    return types;
  }

  @Test
  void unknownOpsNameTheNearest() {
    String message = assertThrows(UnsupportedOperationException.class, () -> Ops.get("Sofmax")).getMessage();
    assertTrue(message.contains("'Softmax'"), message);
  }
}
