package org.pydl4j.nd.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pydl4j.nd.graph.Case.bools;
import static org.pydl4j.nd.graph.Case.uniform;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Gradients;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.plan.Program;
import org.pydl4j.nd.plan.reference.Interpreter;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;

/** Attention of many tiles, forward and backward, against its formula in plain ops. */
class AttentionTest {
  private record Built(Graph graph, Map<String, NDArray> inputs) {
    Map<String, NDArray> run(int threads) {
      try (Program p = new Program(graph, threads, Runner.BACKEND)) {
        return p.run(inputs, Map.of());
      }
    }

    String explain() {
      Map<String, long[]> dims = new HashMap<>();
      inputs.forEach((name, a) -> dims.put(name, a.shape()));
      try (Program p = new Program(graph, 2, Runner.BACKEND)) {
        return p.explain(dims);
      }
    }
  }

  /** y, the logarithms, and the gradients of both with respect to q, k and v. */
  private static Built build(Attrs attrs, Case.Gen... in) {
    GraphBuilder b = new GraphBuilder();
    Random random = new Random(5);
    Map<String, NDArray> arrays = new HashMap<>();
    Sym[] s = new Sym[in.length];
    for (int i = 0; i < in.length; i++) {
      NDArray a = in[i].make(random, DType.FLOAT32);
      s[i] = b.input("in" + i, a.dtype(), a.shape());
      arrays.put("in" + i, a);
    }
    Sym[] out = b.callAll("pydl4j.FlashAttention", attrs, s);
    Sym loss = out[0].mul(out[0]).sum(false).add(out[1].mul(out[1]).mean(false));
    Sym[] d = Gradients.of(loss, s[0], s[1], s[2]);
    b.output("y", out[0]);
    b.output("sums", out[1]);
    for (int i = 0; i < 3; i++) {
      b.output("d" + i, d[i]);
    }
    return new Built(b.build(), arrays);
  }

  private static void check(Attrs attrs, Case.Gen... in) {
    Built built = build(attrs, in);
    String plan = built.explain();
    assertEquals(3, plan.split("native:flash-attention").length, plan);
    Map<String, NDArray> got = built.run(2);
    Interpreter.run(built.graph, built.inputs, Map.of())
        .forEach((name, a) -> Check.close(a.toDoubleArray(), got.get(name).toDoubleArray(), 5e-5));
  }

  @Test
  void oneHeadOfManyTilesSharedByTwoThreads() {
    check(Attrs.of("scale", 0.3), uniform(-1, 1, 1, 1, 150, 20), uniform(-1, 1, 1, 1, 300, 20),
        uniform(-1, 1, 1, 1, 300, 40));
  }

  @Test
  void queriesThatSeeOnlyAWindowOfKeys() {
    check(Attrs.of("scale", 0.3, "left", 30, "right", 3, "offset", 60), uniform(-1, 1, 1, 2, 200, 16),
        uniform(-1, 1, 1, 2, 290, 16),
        uniform(-1, 1, 1, 2, 290, 16));
    check(Attrs.of("scale", 0.3, "right", 0), uniform(-1, 1, 2, 1, 130, 33), uniform(-1, 1, 2, 1, 130, 33),
        uniform(-1, 1, 2, 1, 130, 33));
  }

  @Test
  void headsSideBySideThatShareKeysUnderACapAndAMask() {
    Attrs a = Attrs.of("scale", 0.5, "softcap", 0.7, "q_num_heads", 6, "kv_num_heads", 2);
    check(a, uniform(-1, 1, 2, 70, 48), uniform(-1, 1, 2, 140, 16), uniform(-1, 1, 2, 140, 6),
        uniform(-2, 0, 6, 1, 140));
    check(a, uniform(-1, 1, 2, 70, 48), uniform(-1, 1, 2, 140, 16), uniform(-1, 1, 2, 140, 6), bools(2, 1, 70, 140));
    check(a, uniform(-1, 1, 2, 70, 48), uniform(-1, 1, 2, 140, 16), uniform(-1, 1, 2, 140, 6), bools(2, 1, 70, 1));
  }

  @Test
  void aQueryThatSeesNoKeyGivesZeroAndMovesNothing() {
    Built built = build(Attrs.of("scale", 0.5, "right", 0, "offset", -2), uniform(-1, 1, 1, 1, 5, 4),
        uniform(-1, 1, 1, 1, 5, 4), uniform(-1, 1, 1, 1, 5, 4));
    Map<String, NDArray> out = built.run(2);
    for (int i = 0; i < 8; i++) {
      assertEquals(0, out.get("y").getDoubleAt(i));
      assertEquals(0, out.get("d0").getDoubleAt(i));
    }
    out.values().forEach(a -> assertTrue(java.util.Arrays.stream(a.toDoubleArray()).allMatch(Double::isFinite)));
  }

  @Test
  void equalRunsGiveEqualBits() {
    Built built = build(Attrs.of("scale", 0.3), uniform(-1, 1, 1, 3, 150, 20), uniform(-1, 1, 1, 3, 300, 20),
        uniform(-1, 1, 1, 3, 300, 40));
    Map<String, NDArray> first = built.run(2);
    built.run(2).forEach((name, a) -> assertArrayEquals(first.get(name).toDoubleArray(), a.toDoubleArray(), 0));
  }

  @Test
  void memoryGrowsWithTheSequenceNotItsSquare() {
    String plan = build(Attrs.of("scale", 0.3), uniform(-1, 1, 1, 2, 2048, 8), uniform(-1, 1, 1, 2, 2048, 8),
        uniform(-1, 1, 1, 2, 2048, 8)).explain();
    long bytes = Long.parseLong(plan.replaceAll("(?s).*arena (\\d+) bytes.*", "$1"));
    assertTrue(bytes < 2048L * 2048 * 4, plan);
    assertFalse(plan.contains("2048, 2048"), plan);
  }
}
