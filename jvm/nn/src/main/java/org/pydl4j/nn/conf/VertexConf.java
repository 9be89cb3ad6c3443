package org.pydl4j.nn.conf;

import java.util.List;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.vertices.Vertex;

/** A vertex in its place: name, what it is, and the names of what it reads. */
@Doc("A vertex in its place.")
public record VertexConf(
    @Doc("name, unique in the graph") String name,
    @Doc("the vertex") Vertex vertex,
    @Doc("names of the inputs and vertices that it reads, in order") List<String> inputs) {
  public VertexConf {
    if (name == null || name.isEmpty() || vertex == null || inputs == null || inputs.isEmpty()) {
      throw new IllegalArgumentException("[vertex " + name + "] is incomplete: got vertex " + vertex + " with inputs "
          + inputs
          + "; expected a name, a vertex and at least one input.");
    }
    inputs = List.copyOf(inputs);
  }
}
