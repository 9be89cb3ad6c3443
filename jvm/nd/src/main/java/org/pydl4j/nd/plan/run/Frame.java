package org.pydl4j.nd.plan.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.Arena;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.plan.cache.Kept;
import org.pydl4j.nd.plan.report.Recording;
import org.pydl4j.nd.plan.steps.Location;
import org.pydl4j.nd.plan.steps.MemoryPlan;
import org.pydl4j.nd.plan.steps.Step;
import org.pydl4j.nd.spi.Backend;
import org.pydl4j.nd.spi.Binding;
import org.pydl4j.nd.spi.Event;
import org.pydl4j.nd.spi.Kernel;
import org.pydl4j.nd.spi.Stream;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/** The memory of one run at a time, with the plan's kernels bound to it. */
final class Frame implements AutoCloseable {
  /** An operand that lies in an external slot and moves when its array does. */
  private record Moving(Kernel.Bound bound, boolean isInput, int index, long offset) {
    void to(long base) {
      if (isInput) {
        bound.input(index, base + offset);
      } else {
        bound.output(index, base + offset);
      }
    }
  }

  private record Copy(Location from, int slot, long bytes) {
  }

  private final NDArray block;
  private final long[] base;
  private final int[] slots;
  private final Kernel.Bound[] run;
  private final List<List<Moving>> moving = new ArrayList<>();
  private final Copy[] copies;
  private final Arena arena;
  private final Backend backend;
  private final Plan plan;
  private final Stream stream;
  private final Event done;
  private final Map<Integer, NDArray> landings = new HashMap<>();
  private NumberCheck check;
  private Event[] marks;

  Frame(Plan plan, Arena arena, Backend backend) {
    this.plan = plan;
    this.arena = arena;
    this.backend = backend;
    MemoryPlan m = plan.memory();
    block = arena.create(backend, DType.UINT8, Math.max(m.arenaBytes(), 1));
    Kept.works(m.arenaBytes());
    stream = backend.newStream();
    done = stream.newEvent();
    slots = plan.slots();
    base = new long[m.slots() + plan.frozen().packed().size()];
    base[Location.ARENA] = block.location();
    System.arraycopy(plan.constants(), 0, base, m.constantSlot(0), m.constants().size());
    for (int i = 0; i < base.length; i++) {
      moving.add(new ArrayList<>());
    }
    List<Kernel.Bound> bounds = new ArrayList<>();
    List<Step> steps = plan.steps();
    for (int i = 0; i < steps.size(); i++) {
      bounds.add(m.isElided(i) ? null : bind(steps.get(i), m, m.scratch(i)));
    }
    run = bounds.toArray(new Kernel.Bound[0]);
    for (int i = 0; i < plan.frozen().packed().size(); i++) {
      Frozen.Packed p = plan.frozen().packed().get(i);
      moving.get(m.slots() + i).add(new Moving(run[p.step()], true, p.input(), 0));
    }
    List<Copy> ends = new ArrayList<>();
    for (Map.Entry<Value, Integer> c : m.copies()) {
      ends.add(new Copy(m.locate(c.getKey()), c.getValue(), c.getKey().type().bytes()));
    }
    copies = ends.toArray(new Copy[0]);
  }

  private Kernel.Bound bind(Step s, MemoryPlan m, Location scratch) {
    List<Value> read = new ArrayList<>(s.inputs());
    for (int i = 0; i < read.size(); i++) {
      read.set(i, s.packing(i) == null ? read.get(i) : null);
    }
    long[] in = addresses(read, m);
    long[] out = addresses(s.outputs(), m);
    Kernel.Bound bound = s.kernel().bind(new Binding(s.node().op().name() + " at " + s.node().name(), in, out,
        scratch == null ? 0 : base[Location.ARENA] + scratch.offset(), stream));
    follow(bound, true, read, m);
    follow(bound, false, s.outputs(), m);
    return bound;
  }

  private long[] addresses(List<Value> values, MemoryPlan m) {
    long[] a = new long[values.size()];
    for (int i = 0; i < a.length; i++) {
      if (values.get(i) != null) {
        Location l = m.locate(values.get(i));
        a[i] = base[l.slot()] == 0 ? 0 : base[l.slot()] + l.offset();
      }
    }
    return a;
  }

  private void follow(Kernel.Bound bound, boolean isInput, List<Value> values, MemoryPlan m) {
    for (int i = 0; i < values.size(); i++) {
      Location l = values.get(i) == null ? null : m.locate(values.get(i));
      if (l != null && l.slot() != Location.ARENA) {
        moving.get(l.slot()).add(new Moving(bound, isInput, i, l.offset()));
      }
    }
  }

  Stream stream() {
    return stream;
  }

  /** The end of the last run that nobody waited for. */
  Event done() {
    return done;
  }

  /** Room on the device for an input or output that lies in main memory; the same one in every run. */
  long landing(int external, TensorType type) {
    return landings.computeIfAbsent(external, i -> arena.create(backend, type.dtype(), type.dims())).location();
  }

  /** Puts a run into the stream, which main memory has done on return. */
  void run(long[] external, long[] derived) {
    move(external, 0);
    move(derived, external.length);
    for (Kernel.Bound k : run) {
      if (k != null) {
        k.run();
      }
    }
    finish();
  }

  /** As run, with every step's time recorded, or its outputs searched for numbers that are not finite; waits. */
  void watched(long[] external, long[] derived, Recording recording, boolean checked) {
    long began = System.nanoTime();
    move(external, 0);
    move(derived, external.length);
    if (checked) {
      check().before(base);
    }
    marks();
    stream.record(marks[0]);
    for (int i = 0; i < run.length; i++) {
      if (run[i] != null) {
        run[i].run();
      }
      stream.record(marks[i + 1]);
      if (checked) {
        check.after(i, base);
      }
    }
    finish();
    stream.synchronize();
    if (recording != null) {
      record(recording, began);
    }
  }

  /** Steps by the marks before and after them, on the device's own clock. */
  private void record(Recording recording, long began) {
    int number = recording.number(plan, plan::facts);
    for (int i = 0; i < run.length; i++) {
      if (run[i] != null) {
        recording.step(number, i, began + (long) (1e3 * marks[i].microsAfter(marks[0])),
            began + (long) (1e3 * marks[i + 1].microsAfter(marks[0])));
      }
    }
    recording.run(number, began, System.nanoTime());
  }

  private void marks() {
    if (marks == null) {
      marks = new Event[run.length + 1];
      Arrays.setAll(marks, i -> stream.newEvent());
    }
  }

  private NumberCheck check() {
    if (check == null) {
      check = new NumberCheck(plan, backend, stream, arena);
    }
    return check;
  }

  private void move(long[] addresses, int from) {
    for (int i = 0; i < addresses.length; i++) {
      int slot = slots[from + i];
      if (base[slot] != addresses[i]) {
        base[slot] = addresses[i];
        List<Moving> list = moving.get(slot);
        for (int k = 0; k < list.size(); k++) {
          list.get(k).to(addresses[i]);
        }
      }
    }
  }

  private void finish() {
    for (Copy c : copies) {
      if (c.bytes > 0) {
        stream.copy(base[c.from.slot()] + c.from.offset(), base[c.slot], c.bytes);
      }
    }
  }

  double[] profile(long[] external, long[] derived, int runs) {
    move(external, 0);
    move(derived, external.length);
    double[] least = new double[run.length];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    marks();
    for (int r = 0; r < runs; r++) {
      stream.record(marks[0]);
      for (int i = 0; i < run.length; i++) {
        if (run[i] != null) {
          run[i].run();
        }
        stream.record(marks[i + 1]);
      }
      finish();
      stream.synchronize();
      for (int i = 0; i < run.length; i++) {
        least[i] = Math.min(least[i], marks[i + 1].microsAfter(marks[i]));
      }
    }
    return least;
  }

  @Override
  public void close() {
    stream.close();
    done.close();
    for (int i = 0; marks != null && i < marks.length; i++) {
      marks[i].close();
    }
    if (check != null) {
      check.close();
    }
    for (Kernel.Bound k : run) {
      if (k != null) {
        k.close();
      }
    }
    landings.values().forEach(NDArray::close);
    block.close();
    Kept.works(-plan.memory().arenaBytes());
  }
}
