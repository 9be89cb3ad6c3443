package org.pydl4j.nd.ops;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.json.Nearest;
import org.pydl4j.nd.graph.Op;

/** All declared ops by name. A new family adds its list here; nothing else in the project lists ops. */
public final class Ops {
  private static final Map<String, Op> BY_NAME = collect(List.of(
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
      Sampling.OPS, SamplingGradients.OPS,
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
      Cumulative.OPS,
      List.of(org.pydl4j.nd.graph.LaterGradient.OP)));

  private Ops() {
  }

  private static Map<String, Op> collect(List<List<Op>> families) {
    Map<String, Op> m = new LinkedHashMap<>();
    for (List<Op> family : families) {
      for (Op op : family) {
        if (m.put(op.name(), op) != null) {
          throw new IllegalStateException("op declared twice: " + op.name());
        }
      }
    }
    return Collections.unmodifiableMap(m);
  }

  /** The op of that name ("Conv", "pydl4j.SumTo"); unknown names raise with the nearest one. */
  public static Op get(String name) {
    Op op = BY_NAME.get(name);
    if (op == null) {
      String near = Nearest.of(name, BY_NAME.keySet());
      throw new UnsupportedOperationException("[op] unknown name: got '" + name + "'; expected a declared op."
          + (near == null ? "" : " Did you mean '" + near + "'?"));
    }
    return op;
  }

  public static boolean has(String name) {
    return BY_NAME.containsKey(name);
  }

  public static Collection<Op> all() {
    return BY_NAME.values();
  }
}
