package org.pydl4j.nn.samediff;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;
import org.pydl4j.nd.array.Batch.Column;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.array.Rows;
import org.pydl4j.nd.array.SparseRows;
import org.pydl4j.nd.families.MathOps;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.plan.Program;
import org.pydl4j.nd.plan.options.Threads;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.conf.Defaults;
import org.pydl4j.nn.conf.UpdatePolicy;
import org.pydl4j.nn.graph.Definition;
import org.pydl4j.nn.graph.Variable;
import org.pydl4j.nn.training.ClassIndices;
import org.pydl4j.nn.training.Gradient;
import org.pydl4j.nn.training.Objective;
import org.pydl4j.nn.training.ScheduledValues;
import org.pydl4j.nn.training.StepNames;
import org.pydl4j.nn.training.StepScalars;
import org.pydl4j.nn.training.Trainable;
import org.pydl4j.nn.training.TrainingState;

/**
 * Training of a SameDiff graph: forward, loss, gradients and updater are one plan per minibatch. Variables of one type
 * lie in one vector, a block, which the updater changes as a whole; the graph's own arrays are views on it.
 */
public final class Training implements Objective, AutoCloseable {
  /** How far training is, as files and Python get it. */
  record Counts(TrainingConfig config, long iteration, int epoch, TrainingState state) {
    Counts {
      state = state == null ? TrainingState.of(iteration, epoch) : state; // files of before have none
    }

    static Object defaults() {
      return Defaults.of("state", null);
    }
  }

  /** Variables that are updated together; all their elements lie in one vector. */
  record Block(int index, DType dtype, List<String> names, NDArray values, Map<String, NDArray> state) {
    String stateName() {
      return "#block/" + index;
    }

    String stateName(String part) {
      return "#updater/" + index + "/" + part;
    }
  }

  private final SameDiff graph;
  private final TrainingConfig config;
  private final List<Block> blocks = new ArrayList<>();
  private long compiled = -1;
  private int threads;
  private final Map<StepGraphs.Key, Program> programs = new LinkedHashMap<>();
  private final ScheduledValues scheduled = new ScheduledValues();
  private final AtomicReference<TrainingState> state = new AtomicReference<>(TrainingState.NEW);
  private double score = Double.NaN;
  private final AtomicBoolean isTraining = new AtomicBoolean();

  Training(SameDiff graph, TrainingConfig config) {
    this.graph = graph;
    this.config = config;
  }

  public TrainingConfig config() {
    return config;
  }

  AtomicReference<TrainingState> state() {
    return state;
  }

  double score() {
    return score;
  }

  Counts counts() {
    TrainingState at = state.get();
    return new Counts(config, at.iteration(), at.epoch(), at);
  }

  @Override
  public UpdatePolicy policy() {
    return config.updates();
  }

  @Override
  public ScheduledValues scheduled() {
    return scheduled;
  }

  @Override
  public void begin() {
    if (!isTraining.compareAndSet(false, true)) {
      throw new IllegalStateException("[fit] the graph is being trained by another call: got a second fit; expected one"
          + " at a time. Wait for the first.");
    }
  }

  @Override
  public void end() {
    isTraining.set(false);
  }

  @Override
  public void advance(double loss) {
    score = loss;
  }

  /** One step on a minibatch, whose columns go to the placeholders that the configuration maps them to. */
  @Override
  public double train(Batch batch, boolean checked, ToDoubleFunction<Step> run) {
    return with(batch, StepGraphs.Kind.STEP,
        (program, in) -> run.applyAsDouble(new Step(program, in, states(program), batch.rows(), null)));
  }

  @Override
  public Step update() {
    prepare();
    Program program = program(new StepGraphs.Key(StepGraphs.Kind.UPDATE, Map.of()));
    return new Step(program, new LinkedHashMap<>(), states(program), 0, null);
  }

  @Override
  public double score(Batch batch) {
    return with(batch, StepGraphs.Kind.SCORE, (program, in) -> {
      try (NDArray score = query(program, in, batch.rows()).get(StepNames.SCORE)) {
        return score.getDoubleAt(0);
      }
    });
  }

  Gradient gradient(Batch batch) {
    return with(batch, StepGraphs.Kind.GRADIENT, (program, in) -> Gradient.of(query(program, in, batch.rows())));
  }

  /** A run that changes nothing, as in the next step. */
  private Map<String, NDArray> query(Program program, Map<String, NDArray> in, long rows) {
    try (StepScalars scalars = new StepScalars()) {
      scalars.bind(program.graph(), scheduled, state.get(), config.seed(), rows, in);
      return program.run(in, states(program));
    }
  }

  @Override
  public Map<String, Column> labels(Batch batch) {
    return config.labels(batch);
  }

  /** One-hot [N, C] of float types, numbers of classes in others and where there is one in a row. */
  @Override
  public NDArray classes(String output, Column labels) {
    NDArray y = labels.array();
    return y.dtype().isFloat() && y.rank() > 1 && y.size(1) > 1 ? ClassIndices.ofOneHot(y)
        : ClassIndices.ofNumbers(y, y.rank() > 1 && y.size(-1) > 1);
  }

  /** The variables that training changes, in order. */
  List<String> trainedNames() {
    prepare();
    return blocks.stream().flatMap(b -> b.names.stream()).toList();
  }

  /** Compares variables with labels: the first with the first that the configuration maps, and so on. */
  void compare(Batch batch, List<String> outputs, List<Trainable.Comparison> into) {
    Map<String, Rows> all = config.placeholders(batch);
    List<String> labels = config.dataSetLabelMapping();
    if (outputs.size() > labels.size()) {
      throw new IllegalArgumentException("[evaluate] got the variables " + outputs + " for the labels " + labels
          + "; expected one variable for each placeholder of labels. Map the labels in the TrainingConfig.");
    }
    Map<String, NDArray> in = new LinkedHashMap<>();
    List<NDArray> made = new ArrayList<>();
    Map<String, NDArray> answers = Map.of();
    try {
      all.forEach((name, values) -> {
        if (!labels.contains(name) && !config.dataSetLabelMaskMapping().contains(name)) {
          in.put(name, typed(name, values, made));
        }
      });
      answers = graph.output(in, outputs);
      for (int i = 0; i < outputs.size(); i++) {
        if (!(all.get(labels.get(i)) instanceof NDArray given)) {
          throw new IllegalArgumentException(
              "[evaluate] no labels for " + labels.get(i) + "; expected an array of them.");
        }
        NDArray mask = i < batch.labels().size() ? batch.labels().get(i).mask() : null;
        into.get(i).take(given, answers.get(outputs.get(i)), mask);
      }
    } finally {
      answers.values().forEach(NDArray::close);
      made.forEach(NDArray::close);
    }
  }

  /** Runs a program of that kind on a minibatch: all that its graph reads of it, by name. */
  private <T> T with(Batch batch, StepGraphs.Kind kind, BiFunction<Program, Map<String, NDArray>, T> run) {
    prepare();
    Map<String, NDArray> in = new LinkedHashMap<>();
    List<NDArray> made = new ArrayList<>();
    try {
      config.placeholders(batch).forEach((name, values) -> in.put(name, typed(name, values, made)));
      Map<String, Integer> ranks = new LinkedHashMap<>();
      config.weights(batch).forEach((name, w) -> {
        NDArray rows = w.rank() == 2 && w.size(1) == 1 ? w.reshape(w.size(0)) : w;
        ranks.put(name, rows.rank());
        in.put(StepGraphs.weights(name), rows);
      });
      Program program = program(new StepGraphs.Key(kind, ranks));
      for (Value v : program.graph().inputs()) {
        NDArray given = in.get(v.name());
        NDArray cast = given == null ? null : given.castTo(v.type().dtype());
        if (cast != given) {
          made.add(cast);
          in.put(v.name(), cast);
        }
      }
      return run.apply(program, in);
    } finally {
      made.forEach(NDArray::close);
    }
  }

  private Program program(StepGraphs.Key key) {
    return programs.computeIfAbsent(key, k -> new Program(
        new StepGraphs(graph, graph.definition(), config, blocks, scheduled).build(k), threads));
  }

  /** What a program reads and writes beside a minibatch, by its graph's names. */
  private Map<String, NDArray> states(Program of) {
    Map<String, NDArray> states = new LinkedHashMap<>();
    for (Block b : blocks) {
      states.put(b.stateName(), b.values);
      b.state.forEach((part, a) -> states.put(b.stateName(part), a));
    }
    of.graph().states().forEach(v -> states.computeIfAbsent(v.name(), graph::array));
    return states;
  }

  /** In the placeholder's type. */
  private NDArray typed(String name, Rows values, List<NDArray> copies) {
    DType type = graph.placeholderType(name);
    NDArray a = values instanceof SparseRows s ? s.dense(type) : ((NDArray) values).castTo(type);
    if (a != values) {
      copies.add(a);
    }
    return a;
  }

  void rename(String before, String after) {
    for (int i = 0; i < blocks.size(); i++) {
      Block b = blocks.get(i);
      List<String> names = b.names.stream().map(n -> n.equals(before) ? after : n).toList();
      blocks.set(i, new Block(b.index, b.dtype, names, b.values, b.state));
    }
  }

  /** The state of the updater by block and part, for files. */
  Map<String, NDArray> updaterState() {
    prepare();
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
    prepare();
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

  /** Lays variables out and compiles, unless that was done for the graph as it is. */
  private void prepare() {
    if (graph.version() == compiled && threads == Threads.count()) {
      return;
    }
    Definition d = graph.definition();
    List<String> trained = d.leaves(d.lossVariables()).stream().filter(v -> v.kind() == Variable.Kind.VARIABLE)
        .map(Variable::name).toList();
    if (trained.isEmpty()) {
      throw new IllegalArgumentException("[fit] nothing to train: got a loss that depends on no variable; expected at "
          + "least one. Check the loss variables " + d.lossVariables() + ".");
    }
    if (!trained.equals(blocks.stream().flatMap(b -> b.names.stream()).toList())) {
      lay(trained);
    }
    closePrograms();
    threads = Threads.count();
    compiled = graph.version();
  }

  private void lay(List<String> trained) {
    List<Block> before = List.copyOf(blocks);
    before.forEach(b -> b.names.stream().filter(n -> !trained.contains(n))
        .forEach(n -> graph.move(n, NDArray.create(b.dtype, graph.array(n).shape()))));
    blocks.clear();
    Map<String, List<String>> groups = new LinkedHashMap<>();
    trained.forEach(n -> groups.computeIfAbsent(config.updater().eachAlone() ? n : graph.array(n).dtype().numpy,
        k -> new ArrayList<>()).add(n));
    for (List<String> names : groups.values()) {
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
      Map<String, NDArray> state = new LinkedHashMap<>();
      stateParts().forEach(part -> state.put(part, NDArray.zeros(dtype, size)));
      blocks.add(new Block(blocks.size(), dtype, List.copyOf(names), values, state));
    }
    before.forEach(Training::close);
  }

  /** The updater's, then those of the policy. */
  private List<String> stateParts() {
    List<String> parts = new ArrayList<>(config.updater().stateParts());
    parts.addAll(config.updates().stateParts());
    return parts;
  }

  /** Gives the variables memory of their own again, and closes. */
  void release() {
    blocks.forEach(b -> b.names.forEach(n -> graph.move(n, NDArray.create(b.dtype, graph.array(n).shape()))));
    close();
  }

  private static void close(Block b) {
    b.values.close();
    b.state.values().forEach(NDArray::close);
  }

  private void closePrograms() {
    programs.values().forEach(Program::close);
    programs.clear();
  }

  /** Frees what training holds; the graph's variables lie in its blocks, so the graph is closed with it. */
  @Override
  public void close() {
    closePrograms();
    blocks.forEach(Training::close);
  }
}
