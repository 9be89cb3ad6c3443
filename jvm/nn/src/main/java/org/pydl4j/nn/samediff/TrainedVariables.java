package org.pydl4j.nn.samediff;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.families.MathOps;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.conf.UpdatePolicy;
import org.pydl4j.nn.training.Parameters;
import org.pydl4j.nn.training.Updates;

/**
 * The variables of a graph that are trained, in memory. Those of one type lie in one vector, a block, which the updater
 * changes as a whole; the graph's own arrays are views on it.
 */
final class TrainedVariables implements AutoCloseable {
  private record Block(int index, DType dtype, List<String> names, NDArray values, Map<String, NDArray> state) {
    private String stateName() {
      return "#block/" + index;
    }

    private String stateName(String part) {
      return "#updater/" + index + "/" + part;
    }

    private void close() {
      values.close();
      state.values().forEach(NDArray::close);
    }
  }

  private final SameDiff graph;
  private final TrainingConfig config;
  private final List<Block> blocks = new ArrayList<>();

  TrainedVariables(SameDiff graph, TrainingConfig config) {
    this.graph = graph;
    this.config = config;
  }

  /** The names, block by block. */
  List<String> names() {
    return blocks.stream().flatMap(b -> b.names.stream()).toList();
  }

  /** Lays out these variables, whose updater's state starts with zeros; does nothing where they are. */
  void lay(List<String> trained) {
    if (trained.equals(names())) {
      return;
    }
    List<Block> before = List.copyOf(blocks);
    before.forEach(b -> b.names.stream().filter(n -> !trained.contains(n))
        .forEach(n -> graph.move(n, NDArray.create(b.dtype, graph.array(n).shape()))));
    blocks.clear();
    Map<String, List<String>> groups = new LinkedHashMap<>();
    trained.forEach(n -> groups.computeIfAbsent(config.updater().eachAlone() ? n : graph.array(n).dtype().numpy,
        k -> new ArrayList<>()).add(n));
    groups.values().forEach(names -> blocks.add(block(blocks.size(), names)));
    before.forEach(Block::close);
  }

  private Block block(int index, List<String> names) {
    DType dtype = graph.array(names.get(0)).dtype();
    long size = names.stream().mapToLong(n -> graph.array(n).size()).sum();
    NDArray values = NDArray.create(dtype, size);
    long at = 0;
    for (String n : names) {
      long[] shape = graph.array(n).shape();
      long end = at + graph.array(n).size();
      graph.move(n, values.slice(0, at, end).reshape(shape));
      at = end;
    }
    List<String> parts = new ArrayList<>(config.updater().stateParts());
    parts.addAll(config.updates().stateParts());
    Map<String, NDArray> state = new LinkedHashMap<>();
    parts.forEach(part -> state.put(part, NDArray.zeros(dtype, size)));
    return new Block(index, dtype, List.copyOf(names), values, state);
  }

  void rename(String before, String after) {
    blocks.replaceAll(b -> new Block(b.index, b.dtype, b.names.stream().map(n -> n.equals(before) ? after : n).toList(),
        b.values, b.state));
  }

  /** The blocks as graphs know them. */
  List<Parameters.Vector> vectors() {
    Updates.Rules rules = Updates.Rules.of(config.l1(), config.l2());
    return blocks.stream().map(b -> {
      Map<String, String> parts = new LinkedHashMap<>();
      b.state.keySet().forEach(part -> parts.put(part, b.stateName(part)));
      List<Parameters.Slice> slices =
          b.names.stream().map(n -> new Parameters.Slice(n, graph.array(n).shape(), n, rules)).toList();
      return new Parameters.Vector(b.stateName(), b.dtype, slices, config.updater(), parts);
    }).toList();
  }

  /** The arrays of the blocks by their graphs' names. */
  Map<String, NDArray> arrays() {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    for (Block b : blocks) {
      arrays.put(b.stateName(), b.values);
      b.state.forEach((part, a) -> arrays.put(b.stateName(part), a));
    }
    return arrays;
  }

  /** The state of the updater by block and part, for files. */
  Map<String, NDArray> updaterState() {
    Map<String, NDArray> all = new LinkedHashMap<>();
    blocks.forEach(b -> b.state.forEach((part, a) -> all.put(b.index + "/" + part, a)));
    return all;
  }

  /** The averages of the variables over updates, new arrays by name. */
  Map<String, NDArray> averages() {
    if (config.updates().emaDecay() == null) {
      throw new IllegalArgumentException(
          "[ema] the graph averages no weights: got updates without emaDecay; expected one."
              + " Set it in the TrainingConfig before training, e.g. to 0.999.");
    }
    Map<String, NDArray> averages = new LinkedHashMap<>();
    for (Block b : blocks) {
      try (NDArray sum = MathOps.ALL.add(b.values, b.state.get(UpdatePolicy.EMA_LAG))) {
        long at = 0;
        for (String n : b.names) {
          NDArray a = graph.array(n);
          averages.put(n, sum.slice(0, at, at + a.size()).reshape(a.shape()).dup());
          at += a.size();
        }
      }
    }
    return averages;
  }

  /** Gives the variables memory of their own again. */
  void release() {
    blocks.forEach(b -> b.names.forEach(n -> graph.move(n, NDArray.create(b.dtype, graph.array(n).shape()))));
    close();
  }

  /** Frees the blocks; the graph's variables lie in them, so the graph is closed with them. */
  @Override
  public void close() {
    blocks.forEach(Block::close);
    blocks.clear();
  }
}
