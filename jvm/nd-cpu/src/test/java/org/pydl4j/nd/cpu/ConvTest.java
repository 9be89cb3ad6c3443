package org.pydl4j.nd.cpu;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.TensorType;

/** Convolutions and pools against sums written out over channels-first arrays. */
class ConvTest {
  private record Shape(int n, int c, int h, int w, int o, int kh, int kw, int sh, int sw, int ph, int pw, int eh,
      int ew, int dh, int dw,
      int group) {
    int oh() {
      return (h + ph + eh - dh * (kh - 1) - 1) / sh + 1;
    }

    int ow() {
      return (w + pw + ew - dw * (kw - 1) - 1) / sw + 1;
    }

    Attrs attrs(String layout) {
      return Attrs.of("layout", layout, "strides", new long[] {sh, sw}, "pads", new long[] {ph, pw, eh, ew},
          "dilations",
          new long[] {dh, dw}, "group", group, "kernelShape", new long[] {kh, kw});
    }
  }

  /** n, c, h, w, o, kh, kw, sh, sw, ph, pw, eh, ew, dh, dw, group. */
  @ParameterizedTest
  @CsvSource({"2,3,8,9,4,3,3,1,1,1,1,1,1,1,1,1", "3,1,12,12,20,5,5,1,1,0,0,0,0,1,1,1",
      "2,20,12,12,50,5,5,1,1,0,0,0,0,1,1,1",
      "2,16,7,7,32,3,3,2,2,1,1,1,1,1,1,1", "1,4,9,11,6,3,2,2,3,0,1,1,0,1,2,2", "2,8,6,6,8,3,3,1,1,1,1,1,1,1,1,8",
      "4,64,8,8,64,3,3,1,1,1,1,1,1,1,1,1", "2,5,4,4,7,1,1,1,1,0,0,0,0,1,1,1", "2,3,10,10,5,4,4,3,3,2,2,1,1,1,1,1",
      "6,48,9,11,80,3,3,1,1,1,1,1,1,1,1,1", "12,32,8,7,32,3,3,1,1,0,1,1,0,1,1,1",
      "5,144,10,10,64,3,3,1,1,0,0,0,0,1,1,1"})
  void forwardAndBothGradientsMatchTheSums(int n, int c, int h, int w, int o, int kh, int kw, int sh, int sw, int ph,
      int pw, int eh, int ew,
      int dh, int dw, int group) {
    Shape s = new Shape(n, c, h, w, o, kh, kw, sh, sw, ph, pw, eh, ew, dh, dw, group);
    Runner.Array x = Check.random(1, n, c, h, w);
    Runner.Array k = Check.random(2, o, c / group, kh, kw);
    Runner.Array b = Check.random(3, o);
    Runner.Array dy = Check.random(4, n, o, s.oh(), s.ow());
    Runner.Array residual = Check.random(5, n, o, s.oh(), s.ow());
    double[] y = new double[dy.values().length];
    double[] dx = new double[x.values().length];
    double[] dk = new double[k.values().length];
    sums(s, x.values(), k.values(), dy.values(), y, dx, dk);
    double[] fused = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      y[i] += b.values()[i / (s.oh() * s.ow()) % o];
      fused[i] = Math.max(0, y[i] + residual.values()[i]);
    }
    for (String layout : new String[] {"NCHW", "NHWC"}) {
      boolean last = layout.equals("NHWC");
      Attrs a = s.attrs(layout);
      TensorType yt = type(dy, last);
      Check.close(y, first(Runner.run("Conv", a, List.of(to(x, last), k, b), yt)[0], yt, last), 2e-4);
      Check.close(y, first(Runner.run("Conv", a, List.of(to(x, last), k, b), new boolean[] {false, true, true}, 1,
          yt)[0], yt, last), 2e-4);
      Check.close(fused, first(Runner.run("pydl4j.FusedConv", a.with("activation", "Relu"), List.of(to(x, last), k, b,
          to(residual, last)),
          yt)[0], yt, last), 2e-4);
      TensorType xt = type(x, last);
      Check.close(dx, first(Runner.run("pydl4j.ConvInputGrad", a.with("inputDims", xt.dims()), List.of(to(dy, last),
          k), xt)[0], xt, last),
          2e-4);
      Check.close(dk, Runner.run("pydl4j.ConvWeightGrad", a, List.of(to(x, last), to(dy, last)), k.type())[0], 1e-3);
    }
  }

  @ParameterizedTest
  @CsvSource({"NCHW", "NHWC"})
  void oneDimensionIsATwoDimensionalConvolutionOfHeightOne(String layout) {
    boolean last = layout.equals("NHWC");
    Shape s = new Shape(3, 4, 1, 15, 6, 1, 3, 1, 2, 0, 1, 0, 1, 1, 1, 1);
    Runner.Array x = Check.random(1, 3, 4, 15);
    Runner.Array k = Check.random(2, 6, 4, 3);
    Runner.Array dy = Check.random(3, 3, 6, s.ow());
    double[] y = new double[dy.values().length];
    double[] dx = new double[x.values().length];
    double[] dk = new double[k.values().length];
    sums(s, x.values(), k.values(), dy.values(), y, dx, dk);
    Attrs a = Attrs.of("layout", layout, "strides", new long[] {2}, "pads", new long[] {1, 1}, "kernelShape",
        new long[] {3});
    TensorType yt = type(dy, last);
    Check.close(y, first(Runner.run("Conv", a, List.of(to(x, last), k), yt)[0], yt, last), 1e-4);
    TensorType xt = type(x, last);
    Check.close(dx, first(Runner.run("pydl4j.ConvInputGrad", a.with("inputDims", xt.dims()), List.of(to(dy, last), k),
        xt)[0], xt, last), 1e-4);
    Check.close(dk, Runner.run("pydl4j.ConvWeightGrad", a, List.of(to(x, last), to(dy, last)), k.type())[0], 1e-4);
  }

  /** n, c, h, w, k, stride, pad, extra rows and columns that ceil_mode adds. */
  @ParameterizedTest
  @CsvSource({"2,3,8,8,2,2,0,0", "2,64,9,7,3,2,1,0", "1,5,7,7,3,2,0,1", "3,20,6,6,3,1,1,0", "2,300,4,4,2,2,0,0"})
  void poolsAndTheirGradientsMatchTheWindows(int n, int c, int h, int w, int k, int stride, int pad, int extra) {
    int oh = (h + 2 * pad - k) / stride + 1 + extra;
    int ow = (w + 2 * pad - k) / stride + 1 + extra;
    Runner.Array x = Check.random(1, n, c, h, w);
    Runner.Array dy = Check.random(2, n, c, oh, ow);
    for (int mode = 0; mode < 3; mode++) {
      double[] y = new double[n * c * oh * ow];
      double[] dx = new double[n * c * h * w];
      for (int i = 0; i < y.length; i++) {
        int plane = i / (oh * ow);
        int y0 = i / ow % oh * stride - pad;
        int x0 = i % ow * stride - pad;
        int best = -1;
        double sum = 0;
        int inside = 0;
        for (int p = y0; p < y0 + k; p++) {
          for (int q = x0; q < x0 + k; q++) {
            if (p >= 0 && p < h && q >= 0 && q < w) {
              int at = (plane * h + p) * w + q;
              sum += x.values()[at];
              inside++;
              best = best < 0 || x.values()[at] > x.values()[best] ? at : best;
            }
          }
        }
        int count = mode == 2 ? (Math.min(y0 + k, h + pad) - y0) * (Math.min(x0 + k, w + pad) - x0) : inside;
        y[i] = mode == 0 ? x.values()[best] : sum / count;
        if (mode == 0) {
          dx[best] += dy.values()[i];
        } else {
          for (int p = Math.max(0, y0); p < Math.min(h, y0 + k); p++) {
            for (int q = Math.max(0, x0); q < Math.min(w, x0 + k); q++) {
              dx[(plane * h + p) * w + q] += dy.values()[i] / count;
            }
          }
        }
      }
      for (boolean last : new boolean[] {false, true}) {
        Attrs a = Attrs.of("layout", last ? "NHWC" : "NCHW", "kernel_shape", new long[] {k, k}, "strides",
            new long[] {stride, stride}, "pads",
            new long[] {pad, pad, pad, pad}, "count_include_pad", mode == 2, "ceil_mode", extra);
        TensorType yt = type(dy, last);
        TensorType xt = type(x, last);
        Check.close(y, first(Runner.run(mode == 0 ? "MaxPool" : "AveragePool", a, List.of(to(x, last)), yt)[0], yt,
            last), 1e-5);
        double[] got = mode == 0
            ? Runner.run("pydl4j.MaxPoolGrad", a, List.of(to(dy, last), to(x, last), to(Runner.Array.of(y, n, c, oh,
                ow), last)), xt)[0]
            : Runner.run("pydl4j.AveragePoolGrad", a.with("inputDims", xt.dims()), List.of(to(dy, last)), xt)[0];
        Check.close(dx, first(got, xt, last), 1e-5);
      }
    }
  }

  private static void sums(Shape s, double[] x, double[] k, double[] dy, double[] y, double[] dx, double[] dk) {
    int cg = s.c / s.group;
    int og = s.o / s.group;
    for (int i = 0; i < y.length; i++) {
      int q = i % s.ow();
      int p = i / s.ow() % s.oh();
      int o = i / (s.ow() * s.oh()) % s.o;
      int n = i / (s.ow() * s.oh() * s.o);
      for (int j = 0; j < cg * s.kh * s.kw; j++) {
        int row = p * s.sh - s.ph + j / s.kw % s.kh * s.dh;
        int column = q * s.sw - s.pw + j % s.kw * s.dw;
        if (row >= 0 && row < s.h && column >= 0 && column < s.w) {
          int at = ((n * s.c + o / og * cg + j / (s.kw * s.kh)) * s.h + row) * s.w + column;
          int weight = o * cg * s.kh * s.kw + j;
          y[i] += x[at] * k[weight];
          dx[at] += dy[i] * k[weight];
          dk[weight] += dy[i] * x[at];
        }
      }
    }
  }

  private static TensorType type(Runner.Array a, boolean last) {
    long[] d = a.type().dims();
    return !last ? a.type() : d.length == 4 ? Check.f32(d[0], d[2], d[3], d[1]) : Check.f32(d[0], d[2], d[1]);
  }

  private static Runner.Array to(Runner.Array a, boolean last) {
    if (!last) {
      return a;
    }
    long[] d = a.type().dims();
    int c = (int) d[1];
    int plane = (int) (a.type().size() / d[0] / c);
    double[] v = new double[a.values().length];
    Arrays.setAll(v, i -> a.values()[(i / (plane * c) * c + i % c) * plane + i / c % plane]);
    return new Runner.Array(type(a, true), v);
  }

  /** The values of an array in channels-first order. */
  private static double[] first(double[] v, TensorType type, boolean last) {
    if (!last) {
      return v;
    }
    int c = (int) type.dim(-1);
    int plane = (int) (type.size() / type.dim(0) / c);
    double[] f = new double[v.length];
    Arrays.setAll(f, i -> v[(i / (plane * c) * plane + i % plane) * c + i / plane % c]);
    return f;
  }
}
