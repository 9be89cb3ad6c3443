package org.pydl4j.nd.cpu;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.pydl4j.nd.cpu.Tape.Tensor;
import org.pydl4j.nd.pointwise.PointwiseCode;
import org.pydl4j.nd.types.Attrs;

/**
 * Whole training steps (forward, loss, backward, Adam) as lists of this backend's kernels: what a perfect planner
 * could reach.
 * Arguments: names of cases (mlp, lenet, vgg, lstm), "profile" for the time of every step; system property {@code
 * threads}.
 */
public final class TrainingBench {
  private final Tape tape;
  private Tensor params;
  private Tensor grads;
  private long offset;

  private TrainingBench(int threads) {
    tape = new Tape(threads);
  }

  /** A parameter and its gradient, parts of two flat vectors. */
  private record Param(Tensor value, Tensor grad) {
  }

  public static void main(String[] args) {
    int threads = Integer.getInteger("threads", 2);
    List<String> wanted = args.length == 0 ? List.of("mlp", "lenet", "vgg", "lstm") : Arrays.asList(args);
    for (String name : List.of("mlp", "lenet", "vgg", "lstm")) {
      if (wanted.contains(name)) {
        TrainingBench b = new TrainingBench(threads);
        b.build(name);
        double[] us = b.tape.measure(name.equals("vgg") ? 15 : 200);
        System.out.printf(Locale.ROOT, "%s best %.0f us, median %.0f us%n", name, us[0], us[1]);
        if (wanted.contains("profile")) {
          b.tape.profile(name.equals("vgg") ? 10 : 100)
              .forEach((k, v) -> System.out.printf(Locale.ROOT, "  %8.1f %s%n", v, k));
        }
      }
    }
  }

  private void build(String name) {
    params = tape.random(0.03, 3_000_000);
    grads = tape.zeros(3_000_000);
    switch (name) {
      case "mlp" -> mlp();
      case "lenet" -> lenet();
      case "vgg" -> vgg();
      default -> lstm();
    }
    long n = offset;
    Tensor p = tape.part(params, 0, n);
    Tensor g = tape.part(grads, 0, n);
    Tensor m = tape.zeros(n);
    Tensor v = tape.zeros(n);
    Tensor lr = tape.zeros();
    Tensor t = tape.zeros();
    tape.floats(lr).put(0, 1e-4f);
    tape.floats(t).put(0, 10);
    tape.into("pydl4j.AdamUpdate", Attrs.of("beta1", 0.9, "beta2", 0.999, "epsilon", 1e-8), List.of(p, g, m, v, lr, t),
        p, m, v);
  }

  private Param param(long... dims) {
    Param p = new Param(tape.part(params, offset, dims), tape.part(grads, offset, dims));
    offset += (p.value.type().size() + 15) / 16 * 16;
    return p;
  }

  private Tensor dense(Tensor x, Param w, Param b, String activation) {
    long n = w.value.type().dim(1);
    return tape.op("pydl4j.FusedMatMul", Attrs.of("activation", activation), Arrays.asList(x, w.value, b.value, null),
        x.type().dim(0), n);
  }

  /** Gradients of a dense layer without activation; returns dx or null. */
  private Tensor denseGrad(Tensor x, Param w, Param b, Tensor dz, boolean wantsInput) {
    tape.into("pydl4j.FusedMatMul", Attrs.of("transA", 1), List.of(x, dz), w.grad);
    tape.into("ReduceSum", Attrs.of("axes", new long[] {0}), List.of(dz), b.grad);
    return wantsInput ? tape.op("pydl4j.FusedMatMul", Attrs.of("transB", 1), List.of(dz, w.value), x.type().dims())
        : null;
  }

  /** dx = y > 0 ? dy : 0. */
  private Tensor reluGrad(Tensor dy, Tensor y) {
    long[] program = {PointwiseCode.LOAD.opcode(), 0, 0, 0, 0, PointwiseCode.LOAD.opcode(), 1, 1, 0, 0,
        PointwiseCode.CONST.opcode(), 2, 0, 0, 0,
        PointwiseCode.GT.opcode(), 3, 1, 2, 0, PointwiseCode.SELECT.opcode(), 4, 3, 0, 2, PointwiseCode.STORE.opcode(),
        0, 4, 0, 0};
    tape.into("pydl4j.Pointwise", Attrs.of("program", program, "constants", new double[] {0}), List.of(dy, y), dy);
    return dy;
  }

  private Tensor lossGrad(Tensor logits) {
    long n = logits.type().dim(0);
    long c = logits.type().dim(1);
    Tensor labels = tape.zeros(n, c);
    for (int i = 0; i < n; i++) {
      tape.floats(labels).put((int) (i * c + i % c), 1);
    }
    Tensor loss = tape.zeros(n);
    Tensor probs = tape.zeros(n, c);
    Tensor each = tape.zeros(1);
    tape.floats(each).put(0, 1f / n);
    tape.into("pydl4j.SoftmaxCrossEntropy", Attrs.NONE, List.of(logits, labels), loss, probs);
    tape.op("ReduceMean", Attrs.of("axes", new long[] {0}), List.of(loss), 1);
    return tape.op("pydl4j.SoftmaxCrossEntropyGrad", Attrs.NONE, List.of(each, probs, labels), n, c);
  }

  private void mlp() {
    Tensor x = tape.random(1, 64, 784);
    Param w1 = param(784, 512);
    Param b1 = param(512);
    Param w2 = param(512, 512);
    Param b2 = param(512);
    Param w3 = param(512, 10);
    Param b3 = param(10);
    Tensor h1 = dense(x, w1, b1, "Relu");
    Tensor h2 = dense(h1, w2, b2, "Relu");
    Tensor d3 = lossGrad(dense(h2, w3, b3, ""));
    Tensor d2 = reluGrad(denseGrad(h2, w3, b3, d3, true), h2);
    Tensor d1 = reluGrad(denseGrad(h1, w2, b2, d2, true), h1);
    denseGrad(x, w1, b1, d1, false);
  }

  private static Attrs conv(int k, int pad) {
    return Attrs.of("layout", "NHWC", "pads", new long[] {pad, pad, pad, pad}, "kernelShape", new long[] {k, k});
  }

  private Tensor conv(Tensor x, Param w, Param b, int pad, String activation) {
    long[] d = x.type().dims();
    long k = w.value.type().dim(2);
    return tape.op("pydl4j.FusedConv", conv((int) k, pad).with("activation", activation),
        Arrays.asList(x, w.value, b.value, null), d[0],
        d[1] + 2 * pad - k + 1, d[2] + 2 * pad - k + 1, w.value.type().dim(0));
  }

  private Tensor convGrad(Tensor x, Param w, Param b, Tensor dy, int pad, boolean wantsInput) {
    Attrs a = conv((int) w.value.type().dim(2), pad);
    tape.into("pydl4j.ConvWeightGrad", a, List.of(x, dy), w.grad);
    tape.into("ReduceSum", Attrs.of("axes", new long[] {0, 1, 2}), List.of(dy), b.grad);
    return wantsInput ? tape.op("pydl4j.ConvInputGrad", a.with("inputDims", x.type().dims()), List.of(dy, w.value),
        x.type().dims()) : null;
  }

  private static final Attrs POOL = Attrs.of("layout", "NHWC", "kernel_shape", new long[] {2, 2}, "strides",
      new long[] {2, 2});

  private Tensor pool(Tensor x) {
    long[] d = x.type().dims();
    return tape.op("MaxPool", POOL, List.of(x), d[0], d[1] / 2, d[2] / 2, d[3]);
  }

  private Tensor poolGrad(Tensor dy, Tensor x, Tensor y) {
    return tape.op("pydl4j.MaxPoolGrad", POOL, List.of(dy, x, y), x.type().dims());
  }

  /** Channels-last to the order in which a dense layer reads images, and back. */
  private Tensor flat(Tensor x) {
    long[] d = x.type().dims();
    return tape.op("Transpose", Attrs.of("perm", new long[] {0, 3, 1, 2}), List.of(x), d[0], d[3], d[1], d[2]).as(d[0],
        d[1] * d[2] * d[3]);
  }

  private Tensor unflat(Tensor dx, Tensor like) {
    long[] d = like.type().dims();
    return tape.op("Transpose", Attrs.of("perm", new long[] {0, 2, 3, 1}), List.of(dx.as(d[0], d[3], d[1], d[2])), d);
  }

  private void lenet() {
    Tensor x = tape.random(1, 64, 28, 28, 1);
    Param w1 = param(20, 1, 5, 5);
    Param b1 = param(20);
    Param w2 = param(50, 20, 5, 5);
    Param b2 = param(50);
    Param w3 = param(800, 500);
    Param b3 = param(500);
    Param w4 = param(500, 10);
    Param b4 = param(10);
    Tensor c1 = conv(x, w1, b1, 0, "");
    Tensor p1 = pool(c1);
    Tensor c2 = conv(p1, w2, b2, 0, "");
    Tensor p2 = pool(c2);
    Tensor f = flat(p2);
    Tensor h = dense(f, w3, b3, "Relu");
    Tensor d4 = lossGrad(dense(h, w4, b4, ""));
    Tensor d3 = reluGrad(denseGrad(h, w4, b4, d4, true), h);
    Tensor dp2 = unflat(denseGrad(f, w3, b3, d3, true), p2);
    Tensor dp1 = convGrad(p1, w2, b2, poolGrad(dp2, c2, p2), 0, true);
    convGrad(x, w1, b1, poolGrad(dp1, c1, p1), 0, false);
  }

  private record Norm(Tensor x, Param gamma, Param beta, Tensor mean, Tensor var, Tensor y) {
  }

  private static final Attrs NORM = Attrs.of("layout", "NHWC", "epsilon", 1e-5);

  private Norm norm(Tensor x) {
    long c = x.type().dim(-1);
    Norm n = new Norm(x, param(c), param(c), tape.zeros(c), tape.zeros(c), tape.zeros(x.type().dims()));
    tape.into("pydl4j.BatchNormTrain", NORM, List.of(x, n.gamma.value, n.beta.value), n.y, n.mean, n.var);
    tape.into("Relu", Attrs.NONE, List.of(n.y), n.y);
    return n;
  }

  private Tensor normGrad(Tensor dy, Norm n) {
    reluGrad(dy, n.y);
    tape.into("pydl4j.BatchNormGrad", NORM, List.of(dy, n.x, n.gamma.value, n.mean, n.var), dy, n.gamma.grad,
        n.beta.grad);
    return dy;
  }

  private void vgg() {
    Tensor x = tape.random(1, 32, 32, 32, 3);
    Param w1 = param(64, 3, 3, 3);
    Param b1 = param(64);
    Param w2 = param(64, 64, 3, 3);
    Param b2 = param(64);
    Param w3 = param(128, 64, 3, 3);
    Param b3 = param(128);
    Param w4 = param(128, 128, 3, 3);
    Param b4 = param(128);
    Param w5 = param(8192, 256);
    Param b5 = param(256);
    Param w6 = param(256, 10);
    Param b6 = param(10);
    Tensor c1 = conv(x, w1, b1, 1, "Relu");
    Norm n2 = norm(conv(c1, w2, b2, 1, ""));
    Tensor p2 = pool(n2.y);
    Tensor c3 = conv(p2, w3, b3, 1, "Relu");
    Norm n4 = norm(conv(c3, w4, b4, 1, ""));
    Tensor p4 = pool(n4.y);
    Tensor f = flat(p4);
    Tensor h = dense(f, w5, b5, "Relu");
    Tensor d6 = lossGrad(dense(h, w6, b6, ""));
    Tensor d5 = reluGrad(denseGrad(h, w6, b6, d6, true), h);
    Tensor dp4 = unflat(denseGrad(f, w5, b5, d5, true), p4);
    Tensor d4 = normGrad(poolGrad(dp4, n4.y, p4), n4);
    Tensor d3 = reluGrad(convGrad(c3, w4, b4, d4, 1, true), c3);
    Tensor dp2 = convGrad(p2, w3, b3, d3, 1, true);
    Tensor d2 = normGrad(poolGrad(dp2, n2.y, p2), n2);
    Tensor d1 = reluGrad(convGrad(c1, w2, b2, d2, 1, true), c1);
    convGrad(x, w1, b1, d1, 1, false);
  }

  private void lstm() {
    int steps = 50;
    int batch = 32;
    int n = 128;
    Tensor x = tape.random(1, steps, batch, 64);
    Param w = param(64, 4 * n);
    Param rw = param(n, 4 * n);
    Param b = param(4 * n);
    Param wo = param(n, 10);
    Param bo = param(10);
    Tensor flat = x.as(steps * batch, 64);
    Tensor gx = dense(flat, w, b, "").as(steps, batch, 4 * n);
    Tensor h = tape.zeros(steps, batch, n);
    Tensor c = tape.zeros(steps, batch, n);
    Tensor gates = tape.zeros(steps, batch, 4 * n);
    tape.into("pydl4j.LstmForward", Attrs.NONE, Arrays.asList(gx, rw.value, null, null), h, c, gates);
    Tensor last = tape.part(h, (long) (steps - 1) * batch * n, batch, n);
    Tensor dz = lossGrad(dense(last, wo, bo, ""));
    Tensor dh = tape.zeros(steps, batch, n);
    Tensor dLast = denseGrad(last, wo, bo, dz, true);
    tape.into("pydl4j.PadSlice", Attrs.of("starts", new long[] {steps - 1, 0, 0}), List.of(dLast.as(1, batch, n)), dh);
    Tensor dgates = tape.zeros(steps, batch, 4 * n);
    tape.into("pydl4j.LstmGrad", Attrs.NONE, Arrays.asList(dh, gates, c, h, rw.value, null, null), dgates, rw.grad,
        tape.zeros(batch, n),
        tape.zeros(batch, n));
    denseGrad(flat, w, b, dgates.as((long) steps * batch, 4 * n), false);
  }

}
