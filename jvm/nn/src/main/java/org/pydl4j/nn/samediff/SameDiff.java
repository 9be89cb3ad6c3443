package org.pydl4j.nn.samediff;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Gradients;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Nearest;
import org.pydl4j.nd.json.Records;
import org.pydl4j.nd.onnx.OnnxWriter;
import org.pydl4j.nd.onnx.TrainingForm;
import org.pydl4j.nd.plan.Program;
import org.pydl4j.nd.plan.Programs;
import org.pydl4j.nd.plan.options.Threads;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.conf.ComputationGraphConfiguration;
import org.pydl4j.nn.conf.NeuralNetConfiguration;
import org.pydl4j.nn.conf.UpdatePolicy;
import org.pydl4j.nn.graph.Definition;
import org.pydl4j.nn.graph.GraphBody;
import org.pydl4j.nn.graph.Operation;
import org.pydl4j.nn.graph.Variable;
import org.pydl4j.nn.layers.LossLayer;
import org.pydl4j.nn.model.Model;
import org.pydl4j.nn.training.Gradient;
import org.pydl4j.nn.training.Objective;
import org.pydl4j.nn.training.Progress;
import org.pydl4j.nn.training.ScheduledValues;
import org.pydl4j.nn.training.StepInputs;
import org.pydl4j.nn.training.StepNames;
import org.pydl4j.nn.training.Trainable;
import org.pydl4j.nn.training.TrainingState;
import org.pydl4j.nn.weights.WeightInit;

/**
 * A graph of named variables that is built op by op, queried, differentiated and trained. Types are inferred while it
 * is built, so errors name the variable and come up where it is made. Runs may come from several threads, also beside
 * each other; building and training are for one thread at a time. DL4J: SameDiff.
 */
public final class SameDiff implements Trainable, AutoCloseable {
  /** The input of gradients that reach a variable. */
  private static final String GRADIENT = "#gradient";

  /**
   * What a program computes.
   *
   * @param outputs variables; of gradients, with respect to these
   * @param of the variable that is differentiated, null for the loss
   */
  private record Query(List<String> outputs, boolean gradients, String of, boolean training) {}

  private record Key(Query query, int threads) {}

  private final Map<String, Variable> variables = new LinkedHashMap<>();
  private final List<Operation> operations = new ArrayList<>();
  private final List<String> lossVariables = new ArrayList<>();
  private final Map<String, String> updates = new LinkedHashMap<>();
  private final Map<String, NDArray> arrays = new LinkedHashMap<>();
  private final Programs<Key> programs = new Programs<>("programs of the graph");
  private final GraphBuilder types = new GraphBuilder();
  private final Map<String, Sym> symbols = new LinkedHashMap<>();
  private final Operation.Random random = new Operation.Random(types.input(StepNames.SEED, DType.INT64),
      types.input(StepNames.STEP, DType.INT64));
  /** Its lock is taken before this object's monitor, never after. */
  private final Progress progress = new Progress();
  private GraphSteps steps;
  private long version;

  /** A graph without variables. */
  public static SameDiff create() {
    return new SameDiff();
  }

  /** A model of a file, its float initializers as variables to train. DL4J: importOnnx. */
  public static SameDiff ofOnnx(Path path, TrainingForm form) {
    return OnnxImport.read(path, form);
  }

  // building ----------------------------------------------------------------------------------------------------------

  /** A trained variable that starts with this content, of which a copy is kept. */
  public synchronized String variable(String name, NDArray start) {
    if (!start.dtype().isFloat()) {
      throw new IllegalArgumentException("[samediff variable " + name + "] got " + start.type()
          + "; expected a float type, which can be trained. Make it a constant, or cast it.");
    }
    return leaf(name, Variable.Kind.VARIABLE, start.dtype(), start.shape(), start.dup());
  }

  /**
   * A trained variable that starts with random numbers. Of a matrix the first axis is the fan in; of a convolution's
   * weights [out, in, kernel...] the fans are channels times kernel size.
   */
  public synchronized String variable(String name, DType dtype, long[] dims, WeightInit init, long seed) {
    try (NDArray start = NDArray.create(dtype, dims)) {
      init.of(dims).fill(start, seed, variables.size());
      return variable(name, start);
    }
  }

  /** An array that does not change. */
  public synchronized String constant(String name, NDArray content) {
    return keep(name, Variable.Kind.CONSTANT, content);
  }

  /** A variable of any kind that is kept. */
  synchronized String keep(String name, Variable.Kind kind, NDArray content) {
    return kind == Variable.Kind.VARIABLE ? variable(name, content)
        : leaf(name, kind, content.dtype(), content.shape(), content.dup());
  }

  /** Says what a STATE holds after a training step: a computed variable of its type. */
  synchronized void update(String state, String computed) {
    if (variableOf(state).kind() != Variable.Kind.STATE) {
      throw new IllegalArgumentException("[samediff " + state + "] is updated: got a " + variableOf(state).kind()
          + "; expected a STATE.");
    }
    variableOf(computed);
    updates.put(state, computed);
    forget();
  }

  /**
   * Trains variables no more, or again: those become constants, these variables. DL4J: convertToConstants,
   * convertToVariables.
   */
  public synchronized void setTrained(List<String> names, boolean trained) {
    for (String n : names) {
      Variable v = variableOf(n);
      if (v.kind() != Variable.Kind.VARIABLE && v.kind() != Variable.Kind.CONSTANT || !DType.of(v.dtype()).isFloat()) {
        throw new IllegalArgumentException("[samediff " + n + "] cannot be " + (trained ? "trained" : "a constant")
            + ": got a " + v.kind() + " of " + v.dtype() + "; expected a VARIABLE or CONSTANT of a float type.");
      }
      variables.put(n, v.of(trained ? Variable.Kind.VARIABLE : Variable.Kind.CONSTANT));
    }
    forget();
  }

  /** An array that is given at each run; dims of -1 are free. */
  public synchronized String placeholder(String name, DType dtype, long... dims) {
    return leaf(name, Variable.Kind.PLACEHOLDER, dtype, dims, null);
  }

  private String leaf(String name, Variable.Kind kind, DType dtype, long[] dims, NDArray content) {
    String free = checked(name);
    if (content != null) {
      arrays.put(free, content);
    }
    variables.put(free, new Variable(free, kind, dtype.numpy, dims));
    symbols.put(free, kind == Variable.Kind.CONSTANT ? types.constant(free, content) : types.input(free, dtype, dims));
    return free;
  }

  private String checked(String name) {
    if (name.isEmpty() || name.startsWith("#") || variables.containsKey(name)) {
      throw new IllegalArgumentException("[samediff] name: got '" + name + "'; expected a new one that is not empty and"
          + " does not start with '#'. Choose another.");
    }
    return name;
  }

  boolean isFree(String name) {
    return !variables.containsKey(name);
  }

  /**
   * Adds another graph, its branches and loops included.
   *
   * @param inputs what stands for its inputs, in order
   * @return what its outputs are, in order
   */
  public synchronized List<String> add(Graph other, List<String> inputs) {
    GraphNodes nodes = new GraphNodes(this);
    for (int i = 0; i < inputs.size(); i++) {
      nodes.bind(other.inputs().get(i), variableOf(inputs.get(i)).name());
    }
    other.nodes().forEach(nodes::add);
    return other.outputs().values().stream().map(nodes::name).toList();
  }

  private String free(String stem) {
    String name = stem;
    for (int i = 1; variables.containsKey(name); i++) {
      name = stem + "_" + i;
    }
    return name;
  }

  /**
   * Adds an operation.
   *
   * @param inputs names of variables, plain numbers, booleans, or null where absent
   * @param names of the outputs; empty for names after the op
   * @return the outputs' names
   */
  public synchronized List<String> op(String op, JsonObject attributes, JsonArray inputs, List<String> names) {
    String stem = op.substring(op.indexOf('.') + 1).replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    List<String> first = names.isEmpty() ? List.of(free(stem)) : names;
    return add(new Operation(op, attributes, inputs, first, false));
  }

  /** Adds an operation; outputs without name are named after its first. */
  synchronized List<String> add(Operation made) {
    List<String> first = made.outputs();
    first.forEach(this::checked);
    made.inputNames().forEach(this::variableOf);
    Sym[] out = made.build(types, "", symbols, true, random, operations.size());
    List<String> all = new ArrayList<>(first.subList(0, Math.min(first.size(), out.length)));
    while (all.size() < out.length) {
      all.add(free(all.get(0) + ":" + all.size()));
    }
    version++;
    operations.add(new Operation(made.op(), made.attributes(), made.inputs(), List.copyOf(all), made.exact()));
    for (int i = 0; i < out.length; i++) {
      variables.put(all.get(i), new Variable(all.get(i), Variable.Kind.ARRAY, out[i].dtype().numpy,
          out[i].type().dims()));
      symbols.put(all.get(i), out[i]);
    }
    return all;
  }

  /** Gives a variable another name. */
  public synchronized void rename(String before, String after) {
    Variable v = variableOf(before);
    checked(after);
    Map<String, Variable> kept = new LinkedHashMap<>();
    variables.forEach((k, x) -> kept.put(k.equals(before) ? after : k, x == v ? v.renamed(after) : x));
    variables.clear();
    variables.putAll(kept);
    symbols.put(after, symbols.remove(before));
    operations.replaceAll(o -> o.renamed(before, after));
    lossVariables.replaceAll(n -> n.equals(before) ? after : n);
    Map<String, String> renamed = new LinkedHashMap<>();
    updates.forEach((k, x) -> renamed.put(k.equals(before) ? after : k, x.equals(before) ? after : x));
    updates.clear();
    updates.putAll(renamed);
    if (arrays.containsKey(before)) {
      arrays.put(after, arrays.remove(before));
    }
    forget();
    if (steps != null) {
      steps.rename(before, after);
    }
  }

  private Variable variableOf(String name) {
    Variable v = variables.get(name);
    if (v == null) {
      throw new IllegalArgumentException("[samediff] unknown variable: got '" + name + "'; "
          + Nearest.hint(name, variables.keySet()));
    }
    return v;
  }

  /** What training minimizes: the sum of these. */
  public synchronized void setLossVariables(List<String> names) {
    for (String n : names) {
      if (!DType.of(variableOf(n).dtype()).isFloat()) {
        throw new IllegalArgumentException("[samediff loss " + n + "] got " + symbols.get(n).type()
            + "; expected a float type.");
      }
    }
    lossVariables.clear();
    lossVariables.addAll(names);
    forget();
  }

  /**
   * Makes all of a definition in this graph, which is empty.
   *
   * @param keep adds a variable that has content
   */
  void make(Definition d, Consumer<Variable> keep) {
    for (Variable v : d.variables()) {
      if (v.kind() == Variable.Kind.PLACEHOLDER) {
        placeholder(v.name(), DType.of(v.dtype()), v.shape());
      } else if (v.isKept()) {
        keep.accept(v);
      }
    }
    d.operations().forEach(this::add);
    d.updates().forEach(this::update);
    setLossVariables(d.lossVariables());
  }

  synchronized Definition definition() {
    return new Definition(List.copyOf(variables.values()), List.copyOf(operations), List.copyOf(lossVariables),
        new LinkedHashMap<>(updates));
  }

  /** The graph without contents: {@code {variables, operations, lossVariables}}. */
  public String toJson() {
    return Records.toText(definition());
  }

  /** One variable of it, as {@link #toJson()} has it. */
  public synchronized String toJson(String name) {
    return Records.toText(variableOf(name));
  }

  // contents ----------------------------------------------------------------------------------------------------------

  /** The element type of a placeholder. */
  synchronized DType placeholderType(String name) {
    return DType.of(variableOf(name).dtype());
  }

  /** The content of a variable or constant, shared with the graph. */
  public synchronized NDArray array(String name) {
    NDArray a = arrays.get(variableOf(name).name());
    if (a == null) {
      throw new IllegalArgumentException("[samediff " + name + "] has no content of its own: got a "
          + variableOf(name).kind() + "; expected a VARIABLE or CONSTANT. Ask for its output.");
    }
    return a;
  }

  /** Copies new content into a variable or constant. */
  public synchronized void setArray(String name, NDArray content) {
    NDArray a = array(name);
    if (!a.type().equals(content.type())) {
      throw new IllegalArgumentException("[samediff " + name + "] got " + content.type() + "; expected " + a.type()
          + ". Cast or reshape it.");
    }
    a.assign(content);
    if (variables.get(name).kind() == Variable.Kind.CONSTANT) {
      forget();
    }
  }

  /** Moves the content of a variable to other memory. */
  synchronized void move(String name, NDArray place) {
    place.assign(arrays.get(name));
    arrays.put(name, place).close();
  }

  // running -----------------------------------------------------------------------------------------------------------

  /** The wanted variables by name in new arrays, as in prediction: dropout keeps everything. */
  public Map<String, NDArray> output(Map<String, NDArray> placeholders, List<String> wanted) {
    return run(new Query(List.copyOf(wanted), false, null, false), placeholders);
  }

  /** The gradients of the loss with respect to variables or placeholders. */
  public Map<String, NDArray> gradients(Map<String, NDArray> placeholders, List<String> wrt) {
    return run(new Query(List.copyOf(wrt), true, null, false), placeholders);
  }

  /**
   * The gradients of a variable.
   *
   * @param seed the gradient that reaches it, of its shape
   * @param trains whether dropout and batch normalization work as in training, with the random numbers of step 0
   */
  public Map<String, NDArray> gradients(Map<String, NDArray> placeholders, List<String> wrt, String of, NDArray seed,
      boolean trains) {
    Map<String, NDArray> in = new LinkedHashMap<>(placeholders);
    in.put(GRADIENT, seed);
    return run(new Query(List.copyOf(wrt), true, variableOf(of).name(), trains), in);
  }

  private Map<String, NDArray> run(Query query, Map<String, NDArray> placeholders) {
    Map<String, NDArray> in = new LinkedHashMap<>(placeholders);
    in.keySet().stream().filter(n -> !n.equals(GRADIENT)).forEach(this::variableOf);
    try (NDArray zero = NDArray.scalar(DType.INT64, 0)) {
      in.put(StepNames.SEED, zero);
      in.put(StepNames.STEP, zero);
      int threads = Threads.count();
      return progress.lock().query(() -> programs.with(new Key(query, threads),
          () -> new Program(graph(query), threads), p -> p.run(in, arrays)));
    }
  }

  private synchronized Graph graph(Query query) {
    query.outputs.forEach(this::variableOf);
    Definition d = definition();
    GraphBuilder b = new GraphBuilder();
    List<String> wanted = new ArrayList<>(query.outputs);
    if (query.gradients) {
      wanted.addAll(query.of == null ? lossVariables : List.of(query.of));
    }
    Map<String, Sym> values =
        d.build(b, wanted, query.training, new Alone(new StepInputs(b, new ScheduledValues()), d, v -> leaf(b, v)));
    if (query.gradients) {
      Sym of = query.of == null ? d.loss(values) : values.get(query.of);
      Sym[] wrt = query.outputs.stream().map(values::get).toArray(Sym[]::new);
      Sym[] g = query.of == null ? Gradients.of(of, wrt)
          : Gradients.seeded(of, b.input(GRADIENT, of.dtype(), of.type().dims()), wrt);
      for (int i = 0; i < g.length; i++) {
        b.output(query.outputs.get(i), g[i]);
      }
    } else {
      query.outputs.forEach(n -> b.output(n, values.get(n)));
    }
    return b.build();
  }

  /** The graph of these outputs as it predicts now, with contents as constants and inputs in this order. */
  public synchronized Graph frozen(List<String> inputs, List<String> outputs) {
    GraphBuilder b = new GraphBuilder();
    Map<String, Sym> given = new LinkedHashMap<>();
    for (String n : inputs) {
      Variable v = variableOf(n);
      given.put(n, b.input(n, DType.of(v.dtype()), v.shape()));
    }
    Definition d = definition();
    Map<String,
        Sym> values = d.build(b, outputs, false,
            new Alone(new StepInputs(b, new ScheduledValues()), d, v -> given.containsKey(v.name())
                ? given.get(v.name()) : v.isKept() ? b.constant(v.name(), arrays.get(v.name()).dup()) : leaf(b, v)));
    outputs.forEach(n -> b.output(n, values.get(n)));
    return b.build();
  }

  /**
   * What the graph predicts: computed variables that need no labels, and that only what needs labels reads. Where a
   * graph has
   * a loss, its training configuration says which placeholders are labels.
   */
  public synchronized List<String> predictions() {
    List<String> labels = steps == null ? List.of() : steps.config().dataSetLabelMapping();
    Set<String> ofLabels = new HashSet<>(labels);
    Set<String> read = new HashSet<>();
    for (Operation o : operations) {
      if (o.inputNames().stream().anyMatch(ofLabels::contains)) {
        ofLabels.addAll(o.outputs());
      } else {
        read.addAll(o.inputNames());
      }
    }
    List<String> free = variables.values().stream().filter(v -> v.kind() == Variable.Kind.ARRAY).map(Variable::name)
        .filter(n -> !ofLabels.contains(n) && !read.contains(n) && !updates.containsValue(n)).toList();
    if (free.isEmpty() || !lossVariables.isEmpty() && labels.isEmpty()) {
      throw new IllegalArgumentException("[samediff] outputs: got none, of a graph " + (free.isEmpty()
          ? "that predicts nothing"
          : "with a loss and without a training configuration that maps its labels")
          + "; expected names of outputs. Give some of "
          + variables.keySet() + ".");
    }
    return free;
  }

  /**
   * The graph of these outputs as a part of a network: what is trained here are parameters there. Its contents are
   * given by {@link #contents}.
   *
   * @param inputs placeholders in the wanted order
   */
  public synchronized GraphBody body(List<String> inputs, List<String> outputs) {
    outputs.forEach(this::variableOf);
    return GraphParts.of(definition(), inputs, outputs, arrays);
  }

  /** Contents of variables, states and constants by name: live views. */
  public synchronized Map<String, NDArray> contents() {
    return new LinkedHashMap<>(arrays);
  }

  /** Contents of a part's parameters by their names in a network, as {@link Model#init(Map)} takes them: live views. */
  public synchronized Map<String, NDArray> contents(GraphBody body, String vertex) {
    Map<String, NDArray> named = new LinkedHashMap<>();
    body.graph().variables().stream().filter(body::isParameter)
        .forEach(v -> named.put(vertex + "/" + v.name(), arrays.get(v.name())));
    return named;
  }

  /**
   * The graph of these outputs as a model, which starts with its contents: to be trained on clusters, served, tuned.
   *
   * @param conf how it is trained; its data type becomes float64 where a variable has that type
   * @param losses by output, as {@link ComputationGraphConfiguration#of} takes them; none for a model that only answers
   */
  public synchronized Model model(NeuralNetConfiguration conf, List<String> outputs, Map<String, LossLayer> losses) {
    GraphBody body = body(placeholders(outputs), outputs);
    NeuralNetConfiguration typed = body.floats() == DType.FLOAT64 ? conf.withDataType(DType.FLOAT64) : conf;
    ComputationGraphConfiguration network = ComputationGraphConfiguration.of(typed, body, losses);
    return new Model(network).init(contents(body, network.vertices().get(0).name()));
  }

  /** The placeholders that these variables depend on, in order. */
  public synchronized List<String> placeholders(List<String> wanted) {
    wanted.forEach(this::variableOf);
    return definition().leaves(wanted).stream().filter(v -> v.kind() == Variable.Kind.PLACEHOLDER)
        .map(Variable::name).toList();
  }

  /** A leaf outside of training: variables are states, so that their changes are seen. */
  Sym leaf(GraphBuilder b, Variable v) {
    DType dtype = DType.of(v.dtype());
    return switch (v.kind()) {
      case VARIABLE, STATE -> b.state(v.name(), dtype, v.shape());
      case CONSTANT -> b.constant(v.name(), arrays.get(v.name()));
      default -> b.input(v.name(), dtype, v.shape());
    };
  }

  /** Another number after every change of the graph, not of contents. */
  synchronized long version() {
    return version;
  }

  private void forget() {
    version++;
    programs.clear();
  }

  // training ----------------------------------------------------------------------------------------------------------

  /** Sets how the graph is trained; the updater starts anew. */
  public void setTrainingConfig(TrainingConfig config) {
    progress.lock().step(() -> configured(config));
  }

  private synchronized GraphSteps configured(TrainingConfig config) {
    if (steps != null) {
      steps.release();
    }
    steps = new GraphSteps(this, config);
    return steps;
  }

  private synchronized GraphSteps steps() {
    if (steps == null) {
      throw new IllegalStateException("[samediff] is not configured for training: got no TrainingConfig; expected "
          + "setTrainingConfig first.");
    }
    return steps;
  }

  /** How the graph is trained; null where that was not said. */
  public synchronized TrainingConfig trainingConfig() {
    return steps == null ? null : steps.config();
  }

  Progress progress() {
    return progress;
  }

  /** The variables that training changes. */
  TrainedVariables trained() {
    return steps().variables();
  }

  @Override
  public Gradient gradient(Batch batch) {
    return objective().gradient(batch);
  }

  @Override
  public List<String> trainedNames() {
    return trained().names();
  }

  @Override
  public Objective objective() {
    return new Objective(steps());
  }

  @Override
  public TrainingState trainingState() {
    return progress.state();
  }

  @Override
  public SameDiff changeTrainingState(UnaryOperator<TrainingState> change) {
    steps(); // raises where there is none
    progress.change(change);
    return this;
  }

  @Override
  public long seed() {
    return steps().seed();
  }

  /** None: which variables are compared with labels has to be said. */
  @Override
  public List<String> outputNames() {
    return List.of();
  }

  @Override
  public void compare(Batch batch, List<String> outputs, List<Comparison> into) {
    steps().evaluate(batch, outputs, into);
  }

  @Override
  public Snapshot snapshot() {
    return progress.lock().step(this::places);
  }

  private synchronized Snapshot places() {
    List<NDArray> places = new ArrayList<>();
    arrays.forEach((name, a) -> {
      if (variables.get(name).kind() != Variable.Kind.CONSTANT) {
        places.add(a);
      }
    });
    trained().updaterState().forEach((part, a) -> {
      if (part.endsWith("/" + UpdatePolicy.EMA_LAG)) {
        places.add(a);
      }
    });
    return Snapshot.of(places);
  }

  @Override
  public double score() {
    return progress.score();
  }

  /**
   * A graph of its own whose trained variables are the averages of those after each update so far, for evaluation and
   * serving. The training configuration says how the average decays, {@link UpdatePolicy}.
   */
  public SameDiff ema() {
    return progress.lock().step(this::averaged);
  }

  private synchronized SameDiff averaged() {
    Map<String, NDArray> averages = trained().averages();
    SameDiff averaged = new SameDiff();
    averaged.make(definition(), v -> averaged.keep(v.name(), v.kind(),
        averages.getOrDefault(v.name(), arrays.get(v.name()))));
    averages.values().forEach(NDArray::close);
    averaged.setTrainingConfig(steps.config());
    return averaged.changeTrainingState(s -> trainingState());
  }

  /** Steps and epochs trained so far, and the configuration; null where there is none. */
  public synchronized String trainingJson() {
    return steps == null ? null : Records.toText(trainingRecord());
  }

  TrainingRecord trainingRecord() {
    return new TrainingRecord(steps().config(), progress.state());
  }

  synchronized boolean isConfigured() {
    return steps != null;
  }

  // files -------------------------------------------------------------------------------------------------------------

  @Override
  public void save(Path path) {
    save(path, true);
  }

  /** Writes graph, contents and training configuration to one zip. */
  public void save(Path path, boolean updaterState) {
    progress.lock().step(() -> written(path, updaterState));
  }

  private synchronized Path written(Path path, boolean updaterState) {
    SameDiffZip.write(this, path, updaterState);
    return path;
  }

  /** The graph that a file holds, with training state. */
  public static SameDiff load(Path path) {
    return SameDiffZip.read(path);
  }

  /** Writes the wanted outputs' graph as an ONNX model. */
  public void toOnnx(Path path, List<String> wanted) {
    OnnxWriter.write(graph(new Query(List.copyOf(wanted), false, null, false)), Map.copyOf(arrays), path);
  }

  @Override
  public synchronized void close() {
    forget();
    if (steps != null) {
      steps.close();
    }
    arrays.values().forEach(NDArray::close);
  }
}
