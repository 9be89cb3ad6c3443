package org.pydl4j.nn.conf;

import java.util.List;
import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.graph.GraphBody;
import org.pydl4j.nn.layers.Common;

/**
 * A graph of operators as a vertex: an imported ONNX model, a SameDiff graph. Its variables are parameters, named by
 * path: conv1.weight of the vertex encoder is encoder/conv1.weight.
 */
@Doc("A graph of operators as a vertex.")
public record GraphVertex(@Doc("the graph") GraphBody body, @Doc("settings that any layer may have") Common common)
    implements Vertex {
  static Object defaults() {
    return Defaults.of("common", Common.NONE);
  }

  @Override
  public List<String> outputs(String name) {
    return body.outputs().size() == 1 ? List.of(name) : body.outputs().stream().map(o -> name + "/" + o).toList();
  }
}
