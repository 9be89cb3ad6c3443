package org.pydl4j.nd.graph;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.TensorType;

/** One use of an op in a graph. Absent optional inputs are null. */
public final class Node {
  private final Op op;
  private final String name;
  private final Attrs attrs;
  private final List<Value> inputs;
  private final List<Value> outputs;
  private final List<String> origins;

  Node(Op op, String name, Attrs attrs, Value[] inputs, Value[] outputs, List<String> origins) {
    this.op = op;
    this.name = name;
    this.attrs = attrs;
    this.inputs = Collections.unmodifiableList(Arrays.asList(inputs.clone()));
    this.outputs = List.of(outputs);
    this.origins = origins.isEmpty() ? List.of(name) : origins;
    for (int i = 0; i < outputs.length; i++) {
      outputs[i].producedBy(this, i);
    }
  }

  /** What it computes. */
  public Op op() {
    return op;
  }

  /** Unique in the graph; says which layer or vertex made it. */
  public String name() {
    return name;
  }

  /** The attributes of the call. */
  public Attrs attrs() {
    return attrs;
  }

  /** The nodes of the graph before all passes that this one computes: itself, until a pass translates or fuses it. */
  public List<String> origins() {
    return origins;
  }

  /** The attributes with the list inputs (axes, shapes) added whose content is known. */
  public Attrs attrsWithLists() {
    Attrs all = attrs;
    TensorType[] types = inputs.stream().map(v -> v == null ? null : v.type()).toArray(TensorType[]::new);
    for (int i = 0; i < Math.min(inputs.size(), op.inputs().size()); i++) {
      Value v = inputs.get(i);
      long[] known =
          v == null || !op.inputs().get(i).list() ? null : v.isConstant() ? v.constant().toLongArray() : v.known();
      all = known == null || !v.isConstant() && !Known.isComplete(known) ? all
          : op.withList(all, types, op.inputs().get(i), known);
    }
    return all;
  }

  /** Whether a list among the inputs (axes, a shape) is computed and not known yet. */
  boolean hasComputedLists() {
    return IntStream.range(0, Math.min(inputs.size(), op.inputs().size()))
        .anyMatch(i -> inputs.get(i) != null && op.inputs().get(i).list()
            && !inputs.get(i).isConstant()
            && (inputs.get(i).known() == null || !Known.isComplete(inputs.get(i).known())));
  }

  /** Whether the content of that input decides dims: a list of sizes or axes. */
  public boolean needsContent(int i) {
    return op.needsContent(attrs, i);
  }

  /** What it reads; null where an optional input is absent. */
  public List<Value> inputs() {
    return inputs;
  }

  /** What it reads at that place. */
  public Value input(int i) {
    return i < inputs.size() ? inputs.get(i) : null;
  }

  /** What it computes. */
  public List<Value> outputs() {
    return outputs;
  }

  /** The only thing that it computes. */
  public Value output() {
    return outputs.get(0);
  }

  @Override
  public String toString() {
    StringBuilder s = new StringBuilder();
    outputs.forEach(v -> s.append(s.length() == 0 ? "" : ", ").append(v));
    s.append(" = ").append(op.name()).append('(');
    for (int i = 0; i < inputs.size(); i++) {
      s.append(i == 0 ? "" : ", ").append(inputs.get(i) == null ? "-" : inputs.get(i).name());
    }
    return s.append(')').append(attrs.asMap().isEmpty() ? "" : " {" + attrs + "}").append("  # ").append(name)
        .toString();
  }
}
