package org.pydl4j.nn.model;

import java.util.Map;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.plan.Interpreter;

/** A graph ready to run. */
record Compiled(Graph graph) implements AutoCloseable {
  static Compiled of(Graph graph, int threads) {
    return new Compiled(graph);
  }

  Map<String, NDArray> run(Map<String, NDArray> inputs, Map<String, NDArray> states) {
    return Interpreter.run(graph, inputs, states);
  }

  @Override
  public void close() {
  }
}
