package org.pydl4j.bridge;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.Device;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.json.Records;
import org.pydl4j.nd.plan.options.Choices;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.conf.NetworkConfiguration;
import org.pydl4j.nn.model.ClassNames;
import org.pydl4j.nn.model.Model;
import org.pydl4j.nn.model.ModelSerializer;
import org.pydl4j.nn.model.Signature;

/**
 * Networks for Python: by handle, data by address as {@link Batches} describes them, columns in the order of inputs and
 * outputs.
 */
public final class LocalNn {
  private LocalNn() {}

  private static Model model(long handle) {
    return Handles.get(handle, Model.class);
  }

  // making, saving ----------------------------------------------------------------------------------------------------

  /** A network without parameters. */
  public static long create(String configuration) {
    return Handles.put(new Model(NetworkConfiguration.fromJson(configuration)));
  }

  /** Draws initial parameters. */
  public static void init(long handle) {
    model(handle).init();
  }

  /** A copy with parameters of its own. */
  public static long copy(long handle) {
    return Handles.put(model(handle).copy());
  }

  /** A copy with the averaged parameters. */
  public static long ema(long handle) {
    return Handles.put(model(handle).ema());
  }

  /** Saves a network. */
  public static void save(long handle, String path, boolean updater) {
    ModelSerializer.write(model(handle), Path.of(path), updater);
  }

  /** A text that files hold beside the network, by the name of its entry; null where there is none. */
  public static String extra(long handle, String name) {
    return model(handle).extras().get(name);
  }

  /** Replaces such a text, or takes it away where it is null. */
  public static void setExtra(long handle, String name, String text) {
    Map<String, String> texts = new LinkedHashMap<>(model(handle).extras());
    if (text == null) {
      texts.remove(name);
    } else {
      texts.put(name, text);
    }
    model(handle).setExtras(texts);
  }

  /** What labels call the classes of outputs, {@code {output: {kind, names}}}. */
  public static String classNames(long handle) {
    return Records.toText(model(handle).classNames());
  }

  public static void setClassNames(long handle, String byOutput) {
    Map<String, ClassNames> names = new LinkedHashMap<>();
    Records.parse(byOutput).getAsJsonObject().entrySet()
        .forEach(e -> names.put(e.getKey(), Records.fromJson(e.getValue(), ClassNames.class)));
    model(handle).setClassNames(names);
  }

  public static long load(String path) {
    return Handles.put(Model.load(Path.of(path)));
  }

  public static void toOnnx(long handle, String path) {
    model(handle).toOnnx(Path.of(path));
  }

  // what it is --------------------------------------------------------------------------------------------------------

  public static String configuration(long handle) {
    return model(handle).configuration().toJson();
  }

  /**
   * {@code {type, dataType, inputs, indices, inputTypes, outputs, outputTypes, outputDims, regressions, iterations,
   * epochs, params}}.
   */
  public static String describe(long handle) {
    Model m = model(handle);
    JsonObject about = new JsonObject();
    about.addProperty("type", m.configuration().getClass().getSimpleName());
    about.addProperty("dataType", m.configuration().conf().dataType().numpy);
    Signature signature = m.signature();
    about.add("inputs", Records.toJson(signature.inputNames()));
    about.add("indices", Records.toJson(signature.inputNames().stream().map(m::takesIndices).toList()));
    about.add("inputTypes", Records.toJson(signature.inputs().stream().map(t -> t.dtype().numpy).toList()));
    about.add("outputs", Records.toJson(signature.outputNames()));
    about.add("outputTypes", Records.toJson(signature.outputs().stream().map(t -> t.dtype().numpy).toList()));
    about.add("outputDims", Records.toJson(signature.outputs().stream().map(Signature.Tensor::dims).toList()));
    about.add("regressions", Records.toJson(signature.outputs().stream().map(Signature.Tensor::isRegression).toList()));
    about.addProperty("iterations", m.iterationCount());
    about.addProperty("epochs", m.epochCount());
    about.addProperty("params", m.numParams());
    return about.toString();
  }

  public static String summary(long handle) {
    return model(handle).summary();
  }

  /** The cells of the summary as JSON, a list of rows, the header first. */
  public static String summaryRows(long handle) {
    return Records.toText(model(handle).summaryRows());
  }

  /** The loss of the last minibatch; NaN before training. */
  public static double score(long handle) {
    return model(handle).score();
  }

  /** The mean loss of a minibatch. */
  public static double scoreOf(long handle, long[] data) {
    return model(handle).score(Batches.borrow(data));
  }

  public static void setThreads(long handle, int threads) {
    model(handle).setThreads(threads);
  }

  /** Moves the network to a device, named as {@link Device#of} reads it. */
  public static void to(long handle, String device) {
    model(handle).to(Device.of(device));
  }

  public static void setAutocast(long handle, boolean on) {
    model(handle).setAutocast(on);
  }

  public static void setNanCheck(long handle, boolean on) {
    model(handle).setNanCheck(on);
  }

  /**
   * How many segments of the forward part training computes again; 0 for none, -1 for as many as need the least memory.
   */
  public static void setActivationCheckpointing(long handle, int segments) {
    model(handle).setActivationCheckpointing(segments);
  }

  /** Times alternatives for these arrays and takes the fastest; returns the choice table as JSON. */
  public static String tune(long handle, long[] data) {
    return model(handle).tune(Batches.borrow(data)).choices().toJson();
  }

  public static void forgetTuning(long handle) {
    model(handle).setChoices(Choices.NONE);
  }

  /** What the plan for these arrays consists of, as JSON: a training step where labels are given, else a query. */
  public static String explain(long handle, long[] data) {
    return LocalPlans.text(model(handle).explain(Batches.borrow(data)));
  }

  /** A copy of all parameters as one vector. */
  public static long[] params(long handle) {
    return Arrays.give(model(handle).params().dup());
  }

  public static void setParams(long handle, long[] flat) {
    model(handle).setParams(Arrays.borrow(flat).get(0));
  }

  /** Names of the parameters, in order. */
  public static String paramNames(long handle) {
    return Records.toText(model(handle).paramNames());
  }

  /** A copy of one parameter. */
  public static long[] param(long handle, String name) {
    return Arrays.give(model(handle).getParam(name).dup());
  }

  public static void setParam(long handle, String name, long[] value) {
    model(handle).setParam(name, Arrays.borrow(value).get(0));
  }

  // queries -----------------------------------------------------------------------------------------------------------

  /** The outputs for features, by a number of threads or 0. */
  public static long[] output(long handle, long[] features, int threads) {
    return Arrays.give(model(handle).outputs(checked(handle, features), threads));
  }

  private static Batch checked(long handle, long[] features) {
    Batch batch = Batches.borrow(features);
    model(handle).check(batch);
    return batch;
  }

  /**
   * The output for one array into memory of Python's, where both are dense: what {@link #output} gives, without objects
   * that cross the border. Numbers are cheaper to pass than arrays, so there are four dims of the input and of the
   * output, of which the first ones count.
   *
   * @param ranks the input's rank and ten times the output's
   * @param type the ONNX number of the input's type
   */
  public static void outputInto(long handle, long x, long y, int ranks, int type, int threads, long a, long b, long c,
      long d, long e, long f, long g, long h) {
    Model m = model(handle);
    m.outputInto(Batch.of(Arrays.dense(x, DType.ofOnnx(type), ranks % 10, a, b, c, d), null),
        Arrays.dense(y, m.configuration().conf().dataType(), ranks / 10, e, f, g, h), threads, true);
  }

  /** The activations of inputs and vertices: their names as JSON. The arrays are fetched by {@link #activations}. */
  public static String activationNames(long handle) {
    return Records.toText(List.copyOf(model(handle).types().keySet()));
  }

  /** The activations in the order of {@link #activationNames}. */
  public static long[] activations(long handle, long[] features) {
    Model m = model(handle);
    Map<String, NDArray> all = m.feedForward(checked(handle, features));
    return Arrays.give(m.types().keySet().stream().map(all::get).toList());
  }

  /** The outputs for the next steps of sequences. */
  public static long[] rnnTimeStep(long handle, long[] features) {
    return Arrays.give(model(handle).rnnTimeStep(Batches.borrow(features)));
  }

  /**
   * What a recurrent layer remembers: {@code c} and {@code h} of LSTM, {@code h} of others, nothing before the first
   * step.
   */
  public static long[] rnnPreviousState(long handle, String layer) {
    return Arrays.give(List.copyOf(model(handle).rnnGetPreviousState(layer).values()));
  }

  public static void rnnClearPreviousState(long handle) {
    model(handle).rnnClearPreviousState();
  }
}
