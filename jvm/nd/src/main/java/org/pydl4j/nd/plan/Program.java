package org.pydl4j.nd.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.Backends;
import org.pydl4j.nd.array.Device;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.spi.Backend;
import org.pydl4j.nd.spi.TensorType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A graph that runs: compiles one plan per combination of input dims and keeps the most recent ones. Thread-safe; runs of several
 * threads do not wait for each other.
 */
public final class Program implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Program.class);
  private static final int MAX_PLANS = 16;
  private final Graph graph;
  private final PlanOptions options;
  private final Backend backend;
  private final boolean isOnHost;
  private final Map<Key, Compiled> plans = new LinkedHashMap<>(16, 0.75f, true);
  private volatile Last last;
  private volatile boolean nanCheck;

  private final Weights own = new Weights(Map.of());

  private record Key(List<TensorType> types, boolean frozen) {
  }

  private record Last(TensorType[] types, boolean frozen, Compiled plan) {
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

  /** Runs and returns the outputs by name in new arrays in main memory that the caller closes; states are written in place. */
  public Map<String, NDArray> run(Map<String, NDArray> inputs, Map<String, NDArray> states) {
    return run(inputs, states, isChecked(), Backends.backend());
  }

  /**
   * The same with the outputs left on the program's device, where the run may still be under way on return: whoever uses them waits.
   * A failure of the run is raised by what reads an output next.
   */
  public Map<String, NDArray> runAndStay(Map<String, NDArray> inputs, Map<String, NDArray> states) {
    return run(inputs, states, isChecked(), backend);
  }

  Map<String, NDArray> run(Map<String, NDArray> inputs, Map<String, NDArray> states, boolean checked, Backend place) {
    NDArray[] given = gather(inputs, states);
    Map<String, NDArray> out = Map.of();
    try {
      out = plan(given, graph.states().isEmpty()).run(given, own, checked, place);
    } finally {
      closeCopies(inputs, given, out);
    }
    written(states);
    return out;
  }

  /** Runs into the caller's dense arrays, each in main memory or on the program's device; waits for those in main memory. */
  public void run(Map<String, NDArray> inputs, Map<String, NDArray> states, Map<String, NDArray> outputs) {
    NDArray[] given = gather(inputs, states);
    try {
      plan(given, graph.states().isEmpty()).run(given, own, isChecked(), outputs);
    } finally {
      closeCopies(inputs, given, outputs);
    }
    written(states);
  }

  /** Runs with states that it does not write and that seldom change: what depends on them alone is computed and packed once. */
  public Map<String, NDArray> run(Map<String, NDArray> inputs, Weights weights) {
    NDArray[] given = gather(inputs, null);
    Map<String, NDArray> out = Map.of();
    try {
      out = plan(given, true).run(given, weights, isChecked(), Backends.backend());
      return out;
    } finally {
      closeCopies(inputs, given, out);
    }
  }

  /** The same into the caller's dense arrays. */
  public void run(Map<String, NDArray> inputs, Weights weights, Map<String, NDArray> outputs) {
    NDArray[] given = gather(inputs, null);
    try {
      plan(given, true).run(given, weights, isChecked(), outputs);
    } finally {
      closeCopies(inputs, given, outputs);
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

  private Compiled plan(NDArray[] given, boolean frozen) {
    int n = graph.inputs().size();
    Last l = last;
    boolean same = l != null && l.frozen == frozen;
    for (int i = 0; same && i < n; i++) {
      same = l.types[i].equals(given[i].type());
    }
    if (same) {
      return l.plan;
    }
    TensorType[] types = new TensorType[n];
    Map<String, long[]> dims = new LinkedHashMap<>();
    for (int i = 0; i < n; i++) {
      types[i] = given[i].type();
      dims.put(graph.inputs().get(i).name(), types[i].dims());
    }
    Compiled plan = plan(new Key(List.of(types), frozen), dims);
    last = new Last(types, frozen, plan);
    return plan;
  }

  private synchronized Compiled plan(Key key, Map<String, long[]> dims) {
    if (key.frozen && !graph.writes().isEmpty()) {
      throw new IllegalArgumentException("[program] writes states: got weights; expected states by name. Run it with a map of states.");
    }
    Compiled plan = plans.get(key);
    if (plan == null) {
      plan = compile(dims, key.frozen);
      plans.put(key, plan);
      if (plans.size() > MAX_PLANS) {
        plans.remove(plans.keySet().iterator().next()).close();
      }
    }
    return plan;
  }

  private Compiled compile(Map<String, long[]> dims, boolean frozen) {
    backend.useThreads(options.threads());
    Graph lowered = Lowering.run(graph, dims, backend, options.threads());
    return Sequence.isStatic(lowered) ? Plan.ofLowered(lowered, backend, options, frozen) : new Sequence(lowered, backend, options, frozen);
  }

  /**
   * Times the alternatives of each step of the plan for inputs of these dims; a program compiled with this table in its options takes the
   * fastest. Regions between what depends on data are not tuned.
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
        return PlanReport.of(s, lowered);
      }
    }
    try (Plan p = Plan.ofLowered(lowered, backend, options, frozen)) {
      return PlanReport.of(p, Plan.passes(lowered, backend, options, frozen));
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
    return plan(given, frozen).profile(given, weights, runs);
  }

  @Override
  public synchronized void close() {
    plans.values().forEach(Compiled::close);
    plans.clear();
    last = null;
    own.close();
  }
}
