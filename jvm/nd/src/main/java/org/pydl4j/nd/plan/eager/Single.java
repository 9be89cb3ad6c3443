package org.pydl4j.nd.plan.eager;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.Arena;
import org.pydl4j.nd.array.Backends;
import org.pydl4j.nd.array.Holds;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Bindings;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.plan.Program;
import org.pydl4j.nd.plan.cache.Idle;
import org.pydl4j.nd.plan.cache.Kept;
import org.pydl4j.nd.plan.cache.Runs;
import org.pydl4j.nd.plan.options.PlanOptions;
import org.pydl4j.nd.plan.report.Profiler;
import org.pydl4j.nd.plan.run.Compiled;
import org.pydl4j.nd.plan.run.NumberCheck;
import org.pydl4j.nd.plan.run.Plan;
import org.pydl4j.nd.plan.run.Weights;
import org.pydl4j.nd.plan.steps.Location;
import org.pydl4j.nd.plan.steps.MemoryPlan;
import org.pydl4j.nd.plan.steps.Step;
import org.pydl4j.nd.spi.Backend;
import org.pydl4j.nd.spi.Binding;
import org.pydl4j.nd.spi.Kernel;
import org.pydl4j.nd.spi.Stream;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/**
 * An op or kernel on arrays at hand, by position. Where one kernel in main memory is all of it, runs bind that to the
 * arrays; all else is a plan. Shared by threads.
 */
final class Single implements Kept.Value {
  private static final long KERNEL_BYTES = 16L << 10;

  /**
   * Where an operand lies: in an array of the call, inputs before outputs, or at a fixed address (array -1); absent
   * where address is 0.
   */
  private record Place(int array, long offset) {
  }

  private final String where;
  private final Backend backend;
  private final int threads;
  private final Compiled whole;
  private final Graph graph;
  private final int[] read;
  private final TensorType[] types;
  private final Kernel kernel;
  private final Place[] in;
  private final Place[] out;
  private final Weights none = new Weights(Map.of());
  private final Idle<Work> idle = new Idle<>();
  private final Runs runs = new Runs(this::free);

  /** A binding of the kernel with the memory that it works in. */
  private final class Work {
    private final Stream stream = backend.newStream();
    private final NDArray scratch;
    private final long[] at = new long[in.length + out.length];
    private final Kernel.Bound bound;

    Work(NDArray[] arrays, int inputs, NDArray[] made) {
      scratch = kernel.scratchBytes() == 0 ? null : Arena.ROOT.create(backend, DType.UINT8, kernel.scratchBytes());
      for (int i = 0; i < at.length; i++) {
        at[i] = address(i, arrays, made);
      }
      Kept.works(kernel.scratchBytes());
      try {
        bound = kernel.bind(new Binding(where, Arrays.copyOf(at, inputs), Arrays.copyOfRange(at, inputs, at.length),
            scratch == null ? 0 : scratch.address(), stream));
      } catch (RuntimeException | Error e) {
        freeMemory();
        throw e;
      }
    }

    private long address(int operand, NDArray[] arrays, NDArray[] made) {
      Place p = operand < in.length ? in[operand] : out[operand - in.length];
      if (p.array < 0) {
        return p.offset;
      }
      NDArray a = p.array < arrays.length ? arrays[p.array] : made[p.array - arrays.length];
      return a == null ? 0 : a.address() + p.offset;
    }

    void run(NDArray[] arrays, NDArray[] made) {
      for (int i = 0; i < at.length; i++) {
        long address = address(i, arrays, made);
        if (address != at[i]) {
          at[i] = address;
          if (i < in.length) {
            bound.input(i, address);
          } else {
            bound.output(i - in.length, address);
          }
        }
      }
      bound.run();
    }

    void close() {
      bound.close();
      freeMemory();
    }

    private void freeMemory() {
      stream.close();
      if (scratch != null) {
        scratch.close();
        Kept.works(-kernel.scratchBytes());
      }
    }
  }

  /** A kernel that reads and writes the arrays in its own order. */
  Single(String where, Backend backend, int threads, Kernel kernel, int inputs, int outputs) {
    this.where = where;
    this.backend = backend;
    this.threads = threads;
    this.kernel = kernel;
    whole = null;
    graph = null;
    read = null;
    types = null;
    in = new Place[inputs];
    out = new Place[outputs];
    Arrays.setAll(in, i -> new Place(i, 0));
    Arrays.setAll(out, i -> new Place(inputs + i, 0));
  }

  /**
   * An op.
   *
   * @param graph of that op alone
   * @param read per input of the graph: the position of the array in calls
   * @param arrays how many arrays calls have
   */
  Single(String where, Graph graph, int[] read, int arrays, PlanOptions options, Backend backend) {
    this.where = where;
    this.backend = backend;
    this.graph = graph;
    this.read = read;
    whole = Program.compile(graph, Map.of(), backend, options, true);
    Step only = whole instanceof Plan p ? p.only() : null;
    Place[] reads = null;
    Place[] writes = null;
    if (only != null) {
      Plan plan = (Plan) whole;
      reads =
          only.inputs().stream().map(v -> v == null ? new Place(-1, 0) : place(plan, v, arrays)).toArray(Place[]::new);
      writes = only.outputs().stream().map(v -> place(plan, v, arrays)).toArray(Place[]::new);
      if (Arrays.asList(reads).contains(null) || Arrays.asList(writes).contains(null)) {
        only = null;
      }
    }
    threads = only == null ? options.threads() : ((Plan) whole).threads();
    kernel = only == null ? null : only.kernel();
    in = reads;
    out = writes;
    types = only == null ? null
        : ((Plan) whole).graph().outputs().values().stream().map(Value::type).toArray(TensorType[]::new);
  }

  /** Null for what lies in the plan's own memory. */
  private Place place(Plan plan, Value v, int arrays) {
    MemoryPlan m = plan.memory();
    Location l = m.locate(v);
    int inputs = plan.graph().inputs().size();
    if (l.slot() == Location.ARENA) {
      return null;
    } else if (l.slot() >= m.constantSlot(0)) {
      return new Place(-1, plan.constants()[l.slot() - m.constantSlot(0)] + l.offset());
    }
    int external = l.slot() - m.inputSlot(0);
    return new Place(external < inputs ? read[external] : arrays + external - inputs, l.offset());
  }

  /** Runs into new arrays; those of an op on a device stay there. */
  NDArray[] run(NDArray[] arrays) {
    if (!isDirect()) {
      return throughPlan(arrays, null);
    }
    NDArray[] made = new NDArray[types.length];
    try {
      for (int i = 0; i < made.length; i++) {
        made[i] = NDArray.create(types[i].dtype(), types[i].dims());
      }
      direct(arrays, made);
    } catch (RuntimeException | Error e) {
      for (NDArray a : made) {
        if (a != null) {
          a.close();
        }
      }
      throw e;
    }
    return made;
  }

  /** Runs into the caller's dense arrays in main memory. */
  void run(NDArray[] arrays, NDArray[] made) {
    if (isDirect()) {
      Holds.enter(made);
      try {
        direct(arrays, made);
      } finally {
        Holds.leave(made);
      }
    } else {
      throughPlan(arrays, made);
    }
  }

  /** Whether the kernel alone runs: recordings and searches for numbers that are not finite are made by plans. */
  private boolean isDirect() {
    return kernel != null && (whole == null || Profiler.current() == null && !NumberCheck.isOn());
  }

  private void direct(NDArray[] arrays, NDArray[] made) {
    NDArray[] given = arrays;
    for (int i = 0; i < arrays.length; i++) {
      if (arrays[i] != null && !arrays[i].isDense()) {
        given = given == arrays ? arrays.clone() : given;
        given[i] = arrays[i].dup();
      }
    }
    Holds.enter(given);
    try {
      backend.useThreads(threads);
      Work w = idle.take();
      if (w == null) {
        w = new Work(given, in.length, made);
      }
      try {
        w.run(given, made);
      } finally {
        if (!idle.giveBack(w)) {
          w.close();
        }
      }
    } finally {
      Holds.leave(given);
      for (int i = 0; i < arrays.length; i++) {
        if (given[i] != arrays[i]) {
          given[i].close();
        }
      }
    }
  }

  private NDArray[] throughPlan(NDArray[] arrays, NDArray[] made) {
    boolean host = backend.memory().isHost();
    NDArray[] given = new NDArray[read.length];
    NDArray[] results = made;
    try {
      for (int i = 0; i < given.length; i++) {
        NDArray a = arrays[read[i]];
        a = host && a.isOnHost() ? a : Bindings.placed(graph.inputs().get(i), a, backend);
        given[i] = a.isDense() ? a : a.dup();
      }
      if (made == null) {
        results = whole.run(given, none, NumberCheck.isOn(), host ? Backends.backend() : backend).values()
            .toArray(NDArray[]::new);
      } else {
        whole.run(given, none, NumberCheck.isOn(), Map.of("out0", made[0]));
      }
      return results;
    } finally {
      List<NDArray> handedOn = results == null ? List.of() : Arrays.asList(results);
      for (int i = 0; i < given.length; i++) {
        if (given[i] != null && given[i] != arrays[read[i]] && !handedOn.contains(given[i])) {
          given[i].close();
        }
      }
    }
  }

  @Override
  public Runs runs() {
    return runs;
  }

  @Override
  public long compiledBytes() {
    return whole == null ? KERNEL_BYTES : whole.compiledBytes();
  }

  @Override
  public void relieve() {
    for (Work w = idle.take(); w != null; w = idle.take()) {
      w.close();
    }
    if (whole != null) {
      whole.relieve();
    }
  }

  @Override
  public void close() {
    runs.close();
  }

  private void free() {
    relieve();
    if (whole != null) {
      whole.close();
    } else {
      kernel.close();
    }
    none.close();
  }
}
