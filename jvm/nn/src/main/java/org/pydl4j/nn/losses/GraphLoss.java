package org.pydl4j.nn.losses;

import java.util.List;
import java.util.stream.IntStream;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.graph.GraphBody;

/**
 * A loss that is a graph: a function of labels and outputs that was traced. It gives a number per row, an array per
 * row, whose mean counts, or one number for all rows.
 */
@Doc("A loss that is a graph of labels and outputs.")
public record GraphLoss(@Doc("its inputs are labels and activated outputs") GraphBody body) implements Loss {
  public GraphLoss {
    if (body.inputs().size() != 2 || body.outputs().size() != 1) {
      throw new IllegalArgumentException("[GraphLoss] got inputs " + body.inputs() + " and outputs " + body.outputs()
          + "; expected labels and outputs as inputs, and one output.");
    }
  }

  /** Labels may be given as class indices: the function sees them one-hot. */
  @Override
  public boolean isClassification() {
    return true;
  }

  @Override
  public Sym elements(Sym p, Sym y) {
    return body.apply(p.builder(), List.of(y, p)).get(0).cast(p.dtype());
  }

  @Override
  public Sym rows(Activation activation, Sym z, Sym y, Sym mask) {
    Sym p = activation.of(z, 1);
    Sym e = elements(counted(p, mask), counted(y, mask));
    if (e.rank() == 0) {
      if (mask != null) {
        throw new IllegalArgumentException("[GraphLoss] one number for all rows cannot be masked or weighted: got "
            + e.type() + "; expected a number per row. Let the function leave the first axis.");
      }
      Sym row = z.slice(1, 0, 1).squeeze(1);
      return e.expandTo(row);
    }
    boolean ofElements = e.rank() == 2 && mask != null && mask.dim(1) > 1 && mask.dim(1) == e.dim(1);
    Sym counted = ofElements ? e.mul(mask) : e;
    Sym rows = e.rank() == 1 ? e : counted.mean(false, IntStream.range(1, e.rank()).toArray());
    return mask == null || ofElements ? rows : rows.mul(mask.reduceMax(false, 1));
  }
}
