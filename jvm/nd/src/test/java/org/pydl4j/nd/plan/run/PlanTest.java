package org.pydl4j.nd.plan.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pydl4j.nd.array.Device;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Gradients;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.plan.Program;
import org.pydl4j.nd.plan.reference.Interpreter;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;

/**
 * Training steps compiled by the planner do what the interpreter does, whatever backend runs them and wherever the
 * parameters lie.
 */
public class PlanTest {
  private static Sym param(Sym block, long[] at, long... dims) {
    long n = 1;
    for (long d : dims) {
      n *= d;
    }
    Sym p = block.slice(0, at[0], at[0] + n).reshape(dims);
    at[0] += n;
    return p;
  }

  /** A step with Adam over one block of parameters: score, new parameters, new moments. */
  private static void train(GraphBuilder b, Sym block, Sym score, Sym... params) {
    long n = block.dim(0);
    Sym[] g = Gradients.of(score, params);
    for (int i = 0; i < g.length; i++) {
      g[i] = g[i].reshape(-1);
    }
    Sym m = b.state("m", DType.FLOAT32, n);
    Sym v = b.state("v", DType.FLOAT32, n);
    Sym[] p = b.callAll("pydl4j.AdamUpdate", Attrs.NONE, block, Sym.concat(0, g), m, v, b.input("lr", DType.FLOAT32),
        b.input("t", DType.FLOAT32));
    b.write(block, p[0]);
    b.write(m, p[1]);
    b.write(v, p[2]);
    b.output("score", score);
  }

  public static Graph mlp() {
    GraphBuilder b = new GraphBuilder();
    Sym x = b.input("x", DType.FLOAT32, -1, 6);
    Sym y = b.input("y", DType.FLOAT32, -1, 3);
    Sym block = b.state("params", DType.FLOAT32, 6 * 8 + 8 + 8 * 3 + 3);
    long[] at = {0};
    Sym w1 = param(block, at, 6, 8);
    Sym b1 = param(block, at, 8);
    Sym w2 = param(block, at, 8, 3);
    Sym b2 = param(block, at, 3);
    Sym h = x.matmul(w1).add(b1).relu();
    Sym loss = b.callAll("pydl4j.SoftmaxCrossEntropy", Attrs.NONE, h.matmul(w2).add(b2), y)[0];
    train(b, block, loss.mean(false), w1, b1, w2, b2);
    return b.build();
  }

  public static Graph cnn() {
    GraphBuilder b = new GraphBuilder();
    Sym x = b.input("x", DType.FLOAT32, -1, 2, 8, 8);
    Sym y = b.input("y", DType.FLOAT32, -1, 3);
    Sym block = b.state("params", DType.FLOAT32, 4 * 2 * 9 + 4 + 4 + 4 * 4 * 9 + 4 + 16 * 3 + 3);
    long[] at = {0};
    Sym w1 = param(block, at, 4, 2, 3, 3);
    Sym gamma = param(block, at, 4);
    Sym beta = param(block, at, 4);
    Sym w2 = param(block, at, 4, 4, 3, 3);
    Sym b2 = param(block, at, 4);
    Sym w3 = param(block, at, 16, 3);
    Sym b3 = param(block, at, 3);
    Attrs pad = Attrs.of("pads", new long[] {1, 1, 1, 1});
    Attrs pool = Attrs.of("kernel_shape", new long[] {2, 2}, "strides", new long[] {2, 2});
    Sym h = b.call("Conv", pad, x, w1);
    Sym[] bn = b.callAll("pydl4j.BatchNormTrain", Attrs.NONE, h, gamma, beta);
    Sym mean = b.state("mean", DType.FLOAT32, 4);
    b.write(mean, mean.mul(0.9).add(bn[1].mul(0.1)));
    h = b.call("MaxPool", pool, bn[0].relu());
    h = b.call("AveragePool", pool, b.call("Conv", pad, h, w2, b2).tanh());
    h = b.call("pydl4j.Dropout", Attrs.of("retain", 0.8, "node", 7), h, b.input("seed", DType.INT64),
        b.input("step", DType.INT64));
    Sym loss = b.callAll("pydl4j.SoftmaxCrossEntropy", Attrs.NONE, h.reshape(0, -1).matmul(w3).add(b3), y)[0];
    train(b, block, loss.mean(false), w1, gamma, beta, w2, b2, w3, b3);
    return b.build();
  }

  static Graph lstm() {
    int n = 5;
    GraphBuilder b = new GraphBuilder();
    Sym x = b.input("x", DType.FLOAT32, -1, 4, -1);
    Sym y = b.input("y", DType.FLOAT32, -1, n, -1);
    Sym block = b.state("params", DType.FLOAT32, 4 * 4 * n + n * 4 * n + 4 * n);
    long[] at = {0};
    Sym w = param(block, at, 4, 4 * n);
    Sym rw = param(block, at, n, 4 * n);
    Sym bias = param(block, at, 4 * n);
    Sym gates = x.transpose(2, 0, 1).matmul(w).add(bias);
    Sym zero = gates.slice(0, 0, 1).slice(2, 0, n).squeeze(0).mul(0);
    Sym h = b.callAll("pydl4j.LstmForward", Attrs.NONE, gates, rw, zero, zero)[0].transpose(1, 2, 0);
    Sym d = h.sub(y);
    train(b, block, d.mul(d).mean(false), w, rw, bias);
    return b.build();
  }

  private static Map<String, NDArray> inputs(int batch, Random r, long[] xDims, long[] yDims) {
    Map<String, NDArray> m = new HashMap<>();
    m.put("x", uniform(r, xDims));
    m.put("y", uniform(r, yDims));
    m.put("lr", NDArray.scalar(DType.FLOAT32, 0.01));
    m.put("t", NDArray.scalar(DType.FLOAT32, 1));
    m.put("seed", NDArray.scalar(DType.INT64, 42));
    m.put("step", NDArray.scalar(DType.INT64, 3));
    return m;
  }

  private static NDArray uniform(Random r, long... dims) {
    NDArray a = NDArray.create(DType.FLOAT32, dims);
    for (long i = 0; i < a.size(); i++) {
      a.putDoubleAt(i, r.nextDouble() * 2 - 1);
    }
    return a;
  }

  private static Map<String, NDArray> states(Graph g) {
    Random r = new Random(5);
    Map<String, NDArray> m = new LinkedHashMap<>();
    g.states().forEach(v -> m.put(v.name(),
        v.name().equals("params") ? uniform(r, v.type().dims()) : NDArray.zeros(DType.FLOAT32, v.type().dims())));
    return m;
  }

  private static void sameTraining(Graph g, Program p, int batch, long[] x, long[] y) {
    Random r = new Random(3);
    Map<String, NDArray> expected = states(g);
    Map<String, NDArray> actual = states(g);
    actual.replaceAll((name, a) -> a.to(p.device()));
    for (int step = 0; step < 3; step++) {
      Map<String, NDArray> in = inputs(batch, r, x, y);
      in.keySet().retainAll(g.inputs().stream().map(v -> v.name()).toList());
      double want = Interpreter.run(g, in, expected).get("score").getDoubleAt(0);
      double got = p.run(in, actual).get("score").getDoubleAt(0);
      assertEquals(want, got, 1e-4 * Math.max(1, Math.abs(want)), "score of step " + step);
      for (String name : expected.keySet()) {
        NDArray state = actual.get(name).toHost();
        for (int i = 0; i < state.size(); i++) {
          assertEquals(expected.get(name).getDoubleAt(i), state.getDoubleAt(i), 2e-3,
              name + "[" + i + "] of step " + step);
        }
      }
    }
  }

  private static void check(Graph g, int batch, long[] x, long[] y) {
    for (Device device : List.of(Device.host(), Device.of("fake"))) {
      try (Program p = new Program(g, 2, device)) {
        sameTraining(g, p, batch, x, y);
      }
    }
  }

  @Test
  void anMlpTrainsAsInterpreted() {
    check(mlp(), 5, new long[] {5, 6}, new long[] {5, 3});
    check(mlp(), 2, new long[] {2, 6}, new long[] {2, 3});
  }

  @Test
  void aCnnTrainsAsInterpreted() {
    check(cnn(), 4, new long[] {4, 2, 8, 8}, new long[] {4, 3});
  }

  @Test
  void anLstmTrainsAsInterpreted() {
    check(lstm(), 3, new long[] {3, 4, 6}, new long[] {3, 5, 6});
    check(lstm(), 3, new long[] {3, 4, 2}, new long[] {3, 5, 2});
  }

  @Test
  void parametersAndGradientsAreNotCopied() {
    try (Program p = new Program(mlp(), 1)) {
      String text =
          p.explain(Map.of("x", new long[] {5, 6}, "y", new long[] {5, 3}, "lr", new long[0], "t", new long[0]));
      assertTrue(text.contains("copies at the end: 0") && text.contains("(in place)"), text);
    }
  }
}
