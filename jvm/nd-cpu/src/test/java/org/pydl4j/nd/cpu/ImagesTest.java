package org.pydl4j.nd.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pydl4j.nd.array.DType;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Attrs;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Gradients;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.plan.Interpreter;
import org.pydl4j.nd.plan.Program;

/** Images between convolutions stay channels-last, and kernels share out work without changing a bit. */
class ImagesTest {
  private static NDArray random(int seed, long... dims) {
    return Case.uniform(-1, 1, dims).make(new Random(seed), DType.FLOAT32);
  }

  private static Sym conv(Sym x, NDArray w) {
    return x.call("Conv", Attrs.of("pads", new long[] {1, 1, 1, 1}), x.builder().constant(w)).relu();
  }

  /** An encoder, a smaller picture, resized, padded and convolved again; with its gradient. */
  private static Graph network(NDArray first, NDArray second) {
    GraphBuilder b = new GraphBuilder();
    Sym x = b.input("x", DType.FLOAT32, 2, 16, 12, 12);
    Sym h = conv(x, first).call("LpPool", Attrs.of("kernel_shape", new long[] {2, 2}, "strides", new long[] {2, 2}));
    Sym sizes = b.longs(2, 16, 15, 9);
    Sym up = b.call("Resize", Attrs.of("mode", "linear"), h, null, null, sizes);
    Sym y = conv(b.call("Pad", Attrs.of("mode", "reflect"), up, b.longs(0, 0, 1, 2, 0, 0, 1, 2)), second);
    b.output("y", y);
    b.output("dx", Gradients.of(y.mul(y).sum(false), x)[0]);
    return b.build();
  }

  @Test
  void whatIsResizedAndPaddedBetweenConvolutionsIsNotTransposed() {
    NDArray w = random(1, 16, 16, 3, 3);
    Graph graph = network(w, random(2, 16, 16, 3, 3));
    Map<String, NDArray> in = Map.of("x", random(3, 2, 16, 12, 12));
    Map<String, long[]> dims = new HashMap<>();
    in.forEach((name, a) -> dims.put(name, a.shape()));
    Map<String, NDArray> want = Interpreter.run(graph, in, Map.of());
    try (Program p = new Program(graph, 2, Runner.BACKEND)) {
      String plan = p.explain(dims);
      assertEquals(3, plan.split("native:transpose", -1).length - 1, plan); // x, y and dx
      Map<String, NDArray> got = p.run(in, Map.of());
      want.forEach((name, a) -> { // sums of a thousand products each
        double largest = Arrays.stream(a.toDoubleArray()).map(Math::abs).max().orElse(0);
        assertArrayEquals(a.toDoubleArray(), got.get(name).toDoubleArray(), 1e-5 * largest, name);
      });
    }
  }

  @Test
  void threadsDoNotChangeABitOfWhatIsResizedPooledOrSampled() {
    GraphBuilder b = new GraphBuilder();
    Sym x = b.input("x", DType.FLOAT32, 2, 5, 30, 41);
    b.output("resized", b.call("Resize", Attrs.of("mode", "cubic"), x, null, null, b.longs(2, 5, 71, 23)));
    b.output("pooled", x.call("AveragePool", Attrs.of("kernel_shape", new long[] {3, 3}, "strides", new long[] {2, 1})));
    b.output("sampled", b.call("GridSample", Attrs.NONE, x, b.constant(random(4, 2, 20, 30, 2))));
    b.output("normal", x.call("InstanceNormalization", b.constant(random(5, 5)), b.constant(random(6, 5))));
    Graph graph = b.build();
    Map<String, NDArray> in = Map.of("x", random(7, 2, 5, 30, 41));
    try (Program one = new Program(graph, 1, Runner.BACKEND); Program many = new Program(graph, 3, Runner.BACKEND)) {
      Map<String, NDArray> want = one.run(in, Map.of());
      Map<String, NDArray> got = many.run(in, Map.of());
      want.forEach((name, a) -> assertArrayEquals(a.toDoubleArray(), got.get(name).toDoubleArray(), name));
    }
  }
}
