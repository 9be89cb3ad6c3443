package org.pydl4j.bridge;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.json.Records;
import org.pydl4j.nn.conf.NetworkConfiguration;
import org.pydl4j.nn.conf.NeuralNetConfiguration;
import org.pydl4j.nn.graph.GraphBody;
import org.pydl4j.nn.layers.InputType;
import org.pydl4j.nn.layers.LossLayer;
import org.pydl4j.nn.model.Model;
import org.pydl4j.nn.samediff.SameDiff;
import org.pydl4j.nn.samediff.TracedParts;

/** Graphs as parts of networks for Python: traced functions, SameDiff graphs, imported models. */
public final class LocalParts {
  private LocalParts() {}

  /** The part that a SameDiff graph's outputs are, as JSON; no inputs: all placeholders that they read. */
  public static String body(long graph, String inputs, String outputs) {
    SameDiff sd = Handles.get(graph, SameDiff.class);
    List<String> wanted = LocalSameDiff.names(outputs);
    List<String> given = LocalSameDiff.names(inputs);
    return Records.toText(sd.body(given.isEmpty() ? sd.placeholders(wanted) : given, wanted));
  }

  /**
   * The part that a traced graph is, as JSON.
   *
   * @param leaves what its inputs become, a JSON list of {@link TracedParts.Leaf}
   * @param held described contents of constants
   * @param updates names of states that further outputs update
   */
  public static String traced(long graph, String leaves, long[] held, String updates) {
    List<TracedParts.Leaf> all = Records.listFromJson(Records.parse(leaves), TracedParts.Leaf.class);
    GraphBody body =
        TracedParts.of(Handles.get(graph, Graph.class), all, Arrays.borrow(held), LocalSameDiff.names(updates));
    return Records.toText(body);
  }

  /** What an input type is without a network: {@code {dims, dtype}}, the type null for the network's. */
  public static String typeOf(String inputType) {
    return described(Records.fromText(inputType, InputType.class));
  }

  /** The same of what comes out of a network's first output. */
  public static String typeAfter(String configuration) {
    try (Model m = new Model(NetworkConfiguration.fromJson(configuration))) {
      return described(m.types().get(m.graphConfiguration().networkOutputs().get(0)));
    }
  }

  private static String described(InputType type) {
    JsonObject o = new JsonObject();
    o.add("dims", Records.toJson(type.dims()));
    o.addProperty("dtype", type.dtype(null) == null ? null : type.dtype(null).numpy);
    return o.toString();
  }

  /**
   * A SameDiff graph as a network with its contents, by handle.
   *
   * @param conf how it is trained, as NeuralNetConfiguration
   * @param losses loss layers by output
   */
  public static long model(long graph, String conf, String outputs, String losses) {
    Map<String, LossLayer> heads = new LinkedHashMap<>();
    for (Map.Entry<String, JsonElement> e : Records.parse(losses).getAsJsonObject().entrySet()) {
      heads.put(e.getKey(), Records.fromJson(e.getValue(), LossLayer.class));
    }
    return Handles.put(Handles.get(graph, SameDiff.class).model(Records.fromText(conf, NeuralNetConfiguration.class),
        LocalSameDiff.names(outputs), heads));
  }

  /** Draws a network's parameters, those of some vertices taken from graphs: {@code {"encoder": handle}}. */
  public static void init(long model, String graphs) {
    Model m = Handles.get(model, Model.class);
    List<String> known = m.paramNames();
    Map<String, NDArray> contents = new LinkedHashMap<>();
    for (Map.Entry<String, JsonElement> e : Records.parse(graphs).getAsJsonObject().entrySet()) {
      Handles.get(e.getValue().getAsLong(), SameDiff.class).contents().forEach((name, a) -> {
        String key = e.getKey() + "/" + name;
        if (known.contains(key)) {
          contents.put(key, a);
        }
      });
    }
    m.init(contents);
  }
}
