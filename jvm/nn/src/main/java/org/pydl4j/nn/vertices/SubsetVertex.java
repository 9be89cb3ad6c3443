package org.pydl4j.nn.vertices;

import java.util.List;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.conf.OpVertex;
import org.pydl4j.nn.layers.InputType;

/** A range of features or channels, both ends included. DL4J: SubsetVertex. */
@Doc("A range of features or channels, both ends included.")
public record SubsetVertex(@Doc("first feature") int from, @Doc("last feature") int to) implements OpVertex {
  @Override
  public InputType outputType(List<InputType> in) {
    InputType t = in.get(0);
    if (from < 0 || to < from || to >= t.features()) {
      throw new IllegalArgumentException("features " + from + ".." + to + " are outside the input: got " + t
          + "; expected 0 <= from <= to < " + t.features() + ".");
    }
    long n = to - from + 1L;
    if (t instanceof InputType.Recurrent r) {
      return InputType.recurrent(n, r.timeSeriesLength());
    } else if (t instanceof InputType.Convolutional c) {
      return InputType.convolutional(c.height(), c.width(), n);
    }
    return InputType.feedForward(n);
  }

  @Override
  public Sym apply(List<Sym> in, Sym mask) {
    return in.get(0).slice(1, from, to + 1);
  }
}
