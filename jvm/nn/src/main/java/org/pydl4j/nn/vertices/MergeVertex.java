package org.pydl4j.nn.vertices;

import java.util.Arrays;
import java.util.List;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.conf.OpVertex;
import org.pydl4j.nn.layers.InputType;

/** Inputs joined along the features or channels. DL4J: MergeVertex. */
@Doc("Inputs joined along the features or channels.")
public record MergeVertex() implements OpVertex {
  @Override
  public InputType outputType(List<InputType> in) {
    long n = in.stream().mapToLong(InputType::features).sum();
    InputType first = in.get(0);
    if (in.stream().anyMatch(t -> t.getClass() != first.getClass())) {
      throw new IllegalArgumentException("inputs of one kind are needed: got " + in + ". Reshape one of them.");
    }
    if (first instanceof InputType.Recurrent r) {
      return InputType.recurrent(n, r.timeSeriesLength());
    } else if (first instanceof InputType.Convolutional c) {
      return InputType.convolutional(c.height(), c.width(), n);
    } else if (first instanceof InputType.Tensor t && !t.shape().isEmpty()) {
      long[] row = Arrays.copyOfRange(t.dims(), 1, t.dims().length);
      row[0] = in.stream().anyMatch(i -> i.features() < 0) ? -1 : n;
      return InputType.tensor(t.dtype(), row);
    }
    return InputType.feedForward(n);
  }

  @Override
  public Sym apply(List<Sym> in, Sym mask) {
    return Sym.concat(1, in.toArray(new Sym[0]));
  }
}
