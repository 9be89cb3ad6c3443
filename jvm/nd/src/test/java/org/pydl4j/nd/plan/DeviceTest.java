package org.pydl4j.nd.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pydl4j.nd.array.Arena;
import org.pydl4j.nd.array.Backends;
import org.pydl4j.nd.array.Device;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.array.OffHeapMemoryError;
import org.pydl4j.nd.array.Pool;
import org.pydl4j.nd.fake.FakeDevice;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.plan.run.NonFiniteException;
import org.pydl4j.nd.plan.run.Weights;
import org.pydl4j.nd.spi.DeviceException;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;

/** What holds on a device with memory and streams of its own, whichever it is. */
class DeviceTest {
  private static final int N = 8;
  private final Device device = Device.of("fake");
  private final FakeDevice fake = (FakeDevice) device.backend();
  private final Pool pool = Backends.pool(fake);

  @AfterEach
  void putBack() {
    fake.lazy(false);
    fake.without(Set.of());
    fake.capacity(1L << 31);
    pool.setLimitBytes(0);
  }

  private static NDArray counted(long... shape) {
    NDArray a = NDArray.create(DType.FLOAT32, shape);
    for (int i = 0; i < a.size(); i++) {
      a.putDoubleAt(i, i + 1);
    }
    return a;
  }

  /** s becomes s + x; the output is twice the new s. */
  private static Graph adding() {
    GraphBuilder b = new GraphBuilder();
    Sym x = b.input("x", DType.FLOAT32, N);
    Sym s = b.state("s", DType.FLOAT32, N);
    Sym next = s.add(x);
    b.write(s, next);
    b.output("y", next.mul(2));
    return b.build();
  }

  /** y = relu(x w) w. */
  private static Graph network() {
    GraphBuilder b = new GraphBuilder();
    Sym x = b.input("x", DType.FLOAT32, -1, N);
    Sym w = b.state("w", DType.FLOAT32, N, N);
    b.output("y", x.matmul(w).relu().matmul(w));
    return b.build();
  }

  private static Graph lookup() {
    GraphBuilder b = new GraphBuilder();
    b.scope("tokens/");
    Sym table = b.state("table", DType.FLOAT32, 4, 2);
    b.output("y", b.call("Gather", Attrs.of("axis", 0), table, b.input("x", DType.INT64, -1)).mul(2));
    return b.build();
  }

  @Test
  void arraysGoThereAndComeBack() {
    try (NDArray host = counted(2, 3); NDArray there = host.to(device); NDArray back = there.toHost()) {
      assertEquals(device, there.device());
      assertFalse(there.isOnHost());
      assertSame(host, host.to(Device.host()));
      assertSame(there, there.to(device));
      assertArrayEquals(host.toFloatArray(), back.toFloatArray());
      try (NDArray column = there.slice(1, 1, 2).toHost(); NDArray turned = there.transpose().toHost();
          NDArray copy = there.dup();
          NDArray sibling = there.to(Device.of("fake:1")); NDArray home = sibling.toHost();
          NDArray wide = there.castTo(DType.FLOAT64)) {
        assertArrayEquals(new float[] {2, 5}, column.toFloatArray());
        assertArrayEquals(new float[] {1, 4, 2, 5, 3, 6}, turned.toFloatArray());
        assertEquals(device, copy.device());
        assertEquals("fake:1", sibling.device().toString());
        assertArrayEquals(host.toFloatArray(), home.toFloatArray());
        assertEquals(device, wide.device());
      }
      there.slice(1, 0, 1).fill(9);
      try (NDArray filled = there.toHost()) {
        assertArrayEquals(new float[] {9, 2, 3, 9, 5, 6}, filled.toFloatArray());
      }
    }
  }

  @Test
  void hostCodeIsToldWhereTheElementsAre() {
    try (NDArray there = counted(2, 3).to(device)) {
      for (Runnable use : List.<Runnable>of(() -> there.getDouble(0, 0), there::address, there::toFloatArray,
          () -> there.putDoubleAt(0, 1))) {
        String text = assertThrows(IllegalStateException.class, use::run).getMessage();
        assertTrue(text.contains("fake:0") && text.contains("toHost()"), text);
      }
      assertEquals("NDArray(float32[2, 3] on fake:0)", there.toString());
      assertThrows(IllegalStateException.class, () -> fake.memory().view(there.location(), 4));
    }
  }

  @Test
  void unknownDevicesListWhatThereIs() {
    for (String text : List.of("cuda", "fake:7", "fake:x")) {
      String message = assertThrows(IllegalArgumentException.class, () -> Device.of(text)).getMessage();
      assertTrue(message.contains("'" + text) && message.contains("fake:0, fake:1"), message);
    }
    assertTrue(Device.host().backend().memory().isHost(), "a device is never the default");
  }

  @Test
  void statesStayOnTheDeviceThroughManySteps() {
    for (boolean lazy : new boolean[] {false, true}) {
      fake.lazy(lazy);
      try (Program p = new Program(adding(), 1, device); NDArray s = NDArray.zeros(DType.FLOAT32, N).to(device)) {
        long place = s.location();
        float[] x = new float[N];
        for (int step = 1; step <= 50; step++) {
          try (NDArray in = NDArray.of(new float[] {step, 0, 0, 0, 0, 0, 0, 1})) {
            p.runAndStay(Map.of("x", in), Map.of("s", s)).values().forEach(NDArray::close);
            in.fill(-1e6);
          }
          x[0] += step;
          x[7] += 1;
        }
        assertEquals(place, s.location());
        try (NDArray end = s.toHost()) {
          assertArrayEquals(x, end.toFloatArray(), "lazy: " + lazy);
        }
      }
    }
  }

  @Test
  void queuedRunsOfOtherProgramsAreWaitedFor() {
    fake.lazy(true);
    Map<String, NDArray> one = Map.of("x", NDArray.full(DType.FLOAT32, 1, N));
    try (Program p = new Program(adding(), 1, device); Program q = new Program(adding(), 1, device);
        NDArray s = NDArray.zeros(DType.FLOAT32, N).to(device)) {
      List<NDArray> outs = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        outs.add((i % 2 == 0 ? p : q).runAndStay(one, Map.of("s", s)).get("y"));
      }
      for (int i = 0; i < 20; i++) {
        try (NDArray y = outs.get(i).toHost()) {
          assertEquals(2 * (i + 1), y.getDoubleAt(0));
        }
      }
      s.fill(100);
      try (NDArray y = p.run(one, Map.of("s", s)).get("y")) {
        assertEquals(202, y.getDoubleAt(0));
      }
      outs.forEach(NDArray::close);
    }
  }

  @Test
  void anOutputThatStaysIsTheNextInput() {
    fake.lazy(true);
    try (Program p = new Program(network(), 1, device); NDArray w = NDArray.full(DType.FLOAT32, 0.5, N, N).to(device)) {
      NDArray x = NDArray.full(DType.FLOAT32, 1, 2, N);
      for (int i = 0; i < 5; i++) {
        NDArray y = p.runAndStay(Map.of("x", x), Map.of("w", w)).get("y");
        x.close();
        x = y;
      }
      try (NDArray end = x.toHost()) {
        assertEquals(Math.pow(16, 5), end.getDoubleAt(0));
      }
      x.close();
    }
  }

  @Test
  void memoryThatIsStillUsedIsNotHandedOut() {
    fake.lazy(true);
    try (Program p = new Program(network(), 1, device)) {
      NDArray w = NDArray.full(DType.FLOAT32, 0.5, N, N).to(device);
      long place = w.location();
      NDArray y = p.runAndStay(Map.of("x", NDArray.full(DType.FLOAT32, 1, 1, N)), Map.of("w", w)).get("y");
      w.close();
      try (NDArray other = NDArray.full(DType.FLOAT32, 7, N, N).to(device); NDArray end = y.toHost()) {
        assertTrue(other.location() != place, "the weights' block is used by the queued run");
        assertEquals(16, end.getDoubleAt(0));
      }
      try (NDArray again = NDArray.create(device, DType.FLOAT32, N, N)) {
        assertEquals(place, again.location(), "now it is free");
      }
      y.close();
    }
  }

  @Test
  void threadsGetTheAnswersOfOne() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (Program p = new Program(network(), 1, device); NDArray w = counted(N, N).to(device)) {
      List<float[]> expected = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        expected.add(
            p.run(Map.of("x", NDArray.full(DType.FLOAT32, i, 1 + i % 3, N)), Map.of("w", w)).get("y").toFloatArray());
      }
      List<Future<float[]>> answers = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        int k = i % 16;
        answers.add(threads.submit(() -> {
          Map<String, NDArray> x = Map.of("x", NDArray.full(DType.FLOAT32, k, 1 + k % 3, N));
          return (k % 2 == 0 ? p.run(x, Map.of("w", w)).get("y") : p.runAndStay(x, Map.of("w", w)).get("y").toHost())
              .toFloatArray();
        }));
      }
      for (int i = 0; i < answers.size(); i++) {
        assertArrayEquals(expected.get(i % 16), answers.get(i).get());
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void aFailureSurfacesWhereTheHostNextWaitsAndNamesTheNode() {
    Map<String, NDArray> bad = Map.of("x", NDArray.of(new long[] {1, 99}));
    Map<String, NDArray> good = Map.of("x", NDArray.of(new long[] {1, 2}));
    try (Program p = new Program(lookup(), 1, device); NDArray table = counted(4, 2).to(device)) {
      Map<String, NDArray> states = Map.of("table", table);
      String text = assertThrows(DeviceException.class, () -> p.run(bad, states)).getMessage();
      assertTrue(text.contains("Gather at tokens/Gather") && text.contains("fake:0") && text.contains("99"), text);
      NDArray late = p.runAndStay(bad, states).get("y");
      text = assertThrows(DeviceException.class, late::toHost).getMessage();
      assertTrue(text.contains("Gather at tokens/Gather"), text);
      assertArrayEquals(new float[] {6, 8, 10, 12}, p.run(good, states).get("y").toFloatArray());
      assertThrows(DeviceException.class, () -> p.run(bad, states));
      assertArrayEquals(new float[] {6, 8, 10, 12}, p.runAndStay(good, states).get("y").toHost().toFloatArray());
    }
  }

  @Test
  void whatWasComputedFromAFailureFailsToo() {
    fake.lazy(true);
    GraphBuilder b = new GraphBuilder();
    b.output("z", b.input("y", DType.FLOAT32, -1, 2).add(1));
    try (Program p = new Program(lookup(), 1, device); Program q = new Program(b.build(), 1, device);
        NDArray table = counted(4, 2).to(device)) {
      NDArray y = p.runAndStay(Map.of("x", NDArray.of(new long[] {-50}, 1)), Map.of("table", table)).get("y");
      NDArray z = q.runAndStay(Map.of("y", y), Map.of()).get("z");
      String text = assertThrows(DeviceException.class, z::toHost).getMessage();
      assertTrue(text.contains("Gather at tokens/Gather"), text);
      y.close();
      z.close();
    }
  }

  @Test
  void closingWaitsForWhatIsQueued() {
    fake.lazy(true);
    long before = pool.usedBytes();
    NDArray s = NDArray.zeros(DType.FLOAT32, N).to(device);
    NDArray y;
    try (Program p = new Program(adding(), 1, device)) {
      for (int i = 0; i < 9; i++) {
        p.runAndStay(Map.of("x", NDArray.full(DType.FLOAT32, 1, N)), Map.of("s", s)).get("y").close();
      }
      y = p.runAndStay(Map.of("x", NDArray.full(DType.FLOAT32, 1, N)), Map.of("s", s)).get("y");
    }
    assertEquals(20, y.toHost().getDoubleAt(3));
    assertEquals(10, s.toHost().getDoubleAt(3));
    y.close();
    s.close();
    assertEquals(before, pool.usedBytes(), "all device memory is back");
  }

  @Test
  void arraysOfTheWrongPlaceAreNamed() {
    NDArray x = NDArray.full(DType.FLOAT32, 1, 1, N);
    NDArray w = NDArray.full(DType.FLOAT32, 1, N, N);
    try (Program there = new Program(network(), 1, device); Program here = new Program(network(), 1)) {
      String text =
          assertThrows(IllegalArgumentException.class, () -> there.run(Map.of("x", x), Map.of("w", w))).getMessage();
      assertTrue(text.contains("[state w] lies on " + Device.host()) && text.contains("to(device)"), text);
      text = assertThrows(IllegalArgumentException.class, () -> here.run(Map.of("x", x.to(device)), Map.of("w", w)))
          .getMessage();
      assertTrue(text.contains("[input x] lies on fake:0") && text.contains("toHost()"), text);
      Device sibling = Device.of("fake:1");
      text = assertThrows(IllegalArgumentException.class,
          () -> there.run(Map.of("x", x.to(sibling)), Map.of("w", w.to(device)))).getMessage();
      assertTrue(text.contains("[input x] lies on fake:1"), text);
      NDArray y = NDArray.create(sibling, DType.FLOAT32, 1, N);
      text = assertThrows(IllegalArgumentException.class,
          () -> there.run(Map.of("x", x), Map.of("w", w.to(device)), Map.of("y", y))).getMessage();
      assertTrue(text.contains("[output y] lies on fake:1"), text);
    }
  }

  @Test
  void outputsGoWhereTheCallersArraysLie() {
    try (Program p = new Program(network(), 1, device); NDArray w = NDArray.full(DType.FLOAT32, 1, N, N).to(device);
        NDArray here = NDArray.create(DType.FLOAT32, 1, N);
        NDArray there = NDArray.create(device, DType.FLOAT32, 1, N)) {
      Map<String, NDArray> x = Map.of("x", NDArray.full(DType.FLOAT32, 1, 1, N));
      p.run(x, Map.of("w", w), Map.of("y", here));
      p.run(x, Map.of("w", w), Map.of("y", there));
      assertEquals(64, here.getDoubleAt(7));
      assertArrayEquals(here.toFloatArray(), there.toHost().toFloatArray());
    }
  }

  @Test
  void weightsOnTheDeviceAreFoldedAgainWhenTheyChange() {
    GraphBuilder b = new GraphBuilder();
    Sym w = b.state("w", DType.FLOAT32, N, N);
    b.output("y", b.input("x", DType.FLOAT32, -1, N).matmul(w.mul(2).add(1)));
    Map<String, NDArray> x = Map.of("x", NDArray.full(DType.FLOAT32, 1, 1, N));
    try (Program p = new Program(b.build(), 1, device); NDArray at = NDArray.zeros(DType.FLOAT32, N, N).to(device);
        Weights weights = new Weights(Map.of("w", at))) {
      assertEquals(8, p.run(x, weights).get("y").getDoubleAt(0));
      at.fill(1);
      assertEquals(24, p.run(x, weights).get("y").getDoubleAt(0));
    }
  }

  @Test
  void stepsWithoutAKernelRunOnTheHost() {
    fake.without(Set.of("MatMul", "pydl4j.FusedMatMul"));
    fake.lazy(true);
    try (Program p = new Program(network(), 1, device); NDArray w = NDArray.full(DType.FLOAT32, 1, N, N).to(device)) {
      assertEquals(64,
          p.run(Map.of("x", NDArray.full(DType.FLOAT32, 1, 3, N)), Map.of("w", w)).get("y").getDoubleAt(0));
      assertTrue(p.explain(Map.of("x", new long[] {3, N})).contains("host:"));
    }
  }

  @Test
  void controlFlowRunsBetweenRegionsOnTheDevice() {
    GraphBuilder b = new GraphBuilder();
    Sym x = b.input("x", DType.FLOAT32, -1);
    Sym s = b.state("s", DType.FLOAT32, 3);
    b.write(s, s.add(1));
    Sym rows = b.call("NonZero", Attrs.NONE, x.gt(0));
    b.output("y", rows.call("Cast", Attrs.of("to", 1)).mul(2));
    try (Program p = new Program(b.build(), 1, device); NDArray at = NDArray.zeros(DType.FLOAT32, 3).to(device)) {
      Map<String, NDArray> out = p.runAndStay(Map.of("x", NDArray.of(new float[] {0, 1, 0, 1})), Map.of("s", at));
      assertEquals(device, out.get("y").device());
      assertArrayEquals(new float[] {2, 6}, out.get("y").toHost().toFloatArray());
      assertArrayEquals(new float[] {1, 1, 1}, at.toHost().toFloatArray());
    }
  }

  @Test
  void profilesAndChecksReadTheDevicesClockAndNumbers() {
    try (Program p = new Program(network(), 1, device); NDArray w = NDArray.full(DType.FLOAT32, 1, N, N).to(device)) {
      String text = p.profile(Map.of("x", counted(2, N)), Map.of("w", w), 3);
      assertTrue(text.contains(" us ") && text.contains("fake:reference"), text);
      w.fill(Float.MAX_VALUE);
      p.nanCheck(true);
      text =
          assertThrows(NonFiniteException.class, () -> p.run(Map.of("x", counted(2, N)), Map.of("w", w))).getMessage();
      assertTrue(text.contains("MatMul"), text);
    }
  }

  @Test
  void exhaustedMemoryNamesTheHolders() {
    try (Arena arena = Arena.open("moments of Adam")) {
      arena.create(fake, DType.UINT8, 3 << 20);
      pool.setLimitBytes(pool.usedBytes() + (1 << 20));
      String text =
          assertThrows(OffHeapMemoryError.class, () -> NDArray.create(device, DType.UINT8, 2 << 20)).getMessage();
      assertTrue(text.contains("memory of fake:0") && text.contains("pydl4j.memory.limit.fake")
          && text.contains("moments of Adam: 3.0 MiB"), text);
      pool.setLimitBytes(0);
      fake.capacity(1 << 20);
      text = assertThrows(OffHeapMemoryError.class, () -> NDArray.create(device, DType.UINT8, 900 << 20)).getMessage();
      assertTrue(text.contains("refused by the system") && text.contains("moments of Adam"), text);
    }
  }

  @Test
  void constantsAreUploadedOncePerPlan() {
    GraphBuilder b = new GraphBuilder();
    b.output("y", b.input("x", DType.FLOAT32, N).add(b.constant("c", counted(N))));
    try (Program p = new Program(b.build(), 1, device)) {
      Map<String, NDArray> x = new HashMap<>(Map.of("x", NDArray.zeros(DType.FLOAT32, N)));
      p.run(x, Map.of()).values().forEach(NDArray::close);
      long used = pool.usedBytes();
      for (int i = 0; i < 5; i++) {
        assertEquals(8, p.run(x, Map.of()).get("y").getDoubleAt(7));
      }
      assertEquals(used, pool.usedBytes());
    }
  }
}
