package org.pydl4j.serving.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.json.Nearest;
import org.pydl4j.nd.plan.Program;
import org.pydl4j.nd.plan.options.Threads;
import org.pydl4j.nd.types.TensorType;
import org.pydl4j.nn.model.Signature;
import org.pydl4j.nn.model.Signature.Tensor;
import org.pydl4j.serving.servable.Rows;
import org.pydl4j.serving.servable.Servable;

/**
 * A graph of operators whose contents are constants: an ONNX model or a SameDiff graph. A model that was written for a
 * fixed
 * number of rows takes any number: it is run for so many at a time.
 */
public final class GraphServable implements Servable {
  private final Graph graph;
  private final String version;
  private final Signature signature;
  private final List<String> wanted;
  /** Rows that each run has; -1 for any number. */
  private final long fixedRows;
  private final Map<Integer, Program> programs = new ConcurrentHashMap<>();
  private final AtomicInteger running = new AtomicInteger();

  /**
   * Serves a graph.
   *
   * @param outputs those that are wanted; empty for all
   */
  public GraphServable(Graph graph, List<String> outputs, String version) {
    this.graph = graph;
    this.version = version;
    this.wanted = outputs.isEmpty() ? List.copyOf(graph.outputs().keySet()) : List.copyOf(outputs);
    for (String name : wanted) {
      if (!graph.outputs().containsKey(name)) {
        throw new IllegalArgumentException(
            "[serving] unknown output: got '" + name + "'; " + Nearest.hint(name, graph.outputs().keySet()));
      }
    }
    long[] fixed = graph.inputs().stream().map(Value::type).filter(t -> t.hasRank() && t.rank() > 0 && t.dim(0) >= 0)
        .mapToLong(t -> t.dim(0)).distinct().toArray();
    if (fixed.length > 1) {
      throw new IllegalArgumentException("[serving] the inputs have fixed rows that differ: got "
          + Arrays.toString(fixed)
          + "; expected one number, or open ones. Export the model with an open axis of rows.");
    }
    this.fixedRows = fixed.length == 0 ? -1 : fixed[0];
    this.signature = new Signature(graph.inputs().stream().map(v -> tensor(v.name(), v.type())).toList(),
        wanted.stream().map(name -> tensor(name, graph.outputs().get(name).type())).toList());
  }

  private static Tensor tensor(String name, TensorType type) {
    if (!type.hasRank() || type.rank() == 0) {
      throw new IllegalArgumentException("[serving] '" + name + "' has no axis of rows: got " + type
          + "; expected [rows, ...]. Name the outputs to serve, or give the model an axis for its examples.");
    }
    long[] dims = type.dims().clone();
    dims[0] = -1;
    return new Tensor(name, type.dtype(), dims);
  }

  @Override
  public Signature signature() {
    return signature;
  }

  @Override
  public Map<String, NDArray> run(Map<String, NDArray> inputs) {
    int rows = Rows.of(signature, inputs);
    Map<String, NDArray> typed = new LinkedHashMap<>();
    List<NDArray> copies = new ArrayList<>();
    try {
      for (Tensor t : signature.inputs()) {
        NDArray x = inputs.get(t.name());
        NDArray c = x.castTo(t.dtype());
        if (c != x) {
          copies.add(c);
        }
        typed.put(t.name(), c);
      }
      return fixedRows < 0 || fixedRows == rows ? once(typed, rows) : inParts(typed, rows);
    } finally {
      copies.forEach(NDArray::close);
    }
  }

  private Map<String, NDArray> once(Map<String, NDArray> inputs, long rows) {
    int others = running.getAndIncrement();
    try {
      int threads = others == 0 ? Threads.count() : 1;
      Map<String, NDArray> all =
          programs.computeIfAbsent(threads, n -> new Program(graph, n)).run(inputs, Map.<String, NDArray>of());
      Map<String, NDArray> outputs = new LinkedHashMap<>();
      wanted.forEach(name -> outputs.put(name, all.remove(name)));
      all.values().forEach(NDArray::close);
      for (Map.Entry<String, NDArray> y : outputs.entrySet()) {
        if (y.getValue().rank() == 0 || y.getValue().size(0) != rows) {
          String shape = Arrays.toString(y.getValue().shape());
          outputs.values().forEach(NDArray::close);
          throw new IllegalStateException("[serving] output '" + y.getKey() + "' has no row for each example: got "
              + shape
              + " for " + rows + " rows. Name the outputs to serve.");
        }
      }
      return outputs;
    } finally {
      running.decrementAndGet();
    }
  }

  /** Runs of the fixed number of rows; the last one is filled up with its last row. */
  private Map<String, NDArray> inParts(Map<String, NDArray> inputs, int rows) {
    Map<String, NDArray> whole = new LinkedHashMap<>();
    for (long from = 0; from < rows; from += fixedRows) {
      long to = Math.min(rows, from + fixedRows);
      Map<String, NDArray> part = new LinkedHashMap<>();
      Map<String, NDArray> out = Map.of();
      try {
        for (Map.Entry<String, NDArray> x : inputs.entrySet()) {
          part.put(x.getKey(), filled(x.getValue(), from, to));
        }
        out = once(part, fixedRows);
        for (Map.Entry<String, NDArray> y : out.entrySet()) {
          NDArray all = whole.computeIfAbsent(y.getKey(), name -> of(y.getValue(), rows));
          all.slice(0, from, to).assign(y.getValue().slice(0, 0, to - from));
        }
      } catch (RuntimeException e) {
        whole.values().forEach(NDArray::close);
        throw e;
      } finally {
        part.values().forEach(NDArray::close);
        out.values().forEach(NDArray::close);
      }
    }
    return whole;
  }

  private NDArray filled(NDArray x, long from, long to) {
    NDArray part = of(x, fixedRows);
    part.slice(0, 0, to - from).assign(x.slice(0, from, to));
    for (long i = to - from; i < fixedRows; i++) {
      part.slice(0, i, i + 1).assign(x.slice(0, to - 1, to));
    }
    return part;
  }

  private static NDArray of(NDArray like, long rows) {
    long[] dims = like.shape();
    dims[0] = rows;
    return NDArray.create(like.dtype(), dims);
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public void close() {
    programs.values().forEach(Program::close);
    programs.clear();
  }
}
