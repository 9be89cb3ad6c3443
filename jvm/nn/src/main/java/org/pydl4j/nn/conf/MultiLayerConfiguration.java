package org.pydl4j.nn.conf;

import java.util.ArrayList;
import java.util.List;
import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nd.json.Records;
import org.pydl4j.nn.layers.InputType;
import org.pydl4j.nn.layers.Layer;

/** A stack of layers. DL4J: MultiLayerConfiguration. */
@Doc("A stack of layers.")
public record MultiLayerConfiguration(
    @Doc("what holds for the whole network") NeuralNetConfiguration conf,
    @Doc("the layers, input first") List<LayerConf> layers,
    @Doc("what the input looks like; may be left out where the first layer has nIn") InputType inputType,
    @Doc("how gradients flow through time") BackpropType backpropType,
    @Doc("steps per piece of TruncatedBPTT") int tbpttLength) implements NetworkConfiguration {

  /** Name of the only input. */
  public static final String INPUT = "x";

  public MultiLayerConfiguration {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("[MultiLayerConfiguration] has no layers: got an empty list;"
          + " expected at least one. Add an OutputLayer.");
    }
    if (inputType == null) {
      inputType = layers.get(0).layer().inputType();
      if (inputType == null) {
        throw new IllegalArgumentException("[MultiLayerConfiguration] the input's shape is unknown: got neither"
            + " inputType nor nIn of the first layer ("
            + layers.get(0).layer().getClass().getSimpleName() + "); expected one of them. Set the input type.");
      }
    }
  }

  static Object defaults() {
    return Defaults.of("conf", Records.fromText("{}", NeuralNetConfiguration.class), "inputType", null, "backpropType",
        BackpropType.Standard, "tbpttLength", 20);
  }

  /** Layers with default settings. */
  public static MultiLayerConfiguration of(NeuralNetConfiguration conf, InputType inputType, Layer... layers) {
    List<LayerConf> all = new ArrayList<>();
    for (Layer l : layers) {
      all.add(LayerConf.of(l));
    }
    return new MultiLayerConfiguration(conf, all, inputType, BackpropType.Standard, 20);
  }

  /** The configuration that its JSON says. */
  public static MultiLayerConfiguration fromJson(String json) {
    return Records.fromText(json, MultiLayerConfiguration.class);
  }

  /** The name of a layer: its own, or its position. */
  public String layerName(int i) {
    return layers.get(i).name() != null ? layers.get(i).name() : "layer" + i;
  }

  @Override
  public ComputationGraphConfiguration toGraph() {
    List<VertexConf> vertices = new ArrayList<>();
    String before = INPUT;
    for (int i = 0; i < layers.size(); i++) {
      LayerConf l = layers.get(i);
      vertices.add(new VertexConf(layerName(i), new LayerVertex(l.layer(), l.common()), List.of(before)));
      before = layerName(i);
    }
    return new ComputationGraphConfiguration(conf, List.of(INPUT), List.of(inputType), vertices, List.of(before),
        backpropType, tbpttLength);
  }
}
