package org.pydl4j.nd.plan.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.plan.Program;
import org.pydl4j.nd.types.DType;

/** A checked run names the step where the first number that is not finite appears, and writes no state. */
class NumberCheckTest {
  private static NDArray floats(double... v) {
    try (NDArray a = NDArray.of(v)) {
      return a.castTo(DType.FLOAT32);
    }
  }

  /** w' = w * x, y = log(w' summed up) below a layer "loss". */
  private static Program program() {
    GraphBuilder b = new GraphBuilder();
    Sym w = b.state("w", DType.FLOAT32, 3);
    Sym next = w.mul(b.input("x", DType.FLOAT32, 3));
    b.write(w, next);
    b.scope("loss/");
    b.output("y", next.sum(false).log());
    return new Program(b.build(), 1).nanCheck(true);
  }

  @Test
  void namesNodeLayerCountsAndRangesOfTheFirstNaN() {
    try (Program p = program(); NDArray w = floats(1, 2, 3); NDArray x = floats(1, 1, -5)) {
      String m = assertThrows(NonFiniteException.class, () -> p.run(Map.of("x", x), Map.of("w", w))).getMessage();
      assertTrue(m.startsWith("[nan_check] NaN first appears in ") && m.contains("loss/Log") && m.contains("layer loss")
          && m.contains("1 NaN and 0 infinite of 1")
          && m.contains("in [-12.0000, -12.0000]"), m);
    }
  }

  @Test
  void leavesStatesAsTheyWereWhenARunFails() {
    try (Program p = program(); NDArray w = floats(1, 2, 3); NDArray x = floats(1, 1, -5);
        NDArray good = floats(2, 2, 2)) {
      assertThrows(NonFiniteException.class, () -> p.run(Map.of("x", x), Map.of("w", w)));
      assertArrayEquals(new double[] {1, 2, 3}, w.toDoubleArray());
      p.run(Map.of("x", good), Map.of("w", w)).values().forEach(NDArray::close);
      assertArrayEquals(new double[] {2, 4, 6}, w.toDoubleArray());
    }
  }

  @Test
  void namesAnInputThatHoldsNaNBeforeAnythingIsComputed() {
    try (Program p = program(); NDArray w = floats(1, 2, 3); NDArray x = floats(1, Double.NaN, 1)) {
      String m = assertThrows(NonFiniteException.class, () -> p.run(Map.of("x", x), Map.of("w", w))).getMessage();
      assertTrue(m.contains("input x") && m.contains("the first at [1]"), m);
    }
  }

  @Test
  void letsInfinitiesOfMasksPassAndCatchesThoseThatAreMade() {
    GraphBuilder b = new GraphBuilder();
    Sym x = b.input("x", DType.FLOAT32, 2);
    b.output("y", x.add(b.input("mask", DType.FLOAT32, 2)).softmax(-1));
    b.output("z", x.exp());
    try (Program p = new Program(b.build(), 1).nanCheck(true); NDArray x1 = floats(1, 2); NDArray x2 = floats(1, 200);
        NDArray mask = floats(0, Double.NEGATIVE_INFINITY)) {
      Map<String, NDArray> out = p.run(Map.of("x", x1, "mask", mask), Map.of());
      assertEquals(1, out.get("y").getDoubleAt(0));
      out.values().forEach(NDArray::close);
      NDArray none = floats(0, 0);
      String m =
          assertThrows(NonFiniteException.class, () -> p.run(Map.of("x", x2, "mask", none), Map.of())).getMessage();
      assertTrue(m.contains("infinity first appears"), m);
    }
  }
}
