package org.pydl4j.nn.vertices;

import java.util.List;
import org.pydl4j.nd.graph.Sym;

/** A vertex without parameters. */
public sealed interface OpVertex extends Vertex permits MergeVertex, ElementWiseVertex, SubsetVertex, ScaleVertex,
    ShiftVertex, L2NormalizeVertex, LastTimeStepVertex,
    DuplicateToTimeSeriesVertex {
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
