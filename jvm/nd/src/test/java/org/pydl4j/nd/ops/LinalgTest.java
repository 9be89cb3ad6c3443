package org.pydl4j.nd.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Gradients;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Ops;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.plan.Program;
import org.pydl4j.nd.plan.reference.Interpreter;
import org.pydl4j.nd.types.DType;

/**
 * Factorizations give back their matrix, and every output of them has the right gradient (the walk over the registry
 * sees the first).
 */
class LinalgTest {
  private static NDArray matrix(long... dims) {
    NDArray a = Case.uniform(-1, 1, dims).make(new Random(5), DType.FLOAT64);
    for (long i = 0; i < Math.min(dims[0], dims[1]); i++) {
      a.putDouble(a.getDouble(i, i) + 2 + i, i, i);
    }
    return a;
  }

  @TestFactory
  List<DynamicTest> everyOutputHasItsGradient() {
    List<DynamicTest> tests = new ArrayList<>();
    for (String op : List.of("Qr", "Eigh", "Svd", "SlogDet")) {
      long[][] shapes = op.equals("Svd") ? new long[][] {{4, 4}, {5, 3}, {2, 4}}
          : op.equals("Qr") ? new long[][] {{4, 4}, {5, 3}} : new long[][] {{4, 4}};
      for (long[] dims : shapes) {
        for (int k = 0; k < Ops.get("pydl4j." + op).outputs().size(); k++) {
          int output = k;
          tests.add(DynamicTest.dynamicTest(op + " " + dims[0] + "x" + dims[1] + " output " + k,
              () -> checkGradient("pydl4j." + op, output, matrix(dims))));
        }
      }
    }
    return tests;
  }

  private static void checkGradient(String op, int output, NDArray x) {
    GraphBuilder b = new GraphBuilder();
    Sym in = b.input("x", DType.FLOAT64, x.shape());
    Sym y = b.callAll(op, org.pydl4j.nd.types.Attrs.NONE, in)[output];
    NDArray weights = Case.uniform(0.5, 1.5, y.type().dims()).make(new Random(3), DType.FLOAT64);
    Sym loss = y.mul(b.constant(weights)).sum(false);
    b.output("loss", loss);
    b.output("d", Gradients.of(loss, in)[0]);
    var graph = b.build();
    double[] d = Interpreter.run(graph, Map.of("x", x), Map.of()).get("d").toDoubleArray();
    double h = 1e-6;
    for (int i = 0; i < d.length; i++) {
      double v = x.getDoubleAt(i);
      x.putDoubleAt(i, v + h);
      double up = Interpreter.run(graph, Map.of("x", x), Map.of()).get("loss").getDoubleAt(0);
      x.putDoubleAt(i, v - h);
      double down = Interpreter.run(graph, Map.of("x", x), Map.of()).get("loss").getDoubleAt(0);
      x.putDoubleAt(i, v);
      assertEquals((up - down) / (2 * h), d[i], 1e-5, "element " + i);
    }
  }

  @ParameterizedTest
  @CsvSource({"Qr,50,50", "Qr,60,20", "Qr,20,60", "Svd,40,40", "Svd,60,20", "Svd,20,60"})
  void factorsMultiplyToTheMatrix(String op, int m, int n) {
    GraphBuilder b = new GraphBuilder();
    Sym x = b.input("x", DType.FLOAT64, m, n);
    Sym[] f = b.callAll("pydl4j." + op, org.pydl4j.nd.types.Attrs.NONE, x);
    b.output("y", op.equals("Qr") ? f[0].matmul(f[1]) : f[0].mul(f[1].unsqueeze(0)).matmul(f[2]));
    b.output("unit", f[0].transpose(1, 0).matmul(f[0]));
    NDArray given = matrix(m, n);
    try (Program p = new Program(b.build(), 2)) {
      Map<String, NDArray> out = p.run(Map.of("x", given), Map.of());
      assertArrayEquals(given.toDoubleArray(), out.get("y").toDoubleArray(), 1e-12);
      NDArray unit = out.get("unit");
      for (long i = 0; i < unit.size(); i++) {
        assertEquals(i / unit.size(1) == i % unit.size(1) ? 1 : 0, unit.getDoubleAt(i), 1e-12);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Inverse", "Cholesky"})
  void whatCannotBeFactoredNamesTheMatrix(String op) {
    NDArray bad = NDArray.zeros(DType.FLOAT32, 2, 3, 3);
    for (int i = 0; i < 3; i++) {
      bad.putDouble(1, 0, i, i);
    }
    GraphBuilder b = new GraphBuilder();
    b.output("y", b.input("x", DType.FLOAT32, 2, 3, 3).call("pydl4j." + op));
    try (Program p = new Program(b.build(), 2)) {
      String message = assertThrows(ArithmeticException.class, () -> p.run(Map.of("x", bad), Map.of())).getMessage();
      assertTrue(
          message.contains("matrix 1 of the batch is " + (op.equals("Inverse") ? "singular" : "not positive definite")),
          message);
    }
  }

  @Test
  void notANumberStaysNotANumber() {
    NDArray bad = NDArray.of(new double[] {1, 2, Double.NaN, 4}, 2, 2);
    GraphBuilder b = new GraphBuilder();
    Sym[] out = b.callAll("pydl4j.Svd", org.pydl4j.nd.types.Attrs.NONE, b.input("x", DType.FLOAT64, 2, 2));
    b.output("s", out[1]);
    try (Program p = new Program(b.build(), 1)) {
      assertArrayEquals(new double[] {Double.NaN, Double.NaN},
          p.run(Map.of("x", bad), Map.of()).get("s").toDoubleArray());
    }
  }
}
