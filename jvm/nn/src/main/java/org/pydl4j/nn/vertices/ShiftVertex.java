package org.pydl4j.nn.vertices;

import java.util.List;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.conf.OpVertex;
import org.pydl4j.nn.layers.InputType;

/** x plus a number. DL4J: ShiftVertex. */
@Doc("The input plus a number.")
public record ShiftVertex(@Doc("the summand") double shiftFactor) implements OpVertex {
  @Override
  public InputType outputType(List<InputType> in) {
    return in.get(0);
  }

  @Override
  public Sym apply(List<Sym> in, Sym mask) {
    return in.get(0).add(shiftFactor);
  }
}
