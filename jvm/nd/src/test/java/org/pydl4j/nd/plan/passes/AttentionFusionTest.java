package org.pydl4j.nd.plan.passes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Gradients;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.plan.reference.Interpreter;
import org.pydl4j.nd.spi.JavaBackend;
import org.pydl4j.nd.types.DType;

class AttentionFusionTest {
  private static final double NONE = Double.NEGATIVE_INFINITY;
  private final GraphBuilder b = new GraphBuilder();
  private final Map<String, NDArray> inputs = new LinkedHashMap<>();

  private Sym in(String name, long... dims) {
    NDArray a = Case.uniform(-1, 1, dims).make(new Random(name.hashCode()), DType.FLOAT32);
    inputs.put(name, a);
    return b.input(name, DType.FLOAT32, dims);
  }

  private Graph fused() {
    return AttentionFusion.run(Lowering.run(b.build(), Map.of(), new JavaBackend(), 1));
  }

  private static long count(Graph g, String op) {
    return g.nodes().stream().filter(n -> n.op().name().equals(op)).count();
  }

  /** The output is one attention, gives what the plain ops give, and has no scores. */
  private Graph check(Sym y) {
    b.output("y", y);
    Graph g = fused();
    assertEquals(1, count(g, "pydl4j.FlashAttention"), g::toString);
    assertEquals(0, count(g, "Softmax"), g::toString);
    assertArrayEquals(Interpreter.run(b.build(), inputs, Map.of()).get("y").toDoubleArray(),
        Interpreter.run(g, inputs, Map.of()).get("y").toDoubleArray(), 1e-5);
    return g;
  }

  @Test
  void aFactorBehindTheProductAndAnAddedMask() {
    Sym q = in("q", 2, 3, 5, 4);
    Sym k = in("k", 2, 3, 6, 4);
    check(q.matmul(k.transpose(0, 1, 3, 2)).div(2).add(in("mask", 2, 1, 1, 6)).softmax(-1).matmul(in("v", 2, 3, 6, 7)));
  }

  @Test
  void factorsOnBothOperandsAndAMaskThatSelects() {
    Sym q = in("q", 2, 3, 5, 4).mul(0.5);
    Sym k = in("k", 2, 3, 6, 4).mul(0.7);
    Sym hidden = in("m", 5, 6).gt(0.5);
    Sym s = q.matmul(k.transpose(0, 1, 3, 2));
    check(hidden.where(s.like(-1e9), s).softmax(3).matmul(in("v", 2, 3, 6, 4)));
  }

  @Test
  void threeAxesAreHeadsOfOneEach() {
    Sym s = in("q", 6, 5, 4).matmul(in("k", 6, 4, 6));
    Sym seen = in("m", 6, 1, 6).gt(-0.5);
    check(seen.where(s, s.like(NONE)).softmax(2).matmul(in("v", 6, 6, 4)));
  }

  @Test
  void headsSideBySideAreReadWhereTheyLie() {
    Sym[] qkv = new Sym[3];
    for (int i = 0; i < 3; i++) {
      qkv[i] = in("x" + i, 2, 5, 12).reshape(0, 0, 3, 4).transpose(0, 2, 1, 3);
    }
    Sym y = qkv[0].matmul(qkv[1].transpose(0, 1, 3, 2)).mul(0.5).softmax(-1).matmul(qkv[2]);
    Graph g = check(y.transpose(0, 2, 1, 3).reshape(0, 0, 12));
    Graph again = Lowering.run(AttentionFusion.run(g), Map.of(), new JavaBackend(), 1);
    assertTrue(g.nodes().stream().filter(n -> n.op().name().equals("pydl4j.FlashAttention"))
        .allMatch(n -> n.input(0).type().rank() == 3), g::toString);
    assertTrue(again.nodes().size() > g.nodes().size(), "the plain-Java backend takes the formula");
  }

  @Test
  void scoresThatAGradientReadsStay() {
    Sym q = in("q", 1, 2, 5, 4);
    Sym y = q.matmul(in("k", 1, 2, 4, 6)).softmax(-1).matmul(in("v", 1, 2, 6, 4));
    b.output("dq", Gradients.of(y.mul(y).sum(false), q)[0]);
    Graph g = fused();
    assertEquals(0, count(g, "pydl4j.FlashAttention"), g::toString);
  }
}
