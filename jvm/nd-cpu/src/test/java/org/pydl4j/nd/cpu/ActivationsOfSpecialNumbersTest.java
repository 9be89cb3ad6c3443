package org.pydl4j.nd.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pydl4j.nd.ops.FusedActivation;
import org.pydl4j.nd.spi.Kernel;
import org.pydl4j.nd.spi.KernelCall;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.TensorType;

/** What oneDNN's products and convolutions end with keeps NaN and tells infinities, whichever thread meets them. */
class ActivationsOfSpecialNumbersTest {
  private static final int ROWS = 6;
  private static final Attrs CONV = Attrs.of("strides", new long[] {2, 2}, "pads", new long[] {1, 1, 1, 1},
      "library", "dnnl");

  private record Product(String op, Attrs attrs, Runner.Array x, Runner.Array w, TensorType y) {
    static Product of(String op) {
      return op.equals("pydl4j.FusedConv")
          ? new Product(op, CONV, Check.random(1, ROWS, 16, 9, 9), weights(32, 16, 3, 3), Check.f32(ROWS, 32, 5, 5))
          : new Product(op, Attrs.of("library", "dnnl"), Check.random(1, ROWS, 24), weights(24, 40),
              Check.f32(ROWS, 40));
    }

    /** All positive, so that an infinity stays one. */
    private static Runner.Array weights(long... dims) {
      Runner.Array w = Check.random(2, dims);
      return new Runner.Array(w.type(), Arrays.stream(w.values()).map(v -> Math.abs(v) / 8 + 0.125).toArray());
    }

    double[] run(String activation, double alpha, double beta, int threads) {
      Attrs a = attrs.with("activation", activation).with("alpha", alpha).with("beta", beta);
      return Runner.run(op, a, List.of(x, w), new boolean[2], threads, y)[0];
    }

    /** With the numbers in that row. */
    Product with(int row, double... numbers) {
      double[] values = x.values().clone();
      int n = values.length / ROWS;
      for (int i = 0; i < numbers.length; i++) {
        values[row * n + i * 3] = numbers[i];
      }
      return new Product(op, attrs, new Runner.Array(x.type(), values), w, y);
    }
  }

  @ParameterizedTest
  @CsvSource({"Relu,0,0", "Clip,-0.5,0.75", "Clip,0,6", "HardSigmoid,0.2,0.5", "HardSwish,0.16666667,0.5",
      "LeakyRelu,0.01,0",
      "Elu,1,0", "Tanh,0,0", "Sigmoid,0,0", "Softplus,0,0", "Swish,1,0", "Gelu,0,0", "GeluTanh,0,0"})
  void eachActivationTellsThemAsItsFormulaDoes(String activation, double alpha, double beta) {
    Attrs a = Attrs.of("activation", activation, "alpha", alpha, "beta", beta);
    for (String op : List.of("pydl4j.FusedConv", "pydl4j.FusedMatMul")) {
      for (double special : new double[] {Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY}) {
        for (int row : new int[] {0, ROWS - 1}) {
          Product p = Product.of(op).with(row, special);
          for (int threads = 1; threads <= 3; threads++) {
            double[] want = Arrays.stream(p.run("", 0, 0, threads)).map(v -> FusedActivation.apply(a, v)).toArray();
            Check.close(want, p.run(activation, alpha, beta, threads), 1e-5);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"pydl4j.FusedConv", "pydl4j.FusedMatMul"})
  void otherRowsKeepTheirBits(String op) {
    Product clean = Product.of(op);
    double[] want = clean.run("Relu", 0, 0, 2);
    double[] got = clean.with(ROWS - 1, Double.NaN, Double.NEGATIVE_INFINITY).run("Relu", 0, 0, 2);
    int others = want.length / ROWS * (ROWS - 1);
    assertArrayEquals(Arrays.copyOf(want, others), Arrays.copyOf(got, others));
    assertTrue(Arrays.stream(got).skip(others).anyMatch(Double::isNaN));
    KernelCall call =
        new KernelCall(op, clean.attrs(), List.of(clean.x().type(), clean.w().type()), List.of(clean.y()), 2,
            new boolean[2]);
    try (Kernel k = Runner.BACKEND.kernel(call)) {
      assertTrue(k.implementation().startsWith("dnnl"), k.implementation());
    }
  }
}
