package org.pydl4j.nd.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pydl4j.nd.spi.Binding;
import org.pydl4j.nd.spi.Kernel;
import org.pydl4j.nd.spi.KernelCall;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/** Our OpenMP runtime (team.cpp) under kernels of all kinds: shared ranges, barriers, oneDNN. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class TeamTest {
  private static final int CALLERS = 12;

  private static double[][] lstm(int threads) {
    int steps = 30;
    int n = 256;
    List<Runner.Array> in = List.of(Check.random(1, steps, 1, 4 * n), Check.random(2, n, 4 * n), Check.random(3, 1, n),
        Check.random(4, 1, n));
    TensorType states = new TensorType(DType.FLOAT32, steps, 1, n);
    return Runner.run("pydl4j.LstmForward", Attrs.NONE, in, new boolean[4], threads, states, states,
        new TensorType(DType.FLOAT32, steps, 1, 4 * n));
  }

  private static double[][] product(int threads) {
    List<Runner.Array> in = List.of(Check.random(1, 200, 300), Check.random(2, 300, 250));
    return Runner.run("MatMul", Attrs.NONE, in, new boolean[2], threads, new TensorType(DType.FLOAT32, 200, 250));
  }

  private static double[][] weightGradient(int threads) {
    List<Runner.Array> in =
        List.of(Check.random(1, 8, 16, 20, 20), Check.random(2, 8, 24, 18, 18), Check.random(3, 24, 16, 3, 3));
    return Runner
        .run("pydl4j.ConvWeightGrad",
            Attrs.of("kernel_shape", new long[] {3, 3}, "pads", new long[4], "strides", new long[] {1, 1}, "dilations",
                new long[] {1, 1}, "group", 1),
            in, new boolean[3], threads, new TensorType(DType.FLOAT32, 24, 16, 3, 3));
  }

  private static double[][] exp(int threads) {
    return Runner.run("Exp", Attrs.NONE, List.of(Check.random(1, 300, 1000)), new boolean[1], threads,
        new TensorType(DType.FLOAT32, 300, 1000));
  }

  private interface Work {
    double[][] run(int threads);
  }

  @Test
  void manyCallersWithMoreThreadsThanCoresGetTheBitsOfOneCaller() throws Exception {
    List<Work> works = List.of(TeamTest::lstm, TeamTest::product, TeamTest::weightGradient, TeamTest::exp);
    List<double[][]> alone = new ArrayList<>();
    for (Work w : works) {
      alone.add(w.run(7));
    }
    ExecutorService pool = Executors.newFixedThreadPool(CALLERS);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int c = 0; c < CALLERS; c++) {
        int caller = c;
        running.add(pool.submit(() -> {
          for (int i = 0; i < 12; i++) {
            int which = (caller + i) % works.size();
            double[][] got = works.get(which).run(7);
            for (int k = 0; k < got.length; k++) {
              assertArrayEquals(alone.get(which)[k], got[k], 0, "work " + which + " in round " + i);
            }
          }
        }));
      }
      for (Future<?> f : running) {
        f.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void manyCallersBorrowAndReturnWorkersAtOnce() throws Exception {
    TensorType type = new TensorType(DType.FLOAT32, 1 << 16);
    ExecutorService pool = Executors.newFixedThreadPool(CALLERS);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int c = 0; c < CALLERS; c++) {
        KernelCall call = new KernelCall("Neg", Attrs.NONE, List.of(type), List.of(type), 2 + c % 3, new boolean[1]);
        running.add(pool.submit(() -> repeat(call, 2000)));
      }
      for (Future<?> f : running) {
        f.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static void repeat(KernelCall call, int times) {
    long bytes = call.outputs().get(0).bytes();
    long in = Runner.BACKEND.memory().allocate(bytes);
    long out = Runner.BACKEND.memory().allocate(bytes);
    try (Kernel kernel = Runner.BACKEND.kernel(call);
        Kernel.Bound bound =
            kernel.bind(new Binding("Neg", new long[] {in}, new long[] {out}, 0, Runner.BACKEND.newStream()))) {
      for (int i = 0; i < times; i++) {
        bound.run();
      }
    } finally {
      Runner.BACKEND.memory().free(in);
      Runner.BACKEND.memory().free(out);
    }
  }

  @Test
  void workersAreSharedByCallersInsteadOfKeptByEach() throws Exception {
    product(3);
    for (int i = 0; i < 40; i++) {
      Thread t = new Thread(() -> product(3));
      t.start();
      t.join();
    }
    long before = threads();
    for (int i = 0; i < 40; i++) {
      Thread t = new Thread(() -> product(3));
      t.start();
      t.join();
    }
    assertTrue(threads() <= before + 5, "threads grew from " + before + " to " + threads());
  }

  private static long threads() throws Exception {
    return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(l -> l.startsWith("Threads:"))
        .mapToLong(l -> Long.parseLong(l.substring(8).trim())).findFirst().orElseThrow();
  }

  @Test
  void librariesNeedNoOtherOpenMpRuntime() throws Exception {
    product(2);
    List<String> maps = Files.readAllLines(Path.of("/proc/self/maps"));
    assertTrue(maps.stream().anyMatch(l -> l.endsWith("libpydl4j.so")), "libpydl4j.so is not loaded");
    assertTrue(maps.stream().noneMatch(l -> l.contains("libdnnl.so")), "the preset's oneDNN is loaded beside ours");
  }
}
