package org.pydl4j.nn.conf;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nd.json.Nearest;
import org.pydl4j.nd.json.Records;

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
    vertices.forEach(v -> names.add(v.name()));
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
    for (VertexConf v : given) {
      if (ready.contains(v.name()) || open.put(v.name(), v) != null) {
        throw new IllegalArgumentException("[graph] two vertices or inputs are named '" + v.name()
            + "'; expected unique names. Rename one.");
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
      VertexConf next = open.values().stream().filter(v -> ready.containsAll(v.inputs())).findFirst().orElseThrow(() ->
          new IllegalArgumentException("[graph] vertices depend on each other: got a cycle among " + open.keySet()
              + "; expected an acyclic graph."));
      open.remove(next.name());
      ready.add(next.name());
      out.add(next);
    }
    return List.copyOf(out);
  }
}
