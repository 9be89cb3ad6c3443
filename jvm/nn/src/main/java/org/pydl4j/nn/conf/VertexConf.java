package org.pydl4j.nn.conf;

import java.util.List;
import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.json.Doc;

/** A vertex in its place: name, what it is, and the names of what it reads. */
@Doc("A vertex in its place.")
public record VertexConf(
    @Doc("name, unique in the graph") String name,
    @Doc("the vertex") Vertex vertex,
    @Doc("names of the inputs and vertices that it reads, in order") List<String> inputs,
    @Doc("names of what it gives, in order; its own, or NAME/OUTPUT for each of several, unless set") List<
        String> outputs) {
  public VertexConf {
    if (name == null || name.isEmpty() || vertex == null || inputs == null || inputs.isEmpty()) {
      throw new IllegalArgumentException("[vertex " + name + "] is incomplete: got vertex " + vertex + " with inputs "
          + inputs
          + "; expected a name, a vertex and at least one input.");
    }
    inputs = List.copyOf(inputs);
    List<String> own = vertex.outputs(name);
    if (outputs != null && outputs.size() != own.size()) {
      throw new IllegalArgumentException("[" + name + "] got " + outputs.size() + " names of outputs, " + outputs
          + "; expected one for each of " + own + ".");
    }
    outputs = outputs == null ? own : List.copyOf(outputs);
  }

  public VertexConf(String name, Vertex vertex, List<String> inputs) {
    this(name, vertex, inputs, null);
  }

  static Object defaults() {
    return Defaults.of("outputs", null);
  }
}
