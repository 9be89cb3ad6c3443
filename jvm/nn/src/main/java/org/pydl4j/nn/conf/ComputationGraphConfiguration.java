package org.pydl4j.nn.conf;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nd.json.Nearest;
import org.pydl4j.nd.json.Records;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.graph.GraphBody;
import org.pydl4j.nn.layers.Common;
import org.pydl4j.nn.layers.InputType;
import org.pydl4j.nn.layers.LossLayer;

/** A directed acyclic graph of layers and vertices. DL4J: ComputationGraphConfiguration. */
@Doc("A directed acyclic graph of layers and vertices.")
public record ComputationGraphConfiguration(
    @Doc("what holds for the whole network") NeuralNetConfiguration conf,
    @Doc("names of the inputs") List<String> networkInputs,
    @Doc("what each input looks like") List<InputType> inputTypes,
    @Doc("the vertices, in any order") List<VertexConf> vertices,
    @Doc("names of the vertices whose activations are the outputs") List<String> networkOutputs,
    @Doc("how gradients flow through time") BackpropType backpropType,
    @Doc("steps per piece of TruncatedBPTT") int tbpttLength) implements NetworkConfiguration {

  public ComputationGraphConfiguration {
    networkInputs = List.copyOf(networkInputs);
    inputTypes = List.copyOf(inputTypes);
    vertices = sorted(networkInputs, List.copyOf(vertices));
    networkOutputs = List.copyOf(networkOutputs);
    if (networkInputs.isEmpty() || networkInputs.size() != inputTypes.size()) {
      throw new IllegalArgumentException("[graph] got " + networkInputs.size() + " inputs and " + inputTypes.size()
          + " input types; expected one type per input, at least one.");
    }
    Set<String> names = new HashSet<>();
    vertices.forEach(v -> names.addAll(v.outputs()));
    if (networkOutputs.isEmpty()) {
      throw new IllegalArgumentException("[graph] has no outputs: got an empty list; expected names of vertices.");
    }
    for (String o : networkOutputs) {
      if (!names.contains(o)) {
        throw new IllegalArgumentException("[graph] unknown output: got '" + o + "'; " + Nearest.hint(o, names));
      }
    }
  }

  static Object defaults() {
    return Defaults.of("conf", Records.fromText("{}", NeuralNetConfiguration.class), "backpropType",
        BackpropType.Standard, "tbpttLength", 20);
  }

  /**
   * A graph of operators as a whole network: its inputs and outputs have the graph's names, its parameters are named
   * {@code graph/VARIABLE}.
   *
   * @param losses by output; where one stands the network's output is what the loss layer makes of the graph's
   */
  public static ComputationGraphConfiguration of(NeuralNetConfiguration conf, GraphBody body,
      Map<String, LossLayer> losses) {
    Set<String> taken = new HashSet<>(body.inputs());
    taken.addAll(body.outputs());
    String name = "graph";
    while (taken.contains(name)) {
      name += "_";
    }
    List<String> given = new ArrayList<>();
    List<VertexConf> vertices = new ArrayList<>();
    for (String out : body.outputs()) {
      given.add(losses.containsKey(out) ? name + "/" + out : out);
    }
    vertices.add(new VertexConf(name, new GraphVertex(body, Common.NONE), body.inputs(), given));
    for (String out : body.outputs()) {
      if (losses.containsKey(out)) {
        vertices.add(new VertexConf(out, new LayerVertex(losses.get(out), Common.NONE), List.of(name + "/" + out)));
      }
    }
    return new ComputationGraphConfiguration(conf, body.inputs(), body.inputs().stream().map(body.graph()::variable)
        .map(v -> InputType.of(DType.of(v.dtype()), v.shape())).toList(), vertices, body.outputs(),
        BackpropType.Standard, 20);
  }

  /** The configuration that its JSON says. */
  public static ComputationGraphConfiguration fromJson(String json) {
    return Records.fromText(json, ComputationGraphConfiguration.class);
  }

  @Override
  public ComputationGraphConfiguration toGraph() {
    return this;
  }

  /** The vertices in an order in which each comes after what it reads; the given order wherever it allows. */
  private static List<VertexConf> sorted(List<String> inputs, List<VertexConf> given) {
    Set<String> ready = new HashSet<>(inputs);
    Map<String, VertexConf> open = new LinkedHashMap<>();
    Set<String> vertices = new HashSet<>();
    for (VertexConf v : given) {
      for (String out : v.outputs()) {
        if (ready.contains(out) || open.put(out, v) != null) {
          throw twice(out);
        }
      }
      if (ready.contains(v.name()) || !vertices.add(v.name())) {
        throw twice(v.name());
      }
    }
    for (VertexConf v : given) {
      for (String in : v.inputs()) {
        if (!ready.contains(in) && !open.containsKey(in)) {
          Set<String> known = new HashSet<>(ready);
          known.addAll(open.keySet());
          throw new IllegalArgumentException("[" + v.name() + "] unknown input: got '" + in + "'; "
              + Nearest.hint(in, known));
        }
      }
    }
    List<VertexConf> out = new ArrayList<>();
    while (!open.isEmpty()) {
      VertexConf next = open.values().stream().filter(v -> ready.containsAll(v.inputs())).findFirst().orElseThrow(
          () -> new IllegalArgumentException("[graph] vertices depend on each other: got a cycle among " + open.keySet()
              + "; expected an acyclic graph."));
      next.outputs().forEach(open::remove);
      ready.addAll(next.outputs());
      out.add(next);
    }
    return List.copyOf(out);
  }

  private static IllegalArgumentException twice(String name) {
    return new IllegalArgumentException("[graph] two vertices or inputs are named '" + name
        + "'; expected unique names. Rename one.");
  }

  /** The vertex that gives an activation of that name. */
  public VertexConf vertexOf(String output) {
    return vertices.stream().filter(v -> v.outputs().contains(output)).findFirst().orElseThrow();
  }
}
