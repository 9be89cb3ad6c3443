package org.pydl4j.nd.cpu;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pydl4j.nd.types.Attrs;

class LstmTest {
  @ParameterizedTest
  @CsvSource({"1,1,1,true", "5,3,7,true", "4,32,128,true", "3,13,20,false", "1,5,16,false"})
  void statesAndGradientsMatchLoops(int steps, int batch, int n, boolean initial) {
    Runner.Array x = scaled(Check.random(1, steps, batch, 4 * n), 0.5);
    Runner.Array rw = scaled(Check.random(2, n, 4 * n), 1 / Math.sqrt(n));
    Runner.Array h0 = initial ? Check.random(3, batch, n) : null;
    Runner.Array c0 = initial ? Check.random(4, batch, n) : null;
    Runner.Array dh = Check.random(5, steps, batch, n);
    int bn = batch * n;
    double[] h = new double[steps * bn];
    double[] c = new double[steps * bn];
    double[] gates = new double[steps * bn * 4];
    for (int i = 0; i < steps * bn; i++) {
      int t = i / bn;
      int b = i / n % batch;
      int k = i % n;
      for (int g = 0; g < 4; g++) {
        double z = x.values()[(t * batch + b) * 4 * n + g * n + k];
        for (int j = 0; j < n; j++) {
          z += before(h, h0, i - k + j, bn) * rw.values()[j * 4 * n + g * n + k];
        }
        gates[(t * batch + b) * 4 * n + g * n + k] = g == 0 ? Math.tanh(z) : 1 / (1 + Math.exp(-z));
      }
      int at = (t * batch + b) * 4 * n + k;
      c[i] = gates[at + n] * before(c, c0, i, bn) + gates[at + 3 * n] * gates[at];
      h[i] = gates[at + 2 * n] * Math.tanh(c[i]);
    }
    double[] dz = new double[gates.length];
    double[] drw = new double[rw.values().length];
    double[] back = new double[bn];
    double[] dc = new double[bn];
    for (int t = steps - 1; t >= 0; t--) {
      for (int s = 0; s < bn; s++) {
        int i = t * bn + s;
        int at = i / n * 4 * n + i % n;
        double tc = Math.tanh(c[i]);
        double e = dh.values()[i] + back[s];
        double cell = dc[s] + e * gates[at + 2 * n] * (1 - tc * tc);
        dz[at] = cell * gates[at + 3 * n] * (1 - gates[at] * gates[at]);
        dz[at + n] = cell * before(c, c0, i, bn) * gates[at + n] * (1 - gates[at + n]);
        dz[at + 2 * n] = e * tc * gates[at + 2 * n] * (1 - gates[at + 2 * n]);
        dz[at + 3 * n] = cell * gates[at] * gates[at + 3 * n] * (1 - gates[at + 3 * n]);
        dc[s] = cell * gates[at + n];
      }
      for (int s = 0; s < bn; s++) {
        back[s] = 0;
        int row = t * batch + s / n;
        for (int j = 0; j < 4 * n; j++) {
          back[s] += dz[row * 4 * n + j] * rw.values()[s % n * 4 * n + j];
          drw[s % n * 4 * n + j] += before(h, h0, t * bn + s, bn) * dz[row * 4 * n + j];
        }
      }
    }
    double[][] got = Runner.run("pydl4j.LstmForward", Attrs.NONE, Arrays.asList(x, rw, h0, c0),
        Check.f32(steps, batch, n),
        Check.f32(steps, batch, n), Check.f32(steps, batch, 4 * n));
    Check.close(h, got[0], 1e-5);
    Check.close(c, got[1], 1e-5);
    Check.close(gates, got[2], 1e-5);
    List<Runner.Array> in = Arrays.asList(dh, Runner.Array.of(gates, steps, batch, 4 * n),
        Runner.Array.of(c, steps, batch, n),
        Runner.Array.of(h, steps, batch, n), rw, h0, c0);
    double[][] grads = Runner.run("pydl4j.LstmGrad", Attrs.NONE, in, Check.f32(steps, batch, 4 * n),
        Check.f32(n, 4 * n),
        Check.f32(batch, n), Check.f32(batch, n));
    Check.close(dz, grads[0], 2e-5);
    Check.close(drw, grads[1], 1e-4);
    Check.close(back, grads[2], 2e-5);
    Check.close(dc, grads[3], 2e-5);
  }

  private static double before(double[] state, Runner.Array first, int i, int bn) {
    return i >= bn ? state[i - bn] : first == null ? 0 : first.values()[i];
  }

  private static Runner.Array scaled(Runner.Array a, double s) {
    return new Runner.Array(a.type(), Arrays.stream(a.values()).map(v -> (float) (v * s)).toArray());
  }
}
