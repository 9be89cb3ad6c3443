package org.pydl4j.nn.vertices;

import java.util.List;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.conf.InputType;

/** A node of a computation graph: a layer, or an operation on several activations. DL4J: GraphVertex. */
@Doc("A node of a computation graph.")
public sealed interface Vertex permits LayerVertex, OpVertex {
  InputType outputType(List<InputType> in);
}
