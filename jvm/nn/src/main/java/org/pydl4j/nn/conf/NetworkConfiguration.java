package org.pydl4j.nn.conf;

import org.pydl4j.nd.json.Records;

/** A network's configuration: a stack of layers or a graph of vertices. */
public sealed interface NetworkConfiguration permits MultiLayerConfiguration, ComputationGraphConfiguration {
  /** What holds for the whole network. */
  NeuralNetConfiguration conf();

  /** The same network as a graph: what models are built from. */
  ComputationGraphConfiguration toGraph();

  /** How far back gradients go in sequences. */
  BackpropType backpropType();

  /** Steps of a piece, where gradients go through pieces. */
  int tbpttLength();

  /** As JSON with {@code "@type"}; {@link #fromJson} reads it. */
  default String toJson() {
    return Records.toPrettyText(this);
  }

  /** Reads either kind. */
  static NetworkConfiguration fromJson(String json) {
    return Records.fromText(json, NetworkConfiguration.class);
  }
}
