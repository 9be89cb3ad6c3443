package org.pydl4j.nd.plan.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.pydl4j.nd.array.Arena;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.plan.Program;
import org.pydl4j.nd.plan.reference.Interpreter;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;

class WeightsTest {
  private static final int N = 64;

  /** relu(x a) b with a, b = exp(a), both parts of one state. */
  private static Graph network() {
    GraphBuilder b = new GraphBuilder();
    Sym x = b.input("x", DType.FLOAT32, -1, N);
    Sym p = b.state("params", DType.FLOAT32, N * N);
    Sym w = p.reshape(N, N);
    b.output("y", x.matmul(w).relu().matmul(w.exp().transpose(1, 0)));
    return b.build();
  }

  private static NDArray random(long seed, long... shape) {
    java.util.Random r = new java.util.Random(seed);
    NDArray a = NDArray.create(DType.FLOAT32, shape);
    for (long i = 0; i < a.size(); i++) {
      a.putDoubleAt(i, r.nextDouble() - 0.5);
    }
    return a;
  }

  private static float[] interpreted(Graph g, NDArray x, NDArray params) {
    return Interpreter.run(g, Map.of("x", x), Map.of("params", params)).get("y").toFloatArray();
  }

  @Test
  void answersFollowWhatIsWrittenIntoTheStates() {
    NDArray params = random(1, N * N);
    NDArray view = params.slice(0, 0, N).reshape(1, N);
    NDArray x = random(2, 3, N);
    Graph g = network();
    try (Program p = new Program(g, 2); Weights w = new Weights(Map.of("params", params))) {
      for (int round = 0; round < 4; round++) {
        assertArrayEquals(interpreted(g, x, params), p.run(Map.of("x", x), w).get("y").toFloatArray(), 2e-3f,
            "round " + round);
        switch (round) {
          case 0 -> view.fill(0.25);
          case 1 -> params.assign(random(3, N * N));
          default -> params.putDoubleAt(7, 5);
        }
      }
    }
  }

  @Test
  void aProgramThatWritesAStateRenewsTheAnswersOfAnother() {
    NDArray params = random(1, N * N);
    GraphBuilder b = new GraphBuilder();
    Sym s = b.state("params", DType.FLOAT32, N * N);
    b.write(s, s.mul(0.5));
    NDArray x = random(2, 1, N);
    Graph g = network();
    try (Program p = new Program(g, 1); Program train = new Program(b.build(), 1);
        Weights w = new Weights(Map.of("params", params))) {
      for (int step = 0; step < 3; step++) {
        assertArrayEquals(interpreted(g, x, params), p.run(Map.of("x", x), w).get("y").toFloatArray(), 2e-3f);
        train.run(Map.of(), Map.of("params", params));
      }
      assertThrows(IllegalArgumentException.class, () -> train.run(Map.of(), w));
    }
  }

  @Test
  void plansOfOneLayoutShareTheirCopiesAndTablesAreNotCopied() {
    GraphBuilder b = new GraphBuilder();
    Sym table = b.state("table", DType.FLOAT32, 1 << 16, N);
    b.output("y", b.call("Gather", Attrs.of("axis", 0), table, b.input("x", DType.INT64, -1)));
    NDArray rows = NDArray.zeros(DType.FLOAT32, 1 << 16, N);
    NDArray params = random(1, N * N);
    try (Program p = new Program(network(), 2); Program q = new Program(network(), 2);
        Weights w = new Weights(Map.of("params", params));
        Program e = new Program(b.build(), 1); Weights t = new Weights(Map.of("table", rows))) {
      p.run(Map.of("x", random(2, 32, N)), w);
      long once = w.bytes();
      q.run(Map.of("x", random(2, 32, N)), w);
      assertEquals(once, w.bytes());
      e.run(Map.of("x", NDArray.of(new long[] {3, 5}, 2)), t);
      assertEquals(0, t.bytes());
    }
  }

  @Test
  void runsGoOnWhileOtherThreadsWrite() throws Exception {
    NDArray params = NDArray.zeros(DType.FLOAT32, N * N);
    NDArray x = random(2, 4, N);
    Graph g = network();
    NDArray a = random(5, N * N);
    NDArray b = random(6, N * N);
    params.assign(a);
    float[] ofA = interpreted(g, x, a);
    long before = Arena.ROOT.bytes();
    try (Program p = new Program(g, 1); Weights w = new Weights(Map.of("params", params))) {
      ExecutorService pool = Executors.newFixedThreadPool(4);
      AtomicBoolean stop = new AtomicBoolean();
      List<Future<?>> runs = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        runs.add(pool.submit(() -> {
          while (!stop.get()) {
            p.run(Map.of("x", x), w).get("y").close();
          }
        }));
      }
      for (int i = 0; i < 200; i++) {
        params.assign(i % 2 == 0 ? b : a);
      }
      stop.set(true);
      for (Future<?> r : runs) {
        r.get();
      }
      pool.shutdown();
      assertArrayEquals(ofA, p.run(Map.of("x", x), w).get("y").toFloatArray(), 2e-3f);
    }
    assertEquals(true, Arena.ROOT.bytes() < before + (1 << 16), "copies of old versions are freed");
  }
}
