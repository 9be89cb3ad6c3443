package org.pydl4j.nd.plan.eager;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.pydl4j.nd.array.Backends;
import org.pydl4j.nd.array.Device;
import org.pydl4j.nd.array.Holds;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Ops;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;

class EagerTest {
  private static NDArray one(String op, Attrs attrs, NDArray[] in, NDArray... constants) {
    return Eager.apply(Ops.get(op), "test", attrs, in, constants)[0];
  }

  @Test
  void equalCallsShareAProgramAndOtherShapesAndListsDoNot() {
    try (NDArray a = NDArray.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
        NDArray b = NDArray.of(new float[] {10, 20, 30}, 3);
        NDArray first = NDArray.of(new long[] {0}, 1);
        NDArray second = NDArray.of(new long[] {1}, 1)) {
      for (int i = 0; i < 3; i++) {
        try (NDArray sum = one("Add", Attrs.NONE, new NDArray[] {a, b}, null, null);
            NDArray twice = one("Add", Attrs.NONE, new NDArray[] {b, b}, null, null);
            NDArray columns = one("ReduceSum", Attrs.of("keepdims", 0), new NDArray[] {a, first}, null, first);
            NDArray rows = one("ReduceSum", Attrs.of("keepdims", 0), new NDArray[] {a, second}, null, second)) {
          assertArrayEquals(new float[] {11, 22, 33, 14, 25, 36}, sum.toFloatArray());
          assertArrayEquals(new float[] {20, 40, 60}, twice.toFloatArray());
          assertArrayEquals(new float[] {5, 7, 9}, columns.toFloatArray());
          assertArrayEquals(new float[] {6, 15}, rows.toFloatArray());
        }
      }
    }
  }

  @Test
  void resultsAreTheCallersOwn() {
    try (NDArray a = NDArray.of(new float[] {1, 2}, 2);
        NDArray copy = one("Identity", Attrs.NONE, new NDArray[] {a}, (NDArray) null)) {
      a.putDouble(7, 0);
      assertEquals(1, copy.getDouble(0));
    }
  }

  @Test
  void wrongShapesFailAsInGraphs() {
    try (NDArray a = NDArray.of(new float[] {1, 2}, 2); NDArray b = NDArray.of(new float[] {1, 2, 3}, 3)) {
      assertThrows(IllegalArgumentException.class, () -> one("Add", Attrs.NONE, new NDArray[] {a, b}, null, null));
    }
  }

  @Test
  void anOpOnArraysOfADeviceRunsThereAndItsResultStays() {
    Device device = Device.of("fake");
    try (NDArray a = NDArray.of(new float[] {1, 2, 3}).to(device); NDArray b = NDArray.of(new float[] {4, 5, 6})) {
      NDArray sum = one("Add", Attrs.NONE, new NDArray[] {a, b}, null, null);
      assertEquals(device, sum.device());
      assertArrayEquals(new float[] {5, 7, 9}, sum.toHost().toFloatArray());
    }
  }

  @Test
  void callsWhoseAttributesReadAlikeAreToldApart() {
    NDArray nine = NDArray.full(DType.FLOAT32, 9, 10);
    NDArray eight = NDArray.full(DType.FLOAT32, 8, 10);
    for (NDArray value : new NDArray[] {nine, eight}) {
      GraphBuilder b = new GraphBuilder();
      b.output("y", b.constant(value));
      Graph same = b.build();
      NDArray yes = NDArray.scalar(DType.BOOL, 1);
      NDArray y = one("If", Attrs.of("then_branch", same, "else_branch", same), new NDArray[] {yes}, (NDArray) null);
      assertArrayEquals(value.toFloatArray(), y.toFloatArray());
    }
  }

  @Test
  void anArrayClosedBesideARunKeepsItsMemoryUntilTheRunIsDone() {
    NDArray a = NDArray.of(new float[] {1, 2, 3});
    long used = Backends.pool().usedBytes();
    Holds.enter(a);
    a.close();
    assertEquals(used, Backends.pool().usedBytes());
    assertThrows(IllegalStateException.class, () -> Holds.enter(a));
    assertThrows(IllegalStateException.class, () -> one("Exp", Attrs.NONE, new NDArray[] {a}, (NDArray) null));
    assertEquals(used, Backends.pool().usedBytes());
    Holds.leave(a);
    assertTrue(Backends.pool().usedBytes() < used);
  }

  @Test
  void anOpOfManyThreadsAndShapesAnswersAsAlone() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    List<Future<?>> work = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      int start = 13 * t;
      work.add(pool.submit(() -> {
        for (int i = 0; i < 1000; i++) {
          int n = 1 + (start + 7 * i) % 100;
          try (NDArray a = NDArray.full(DType.FLOAT32, n, n); NDArray b = NDArray.full(DType.FLOAT32, 2, n);
              NDArray y = one(i % 2 == 0 ? "Add" : "Mul", Attrs.NONE, new NDArray[] {a, b}, null, null)) {
            for (int k = 0; k < n; k++) {
              assertEquals(i % 2 == 0 ? n + 2 : n * 2, y.getDouble(k));
            }
          }
        }
      }));
    }
    for (Future<?> f : work) {
      f.get();
    }
    pool.shutdown();
  }
}
