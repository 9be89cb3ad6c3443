package org.pydl4j.nn.layers;

import java.util.List;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.graph.GraphBody;

/**
 * A graph of one input and one output as a layer: a traced function, an imported model. Its parameters are named by
 * path: that of variable w in layer0 is layer0/w.
 */
@Doc("A graph of one input and one output as a layer.")
public record GraphLayer(@Doc("the graph") GraphBody body) implements Layer {
  public GraphLayer {
    if (body.inputs().size() != 1 || body.outputs().size() != 1) {
      throw new IllegalArgumentException("[GraphLayer] got inputs " + body.inputs() + " and outputs " + body.outputs()
          + "; expected one of each. Use a GraphVertex in a ComputationGraph.");
    }
  }

  @Override
  public InputKind reads() {
    return InputKind.TENSOR;
  }

  @Override
  public InputType outputType(InputType in) {
    return GraphLowering.outputTypes(body, List.of(in)).get(0);
  }

  @Override
  public Sym apply(LayerContext ctx, Sym x) {
    return GraphLowering.apply(ctx, body, List.of(x)).get(0);
  }
}
