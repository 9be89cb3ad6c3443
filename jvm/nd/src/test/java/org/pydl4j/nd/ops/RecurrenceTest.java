package org.pydl4j.nd.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Gradients;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Ops;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.plan.reference.Interpreter;
import org.pydl4j.nd.types.DType;

/** What {@code OpsTest} does not reach: gradients that come from the last states alone. */
class RecurrenceTest {
  @ParameterizedTest
  @ValueSource(strings = {"RNN", "GRU", "LSTM"})
  void gradientsFlowFromTheLastStates(String kind) {
    Op op = Ops.get(kind);
    for (Case c : op.cases()) {
      CaseGraph g = CaseGraph.of(op, c, DType.FLOAT64);
      Sym loss = null;
      for (int i = 1; i < (isPlain(c) ? 2 : g.out().length); i++) {
        NDArray weights = Case.uniform(0.5, 1.5, g.out()[i].type().dims()).make(new Random(i), DType.FLOAT64);
        Sym s = g.out()[i].mul(g.builder().constant("weights", weights)).sum(false);
        loss = loss == null ? s : loss.add(s);
      }
      List<Sym> wrt = new ArrayList<>(g.differentiable(op));
      Sym[] d = Gradients.of(loss, wrt.toArray(new Sym[0]));
      g.builder().output("loss", loss);
      for (int i = 0; i < d.length; i++) {
        g.builder().output("d" + i, d[i]);
      }
      var graph = g.builder().build();
      Map<String, NDArray> out = Interpreter.run(graph, g.arrays(), Map.of());
      for (int i = 0; i < d.length; i++) {
        NDArray x = g.arrays().get(wrt.get(i).value().name());
        for (long at = 0; at < x.size(); at += 3) {
          double before = x.getDoubleAt(at);
          x.putDoubleAt(at, before + 1e-5);
          double above = Interpreter.run(graph, g.arrays(), Map.of()).get("loss").getDoubleAt(0);
          x.putDoubleAt(at, before - 1e-5);
          double below = Interpreter.run(graph, g.arrays(), Map.of()).get("loss").getDoubleAt(0);
          x.putDoubleAt(at, before);
          assertEquals((above - below) / 2e-5, out.get("d" + i).getDoubleAt(at), 1e-6,
              kind + " " + c.attrs() + " input " + i + " element " + at);
        }
      }
    }
  }

  /** The layers' kernel gives its cells no gradient. */
  private static boolean isPlain(Case c) {
    return !c.attrs().has("input_forget");
  }
}
