package org.pydl4j.nn.vertices;

import java.util.List;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.conf.OpVertex;
import org.pydl4j.nn.layers.InputType;

/** x times a number. DL4J: ScaleVertex. */
@Doc("The input times a number.")
public record ScaleVertex(@Doc("the factor") double scaleFactor) implements OpVertex {
  @Override
  public InputType outputType(List<InputType> in) {
    return in.get(0);
  }

  @Override
  public Sym apply(List<Sym> in, Sym mask) {
    return in.get(0).mul(scaleFactor);
  }
}
