package org.pydl4j.nd.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.plan.Program;
import org.pydl4j.nd.plan.reference.Interpreter;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;

class RandomTest {
  private static final long SIZE = 10_007;

  private record Drawn(String op, DType dtype, Object... parameters) {
  }

  private static List<Drawn> draws() {
    List<Drawn> draws = new ArrayList<>();
    for (DType t : List.of(DType.FLOAT32, DType.FLOAT64)) {
      draws.add(new Drawn("RandomUniform", t));
      draws.add(new Drawn("RandomUniform", t, -1.5, 2.25));
      draws.add(new Drawn("RandomNormal", t, 3.1, 0.7));
      draws.add(new Drawn("RandomExponential", t, 1.7));
    }
    for (DType t : List.of(DType.INT64, DType.INT32, DType.UINT8)) {
      draws.add(new Drawn("RandomIntegers", t, 3L, 99L));
    }
    draws.add(new Drawn("RandomIntegers", DType.INT64, -7L, (1L << 32) + (1L << 31)));
    draws.add(new Drawn("RandomIntegers", DType.INT64, 0L, (1L << 31) + (1L << 30))); // one word in four is drawn again
    draws.add(new Drawn("RandomIntegers", DType.INT64, Long.MIN_VALUE, Long.MAX_VALUE));
    draws.add(new Drawn("RandomBernoulli", DType.BOOL, 0.3));
    for (double k : new double[] {0.3, 1, 7.5}) {
      draws.add(new Drawn("RandomGamma", DType.FLOAT64, k));
      draws.add(new Drawn("RandomPoisson", DType.INT64, k * k * k));
      draws.add(new Drawn("RandomBinomial", DType.INT64, (long) (k * 30), k / 10));
      draws.add(new Drawn("RandomTruncatedNormal", DType.FLOAT64, k - 2, k));
    }
    return draws;
  }

  @TestFactory
  List<DynamicTest> nativeKernelsDrawTheBitsOfTheReference() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Drawn d : draws()) {
      tests.add(DynamicTest.dynamicTest(d.op + " " + d.dtype, () -> check(d)));
    }
    return tests;
  }

  private static void check(Drawn d) {
    GraphBuilder b = new GraphBuilder();
    Sym[] in = new Sym[3 + d.parameters.length];
    in[0] = b.input("seed", DType.INT64);
    in[1] = b.input("step", DType.INT64);
    in[2] = b.longs(SIZE);
    for (int i = 0; i < d.parameters.length; i++) {
      Object p = d.parameters[i];
      in[3 + i] =
          b.constant(p instanceof Long v ? NDArray.of(new long[] {v}) : NDArray.scalar(DType.FLOAT64, (Double) p));
    }
    b.output("y", b.call("pydl4j." + d.op, Attrs.of("dtype", d.dtype.onnx, "node", 3), in));
    Map<String, NDArray> inputs = Map.of("seed", NDArray.of(new long[] {-98765432109876L}).reshape(), "step",
        NDArray.of(new long[] {1L << 40}).reshape());
    NDArray want = Interpreter.run(b.build(), inputs, Map.of()).get("y");
    try (Program p = new Program(b.build(), Runner.THREADS, Runner.BACKEND)) {
      NDArray got = p.run(inputs, Map.of()).get("y");
      if (d.dtype.isFloat()) {
        assertArrayEquals(want.toDoubleArray(), got.toDoubleArray());
      } else {
        assertArrayEquals(want.toLongArray(), got.toLongArray());
      }
    }
  }
}
