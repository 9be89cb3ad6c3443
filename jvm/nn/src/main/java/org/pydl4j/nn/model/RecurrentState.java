package org.pydl4j.nn.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.Batch.Column;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.plan.run.Weights;
import org.pydl4j.nn.conf.ComputationGraphConfiguration;
import org.pydl4j.nn.layers.InputKind;
import org.pydl4j.nn.layers.InputType;
import org.pydl4j.nn.training.GraphKind;

/** What recurrent layers remember from one piece of time to the next. One thread at a time. */
final class RecurrentState implements AutoCloseable {
  private final Map<String, NDArray> arrays = new HashMap<>();

  /** The outputs for the next steps of sequences, or for one step [N, size]. */
  List<NDArray> next(ComputationGraphConfiguration conf, NetworkGraphs graphs, Execution execution, Weights weights,
      Batch features) {
    List<Column> given = features.features(conf.networkInputs());
    List<Column> columns = new ArrayList<>();
    boolean one = false;
    for (int i = 0; i < given.size(); i++) {
      boolean step = given.get(i).values().rowShape().length == 1
          && conf.inputTypes().get(i) instanceof InputType.Recurrent
          && Forward.feedKind(conf, conf.networkInputs().get(i)) == InputKind.ANY;
      NDArray x = step ? given.get(i).array() : null;
      columns.add(step ? Column.of(x.reshape(x.size(0), x.size(1), 1)) : new Column(null, given.get(i).values(),
          given.get(i).mask(), null));
      one |= step;
    }
    try (Feed feed = new Feed(conf, graphs).features(new Batch(columns, List.of()))) {
      Variant variant = feed.variant(GraphKind.OUTPUT, true);
      bind(execution.program(variant, execution.threads()).graph(), feed);
      Map<String, NDArray> out = execution.run(variant, feed, weights, 0);
      keep(out);
      boolean squeezed = one;
      return new ArrayList<>(
          conf.networkOutputs().stream().map(out::get).map(y -> squeezed ? lastStep(y) : y).toList());
    }
  }

  private static NDArray lastStep(NDArray y) {
    if (y.rank() != 3) {
      return y;
    }
    try (y) {
      return y.reshape(y.size(0), y.size(1)).dup();
    }
  }

  /** Puts the state into a feed, zeros where there is none or for another number of rows. */
  void bind(Graph graph, Feed feed) {
    for (Value v : graph.inputs()) {
      if (v.name().startsWith("state/")) {
        NDArray s = arrays.get(v.name());
        if (s == null || s.size(0) != feed.rows()) {
          if (s != null) {
            s.close();
          }
          s = NDArray.zeros(v.type().dtype(), feed.rows(), v.type().dim(1));
          arrays.put(v.name(), s);
        }
        feed.arrays().put(v.name(), s);
      }
    }
  }

  /** Copies of what a layer remembers, by name: {@code h} of SimpleRnn, {@code h} and {@code c} of LSTM. */
  Map<String, NDArray> of(String layer) {
    String start = Names.recurrent(layer, "");
    Map<String, NDArray> out = new TreeMap<>();
    arrays.forEach((name, array) -> {
      if (name.startsWith(start)) {
        out.put(name.substring(start.length()), array.dup());
      }
    });
    return out;
  }

  /** Takes the state at the end of a run. */
  void keep(Map<String, NDArray> outputs) {
    arrays.replaceAll((name, old) -> {
      old.close();
      return outputs.get(name);
    });
  }

  /** Forgets everything. */
  @Override
  public void close() {
    arrays.values().forEach(NDArray::close);
    arrays.clear();
  }
}
