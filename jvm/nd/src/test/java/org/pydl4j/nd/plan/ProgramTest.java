package org.pydl4j.nd.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.pydl4j.nd.array.Arena;
import org.pydl4j.nd.array.Backends;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.array.Pool;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.plan.reference.Interpreter;
import org.pydl4j.nd.spi.Backend;
import org.pydl4j.nd.types.DType;

class ProgramTest {
  private static Graph network() {
    GraphBuilder b = new GraphBuilder();
    Sym x = b.input("x", DType.FLOAT32, -1, 16);
    Sym w = b.state("w", DType.FLOAT32, 16, 16);
    Sym y = x.matmul(w).relu();
    b.output("y", y.matmul(w).add(x).tanh());
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

  @Test
  void manyThreadsGetTheAnswersOfOne() throws Exception {
    Map<String, NDArray> states = Map.of("w", random(1, 16, 16));
    try (Program p = new Program(network(), 1)) {
      List<float[]> expected = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        expected.add(p.run(Map.of("x", random(i, 1 + i % 3, 16)), states).get("y").toFloatArray());
      }
      ExecutorService pool = Executors.newFixedThreadPool(8);
      List<Future<float[]>> answers = new ArrayList<>();
      for (int i = 0; i < 32 * 20; i++) {
        int k = i % 32;
        answers.add(pool.submit(() -> p.run(Map.of("x", random(k, 1 + k % 3, 16)), states).get("y").toFloatArray()));
      }
      for (int i = 0; i < answers.size(); i++) {
        assertArrayEquals(expected.get(i % 32), answers.get(i).get());
      }
      pool.shutdown();
    }
  }

  @Test
  void plansOfManyDimsCloseUnderNobody() throws Exception {
    Map<String, NDArray> states = Map.of("w", random(1, 16, 16));
    ExecutorService pool = Executors.newFixedThreadPool(16);
    try (Program p = new Program(network(), 1)) {
      List<float[]> expected = new ArrayList<>();
      for (int rows = 0; rows <= 60; rows++) {
        expected.add(Interpreter.run(network(), Map.of("x", random(rows, rows, 16)), states).get("y").toFloatArray());
      }
      List<Future<?>> work = new ArrayList<>();
      for (int t = 0; t < 16; t++) {
        int start = 4 * t;
        work.add(pool.submit(() -> {
          for (int i = 0; i < 300; i++) {
            int rows = 1 + (start + 7 * i) % 60;
            try (NDArray x = random(rows, rows, 16); NDArray y = p.run(Map.of("x", x), states).get("y")) {
              assertArrayEquals(expected.get(rows), y.toFloatArray(), 1e-5f);
            }
          }
        }));
      }
      for (Future<?> f : work) {
        f.get();
      }
    } finally {
      pool.shutdown();
    }
  }

  /** A backend that counts the kernels that it was asked for. */
  static Backend counting(AtomicInteger asked) {
    Backend real = Backends.backend();
    return (Backend) Proxy.newProxyInstance(Backend.class.getClassLoader(), new Class<?>[] {Backend.class},
        (proxy, method, args) -> {
          if (method.getName().equals("kernel")) {
            asked.incrementAndGet();
          }
          return method.invoke(real, args);
        });
  }

  @Test
  void aHundredDimsInTurnAreCompiledOnce() {
    AtomicInteger asked = new AtomicInteger();
    Map<String, NDArray> states = Map.of("w", random(1, 16, 16));
    try (Program p = new Program(network(), 1, counting(asked))) {
      int first = 0;
      for (int round = 0; round < 3; round++) {
        for (int rows = 1; rows <= 100; rows++) {
          p.run(Map.of("x", random(rows, rows, 16)), states).get("y").close();
        }
        first = round == 0 ? asked.get() : first;
      }
      assertTrue(first >= 100);
      assertEquals(first, asked.get());
    }
  }

  @Test
  void aProgramThatIsClosedSaysSo() {
    Map<String, NDArray> states = Map.of("w", random(1, 16, 16));
    Program p = new Program(network(), 1);
    p.run(Map.of("x", random(1, 2, 16)), states).get("y").close();
    p.close();
    assertTrue(assertThrows(IllegalStateException.class, () -> p.run(Map.of("x", random(1, 2, 16)), states))
        .getMessage().startsWith("[program] is closed"));
  }

  @Test
  void memoryThatPlansKeepForLaterIsGivenBackBeforeItIsRefused() {
    Pool memory = Backends.pool();
    Map<String, NDArray> states = Map.of("w", random(1, 16, 16));
    long limit = memory.limitBytes();
    try (Program p = new Program(network(), 1); Arena arena = Arena.open()) {
      for (int k = 0; k < 10; k++) {
        p.run(Map.of("x", arena.create(DType.FLOAT32, 20_000 + k, 16)), states).get("y").close();
      }
      memory.setLimitBytes(memory.usedBytes() + (1 << 20));
      arena.create(DType.UINT8, 4 << 20).close();
    } finally {
      memory.setLimitBytes(limit);
    }
  }

  @Test
  void wrongInputsAreNamed() {
    try (Program p = new Program(network(), 1)) {
      Map<String, NDArray> states = Map.of("w", random(1, 16, 16));
      assertTrue(assertThrows(IllegalArgumentException.class, () -> p.run(Map.of(), states)).getMessage()
          .startsWith("[x] was not given"));
      String text =
          assertThrows(IllegalArgumentException.class, () -> p.run(Map.of("x", random(1, 2, 15)), states)).getMessage();
      assertTrue(text.contains("[x] got float32[2, 15]; expected float32[?, 16]"), text);
    }
  }

  @Test
  void aStridedInputIsReadAsItsElements() {
    Map<String, NDArray> states = Map.of("w", random(1, 16, 16));
    NDArray wide = random(2, 16, 3);
    try (Program p = new Program(network(), 1)) {
      assertArrayEquals(p.run(Map.of("x", wide.transpose().dup()), states).get("y").toFloatArray(),
          p.run(Map.of("x", wide.transpose()), states).get("y").toFloatArray());
    }
  }

  @Test
  void closedProgramsGiveTheirMemoryBack() {
    long before = Backends.pool().usedBytes();
    NDArray x = random(1, 4, 16);
    NDArray w = random(1, 16, 16);
    try (Program p = new Program(network(), 1)) {
      p.run(Map.of("x", x), Map.of("w", w)).values().forEach(NDArray::close);
    }
    x.close();
    w.close();
    assertTrue(Backends.pool().usedBytes() <= before);
  }

  @Test
  void anOutputThatIsAnInputIsCopied() {
    GraphBuilder b = new GraphBuilder();
    Sym x = b.input("x", DType.FLOAT32, 3);
    Sym s = b.state("s", DType.FLOAT32, 3);
    b.output("same", x);
    b.output("twice", x.add(x));
    b.output("before", s);
    b.write(s, s.add(x));
    NDArray in = random(4, 3);
    NDArray state = NDArray.zeros(DType.FLOAT32, 3);
    try (Program p = new Program(b.build(), 1)) {
      Map<String, NDArray> out = p.run(Map.of("x", in), Map.of("s", state));
      assertArrayEquals(in.toFloatArray(), out.get("same").toFloatArray());
      assertArrayEquals(new float[3], out.get("before").toFloatArray());
      assertArrayEquals(in.toFloatArray(), state.toFloatArray());
      p.run(Map.of("x", in), Map.of("s", state));
      assertArrayEquals(out.get("twice").toFloatArray(), state.toFloatArray());
    }
  }

  @Test
  void badGraphsNameTheNode() {
    GraphBuilder b = new GraphBuilder();
    b.scope("encoder/");
    Sym x = b.input("x", DType.FLOAT32, 8, 16, 3, 3);
    Sym w = b.state("w", DType.FLOAT32, 32, 16, 5, 5);
    String text = assertThrows(IllegalArgumentException.class, () -> x.call("Conv", w)).getMessage();
    assertTrue(text.contains("[Conv at encoder/Conv]") && text.contains("kernel [5, 5] exceeds padded input"), text);
    assertTrue(
        assertThrows(UnsupportedOperationException.class, () -> x.call("Sofmax")).getMessage().contains("'Softmax'"));
  }
}
