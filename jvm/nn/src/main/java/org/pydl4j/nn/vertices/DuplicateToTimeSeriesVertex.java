package org.pydl4j.nn.vertices;

import java.util.List;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.conf.OpVertex;
import org.pydl4j.nn.layers.InputType;

/**
 * A vector at each time step of a sequence: [N, size] and [N, any, T] to [N, size, T]. DL4J:
 * DuplicateToTimeSeriesVertex.
 */
@Doc("The first input [N, size] at each time step of the second [N, any, T].")
public record DuplicateToTimeSeriesVertex() implements OpVertex {
  @Override
  public InputType outputType(List<InputType> in) {
    if (in.size() != 2 || !(in.get(0) instanceof InputType.FeedForward)
        || !(in.get(1) instanceof InputType.Recurrent r)) {
      throw new IllegalArgumentException("reads a vector and a sequence: got " + in
          + "; expected FeedForward, Recurrent.");
    }
    return InputType.recurrent(in.get(0).features(), r.timeSeriesLength());
  }

  @Override
  public Sym apply(List<Sym> in, Sym mask) {
    return in.get(0).unsqueeze(2).add(in.get(1).slice(1, 0, 1).mul(0));
  }
}
