package org.pydl4j.nn.vertices;

import java.util.List;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.conf.OpVertex;
import org.pydl4j.nn.layers.InputType;
import org.pydl4j.nn.layers.LastTimeStep;

/** The last unmasked time step: [N, size, T] to [N, size]. DL4J: LastTimeStepVertex. */
@Doc("The last unmasked time step: [N, size, T] to [N, size].")
public record LastTimeStepVertex() implements OpVertex {
  @Override
  public InputType outputType(List<InputType> in) {
    if (!(in.get(0) instanceof InputType.Recurrent)) {
      throw new IllegalArgumentException("reads sequences: got " + in.get(0) + "; expected Recurrent.");
    }
    return InputType.feedForward(in.get(0).features());
  }

  @Override
  public Sym outputMask(Sym mask) {
    return null;
  }

  @Override
  public Sym apply(List<Sym> in, Sym mask) {
    return LastTimeStep.of(in.get(0), mask);
  }
}
