package org.pydl4j.nn.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.Batch.Column;
import org.pydl4j.nd.array.BatchSource;
import org.pydl4j.nd.array.Device;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.families.MathOps;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.json.Nearest;
import org.pydl4j.nd.onnx.OnnxWriter;
import org.pydl4j.nd.plan.options.Choices;
import org.pydl4j.nd.plan.options.PlanOptions;
import org.pydl4j.nd.plan.options.Threads;
import org.pydl4j.nd.plan.report.PlanReport;
import org.pydl4j.nd.plan.run.Weights;
import org.pydl4j.nn.conf.ComputationGraphConfiguration;
import org.pydl4j.nn.conf.NetworkConfiguration;
import org.pydl4j.nn.conf.UpdatePolicy;
import org.pydl4j.nn.eval.Evaluation;
import org.pydl4j.nn.eval.IEvaluation;
import org.pydl4j.nn.layers.InputKind;
import org.pydl4j.nn.layers.InputType;
import org.pydl4j.nn.layers.LossHead;
import org.pydl4j.nn.training.Gradient;
import org.pydl4j.nn.training.GraphKind;
import org.pydl4j.nn.training.Objective;
import org.pydl4j.nn.training.Progress;
import org.pydl4j.nn.training.Trainable;
import org.pydl4j.nn.training.TrainingSession;
import org.pydl4j.nn.training.TrainingState;

/**
 * A network: configuration, parameters, updater state and counters. {@link #output} and the other queries may be called
 * by many threads; training ({@link TrainingSession}) and setters by one at a time. DL4J: MultiLayerNetwork and
 * ComputationGraph, which differ only in the configuration that they are made from.
 *
 * <pre>{@code
 * try (Model net = new Model(configuration).init(); NDArray probabilities = net.output(features)) { ... }
 * }</pre>
 */
public final class Model implements Trainable, AutoCloseable {
  private final NetworkConfiguration configuration;
  private final ComputationGraphConfiguration conf;
  private final NetworkGraphs graphs;
  private final Execution execution;
  private final Queries queries;
  private final RecurrentState recurrent = new RecurrentState();
  private final ParamArrays arrays;
  private final Progress progress = new Progress();
  private volatile Map<String, ClassNames> classNames = Map.of();
  private volatile Map<String, String> extras = Map.of();

  /** Checks the configuration: errors name the layer. Call {@link #init} next. */
  public Model(NetworkConfiguration configuration) {
    this.configuration = configuration;
    this.conf = configuration.toGraph();
    this.graphs = new NetworkGraphs(conf);
    this.execution = new Execution(graphs);
    this.queries = new Queries(conf, graphs, execution, progress.lock());
    this.arrays = new ParamArrays(graphs.layout(), conf.conf().dataType());
  }

  /** The same network with parameters of its own that shares the compiled programs; the original must outlive it. */
  private Model(Model original) {
    this.configuration = original.configuration;
    this.conf = original.conf;
    this.graphs = original.graphs;
    this.execution = new Execution(original.execution);
    this.queries = new Queries(conf, graphs, execution, progress.lock());
    this.arrays = new ParamArrays(graphs.layout(), conf.conf().dataType());
  }

  /** Draws initial parameters from the configuration's seed. */
  public Model init() {
    return init(Map.of());
  }

  /**
   * The same, but parameters that are given by name start with that content: those of an imported graph, or of another
   * model.
   *
   * @throws IllegalArgumentException for a name or shape that is not this network's
   * @throws IllegalStateException where a graph's parameter has no content
   */
  public Model init(Map<String, NDArray> given) {
    arrays.check(given);
    Device where = device();
    arrays.allocate(Device.host());
    arrays.fill(given, seed());
    return to(where);
  }

  /** Starts with zeros, which {@link #setParams} replaces. */
  public Model initZeros() {
    arrays.allocate(device());
    return this;
  }

  /** Starts with these parameters, in the order of {@link #params}. */
  public Model init(NDArray parameters) {
    arrays.checkSize(parameters); // before anything of the configuration's size is allocated
    arrays.allocate(device());
    return setParams(parameters);
  }

  /** Where the parameters lie, and training and queries run. */
  public Device device() {
    return execution.device();
  }

  /**
   * Moves parameters and updater state to a device, where training and queries run from now on. Results come back to
   * main memory; live views of parameters are on the device, to be read by toHost().
   */
  public Model to(Device where) {
    execution.to(where);
    arrays.to(where);
    return this;
  }

  /** A copy with parameters, updater state and counters of its own, on the same device. DL4J: clone(). */
  public Model copy() {
    return progress.lock().query(() -> new Model(configuration).take(this));
  }

  /**
   * A copy whose parameters are the averages of those after each update so far, for evaluation and serving; moving
   * averages of normalizations are as they are. The configuration says how the average decays, {@link UpdatePolicy}.
   */
  public Model ema() {
    if (conf.conf().updates().emaDecay() == null) {
      throw new IllegalArgumentException("[ema] the network averages no weights: got updates without emaDecay; expected"
          + " one. Set it in the configuration before training, e.g. to 0.999.");
    }
    return progress.lock().query(this::averaged);
  }

  private Model averaged() {
    Model averaged = copy();
    for (ParamLayout.Block b : layout().blocks()) {
      NDArray lag = states().get(b.updaterState(UpdatePolicy.EMA_LAG));
      if (lag != null) {
        try (NDArray sum = MathOps.ALL.add(states().get(b.state()).toHost(), lag.toHost())) {
          averaged.states().get(b.state()).assign(sum);
        }
      }
    }
    return averaged;
  }

  /** A copy that shares the compiled programs of this model, which must outlive it. */
  Model sibling() {
    return progress.lock().query(() -> new Model(this).take(this));
  }

  /** Takes over settings, parameters, updater state and counters. */
  private Model take(Model from) {
    execution.take(from.execution);
    arrays.allocate(device());
    arrays.setParams(from.params());
    arrays.setUpdaterState(from.updaterState());
    progress.change(s -> from.trainingState());
    classNames = from.classNames;
    extras = from.extras;
    return this;
  }

  // what it is --------------------------------------------------------------------------------------------------------

  /** The network's description; null of a graph. */
  public NetworkConfiguration configuration() {
    return configuration;
  }

  /** The configuration as a graph. */
  public ComputationGraphConfiguration graphConfiguration() {
    return conf;
  }

  NetworkGraphs graphs() {
    return graphs;
  }

  /** Where each parameter lies in the flat vector. */
  public ParamLayout layout() {
    return graphs.layout();
  }

  /** What inputs and vertices give, by name. */
  public Map<String, InputType> types() {
    return new LinkedHashMap<>(graphs.types());
  }

  /** Threads that training and single queries use; concurrent queries use one each. */
  public int threads() {
    return execution.threads();
  }

  /** How many threads a run takes; 0 for the process's choice. This model is returned. */
  public Model setThreads(int count) {
    execution.setThreads(count);
    return this;
  }

  /** Whether each step of training and queries is searched for numbers that are not finite, and the first one named. */
  public Model setNanCheck(boolean on) {
    execution.setNanCheck(on);
    return this;
  }

  /**
   * Saves memory in training: activations are kept at the borders of so many segments, all others are computed again
   * for the gradients. Results do not change in a bit.
   *
   * @param count 0 for none, {@link PlanOptions#AUTO} for as many as need the least memory
   */
  public Model setActivationCheckpointing(int count) {
    execution.setSegments(count);
    return this;
  }

  /** Whether training and queries compute products and convolutions in bfloat16, parameters and all else in float32. */
  public Model setAutocast(boolean on) {
    execution.setAutocast(on);
    return this;
  }

  /** How training is compiled. */
  public PlanOptions options() {
    return execution.options();
  }

  /** Kernels that were found faster than the first choices; saved with the model. */
  public Choices choices() {
    return execution.choices();
  }

  /** Which kernels are taken where there are several; this model is returned. */
  public Model setChoices(Choices table) {
    execution.setChoices(table);
    return this;
  }

  /**
   * Times alternatives of each step for arrays of these shapes, and takes the fastest from now on: of a training step
   * where labels are given, else of a query. Results may change in their last bits, once.
   */
  public Model tune(Batch batch) {
    try (Feed feed = planned(batch)) {
      execution.tune(feed, batch.hasLabels());
    }
    return this;
  }

  /** What the plan for these arrays consists of: a training step where labels are given, else a query. */
  public PlanReport explain(Batch batch) {
    try (Feed feed = planned(batch)) {
      return execution.explain(feed, batch.hasLabels());
    }
  }

  private Feed planned(Batch batch) {
    Feed feed = feed().trusting(true).features(batch);
    return batch.hasLabels() ? feed.labels(batch) : feed;
  }

  /** Numbers in all parameters. */
  public long numParams() {
    return layout().size();
  }

  @Override
  public TrainingState trainingState() {
    return progress.state();
  }

  @Override
  public Model changeTrainingState(UnaryOperator<TrainingState> change) {
    progress.change(change);
    return this;
  }

  /** The configuration's seed. */
  @Override
  public long seed() {
    return conf.conf().seed();
  }

  /** The loss of the last minibatch, regularization included; NaN before training. */
  @Override
  public double score() {
    return progress.score();
  }

  @Override
  public Objective objective() {
    arrays.params(); // raises where there are none
    return new Objective(new NetworkSteps(this));
  }

  @Override
  public List<String> outputNames() {
    return conf.networkOutputs();
  }

  @Override
  public Snapshot snapshot() {
    List<NDArray> places = new ArrayList<>(List.of(params()));
    layout().blocks().stream().map(b -> states().get(b.updaterState(UpdatePolicy.EMA_LAG))).filter(Objects::nonNull)
        .forEach(places::add);
    return Snapshot.of(places);
  }

  Progress progress() {
    return progress;
  }

  /** All parameters as one flat vector: a live view. */
  public NDArray params() {
    return arrays.params();
  }

  /** Copies all parameters from a flat vector; this model is returned. */
  public Model setParams(NDArray flat) {
    return progress.lock().step(() -> {
      arrays.setParams(flat);
      return this;
    });
  }

  /** What it takes and gives: names, element types and shapes, open sizes as -1, and what classes are called. */
  public Signature signature() {
    Signature all = graphs.signature();
    for (Map.Entry<String, ClassNames> of : classNames.entrySet()) {
      all = all.withClassNames(of.getKey(), of.getValue().names());
    }
    return all;
  }

  /** What labels call the classes of outputs; of those that have names. Saved with the model. */
  public Map<String, ClassNames> classNames() {
    return classNames;
  }

  /**
   * Names the classes of outputs.
   *
   * @throws IllegalArgumentException where an output is unknown, gives values, or has another number of classes
   */
  public Model setClassNames(Map<String, ClassNames> byOutput) {
    Signature all = graphs.signature();
    byOutput.forEach((output, names) -> names.checkFor(all.output(output)));
    classNames = Map.copyOf(byOutput);
    return this;
  }

  /** Texts that files hold beside the model, by entry: {@code pipeline.json}, which makes its inputs, and others. */
  public Map<String, String> extras() {
    return extras;
  }

  /** Replaces the texts that files hold beside the model. */
  public Model setExtras(Map<String, String> texts) {
    ModelSerializer.checkExtras(texts.keySet());
    extras = Map.copyOf(texts);
    return this;
  }

  /** Names of the parameters, in order: "layer0_W" of a layer, "encoder/conv1.weight" by path. */
  public List<String> paramNames() {
    return layout().slots().stream().map(s -> s.spec().key()).toList();
  }

  /** Parameters by name ("layer0_W"), in order: live views. */
  public Map<String, NDArray> paramTable() {
    Map<String, NDArray> m = new LinkedHashMap<>();
    layout().slots().forEach(s -> m.put(s.spec().key(), arrays.view(s)));
    return m;
  }

  /** One parameter: a live view. */
  public NDArray getParam(String key) {
    return arrays.view(layout().slot(key));
  }

  /** Copies one parameter; this model is returned. */
  public Model setParam(String key, NDArray value) {
    getParam(key).assign(value);
    return this;
  }

  /** The updater's state as one flat vector: a live view; empty for updaters without state. */
  public NDArray updaterState() {
    return arrays.updaterState();
  }

  /** Copies the updater's state from a flat vector; this model is returned. */
  public Model setUpdaterState(NDArray flat) {
    arrays.setUpdaterState(flat);
    return this;
  }

  /** A table of vertices: name, type, output shape, parameters. */
  public String summary() {
    return Summary.of(conf, graphs);
  }

  /** The cells of that table, row by row, the header first. */
  public List<List<String>> summaryRows() {
    return Summary.rows(conf, graphs).stream().map(List::of).toList();
  }

  // queries -----------------------------------------------------------------------------------------------------------

  Map<String, NDArray> states() {
    return arrays.states();
  }

  /** The parameters as inference reads them. */
  Weights weights() {
    return arrays.weights();
  }

  Execution execution() {
    return execution;
  }

  Feed feed() {
    return queries.feed();
  }

  Queries queries() {
    return queries;
  }

  /**
   * Checks rows before they are trained on or answered: shapes and types, ranges of ids and class indices, and that
   * numbers are finite. Errors name the row.
   */
  public void check(Batch batch) {
    queries.check(batch);
  }

  /** The output of a network with one input, the first where there are several; the caller closes it. */
  public NDArray output(NDArray features) {
    return output(features, null);
  }

  /** As {@link #output(NDArray)}, with a mask [N, T] of present time steps. */
  public NDArray output(NDArray features, NDArray featuresMask) {
    List<NDArray> out = outputs(Batch.of(features, null, featuresMask, null), 0);
    out.subList(1, out.size()).forEach(NDArray::close);
    return out.get(0);
  }

  /** The output of a network with one input and one output into a dense array of its shape and type. */
  public void outputInto(NDArray features, NDArray into, int threadCount) {
    outputInto(Batch.of(features, null), into, threadCount, false);
  }

  /** The same, and NaN and infinities are refused where {@code checked}. */
  public void outputInto(Batch features, NDArray into, int threadCount, boolean checked) {
    queries.outputInto(features, weights(), into, threadCount, checked);
  }

  /** Whether an input takes indices of embeddings instead of numbers. */
  public boolean takesIndices(String input) {
    return Forward.feedKind(conf, input) != InputKind.ANY;
  }

  /** The outputs for dense features and their masks, or no masks; see {@link #outputs(Batch, int)}. */
  public List<NDArray> outputs(List<NDArray> features, List<NDArray> masks) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < features.size(); i++) {
      columns.add(Column.of(features.get(i)).masked(i < masks.size() ? masks.get(i) : null));
    }
    return outputs(new Batch(columns, List.of()), 0);
  }

  /** The outputs in the order of the configuration; the caller closes them. */
  public List<NDArray> outputs(Batch features) {
    return outputs(features, 0);
  }

  /** The same with a number of threads; 0: all when nobody else asks, else one. */
  public List<NDArray> outputs(Batch features, int threadCount) {
    return queries.outputs(features, weights(), threadCount);
  }

  /** Activations of inputs and all vertices by name; the caller closes them. */
  public Map<String, NDArray> feedForward(NDArray features) {
    return feedForward(Batch.of(features, null));
  }

  /** The same for any number of inputs. */
  public Map<String, NDArray> feedForward(Batch features) {
    return queries.query(GraphKind.ACTIVATIONS, features, weights(), 0);
  }

  /** Index of the largest output of each row; for one output the class 1 where it is at least 0.5. */
  public int[] predict(NDArray features) {
    return predict(Batch.of(features, null)).get(0);
  }

  /** The classes of each row, for each output. */
  public List<int[]> predict(Batch features) {
    if (conf.networkOutputs().stream().allMatch(this::isRegression)) {
      requireClasses("predict", "Take output, which gives them", conf.networkOutputs().get(0));
    }
    return queries.predict(features, weights());
  }

  /** The mean loss of a minibatch, regularization included; nothing is trained. */
  public double score(Batch batch) {
    return objective().score(batch);
  }

  @Override
  public Gradient gradient(Batch batch) {
    return objective().gradient(batch);
  }

  @Override
  public List<String> trainedNames() {
    return layout().slots().stream().filter(s -> layout().blocks().get(s.block()).trained()).map(s -> s.spec().key())
        .toList();
  }

  /** The loss of each example, without regularization. */
  public double[] scoreExamples(Batch batch) {
    return objective().numbers(batch, Names.EXAMPLES);
  }

  @Override
  public void compare(Batch batch, List<String> outputs, List<Comparison> into) {
    queries.compare(batch, weights(), outputs, into);
  }

  /** Accuracy, precision, recall and the confusion matrix over one epoch of a source. */
  public Evaluation evaluate(BatchSource source) {
    return evaluate(source, evaluation(null));
  }

  /** An evaluation without examples yet that knows what the classes of an output are called; null for the only one. */
  public Evaluation evaluation(String output) {
    boolean isOnly = output == null && conf.networkOutputs().size() == 1;
    String of = isOnly ? conf.networkOutputs().get(0) : output;
    ClassNames names = of == null ? null : classNames.get(of);
    return new Evaluation(names == null ? List.of() : names.names(), 1);
  }

  /** Adds one epoch of a source to any evaluation. */
  public <T extends IEvaluation<?>> T evaluate(BatchSource source, T evaluation) {
    return evaluate(source, null, evaluation);
  }

  /** The same for one of several outputs. */
  public <T extends IEvaluation<?>> T evaluate(BatchSource source, String output, T evaluation) {
    if (evaluation instanceof Evaluation && (output != null || conf.networkOutputs().size() == 1)) {
      requireClasses("evaluate", "Take a RegressionEvaluation (in Python evaluate_regression)",
          output == null ? conf.networkOutputs().get(0) : output);
    }
    forEachOutput(source, output, evaluation::eval);
    return evaluation;
  }

  private boolean isRegression(String output) {
    LossHead head = conf.networkOutputs().contains(output) ? graphs.head(output) : null;
    return head != null && head.isRegression();
  }

  private void requireClasses(String call, String remedy, String output) {
    if (isRegression(output)) {
      throw new IllegalArgumentException("[" + call + "] '" + output + "' gives values: got the loss "
          + graphs.head(output).loss().getClass().getSimpleName() + "; expected an output of classes. " + remedy + ".");
    }
  }

  // recurrent state ---------------------------------------------------------------------------------------------------

  /**
   * The output for the next steps of sequences whose earlier steps were given by calls before. Not thread-safe.
   *
   * @param features [N, size, T], or [N, size] for one step
   * @return [N, nOut, T], or [N, nOut]
   */
  public NDArray rnnTimeStep(NDArray features) {
    List<NDArray> out = rnnTimeStep(Batch.of(features, null));
    out.subList(1, out.size()).forEach(NDArray::close);
    return out.get(0);
  }

  /** The same for any number of inputs and outputs. */
  public synchronized List<NDArray> rnnTimeStep(Batch features) {
    return progress.lock().query(() -> recurrent.next(conf, graphs, execution, weights(), features));
  }

  /**
   * What a recurrent layer remembers of the steps given so far.
   *
   * @param layer its name
   * @return [N, nOut] by name, {@code h} and for LSTM {@code c}, as new arrays; empty before the first step
   */
  public synchronized Map<String, NDArray> rnnGetPreviousState(String layer) {
    if (!types().containsKey(layer)) {
      throw new IllegalArgumentException(
          "[rnn state] unknown layer: got '" + layer + "'; " + Nearest.hint(layer, types().keySet()));
    }
    return recurrent.of(layer);
  }

  /** Forgets the steps given so far. */
  public synchronized void rnnClearPreviousState() {
    recurrent.close();
  }

  // files -------------------------------------------------------------------------------------------------------------

  /** The inference graph: parameters as states {@code params/i}, or as constants. */
  public Graph inferenceGraph(boolean constants) {
    return constants ? graphs.frozen(arrays.params()) : graphs.build(Variant.output(false));
  }

  /** Writes the inference graph as an ONNX file. */
  public void toOnnx(Path path) {
    OnnxWriter.write(inferenceGraph(true), path);
  }

  /** Writes model, updater state and counters into one zip; see {@link ModelSerializer}. */
  @Override
  public void save(Path path) {
    ModelSerializer.write(this, path, true);
  }

  /** The model that a file holds, with training state and pipeline. */
  public static Model load(Path path) {
    return ModelSerializer.read(path);
  }

  /** Frees parameters and programs. */
  @Override
  public void close() {
    arrays.close();
    rnnClearPreviousState();
    execution.close();
  }
}
