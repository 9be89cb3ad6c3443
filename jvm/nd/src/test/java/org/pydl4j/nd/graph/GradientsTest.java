package org.pydl4j.nd.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.plan.reference.Interpreter;
import org.pydl4j.nd.types.DType;

class GradientsTest {
  private final GraphBuilder b = new GraphBuilder();

  private double[] at(NDArray x, Sym dx) {
    b.output("dx", dx);
    return Interpreter.run(b.build(), Map.of("x", x), Map.of()).get("dx").toDoubleArray();
  }

  @Test
  void aValueUsedTwiceByACompositeCountsTwiceOnly() {
    Sym x = b.input("x", DType.FLOAT64, 2, 2);
    Sym loss = x.matmul(x).sum(false);
    NDArray at = NDArray.of(new double[] {1, 2, 3, 4}, 2, 2);
    // d sum(x x) / dx[i][j] = sum_k x[j][k] + sum_k x[k][i]
    assertArrayEquals(new double[] {3 + 4, 7 + 4, 3 + 6, 7 + 6}, at(at, Gradients.of(loss, x)[0]));
  }

  @Test
  void contributionsOfAllPathsAddUp() {
    Sym x = b.input("x", DType.FLOAT64, 3);
    Sym loss = x.mul(x).add(x.mul(3)).sum(false);
    assertArrayEquals(new double[] {5, 7, 9}, at(NDArray.of(new double[] {1, 2, 3}, 3), Gradients.of(loss, x)[0]));
  }

  @Test
  void aValueThatTheScalarDoesNotDependOnHasGradientZero() {
    Sym x = b.input("x", DType.FLOAT64, 3);
    Sym loss = b.scalar(DType.FLOAT64, 2).mul(3);
    assertArrayEquals(new double[3], at(NDArray.of(new double[] {1, 2, 3}, 3), Gradients.of(loss, x)[0]));
  }

  @Test
  void secondDerivativesAreGradientsOfGradients() {
    Sym x = b.input("x", DType.FLOAT64, 2);
    Sym first = Gradients.of(x.mul(x).mul(x).sum(false), x)[0];
    assertArrayEquals(new double[] {6, 12}, at(NDArray.of(new double[] {1, 2}, 2),
        Gradients.of(first.sum(false), x)[0]), 1e-12);
  }

  @Test
  void gradientsKeepOpenDims() {
    Sym x = b.input("x", DType.FLOAT64, -1, 2);
    Sym loss = x.matmul(b.constant(NDArray.of(new double[] {1, 2, 3, 4}, 2, 2))).relu().mean(false);
    Sym dx = Gradients.of(loss, x)[0];
    assertEquals(x.type(), dx.type());
    // mean over 1 x 2 outputs, both positive: dx = row sums of the weights / 2
    assertArrayEquals(new double[] {1.5, 3.5}, at(NDArray.of(new double[] {1, 1}, 1, 2), dx), 1e-12);
  }

  @Test
  void anOpWithoutGradientSaysWhyAndWhere() {
    Sym x = b.input("x", DType.FLOAT64, 2);
    Sym loss = x.call("pydl4j.NextAfter", x.like(2)).sum(false);
    String message = assertThrows(UnsupportedOperationException.class, () -> Gradients.of(loss, x)).getMessage();
    assertTrue(message.startsWith("[pydl4j.NextAfter at NextAfter] has no gradient: "), message);
  }

  @Test
  void forwardProductsAreTheJacobianTimesTheTangent() {
    Sym x = b.input("x", DType.FLOAT64, 2);
    Sym y = Sym.concat(0, x.mul(x), x.exp());
    Sym tangent = b.constant(NDArray.of(new double[] {3, -1}, 2));
    NDArray at = NDArray.of(new double[] {1, 2}, 2);
    assertArrayEquals(new double[] {2 * 3, 4 * -1, Math.exp(1) * 3, -Math.exp(2)},
        at(at, Gradients.forward(y, new Sym[] {x}, new Sym[] {tangent})), 1e-12);
  }

  @Test
  void aGraphGivesTheGraphOfItsGradients() {
    Sym x = b.input("x", DType.FLOAT64, -1);
    Sym w = b.state("w", DType.FLOAT64, 1);
    b.output("y", x.mul(x).mul(w));
    Graph d = b.build().gradient("y", java.util.List.of("x", "w"));
    Map<String, NDArray> out = Interpreter.run(d, Map.of("x", NDArray.of(new double[] {1, 2, 3}, 3)),
        Map.of("w", NDArray.of(new double[] {2}, 1)));
    assertArrayEquals(new double[] {4, 8, 12}, out.get("d/x").toDoubleArray());
    assertArrayEquals(new double[] {14}, out.get("d/w").toDoubleArray());
    assertArrayEquals(new double[] {2, 8, 18}, out.get("y").toDoubleArray());
    String message =
        assertThrows(IllegalArgumentException.class, () -> d.gradient("y", java.util.List.of("z"))).getMessage();
    assertTrue(message.contains("'z'") && message.contains("[w, x]"), message);
  }
}
