package org.pydl4j.bridge;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.json.Records;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.samediff.SameDiff;
import org.pydl4j.nn.samediff.TrainingConfig;
import org.pydl4j.nn.weights.WeightInit;

/** SameDiff graphs for Python: by handle, lists of names as JSON, arrays by address. */
public final class LocalSameDiff {
  private LocalSameDiff() {}

  private static SameDiff graph(long handle) {
    return Handles.get(handle, SameDiff.class);
  }

  static List<String> names(String json) {
    List<String> names = new ArrayList<>();
    Records.parse(json).getAsJsonArray().forEach(e -> names.add(e.getAsString()));
    return names;
  }

  private static Map<String, NDArray> named(String names, long[] described) {
    List<NDArray> arrays = Arrays.borrow(described);
    Map<String, NDArray> m = new LinkedHashMap<>();
    for (String n : names(names)) {
      m.put(n, arrays.get(m.size()));
    }
    return m;
  }

  // building ----------------------------------------------------------------------------------------------------------

  public static long create() {
    return Handles.put(SameDiff.create());
  }

  public static void variable(long handle, String name, long[] start) {
    graph(handle).variable(name, Arrays.borrow(start).get(0));
  }

  /** A variable that starts with random numbers; init as {@link WeightInit} names it. */
  public static void drawn(long handle, String name, int onnxType, long[] dims, String init, long seed) {
    WeightInit drawn = Records.fromJson(new JsonPrimitive(init), WeightInit.class);
    graph(handle).variable(name, DType.ofOnnx(onnxType), dims, drawn, seed);
  }

  public static void constant(long handle, String name, long[] content) {
    graph(handle).constant(name, Arrays.borrow(content).get(0));
  }

  public static void placeholder(long handle, String name, int onnxType, long[] dims) {
    graph(handle).placeholder(name, DType.ofOnnx(onnxType), dims);
  }

  /** Adds an operation; attributes, inputs and names of outputs as JSON. Returns the names of the outputs as JSON. */
  public static String op(long handle, String op, String attributes, String inputs, String names) {
    JsonElement in = Records.parse(inputs);
    return Records.toText(graph(handle).op(op, Records.parse(attributes).getAsJsonObject(), in.getAsJsonArray(),
        names(names)));
  }

  /** Adds a traced graph; its inputs are those variables. Returns the names of its outputs as JSON. */
  public static String add(long handle, long graph, String inputs) {
    return Records.toText(graph(handle).add(Handles.get(graph, Graph.class), names(inputs)));
  }

  public static void rename(long handle, String before, String after) {
    graph(handle).rename(before, after);
  }

  public static void setLossVariables(long handle, String names) {
    graph(handle).setLossVariables(names(names));
  }

  /** Trains variables no more, or again. */
  public static void setTrained(long handle, String names, boolean trained) {
    graph(handle).setTrained(names(names), trained);
  }

  /** The whole graph without contents: {@code {variables, operations, lossVariables}}. */
  public static String describe(long handle) {
    return graph(handle).toJson();
  }

  public static String describeVariable(long handle, String name) {
    return graph(handle).toJson(name);
  }

  /** A copy of the content of a variable or constant. */
  public static long[] array(long handle, String name) {
    return Arrays.give(graph(handle).array(name).dup());
  }

  public static void setArray(long handle, String name, long[] content) {
    graph(handle).setArray(name, Arrays.borrow(content).get(0));
  }

  // running, training -------------------------------------------------------------------------------------------------

  /** Names of what the graph predicts, as JSON. */
  public static String predictions(long handle) {
    return Records.toText(graph(handle).predictions());
  }

  /** The wanted variables; one description each, in order. */
  public static long[] output(long handle, String placeholders, long[] described, String wanted) {
    return inOrder(graph(handle).output(named(placeholders, described), names(wanted)), wanted);
  }

  /** The gradients of the loss; one description each, in order. */
  public static long[] gradients(long handle, String placeholders, long[] described, String wrt) {
    return inOrder(graph(handle).gradients(named(placeholders, described), names(wrt)), wrt);
  }

  /** The gradients of a variable, which a gradient reaches that is described last; one description each, in order. */
  public static long[] gradientsOf(long handle, String placeholders, long[] described, String wrt, String of,
      boolean training) {
    Map<String, NDArray> in = named(placeholders, described);
    NDArray seed = Arrays.borrow(described).get(in.size());
    return inOrder(graph(handle).gradients(in, names(wrt), of, seed, training), wrt);
  }

  private static long[] inOrder(Map<String, NDArray> made, String names) {
    return Arrays.give(names(names).stream().map(made::get).toList());
  }

  public static void setTrainingConfig(long handle, String config) {
    graph(handle).setTrainingConfig(Records.fromText(config, TrainingConfig.class));
  }

  /** A graph of its own with the averaged variables. */
  public static long ema(long handle) {
    return Handles.put(graph(handle).ema());
  }

  /** Steps and epochs trained so far, and the configuration; null where there is none. */
  public static String training(long handle) {
    return graph(handle).trainingJson();
  }

  // files -------------------------------------------------------------------------------------------------------------

  public static void save(long handle, String path, boolean updaterState) {
    graph(handle).save(Path.of(path), updaterState);
  }

  public static long load(String path) {
    return Handles.put(SameDiff.load(Path.of(path)));
  }

  public static void toOnnx(long handle, String path, String wanted) {
    graph(handle).toOnnx(Path.of(path), names(wanted));
  }
}
