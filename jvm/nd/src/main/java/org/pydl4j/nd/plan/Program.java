package org.pydl4j.nd.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.pydl4j.nd.array.Backends;
import org.pydl4j.nd.array.Device;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Bindings;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.plan.cache.Kept;
import org.pydl4j.nd.plan.cache.Runs;
import org.pydl4j.nd.plan.options.Choices;
import org.pydl4j.nd.plan.options.PlanOptions;
import org.pydl4j.nd.plan.options.Tuning;
import org.pydl4j.nd.plan.passes.Lowering;
import org.pydl4j.nd.plan.passes.Passes;
import org.pydl4j.nd.plan.report.PlanReport;
import org.pydl4j.nd.plan.run.Compiled;
import org.pydl4j.nd.plan.run.NumberCheck;
import org.pydl4j.nd.plan.run.Plan;
import org.pydl4j.nd.plan.run.Weights;
import org.pydl4j.nd.plan.steps.Step;
import org.pydl4j.nd.spi.Backend;
import org.pydl4j.nd.types.TensorType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A graph that runs: compiles one plan per combination of input dims and keeps those in use, see {@link Kept}.
 * Thread-safe; runs of several threads do not wait for each other, but those that come first with the same dims, for
 * their plan.
 */
public final class Program implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Program.class);
  private final Graph graph;
  private final PlanOptions options;
  private final Backend backend;
  private final boolean isOnHost;
  private final Kept<Key, Compiled> plans = new Kept<>("plans");
  private Last last;  // whichever thread wrote it: its fields are final
  private final Runs runs = new Runs(this::free);
  private volatile boolean nanCheck;

  private final Weights own = new Weights(Map.of());

  private record Key(List<TensorType> types, boolean frozen) {
  }

  private record Last(TensorType[] types, boolean frozen, Kept.Entry<Key, Compiled> plan) {
  }

  public Program(Graph graph, int threads) {
    this(graph, PlanOptions.of(threads), Backends.backend());
  }

  public Program(Graph graph, PlanOptions options) {
    this(graph, options, Backends.backend());
  }

  /** A program that runs on that device. */
  public Program(Graph graph, int threads, Device device) {
    this(graph, threads, device.backend());
  }

  public Program(Graph graph, int threads, Backend backend) {
    this(graph, PlanOptions.of(threads), backend);
  }

  public Program(Graph graph, PlanOptions options, Backend backend) {
    this.graph = graph;
    this.options = options.autocast() && !backend.hasBfloat16() ? options.withAutocast(false) : options;
    if (this.options != options) {
      LOG.warn("autocast has no effect: backend {} has no fast bfloat16, so products stay float32", backend.name());
    }
    this.backend = backend;
    this.isOnHost = backend.memory().isHost();
  }

  public Graph graph() {
    return graph;
  }

  public int threads() {
    return options.threads();
  }

  /** Where it runs. */
  public Device device() {
    return Device.of(backend);
  }

  /** Whether runs search every step's outputs for numbers that are not finite; see {@link NumberCheck}. */
  public Program nanCheck(boolean on) {
    nanCheck = on;
    return this;
  }

  /**
   * Runs and returns the outputs by name in new arrays in main memory that the caller closes; states are written in
   * place.
   */
  public Map<String, NDArray> run(Map<String, NDArray> inputs, Map<String, NDArray> states) {
    return run(inputs, states, isChecked(), Backends.backend());
  }

  /**
   * The same with the outputs left on the program's device, where the run may still be under way on return: whoever
   * uses them waits. A failure of the run is raised by what reads an output next.
   */
  public Map<String, NDArray> runAndStay(Map<String, NDArray> inputs, Map<String, NDArray> states) {
    return run(inputs, states, isChecked(), backend);
  }

  Map<String, NDArray> run(Map<String, NDArray> inputs, Map<String, NDArray> states, boolean checked, Backend place) {
    NDArray[] given = gather(inputs, states);
    Map<String, NDArray> out = Map.of();
    try {
      out = run(given, graph.states().isEmpty(), p -> p.run(given, own, checked, place));
    } finally {
      closeCopies(inputs, given, out);
    }
    written(states);
    return out;
  }

  /**
   * Runs into the caller's dense arrays, each in main memory or on the program's device; waits for those in main
   * memory.
   */
  public void run(Map<String, NDArray> inputs, Map<String, NDArray> states, Map<String, NDArray> outputs) {
    NDArray[] given = gather(inputs, states);
    try {
      run(given, graph.states().isEmpty(), p -> {
        p.run(given, own, isChecked(), outputs);
        return outputs;
      });
    } finally {
      closeCopies(inputs, given, outputs);
    }
    written(states);
  }

  /**
   * Runs with states that it does not write and that seldom change: what depends on them alone is computed and packed
   * once.
   */
  public Map<String, NDArray> run(Map<String, NDArray> inputs, Weights weights) {
    NDArray[] given = gather(inputs, null);
    Map<String, NDArray> out = Map.of();
    try {
      out = run(given, true, p -> p.run(given, weights, isChecked(), Backends.backend()));
      return out;
    } finally {
      closeCopies(inputs, given, out);
    }
  }

  /** The same into the caller's dense arrays. */
  public void run(Map<String, NDArray> inputs, Weights weights, Map<String, NDArray> outputs) {
    NDArray[] given = gather(inputs, null);
    try {
      run(given, true, p -> {
        p.run(given, weights, isChecked(), outputs);
        return outputs;
      });
    } finally {
      closeCopies(inputs, given, outputs);
    }
  }

  private <R> R run(NDArray[] given, boolean frozen, Function<Compiled, R> work) {
    if (!runs.enter()) {
      throw new IllegalStateException("[program] is closed. Make a new one.");
    }
    try {
      Kept.Entry<Key, Compiled> plan = enter(given, frozen);
      try {
        return work.apply(plan.value());
      } finally {
        plan.leave();
      }
    } finally {
      runs.leave();
    }
  }

  private boolean isChecked() {
    return nanCheck || NumberCheck.isOn();
  }

  /** Inputs, then states unless they are frozen. */
  private NDArray[] gather(Map<String, NDArray> inputs, Map<String, NDArray> states) {
    NDArray[] given = new NDArray[graph.inputs().size() + (states == null ? 0 : graph.states().size())];
    int i = 0;
    for (Value v : graph.inputs()) {
      NDArray a = placed(v, Bindings.checked(v, inputs.get(v.name())));
      given[i++] = a.isDense() ? a : a.dup();
    }
    for (Value v : states == null ? List.<Value>of() : graph.states()) {
      given[i++] = placed(v, Bindings.dense(v, states.get(v.name())));
    }
    return given;
  }

  /** Frees what {@link #gather} copied, unless the run handed it on. */
  private void closeCopies(Map<String, NDArray> inputs, NDArray[] given, Map<String, NDArray> out) {
    int i = 0;
    for (Value v : graph.inputs()) {
      NDArray a = given[i++];
      if (a != inputs.get(v.name()) && !out.containsValue(a)) {
        a.close();
      }
    }
  }

  private NDArray placed(Value v, NDArray a) {
    return isOnHost && a.isOnHost() ? a : Bindings.placed(v, a, backend);
  }

  private void written(Map<String, NDArray> states) {
    graph.writes().keySet().forEach(v -> states.get(v.name()).markWritten());
  }

  /** The plan for these inputs, entered. */
  private Kept.Entry<Key, Compiled> enter(NDArray[] given, boolean frozen) {
    int n = graph.inputs().size();
    Last l = last;
    boolean same = l != null && l.frozen == frozen;
    for (int i = 0; same && i < n; i++) {
      same = given[i].isOf(l.types[i]);
    }
    if (same && l.plan.enter()) {
      return l.plan;
    }
    if (frozen && !graph.writes().isEmpty()) {
      throw new IllegalArgumentException(
          "[program] writes states: got weights; expected states by name. Run it with a map of states.");
    }
    TensorType[] types = new TensorType[n];
    for (int i = 0; i < n; i++) {
      types[i] = given[i].type();
    }
    Kept.Entry<Key, Compiled> plan = plans.enter(new Key(List.of(types), frozen), () -> compile(types, frozen));
    last = new Last(types, frozen, plan);
    return plan;
  }

  private Compiled compile(TensorType[] types, boolean frozen) {
    Map<String, long[]> dims = new LinkedHashMap<>();
    for (int i = 0; i < types.length; i++) {
      dims.put(graph.inputs().get(i).name(), types[i].dims());
    }
    return compile(graph, dims, backend, options, frozen);
  }

  /**
   * Compiles a graph for given dims; the result is the caller's.
   *
   * @param dims of each input by name
   * @param frozen whether states seldom change, see {@link Weights}
   */
  public static Compiled compile(Graph graph, Map<String, long[]> dims, Backend backend, PlanOptions options,
      boolean frozen) {
    backend.useThreads(options.threads());
    Graph lowered = Lowering.run(graph, dims, backend, options.threads());
    return Sequence.isStatic(lowered) ? Plan.ofLowered(lowered, backend, options, frozen)
        : new Sequence(lowered, backend, options, frozen);
  }

  /**
   * Times the alternatives of each step of the plan for inputs of these dims; a program compiled with this table in its
   * options takes the fastest. Regions between what depends on data are not tuned.
   *
   * @param frozen for runs with {@link Weights}
   */
  public Choices tune(Map<String, long[]> inputDims, boolean frozen) {
    Graph lowered = Lowering.run(graph, inputDims, backend, options.threads());
    if (!Sequence.isStatic(lowered)) {
      return Choices.NONE;
    }
    PlanOptions plain = options.withChoices(Choices.NONE);
    try (Plan p = Plan.ofLowered(lowered, backend, plain, frozen)) {
      return Tuning.of(p.steps().stream().map(Step::call).toList(), backend);
    }
  }

  /** The plan's text for inputs of these dims: steps, implementations, layouts, fused nodes, memory. */
  public String explain(Map<String, long[]> inputDims) {
    return report(inputDims, graph.states().isEmpty()).text();
  }

  /**
   * What the plan for inputs of these dims consists of, and what each pass left.
   *
   * @param frozen for runs with {@link Weights}
   */
  public PlanReport report(Map<String, long[]> inputDims, boolean frozen) {
    Graph lowered = Lowering.run(graph, inputDims, backend, options.threads());
    if (!Sequence.isStatic(lowered)) {
      try (Sequence s = new Sequence(lowered, backend, options, frozen)) {
        return s.report();
      }
    }
    try (Plan p = Plan.ofLowered(lowered, backend, options, frozen)) {
      return p.report(Passes.run(lowered, backend, options, frozen));
    }
  }

  /** What each pass left, by the pass's name: a line per node, made to be diffed. */
  public Map<String, String> dumps(Map<String, long[]> inputDims) {
    return report(inputDims, graph.states().isEmpty()).dumps();
  }

  /** The least microseconds of each step over several runs, beside its facts; states are written as by those runs. */
  public String profile(Map<String, NDArray> inputs, Map<String, NDArray> states, int runs) {
    String text = profile(gather(inputs, states), graph.states().isEmpty(), own, runs);
    written(states);
    return text;
  }

  /** The same with frozen states. */
  public String profile(Map<String, NDArray> inputs, Weights weights, int runs) {
    return profile(gather(inputs, null), true, weights, runs);
  }

  private String profile(NDArray[] given, boolean frozen, Weights weights, int runs) {
    return run(given, frozen, p -> p.profile(given, weights, runs));
  }

  /** Frees plans once the runs under way are done; later runs raise. */
  @Override
  public void close() {
    runs.close();
  }

  private void free() {
    plans.close();
    last = null;
    own.close();
  }
}
