package org.pydl4j.nn.conf;

import java.util.List;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Open;
import org.pydl4j.nn.layers.InputType;

/** A vertex without parameters. */
@Open
public non-sealed interface OpVertex extends Vertex {
  /**
   * What comes out for what goes in; raises IllegalArgumentException (without the vertex's name) when that does not
   * fit.
   */
  InputType outputType(List<InputType> in);

  /**
   * Lowers the vertex to ops.
   *
   * @param in activations of what it reads, in order
   * @param mask [N, T] of the first input, or null
   */
  Sym apply(List<Sym> in, Sym mask);

  /** The mask of the output for the mask of the first input. */
  default Sym outputMask(Sym mask) {
    return mask;
  }
}
