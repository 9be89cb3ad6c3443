package org.pydl4j.nd.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.pydl4j.nd.array.Device;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.fake.FakeDevice;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Ops;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.ops.CaseGraph;
import org.pydl4j.nd.plan.reference.Interpreter;
import org.pydl4j.nd.types.DType;

/**
 * Walks the registry: every declared case, forward and backward, gives on the chosen backend, on a device with memory
 * of its own, and on one that has no kernel at all, what the reference kernels give.
 */
class RegistryPlanTest {
  private static final List<Device> DEVICES = List.of(Device.host(), Device.of("fake"), Device.of("fake:1"));

  @BeforeAll
  static void takeTheKernelsOfTheLast() {
    ((FakeDevice) DEVICES.get(2).backend()).without(Ops.all().stream().map(Op::name).collect(Collectors.toSet()));
  }

  @AfterAll
  static void giveThemBack() {
    ((FakeDevice) DEVICES.get(2).backend()).without(Set.of());
  }

  private static void same(String what, NDArray want, NDArray got) {
    assertEquals(want.type(), got.type(), what);
    double scale = 1;
    double[] numbers = want.parts().toDoubleArray();
    for (double v : numbers) {
      scale = Math.max(scale, Double.isFinite(v) ? Math.abs(v) : 0);
    }
    for (int i = 0; i < numbers.length; i++) {
      assertEquals(numbers[i], got.parts().getDoubleAt(i), 2e-5 * scale, what + "[" + i + "]");
    }
  }

  private static void check(CaseGraph c) {
    Graph g = c.builder().build();
    Map<String, NDArray> want = Interpreter.run(g, c.arrays(), Map.of());
    for (Device device : DEVICES) {
      try (Program p = new Program(g, 2, device)) {
        Map<String, NDArray> got = p.run(c.arrays(), Map.of());
        want.forEach((name, a) -> same(name + " on " + device, a, got.get(name)));
      }
    }
  }

  @TestFactory
  List<DynamicTest> plansEqualTheReference() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Op op : Ops.all()) {
      for (int i = 0; i < op.cases().size(); i++) {
        Case declared = op.cases().get(i);
        tests.add(DynamicTest.dynamicTest(op.name() + " case " + i, () -> {
          CaseGraph c = CaseGraph.of(op, declared, DType.FLOAT32);
          for (int k = 0; k < c.out().length; k++) {
            c.builder().output("out" + k, c.out()[k]);
          }
          check(c);
        }));
        if (op.noGradient() == null) {
          tests.add(DynamicTest.dynamicTest("gradient of " + op.name() + " case " + i,
              () -> checkGradient(CaseGraph.of(op, declared, DType.FLOAT32))));
        }
      }
    }
    return tests;
  }

  private static void checkGradient(CaseGraph c) {
    List<Sym> wrt = new ArrayList<>();
    for (Sym s : c.in()) {
      if (s != null && s.value().kind() == org.pydl4j.nd.graph.Value.Kind.INPUT && s.dtype().isFloat()) {
        wrt.add(s);
      }
    }
    if (wrt.isEmpty() || !c.out()[0].dtype().isFloat()) {
      return;
    }
    Sym[] d = org.pydl4j.nd.graph.Gradients.of(c.out()[0].mul(c.out()[0]).sum(false), wrt.toArray(new Sym[0]));
    for (int i = 0; i < d.length; i++) {
      c.builder().output("d" + i, d[i]);
    }
    check(c);
  }
}
