package org.pydl4j.nn.samediff;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.graph.GraphBody;
import org.pydl4j.nn.graph.Variable;

/** Parts of networks out of graphs that were traced. */
public final class TracedParts {
  /**
   * What an input of a traced graph becomes in a network.
   *
   * @param kind PLACEHOLDER; VARIABLE or STATE for a parameter; CONSTANT for an array that the function held
   * @param start of a parameter; else null
   */
  public record Leaf(String name, Variable.Kind kind, String dtype, long[] shape, GraphBody.Start start) {
    static Object defaults() {
      return Defaults.of("start", null);
    }
  }

  private TracedParts() {}

  /**
   * The part that a graph is.
   *
   * @param leaves its inputs, in order
   * @param held contents of constants, in order
   * @param updates states that are held by further outputs after a training step, in their order
   */
  public static GraphBody of(Graph graph, List<Leaf> leaves, List<NDArray> held, List<String> updates) {
    try (SameDiff sd = SameDiff.create()) {
      Map<String, GraphBody.Start> starts = new LinkedHashMap<>();
      int next = 0;
      for (Leaf leaf : leaves) {
        DType type = DType.of(leaf.dtype());
        if (leaf.kind() == Variable.Kind.PLACEHOLDER) {
          sd.placeholder(leaf.name(), type, leaf.shape());
        } else if (leaf.kind() == Variable.Kind.CONSTANT) {
          sd.constant(leaf.name(), held.get(next++));
        } else {
          try (NDArray zeros = NDArray.zeros(type, leaf.shape())) {
            sd.keep(leaf.name(), leaf.kind(), zeros);
          }
          starts.put(leaf.name(), leaf.start());
        }
      }
      List<String> made = sd.add(graph, leaves.stream().map(Leaf::name).toList());
      List<String> outputs = new ArrayList<>(made.subList(0, made.size() - updates.size()));
      for (int i = 0; i < updates.size(); i++) {
        sd.update(updates.get(i), made.get(outputs.size() + i));
      }
      List<String> inputs = leaves.stream().filter(l -> l.kind() == Variable.Kind.PLACEHOLDER).map(Leaf::name).toList();
      GraphBody body = sd.body(inputs, outputs);
      return new GraphBody(body.graph(), body.inputs(), body.outputs(), body.constants(), starts);
    }
  }
}
