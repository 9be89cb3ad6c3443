package org.pydl4j.nd.plan.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pydl4j.nd.array.Backends;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Gradients;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.plan.Program;
import org.pydl4j.nd.plan.options.PlanOptions;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;

/** Runs of a compiled plan allocate nothing on the heap, and leave the process as large as it was. */
class SteadyMemoryTest {
  private static final int WARM_UP = 20_000;

  /** A training step: two dense layers, softmax with cross-entropy, Adam over one block of parameters. */
  private static Graph step(int in, int hidden, int classes) {
    GraphBuilder b = new GraphBuilder();
    long n = (long) in * hidden + hidden + (long) hidden * classes;
    Sym block = b.state("params", DType.FLOAT32, n);
    Sym w = block.slice(0, 0, (long) in * hidden).reshape(in, hidden);
    Sym bias = block.slice(0, (long) in * hidden, (long) in * hidden + hidden);
    Sym v = block.slice(0, (long) in * hidden + hidden, n).reshape(hidden, classes);
    Sym z = b.input("x", DType.FLOAT32, -1, in).matmul(w).add(bias).tanh().matmul(v);
    Sym loss =
        b.callAll("pydl4j.SoftmaxCrossEntropy", Attrs.NONE, z, b.input("y", DType.FLOAT32, -1, classes))[0].mean(false);
    Sym[] g = Gradients.of(loss, w, bias, v);
    Sym flat = Sym.concat(0, g[0].reshape(-1), g[1].reshape(-1), g[2].reshape(-1));
    Sym m1 = b.state("m", DType.FLOAT32, n);
    Sym m2 = b.state("v", DType.FLOAT32, n);
    Sym[] next = b.callAll("pydl4j.AdamUpdate", Attrs.NONE, block, flat, m1, m2, b.input("lr", DType.FLOAT32),
        b.input("t", DType.FLOAT32));
    b.write(block, next[0]);
    b.write(m1, next[1]);
    b.write(m2, next[2]);
    b.output("score", loss);
    return b.build();
  }

  private static Map<String, NDArray> arrays(Map<String, long[]> dims) {
    Map<String, NDArray> made = new LinkedHashMap<>();
    dims.forEach((name, d) -> made.put(name, NDArray.full(DType.FLOAT32, 0.01, d)));
    return made;
  }

  @Test
  void aRunAllocatesNothingOnTheHeap() {
    Graph g = step(16, 8, 3);
    Map<String, long[]> dims =
        new HashMap<>(Map.of("x", new long[] {4, 16}, "y", new long[] {4, 3}, "lr", new long[0], "t", new long[0]));
    Map<String, NDArray> inputs = arrays(dims);
    long n = g.state("params").type().size();
    NDArray score = NDArray.scalar(DType.FLOAT32, 0);
    try (Plan plan = Plan.compile(g, dims, Backends.backend(), PlanOptions.of(1), false);
        Weights none = new Weights(Map.of())) {
      Map<String, NDArray> states = arrays(Map.of("params", new long[] {n}, "m", new long[] {n}, "v", new long[] {n}));
      long[] external = new long[plan.graph().inputs().size() + plan.graph().states().size() + 1];
      int at = 0;
      for (var v : plan.graph().inputs()) {
        external[at++] = inputs.get(v.name()).address();
      }
      for (var v : plan.graph().states()) {
        external[at++] = states.get(v.name()).address();
      }
      external[at] = score.address();
      for (int i = 0; i < WARM_UP; i++) {
        plan.run(external, none, false);
      }
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      threads.getCurrentThreadAllocatedBytes();
      long before = threads.getCurrentThreadAllocatedBytes();
      long own = threads.getCurrentThreadAllocatedBytes() - before;
      long least = Long.MAX_VALUE;
      // the virtual machine itself may allocate once, when it compiles a method anew
      for (int batch = 0; batch < 5; batch++) {
        before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 1000; i++) {
          plan.run(external, none, false);
        }
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      }
      assertEquals(own, least, "bytes in 1000 runs, beyond those of asking");
      states.values().forEach(NDArray::close);
      inputs.values().forEach(NDArray::close);
      score.close();
    }
  }

  @Test
  void aMillionRunsLeaveResidentMemoryFlat() throws IOException {
    GraphBuilder b = new GraphBuilder();
    b.output("y", b.input("x", DType.FLOAT32, 2, 4).matmul(b.constant(NDArray.full(DType.FLOAT32, 0.5, 4, 2))).relu());
    try (Plan plan = Plan.compile(b.build(), Map.of(), Backends.backend(), PlanOptions.of(1), false);
        Weights none = new Weights(Map.of());
        NDArray x = NDArray.zeros(DType.FLOAT32, 2, 4); NDArray y = NDArray.zeros(DType.FLOAT32, 2, 2)) {
      long[] external = {x.address(), y.address()};
      runs(plan, external, none, 200_000);
      long before = residentBytes();
      runs(plan, external, none, 1_000_000);
      double perRun = (residentBytes() - before) / 1e6;
      assertTrue(perRun < 8, "resident bytes grow by " + perRun + " per run");  // a leak of one malloc a run takes 32
    }
  }

  private static void runs(Plan plan, long[] external, Weights none, int count) {
    for (int i = 0; i < count; i++) {
      plan.run(external, none, false);
    }
  }

  @Test
  void runsOfAProgramHoldNoMemoryBeyondTheirArrays() {
    try (Program p = new Program(step(8, 4, 2), 1)) {
      Map<String, NDArray> in =
          arrays(Map.of("x", new long[] {4, 8}, "y", new long[] {4, 2}, "lr", new long[0], "t", new long[0]));
      long n = p.graph().state("params").type().size();
      Map<String, NDArray> states = arrays(Map.of("params", new long[] {n}, "m", new long[] {n}, "v", new long[] {n}));
      p.run(in, states).values().forEach(NDArray::close);
      long before = Backends.pool().usedBytes();
      for (int i = 0; i < 1000; i++) {
        p.run(in, states).values().forEach(NDArray::close);
      }
      assertEquals(before, Backends.pool().usedBytes());
      in.values().forEach(NDArray::close);
      states.values().forEach(NDArray::close);
    }
  }

  private static long residentBytes() throws IOException {
    String line = Files.readAllLines(Path.of("/proc/self/status")).stream().filter(l -> l.startsWith("VmRSS"))
        .findFirst().orElseThrow();
    return Long.parseLong(line.replaceAll("\\D", "")) << 10;
  }
}
