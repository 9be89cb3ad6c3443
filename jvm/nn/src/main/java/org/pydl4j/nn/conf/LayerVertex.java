package org.pydl4j.nn.conf;

import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.layers.Common;
import org.pydl4j.nn.layers.Layer;

/** A layer as a vertex; several inputs are merged along the features first. DL4J: LayerVertex. */
@Doc("A layer as a vertex.")
public record LayerVertex(@Doc("the layer") Layer layer, @Doc("settings that any layer may have") Common common)
    implements Vertex {
  static Object defaults() {
    return Defaults.of("common", Common.NONE);
  }
}
