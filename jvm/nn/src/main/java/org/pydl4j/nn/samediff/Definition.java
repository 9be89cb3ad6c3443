package org.pydl4j.nn.samediff;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.pydl4j.nd.array.DType;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nn.training.StepNames;

/**
 * A graph as a value: what is saved, and what graphs for output, gradients and training are built from.
 *
 * @param variables in the order of their making
 * @param operations in the order of their making
 * @param lossVariables what training minimizes the sum of
 * @param updates by a variable that is kept, the one that it holds after a training step
 */
record Definition(List<Variable> variables, List<Operation> operations, List<String> lossVariables,
    Map<String, String> updates) {
  static Object defaults() {
    return Map.of("updates", Map.of());
  }

  /** The operations that the wanted variables depend on, in order. */
  List<Operation> needed(List<String> wanted) {
    Set<String> names = new HashSet<>(wanted);
    List<Operation> kept = new ArrayList<>();
    for (int i = operations.size() - 1; i >= 0; i--) {
      Operation o = operations.get(i);
      if (o.outputs().stream().anyMatch(names::contains)) {
        kept.add(0, o);
        names.addAll(o.inputNames());
      }
    }
    return kept;
  }

  /** The variables without operation that the wanted ones depend on, in order. */
  List<Variable> leaves(List<String> wanted) {
    Set<String> names = new HashSet<>(wanted);
    needed(wanted).forEach(o -> names.addAll(o.inputNames()));
    return variables.stream().filter(v -> v.kind() != Variable.Kind.ARRAY && names.contains(v.name())).toList();
  }

  /** The updates of what the wanted variables depend on. */
  Map<String, String> updatesOf(List<String> wanted) {
    Map<String, String> of = new LinkedHashMap<>();
    leaves(wanted).stream().filter(v -> updates.containsKey(v.name()))
        .forEach(v -> of.put(v.name(), updates.get(v.name())));
    return of;
  }

  /**
   * Builds what the wanted variables depend on.
   *
   * @param leaf what a variable without operation is in the graph
   * @return symbols by name
   */
  Map<String, Sym> build(GraphBuilder b, List<String> wanted, boolean training, Function<Variable, Sym> leaf) {
    Map<String, Sym> values = new LinkedHashMap<>();
    leaves(wanted).forEach(v -> values.put(v.name(), leaf.apply(v)));
    List<Operation> chain = needed(wanted);
    Map<Operation, Integer> numbers = new IdentityHashMap<>();
    operations.forEach(o -> numbers.put(o, numbers.size()));
    Operation.Random random = chain.stream().anyMatch(o -> o.isRandom(training))
        ? new Operation.Random(b.input(StepNames.SEED, DType.INT64), b.input(StepNames.STEP, DType.INT64)) : null;
    for (Operation o : chain) {
      Sym[] out = o.build(b, values, training, o.isRandom(training) ? random : null, numbers.get(o));
      for (int i = 0; i < out.length; i++) {
        values.put(o.outputs().get(i), out[i]);
      }
    }
    return values;
  }

  /** The operations that make whole numbers or truths of what the wanted variables depend on: no gradient passes them. */
  List<String> steps(List<String> wanted, Map<String, Sym> values) {
    return needed(wanted).stream().filter(o -> !values.get(o.outputs().get(0)).dtype().isFloat()
        && o.inputNames().stream().anyMatch(n -> values.get(n).dtype().isFloat()))
        .map(o -> o.op() + " at " + o.outputs().get(0)).toList();
  }

  /** The sum of the loss variables, each summed over its elements. */
  Sym loss(Map<String, Sym> values) {
    if (lossVariables.isEmpty()) {
      throw new IllegalArgumentException("[samediff] no loss: got no loss variables; expected at least one. "
          + "Call setLossVariables, or markAsLoss on a variable.");
    }
    return lossVariables.stream().map(values::get).map(v -> v.rank() == 0 ? v : v.sum(false)).reduce(Sym::add)
        .orElseThrow();
  }
}
