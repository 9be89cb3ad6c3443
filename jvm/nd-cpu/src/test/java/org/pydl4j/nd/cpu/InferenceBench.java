package org.pydl4j.nd.cpu;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.pydl4j.nd.cpu.Tape.Tensor;
import org.pydl4j.nd.types.Attrs;

/** Inference of the MLP and the VGG-like net (batch norms folded away) as lists of this backend's kernels with packed
 * weights. */
public final class InferenceBench {
  private static final Attrs POOL = Attrs.of("layout", "NHWC", "kernel_shape", new long[] {2, 2}, "strides",
      new long[] {2, 2});

  private InferenceBench() {
  }

  public static void main(String[] args) {
    int threads = Integer.getInteger("threads", 2);
    for (int batch : new int[] {1, 64}) {
      Tape t = new Tape(threads);
      Tensor h = dense(t, dense(t, t.random(1, batch, 784), 512, "Relu"), 512, "Relu");
      t.op("Softmax", Attrs.of("axis", -1), List.of(dense(t, h, 10, "")), batch, 10);
      report("mlp batch " + batch, t, 2000, args);
    }
    for (int batch : new int[] {1, 32}) {
      Tape t = new Tape(threads);
      Tensor x = pool(t, conv(t, conv(t, t.random(1, batch, 32, 32, 3), 64), 64));
      x = pool(t, conv(t, conv(t, x, 128), 128));
      x = t.op("Transpose", Attrs.of("perm", new long[] {0, 3, 1, 2}), List.of(x), batch, 128, 8, 8).as(batch, 8192);
      t.op("Softmax", Attrs.of("axis", -1), List.of(dense(t, dense(t, x, 256, "Relu"), 10, "")), batch, 10);
      report("vgg batch " + batch, t, batch == 1 ? 200 : 20, args);
    }
  }

  private static void report(String name, Tape t, int runs, String... args) {
    double[] us = t.measure(runs);
    System.out.printf(Locale.ROOT, "%s best %.0f us, median %.0f us%n", name, us[0], us[1]);
    if (Arrays.asList(args).contains("profile")) {
      t.profile(runs).forEach((k, v) -> System.out.printf(Locale.ROOT, "  %8.1f %s%n", v, k));
    }
  }

  private static Tensor dense(Tape t, Tensor x, long n, String activation) {
    Tensor w = t.constant(t.random(0.03, x.type().dim(1), n));
    return t.op("pydl4j.FusedMatMul", Attrs.of("activation", activation),
        Arrays.asList(x, w, t.constant(t.zeros(n)), null), x.type().dim(0), n);
  }

  private static Tensor conv(Tape t, Tensor x, long n) {
    long[] d = x.type().dims();
    Tensor w = t.constant(t.random(0.03, n, d[3], 3, 3));
    Attrs a = Attrs.of("layout", "NHWC", "pads", new long[] {1, 1, 1, 1}, "activation", "Relu");
    return t.op("pydl4j.FusedConv", a, Arrays.asList(x, w, t.constant(t.zeros(n)), null), d[0], d[1], d[2], n);
  }

  private static Tensor pool(Tape t, Tensor x) {
    long[] d = x.type().dims();
    return t.op("MaxPool", POOL, List.of(x), d[0], d[1] / 2, d[2] / 2, d[3]);
  }
}
