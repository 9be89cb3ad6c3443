package org.pydl4j.nn.graph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Nearest;

/**
 * A graph as a value: what is saved, and what graphs for output, gradients and training are built from.
 *
 * @param variables in the order of their making
 * @param operations in the order of their making
 * @param lossVariables what training minimizes the sum of
 * @param updates by a variable that is kept, the one that it holds after a training step
 */
public record Definition(List<Variable> variables, List<Operation> operations, List<String> lossVariables,
    Map<String, String> updates) {

  static Object defaults() {
    return Map.of("updates", Map.of());
  }

  /** The variable of that name. */
  public Variable variable(String name) {
    return variables.stream().filter(v -> v.name().equals(name)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("[graph] unknown variable: got '" + name + "'; "
            + Nearest.hint(name, variables.stream().map(Variable::name).toList())));
  }

  /** The operations that the wanted variables depend on, in order. */
  public List<Operation> needed(List<String> wanted) {
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
  public List<Variable> leaves(List<String> wanted) {
    Set<String> names = new HashSet<>(wanted);
    needed(wanted).forEach(o -> names.addAll(o.inputNames()));
    return variables.stream().filter(v -> v.kind() != Variable.Kind.ARRAY && names.contains(v.name())).toList();
  }

  /** The updates of what the wanted variables depend on. */
  public Map<String, String> updatesOf(List<String> wanted) {
    Map<String, String> of = new LinkedHashMap<>();
    leaves(wanted).stream().filter(v -> updates.containsKey(v.name()))
        .forEach(v -> of.put(v.name(), updates.get(v.name())));
    return of;
  }

  /** What a graph is built into. */
  public interface Place {
    /** What a variable without operation is in the graph. */
    Sym leaf(Variable v);

    /** What random ops draw from. */
    Operation.Random random();

    /** The number that tells an operation's random numbers from those of others. */
    int node(Operation o);

    /** What the names of nodes begin with. */
    default String path() {
      return "";
    }
  }

  /**
   * Builds what the wanted variables depend on.
   *
   * @return symbols by name
   */
  public Map<String, Sym> build(GraphBuilder b, List<String> wanted, boolean training, Place place) {
    Map<String, Sym> values = new LinkedHashMap<>();
    leaves(wanted).forEach(v -> values.put(v.name(), place.leaf(v)));
    List<Operation> chain = needed(wanted);
    Operation.Random random = chain.stream().anyMatch(o -> o.isRandom(training)) ? place.random() : null;
    for (Operation o : chain) {
      boolean draws = o.isRandom(training);
      Sym[] out = o.build(b, place.path(), values, training, draws ? random : null, draws ? place.node(o) : 0);
      for (int i = 0; i < out.length; i++) {
        values.put(o.outputs().get(i), out[i]);
      }
    }
    return values;
  }

  /**
   * The operations that make whole numbers or truths of what the wanted variables depend on: no gradient passes them.
   */
  public List<String> steps(List<String> wanted, Map<String, Sym> values) {
    return needed(wanted).stream().filter(o -> !values.get(o.outputs().get(0)).dtype().isFloat()
        && o.inputNames().stream().anyMatch(n -> values.get(n).dtype().isFloat()))
        .map(o -> o.op() + " at " + o.outputs().get(0)).toList();
  }

  /** The sum of the loss variables, each summed over its elements. */
  public Sym loss(Map<String, Sym> values) {
    if (lossVariables.isEmpty()) {
      throw new IllegalArgumentException("[samediff] no loss: got no loss variables; expected at least one. "
          + "Call setLossVariables, or markAsLoss on a variable.");
    }
    return lossVariables.stream().map(values::get).map(v -> v.rank() == 0 ? v : v.sum(false)).reduce(Sym::add)
        .orElseThrow();
  }
}
