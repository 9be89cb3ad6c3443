package org.pydl4j.nd.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.pydl4j.nd.graph.Case.uniform;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Gradients;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.plan.Program;
import org.pydl4j.nd.plan.options.PlanOptions;
import org.pydl4j.nd.spi.Backend;
import org.pydl4j.nd.spi.Kernel;
import org.pydl4j.nd.spi.KernelCall;
import org.pydl4j.nd.spi.Memory;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;

/** Mixed precision of whole plans: what is narrow, how far results are, that training works. */
class AutocastTest {
  private static final long WEIGHTS = 8 * 3 * 9 + 8 + 8 * 8 * 9 + 8 + 128 * 16 + 16;

  private record Net(Graph graph, Map<String, NDArray> inputs, Map<String, NDArray> states) {
  }

  /** The same kernels, without the claim to fast bfloat16. */
  private static final class OldProcessor implements Backend {
    @Override
    public String name() {
      return "old";
    }

    @Override
    public int priority() {
      return 0;
    }

    @Override
    public String describe() {
      return "old";
    }

    @Override
    public Memory memory() {
      return Runner.BACKEND.memory();
    }

    @Override
    public Kernel kernel(KernelCall call) {
      return Runner.BACKEND.kernel(call);
    }
  }

  @BeforeEach
  void needsTheInstructions() {
    assumeTrue(Runner.BACKEND.hasBfloat16(), "this processor has no bfloat16 products");
  }

  private static Sym conv(Sym x, Sym w, Sym bias) {
    return x.builder().call("Conv", Attrs.of("pads", new long[] {1, 1, 1, 1}), x, w, bias);
  }

  /**
   * Two convolutions, a residual, pooling and a dense layer: the loss, and parameters after a step of gradient descent.
   */
  private static Net net() {
    GraphBuilder b = new GraphBuilder();
    Sym all = b.state("params", DType.FLOAT32, WEIGHTS);
    long[][] shapes = {{8, 3, 3, 3}, {8}, {8, 8, 3, 3}, {8}, {128, 16}, {16}};
    Sym[] p = new Sym[shapes.length];
    long at = 0;
    for (int i = 0; i < p.length; i++) {
      long n = Arrays.stream(shapes[i]).reduce(1, (x, y) -> x * y);
      p[i] = all.slice(0, at, at + n).reshape(shapes[i]);
      at += n;
    }
    Sym x = b.input("x", DType.FLOAT32, 16, 3, 8, 8);
    Sym h = conv(x, p[0], p[1]).tanh();
    h = conv(h, p[2], p[3]).add(h).relu();
    h = b.call("MaxPool", Attrs.of("kernel_shape", new long[] {2, 2}, "strides", new long[] {2, 2}), h);
    Sym y = h.reshape(16, -1).matmul(p[4]).add(p[5]);
    Sym target = b.input("target", DType.FLOAT32, 16, 16);
    Sym loss = y.sub(target).pow(2).mean(false);
    Sym[] d = Gradients.of(loss, p);
    for (int i = 0; i < d.length; i++) {
      d[i] = d[i].reshape(-1);
    }
    b.output("y", y);
    b.output("loss", loss);
    b.write(all, all.sub(Sym.concat(0, d).mul(0.1)));
    Random random = new Random(3);
    Map<String, NDArray> inputs = new LinkedHashMap<>();
    inputs.put("x", uniform(-1, 1, 16, 3, 8, 8).make(random, DType.FLOAT32));
    inputs.put("target", uniform(-1, 1, 16, 16).make(random, DType.FLOAT32));
    Map<String, NDArray> states = new LinkedHashMap<>();
    states.put("params", uniform(-0.2, 0.2, WEIGHTS).make(random, DType.FLOAT32));
    return new Net(b.build(), inputs, states);
  }

  private static double train(boolean autocast, int steps) {
    Net net = net();
    double loss = 0;
    try (Program p = new Program(net.graph, PlanOptions.of(2).withAutocast(autocast), Runner.BACKEND)) {
      for (int i = 0; i < steps; i++) {
        loss = p.run(net.inputs, net.states).get("loss").getDoubleAt(0);
      }
    }
    return loss;
  }

  @Test
  void answersAreNearThoseOfFloat32AndNotTheSame() {
    Net net = net();
    try (Program wide = new Program(net.graph, 2, Runner.BACKEND);
        Program narrow = new Program(net.graph, PlanOptions.of(2).withAutocast(true), Runner.BACKEND)) {
      double[] want = wide.run(net.inputs, net().states).get("y").toDoubleArray();
      double[] got = narrow.run(net.inputs, net().states).get("y").toDoubleArray();
      assertFalse(Arrays.equals(want, got));
      Check.close(want, got, 2e-2);
    }
  }

  @Test
  void trainingReachesTheLossOfFloat32() {
    double want = train(false, 60);
    assertTrue(want < 0.5 * train(false, 1), "the problem is learned");
    assertEquals(want, train(true, 60), 0.05 * want);
  }

  @Test
  void equalRunsGiveEqualBits() {
    Net a = net();
    Net b = net();
    try (Program p = new Program(a.graph, PlanOptions.of(2).withAutocast(true), Runner.BACKEND)) {
      for (int i = 0; i < 3; i++) {
        assertArrayEquals(p.run(a.inputs, a.states).get("y").toDoubleArray(),
            p.run(b.inputs, b.states).get("y").toDoubleArray(), 0);
      }
      assertArrayEquals(a.states.get("params").toDoubleArray(), b.states.get("params").toDoubleArray(), 0);
    }
  }

  @Test
  void productsAreNarrowAndNoKernelIsAReference() {
    Net net = net();
    Map<String, long[]> dims = new LinkedHashMap<>();
    net.inputs.forEach((name, a) -> dims.put(name, a.shape()));
    try (Program p = new Program(net.graph, PlanOptions.of(2).withAutocast(true), Runner.BACKEND)) {
      String plan = p.explain(dims);
      assertFalse(plan.contains("dnnl:ref") || plan.contains("java:"), plan);
      String graph = p.dumps(dims).get("autocast");
      long narrow =
          graph.lines().filter(l -> l.matches(".*(FusedConv|FusedMatMul|ConvWeightGrad|ConvInputGrad)\\(.*")).count();
      assertEquals(8, narrow, graph);
      assertTrue(graph.lines().filter(l -> l.contains("ConvWeightGrad("))
          .allMatch(l -> l.contains("float32") && l.contains("out_type=1")), graph);
    }
  }

  @Test
  void aBackendWithoutBfloat16StaysInFloat32() {
    Net net = net();
    Backend old = new OldProcessor();
    try (Program wide = new Program(net.graph, 1, old);
        Program narrow = new Program(net.graph, PlanOptions.of(1).withAutocast(true), old)) {
      assertArrayEquals(wide.run(net.inputs, net().states).get("y").toDoubleArray(),
          narrow.run(net.inputs, net().states).get("y").toDoubleArray(), 0);
    }
  }
}
