package org.pydl4j.serving.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.json.Nearest;
import org.pydl4j.nn.model.Model;
import org.pydl4j.nn.model.Signature;
import org.pydl4j.serving.servable.Servable;

/** A network, with all its inputs and outputs. */
public final class NetworkServable implements Servable {
  private final Model model;
  private final String version;
  private final Signature signature;
  private final List<String> all;

  /**
   * Serves a network, which is closed with this.
   *
   * @param outputs those that are wanted; empty for all
   */
  public NetworkServable(Model model, List<String> outputs, String version) {
    this.model = model;
    this.version = version;
    Signature whole = model.signature();
    this.all = whole.outputNames();
    for (String name : outputs) {
      if (!all.contains(name)) {
        throw new IllegalArgumentException("[serving] unknown output: got '" + name + "'; " + Nearest.hint(name, all));
      }
    }
    this.signature = outputs.isEmpty() ? whole : new Signature(whole.inputs(),
        outputs.stream().map(name -> whole.outputs().get(all.indexOf(name))).toList());
  }

  @Override
  public Signature signature() {
    return signature;
  }

  @Override
  public Map<String, NDArray> run(Map<String, NDArray> inputs) {
    List<NDArray> features = new ArrayList<>();
    for (Signature.Tensor t : signature.inputs()) {
      NDArray x = inputs.get(t.name());
      if (x == null) {
        throw new IllegalArgumentException("[serving] input '" + t.name() + "' is missing: got " + inputs.keySet()
            + "; expected " + signature.inputNames() + ".");
      }
      features.add(x);
    }
    List<NDArray> given = model.outputs(features, List.of());
    Map<String, NDArray> outputs = new LinkedHashMap<>();
    for (String name : signature.outputNames()) {
      outputs.put(name, given.get(all.indexOf(name)));
    }
    for (int i = 0; i < given.size(); i++) {
      if (!outputs.containsKey(all.get(i))) {
        given.get(i).close();
      }
    }
    return outputs;
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public void close() {
    model.close();
  }
}
