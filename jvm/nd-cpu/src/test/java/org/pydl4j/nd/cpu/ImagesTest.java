package org.pydl4j.nd.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Gradients;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.plan.Program;
import org.pydl4j.nd.plan.reference.Interpreter;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;

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
    b.output("pooled",
        x.call("AveragePool", Attrs.of("kernel_shape", new long[] {3, 3}, "strides", new long[] {2, 1})));
    Sym grid = b.input("grid", DType.FLOAT32, 2, 20, 30, 2);
    Sym sampled = b.call("GridSample", Attrs.NONE, x, grid);
    b.output("sampled", sampled);
    Sym[] d = Gradients.of(sampled.mul(sampled).sum(false), x, grid);
    b.output("dx", d[0]);
    b.output("dgrid", d[1]);
    for (String mode : new String[] {"avg", "max"}) {
      Sym regions =
          b.call("RoiAlign", Attrs.of("mode", mode, "output_height", 4, "output_width", 5, "spatial_scale", 20.0), x,
              b.constant(Case.uniform(0, 2, 60, 4).make(new Random(8), DType.FLOAT32)),
              b.constant(NDArray.of(LongStream.range(0, 60).map(i -> i % 2).toArray(), 60)));
      b.output("d" + mode, Gradients.of(regions.mul(regions).sum(false), x)[0]);
    }
    b.output("normal", x.call("InstanceNormalization", b.constant(random(5, 5)), b.constant(random(6, 5))));
    Graph graph = b.build();
    Map<String, NDArray> in = Map.of("x", random(7, 2, 5, 30, 41), "grid", random(4, 2, 20, 30, 2));
    try (Program one = new Program(graph, 1, Runner.BACKEND); Program many = new Program(graph, 3, Runner.BACKEND)) {
      Map<String, NDArray> want = one.run(in, Map.of());
      Map<String, NDArray> got = many.run(in, Map.of());
      want.forEach((name, a) -> assertArrayEquals(a.toDoubleArray(), got.get(name).toDoubleArray(), name));
    }
  }

  @Test
  void placesThatAreNotOfTheirOwnPlaneAreWrittenInOrderAndWrongOnesNamed() {
    GraphBuilder b = new GraphBuilder();
    Sym x = b.input("x", DType.FLOAT32, 1, 2, 3);
    Sym places = b.input("places", DType.INT64, 1, 2, 3);
    b.output("y", b.call("MaxUnpool", Attrs.of("kernel_shape", new long[] {2}, "strides", new long[] {2}), x, places));
    try (Program p = new Program(b.build(), 2, Runner.BACKEND)) {
      NDArray values = NDArray.of(new double[] {1, 2, 3, 4, 5, 6}, 1, 2, 3).castTo(DType.FLOAT32);
      double[] y = p.run(Map.of("x", values, "places", NDArray.of(new long[] {7, 0, 7, 0, -1, 8}, 1, 2, 3)), Map.of())
          .get("y").toDoubleArray();
      assertArrayEquals(new double[] {4, 0, 0, 0, 0, 0, 0, 3, 6, 0, 0, 5}, y);
      Map<String, NDArray> wrong = Map.of("x", values, "places", NDArray.of(new long[] {0, 1, 12, 6, 7, 8}, 1, 2, 3));
      String message = assertThrows(RuntimeException.class, () -> p.run(wrong, Map.of())).getMessage();
      assertTrue(message.contains("got 12; expected -12 to 11"), message);
    }
  }

  @Test
  void rowsOutsideACropReadNothingFarAway() {
    int n = 1 << 22; // whole positions, so that rows are copied
    GraphBuilder b = new GraphBuilder();
    Sym x = b.input("x", DType.UINT8, n + 1, 3);
    Sym roi = b.constant(NDArray.of(new double[] {-1.0 / n, 0, 1 + 1.0 / n, 1}, 4));
    Attrs a =
        Attrs.of("mode", "linear", "coordinate_transformation_mode", "tf_crop_and_resize", "extrapolation_value", 7.0);
    b.output("y", b.call("Resize", a, x, roi, null, b.longs(n + 3, 5)));
    try (Program p = new Program(b.build(), 2, Runner.BACKEND)) {
      NDArray y = p.run(Map.of("x", NDArray.zeros(DType.UINT8, n + 1, 3)), Map.of()).get("y");
      for (long row : new long[] {0, 1, n + 1, n + 2}) {
        assertEquals(row % (n + 2) == 0 ? 7 : 0, y.getDoubleAt(5 * row + 2), "row " + row);
      }
    }
  }
}
