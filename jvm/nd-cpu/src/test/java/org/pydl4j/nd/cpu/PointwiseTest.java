package org.pydl4j.nd.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.pydl4j.nd.pointwise.PointwiseCode;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

class PointwiseTest {
  /** No denormal numbers: kernels count them as zero. */
  private static final double[] SPECIAL = {0, -0.0, 1, -1, 0.5, -0.5, 1e-6, -1e-6, 3, -3, 7.5, -7.5, 20, -20, 88, -88,
      100, -100, 150, -150,
      1e-30, 1e30, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, 2.5, -2.5};

  @ParameterizedTest
  @EnumSource(PointwiseCode.class)
  void everyInstructionMatchesItsDoubleEvaluator(PointwiseCode code) {
    if (code.opcode() <= PointwiseCode.STORE.opcode() || code.opcode() >= PointwiseCode.BITAND.opcode()) {
      return;  // integers alone: RegistryTest
    }
    int n = 3001;
    Random r = new Random(code.opcode());
    double[][] in = new double[3][n];
    for (double[] x : in) {
      for (int i = 0; i < n; i++) {
        x[i] = (float) (r.nextInt(4) == 0 ? SPECIAL[r.nextInt(SPECIAL.length)]
            : (r.nextDouble() - 0.5) * Math.pow(10, r.nextInt(4) - 1));
      }
    }
    List<Runner.Array> inputs = new ArrayList<>();
    List<Long> program = new ArrayList<>();
    for (int k = 0; k < code.arity; k++) {
      inputs.add(Runner.Array.of(in[k], n));
      program.addAll(List.of((long) PointwiseCode.LOAD.opcode(), (long) k, (long) k, 0L, 0L));
    }
    program.addAll(List.of((long) code.opcode(), 3L, 0L, code.arity > 1 ? 1L : 0L, code.arity > 2 ? 2L : 0L));
    program.addAll(List.of((long) PointwiseCode.STORE.opcode(), 0L, 3L, 0L, 0L));
    double[] got = Runner.run("pydl4j.Pointwise", program(program), inputs, Check.f32(n))[0];
    for (int i = 0; i < n; i++) {
      float expected = code == PointwiseCode.NEXTAFTER ? Math.nextAfter((float) in[0][i], in[1][i])
          : (float) code.apply(in[0][i], in[1][i], in[2][i]);
      float scale = code == PointwiseCode.FMA ? (float) Math.max(Math.abs(expected), Math.abs(in[0][i] * in[1][i]))
          : code == PointwiseCode.LOGADDEXP ? (float) Math.max(Math.abs(expected), Math.abs(in[0][i])) : expected;
      double ulps = Math.abs(got[i] - expected) / Math.ulp(scale);
      boolean same = Float.compare((float) got[i], expected) == 0 || got[i] == expected || ulps <= 4
          || Math.abs(got[i] - expected) <= 1.2e-38;
      assertEquals(true, same, code + "(" + in[0][i] + ", " + in[1][i] + ", " + in[2][i] + "): got " + got[i]
          + "; expected " + expected);
    }
  }

  @ParameterizedTest
  @CsvSource({"7;3, 7;3, 7;3", "7;3, 3, 7;3", "7;3, 7;1, 7;3", "7;3, 1, 7;3", "100;257, 257, 100;257",
      "40;3000, 3000, 40;3000",
      "5;1;4, 3;1, 5;3;4", "2;3;4;5, 3;1;1, 2;3;4;5", "64;8;9, 64;1;9, 64;8;9", "0;3, 3, 0;3", ", 4, 4",
      "1000;64, 64, 1000;64",
      "70000, 1, 70000", "3;1, 1;50, 3;50"})
  void additionBroadcastsAsNumPy(String a, String b, String y) {
    Runner.Array x = Check.random(1, dims(a));
    Runner.Array z = Check.random(2, dims(b));
    long[] d = dims(y);
    double[] got = Runner.run("Add", Attrs.NONE, List.of(x, z), Check.f32(d))[0];
    double[] expected = new double[got.length];
    for (int i = 0; i < got.length; i++) {
      expected[i] = (float) x.values()[at(i, d, x.type().dims())] + (float) z.values()[at(i, d, z.type().dims())];
    }
    Check.close(expected, got, 1e-6);
  }

  @Test
  void aProgramMayReadAnOutputOverAnInput() {
    long[] code = {PointwiseCode.LOAD.opcode(), 0, 0, 0, 0, PointwiseCode.LOAD.opcode(), 1, 1, 0, 0,
        PointwiseCode.ADD.opcode(), 2, 0, 1, 0,
        PointwiseCode.STORE.opcode(), 0, 2, 0, 0, PointwiseCode.CONST.opcode(), 3, 0, 0, 0, PointwiseCode.MUL.opcode(),
        4, 0, 3, 0,
        PointwiseCode.GT.opcode(), 5, 4, 2, 0, PointwiseCode.STORE.opcode(), 1, 4, 0, 0, PointwiseCode.STORE.opcode(),
        2, 5, 0, 0};
    Runner.Array a = Check.random(3, 5000);
    Runner.Array b = Check.random(4, 5000);
    double[][] got = Runner.run("pydl4j.Pointwise", Attrs.of("program", code, "constants", new double[] {3}),
        List.of(a, b),
        Check.f32(5000), Check.f32(5000), new TensorType(DType.BOOL, 5000));
    for (int i = 0; i < 5000; i++) {
      float sum = (float) a.values()[i] + (float) b.values()[i];
      float triple = (float) a.values()[i] * 3;
      assertEquals(sum, got[0][i]);
      assertEquals(triple, got[1][i]);
      assertEquals(triple > sum ? 1 : 0, got[2][i]);
    }
  }

  @Test
  void boolInputsAreTruthValuesAndDoublesStayDoubles() {
    Runner.Array c = new Runner.Array(new TensorType(DType.BOOL, 4), 1, 0, 1, 0);
    Runner.Array x = new Runner.Array(new TensorType(DType.FLOAT64, 4), 0.1, 0.2, 0.3, 0.4);
    Runner.Array y = new Runner.Array(new TensorType(DType.FLOAT64, 1), 7);
    double[] got = Runner.run("Where", Attrs.NONE, List.of(c, x, y), new TensorType(DType.FLOAT64, 4))[0];
    assertArrayEquals(new double[] {0.1, 7, 0.3, 7}, got);
  }

  @Test
  void outputsThatNoCacheHoldsAreTheSame() {
    int rows = 9001;
    int columns = 1003;
    double[] block = Check.random(3, 17, columns).values();
    double[] many = new double[rows * columns];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(block, i % 17 * columns, many, i * columns, columns);
    }
    for (String op : List.of("Relu", "Softmax")) {
      double[] expected =
          Runner.run(op, Attrs.NONE, List.of(Runner.Array.of(block, 17, columns)), Check.f32(17, columns))[0];
      double[] got =
          Runner.run(op, Attrs.NONE, List.of(Runner.Array.of(many, rows, columns)), Check.f32(rows, columns))[0];
      for (int i = 0; i < got.length; i++) {
        if (Double.compare(got[i], expected[i % expected.length]) != 0) {
          assertEquals(expected[i % expected.length], got[i], op + " at " + i);
        }
      }
    }
  }

  private static Attrs program(List<Long> code) {
    return Attrs.of("program", code.stream().mapToLong(Long::longValue).toArray(), "constants", new double[0]);
  }

  private static long[] dims(String s) {
    return s == null || s.isEmpty() ? new long[0] : Arrays.stream(s.split(";")).mapToLong(Long::parseLong).toArray();
  }

  private static int at(long i, long[] out, long[] in) {
    long index = 0;
    long stride = 1;
    for (int k = 1; k <= out.length; k++) {
      long d = out[out.length - k];
      if (k <= in.length) {
        index += in[in.length - k] == 1 ? 0 : i % d * stride;
        stride *= in[in.length - k];
      }
      i /= d;
    }
    return (int) index;
  }
}
