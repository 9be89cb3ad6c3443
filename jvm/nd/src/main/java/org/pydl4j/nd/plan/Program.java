package org.pydl4j.nd.plan;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pydl4j.nd.array.Backends;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.spi.Backend;
import org.pydl4j.nd.spi.TensorType;

/**
 * A graph that runs: compiles one plan per combination of input dims and keeps the most recent ones. Thread-safe; runs of several
 * threads do not wait for each other.
 */
public final class Program implements AutoCloseable {
  private static final int MAX_PLANS = 16;
  private final Graph graph;
  private final int threads;
  private final Backend backend;
  private final Map<Key, Plan> plans = new LinkedHashMap<>(16, 0.75f, true);
  private volatile Last last;
  private volatile boolean nanCheck;

  private final Weights own = new Weights(Map.of());

  private record Key(List<TensorType> types, boolean frozen) {
  }

  private record Last(TensorType[] types, boolean frozen, Plan plan) {
  }

  public Program(Graph graph, int threads) {
    this(graph, threads, Backends.backend());
  }

  public Program(Graph graph, int threads, Backend backend) {
    if (threads < 1) {
      throw new IllegalArgumentException("[program] threads: got " + threads + "; expected at least 1.");
    }
    this.graph = graph;
    this.threads = threads;
    this.backend = backend;
  }

  public Graph graph() {
    return graph;
  }

  public int threads() {
    return threads;
  }

  /** Whether runs search every step's outputs for numbers that are not finite; see {@link NumberCheck}. */
  public Program nanCheck(boolean on) {
    nanCheck = on;
    return this;
  }

  /** Runs and returns the outputs by name in new arrays that the caller closes; states are written in place. */
  public Map<String, NDArray> run(Map<String, NDArray> inputs, Map<String, NDArray> states) {
    NDArray[] given = gather(inputs, states);
    Plan plan = plan(given, false);
    Map<String, NDArray> out = newOutputs(plan);
    execute(plan, given, out, own);
    written(states);
    return out;
  }

  /** Runs into the caller's dense arrays. */
  public void run(Map<String, NDArray> inputs, Map<String, NDArray> states, Map<String, NDArray> outputs) {
    NDArray[] given = gather(inputs, states);
    Plan plan = plan(given, false);
    check(plan, outputs);
    execute(plan, given, outputs, own);
    written(states);
  }

  /** Runs with states that it does not write and that seldom change: what depends on them alone is computed and packed once. */
  public Map<String, NDArray> run(Map<String, NDArray> inputs, Weights weights) {
    NDArray[] given = gather(inputs, null);
    Plan plan = plan(given, true);
    Map<String, NDArray> out = newOutputs(plan);
    execute(plan, given, out, weights);
    return out;
  }

  /** The same into the caller's dense arrays. */
  public void run(Map<String, NDArray> inputs, Weights weights, Map<String, NDArray> outputs) {
    NDArray[] given = gather(inputs, null);
    Plan plan = plan(given, true);
    check(plan, outputs);
    execute(plan, given, outputs, weights);
  }

  private static void check(Plan plan, Map<String, NDArray> outputs) {
    plan.graph().outputs().forEach((name, v) -> {
      NDArray a = outputs.get(name);
      if (a == null || !a.type().equals(v.type()) || !a.isDense()) {
        throw new IllegalArgumentException("[output " + name + "] got " + (a == null ? "nothing" : a.type()) + "; expected a dense array " + v.type() + ".");
      }
    });
  }

  /** Inputs, then states unless they are frozen. */
  private NDArray[] gather(Map<String, NDArray> inputs, Map<String, NDArray> states) {
    NDArray[] given = new NDArray[graph.inputs().size() + (states == null ? 0 : graph.states().size())];
    int i = 0;
    for (Value v : graph.inputs()) {
      NDArray a = Bindings.checked(v, inputs.get(v.name()));
      given[i++] = a.isDense() ? a : a.dup();
    }
    for (Value v : states == null ? List.<Value>of() : graph.states()) {
      given[i++] = Bindings.dense(v, states.get(v.name()));
    }
    return given;
  }

  private void written(Map<String, NDArray> states) {
    graph.writes().keySet().forEach(v -> states.get(v.name()).markWritten());
  }

  private Plan plan(NDArray[] given, boolean frozen) {
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
    Plan plan = plan(new Key(List.of(types), frozen), dims);
    last = new Last(types, frozen, plan);
    return plan;
  }

  private synchronized Plan plan(Key key, Map<String, long[]> dims) {
    if (key.frozen && !graph.writes().isEmpty()) {
      throw new IllegalArgumentException("[program] writes states: got weights; expected states by name. Run it with a map of states.");
    }
    Plan plan = plans.get(key);
    if (plan == null) {
      plan = Plan.compile(graph, dims, backend, threads, key.frozen);
      plans.put(key, plan);
      if (plans.size() > MAX_PLANS) {
        plans.remove(plans.keySet().iterator().next()).close();
      }
    }
    return plan;
  }

  private static Map<String, NDArray> newOutputs(Plan plan) {
    Map<String, NDArray> out = new LinkedHashMap<>();
    plan.graph().outputs().forEach((name, v) -> out.put(name, NDArray.create(v.type().dtype(), v.type().dims())));
    return out;
  }

  private void execute(Plan plan, NDArray[] given, Map<String, NDArray> outputs, Weights weights) {
    plan.run(addresses(plan, given, outputs), weights, nanCheck || NumberCheck.isOn());
    java.lang.ref.Reference.reachabilityFence(weights);
    java.lang.ref.Reference.reachabilityFence(given);
    java.lang.ref.Reference.reachabilityFence(outputs);
  }

  private static long[] addresses(Plan plan, NDArray[] given, Map<String, NDArray> outputs) {
    long[] external = new long[given.length + plan.graph().outputs().size()];
    int i = 0;
    for (NDArray a : given) {
      external[i++] = a.address();
    }
    for (String name : plan.graph().outputs().keySet()) {
      external[i++] = outputs.get(name).address();
    }
    return external;
  }

  /** The plan's text for inputs of these dims: steps, implementations, layouts, fused nodes, memory. */
  public String explain(Map<String, long[]> inputDims) {
    return report(inputDims, false).text();
  }

  /**
   * What the plan for inputs of these dims consists of, and what each pass left.
   *
   * @param frozen for runs with {@link Weights}
   */
  public PlanReport report(Map<String, long[]> inputDims, boolean frozen) {
    try (Plan p = Plan.compile(graph, inputDims, backend, threads, frozen)) {
      return PlanReport.of(p, Plan.passes(graph, inputDims, backend, threads, frozen));
    }
  }

  /** What each pass left, by the pass's name: a line per node, made to be diffed. */
  public Map<String, String> dumps(Map<String, long[]> inputDims) {
    return report(inputDims, false).dumps();
  }

  /** The least microseconds of each step over several runs, beside its facts; states are written as by those runs. */
  public String profile(Map<String, NDArray> inputs, Map<String, NDArray> states, int runs) {
    String text = profile(gather(inputs, states), false, own, runs);
    written(states);
    return text;
  }

  /** The same with frozen states. */
  public String profile(Map<String, NDArray> inputs, Weights weights, int runs) {
    return profile(gather(inputs, null), true, weights, runs);
  }

  private String profile(NDArray[] given, boolean frozen, Weights weights, int runs) {
    Plan plan = plan(given, frozen);
    Map<String, NDArray> out = newOutputs(plan);
    double[] micros = plan.profile(addresses(plan, given, out), weights, runs);
    StringBuilder s = new StringBuilder();
    for (int i = 0; i < micros.length; i++) {
      s.append(PlanReport.line(i, plan.facts().get(i), String.format(Locale.ROOT, "%10.1f us ", micros[i]))).append('\n');
    }
    out.values().forEach(NDArray::close);
    return s.toString();
  }

  @Override
  public synchronized void close() {
    plans.values().forEach(Plan::close);
    plans.clear();
    last = null;
    own.close();
  }
}
