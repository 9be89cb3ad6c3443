package org.pydl4j.nn.vertices;

import java.util.List;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.conf.OpVertex;
import org.pydl4j.nn.layers.InputType;

/** Inputs of one shape combined element by element. DL4J: ElementWiseVertex. */
@Doc("Inputs of one shape combined element by element.")
public record ElementWiseVertex(@Doc("how they are combined") Op op) implements OpVertex {
  /** How elements are combined. */
  @Doc("How elements are combined.")
  public enum Op {
    @Doc("sum")
    Add,
    @Doc("first minus second")
    Subtract,
    @Doc("product")
    Product,
    @Doc("mean")
    Average,
    @Doc("largest")
    Max
  }

  static Object defaults() {
    return Defaults.of("op", Op.Add);
  }

  @Override
  public InputType outputType(List<InputType> in) {
    if (op == Op.Subtract && in.size() != 2) {
      throw new IllegalArgumentException("Subtract takes two inputs: got " + in.size() + ".");
    }
    if (in.stream().anyMatch(t -> !t.equals(in.get(0)))) {
      throw new IllegalArgumentException("inputs of one shape are needed: got " + in + ".");
    }
    return in.get(0);
  }

  @Override
  public Sym apply(List<Sym> in, Sym mask) {
    Sym y = in.stream().reduce((a, b) -> switch (op) {
      case Add, Average -> a.add(b);
      case Subtract -> a.sub(b);
      case Product -> a.mul(b);
      case Max -> a.max(b);
    }).orElseThrow();
    return op == Op.Average ? y.mul(1.0 / in.size()) : y;
  }
}
