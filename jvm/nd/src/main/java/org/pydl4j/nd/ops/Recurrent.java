package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Case.uniform;
import static org.pydl4j.nd.graph.Op.FLOATS;

import java.util.Arrays;
import java.util.List;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Backward;
import org.pydl4j.nd.graph.Call;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.TensorType;

/**
 * Recurrence over time. The input's part of the gates is one matrix product outside; here is only what depends on the
 * step before. Gate blocks in DL4J's order I F O G: I candidate (tanh), F forget, O output, G input gate (sigmoid); c =
 * F c + G I, h = O tanh(c).
 */
final class Recurrent {
  private Recurrent() {
  }

  private static TensorType[] types(Call c) {
    TensorType x = c.in(0);
    TensorType rw = c.in(1);
    if (x.rank() != 3 || rw.rank() != 2 || rw.dim(1) != 4 * rw.dim(0) || x.dim(2) != -1 && x.dim(2) != rw.dim(1)) {
      throw c.fail("gates " + x + " and recurrent weights " + rw, "[T, N, 4 n] and [n, 4 n]",
          "Check the layer's size.");
    }
    c.expect(2, x.dim(1), rw.dim(0));
    c.expect(3, x.dim(1), rw.dim(0));
    TensorType h = x.withDims(x.dim(0), x.dim(1), rw.dim(0));
    return new TensorType[] {h, h, x.withDims(x.dim(0), x.dim(1), rw.dim(1))};
  }

  private static double sigmoid(double v) {
    return 1 / (1 + Math.exp(-v));
  }

  private static void forward(NDArray[] in, NDArray[] out) {
    int steps = (int) in[0].size(0);
    int batch = (int) in[0].size(1);
    int n = (int) in[1].size(0);
    for (int t = 0; t < steps; t++) {
      for (int b = 0; b < batch; b++) {
        double[] z = new double[4 * n];
        for (int j = 0; j < 4 * n; j++) {
          double sum = in[0].getDouble(t, b, j);
          for (int k = 0; k < n; k++) {
            sum += (t == 0 ? in[2].getDouble(b, k) : out[0].getDouble(t - 1, b, k)) * in[1].getDouble(k, j);
          }
          z[j] = j < n ? Math.tanh(sum) : sigmoid(sum);
          out[2].putDouble(z[j], t, b, j);
        }
        for (int k = 0; k < n; k++) {
          double before = t == 0 ? in[3].getDouble(b, k) : out[1].getDouble(t - 1, b, k);
          double c = z[n + k] * before + z[3 * n + k] * z[k];
          out[1].putDouble(c, t, b, k);
          out[0].putDouble(z[2 * n + k] * Math.tanh(c), t, b, k);
        }
      }
    }
  }

  /** dh, gates, c, h, rw, h0, c0 -> dgates, drw, dh0, dc0. */
  private static void backward(NDArray[] in, NDArray[] out) {
    int steps = (int) in[1].size(0);
    int batch = (int) in[1].size(1);
    int n = (int) in[4].size(0);
    double[][] dh = new double[batch][n];
    double[][] dc = new double[batch][n];
    double[][] drw = new double[n][4 * n];
    for (int t = steps - 1; t >= 0; t--) {
      for (int b = 0; b < batch; b++) {
        double[] dz = new double[4 * n];
        for (int k = 0; k < n; k++) {
          double i = in[1].getDouble(t, b, k);
          double f = in[1].getDouble(t, b, n + k);
          double o = in[1].getDouble(t, b, 2 * n + k);
          double g = in[1].getDouble(t, b, 3 * n + k);
          double tc = Math.tanh(in[2].getDouble(t, b, k));
          double d = dh[b][k] + in[0].getDouble(t, b, k);
          double cell = dc[b][k] + d * o * (1 - tc * tc);
          double before = t == 0 ? in[6].getDouble(b, k) : in[2].getDouble(t - 1, b, k);
          dz[k] = cell * g * (1 - i * i);
          dz[n + k] = cell * before * f * (1 - f);
          dz[2 * n + k] = d * tc * o * (1 - o);
          dz[3 * n + k] = cell * i * g * (1 - g);
          dc[b][k] = cell * f;
        }
        for (int k = 0; k < n; k++) {
          double h = t == 0 ? in[5].getDouble(b, k) : in[3].getDouble(t - 1, b, k);
          double sum = 0;
          for (int j = 0; j < 4 * n; j++) {
            drw[k][j] += h * dz[j];
            sum += dz[j] * in[4].getDouble(k, j);
          }
          dh[b][k] = sum;
        }
        for (int j = 0; j < 4 * n; j++) {
          out[0].putDouble(dz[j], t, b, j);
        }
      }
    }
    for (int k = 0; k < n; k++) {
      for (int j = 0; j < 4 * n; j++) {
        out[1].putDouble(drw[k][j], k, j);
      }
      for (int b = 0; b < batch; b++) {
        out[2].putDouble(dh[b][k], b, k);
        out[3].putDouble(dc[b][k], b, k);
      }
    }
  }

  private static Sym[] gradient(Backward g) {
    if (g.hasDy(1) || g.hasDy(2)) {
      throw new UnsupportedOperationException(
          "[LstmForward] only the hidden state has a gradient; the cell state and the gates are internal.");
    }
    Sym[] d =
        g.b().callAll("pydl4j.LstmGrad", g.attrs(), g.dy(), g.out(2), g.out(1), g.out(0), g.in(1), g.in(2), g.in(3));
    return new Sym[] {d[0], d[1], d[2], d[3]};
  }

  /** The four gate blocks along an axis in reverse: from I F O G to ONNX's input, output, forget, cell, and back. */
  static Sym reverseGates(Sym w, int axis) {
    long n = w.dim(axis) / 4;
    return Sym.concat(axis, w.slice(axis, 3 * n, 4 * n), w.slice(axis, 2 * n, 3 * n), w.slice(axis, n, 2 * n),
        w.slice(axis, 0, n));
  }

  /**
   * ONNX's LSTM; where the gates are x W + b with matrix W, these become its weights, else its input weights are the
   * unit matrix.
   */
  private static Sym[] export(GraphBuilder b, Sym[] in) {
    int n = (int) in[1].dim(0);
    Sym x = in[0];
    Sym bias = null;
    if (isMade(x, "Add") && x.value().producer().input(1).type().rank() == 1) {
      bias = new Sym(b, x.value().producer().input(1));
      x = new Sym(b, x.value().producer().input(0));
    }
    Sym w;
    if (isMade(x, "MatMul") && x.value().producer().input(1).type().rank() == 2
        && x.value().producer().input(0).type().rank() == 3) {
      w = new Sym(b, x.value().producer().input(1));
      x = new Sym(b, x.value().producer().input(0));
    } else {
      NDArray unit = NDArray.zeros(x.dtype(), 4 * n, 4 * n);
      for (int i = 0; i < 4 * n; i++) {
        unit.putDouble(1, i, i);
      }
      w = b.constant("unit", unit);
    }
    Sym offsets = bias == null ? null
        : Sym.concat(0, reverseGates(bias, 0), b.constant("zeros", NDArray.zeros(x.dtype(), 4 * n))).unsqueeze(0);
    Sym[] y = b.callAll("LSTM", Attrs.of("hidden_size", n), x, reverseGates(w, 1).transpose(1, 0).unsqueeze(0),
        reverseGates(in[1], 1).transpose(1, 0).unsqueeze(0),
        offsets, null, isZero(in[2]) ? null : in[2].unsqueeze(0), isZero(in[3]) ? null : in[3].unsqueeze(0));
    return new Sym[] {y[0].squeeze(1)};
  }

  /** Whether the value is 0 broadcast to some shape: what a first state is unless given. */
  private static boolean isZero(Sym s) {
    NDArray content = isMade(s, "Expand") ? s.value().producer().input(0).constant() : s.value().constant();
    return content != null && content.size() <= 1 << 20 && Arrays.stream(content.toDoubleArray()).allMatch(v -> v == 0);
  }

  private static boolean isMade(Sym s, String op) {
    return s.value().producer() != null && s.value().producer().op().name().equals(op);
  }

  static final List<Op> OPS = List.of(
      Op.ours("LstmForward")
          .doc("LSTM over time: gates = input part [T, N, 4 n], recurrent weights [n, 4 n], first "
              + "states [N, n]; returns h, c and the activated gates")
          .in("gates", FLOATS).in("rw", FLOATS).in("h0", FLOATS).in("c0", FLOATS).out("h", "c", "activated")
          .types(Recurrent::types)
          .reference((a, in, out) -> forward(in, out)).gradient(Recurrent::gradient).export((b, a, in) -> export(b, in))
          .cases(Case.of(uniform(-1, 1, 3, 2, 8), uniform(-1, 1, 2, 8), uniform(-1, 1, 2, 2), uniform(-1, 1, 2, 2))),
      Op.ours("LstmGrad").doc("gradients of LstmForward").in("dh", FLOATS).in("activated", FLOATS).in("c", FLOATS)
          .in("h", FLOATS).in("rw", FLOATS).in("h0", FLOATS).in("c0", FLOATS)
          .out("dgates", "drw", "dh0", "dc0").types(c -> new TensorType[] {c.in(1), c.in(4), c.in(5), c.in(6)})
          .reference((a, in, out) -> backward(in, out)).noGradient("second derivatives of LSTM are not declared")
          .noExport("only gradients use it"));
}
