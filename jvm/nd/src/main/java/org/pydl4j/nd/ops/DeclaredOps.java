package org.pydl4j.nd.ops;

import java.util.List;
import java.util.stream.Stream;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.OpSource;

/** The ops of this folder. A new family adds its list here; nothing else in the project lists ops. */
public final class DeclaredOps implements OpSource {
  @Override
  public List<Op> ops() {
    return Stream.of(
        Elementwise.OPS,
        Arithmetic.OPS,
        Bitwise.OPS,
        Compare.OPS,
        Reduce.OPS,
        Shapes.OPS,
        Pieces.OPS,
        Linear.OPS,
        Convolution.OPS,
        Pooling.OPS,
        Bottleneck.OPS,
        Resizing.OPS,
        Interpolation.OPS,
        Sampling.OPS,
        SamplingGradients.OPS,
        Complex.OPS,
        ComplexFunctions.OPS,
        Fourier.OPS,
        ComplexMatrices.OPS,
        Einsum.OPS,
        Linalg.OPS,
        Normalization.OPS,
        Attention.OPS,
        Recurrent.OPS,
        Recurrence.OPS,
        Losses.OPS,
        LossFunctions.OPS,
        Updates.OPS,
        Random.OPS,
        Distributions.OPS,
        Fused.OPS,
        Numbers.OPS,
        Control.OPS,
        Selection.OPS,
        Indexing.OPS,
        Sorting.OPS,
        Cumulative.OPS).flatMap(List::stream).toList();
  }
}
