package org.pydl4j.nn.samediff;

import java.util.function.Function;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nn.graph.Definition;
import org.pydl4j.nn.graph.Operation;
import org.pydl4j.nn.graph.Variable;
import org.pydl4j.nn.training.StepInputs;

/** A definition as a graph of its own, whose inputs are the seed and the step where something is random. */
record Alone(StepInputs in, Definition definition, Function<Variable, Sym> leaves) implements Definition.Place {
  @Override
  public Sym leaf(Variable v) {
    return leaves.apply(v);
  }

  @Override
  public Operation.Random random() {
    return new Operation.Random(in.seed(), in.step());
  }

  @Override
  public int node(Operation o) {
    for (int i = 0; i < definition.operations().size(); i++) {
      if (definition.operations().get(i) == o) {
        return i;
      }
    }
    throw new IllegalStateException("[samediff] the operation is of another graph: " + o.op() + ".");
  }
}
