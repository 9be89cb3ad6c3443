package org.pydl4j.nn.samediff;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.Batch.Column;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.array.Rows;
import org.pydl4j.nd.array.SparseRows;
import org.pydl4j.nd.graph.Gradients;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.plan.Program;
import org.pydl4j.nd.plan.options.Threads;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.conf.UpdatePolicy;
import org.pydl4j.nn.graph.Definition;
import org.pydl4j.nn.graph.Variable;
import org.pydl4j.nn.training.ClassIndices;
import org.pydl4j.nn.training.GraphKind;
import org.pydl4j.nn.training.Parameters;
import org.pydl4j.nn.training.Progress;
import org.pydl4j.nn.training.ScheduledValues;
import org.pydl4j.nn.training.StepGraph;
import org.pydl4j.nn.training.StepInputs;
import org.pydl4j.nn.training.Steps;
import org.pydl4j.nn.training.Trainable.Comparison;

/** The training of a SameDiff graph, whose losses are variables and whose labels are placeholders. */
final class GraphSteps implements Steps, AutoCloseable {
  /**
   * Which graph.
   *
   * @param answers variables that come out beside the score
   * @param weighted ranks of the weights that labels have, by placeholder
   */
  private record Key(GraphKind kind, List<String> answers, Map<String, Integer> weighted) {
  }

  private final SameDiff graph;
  private final TrainingConfig config;
  private final TrainedVariables variables;
  private final ScheduledValues scheduled = new ScheduledValues();
  private final Map<Key, Program> programs = new LinkedHashMap<>();
  private long compiled = -1;
  private int threads;

  GraphSteps(SameDiff graph, TrainingConfig config) {
    this.graph = graph;
    this.config = config;
    this.variables = new TrainedVariables(graph, config);
  }

  /** The input of the weights of a placeholder of labels. */
  static String weights(String placeholder) {
    return "#weights/" + placeholder;
  }

  TrainingConfig config() {
    return config;
  }

  /** The trained variables, laid out for the graph as it is. */
  TrainedVariables variables() {
    prepare();
    return variables;
  }

  void rename(String before, String after) {
    variables.rename(before, after);
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
  public long seed() {
    return config.seed();
  }

  @Override
  public Progress progress() {
    return graph.progress();
  }

  /** Lays variables out and forgets programs, unless that was done for the graph as it is. */
  private void prepare() {
    if (graph.version() != compiled || threads != Threads.count()) {
      progress().lock().step(this::lay); // moves variables that queries may be reading
    }
  }

  private TrainedVariables lay() {
    Definition d = graph.definition();
    List<String> trained = d.leaves(d.lossVariables()).stream().filter(v -> v.kind() == Variable.Kind.VARIABLE)
        .map(Variable::name).toList();
    if (trained.isEmpty()) {
      throw new IllegalArgumentException("[fit] nothing to train: got a loss that depends on no variable; expected at "
          + "least one. Check the loss variables " + d.lossVariables() + ".");
    }
    variables.lay(trained);
    closePrograms();
    threads = Threads.count();
    compiled = graph.version();
    return variables;
  }

  // graphs ------------------------------------------------------------------------------------------------------------

  private Program program(Key key) {
    return programs.computeIfAbsent(key, k -> new Program(build(k), threads));
  }

  private Graph build(Key key) {
    GraphBuilder b = new GraphBuilder();
    StepInputs in = new StepInputs(b, scheduled);
    Parameters parameters = new Parameters(b, variables.vectors());
    StepGraph step = new StepGraph(b, in, parameters, config.updates());
    if (key.kind == GraphKind.UPDATE) {
      return step.update();
    }
    Definition d = graph.definition();
    Map<String, String> kept = key.kind.isStep() ? d.updatesOf(d.lossVariables()) : Map.of();
    List<String> wanted = new ArrayList<>(d.lossVariables());
    wanted.addAll(kept.values());
    wanted.addAll(key.answers);
    Map<String, Sym> values = d.build(b, wanted, key.kind.isTraining(), new Alone(in, d,
        v -> parameters.has(v.name()) ? parameters.symbol(v.name()) : graph.leaf(b, v)));
    kept.forEach((state, from) -> b.write(values.get(state), values.get(from)));
    Sym loss = new Losses(b, d, values, key.kind.isTraining()).sum(config.lossWeights(), key.weighted);
    if (key.kind.isTraining() && !Gradients.reaches(loss, parameters.trained().values().toArray(Sym[]::new))) {
      throw new IllegalArgumentException(
          "[fit] no gradient reaches a variable: got a loss that depends on them through "
              + d.steps(d.lossVariables(), values)
              + " only; expected ops on float types. Choose another loss or output.");
    }
    key.answers.forEach(n -> b.output(n, values.get(n)));
    return step.of(key.kind, loss, config.minimize());
  }

  // minibatches -------------------------------------------------------------------------------------------------------

  /** The columns of a minibatch go to the placeholders that the configuration maps them to. */
  @Override
  public void bind(Batch batch, GraphKind kind, boolean checked, List<String> answers, Consumer<Step> run) {
    prepare();
    Map<String, NDArray> in = new LinkedHashMap<>();
    List<NDArray> made = new ArrayList<>();
    try {
      config.placeholders(batch).forEach((name, values) -> in.put(name, typed(name, values, made)));
      Map<String, Integer> ranks = new LinkedHashMap<>();
      config.weights(batch).forEach((name, w) -> {
        NDArray rows = w.rank() == 2 && w.size(1) == 1 ? w.reshape(w.size(0)) : w;
        ranks.put(name, rows.rank());
        in.put(weights(name), rows);
      });
      Program program = program(new Key(kind, List.copyOf(answers), ranks));
      for (Value v : program.graph().inputs()) {
        NDArray given = in.get(v.name());
        NDArray cast = given == null ? null : given.castTo(v.type().dtype());
        if (cast != given) {
          made.add(cast);
          in.put(v.name(), cast);
        }
      }
      run.accept(Step.of(program, in, states(program), batch.rows(), null));
    } finally {
      made.forEach(NDArray::close);
    }
  }

  @Override
  public Step update() {
    prepare();
    Program program = program(new Key(GraphKind.UPDATE, List.of(), Map.of()));
    return Step.of(program, new LinkedHashMap<>(), states(program), 0, null);
  }

  /** What a program reads and writes beside a minibatch, by its graph's names. */
  private Map<String, NDArray> states(Program of) {
    Map<String, NDArray> states = variables.arrays();
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

  /** Compares variables with labels: the first with the first that the configuration maps, and so on. */
  @Override
  public void compare(Batch batch, List<String> outputs, Map<String, NDArray> answers, List<Comparison> into) {
    Map<String, Rows> all = config.placeholders(batch);
    List<String> labels = config.dataSetLabelMapping();
    if (outputs.size() > labels.size()) {
      throw new IllegalArgumentException("[evaluate] got the variables " + outputs + " for the labels " + labels
          + "; expected one variable for each placeholder of labels. Map the labels in the TrainingConfig.");
    }
    for (int i = 0; i < outputs.size(); i++) {
      if (!(all.get(labels.get(i)) instanceof NDArray given)) {
        throw new IllegalArgumentException(
            "[evaluate] no labels for " + labels.get(i) + "; expected an array of them.");
      }
      NDArray mask = i < batch.labels().size() ? batch.labels().get(i).mask() : null;
      into.get(i).take(given, answers.get(outputs.get(i)), mask);
    }
  }

  /** Answers the features of a minibatch, and compares them with its labels. */
  void evaluate(Batch batch, List<String> outputs, List<Comparison> into) {
    Map<String, NDArray> in = new LinkedHashMap<>();
    List<NDArray> made = new ArrayList<>();
    Map<String, NDArray> answers = Map.of();
    try {
      config.placeholders(batch).forEach((name, values) -> {
        if (!config.dataSetLabelMapping().contains(name) && !config.dataSetLabelMaskMapping().contains(name)) {
          in.put(name, typed(name, values, made));
        }
      });
      answers = graph.output(in, outputs);
      compare(batch, outputs, answers, into);
    } finally {
      answers.values().forEach(NDArray::close);
      made.forEach(NDArray::close);
    }
  }

  /** Gives the variables memory of their own again, and closes. */
  void release() {
    closePrograms();
    progress().lock().step(() -> {
      variables.release();
      return variables;
    });
  }

  private void closePrograms() {
    programs.values().forEach(Program::close);
    programs.clear();
  }

  /** Frees what training holds; the graph's variables are gone with it. */
  @Override
  public void close() {
    closePrograms();
    variables.close();
  }
}
