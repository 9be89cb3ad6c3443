package org.pydl4j.nn.conf;

import java.util.List;
import org.pydl4j.nd.json.Doc;

/** A node of a computation graph: a layer, a graph, or an operation on several activations. DL4J: GraphVertex. */
@Doc("A node of a computation graph.")
public sealed interface Vertex permits LayerVertex, GraphVertex, ModelVertex, SharedVertex, OpVertex {
  /** Names of what it gives when it stands under a name: that one, or one for each of several outputs. */
  default List<String> outputs(String name) {
    return List.of(name);
  }
}
