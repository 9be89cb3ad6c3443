package org.pydl4j.serving.servable;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.model.Signature;
import org.pydl4j.nn.model.Signature.Tensor;
import org.pydl4j.serving.servable.Batcher.Limits;

@Timeout(60)
class BatchedServableTest {
  /** Doubles numbers [N, T] of any T, each run when it may; 666 fails. */
  private static final class Doubles implements Servable {
    private final Semaphore may = new Semaphore(0);

    @Override
    public Signature signature() {
      return new Signature(List.of(new Tensor("x", DType.INT64, -1, -1)), List.of(new Tensor("y", DType.INT64, -1,
          -1)));
    }

    @Override
    public Map<String, NDArray> run(Map<String, NDArray> inputs) {
      may.acquireUninterruptibly();
      long[] x = inputs.get("x").toLongArray();
      if (Arrays.stream(x).anyMatch(v -> v == 666)) {
        throw new IllegalArgumentException("no such number");
      }
      return Map.of("y", NDArray.of(Arrays.stream(x).map(v -> 2 * v).toArray(), inputs.get("x").shape()));
    }

    @Override
    public String version() {
      return "doubles";
    }

    @Override
    public void close() {}
  }

  private static Future<long[]> ask(ExecutorService threads, Servable model, long... row) {
    return threads.submit(() -> {
      try (NDArray x = NDArray.of(row, 1, row.length); NDArray y = model.run(Map.of("x", x)).get("y")) {
        return y.toLongArray();
      }
    });
  }

  private static void awaitRun(Doubles model) throws InterruptedException {
    while (!model.may.hasQueuedThreads()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void whatGathersWhileTheModelWorksIsAnsweredTogetherByShapeAndFailsAlone() throws Exception {
    Doubles model = new Doubles();
    ExecutorService threads = Executors.newCachedThreadPool();
    try (BatchedServable batched = new BatchedServable(model, new Limits(64, 20_000, 64))) {
      List<Future<long[]>> answers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        answers.add(ask(threads, batched, i));
      }
      Future<long[]> longer = ask(threads, batched, 7, 8);
      Future<long[]> bad = ask(threads, batched, 666);
      model.may.release(1000);
      for (int i = 0; i < 3; i++) {
        assertArrayEquals(new long[] {2 * i}, answers.get(i).get());
      }
      assertArrayEquals(new long[] {14, 16}, longer.get());
      assertEquals("no such number", assertThrows(ExecutionException.class, bad::get).getCause().getMessage());
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void aFullQueueRefusesAndCloseAnswersWhatWaits() throws Exception {
    Doubles model = new Doubles();
    ExecutorService threads = Executors.newCachedThreadPool();
    BatchedServable batched = new BatchedServable(model, new Limits(1, 0, 2));
    try {
      Future<long[]> first = ask(threads, batched, 1);
      awaitRun(model);
      List<Future<long[]>> waiting = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        waiting.add(ask(threads, batched, i));
      }
      while (waiting.stream().filter(Future::isDone).count() < 8) {
        Thread.onSpinWait();
      }
      model.may.release(1000);
      batched.close();
      assertArrayEquals(new long[] {2}, first.get());
      int overloaded = 0;
      for (Future<long[]> f : waiting) {
        try {
          f.get();
        } catch (ExecutionException e) {
          assertTrue(e.getCause() instanceof OverloadedException, e.toString());
          overloaded++;
        }
      }
      assertEquals(8, overloaded);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void inputsThatAreNotTheSignaturesAreRefusedBeforeTheQueue() {
    Doubles model = new Doubles();
    try (BatchedServable batched = new BatchedServable(model, new Limits(1, 0,
        2)); NDArray x = NDArray.of(new long[] {1}, 1, 1);
        NDArray flat = NDArray.of(new long[] {1, 2})) {
      String message = assertThrows(IllegalArgumentException.class, () -> batched.run(Map.of("z", x))).getMessage();
      assertTrue(message.contains("unknown input: got 'z'"), message);
      message = assertThrows(IllegalArgumentException.class, () -> batched.run(Map.of("x", flat))).getMessage();
      assertTrue(message.contains("wrong shape: got [2]; expected x int64[?, ?]"), message);
    }
  }
}
