package org.pydl4j.serving.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.json.Nearest;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.conf.ComputationGraphConfiguration;
import org.pydl4j.nn.conf.InputType;
import org.pydl4j.nn.model.Model;
import org.pydl4j.serving.servable.Servable;
import org.pydl4j.serving.servable.Signature;
import org.pydl4j.serving.servable.Signature.Tensor;

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
    ComputationGraphConfiguration conf = model.graphConfiguration();
    this.all = conf.networkOutputs();
    for (String name : outputs) {
      if (!all.contains(name)) {
        throw new IllegalArgumentException("[serving] unknown output: got '" + name + "'; " + Nearest.hint(name, all));
      }
    }
    DType floats = conf.conf().dataType();
    Map<String, InputType> types = model.types();
    this.signature = new Signature(
        conf.networkInputs().stream().map(name -> input(name, types.get(name), floats)).toList(),
        (outputs.isEmpty() ? all : outputs).stream().map(name -> new Tensor(name, floats, types.get(name)
            .dims())).toList());
  }

  private Tensor input(String name, InputType type, DType floats) {
    if (!model.takesIndices(name)) {
      return new Tensor(name, floats, type.dims());
    }
    return new Tensor(name, DType.INT64, -1, type instanceof InputType.Recurrent r ? r.timeSeriesLength() : 1);
  }

  @Override
  public Signature signature() {
    return signature;
  }

  @Override
  public Map<String, NDArray> run(Map<String, NDArray> inputs) {
    List<NDArray> features = new ArrayList<>();
    for (Tensor t : signature.inputs()) {
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
