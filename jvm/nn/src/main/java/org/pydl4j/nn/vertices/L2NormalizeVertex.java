package org.pydl4j.nn.vertices;

import java.util.List;
import java.util.stream.IntStream;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.conf.OpVertex;
import org.pydl4j.nn.layers.InputType;

/** x / (||x|| + eps), the norm taken over all but the batch axis. DL4J: L2NormalizeVertex. */
@Doc("x / (||x|| + eps), the norm taken over all but the batch axis.")
public record L2NormalizeVertex(@Doc("guards the division") double eps) implements OpVertex {
  static Object defaults() {
    return Defaults.of("eps", 1e-8);
  }

  @Override
  public InputType outputType(List<InputType> in) {
    return in.get(0);
  }

  @Override
  public Sym apply(List<Sym> in, Sym mask) {
    Sym x = in.get(0);
    Sym squares = x.mul(x).sum(true, IntStream.range(1, x.rank()).toArray());
    return x.div(squares.max(squares.like(1e-30)).sqrt().add(eps)); // the root of 0 has no slope
  }
}
