package org.pydl4j.nd.plan.passes;

import org.pydl4j.nd.graph.Graph;

/**
 * One pass of the compiler and the graph that it left.
 *
 * @param name what the pass does, e.g. "lowering"
 */
public record Pass(String name, Graph graph) {
  /** "lowering 120 nodes, 3 transposes". */
  public String summary() {
    long transposes = graph.nodes().stream().filter(n -> n.op().name().equals("Transpose")).count();
    return name + " " + graph.nodes().size() + " nodes" + (transposes == 0 ? "" : ", " + transposes + " transposes");
  }
}
