package org.pydl4j.bridge.constructors;

import java.util.List;
import org.pydl4j.datavec.condition.Condition;
import org.pydl4j.datavec.normalize.ColumnNormalizer;
import org.pydl4j.datavec.reader.PathLabel;
import org.pydl4j.datavec.reader.RecordReader;
import org.pydl4j.datavec.transform.Transform;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.conf.GraphVertex;
import org.pydl4j.nn.conf.LayerConf;
import org.pydl4j.nn.conf.LayerVertex;
import org.pydl4j.nn.conf.ModelVertex;
import org.pydl4j.nn.conf.NeuralNetConfiguration;
import org.pydl4j.nn.conf.Vertex;
import org.pydl4j.nn.layers.Common;
import org.pydl4j.nn.layers.GraphLayer;
import org.pydl4j.nn.layers.InputType;
import org.pydl4j.nn.layers.Layer;
import org.pydl4j.nn.losses.GraphLoss;
import org.pydl4j.nn.losses.Loss;
import org.pydl4j.nn.updaters.Schedule;
import org.pydl4j.nn.updaters.Updater;

/** Which interfaces of records become Python modules. */
final class Families {
  private Families() {}

  static List<Family> all() {
    return List.of(
        Family.of("activations", "Functions of a layer's output.", Activation.class),
        Family.of("losses", "How far outputs are from labels.", Loss.class).without(GraphLoss.class),
        Family.of("updaters", "How gradients change parameters, and learning rates over time.",
            Updater.class, Schedule.class).takenByPosition(),
        Family.of("input_types", "What a network's input looks like.", InputType.class),
        Family.of("configuration", "What holds for a whole network.", NeuralNetConfiguration.class)
            .sharing(Common.class),
        Family.of("layers", "The layers.", Layer.class).without(GraphLayer.class)
            .sharing(LayerConf.class, Common.class),
        Family.of("vertices", "What a graph holds beside layers.", Vertex.class)
            .without(LayerVertex.class, GraphVertex.class, ModelVertex.class),
        Family.of("transforms", "Steps of a TransformProcess, and the conditions that some take.",
            Transform.class, Condition.class),
        Family.byHand("pydl4j.datavec.readers", RecordReader.class, PathLabel.class),
        Family.byHand("pydl4j.datavec.normalizers", ColumnNormalizer.class));
  }
}
