package org.pydl4j.nn.conf;

import java.util.List;
import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.layers.Common;

/**
 * A network as a vertex of another. Its parameters are named by path: layer0_W of the vertex encoder is
 * encoder/layer0_W. Losses in it count for nothing: its outputs are activations.
 */
@Doc("A network as a vertex of another.")
public record ModelVertex(
    @Doc("the network; it takes the data type of the one around it") NetworkConfiguration network,
    @Doc("settings of its layers that neither they nor the network set") Common common) implements Vertex {
  static Object defaults() {
    return Defaults.of("common", Common.NONE);
  }

  @Override
  public List<String> outputs(String name) {
    List<String> own = network.toGraph().networkOutputs();
    return own.size() == 1 ? List.of(name) : own.stream().map(o -> name + "/" + o).toList();
  }
}
