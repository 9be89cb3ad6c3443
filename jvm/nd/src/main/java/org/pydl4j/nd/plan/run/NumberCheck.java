package org.pydl4j.nd.plan.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pydl4j.nd.array.Arena;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Node;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Ops;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.plan.report.StepFacts;
import org.pydl4j.nd.plan.steps.Location;
import org.pydl4j.nd.plan.steps.MemoryPlan;
import org.pydl4j.nd.plan.steps.Step;
import org.pydl4j.nd.spi.Backend;
import org.pydl4j.nd.spi.Binding;
import org.pydl4j.nd.spi.Kernel;
import org.pydl4j.nd.spi.KernelCall;
import org.pydl4j.nd.spi.Stream;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/**
 * Finds the step that makes the first number that is not finite, and then puts the states back to what they were before
 * the run. A NaN is always an error; an infinity is one only where the step's inputs had none, so that masks of -inf
 * pass. Belongs to a frame.
 */
public final class NumberCheck implements AutoCloseable {
  private static volatile boolean on;

  /**
   * Lets all plan runs of this process be checked; programs can be checked one by one, too ({@code Program.nanCheck}).
   */
  public static void set(boolean check) {
    on = check;
  }

  public static boolean isOn() {
    return on;
  }

  /** What pydl4j.NumberReport says of an array. */
  private record Numbers(long nans, long infinities, long firstNan, long firstInfinity, double least, double largest) {
    Numbers with(Numbers o) {
      return new Numbers(nans + o.nans, infinities + o.infinities, firstNan, firstInfinity, Math.min(least, o.least),
          Math.max(largest, o.largest));
    }

    String range() {
      return (least > largest ? "no finite number" : String.format(Locale.ROOT, "in [%.6g, %.6g]", least, largest))
          + (nans > 0 ? " and " + nans + " NaN" : "")
          + (infinities > 0 ? " and " + infinities + " infinite" : "");
    }
  }

  private record Scan(Kernel kernel, Kernel.Bound bound, NDArray scratch) {
  }

  private final Plan plan;
  private final Backend backend;
  private final Stream stream;
  private final Arena arena;
  private final NDArray there;
  private final NDArray report;
  private final Map<TensorType, Scan> scans = new HashMap<>();
  private final Map<Value, Numbers> seen = new HashMap<>();
  private final Map<Integer, NDArray> saved = new LinkedHashMap<>();

  NumberCheck(Plan plan, Backend backend, Stream stream, Arena arena) {
    this.plan = plan;
    this.backend = backend;
    this.stream = stream;
    this.arena = arena;
    this.there = arena.create(backend, DType.FLOAT64, 6);
    this.report = arena.create(DType.FLOAT64, 6);
    for (int i = 0; i < plan.graph().states().size(); i++) {
      Value state = plan.graph().states().get(i);
      if (plan.graph().writes().getOrDefault(state, state) != state) {
        saved.put(plan.memory().stateSlot(i), arena.create(backend, DType.UINT8, Math.max(1, state.type().bytes())));
      }
    }
  }

  /** Keeps the states, and looks at all that is given. */
  void before(long[] base) {
    saved.forEach((slot, copy) -> stream.copy(base[slot], copy.location(), copy.size()));
    seen.clear();
    List<Value> given = new ArrayList<>(plan.graph().inputs());
    given.addAll(plan.graph().states());
    given.addAll(plan.memory().constants());
    for (Value v : given) {
      Numbers n = scan(v, base);
      if (n != null && n.nans > 0 && !v.isConstant()) {
        throw new NonFiniteException("[nan_check] " + v.kind().name().toLowerCase(Locale.ROOT) + " " + v.name() + " "
            + v.type() + " holds NaN before the run: got "
            + counted(n, v.type())
            + "; expected numbers. Nothing was computed and nothing was written. Look for NaN in the "
            + "data, or restart from saved parameters.");
      }
      seen.put(v, n);
    }
  }

  /** Looks at what a step wrote. */
  void after(int step, long[] base) {
    Step s = plan.steps().get(step);
    if (plan.memory().isElided(step)) {
      s.inputs().stream().map(this::seen).filter(n -> n != null).reduce(Numbers::with)
          .ifPresent(n -> seen.put(s.outputs().get(0), n));
      return;
    }
    for (Value v : s.outputs()) {
      Numbers n = scan(v, base);
      seen.put(v, n);
      if (n != null && (n.nans > 0 || n.infinities > 0 && !readsInfinity(s))) {
        saved.forEach((slot, copy) -> stream.copy(copy.location(), base[slot], copy.size()));
        stream.synchronize();
        throw new NonFiniteException(message(step, s, v, n));
      }
    }
  }

  private boolean readsInfinity(Step s) {
    double[] constants = s.node().attrs().getDoubles("constants");
    return s.inputs().stream().map(this::seen).anyMatch(n -> n != null && n.infinities > 0)
        || constants != null && Arrays.stream(constants).anyMatch(Double::isInfinite);
  }

  /** What was seen of a value, or of what it is a view of. */
  private Numbers seen(Value v) {
    Value at = v;
    while (at != null && !seen.containsKey(at) && at.producer() != null && MemoryPlan.isView(at.producer())) {
      at = at.producer().input(0);
    }
    return at == null ? null : seen.get(at);
  }

  private String message(int step, Step s, Value v, Numbers n) {
    StepFacts f = plan.facts().get(step);
    Node node = s.node();
    StringBuilder in = new StringBuilder();
    for (int i = 0; i < s.inputs().size(); i++) {
      Value x = s.inputs().get(i);
      Numbers r = x == null ? null : seen(x);
      if (x != null) {
        in.append(in.length() == 0 ? "" : ", ").append(x.name()).append(' ').append(x.type())
            .append(r == null ? "" : " " + r.range());
      }
    }
    return "[nan_check] " + (n.nans > 0 ? "NaN" : "infinity") + " first appears in " + node.op().name() + " at "
        + node.name() + " (layer " + f.layer() + ", step " + step
        + (f.nodes().size() > 1 ? ", which computes " + String.join(" + ", f.nodes()) : "") + "): got "
        + counted(n, v.type()) + " in output " + v.name() + " " + v.type()
        + "; expected finite numbers. Inputs: " + in + ". States (parameters, updater) are as before the run."
        + " Lower the learning rate, clip gradients, or keep the argument of a logarithm, division "
        + "or exponential in its range.";
  }

  private static String counted(Numbers n, TensorType t) {
    long at = n.nans > 0 ? n.firstNan : n.firstInfinity;
    return (n.nans > 0 ? n.nans + " NaN" : "no NaN") + " and " + n.infinities + " infinite of " + t.size()
        + " numbers, the first at " + Arrays.toString(index(at, t.dims()));
  }

  private static long[] index(long flat, long[] dims) {
    long[] at = new long[dims.length];
    long rest = flat;
    for (int i = dims.length - 1; i >= 0; i--) {
      at[i] = rest % dims[i];
      rest /= dims[i];
    }
    return at;
  }

  /** Null for what holds no floating-point numbers. */
  private Numbers scan(Value v, long[] base) {
    if (!v.type().dtype().isFloat() || v.type().size() == 0) {
      return null;
    }
    Location l = plan.memory().locate(v);
    Scan scan = scans.computeIfAbsent(new TensorType(v.type().dtype(), v.type().size()), this::scanner);
    scan.bound.input(0, base[l.slot()] + l.offset());
    scan.bound.run();
    stream.copyOut(there.location(), report.address(), there.size() * Double.BYTES);
    stream.synchronize();
    double[] r = report.toDoubleArray();
    return new Numbers((long) r[0], (long) r[1], (long) r[2], (long) r[3], r[4], r[5]);
  }

  private Scan scanner(TensorType t) {
    Op op = Ops.get("pydl4j.NumberReport");
    Kernel k = Plan.kernel(op.name(),
        new KernelCall(op.name(), Attrs.NONE, List.of(t), List.of(report.type()), plan.threads(), new boolean[1]),
        backend);
    NDArray scratch = arena.create(backend, DType.UINT8, Math.max(1, k.scratchBytes()));
    return new Scan(k,
        k.bind(new Binding("nan_check", new long[] {0}, new long[] {there.location()}, scratch.location(), stream)),
        scratch);
  }

  @Override
  public void close() {
    scans.values().forEach(s -> {
      s.bound.close();
      s.kernel.close();
      s.scratch.close();
    });
    there.close();
    report.close();
    saved.values().forEach(NDArray::close);
  }
}
