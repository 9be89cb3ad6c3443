package org.pydl4j.nn.graph;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.plan.Program;
import org.pydl4j.nd.plan.options.Threads;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.eval.Metric;
import org.pydl4j.nn.eval.Rows;

/**
 * A metric that is a graph: a function of labels and answers [rows, C] that was traced. It gives a number per row, an
 * array per row, whose mean counts, or one number for a minibatch; of these the mean over all rows is taken. Time steps
 * are rows, class indices come one-hot, masked rows are left out.
 *
 * @param body its inputs are labels and answers
 */
public record GraphMetric(String name, GraphBody body) implements Metric {

  public GraphMetric {
    if (body.inputs().size() != 2 || body.outputs().size() != 1) {
      throw new IllegalArgumentException("[metric " + name + "] got inputs " + body.inputs() + " and outputs "
          + body.outputs() + "; expected labels and answers as inputs, and one output.");
    }
  }

  /** Unknown. */
  @Override
  public Boolean isBetterWhenLarger() {
    return null;
  }

  @Override
  public Score start() {
    return new Mean();
  }

  private final class Mean implements Score {
    private final DType type = DType.of(body.graph().variable(body.inputs().get(0)).dtype());
    private Program program;
    private double sum;
    private long rows;

    @Override
    public void add(NDArray labels, NDArray predictions, NDArray mask) {
      Rows all = Rows.of(labels, predictions, mask);
      int[] counted = IntStream.range(0, all.rows()).filter(all::counts).toArray();
      if (counted.length == 0) {
        return;
      }
      double[] y = new double[counted.length * all.columns()];
      double[] p = new double[y.length];
      for (int i = 0; i < y.length; i++) {
        y[i] = all.label(counted[i / all.columns()], i % all.columns());
        p[i] = all.prediction(counted[i / all.columns()], i % all.columns());
      }
      sum += counted.length * value(y, p, counted.length, all.columns());
      rows += counted.length;
    }

    private double value(double[] y, double[] p, int n, int columns) {
      if (program == null) {
        GraphBuilder b = new GraphBuilder();
        Sym out = body.apply(b, List.of(b.input("y", type, -1, columns), b.input("p", type, -1, columns))).get(0);
        b.output("value", out.cast(DType.FLOAT64).mean(false));
        program = new Program(b.build(), Threads.count());
      }
      try (NDArray labels = NDArray.of(y, n, columns).castTo(type);
          NDArray answers = NDArray.of(p, n, columns).castTo(type);
          NDArray value = program.run(Map.of("y", labels, "p", answers), Map.of()).get("value")) {
        return value.getDoubleAt(0);
      }
    }

    @Override
    public double value() {
      return sum / rows;
    }

    @Override
    public void close() {
      if (program != null) {
        program.close();
      }
    }
  }
}
