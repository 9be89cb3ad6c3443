package org.pydl4j.nd.ops;

import java.util.Arrays;
import java.util.List;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;

/**
 * The plain-Java kernels of pydl4j.Recurrence and its gradient, row by row; see {@link Recurrence} for the formulas.
 */
final class RecurrenceReference {
  /** ONNX's activations; their number is what kernels get. */
  static final List<String> ACTIVATIONS =
      List.of("relu", "tanh", "sigmoid", "affine", "leakyrelu", "thresholdedrelu", "scaledtanh",
          "hardsigmoid", "elu", "softsign", "softplus");
  private final int gates;
  private final boolean isGru;
  private final boolean isLstm;
  private final boolean linear;
  private final boolean coupled;
  private final boolean reverse;
  private final double clip;
  private final long[] codes;
  private final double[] alphas;
  private final double[] betas;
  private final int steps;
  private final int batch;
  private final int n;
  private final boolean single;

  private RecurrenceReference(Attrs a, NDArray h, NDArray r) {
    String kind = a.getString("kind", "RNN");
    isGru = kind.equals("GRU");
    isLstm = kind.equals("LSTM");
    gates = isLstm ? 4 : isGru ? 3 : 1;
    linear = a.getBool("linear_before_reset", false);
    coupled = a.getBool("input_forget", false);
    reverse = a.getBool("reverse", false);
    clip = a.getDouble("clip", 0);
    codes = a.getLongs("activations");
    alphas = a.getDoubles("alphas");
    betas = a.getDoubles("betas");
    steps = (int) h.size(0);
    batch = (int) h.size(1);
    n = (int) r.size(1);
    single = h.dtype() == DType.FLOAT32;
  }

  /** The activation of gates (0), candidates (1) or cells (2); cells are not clipped, as in ONNX Runtime. */
  private double activate(int which, double z) {
    double x = clip > 0 && which < 2 ? Math.max(-clip, Math.min(clip, z)) : z;
    double a = alphas[which];
    double b = betas[which];
    return switch ((int) codes[which]) {
      case 0 -> Math.max(0, x);
      case 1 -> Math.tanh(x);
      case 2 -> 1 / (1 + Math.exp(-x));
      case 3 -> a * x + b;
      case 4 -> x < 0 ? a * x : x;
      case 5 -> x > a ? x : 0;
      case 6 -> a * Math.tanh(b * x);
      case 7 -> Math.max(0, Math.min(1, a * x + b));
      case 8 -> x < 0 ? a * Math.expm1(x) : x;
      case 9 -> x / (1 + Math.abs(x));
      default -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    };
  }

  /** As it comes back from an array. */
  private double stored(double y) {
    return single ? (float) y : y;
  }

  /** The derivative where the activation gave y; 0 where its argument was clipped. */
  private double slope(int which, double y) {
    if (clip > 0 && which < 2) {
      double p = stored(activate(which, -clip));
      double q = stored(activate(which, clip));
      if (y <= Math.min(p, q) || y >= Math.max(p, q)) {
        return 0;
      }
    }
    double a = alphas[which];
    double b = betas[which];
    return switch ((int) codes[which]) {
      case 0 -> y > 0 ? 1 : 0;
      case 1 -> 1 - y * y;
      case 2 -> y * (1 - y);
      case 3 -> a;
      case 4 -> y < 0 ? a : 1;
      case 5 -> y != 0 ? 1 : 0;
      case 6 -> b * (a - y * y / a);
      case 7 -> y > 0 && y < 1 ? a : 0;
      case 8 -> y < 0 ? y + a : 1;
      case 9 -> (1 - Math.abs(y)) * (1 - Math.abs(y));
      default -> -Math.expm1(-y);
    };
  }

  private int length(NDArray lens, int row) {
    return lens == null ? steps : (int) Math.max(0, Math.min(steps, lens.getLongAt(row)));
  }

  /** x r' + offset: the part of gate g that comes from the state. */
  private double product(double[] x, NDArray r, int g, int unit) {
    double sum = 0;
    for (int k = 0; k < n; k++) {
      sum += x[k] * r.getDouble((long) g * n + unit, k);
    }
    return sum;
  }

  /** gates, r, rb, h0, c0, p, lens -> h, activated, extra, last, last c. */
  static void forward(Attrs a, NDArray[] in, NDArray[] out) {
    RecurrenceReference f = new RecurrenceReference(a, out[0], in[1]);
    for (int row = 0; row < f.batch; row++) {
      f.forward(row, in, out);
    }
  }

  private static NDArray given(NDArray[] in, int i) {
    return i < in.length ? in[i] : null;
  }

  private void forward(int row, NDArray[] in, NDArray[] out) {
    double[] h = row(given(in, 3), row);
    double[] c = row(given(in, 4), row);
    NDArray p = given(in, 5);
    int length = length(given(in, 6), row);
    for (int t = length; t < steps; t++) {
      for (int i = 0; i < 3; i++) {
        for (int j = 0; out[i].size() > 0 && j < out[i].size(2); j++) {
          out[i].putDouble(0, t, row, j);
        }
      }
    }
    for (int s = 0; s < length; s++) {
      int t = reverse ? length - 1 - s : s;
      boolean begins = s == 0 && given(in, 3) == null; // from no state, which adds nothing whatever the weights are
      double[] z = new double[gates * n];
      double[] next = new double[n];
      for (int g = 0; g < gates; g++) {
        for (int j = 0; j < n && !(isGru && g == 2); j++) {
          double peephole =
              isLstm && p != null && (g == 0 || g == 2) ? p.getDoubleAt((g == 0 ? 0 : 2) * n + j) * c[j] : 0;
          z[g * n + j] = in[0].getDouble(t, row, g * n + j) + (begins ? 0 : product(h, in[1], g, j)) + peephole;
        }
      }
      if (isLstm) {
        for (int j = 0; j < n; j++) {
          double i = activate(0, z[j]);
          double f = coupled ? 1 - i : activate(0, z[2 * n + j]);
          double g = activate(1, z[3 * n + j]);
          c[j] = f * c[j] + i * g;
          double o = activate(0, z[n + j] + (p == null ? 0 : p.getDoubleAt(n + j) * c[j]));
          next[j] = o * activate(2, c[j]);
          put(out[1], t, row, j, i, o, f, g);
          out[2].putDouble(c[j], t, row, j);
        }
      } else if (isGru) {
        double[] reset = new double[n];
        for (int j = 0; j < n; j++) {
          reset[j] = activate(0, z[n + j]) * (linear ? 1 : h[j]);
        }
        for (int j = 0; j < n; j++) {
          double update = activate(0, z[j]);
          double state = (begins && linear ? 0 : product(linear ? h : reset, in[1], 2, j))
              + (linear && given(in, 2) != null ? in[2].getDoubleAt(j) : 0);
          double candidate = activate(1, in[0].getDouble(t, row, 2 * n + j) + (linear ? reset[j] * state : state));
          next[j] = (1 - update) * candidate + update * h[j];
          put(out[1], t, row, j, update, activate(0, z[n + j]), candidate);
          if (linear) {
            out[2].putDouble(state, t, row, j);
          }
        }
      } else {
        Arrays.setAll(next, j -> activate(0, z[j]));
      }
      h = next;
      for (int j = 0; j < n; j++) {
        out[0].putDouble(h[j], t, row, j);
      }
    }
    put(out[3], row, h);
    if (isLstm) {
      put(out[4], row, c);
    }
  }

  /** dh, activated, extra, h, r, h0, c0, p, lens, dlast, dlast c -> dgates, drec, prev, other, dh0, dc0. */
  static void backward(Attrs a, NDArray[] in, NDArray[] out) {
    RecurrenceReference f = new RecurrenceReference(a, in[3], in[4]);
    for (NDArray y : out) {
      y.fill(0);
    }
    for (int row = 0; row < f.batch; row++) {
      f.backward(row, in, out);
    }
  }

  private void backward(int row, NDArray[] in, NDArray[] out) {
    NDArray p = given(in, 7);
    int length = length(given(in, 8), row);
    double[] dh = row(given(in, 9), row);
    double[] dc = row(given(in, 10), row);
    for (int s = length - 1; s >= 0; s--) {
      int t = reverse ? length - 1 - s : s;
      double[] before = s == 0 ? row(given(in, 5), row) : row(in[3], reverse ? t + 1 : t - 1, row);
      double[] y = row(isLstm || isGru ? in[1] : in[3], t, row);
      double[] dz = new double[gates * n];
      double[] rec = dz.clone();
      double[] back = new double[n];
      double[] e = new double[n];
      Arrays.setAll(e, j -> dh[j] + (in[0] == null ? 0 : in[0].getDouble(t, row, j)));
      if (isLstm) {
        double[] cells = row(in[2], t, row);
        double[] cell = s == 0 ? row(given(in, 6), row) : row(in[2], reverse ? t + 1 : t - 1, row);
        for (int j = 0; j < n; j++) {
          double i = y[j];
          double f = y[2 * n + j];
          double g = y[3 * n + j];
          double squashed = activate(2, cells[j]);
          dz[n + j] = e[j] * squashed * slope(0, y[n + j]);
          double d = dc[j] + e[j] * y[n + j] * slope(2, squashed) + (p == null ? 0 : dz[n + j] * p.getDoubleAt(n + j));
          dz[j] = d * (g - (coupled ? cell[j] : 0)) * slope(0, i);
          dz[2 * n + j] = coupled ? 0 : d * cell[j] * slope(0, f);
          dz[3 * n + j] = d * i * slope(1, g);
          dc[j] = d * f + (p == null ? 0 : dz[j] * p.getDoubleAt(j) + dz[2 * n + j] * p.getDoubleAt(2 * n + j));
          if (p != null) {
            out[3].putDouble(cell[j], t, row, j);
          }
        }
        rec = dz;
      } else if (isGru) {
        double[] state = linear ? row(in[2], t, row) : null;
        for (int j = 0; j < n; j++) {
          dz[j] = e[j] * (before[j] - y[2 * n + j]) * slope(0, y[j]);
          dz[2 * n + j] = e[j] * (1 - y[j]) * slope(1, y[2 * n + j]);
          back[j] = e[j] * y[j];
        }
        for (int j = 0; j < n; j++) {
          double d = linear ? dz[2 * n + j] * state[j] : sum(dz, 2, in[4], j) * before[j];
          dz[n + j] = d * slope(0, y[n + j]);
          if (!linear) {
            back[j] += sum(dz, 2, in[4], j) * y[n + j];
            out[3].putDouble(y[n + j] * before[j], t, row, j);
          }
        }
        System.arraycopy(dz, 0, rec, 0, 2 * n);
        for (int j = 0; j < n; j++) {
          rec[2 * n + j] = linear ? dz[2 * n + j] * y[n + j] : 0;
        }
      } else {
        Arrays.setAll(dz, j -> e[j] * slope(0, y[j]));
        rec = dz;
      }
      for (int j = 0; j < n; j++) {
        double sum = back[j];
        for (int g = 0; g < gates; g++) {
          sum += sum(rec, g, in[4], j);
        }
        dh[j] = sum;
        out[2].putDouble(before[j], t, row, j);
      }
      for (int j = 0; j < gates * n; j++) {
        out[0].putDouble(dz[j], t, row, j);
        if (linear && isGru) {
          out[1].putDouble(rec[j], t, row, j);
        }
      }
    }
    put(out[4], row, dh);
    if (isLstm) {
      put(out[5], row, dc);
    }
  }

  /** What gate g's part of dz gives to unit j of the state before. */
  private double sum(double[] dz, int g, NDArray r, int j) {
    double sum = 0;
    for (int k = 0; k < n; k++) {
      sum += dz[g * n + k] * r.getDouble((long) g * n + k, j);
    }
    return sum;
  }

  private static double[] row(NDArray x, int t, int row) {
    double[] v = new double[(int) x.size(2)];
    Arrays.setAll(v, j -> x.getDouble(t, row, j));
    return v;
  }

  private double[] row(NDArray x, int row) {
    double[] v = new double[n];
    if (x != null) {
      Arrays.setAll(v, j -> x.getDouble(row, j));
    }
    return v;
  }

  private static void put(NDArray y, int row, double[] v) {
    for (int j = 0; j < v.length; j++) {
      y.putDouble(v[j], row, j);
    }
  }

  private void put(NDArray y, int t, int row, int unit, double... gate) {
    for (int g = 0; g < gate.length; g++) {
      y.putDouble(gate[g], t, row, g * n + unit);
    }
  }
}
