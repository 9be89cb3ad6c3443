package org.pydl4j.nd.graph;

import java.util.List;
import java.util.Map;
import org.pydl4j.nd.types.AttrValue;

/**
 * A computation in static single assignment form; nodes are in topological order.
 *
 * @param inputs given at each run
 * @param states named memory that outlives a run: parameters, updater state, moving averages
 * @param outputs by name, in order
 * @param writes the new content of a state at the end of a run
 */
public record Graph(List<Value> inputs, List<Value> states, List<Node> nodes, Map<String, Value> outputs,
    Map<Value, Value> writes) implements AttrValue {

  /** The input of that name; an unknown one raises an error that lists what there is. */
  public Value input(String name) {
    return find(inputs, name, "input");
  }

  /** The state of that name, likewise. */
  public Value state(String name) {
    return find(states, name, "state");
  }

  private static Value find(List<Value> values, String name, String what) {
    return values.stream().filter(v -> v.name().equals(name)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException(
            "[graph] no " + what + " of that name: got '" + name + "'; expected one of "
                + values.stream().map(Value::name).toList() + "."));
  }

  /**
   * This graph with more outputs: "d/NAME" for each input or state named, the gradient of the sum of an output's
   * elements.
   *
   * @param output name of the output
   * @param wrt names of inputs and states
   */
  public Graph gradient(String output, List<String> wrt) {
    return Gradients.added(this, output, null, wrt);
  }

  /**
   * The same with the output's elements weighted by one more input of that name: the gradient that reaches the output.
   */
  public Graph gradient(String output, String seed, List<String> wrt) {
    return Gradients.added(this, output, seed, wrt);
  }

  @Override
  public String summary() {
    return "graph of " + nodes.size() + " nodes";
  }

  /** One line per value and node; made for diffing. */
  public String dump() {
    StringBuilder s = new StringBuilder();
    inputs.forEach(v -> s.append("input ").append(v).append('\n'));
    states.forEach(v -> s.append("state ").append(v).append('\n'));
    nodes.forEach(n -> s.append(n).append('\n'));
    writes.forEach((state, v) -> s.append("write ").append(state.name()).append(" <- ").append(v.name()).append('\n'));
    outputs.forEach((name, v) -> s.append("output ").append(name).append(" = ").append(v).append('\n'));
    return s.toString();
  }
}
