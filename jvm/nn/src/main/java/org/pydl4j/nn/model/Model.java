package org.pydl4j.nn.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.Batch.Column;
import org.pydl4j.nd.array.BatchSource;
import org.pydl4j.nd.array.Device;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.families.MathOps;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.onnx.OnnxWriter;
import org.pydl4j.nd.plan.Program;
import org.pydl4j.nd.plan.options.Choices;
import org.pydl4j.nd.plan.options.PlanOptions;
import org.pydl4j.nd.plan.options.Threads;
import org.pydl4j.nd.plan.report.PlanReport;
import org.pydl4j.nd.plan.run.Weights;
import org.pydl4j.nn.conf.ComputationGraphConfiguration;
import org.pydl4j.nn.conf.InputType;
import org.pydl4j.nn.conf.NetworkConfiguration;
import org.pydl4j.nn.conf.UpdatePolicy;
import org.pydl4j.nn.eval.Evaluation;
import org.pydl4j.nn.eval.IEvaluation;
import org.pydl4j.nn.layers.InputKind;
import org.pydl4j.nn.layers.ParamSpec;
import org.pydl4j.nn.training.Objective;
import org.pydl4j.nn.training.StepNames;
import org.pydl4j.nn.training.StepScalars;
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
  /** Rows that one run of an inference graph takes; larger inputs are cut. */
  private static final int CHUNK = 256;
  /** Bytes of rows that are checked at once, and converted for it. */
  private static final long CHECKED_BYTES = 1 << 22;
  private static final Variant OUTPUT = Variant.output(false);

  private record Key(Variant variant, PlanOptions options) {
  }

  private final NetworkConfiguration configuration;
  private final ComputationGraphConfiguration conf;
  private final NetworkGraphs graphs;
  private final Map<Key, Program> programs;
  private final boolean ownsPrograms;
  private final Map<String, NDArray> recurrentState = new HashMap<>();
  private final AtomicInteger running = new AtomicInteger();
  /** Chosen for this model; 0 follows the process, {@link Threads}. */
  private volatile int threads;
  private volatile Device device = Device.host();
  private volatile NDArray params;
  private volatile NDArray updaterState;
  private volatile Map<String, NDArray> states;
  private volatile Weights weights;
  private final AtomicReference<TrainingState> state = new AtomicReference<>(TrainingState.NEW);
  private volatile double score = Double.NaN;
  private final AtomicBoolean training = new AtomicBoolean();
  private volatile boolean nanCheck;
  private volatile int segments;
  private volatile boolean autocast;
  private volatile Choices choices = Choices.NONE;

  /** Checks the configuration: errors name the layer. Call {@link #init} next. */
  public Model(NetworkConfiguration configuration) {
    this.configuration = configuration;
    this.conf = configuration.toGraph();
    this.graphs = new NetworkGraphs(conf);
    this.programs = new ConcurrentHashMap<>();
    this.ownsPrograms = true;
  }

  /** The same network with parameters of its own that shares the compiled programs; the original must outlive it. */
  private Model(Model original) {
    this.configuration = original.configuration;
    this.conf = original.conf;
    this.graphs = original.graphs;
    this.programs = original.programs;
    this.ownsPrograms = false;
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
    given.forEach((key, a) -> {
      ParamSpec spec = layout().slot(key).spec();
      if (!Arrays.equals(spec.dims(), a.shape())) {
        throw new IllegalArgumentException("[init] " + key + ": got the shape " + Arrays.toString(a.shape())
            + "; expected " + Arrays.toString(spec.dims()) + ".");
      }
    });
    Device where = device;
    allocate(Device.host());
    int i = 0;
    for (ParamLayout.Slot slot : layout().slots()) {
      NDArray own = layout().view(params, slot);
      NDArray content = given.get(slot.spec().key());
      if (content != null) {
        own.assign(content);
      } else {
        slot.spec().init().fill(own, conf.conf().seed(), i);
      }
      i++;
    }
    return to(where);
  }

  /** Starts with zeros, which {@link #setParams} replaces. */
  public Model initZeros() {
    allocate(device);
    return this;
  }

  /** Starts with these parameters, in the order of {@link #params}. */
  public Model init(NDArray parameters) {
    checkSize(parameters); // before anything of the configuration's size is allocated
    allocate(device);
    return setParams(parameters);
  }

  private void allocate(Device where) {
    hold(NDArray.zeros(where, conf.conf().dataType(), layout().size()),
        NDArray.zeros(where, conf.conf().dataType(), layout().updaterSize()));
  }

  private void hold(NDArray newParams, NDArray newUpdaterState) {
    free();
    params = newParams;
    updaterState = newUpdaterState;
    states = layout().states(params, updaterState);
    weights = new Weights(layout().states(params, null));
  }

  /** Where the parameters lie, and training and queries run. */
  public Device device() {
    return device;
  }

  /**
   * Moves parameters and updater state to a device, where training and queries run from now on. Results come back to
   * main memory; live views of parameters are on the device, to be read by toHost().
   */
  public Model to(Device where) {
    if (!device.equals(where)) {
      if (!ownsPrograms) {
        throw new IllegalStateException("[Model] shares its programs with another model: got a move to " + where
            + "; expected to stay on " + device + ". Move a copy().");
      }
      programs.values().forEach(Program::close);
      programs.clear();
      device = where;
    }
    if (params != null && !params.device().equals(where)) {
      hold(params.to(where), updaterState.to(where));
    }
    return this;
  }

  private void free() {
    if (weights != null) {
      weights.close();
    }
    close(params);
    close(updaterState);
  }

  private static void close(NDArray a) {
    if (a != null) {
      a.close();
    }
  }

  /** A copy with parameters, updater state and counters of its own, on the same device. DL4J: clone(). */
  public Model copy() {
    return new Model(configuration).take(this);
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
    return new Model(this).take(this);
  }

  /** Takes over settings, parameters, updater state and counters. */
  private Model take(Model from) {
    device = from.device;
    threads = from.threads;
    segments = from.segments;
    autocast = from.autocast;
    choices = from.choices;
    allocate(device);
    params.assign(from.initialized().params);
    updaterState.assign(from.updaterState);
    state.set(from.state.get());
    return this;
  }

  private Model initialized() {
    if (params == null) {
      throw new IllegalStateException("[Model] has no parameters yet: got a network that was not initialized;"
          + " expected init() or load. Call init() first.");
    }
    return this;
  }

  // what it is --------------------------------------------------------------------------------------------------------

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

  public ParamLayout layout() {
    return graphs.layout();
  }

  /** What inputs and vertices give, by name. */
  public Map<String, InputType> types() {
    return new LinkedHashMap<>(graphs.types());
  }

  /** Threads that training and single queries use; concurrent queries use one each. */
  public int threads() {
    return threads == 0 ? Threads.count() : threads;
  }

  public Model setThreads(int count) {
    threads = PlanOptions.of(count).threads();
    return this;
  }

  /** Whether each step of training and queries is searched for numbers that are not finite, and the first one named. */
  public Model setNanCheck(boolean on) {
    nanCheck = on;
    programs.values().forEach(p -> p.nanCheck(on));
    return this;
  }

  /**
   * Saves memory in training: activations are kept at the borders of so many segments, all others are computed again
   * for the gradients. Results do not change in a bit.
   *
   * @param count 0 for none, {@link PlanOptions#AUTO} for as many as need the least memory
   */
  public Model setActivationCheckpointing(int count) {
    segments = PlanOptions.of(1).withSegments(count).segments();
    return this;
  }

  /** Whether training and queries compute products and convolutions in bfloat16, parameters and all else in float32. */
  public Model setAutocast(boolean on) {
    autocast = on;
    return this;
  }

  /** How training is compiled. */
  public PlanOptions options() {
    return new PlanOptions(threads(), segments, autocast, choices);
  }

  /** Kernels that were found faster than the first choices; saved with the model. */
  public Choices choices() {
    return choices;
  }

  public Model setChoices(Choices table) {
    choices = table;
    return this;
  }

  /**
   * Times alternatives of each step for arrays of these shapes, and takes the fastest from now on: of a training step
   * where labels are given, else of a query. Results may change in their last bits, once.
   */
  public Model tune(Batch batch) {
    try (Feed feed = planned(batch)) {
      boolean train = batch.hasLabels();
      choices = choices.with(program(variant(feed, train), threads()).tune(dims(feed), !train));
    }
    return this;
  }

  /** What the plan for these arrays consists of: a training step where labels are given, else a query. */
  public PlanReport explain(Batch batch) {
    try (Feed feed = planned(batch)) {
      boolean train = batch.hasLabels();
      return program(variant(feed, train), threads()).report(dims(feed), !train);
    }
  }

  private Feed planned(Batch batch) {
    Feed feed = feed().trusting(true).features(batch);
    return batch.hasLabels() ? feed.labels(batch) : feed;
  }

  private static Variant variant(Feed feed, boolean train) {
    return feed.variant(train ? Variant.Kind.TRAIN : Variant.Kind.OUTPUT, false);
  }

  private static Map<String, long[]> dims(Feed feed) {
    Map<String, long[]> dims = new HashMap<>();
    feed.arrays().forEach((name, a) -> dims.put(name, a.shape()));
    return dims;
  }

  public long numParams() {
    return layout().size();
  }

  @Override
  public TrainingState trainingState() {
    return state.get();
  }

  @Override
  public Model changeTrainingState(UnaryOperator<TrainingState> change) {
    state.updateAndGet(change);
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
    return score;
  }

  @Override
  public Objective objective() {
    return new NetworkObjective(initialized());
  }

  @Override
  public List<String> outputNames() {
    return conf.networkOutputs();
  }

  @Override
  public Snapshot snapshot() {
    NDArray copy = params().dup();
    return new Snapshot() {
      @Override
      public void restore() {
        setParams(copy);
      }

      @Override
      public void close() {
        copy.close();
      }
    };
  }

  /** Marks the model as being trained; raises when it already is. */
  void beginTraining() {
    if (!training.compareAndSet(false, true)) {
      throw new IllegalStateException("[fit] the model is being trained by another call: got a second fit; expected one"
          + " at a time. Wait for the first, or train a copy().");
    }
  }

  void endTraining() {
    training.set(false);
  }

  void setScore(double value) {
    score = value;
  }

  /** All parameters as one flat vector: a live view. */
  public NDArray params() {
    return initialized().params.slice(0, 0, layout().size());
  }

  public Model setParams(NDArray flat) {
    initialized();
    checkSize(flat);
    params.assign(flat.rank() == 1 ? flat : flat.reshape(flat.size()));
    return this;
  }

  private void checkSize(NDArray flat) {
    if (flat.size() != layout().size()) {
      throw new IllegalArgumentException("[params] got " + flat.size() + " values; expected " + layout().size()
          + ". The vector belongs to another network.");
    }
  }

  /** Names of the parameters, in order: "layer0_W" of a layer, "encoder/conv1.weight" by path. */
  public List<String> paramNames() {
    return layout().slots().stream().map(s -> s.spec().key()).toList();
  }

  /** Parameters by name ("layer0_W"), in order: live views. */
  public Map<String, NDArray> paramTable() {
    Map<String, NDArray> m = new LinkedHashMap<>();
    layout().slots().forEach(s -> m.put(s.spec().key(), layout().view(initialized().params, s)));
    return m;
  }

  /** One parameter: a live view. */
  public NDArray getParam(String key) {
    return layout().view(initialized().params, layout().slot(key));
  }

  public Model setParam(String key, NDArray value) {
    getParam(key).assign(value);
    return this;
  }

  /** The updater's state as one flat vector: a live view; empty for updaters without state. */
  public NDArray updaterState() {
    return initialized().updaterState.slice(0, 0, layout().updaterSize());
  }

  public Model setUpdaterState(NDArray flat) {
    initialized();
    if (flat.size() != layout().updaterSize()) {
      throw new IllegalArgumentException("[updaterState] got " + flat.size() + " values; expected "
          + layout().updaterSize() + ". The vector belongs to another updater.");
    }
    updaterState.assign(flat.rank() == 1 ? flat : flat.reshape(flat.size()));
    return this;
  }

  /** A table of vertices: name, type, output shape, parameters. */
  public String summary() {
    return Summary.of(conf, graphs);
  }

  // queries -----------------------------------------------------------------------------------------------------------

  Map<String, NDArray> states() {
    return initialized().states;
  }

  /** The parameters as inference reads them. */
  Weights weights() {
    return initialized().weights;
  }

  Program program(Variant variant, int threadCount) {
    PlanOptions options = new PlanOptions(threadCount, variant.training() ? segments : 0, autocast, choices);
    return programs.computeIfAbsent(new Key(variant, options),
        k -> new Program(graphs.build(variant), options, device.backend()).nanCheck(nanCheck));
  }

  Feed feed() {
    return new Feed(conf, graphs);
  }

  /**
   * Checks rows before they are trained on or answered: shapes and types, ranges of ids and class indices, and that
   * numbers are finite. Errors name the row.
   */
  public void check(Batch batch) {
    long perRow = Math.max(1, batch.bytes() / Math.max(1, batch.rows()));
    long rows = Math.max(1, CHECKED_BYTES / perRow);
    for (long at = 0; at < batch.rows(); at += rows) {
      Batch part = batch.part(at, Math.min(batch.rows(), at + rows));
      try (Feed feed = feed().from(at).features(part)) {
        if (batch.hasLabels()) {
          feed.labels(part);
        }
      }
    }
  }

  /** Runs a query: with all threads when it is the only one, else with one; or with as many as asked for. */
  private Map<String, NDArray> run(Variant variant, Feed feed, int asked) {
    Weights w = weights();
    int before = running.getAndIncrement();
    try {
      return program(variant, width(asked, before)).run(feed.arrays(), w);
    } finally {
      running.decrementAndGet();
    }
  }

  private int width(int asked, int others) {
    if (asked < 0) {
      throw new IllegalArgumentException("[output] threads: got " + asked
          + "; expected at least 1, or 0 for as many as are free.");
    }
    return asked > 0 ? asked : others == 0 ? threads() : 1;
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
    if (features.rows() == 0 || features.rows() > CHUNK || conf.networkOutputs().size() > 1) {
      try (NDArray y = outputs(features, threadCount).get(0)) {
        into.assign(y);
      }
      return;
    }
    Weights w = weights();
    int before = running.getAndIncrement();
    try (Feed feed = (checked ? feed() : feed().anyNumbers()).features(features)) {
      program(OUTPUT, width(threadCount, before)).run(feed.arrays(), w, Map.of(conf.networkOutputs().get(0), into));
    } finally {
      running.decrementAndGet();
    }
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
    long rows = features.rows();
    if (rows <= CHUNK) {
      return new ArrayList<>(query(Variant.Kind.OUTPUT, features, threadCount).values());
    }
    List<NDArray> whole = new ArrayList<>();
    for (long at = 0; at < rows; at += CHUNK) {
      long to = Math.min(rows, at + CHUNK);
      List<NDArray> part = new ArrayList<>(query(Variant.Kind.OUTPUT, features.part(at, to), threadCount).values());
      for (int i = 0; i < part.size(); i++) {
        if (at == 0) {
          long[] dims = part.get(i).shape();
          dims[0] = rows;
          whole.add(NDArray.create(part.get(i).dtype(), dims));
        }
        whole.get(i).slice(0, at, to).assign(part.get(i));
        part.get(i).close();
      }
    }
    return whole;
  }

  private Map<String, NDArray> query(Variant.Kind kind, Batch features, int threadCount) {
    try (Feed feed = feed().anyNumbers().features(features)) {
      return run(feed.variant(kind, false), feed, threadCount);
    }
  }

  /** Activations of inputs and all vertices by name; the caller closes them. */
  public Map<String, NDArray> feedForward(NDArray features) {
    return feedForward(Batch.of(features, null));
  }

  /** The same for any number of inputs. */
  public Map<String, NDArray> feedForward(Batch features) {
    return query(Variant.Kind.ACTIVATIONS, features, 0);
  }

  /** Index of the largest output of each row; for one output the class 1 where it is at least 0.5. */
  public int[] predict(NDArray features) {
    return predict(Batch.of(features, null)).get(0);
  }

  /** The classes of each row, for each output. */
  public List<int[]> predict(Batch features) {
    List<int[]> classes = new ArrayList<>();
    for (NDArray y : outputs(features)) {
      try (y) {
        classes.add(classes(y));
      }
    }
    return classes;
  }

  private static int[] classes(NDArray y) {
    int[] out = new int[(int) y.size(0)];
    long n = y.size() / Math.max(out.length, 1);
    for (int r = 0; r < out.length; r++) {
      int best = n == 1 && y.getDoubleAt(r) >= 0.5 ? 1 : 0;
      for (int k = 1; k < n; k++) {
        best = y.getDoubleAt(r * n + k) > y.getDoubleAt(r * n + best) ? k : best;
      }
      out[r] = best;
    }
    return out;
  }

  /** The mean loss of a minibatch, regularization included; nothing is trained. */
  public double score(Batch batch) {
    return scored(batch, StepNames.SCORE)[0];
  }

  /** The loss of each example, without regularization. */
  public double[] scoreExamples(Batch batch) {
    return scored(batch, Names.EXAMPLES);
  }

  private double[] scored(Batch batch, String which) {
    Variant.Kind kind = Variant.Kind.SCORE;
    try (Feed feed = feed().features(batch).labels(batch); StepScalars scalars = new StepScalars()) {
      scalars.bind(program(feed.variant(kind, false), threads()).graph(), graphs.scheduled(), state.get(), seed(),
          feed.rows(), feed.arrays());
      Map<String, NDArray> out = run(feed.variant(kind, false), feed, 0);
      double[] v = out.get(which).toDoubleArray();
      out.values().forEach(NDArray::close);
      return v;
    }
  }

  @Override
  public void compare(Batch batch, List<String> outputs, List<Comparison> into) {
    if (!batch.hasLabels()) {
      throw new IllegalArgumentException(
          "[evaluate] no labels: got features only; expected labels. Name the labels of the data.");
    }
    List<Column> labels = batch.labels(conf.networkOutputs());
    List<NDArray> answers = outputs(batch);
    try {
      for (int i = 0; i < outputs.size(); i++) {
        int at = conf.networkOutputs().indexOf(outputs.get(i));
        Column given = labels.get(at);
        NDArray y = answers.get(at);
        into.get(i).take(given.array(), y, given.mask() == null && y.rank() == 3 ? steps(batch, y) : given.mask());
      }
    } finally {
      answers.forEach(NDArray::close);
    }
  }

  /** The mask of features with as many steps as the output has, or null. */
  private NDArray steps(Batch b, NDArray y) {
    return b.features(conf.networkInputs()).stream().map(Column::mask)
        .filter(m -> m != null && m.size() == y.size(0) * y.size(-1)).findFirst().orElse(null);
  }

  /** Accuracy, precision, recall and the confusion matrix over one epoch of a source. */
  public Evaluation evaluate(BatchSource source) {
    return evaluate(source, new Evaluation());
  }

  /** Adds one epoch of a source to any evaluation. */
  public <T extends IEvaluation<T>> T evaluate(BatchSource source, T evaluation) {
    return evaluate(source, null, evaluation);
  }

  /** The same for one of several outputs. */
  public <T extends IEvaluation<T>> T evaluate(BatchSource source, String output, T evaluation) {
    forEachOutput(source, output, evaluation::eval);
    return evaluation;
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
    List<Column> given = features.features(conf.networkInputs());
    List<Column> columns = new ArrayList<>();
    boolean one = false;
    for (int i = 0; i < given.size(); i++) {
      boolean step = given.get(i).values().rowShape().length == 1
          && conf.inputTypes().get(i) instanceof InputType.Recurrent && !takesIndices(conf.networkInputs().get(i));
      NDArray x = step ? given.get(i).array() : null;
      columns.add(step ? Column.of(x.reshape(x.size(0), x.size(1), 1)) : new Column(null, given.get(i).values(),
          given.get(i).mask(), null));
      one |= step;
    }
    try (Feed feed = feed().features(new Batch(columns, List.of()))) {
      Variant variant = feed.variant(Variant.Kind.OUTPUT, true);
      bindRecurrentState(program(variant, threads()).graph(), feed, recurrentState);
      Map<String, NDArray> out = run(variant, feed, 0);
      keepRecurrentState(out, recurrentState);
      boolean squeezed = one;
      return new ArrayList<>(conf.networkOutputs().stream().map(out::get).map(y -> squeezed ? lastStep(y) : y).toList());
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
  static void bindRecurrentState(Graph graph, Feed feed, Map<String, NDArray> state) {
    for (Value v : graph.inputs()) {
      if (v.name().startsWith("state/")) {
        NDArray s = state.get(v.name());
        if (s == null || s.size(0) != feed.rows()) {
          close(s);
          s = NDArray.zeros(v.type().dtype(), feed.rows(), v.type().dim(1));
          state.put(v.name(), s);
        }
        feed.arrays().put(v.name(), s);
      }
    }
  }

  static void keepRecurrentState(Map<String, NDArray> outputs, Map<String, NDArray> state) {
    state.replaceAll((name, old) -> {
      old.close();
      return outputs.get(name);
    });
  }

  /** Forgets the steps given so far. */
  public synchronized void rnnClearPreviousState() {
    recurrentState.values().forEach(NDArray::close);
    recurrentState.clear();
  }

  // files -------------------------------------------------------------------------------------------------------------

  /** The inference graph: parameters as states {@code params/i}, or as constants. */
  public Graph inferenceGraph(boolean constants) {
    return constants ? graphs.frozen(initialized().params) : graphs.build(Variant.output(false));
  }

  /** Writes the inference graph as an ONNX file. */
  public void toOnnx(Path path) {
    OnnxWriter.write(inferenceGraph(true), path);
  }

  /** Writes model, updater state and counters into one zip; see {@link ModelSerializer}. */
  @Override
  public void save(Path path) {
    ModelSerializer.write(this, path, true, Map.of());
  }

  public static Model load(Path path) {
    return ModelSerializer.read(path);
  }

  /** Frees parameters and programs. */
  @Override
  public void close() {
    free();
    rnnClearPreviousState();
    if (ownsPrograms) {
      programs.values().forEach(Program::close);
      programs.clear();
    }
  }
}
