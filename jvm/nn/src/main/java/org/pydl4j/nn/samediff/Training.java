package org.pydl4j.nn.samediff;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.array.Rows;
import org.pydl4j.nd.array.SparseRows;
import org.pydl4j.nd.families.MathOps;
import org.pydl4j.nd.graph.Gradients;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.plan.Program;
import org.pydl4j.nd.plan.options.Threads;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.conf.Defaults;
import org.pydl4j.nn.conf.UpdatePolicy;
import org.pydl4j.nn.graph.Definition;
import org.pydl4j.nn.graph.Variable;
import org.pydl4j.nn.training.Objective;
import org.pydl4j.nn.training.ScheduledValues;
import org.pydl4j.nn.training.StepInputs;
import org.pydl4j.nn.training.StepNames;
import org.pydl4j.nn.training.StepScalars;
import org.pydl4j.nn.training.Trainable;
import org.pydl4j.nn.training.TrainingState;
import org.pydl4j.nn.training.Updates;

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
  private record Block(int index, DType dtype, List<String> names, NDArray values, Map<String, NDArray> state) {
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
  private Program program;
  private Program scores;
  private Program update;
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
    prepare();
    return withMinibatch(batch, in -> run.applyAsDouble(new Step(program, in, states(program), batch.rows(), null)));
  }

  @Override
  public Step update() {
    prepare();
    update = update == null ? new Program(updateByAccumulated(), program.threads()) : update;
    return new Step(update, new LinkedHashMap<>(), states(update), 0, null);
  }

  @Override
  public double score(Batch batch) {
    prepare();
    if (scores == null) {
      scores = new Program(scores(graph.definition()), program.threads());
    }
    return withMinibatch(batch, in -> {
      try (StepScalars scalars = new StepScalars()) {
        scalars.bind(scores.graph(), scheduled, state.get(), config.seed(), batch.rows(), in);
        try (NDArray score = scores.run(in, states(scores)).get(StepNames.SCORE)) {
          return score.getDoubleAt(0);
        }
      }
    });
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
          throw new IllegalArgumentException("[evaluate] no labels for " + labels.get(i) + "; expected an array of them.");
        }
        NDArray mask = i < batch.labels().size() ? batch.labels().get(i).mask() : null;
        into.get(i).take(given, answers.get(outputs.get(i)), mask);
      }
    } finally {
      answers.values().forEach(NDArray::close);
      made.forEach(NDArray::close);
    }
  }

  private double withMinibatch(Batch batch, ToDoubleFunction<Map<String, NDArray>> run) {
    Map<String, NDArray> in = new LinkedHashMap<>();
    List<NDArray> made = new ArrayList<>();
    try {
      config.placeholders(batch).forEach((name, values) -> in.put(name, typed(name, values, made)));
      return run.applyAsDouble(in);
    } finally {
      made.forEach(NDArray::close);
    }
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
      throw new IllegalArgumentException("[ema] the graph averages no weights: got updates without emaDecay; expected one."
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
    int threads = Threads.count();
    if (graph.version() == compiled && threads == program.threads()) {
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
    program = new Program(step(d), threads);
    compiled = graph.version();
  }

  private void lay(List<String> trained) {
    List<Block> before = List.copyOf(blocks);
    before.forEach(b -> b.names.stream().filter(n -> !trained.contains(n)).forEach(n ->
        graph.move(n, NDArray.create(b.dtype, graph.array(n).shape()))));
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

  /** The blocks as states of a graph; puts the variables in them by name. */
  private List<Sym> variables(GraphBuilder b, Map<String, Sym> trained) {
    List<Sym> states = new ArrayList<>();
    for (Block block : blocks) {
      Sym state = b.state(block.stateName(), block.dtype, block.values.size());
      states.add(state);
      long at = 0;
      for (String n : block.names) {
        NDArray a = graph.array(n);
        trained.put(n, state.slice(0, at, at + a.size()).reshapeTo(a.shape()));
        at += a.size();
      }
    }
    return states;
  }

  private Map<String, Sym> values(GraphBuilder b, StepInputs in, Definition d, List<String> wanted, boolean training,
      Map<String, Sym> trained) {
    return d.build(b, wanted, training,
        new Alone(in, d, v -> trained.containsKey(v.name()) ? trained.get(v.name()) : graph.leaf(b, v)));
  }

  private Graph scores(Definition d) {
    GraphBuilder b = new GraphBuilder();
    StepInputs in = new StepInputs(b, scheduled);
    Map<String, Sym> trained = new LinkedHashMap<>();
    variables(b, trained);
    Sym loss = d.loss(values(b, in, d, d.lossVariables(), false, trained));
    b.output(StepNames.SCORE, Updates.plus(loss, updates(b, in).penalty(parameters(trained))));
    return b.build();
  }

  private Graph step(Definition d) {
    GraphBuilder b = new GraphBuilder();
    StepInputs in = new StepInputs(b, scheduled);
    Map<String, Sym> trained = new LinkedHashMap<>();
    List<Sym> states = variables(b, trained);
    Map<String, String> updates = d.updatesOf(d.lossVariables());
    List<String> wanted = new ArrayList<>(d.lossVariables());
    wanted.addAll(updates.values());
    Map<String, Sym> values = values(b, in, d, wanted, true, trained);
    updates.forEach((state, from) -> b.write(values.get(state), values.get(from)));
    Sym loss = d.loss(values);
    if (!Gradients.reaches(loss, trained.values().toArray(Sym[]::new))) {
      throw new IllegalArgumentException("[fit] no gradient reaches a variable: got a loss that depends on them through "
          + d.steps(d.lossVariables(), values) + " only; expected ops on float types. Choose another loss or output.");
    }
    b.output(StepNames.SCORE, Updates.plus(loss, updates(b, in).penalty(parameters(trained))));
    Sym falling = config.minimize() ? loss : loss.neg();
    if (config.updates().accumulates()) {
      updates(b, in).accumulate(falling, updated(b, states, trained));
    } else {
      updates(b, in).update(falling, updated(b, states, trained));
    }
    return b.build();
  }

  private Graph updateByAccumulated() {
    GraphBuilder b = new GraphBuilder();
    Map<String, Sym> trained = new LinkedHashMap<>();
    List<Sym> states = variables(b, trained);
    updates(b, new StepInputs(b, scheduled)).updateByAccumulated(updated(b, states, trained));
    return b.build();
  }

  private Updates updates(GraphBuilder b, StepInputs in) {
    return new Updates(b, in, config.updates());
  }

  private List<Updates.Parameter> parameters(Map<String, Sym> variables) {
    Updates.Rules rules = Updates.Rules.of(config.l1(), config.l2());
    return variables.entrySet().stream().map(v -> new Updates.Parameter(v.getValue(), v.getKey(), rules)).toList();
  }

  private List<Updates.Block> updated(GraphBuilder b, List<Sym> states, Map<String, Sym> trained) {
    return blocks.stream().map(block -> {
      Map<String, Sym> own = new LinkedHashMap<>(trained);
      own.keySet().retainAll(block.names);
      Map<String, Sym> state = new LinkedHashMap<>();
      block.state.keySet().forEach(part ->
          state.put(part, b.state(block.stateName(part), block.dtype, block.values.size())));
      return new Updates.Block(states.get(block.index), parameters(own), config.updater(), state);
    }).toList();
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
    if (program != null) {
      program.close();
    }
    if (scores != null) {
      scores.close();
      scores = null;
    }
    if (update != null) {
      update.close();
      update = null;
    }
  }

  /** Frees what training holds; the graph's variables lie in its blocks, so the graph is closed with it. */
  @Override
  public void close() {
    closePrograms();
    blocks.forEach(Training::close);
  }
}
