package org.pydl4j.nd.plan.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pydl4j.nd.array.Arena;
import org.pydl4j.nd.array.Backends;
import org.pydl4j.nd.array.Device;
import org.pydl4j.nd.array.Holds;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.Node;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.plan.cache.Idle;
import org.pydl4j.nd.plan.cache.Runs;
import org.pydl4j.nd.plan.options.Choices;
import org.pydl4j.nd.plan.options.PlanOptions;
import org.pydl4j.nd.plan.passes.FrozenCut;
import org.pydl4j.nd.plan.passes.Lowering;
import org.pydl4j.nd.plan.passes.Pass;
import org.pydl4j.nd.plan.passes.Passes;
import org.pydl4j.nd.plan.reference.ReferenceKernel;
import org.pydl4j.nd.plan.report.PlanReport;
import org.pydl4j.nd.plan.report.Profiler;
import org.pydl4j.nd.plan.report.Recording;
import org.pydl4j.nd.plan.report.StepFacts;
import org.pydl4j.nd.plan.steps.MemoryPlan;
import org.pydl4j.nd.plan.steps.Step;
import org.pydl4j.nd.spi.Backend;
import org.pydl4j.nd.spi.Kernel;
import org.pydl4j.nd.spi.KernelCall;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.TensorType;

/**
 * A graph compiled for given dims: a flat list of kernel runs over one block of memory. Immutable and shared by
 * threads; each run borrows a {@link Frame} with its own memory, so nothing is locked while computing.
 */
public final class Plan implements Compiled {
  /** About what a step takes: its kernel, often code made for it, and its place in graph and memory plan. */
  private static final long STEP_BYTES = 48L << 10;
  private static final double TINY_BYTES = 1 << 20;
  private static final double TINY_PRODUCTS = 1 << 20;
  private final Graph graph;
  private final Backend backend;
  private final boolean isOnHost;
  private final int threads;
  private final List<Step> steps;
  private final MemoryPlan memory;
  private final Frozen frozen;
  private final Arena arena;
  private final Idle<Frame> idle = new Idle<>();
  private final Runs runs = new Runs(this::free);
  private long[] constants;
  private List<StepFacts> facts;

  private Plan(FrozenCut cut, Backend backend, int threads, List<Step> steps) {
    this.graph = cut.main();
    this.backend = backend;
    this.isOnHost = backend.memory().isHost();
    this.threads = threads;
    this.steps = steps;
    this.memory = MemoryPlan.of(graph, steps);
    this.frozen = new Frozen(cut, this, backend, threads);
    this.arena = Arena.open("plan of " + steps.size() + " steps");
  }

  /**
   * Compiles a graph.
   *
   * @param inputDims the dims of each input by name
   * @param options threads and how memory is saved
   * @param frozen whether states seldom change, so that what depends on them alone is computed and packed once; see
   *     {@link Weights}
   */
  public static Plan compile(Graph graph, Map<String, long[]> inputDims, Backend backend, PlanOptions options,
      boolean frozen) {
    return ofLowered(Lowering.run(graph, inputDims, backend, options.threads()), backend, options, frozen);
  }

  /** Compiles what {@link Lowering} made: no dims are open. */
  public static Plan ofLowered(Graph lowered, Backend backend, PlanOptions options, boolean frozen) {
    int threads = options.threads();
    backend.useThreads(threads);
    List<Pass> done = Passes.run(lowered, backend, options, frozen);
    Graph g = done.get(done.size() - 1).graph();
    Room.check(g, backend);
    int width = isTiny(g) ? 1 : threads;
    backend.useThreads(width);
    FrozenCut cut = frozen ? FrozenCut.of(g) : FrozenCut.none(g);
    Set<Value> same = frozen ? FrozenCut.values(cut.main()) : Set.of();
    List<Step> steps = new ArrayList<>();
    for (Node n : cut.main().nodes()) {
      if (!MemoryPlan.isView(n)) {
        steps.add(step(n, backend, width, same, options.choices()));
      }
    }
    return new Plan(cut, backend, width, List.copyOf(steps));
  }

  /** Whether the whole run is less work than the threads' waiting for each other at every step would be. */
  private static boolean isTiny(Graph g) {
    double bytes = 0;
    double products = 0;
    for (Node n : g.nodes()) {
      if (!MemoryPlan.isView(n)) {
        bytes += n.outputs().stream().mapToDouble(v -> v.type().bytes()).sum()
            + n.inputs().stream().mapToDouble(v -> v == null ? 0 : v.type().bytes()).sum();
        products += StepFacts.products(n);
      }
    }
    return bytes < TINY_BYTES && products < TINY_PRODUCTS;
  }

  private static Step step(Node n, Backend backend, int threads, Set<Value> frozen, Choices choices) {
    List<TensorType> in = new ArrayList<>();
    List<Value> values = new ArrayList<>();
    boolean[] constant = new boolean[n.inputs().size()];
    for (int i = 0; i < n.inputs().size(); i++) {
      Value v = n.input(i);
      int declared = Math.min(i, n.op().inputs().size() - 1);
      boolean read = v != null && !n.op().inputs().get(declared).shapeOnly() && !n.op().inputs().get(declared).list();
      in.add(read ? v.type() : null);
      values.add(read ? v : null);
      constant[i] = read && (v.isConstant() || frozen.contains(v));
    }
    List<TensorType> out = n.outputs().stream().map(Value::type).toList();
    Attrs attrs = n.op().resolved(n.name(), n.attrsWithLists(),
        n.inputs().stream().map(v -> v == null ? null : v.type()).toArray(TensorType[]::new));
    KernelCall call = new KernelCall(n.op().name(), attrs, in, out, threads, constant);
    call = call.choosing(choices.of(call, backend));
    return new Step(n, kernel(n.name(), call, backend), values, n.outputs(), constant, call);
  }

  /** The backend's kernel, else the host's behind copies, else the declaration's own. */
  static Kernel kernel(String where, KernelCall call, Backend backend) {
    Kernel k = backend.kernel(call);
    if (k == null && !backend.memory().isHost()) {
      KernelCall there = new KernelCall(call.op(), call.attrs(), call.inputs(), call.outputs(), call.threads(),
          new boolean[call.inputs().size()]);
      return new HostKernel(kernel(where, there, Backends.backend()), there);
    }
    k = k == null ? ReferenceKernel.of(call) : k;
    if (k == null) {
      throw new UnsupportedOperationException(
          "[" + call.op() + " at " + where + "] has no kernel for " + call.inputs() + " on backend "
              + backend.name() + " and no reference kernel.");
    }
    return k;
  }

  /**
   * Runs once; allocates nothing on the heap once the frames are made.
   *
   * @param external addresses of the inputs, of the states unless they are frozen, and of the outputs, in the graph's
   *     order
   * @param weights the frozen states, and copies of constants
   * @param checked whether every step's outputs are searched for numbers that are not finite
   */
  void run(long[] external, Weights weights, boolean checked) {
    run(external, null, weights, checked);
  }

  /** Puts a run on a device into the queue of the frame that it borrows. */
  void run(DeviceRun arrays, Weights weights, boolean checked) {
    run(null, arrays, weights, checked);
  }

  private void run(long[] external, DeviceRun arrays, Weights weights, boolean checked) {
    backend.useThreads(threads);
    Weights.Generation g = weights.enter();
    Frame frame = idle.take();
    try {
      if (frame == null) {
        Room.check(this);
        frame = new Frame(this, arena, backend);
      }
      Recording recording = Profiler.current();
      if (arrays != null) {
        arrays.go(frame, g.of(this), recording, checked);
      } else if (recording == null && !checked) {
        frame.run(external, g.of(this));
      } else {
        frame.watched(external, g.of(this), recording, checked);
      }
    } finally {
      g.leave();
      if (frame != null && !idle.giveBack(frame)) {
        frame.close();
      }
    }
  }

  @Override
  public Runs runs() {
    return runs;
  }

  boolean isClosed() {
    return runs.isClosed();
  }

  @Override
  public long compiledBytes() {
    return STEP_BYTES * (1 + steps.size()) + frozen.compiledBytes();
  }

  @Override
  public void relieve() {
    for (Frame f = idle.take(); f != null; f = idle.take()) {
      f.close();
    }
  }

  @Override
  public Map<String, NDArray> run(NDArray[] given, Weights weights, boolean checked, Backend place) {
    Map<String, NDArray> out = newOutputs(place);
    try {
      execute(given, weights, checked, out);
    } catch (RuntimeException | Error e) {
      out.values().forEach(NDArray::close);
      throw e;
    }
    return out;
  }

  @Override
  public void run(NDArray[] given, Weights weights, boolean checked, Map<String, NDArray> outputs) {
    graph.outputs().forEach((name, v) -> {
      NDArray a = outputs.get(name);
      if (a == null || !a.type().equals(v.type()) || !a.isDense()) {
        throw new IllegalArgumentException("[output " + name + "] got " + (a == null ? "nothing" : a.type())
            + "; expected a dense array " + v.type() + ".");
      }
      if (!a.isOnHost() && !a.device().equals(Device.of(backend))) {
        throw new IllegalArgumentException(
            "[output " + name + "] lies on " + a.device() + "; expected main memory or " + Device.of(backend)
                + ", where the program runs.");
      }
    });
    execute(given, weights, checked, outputs);
  }

  private Map<String, NDArray> newOutputs(Backend place) {
    Map<String, NDArray> out = new LinkedHashMap<>();
    graph.outputs().forEach((name, v) -> out.put(name, Arena.ROOT.create(place, v.type().dtype(), v.type().dims())));
    return out;
  }

  private void execute(NDArray[] given, Weights weights, boolean checked, Map<String, NDArray> outputs) {
    NDArray[] made = outputs.values().toArray(NDArray[]::new);
    Holds.enter(given);
    try {
      Holds.enter(made);
      try {
        if (isOnHost) {
          run(addresses(given, outputs), weights, checked);
        } else {
          run(onDevice(given, outputs), weights, checked);
        }
      } finally {
        Holds.leave(made);
      }
    } finally {
      Holds.leave(given);
    }
    java.lang.ref.Reference.reachabilityFence(weights);
  }

  private DeviceRun onDevice(NDArray[] given, Map<String, NDArray> outputs) {
    return new DeviceRun(graph, Stream.concat(Arrays.stream(given), graph.outputs().keySet().stream().map(outputs::get))
        .toArray(NDArray[]::new));
  }

  private long[] addresses(NDArray[] given, Map<String, NDArray> outputs) {
    long[] external = new long[given.length + graph.outputs().size()];
    int i = 0;
    for (NDArray a : given) {
      external[i++] = a.address();
    }
    for (String name : graph.outputs().keySet()) {
      external[i++] = outputs.get(name).address();
    }
    return external;
  }

  @Override
  public String profile(NDArray[] given, Weights weights, int runs) {
    Map<String, NDArray> out = newOutputs(backend);
    double[] micros = profile(given, out, weights, runs);
    StringBuilder s = new StringBuilder();
    for (int i = 0; i < micros.length; i++) {
      s.append(PlanReport.line(i, facts().get(i), String.format(Locale.ROOT, "%10.1f us ", micros[i]))).append('\n');
    }
    out.values().forEach(NDArray::close);
    return s.toString();
  }

  /** Microseconds of each step, the least of several runs. */
  private double[] profile(NDArray[] given, Map<String, NDArray> outputs, Weights weights, int runs) {
    backend.useThreads(threads);
    Weights.Generation g = weights.enter();
    try (Frame frame = new Frame(this, arena, backend)) {
      return frame.profile(isOnHost ? addresses(given, outputs) : onDevice(given, outputs).arrive(frame), g.of(this),
          runs);
    } finally {
      g.leave();
    }
  }

  /** Addresses of the constants where the plan runs; a device gets its copies once. */
  public synchronized long[] constants() {
    if (constants == null) {
      constants = memory.constants().stream().mapToLong(v -> {
        NDArray c = v.constant();
        return isOnHost ? c.address() : arena.create(backend, c.dtype(), c.shape()).assign(c).location();
      }).toArray();
    }
    return constants;
  }

  public Graph graph() {
    return graph;
  }

  Backend backend() {
    return backend;
  }

  public int threads() {
    return threads;
  }

  public List<Step> steps() {
    return steps;
  }

  /** The slots of the addresses that {@link #run} takes, then those that the weights give. */
  int[] slots() {
    int given = graph.inputs().size() + graph.states().size() - frozen.states();
    return IntStream.concat(
        IntStream.concat(IntStream.range(0, given).map(memory::inputSlot),
            IntStream.range(0, graph.outputs().size()).map(memory::outputSlot)),
        frozen.slots()).toArray();
  }

  Frozen frozen() {
    return frozen;
  }

  public MemoryPlan memory() {
    return memory;
  }

  /** The step, where its kernel alone is the whole run: between the arrays given and constants; else null. */
  public Step only() {
    boolean alone = isOnHost && steps.size() == 1 && memory.copies().isEmpty() && !memory.isElided(0)
        && frozen.states() == 0 && frozen.packed().isEmpty();
    return alone ? steps.get(0) : null;
  }

  /** Bytes that each concurrent run needs. */
  public long arenaBytes() {
    return memory.arenaBytes();
  }

  /** What is known about each step before it runs. */
  synchronized List<StepFacts> facts() {
    if (facts == null) {
      facts = StepFacts.of(steps, memory);
    }
    return facts;
  }

  /** What it consists of, and what the passes left that made it. */
  public PlanReport report(List<Pass> passes) {
    return new PlanReport(backend.name(), threads, facts(), passes.stream().map(Pass::summary).toList(),
        PlanReport.dumps(passes, steps, memory), arenaBytes(),
        memory.lowerBound(), memory.copies().size());
  }

  /** Frees memory and kernels once nobody is inside. */
  @Override
  public void close() {
    runs.close();
  }

  private void free() {
    relieve();
    arena.close();
    frozen.close();
    steps.forEach(s -> s.kernel().close());
  }
}
