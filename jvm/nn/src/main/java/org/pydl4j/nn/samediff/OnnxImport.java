package org.pydl4j.nn.samediff;

import java.nio.file.Path;
import java.util.Set;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.onnx.OnnxReader;
import org.pydl4j.nd.onnx.TrainingForm;
import org.pydl4j.nn.graph.Variable;

/**
 * An ONNX model as a graph that can be extended and trained. Variables have the names of the file. Of the float
 * initializers, those are trained that {@link LearnedParameters} finds.
 */
final class OnnxImport {
  private final OnnxReader.Model model;
  private final SameDiff sd = new SameDiff();
  private final GraphNodes nodes = new GraphNodes(sd);

  private OnnxImport(OnnxReader.Model model) {
    this.model = model;
  }

  static SameDiff read(Path path, TrainingForm form) {
    OnnxImport i = new OnnxImport(OnnxReader.read(path, name -> true, form));
    try {
      i.build();
      return i.sd;
    } catch (RuntimeException e) {
      i.sd.close();
      throw e;
    }
  }

  private void build() {
    Graph g = model.graph();
    model.names().forEach((name, v) -> nodes.wish(v, name));
    g.inputs().forEach(v -> nodes.bind(v, sd.placeholder(nodes.fresh(v.name()), v.type().dtype(), v.type().dims())));
    g.outputs().forEach((name, v) -> {
      if (v.kind() == Value.Kind.NODE) {
        nodes.reserve(v, name);
      }
    });
    Set<Value> learned = LearnedParameters.of(g, model.parameters());
    g.states().forEach(
        v -> nodes.bind(v, sd.keep(nodes.fresh(v.name()), kind(v, learned), model.parameters().get(v.name()))));
    g.nodes().forEach(nodes::add);
    g.outputs().forEach((name, v) -> nodes.alias(v, name));
    model.names().forEach((name, v) -> {
      if (v.kind() == Value.Kind.NODE && nodes.isBound(v) && sd.isFree(name) && !name.startsWith("#")) {
        nodes.alias(v, name);
      }
    });
    g.writes().forEach((state, v) -> sd.update(nodes.name(state), nodes.name(v)));
  }

  private Variable.Kind kind(Value v, Set<Value> learned) {
    return model.graph().writes().containsKey(v) ? Variable.Kind.STATE
        : learned.contains(v) ? Variable.Kind.VARIABLE : Variable.Kind.CONSTANT;
  }
}
