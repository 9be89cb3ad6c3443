package org.pydl4j.nd.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/** Reductions, softmax, normalization, movement, updaters and random numbers against plain loops. */
class KernelsTest {
  @ParameterizedTest
  @CsvSource({"5000;64, 0", "64;5000, 1", "100003, 0", "7;5;3, 1", "7;5;3, 0;2", "4;6;5;3, 0;2", "32;16;10;10, 0;2;3",
      "3;1;5, 1", "2;3;4, ",
      "300;1000, 0", "300;1000, 1", "0;3, 0", "2;3;4;5, 1;3", "3, 0"})
  void reductionsMatchLoops(String shape, String axisList) {
    long[] d = dims(shape);
    long[] axes = dims(axisList);
    boolean[] gone = new boolean[d.length];
    Arrays.fill(gone, axes.length == 0);
    for (long a : axes) {
      gone[(int) a] = true;
    }
    long[] y = d.clone();
    for (int i = 0; i < d.length; i++) {
      y[i] = gone[i] ? 1 : d[i];
    }
    Runner.Array x = Check.random(1, d);
    double[] sum = fold(x.values(), d, y, 0, (a, b) -> a + b);
    double[] square = fold(x.values(), d, y, 0, (a, b) -> a + b * b);
    double count = x.values().length / (double) Math.max(1, sum.length);
    Attrs a = Attrs.of("axes", axes);
    Check.close(sum, Runner.run("ReduceSum", a, List.of(x), Check.f32(y))[0], 1e-4);
    Check.close(sum, Runner.run("pydl4j.SumTo", Attrs.NONE, List.of(x), Check.f32(y))[0], 1e-4);
    Check.close(square, Runner.run("ReduceSumSquare", a, List.of(x), Check.f32(y))[0], 1e-5);
    Check.close(Arrays.stream(square).map(Math::sqrt).toArray(),
        Runner.run("ReduceL2", a, List.of(x), Check.f32(y))[0], 1e-5);
    Check.close(fold(x.values(), d, y, Double.NEGATIVE_INFINITY, Math::max),
        Runner.run("ReduceMax", a, List.of(x), Check.f32(y))[0], 0);
    Check.close(fold(x.values(), d, y, Double.POSITIVE_INFINITY, Math::min),
        Runner.run("ReduceMin", a, List.of(x), Check.f32(y))[0], 0);
    if (x.values().length > 0) {
      double[] mean = Arrays.stream(sum).map(v -> v / count).toArray();
      Check.close(mean, Runner.run("ReduceMean", a, List.of(x), Check.f32(y))[0], 1e-6);
    }
  }

  @ParameterizedTest
  @CsvSource({"5;10, -1", "3;1000, 1", "4;7;9, 1", "3;5;130, 1", "2;3;4, 0", "0;4, 1", "6;1, 1"})
  void softmaxAlongAnyAxis(String shape, int axis) {
    long[] d = dims(shape);
    Runner.Array x = Check.random(1, d);
    long[] y = d.clone();
    y[(axis + d.length) % d.length] = 1;
    double[] max = fold(x.values(), d, y, Double.NEGATIVE_INFINITY, Math::max);
    double[] sum = new double[max.length];
    double[] soft = new double[x.values().length];
    double[] log = new double[soft.length];
    for (int i = 0; i < soft.length; i++) {
      sum[group(i, d, y)] += Math.exp(x.values()[i] - max[group(i, d, y)]);
    }
    for (int i = 0; i < soft.length; i++) {
      log[i] = x.values()[i] - max[group(i, d, y)] - Math.log(sum[group(i, d, y)]);
      soft[i] = Math.exp(log[i]);
    }
    Check.close(soft, Runner.run("Softmax", Attrs.of("axis", axis), List.of(x), Check.f32(d))[0], 1e-6);
    Check.close(log, Runner.run("LogSoftmax", Attrs.of("axis", axis), List.of(x), Check.f32(d))[0], 2e-6);
  }

  @ParameterizedTest
  @CsvSource({"1,10", "64,10", "7,1001", "3,1"})
  void softmaxCrossEntropyAndItsGradient(int n, int c) {
    Runner.Array x = Check.random(1, n, c);
    Runner.Array labels = Check.random(2, n, c);
    Runner.Array dRow = Check.random(3, n);
    double[] loss = new double[n];
    double[] probs = new double[n * c];
    double[] dx = new double[n * c];
    for (int i = 0; i < n; i++) {
      double sum = 0;
      double total = 0;
      for (int k = 0; k < c; k++) {
        sum += Math.exp(x.values()[i * c + k]);
        total += labels.values()[i * c + k];
      }
      for (int k = i * c; k < (i + 1) * c; k++) {
        probs[k] = Math.exp(x.values()[k]) / sum;
        loss[i] -= labels.values()[k] * Math.log(probs[k]);
        dx[k] = dRow.values()[i] * (probs[k] * total - labels.values()[k]);
      }
    }
    double[][] got = Runner.run("pydl4j.SoftmaxCrossEntropy", Attrs.NONE, List.of(x, labels), Check.f32(n),
        Check.f32(n, c));
    Check.close(loss, got[0], 2e-5);
    Check.close(probs, got[1], 1e-6);
    Check.close(dx, Runner.run("pydl4j.SoftmaxCrossEntropyGrad", Attrs.NONE, List.of(dRow, Runner.Array.of(probs, n,
        c), labels),
        Check.f32(n, c))[0], 1e-5);
  }

  @ParameterizedTest
  @CsvSource({"NCHW, 4;5;6;7", "NHWC, 4;6;7;5", "NHWC, 300;5", "NCHW, 3;2;2000", "NHWC, 700;300"})
  void batchNormalizationMatchesLoops(String layout, String shape) {
    long[] d = dims(shape);
    boolean last = layout.equals("NHWC");
    int c = (int) (last ? d[d.length - 1] : d[1]);
    long[] perChannel = new long[d.length];
    Arrays.fill(perChannel, 1);
    perChannel[last ? d.length - 1 : 1] = c;
    Runner.Array raw = Check.random(1, d);
    Runner.Array x = new Runner.Array(raw.type(), Arrays.stream(raw.values()).map(v -> (float) (v + 30)).toArray());
    Runner.Array dy = Check.random(2, d);
    Runner.Array gamma = Check.random(3, c);
    Runner.Array beta = Check.random(4, c);
    int n = x.values().length;
    double[] mean = Arrays.stream(fold(x.values(), d, perChannel, 0, (a, b) -> a + b)).map(v -> v * c / n).toArray();
    double[] var = new double[c];
    double[] dgamma = new double[c];
    double[] dbeta = new double[c];
    for (int i = 0; i < n; i++) {
      var[group(i, d, perChannel)] += Math.pow(x.values()[i] - mean[group(i, d, perChannel)], 2) * c / n;
    }
    double[] hat = new double[n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      int k = group(i, d, perChannel);
      hat[i] = (x.values()[i] - mean[k]) / Math.sqrt(var[k] + 1e-3);
      y[i] = hat[i] * gamma.values()[k] + beta.values()[k];
      dgamma[k] += dy.values()[i] * hat[i];
      dbeta[k] += dy.values()[i];
    }
    double[] dx = new double[n];
    for (int i = 0; i < n; i++) {
      int k = group(i, d, perChannel);
      dx[i] = gamma.values()[k] / Math.sqrt(var[k]
          + 1e-3) * (dy.values()[i] - dbeta[k] * c / n - hat[i] * dgamma[k] * c / n);
    }
    Attrs a = Attrs.of("layout", layout, "epsilon", 1e-3);
    double[][] got = Runner.run("pydl4j.BatchNormTrain", a, List.of(x, gamma, beta), Check.f32(d), Check.f32(c),
        Check.f32(c));
    Check.close(y, got[0], 1e-4);
    Check.close(mean, got[1], 1e-6);
    Check.close(var, got[2], 1e-5);
    Runner.Array m = Runner.Array.of(got[1], c);
    Runner.Array v = Runner.Array.of(got[2], c);
    double[][] grads = Runner.run("pydl4j.BatchNormGrad", a, List.of(dy, x, gamma, m, v), Check.f32(d), Check.f32(c),
        Check.f32(c));
    Check.close(dx, grads[0], 1e-4);
    Check.close(dgamma, grads[1], 1e-3);
    Check.close(dbeta, grads[2], 1e-4);
    Check.close(y, Runner.run("BatchNormalization", a, List.of(x, gamma, beta, m, v), Check.f32(d))[0], 1e-4);
  }

  @ParameterizedTest
  @CsvSource({"3;4, 1;0", "33;65, 1;0", "2;3;4;5, 0;2;3;1", "2;20;17;18, 0;2;3;1", "2;17;18;20, 0;3;1;2",
      "4;5;6, 2;1;0", "5;1;7, 1;2;0",
      "50;32;16, 1;0;2", "0;3, 1;0", "2;3;4;5;6, 4;2;0;1;3"})
  void transposition(String shape, String permutation) {
    long[] d = dims(shape);
    long[] perm = dims(permutation);
    long[] y = Arrays.stream(perm).map(p -> d[(int) p]).toArray();
    long[] strides = strides(d);
    long[] moved = Arrays.stream(perm).map(p -> strides[(int) p]).toArray();
    for (DType type : new DType[] {DType.FLOAT32, DType.INT64, DType.BOOL}) {
      Runner.Array x = numbered(type, d);
      double[] expected = new double[x.values().length];
      Arrays.setAll(expected, i -> x.values()[(int) at(i, y, moved)]);
      assertArrayEquals(expected, Runner.run("Transpose", Attrs.of("perm", perm), List.of(x), new TensorType(type,
          y))[0]);
    }
  }

  @Test
  void slicesAndTheirGradients() {
    Runner.Array x = Check.random(1, 5, 7, 6);
    Attrs a = Attrs.of("starts", new long[] {1, 6}, "ends", new long[] {4, -8}, "axes", new long[] {0, 1}, "steps",
        new long[] {1, -3});
    double[] got = Runner.run("pydl4j.Slice", a, List.of(x), Check.f32(3, 3, 6))[0];
    double[] expected = new double[54];
    double[] padded = new double[210];
    for (int i = 0; i < 54; i++) {
      int at = ((i / 18 + 1) * 7 + 6 - i / 6 % 3 * 3) * 6 + i % 6;
      expected[i] = x.values()[at];
      padded[at] = expected[i];
    }
    assertArrayEquals(expected, got);
    assertArrayEquals(padded, Runner.run("pydl4j.PadSlice", a, List.of(Runner.Array.of(got, 3, 3, 6)), Check.f32(5, 7,
        6))[0]);
  }

  @Test
  void concatGatherScatterExpandAndCast() {
    Runner.Array a = Check.random(1, 2, 3, 4);
    Runner.Array b = Check.random(2, 2, 1, 4);
    double[] joined = Runner.run("Concat", Attrs.of("axis", 1), List.of(a, b), Check.f32(2, 4, 4))[0];
    for (int i = 0; i < 32; i++) {
      int row = i / 4 % 4;
      org.junit.jupiter.api.Assertions.assertEquals(row < 3 ? a.values()[(i / 16 * 3 + row) * 4 + i % 4]
          : b.values()[i / 16 * 4 + i % 4],
          joined[i]);
    }
    Runner.Array index = new Runner.Array(new TensorType(DType.INT32, 5), 2, 0, -1, 2, 1);
    double[] rows = Runner.run("Gather", Attrs.of("axis", 1), List.of(a, index), Check.f32(2, 5, 4))[0];
    double[] sum = Runner.run("pydl4j.ScatterAddRows", Attrs.of("rows", 3), List.of(index, Check.random(5, 5, 7)),
        Check.f32(3, 7))[0];
    for (int i = 0; i < 40; i++) {
      int k = (int) index.values()[i / 4 % 5];
      org.junit.jupiter.api.Assertions.assertEquals(a.values()[(i / 20 * 3 + (k < 0 ? k + 3 : k)) * 4 + i % 4],
          rows[i]);
    }
    double[] dy = Check.random(5, 5, 7).values();
    for (int i = 0; i < 21; i++) {
      double expected = i / 7 == 0 ? dy[7 + i] : i / 7 == 1 ? dy[28 + i % 7] : dy[i % 7] + dy[14 + i % 7]
          + dy[21 + i % 7];
      org.junit.jupiter.api.Assertions.assertEquals(expected, sum[i], 1e-6);
    }
    Runner.Array bad = new Runner.Array(new TensorType(DType.INT64, 1), 3);
    assertThrows(IndexOutOfBoundsException.class,
        () -> Runner.run("Gather", Attrs.of("axis", 1), List.of(a, bad), Check.f32(2, 1, 4)));
    assertArrayEquals(new double[] {1, 1, 1, 2, 2, 2}, Runner.run("Expand", Attrs.NONE,
        List.of(Runner.Array.of(new double[] {1, 2}, 2, 1), new Runner.Array(new TensorType(DType.INT64, 2), 2, 3)),
        Check.f32(2, 3))[0]);
    assertArrayEquals(new double[] {-1, 0, 2}, Runner.run("Cast", Attrs.of("to", 7),
        List.of(Runner.Array.of(new double[] {-1.5, 0, 2.75}, 3)), new TensorType(DType.INT64, 3))[0]);
    assertArrayEquals(new double[] {1, 0, 1}, Runner.run("Cast", Attrs.of("to", 9),
        List.of(Runner.Array.of(new double[] {-1.5, 0, 0.25}, 3)), new TensorType(DType.BOOL, 3))[0]);
    assertArrayEquals(new double[] {1, 0}, Runner.run("ArgMax", Attrs.of("axis", 1),
        List.of(Runner.Array.of(new double[] {1, 5, 5, 3, 2, 3}, 2, 3)), new TensorType(DType.INT64, 2))[0]);
  }

  @Test
  void updatersFollowTheirFormulas() {
    int n = 4099;
    Runner.Array p = Check.random(1, n);
    Runner.Array g = Check.random(2, n);
    Runner.Array m = Check.random(3, n);
    Runner.Array v = new Runner.Array(p.type(), Arrays.stream(Check.random(4, n).values()).map(Math::abs).toArray());
    Runner.Array lr = Runner.Array.of(new double[] {0.01f});
    Runner.Array t = Runner.Array.of(new double[] {3});
    double[][] e = new double[6][n];
    for (int i = 0; i < n; i++) {
      double gi = g.values()[i];
      e[1][i] = 0.9 * m.values()[i] + 0.1 * gi;
      e[2][i] = 0.999 * v.values()[i] + 0.001 * gi * gi;
      double alpha = 0.01f * Math.sqrt(1 - Math.pow(0.999, 3)) / (1 - Math.pow(0.9, 3));
      e[0][i] = p.values()[i] - alpha * e[1][i] / (Math.sqrt(e[2][i]) + 1e-8);
      e[4][i] = 0.9 * m.values()[i] - 0.01f * gi;
      e[3][i] = p.values()[i] - 0.9 * m.values()[i] + 1.9 * e[4][i];
      e[5][i] = p.values()[i] - 0.01f * gi;
    }
    TensorType f = Check.f32(n);
    double[][] adam = Runner.run("pydl4j.AdamUpdate", Attrs.of("beta1", 0.9, "beta2", 0.999, "epsilon", 1e-8),
        List.of(p, g, m, v, lr, t), f, f, f);
    for (int i = 0; i < 3; i++) {
      Check.close(e[i], adam[i], 2e-6);
    }
    double[][] nesterovs = Runner.run("pydl4j.NesterovsUpdate", Attrs.of("momentum", 0.9), List.of(p, g, m, lr), f, f);
    Check.close(e[3], nesterovs[0], 2e-6);
    Check.close(e[4], nesterovs[1], 2e-6);
    Check.close(e[5], Runner.run("pydl4j.SgdUpdate", Attrs.NONE, List.of(p, g, lr), f)[0], 1e-6);
    double[][] rms = Runner.run("pydl4j.RmsPropUpdate", Attrs.of("decay", 0.95, "epsilon", 1e-8), List.of(p, g, v, lr),
        f, f);
    for (int i = 0; i < n; i++) {
      e[1][i] = 0.95 * v.values()[i] + 0.05 * g.values()[i] * g.values()[i];
      e[0][i] = p.values()[i] - 0.01f * g.values()[i] / (Math.sqrt(e[1][i]) + 1e-8);
    }
    Check.close(e[0], rms[0], 2e-6);
    Check.close(e[1], rms[1], 2e-6);
  }

  /** Known answers of Philox4x32-10 from Random123's kat_vectors: counter and key zero. */
  @Test
  void randomNumbersAreThePublishedPhilox() {
    Runner.Array zero = new Runner.Array(new TensorType(DType.INT64), 0);
    double[] u = Runner.run("pydl4j.RandomUniform", Attrs.of("node", 0, "shape", new long[] {6}), List.of(zero, zero),
        Check.f32(6))[0];
    long[] words = {0x6627e8d5L, 0xe169c58dL, 0xbc57ac4cL, 0x9b00dbd8L};
    for (int i = 0; i < 4; i++) {
      org.junit.jupiter.api.Assertions.assertEquals((words[i] >> 8) * 0x1p-24, u[i]);
    }
  }

  @Test
  void dropoutUsesTheUniformStream() {
    Runner.Array seed = new Runner.Array(new TensorType(DType.INT64), 12345678901.0);
    Runner.Array step = new Runner.Array(new TensorType(DType.INT64), 17);
    Runner.Array x = Check.random(1, 10007);
    double[] u = Runner.run("pydl4j.RandomUniform", Attrs.of("node", 5, "shape", new long[] {10007}),
        List.of(seed, step), Check.f32(10007))[0];
    double[] y = Runner.run("pydl4j.Dropout", Attrs.of("node", 5, "retain", 0.75), List.of(x, seed, step),
        Check.f32(10007))[0];
    List<Double> expected = new ArrayList<>();
    for (int i = 0; i < u.length; i++) {
      expected.add(u[i] < 0.75 ? (double) ((float) x.values()[i] / 0.75f) : 0);
    }
    assertArrayEquals(expected.stream().mapToDouble(Double::doubleValue).toArray(), y);
  }

  private static double[] fold(double[] x, long[] d, long[] y, double start, DoubleBinaryOperator f) {
    double[] r = new double[(int) Check.f32(y).size()];
    Arrays.fill(r, start);
    for (int i = 0; i < x.length; i++) {
      r[group(i, d, y)] = f.applyAsDouble(r[group(i, d, y)], x[i]);
    }
    return r;
  }

  private static int group(long i, long[] d, long[] y) {
    long[] s = strides(y);
    for (int k = 0; k < y.length; k++) {
      s[k] = y[k] == 1 ? 0 : s[k];
    }
    return (int) at(i, d, s);
  }

  private static long at(long i, long[] d, long[] strides) {
    long at = 0;
    for (int k = d.length - 1; k >= 0; k--) {
      at += i % d[k] * strides[k];
      i /= d[k];
    }
    return at;
  }

  private static long[] strides(long[] d) {
    long[] s = new long[d.length];
    long n = 1;
    for (int k = d.length - 1; k >= 0; k--) {
      s[k] = n;
      n *= d[k];
    }
    return s;
  }

  private static Runner.Array numbered(DType type, long... d) {
    Runner.Array a = Runner.Array.empty(type, d);
    Arrays.setAll(a.values(), i -> type == DType.BOOL ? i * 7 % 3 % 2 : i);
    return a;
  }

  private static long[] dims(String s) {
    return s == null || s.isEmpty() ? new long[0] : Arrays.stream(s.split(";")).mapToLong(Long::parseLong).toArray();
  }
}
