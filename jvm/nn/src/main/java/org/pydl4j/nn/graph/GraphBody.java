package org.pydl4j.nn.graph;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.GraphJson;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nd.json.Nearest;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;
import org.pydl4j.nn.weights.ParamInit;
import org.pydl4j.nn.weights.WeightInit;

/**
 * A graph as a part of a network: a SameDiff graph, an imported model or a traced function. Its placeholders are
 * inputs, its variables parameters, its states parameters without gradient; it holds no content but small constants.
 *
 * @param graph what the outputs depend on
 * @param inputs placeholders, in the order in which the part reads
 * @param outputs variables, in the order in which it gives
 * @param constants contents of constants, as GraphJson writes arrays; constants that are not here are parameters that
 *     are not trained
 * @param starts how variables start; those that are not here are given with the network
 */
@Doc("A graph as a part of a network.")
public record GraphBody(
    @Doc("variables and operations") Definition graph,
    @Doc("placeholders, in order") List<String> inputs,
    @Doc("variables that come out, in order") List<String> outputs,
    @Doc("contents of constants by name") Map<String, JsonObject> constants,
    @Doc("how variables start, by name") Map<String, Start> starts) {

  /** How a variable starts: drawn, or a number where there is no weight init. */
  public record Start(WeightInit init, double value) {
    /** For a shape: of a matrix the first axis is the fan in, of [out, in, kernel...] the second times the kernel. */
    ParamInit of(long[] dims) {
      return init == null ? ParamInit.constant(value) : init.of(dims);
    }
  }

  public GraphBody {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    Map<String, Variable> known = new LinkedHashMap<>();
    graph.variables().forEach(v -> known.put(v.name(), v));
    for (String in : inputs) {
      if (!known.containsKey(in) || known.get(in).kind() != Variable.Kind.PLACEHOLDER) {
        throw new IllegalArgumentException("[graph] unknown input: got '" + in + "'; " + Nearest.hint(in,
            known.values().stream().filter(v -> v.kind() == Variable.Kind.PLACEHOLDER).map(Variable::name).toList()));
      }
    }
    for (String out : outputs) {
      if (!known.containsKey(out)) {
        throw new IllegalArgumentException("[graph] unknown output: got '" + out + "'; " + Nearest.hint(out,
            known.keySet()));
      }
    }
    if (inputs.isEmpty() || outputs.isEmpty()) {
      throw new IllegalArgumentException("[graph] got inputs " + inputs + " and outputs " + outputs
          + "; expected at least one of each.");
    }
    List<String> all = new ArrayList<>(outputs);
    all.addAll(graph.updatesOf(outputs).values());
    for (Variable v : graph.leaves(all)) {
      if (v.kind() == Variable.Kind.PLACEHOLDER && !inputs.contains(v.name())) {
        throw new IllegalArgumentException("[graph] the outputs " + outputs + " read placeholder '" + v.name()
            + "': got inputs " + inputs + "; expected it among them. Name it, or other outputs.");
      }
    }
  }

  static Object defaults() {
    return Map.of("constants", Map.of(), "starts", Map.of());
  }

  /** What is computed: the outputs, and what states hold after a training step. */
  public List<String> wanted() {
    List<String> all = new ArrayList<>(outputs);
    graph.updatesOf(outputs).values().stream().filter(v -> !all.contains(v)).forEach(all::add);
    return all;
  }

  /** Whether a variable's content lies among the network's parameters. */
  public boolean isParameter(Variable v) {
    return v.isKept() && !constants.containsKey(v.name());
  }

  /** How a parameter starts; raises when it is drawn and no content was given. */
  public ParamInit start(String where, Variable v) {
    Start start = starts.get(v.name());
    return start != null ? start.of(v.shape()) : ParamInit.given(where + v.name());
  }

  /** The float type that a network needs to hold the parameters as they are: float64 where one is of that type. */
  public DType floats() {
    return graph.variables().stream().anyMatch(v -> isParameter(v) && v.dtype().equals(DType.FLOAT64.numpy))
        ? DType.FLOAT64 : DType.FLOAT32;
  }

  /** What its input at that place is made of; raises IllegalArgumentException where that does not fit. */
  public Sym fitted(int place, Sym x) {
    Variable wanted = graph.variable(inputs.get(place));
    DType type = DType.of(wanted.dtype());
    long[] dims = wanted.shape();
    boolean fits = x.rank() == dims.length;
    for (int i = 1; fits && i < dims.length; i++) {
      fits = dims[i] < 0 || x.dim(i) < 0 || x.dim(i) == dims[i];
    }
    boolean whole = !type.isFloat() && x.dtype().isFloat();
    if (!fits || whole) {
      throw new IllegalArgumentException("input '" + wanted.name() + "' reads " + new TensorType(type, dims) + ": got "
          + x.type() + ". "
          + (whole ? "Give the network an InputType.tensor of " + type + "." : "Reshape what it reads."));
    }
    return x.cast(type);
  }

  /** The content of a constant that is no parameter. */
  public Sym constant(GraphBuilder b, String path, Variable v) {
    try (NDArray content = GraphJson.array(constants.get(v.name()))) {
      return b.constant(path + v.name(), content.dup());
    }
  }

  /** The outputs of a graph without parameters and random numbers. */
  public List<Sym> apply(GraphBuilder b, List<Sym> given) {
    if (given.size() != inputs.size()) {
      throw new IllegalArgumentException("[graph] got " + given.size() + " inputs; expected " + inputs + ".");
    }
    Map<String, Sym> values = graph.build(b, outputs, false, new Definition.Place() {
      @Override
      public Sym leaf(Variable v) {
        if (isParameter(v)) {
          throw new IllegalArgumentException("[graph] has a parameter: got '" + v.name() + "'; expected none here.");
        }
        return v.kind() == Variable.Kind.PLACEHOLDER
            ? fitted(inputs.indexOf(v.name()), given.get(inputs.indexOf(v.name())))
            : constant(b, "", v);
      }

      @Override
      public Operation.Random random() {
        throw new IllegalArgumentException("[graph] draws random numbers; expected a function of its inputs alone.");
      }

      @Override
      public int node(Operation o) {
        return 0;
      }
    });
    return outputs.stream().map(values::get).toList();
  }
}
