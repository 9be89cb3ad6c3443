package org.pydl4j.nd.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.pydl4j.nd.graph.Case.uniform;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Ops;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

class MatmulTest {
  @ParameterizedTest
  @CsvSource({"1,1,1", "1,512,10", "7,13,5", "64,784,512", "33,1,17", "128,65,3"})
  void everyTranspositionGivesTheSameProduct(int m, int k, int n) {
    Runner.Array a = Check.random(1, m, k);
    Runner.Array b = Check.random(2, k, n);
    double[] expected = product(a.values(), b.values(), 1, m, k, n);
    for (int t = 0; t < 4; t++) {
      boolean ta = t % 2 == 1;
      boolean tb = t / 2 == 1;
      Attrs attrs = Attrs.of("transA", ta, "transB", tb);
      List<Runner.Array> in = List.of(ta ? transposed(a, m, k) : a, tb ? transposed(b, k, n) : b);
      Check.close(expected, Runner.run("pydl4j.FusedMatMul", attrs, in, Check.f32(m, n))[0], 1e-5 * Math.sqrt(k));
      Check.close(expected, Runner.run("Gemm", attrs, in, Check.f32(m, n))[0], 1e-5 * Math.sqrt(k));
      Check.close(expected, Runner.run("pydl4j.FusedMatMul", attrs, in, new boolean[] {false, true}, 1, Check.f32(m,
          n))[0],
          1e-5 * Math.sqrt(k));
    }
  }

  @ParameterizedTest
  @CsvSource({"Relu", "Tanh", "Sigmoid", "LeakyRelu", "Elu", "Gelu", "HardSigmoid", "''"})
  void biasResidualAndActivationAreFused(String activation) {
    int m = 9;
    int k = 20;
    int n = 21;
    Runner.Array a = Check.random(1, m, k);
    Runner.Array b = Check.random(2, k, n);
    Runner.Array bias = Check.random(3, n);
    Runner.Array residual = Check.random(4, m, n);
    double[] expected = product(a.values(), b.values(), 1, m, k, n);
    DoubleUnaryOperator f = activation(activation);
    for (int i = 0; i < expected.length; i++) {
      expected[i] = f.applyAsDouble(expected[i] + bias.values()[i % n] + residual.values()[i]);
    }
    double alpha = activation.equals("LeakyRelu") ? 0.01 : activation.equals("HardSigmoid") ? 0.2 : 1;
    Attrs attrs = Attrs.of("activation", activation, "alpha", alpha, "beta", 0.5);
    double[] got = Runner.run("pydl4j.FusedMatMul", attrs, List.of(a, b, bias, residual), Check.f32(m, n))[0];
    Check.close(expected, got, 5e-5);
  }

  @ParameterizedTest
  @CsvSource({"8,8", "1,3", "5,1", "3,17", "2,32", "9,7", "64,1", "1,64"})
  void fewSumsOfManyProductsKeepTheirDigits(int m, int n) {
    int k = 33_001;
    Runner.Array a = Check.random(1, k, m);
    Runner.Array b = Check.random(2, k, n);
    double[] want = product(transposed(a, k, m).values(), b.values(), 1, m, k, n);
    for (int threads = 1; threads <= 2; threads++) {
      Check.close(want,
          Runner.run("pydl4j.FusedMatMul", Attrs.of("transA", true), List.of(a, b), new boolean[2], threads,
              Check.f32(m, n))[0],
          1e-4);
      Check.close(want, Runner.run("pydl4j.FusedMatMul", Attrs.of("transB", true), List.of(transposed(a, k, m),
          transposed(b, k, n)), new boolean[2], threads, Check.f32(m, n))[0], 1e-4);
    }
  }

  @ParameterizedTest
  @CsvSource({"32,784,512", "33,300,210", "5,512,784", "64,600,33", "17,2000,10"})
  void threadsShareRowsAndColumnsOfAProductByFrozenWeights(int m, int k, int n) {
    Runner.Array a = Check.random(1, m, k);
    Runner.Array b = Check.random(2, k, n);
    Runner.Array bias = Check.random(3, n);
    double[] expected = product(a.values(), b.values(), 1, m, k, n);
    for (int i = 0; i < expected.length; i++) {
      expected[i] = Math.max(0, expected[i] + bias.values()[i % n]);
    }
    for (int threads = 1; threads <= 3; threads++) {
      Check.close(expected,
          Runner.run("pydl4j.FusedMatMul", Attrs.of("activation", "Relu"), List.of(a, b, bias),
              new boolean[] {false, true, false}, threads,
              Check.f32(m, n))[0],
          1e-5 * Math.sqrt(k));
    }
  }

  @Test
  void batchesBroadcast() {
    Runner.Array a = Check.random(1, 3, 4, 5);
    Runner.Array b = Check.random(2, 3, 5, 6);
    Check.close(product(a.values(), b.values(), 3, 4, 5, 6),
        Runner.run("MatMul", Attrs.NONE, List.of(a, b), Check.f32(3, 4, 6))[0], 1e-5);
    Runner.Array c = Check.random(3, 5, 6);
    Check.close(product(a.values(), c.values(), 1, 12, 5, 6),
        Runner.run("MatMul", Attrs.NONE, List.of(a, c), Check.f32(3, 4, 6))[0], 1e-5);
    Runner.Array d = Check.random(4, 1, 5, 6);
    Check.close(product(a.values(), d.values(), 1, 12, 5, 6),
        Runner.run("MatMul", Attrs.NONE, List.of(a, d), Check.f32(3, 4, 6))[0], 1e-5);
    Runner.Array v = Check.random(5, 5);
    Check.close(product(a.values(), v.values(), 1, 12, 5, 1),
        Runner.run("MatMul", Attrs.NONE, List.of(a, v), Check.f32(3, 4))[0], 1e-5);
    Check.close(product(v.values(), c.values(), 1, 1, 5, 6),
        Runner.run("MatMul", Attrs.NONE, List.of(v, c), Check.f32(6))[0], 1e-5);
  }

  @Test
  void gemmScalesProductAndAddend() {
    Runner.Array a = Check.random(1, 4, 5);
    Runner.Array b = Check.random(2, 5, 6);
    Runner.Array c = Check.random(3, 4, 6);
    double[] expected = product(a.values(), b.values(), 1, 4, 5, 6);
    for (int i = 0; i < expected.length; i++) {
      expected[i] = 0.5 * expected[i] + 0.25 * c.values()[i];
    }
    Check.close(expected, Runner.run("Gemm", Attrs.of("alpha", 0.5, "beta", 0.25), List.of(a, b, c), Check.f32(4,
        6))[0], 1e-5);
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "7,13,5", "64,784,51", "33,1,17", "130,401,65", "1,512,10"})
  void doublesKeepTheirAccuracy(int m, int k, int n) {
    Runner.Array a = doubles(Check.random(1, m, k));
    Runner.Array b = doubles(Check.random(2, k, n));
    Runner.Array bias = doubles(Check.random(3, n));
    Runner.Array residual = doubles(Check.random(4, m, n));
    double[] expected = product(a.values(), b.values(), 1, m, k, n);
    TensorType type = new TensorType(DType.FLOAT64, m, n);
    for (int t = 0; t < 4; t++) {
      Attrs attrs = Attrs.of("transA", t % 2, "transB", t / 2);
      List<Runner.Array> in = List.of(t % 2 == 1 ? doubles(transposed(a, m, k)) : a,
          t / 2 == 1 ? doubles(transposed(b, k, n)) : b);
      Check.close(expected, Runner.run("pydl4j.FusedMatMul", attrs, in, type)[0], 1e-13 * k);
      Check.close(expected, Runner.run("Gemm", attrs, in, type)[0], 1e-13 * k);
    }
    double[] fused = expected.clone();
    Arrays.setAll(fused, i -> Math.tanh(expected[i] + bias.values()[i % n] + residual.values()[i]));
    Check.close(fused, Runner.run("pydl4j.FusedMatMul", Attrs.of("activation", "Tanh"),
        List.of(a, b, bias, residual), type)[0], 1e-13 * k);
    Runner.Array stack = doubles(Check.random(5, 3, m, k));
    Check.close(product(stack.values(), b.values(), 1, 3 * m, k, n), Runner.run("MatMul", Attrs.NONE, List.of(stack, b),
        new TensorType(DType.FLOAT64, 3, m, n))[0], 1e-13 * k);
  }

  @ParameterizedTest
  @EnumSource(value = DType.class, names = {"FLOAT16", "BFLOAT16"})
  void narrowFactorsGiveTheSameProductFedAndFrozen(DType type) {
    List<Case> cases = List.of(Case.of(uniform(-1, 1, 3, 40), uniform(-1, 1, 40, 21)),
        Case.of(uniform(-1, 1, 70, 40), uniform(-1, 1, 40, 21)),
        Case.of(uniform(-1, 1, 5, 30, 40), uniform(-1, 1, 5, 40, 21)),
        Case.of(uniform(-1, 1, 5, 30, 40), uniform(-1, 1, 40, 21)));
    for (Case c : cases) {
      double[] want = Roads.REFERENCE.run(Ops.get("MatMul"), c, type, g -> g).get("out0").toDoubleArray();
      double round = type == DType.FLOAT16 ? 1e-3 : 8e-3;
      Check.close(want, Roads.FED.run(Ops.get("MatMul"), c, type, g -> g).get("out0").toDoubleArray(), round);
      Case.Gen frozen = frozen(c.inputs()[1]);
      Check.close(want,
          Roads.FED.run(Ops.get("MatMul"), Case.of(c.inputs()[0], frozen), type, g -> g).get("out0").toDoubleArray(),
          round);
    }
  }

  private static Case.Gen frozen(Case.Gen g) {
    return new Case.Gen() {
      @Override
      public NDArray make(Random random, DType floats) {
        return g.make(random, floats);
      }

      @Override
      public boolean isConstant() {
        return true;
      }
    };
  }

  @ParameterizedTest
  @EnumSource(value = DType.class, names = {"FLOAT16", "BFLOAT16"})
  void sumsOfNarrowProductsAreKeptInFloat32(DType type) {
    for (long rows : new long[] {1, 20}) {
      NDArray y = Roads.FED
          .run(Ops.get("MatMul"), Case.of(uniform(1, 1, rows, 5000), uniform(1, 1, 5000, 3)), type, g -> g).get("out0");
      for (double v : y.toDoubleArray()) {
        assertEquals(type == DType.FLOAT16 ? 5000 : 4992, v); // their own sums would stand still at 2048 and 256
      }
    }
  }

  private static Runner.Array doubles(Runner.Array a) {
    return new Runner.Array(a.type().withDType(DType.FLOAT64), a.values());
  }

  private static double[] product(double[] a, double[] b, int batch, int m, int k, int n) {
    double[] y = new double[batch * m * n];
    for (int i = 0; i < y.length; i++) {
      for (int j = 0; j < k; j++) {
        y[i] += a[i / n * k + j] * b[(i / (m * n) * k + j) * n + i % n];
      }
    }
    return y;
  }

  private static Runner.Array transposed(Runner.Array a, int rows, int columns) {
    double[] t = new double[rows * columns];
    Arrays.setAll(t, i -> a.values()[i % rows * columns + i / rows]);
    return Runner.Array.of(t, columns, rows);
  }

  static DoubleUnaryOperator activation(String name) {
    return switch (name) {
      case "Relu" -> v -> Math.max(v, 0);
      case "Tanh" -> Math::tanh;
      case "Sigmoid" -> v -> 1 / (1 + Math.exp(-v));
      case "LeakyRelu" -> v -> v < 0 ? 0.01 * v : v;
      case "Elu" -> v -> v < 0 ? Math.expm1(v) : v;
      case "Gelu" -> v -> v / 2 * (1 + org.pydl4j.nd.pointwise.PointwiseCode.ERF.apply(v / Math.sqrt(2), 0, 0));
      case "HardSigmoid" -> v -> Math.min(1, Math.max(0, 0.2 * v + 0.5));
      default -> v -> v;
    };
  }
}
