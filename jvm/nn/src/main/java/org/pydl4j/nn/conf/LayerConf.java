package org.pydl4j.nn.conf;

import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.layers.Common;
import org.pydl4j.nn.layers.Layer;

/** A layer in its place: name, what it is, and the settings that any layer may have. */
@Doc("A layer in its place.")
public record LayerConf(
    @Doc("name, unique in the network; layer0, layer1, ... unless set") String name,
    @Doc("the layer") Layer layer,
    @Doc("settings that any layer may have") Common common) {
  public LayerConf {
    if (layer == null) {
      throw new IllegalArgumentException("[" + (name == null ? "layer" : name)
          + "] has no layer: got null; expected a layer record. Give one.");
    }
    common = common == null ? Common.NONE : common;
  }

  static Object defaults() {
    return Defaults.of("name", null, "common", Common.NONE);
  }

  /** A layer with the network's settings and a name by position. */
  public static LayerConf of(Layer layer) {
    return new LayerConf(null, layer, Common.NONE);
  }
}
