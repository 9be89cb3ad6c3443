package org.pydl4j.nd.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pydl4j.nd.array.Backends;
import org.pydl4j.nd.array.Device;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.LoopException;
import org.pydl4j.nd.graph.Node;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.plan.cache.Runs;
import org.pydl4j.nd.plan.options.PlanOptions;
import org.pydl4j.nd.plan.passes.Pass;
import org.pydl4j.nd.plan.reference.Interpreter;
import org.pydl4j.nd.plan.report.PlanReport;
import org.pydl4j.nd.plan.report.StepFacts;
import org.pydl4j.nd.plan.run.Compiled;
import org.pydl4j.nd.plan.run.Weights;
import org.pydl4j.nd.spi.Backend;

/**
 * A graph with dims that depend on data: static regions and, between them, ops that allocate their results and control
 * flow, whose bodies are programs. Values are freed when their last reader has run; states are written at the end.
 * Between the parts values lie in main memory; on a device each region copies its inputs in and its results out. Shared
 * by threads.
 */
public final class Sequence implements Compiled {
  private final Graph graph;
  private final Backend backend;
  private final PlanOptions options;
  private final boolean frozen;
  private final List<Regions.Part> parts;
  private final Region[] regions;
  private final Map<Value, Integer> slots = new HashMap<>();
  private final int[][] dying;
  private final Map<Graph, Program> bodies = new IdentityHashMap<>();
  private final Runs runs = new Runs(this::free);

  Sequence(Graph lowered, Backend backend, PlanOptions options, boolean frozen) {
    this.frozen = frozen;
    this.graph = lowered;
    this.backend = backend;
    this.options = options;
    this.parts = Regions.of(lowered);
    checkProgress();
    this.regions = new Region[parts.size()];
    graph.inputs().forEach(this::slot);
    graph.states().forEach(this::slot);
    for (int i = 0; i < regions.length; i++) {
      regions[i] = parts.get(i).border() ? null : new Region(parts.get(i), backend, options);
      parts.get(i).writes().forEach(this::slot);
    }
    this.dying = lastReads();
  }

  /** A region that stands for the whole graph and waits for nothing would be cut again for ever. */
  private void checkProgress() {
    Regions.Part first = parts.get(0);
    if (parts.size() == 1 && !first.border() && first.content().isEmpty()
        && first.reads().stream().allMatch(v -> v.type().isConcrete())) {
      Node n = first.nodes().stream().filter(m -> m.outputs().stream().anyMatch(v -> !v.type().isConcrete()))
          .findFirst().orElse(first.nodes().get(0));
      throw new IllegalArgumentException("[" + n.op().name() + " at " + n.name()
          + "] has sizes that nothing tells: got " + n + "; expected dims that follow from the inputs' dims"
          + " and content. Give its shape as a constant.");
    }
  }

  /** Whether a lowered graph is one static plan. */
  static boolean isStatic(Graph lowered) {
    return lowered.nodes().stream()
        .noneMatch(n -> n.op().isBorder() || n.outputs().stream().anyMatch(v -> !v.type().isConcrete())
            || IntStream.range(0, n.inputs().size())
                .anyMatch(i -> n.needsContent(i) && n.input(i) != null && !n.input(i).isConstant()));
  }

  private int slot(Value v) {
    return slots.computeIfAbsent(v, k -> slots.size());
  }

  /** Per part the slots that nobody reads after it. */
  private int[][] lastReads() {
    Map<Value, Integer> last = new HashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      for (Value v : parts.get(i).writes()) {
        last.put(v, i);
      }
      for (Value v : parts.get(i).reads()) {
        last.put(v, i);
      }
    }
    graph.outputs().values().forEach(last::remove);
    graph.writes().values().forEach(last::remove);
    int[][] out = new int[parts.size()][];
    for (int i = 0; i < out.length; i++) {
      int part = i;
      out[i] = last.entrySet().stream().filter(e -> e.getValue() == part && e.getKey().producer() != null)
          .mapToInt(e -> slots.get(e.getKey())).toArray();
    }
    return out;
  }

  @Override
  public Map<String, NDArray> run(NDArray[] given, Weights weights, boolean checked, Backend place) {
    Map<String, NDArray> out = run(given, weights, checked, new double[parts.size()]);
    if (!place.memory().isHost()) {
      out.replaceAll((name, a) -> {
        try (a) {
          return a.to(Device.of(place));
        }
      });
    }
    return out;
  }

  /** Runs; each time becomes the least of what it was and this run's microseconds; 0 is none yet. */
  private Map<String, NDArray> run(NDArray[] inputs, Weights weights, boolean checked, double[] micros) {
    NDArray[] given =
        frozen ? Stream.concat(Arrays.stream(inputs), graph.states().stream().map(v -> weights.state(v, backend)))
            .toArray(NDArray[]::new) : inputs;
    NDArray[] values = Arrays.copyOf(given, slots.size());
    try {
      for (int i = 0; i < given.length; i++) {
        values[i] = given[i].toHost();
      }
      for (int i = 0; i < regions.length; i++) {
        long start = System.nanoTime();
        step(i, values, checked);
        double t = (System.nanoTime() - start) / 1e3;
        micros[i] = micros[i] == 0 ? t : Math.min(t, micros[i]);
      }
      return finish(values, given);
    } finally {
      for (int i = 0; i < values.length; i++) {
        if (values[i] != null && (i >= given.length || values[i] != given[i])) {
          values[i].close();
        }
      }
    }
  }

  private void step(int i, NDArray[] values, boolean checked) {
    Regions.Part part = parts.get(i);
    NDArray[] out;
    if (part.border()) {
      Node n = part.nodes().get(0);
      NDArray[] in = n.inputs().stream()
          .map(v -> v == null ? null : v.isConstant() ? v.constant() : values[slots.get(v)]).toArray(NDArray[]::new);
      try {
        out = Interpreter.border(n.op(), n.attrsWithLists(), in, (body, args) -> runBody(body, checked, args));
      } catch (LoopException e) {
        throw e.at(n.name());
      }
    } else {
      out = regions[i].run(checked, part.reads().stream().map(v -> values[slots.get(v)]).toArray(NDArray[]::new));
    }
    for (int k = 0; k < out.length; k++) {
      values[slots.get(part.writes().get(k))] = out[k];
    }
    for (int slot : dying[i]) {
      values[slot].close();
      values[slot] = null;
    }
  }

  private NDArray[] runBody(Graph body, boolean checked, NDArray... in) {
    Program program;
    synchronized (bodies) {
      program = bodies.computeIfAbsent(body, g -> new Program(g, options, backend));
    }
    Map<String, NDArray> inputs = new HashMap<>();
    for (int i = 0; i < in.length; i++) {
      inputs.put(body.inputs().get(i).name(), in[i]);
    }
    return program.run(inputs, Map.of(), checked, Backends.backend()).values().toArray(NDArray[]::new);
  }

  /** Writes the states and hands the outputs over: what was computed as it is, anything else as a copy. */
  private Map<String, NDArray> finish(NDArray[] values, NDArray[] given) {
    Map<String, NDArray> out = new LinkedHashMap<>();
    List<Integer> handed = new ArrayList<>();
    graph.outputs().forEach((name, v) -> {
      int slot = v.isConstant() ? -1 : slots.get(v);
      boolean own = slot >= given.length && !graph.writes().containsValue(v) && !handed.contains(slot);
      out.put(name, own ? values[slot] : (slot < 0 ? v.constant() : values[slot]).dup());
      if (own) {
        handed.add(slot);
      }
    });
    graph.writes()
        .forEach((state, v) -> given[slots.get(state)].assign(v.isConstant() ? v.constant() : values[slots.get(v)]));
    handed.forEach(slot -> values[slot] = null);
    return out;
  }

  @Override
  public void run(NDArray[] given, Weights weights, boolean checked, Map<String, NDArray> outputs) {
    Map<String, NDArray> found = run(given, weights, checked, Backends.backend());
    try {
      found.forEach((name, a) -> {
        NDArray to = outputs.get(name);
        if (to == null || !to.type().equals(a.type())) {
          throw new IllegalArgumentException(
              "[output " + name + "] got " + (to == null ? "nothing" : to.type()) + "; expected an array " + a.type()
                  + ". Its dims depend on data: let the run make it.");
        }
        to.assign(a);
      });
    } finally {
      found.values().forEach(NDArray::close);
    }
  }

  /** The steps of regions whose dims are known, the nodes of others, and the borders between. */
  PlanReport report() {
    Pass pass = new Pass("lowering", graph);
    return new PlanReport(backend.name(), options.threads(), facts(), List.of(pass.summary()),
        Map.of(pass.name(), graph.dump()), 0, 0, 0);
  }

  /** A row per step of the regions whose dims are known, per node of the others, and per op between. */
  List<StepFacts> facts() {
    List<StepFacts> rows = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      Node n = parts.get(i).nodes().get(0);
      rows.addAll(regions[i] != null ? regions[i].facts()
          : List.of(StepFacts.later(n, n.op().control() != null ? "control" : "java:dynamic", StepFacts.BORDER)));
    }
    return rows;
  }

  @Override
  public String profile(NDArray[] given, Weights weights, int runs) {
    double[] micros = new double[parts.size()];
    for (int r = 0; r < runs; r++) {
      run(given, weights, false, micros).values().forEach(NDArray::close);
    }
    StringBuilder s = new StringBuilder();
    for (int i = 0; i < micros.length; i++) {
      s.append(
          String.format(Locale.ROOT, "%4d %10.1f us %s", i, micros[i], parts.get(i).border() ? "border" : "region"));
      parts.get(i).nodes().forEach(n -> s.append(' ').append(n.name()));
      s.append('\n');
    }
    return s.toString();
  }

  @Override
  public Runs runs() {
    return runs;
  }

  /** The plans of its regions and bodies count for themselves. */
  @Override
  public long compiledBytes() {
    return 4096L * parts.size();
  }

  @Override
  public void relieve() {
  }

  /** Frees plans and bodies once nobody is inside. */
  @Override
  public void close() {
    runs.close();
  }

  private void free() {
    Arrays.stream(regions).filter(r -> r != null).forEach(Region::close);
    synchronized (bodies) {
      bodies.values().forEach(Program::close);
    }
  }
}
