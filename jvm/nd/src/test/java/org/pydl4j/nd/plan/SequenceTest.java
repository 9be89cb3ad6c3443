package org.pydl4j.nd.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.pydl4j.nd.array.Backends;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.plan.reference.Interpreter;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;

/** Graphs with dims that depend on data: plans give what the interpreter gives. */
class SequenceTest {
  private static NDArray filled(long seed, long... shape) {
    java.util.Random r = new java.util.Random(seed);
    NDArray a = NDArray.create(DType.FLOAT32, shape);
    for (long i = 0; i < a.size(); i++) {
      a.putDoubleAt(i, r.nextDouble() - 0.5);
    }
    return a;
  }

  private static void check(Graph g, Map<String, NDArray> inputs, Map<String, NDArray> states) {
    Map<String, NDArray> copies = new HashMap<>();
    states.forEach((k, v) -> copies.put(k, v.dup()));
    Map<String, NDArray> want = Interpreter.run(g, inputs, copies);
    try (Program p = new Program(g, 2)) {
      Map<String, NDArray> got = p.run(inputs, states);
      want.forEach((name, a) -> {
        assertEquals(a.type(), got.get(name).type(), name);
        assertArrayEquals(a.toDoubleArray(), got.get(name).toDoubleArray(), 1e-5, name);
      });
      copies.forEach((name, a) -> assertArrayEquals(a.toDoubleArray(), states.get(name).toDoubleArray(), 1e-5, name));
    }
  }

  /** Rows of x whose first element is positive, times a state, which is written. */
  private static Graph picked() {
    GraphBuilder b = new GraphBuilder();
    Sym x = b.input("x", DType.FLOAT32, -1, 4);
    Sym w = b.state("w", DType.FLOAT32, 4, 3);
    Sym rows = b.call("Compress", Attrs.of("axis", 0), x, x.slice(1, 0, 1).squeeze(1).gt(0));
    Sym y = rows.matmul(w).tanh();
    Sym count = rows.call("Shape").slice(0, 0, 1);
    b.output("flat", b.call("Reshape", Attrs.NONE, y, Sym.concat(0, count.mul(b.longs(3)), b.longs(1))));
    b.output("y", y);
    b.output("old", w);
    b.write(w, w.add(y.sum(false).mul(0.1)));
    return b.build();
  }

  @Test
  void regionsRunWithTheDimsThatTheDataGive() {
    for (int n : new int[] {1, 5, 12}) {
      check(picked(), Map.of("x", filled(n, n, 4)), Map.of("w", filled(7, 4, 3)));
    }
  }

  @Test
  void shapesComputedFromDataBecomeConstantsOfTheirRegion() {
    GraphBuilder b = new GraphBuilder();
    Sym x = b.input("x", DType.FLOAT32, -1);
    Sym n = b.input("n", DType.INT64, 1);
    Sym rows = b.call("Expand", Attrs.NONE, x, Sym.concat(0, n.add(b.longs(1)), b.longs(1)));
    b.output("y", rows.mul(2));
    b.output("range", b.call("Range", Attrs.NONE, b.longs(0), n, b.longs(2)));
    Graph g = b.build();
    try (Program p = new Program(g, 1)) {
      for (long k : new long[] {0, 3, 7, 3}) {
        Map<String, NDArray> out = p.run(Map.of("x", filled(1, 5), "n", NDArray.of(new long[] {k}, 1)), Map.of());
        assertArrayEquals(new long[] {k + 1, 5}, out.get("y").shape());
        assertEquals((k + 1) / 2, out.get("range").size());
      }
    }
    check(g, Map.of("x", filled(1, 5), "n", NDArray.of(new long[] {4}, 1)), Map.of());
  }

  @Test
  void shapesComputedFromDimsAloneStayOneStaticPlan() {
    GraphBuilder b = new GraphBuilder();
    Sym x = b.input("x", DType.FLOAT32, -1, -1, 6);
    Sym dims = x.call("Shape");
    Sym batch = dims.slice(0, 0, 1);
    Sym heads = b.call("Reshape", Attrs.NONE, x, Sym.concat(0, batch, b.longs(-1, 2, 3)));
    assertArrayEquals(new long[] {-1, -1, 2, 3}, heads.type().dims());
    b.output("y", heads.transpose(0, 2, 1, 3).tanh());
    Graph g = b.build();
    try (Program p = new Program(g, 1)) {
      assertTrue(p.explain(Map.of("x", new long[] {2, 5, 6})).startsWith("plan:"));
      assertArrayEquals(new long[] {2, 2, 5, 3}, p.run(Map.of("x", filled(1, 2, 5, 6)), Map.of()).get("y").shape());
      assertArrayEquals(new long[] {4, 2, 7, 3}, p.run(Map.of("x", filled(1, 4, 7, 6)), Map.of()).get("y").shape());
    }
  }

  /** x -> x w + x until the sum exceeds 20 or n rounds are over; scans the sums. */
  private static Graph loop() {
    GraphBuilder body = new GraphBuilder();
    Sym i = body.input("i", DType.INT64);
    body.input("go", DType.BOOL);
    Sym x = body.input("x", DType.FLOAT32, -1, 4);
    Sym w = body.input("w", DType.FLOAT32, 4, 4);
    Sym y = x.matmul(w).add(x);
    body.output("go", y.sum(false).lt(20));
    body.output("x", y);
    body.output("sum", y.sum(false).add(i.cast(DType.FLOAT32)));
    GraphBuilder b = new GraphBuilder();
    Sym rounds = b.input("n", DType.INT64);
    Sym start = b.input("x", DType.FLOAT32, -1, 4);
    Sym weights = b.state("w", DType.FLOAT32, 4, 4);
    Sym[] out =
        b.callAll("Loop", Attrs.of("body", body.build(), "carried", 1), rounds, null, start.relu(), weights.abs());
    b.output("x", out[0].mul(2));
    b.output("sums", out[1]);
    return b.build();
  }

  @Test
  void loopsCarryValuesAndStackWhatTheyScan() {
    for (long n : new long[] {0, 1, 6, 100}) {
      check(loop(), Map.of("n", NDArray.scalar(DType.INT64, n), "x", filled(3, 2, 4)), Map.of("w", filled(5, 4, 4)));
    }
  }

  @Test
  void gradientsOfALoopRunBackwards() {
    Graph g = loop();
    GraphBuilder b = new GraphBuilder();
    Map<org.pydl4j.nd.graph.Value, Sym> map = new HashMap<>();
    g.inputs().forEach(v -> map.put(v, b.input(v.name(), v.type().dtype(), v.type().dims())));
    g.states().forEach(v -> map.put(v, b.state(v.name(), v.type().dtype(), v.type().dims())));
    Map<org.pydl4j.nd.graph.Value, Sym> all = b.inline(g, map);
    Sym loss = all.get(g.outputs().get("x")).sum(false).add(all.get(g.outputs().get("sums")).mul(0.5).sum(false));
    Sym x = map.get(g.input("x"));
    Sym w = map.get(g.state("w"));
    Sym[] d = org.pydl4j.nd.graph.Gradients.of(loss, x, w);
    b.output("dx", d[0]);
    b.output("dw", d[1]);
    b.write(w, w.sub(d[1].mul(0.01)));
    Graph step = b.build();
    for (long n : new long[] {0, 4, 100}) {
      NDArray rounds = NDArray.scalar(DType.INT64, n);
      check(step, Map.of("n", rounds, "x", filled(3, 2, 4)), new HashMap<>(Map.of("w", filled(5, 4, 4))));
    }
  }

  @Test
  void carriedValuesMayGrow() {
    GraphBuilder body = new GraphBuilder();
    body.input("i", DType.INT64);
    Sym go = body.input("go", DType.BOOL);
    Sym x = body.input("x", DType.FLOAT32, -1);
    body.output("go", go);
    body.output("x", Sym.concat(0, x, x.mul(2)));
    GraphBuilder b = new GraphBuilder();
    Sym rounds = b.input("n", DType.INT64);
    Sym out =
        b.call("Loop", Attrs.of("body", body.build(), "carried", 1), rounds, null, b.input("x", DType.FLOAT32, 3));
    assertArrayEquals(new long[] {-1}, out.type().dims());
    b.output("x", out);
    check(b.build(), Map.of("n", NDArray.scalar(DType.INT64, 4), "x", filled(3, 3)), Map.of());
  }

  @Test
  void aShortLoopOfAKnownNumberOfRoundsIsPartOfThePlan() {
    GraphBuilder body = new GraphBuilder();
    body.input("i", DType.INT64);
    Sym go = body.input("go", DType.BOOL);
    Sym x = body.input("x", DType.FLOAT32, -1);
    body.output("go", go);
    body.output("x", x.mul(x));
    body.output("scan", x);
    GraphBuilder b = new GraphBuilder();
    Sym[] out = b.callAll("Loop", Attrs.of("body", body.build(), "carried", 1), b.scalar(DType.INT64, 3), null,
        b.input("x", DType.FLOAT32, -1));
    b.output("x", out[0]);
    b.output("scan", out[1]);
    Graph g = b.build();
    try (Program p = new Program(g, 1)) {
      assertTrue(p.explain(Map.of("x", new long[] {5})).startsWith("plan:"));
    }
    check(g, Map.of("x", filled(2, 5)), Map.of());
  }

  @Test
  void aHundredComputedSizesInTurnAreCompiledOnce() {
    GraphBuilder b = new GraphBuilder();
    b.output("y",
        b.call("Expand", Attrs.NONE, b.input("x", DType.FLOAT32, 1, 4), b.input("dims", DType.INT64, 2)).tanh());
    AtomicInteger asked = new AtomicInteger();
    try (Program p = new Program(b.build(), 1, ProgramTest.counting(asked))) {
      int first = 0;
      for (int round = 0; round < 3; round++) {
        for (int rows = 1; rows <= 100; rows++) {
          try (NDArray y =
              p.run(Map.of("x", filled(1, 1, 4), "dims", NDArray.of(new long[] {rows, 4}, 2)), Map.of()).get("y")) {
            assertArrayEquals(new long[] {rows, 4}, y.shape());
          }
        }
        first = round == 0 ? asked.get() : first;
      }
      assertTrue(first >= 100);
      assertEquals(first, asked.get());
    }
  }

  @Test
  void explainShowsTheBorders() {
    try (Program p = new Program(picked(), 1)) {
      String text = p.explain(Map.of("x", new long[] {5, 4}));
      assertTrue(text.startsWith("sequence: "), text);
      assertTrue(text.contains("java:dynamic"), text);
      assertFalse(text.contains("Compress("), text);
    }
  }

  @Test
  void manyThreadsGetTheAnswersOfOneAndMemoryStaysFlat() throws Exception {
    Graph g = loop();
    Map<String, NDArray> states = Map.of("w", filled(5, 4, 4));
    NDArray rounds = NDArray.scalar(DType.INT64, 5);
    try (Program p = new Program(g, 1)) {
      List<float[]> expected = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        expected.add(p.run(Map.of("n", rounds, "x", filled(i, 1 + i % 3, 4)), states).get("x").toFloatArray());
      }
      ExecutorService pool = Executors.newFixedThreadPool(8);
      List<Future<float[]>> answers = new ArrayList<>();
      for (int i = 0; i < 160; i++) {
        int k = i % 8;
        answers.add(pool
            .submit(() -> p.run(Map.of("n", rounds, "x", filled(k, 1 + k % 3, 4)), states).get("x").toFloatArray()));
      }
      for (int i = 0; i < answers.size(); i++) {
        assertArrayEquals(expected.get(i % 8), answers.get(i).get());
      }
      pool.shutdown();
      NDArray x = filled(1, 2, 4);
      p.run(Map.of("n", rounds, "x", x), states).values().forEach(NDArray::close);
      long before = Backends.pool().usedBytes();
      for (int i = 0; i < 50; i++) {
        p.run(Map.of("n", rounds, "x", x), states).values().forEach(NDArray::close);
      }
      assertTrue(Backends.pool().usedBytes() <= before, "memory grew");
    }
  }
}
