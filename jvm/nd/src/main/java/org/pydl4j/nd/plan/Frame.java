package org.pydl4j.nd.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.Arena;
import org.pydl4j.nd.array.DType;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.spi.Backend;
import org.pydl4j.nd.spi.Kernel;

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
  private final Backend backend;
  private final Plan plan;
  private final Arena arena;
  private NumberCheck check;

  Frame(Plan plan, Arena arena, Backend backend) {
    this.plan = plan;
    this.arena = arena;
    this.backend = backend;
    MemoryPlan m = plan.memory();
    block = arena.create(DType.UINT8, Math.max(m.arenaBytes(), 1));
    slots = plan.slots();
    base = new long[m.slots() + plan.frozen().packed().size()];
    base[Location.ARENA] = block.address();
    for (int i = 0; i < m.constants().size(); i++) {
      base[m.constantSlot(i)] = m.constants().get(i).constant().address();
    }
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
    Kernel.Bound bound = s.kernel().bind(in, out, scratch == null ? 0 : base[Location.ARENA] + scratch.offset());
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

  /** As run, with every step's time recorded, or its outputs searched for numbers that are not finite. */
  void watched(long[] external, long[] derived, Recording recording, boolean checked) {
    int number = recording == null ? 0 : recording.number(plan);
    long began = System.nanoTime();
    move(external, 0);
    move(derived, external.length);
    if (checked) {
      check().before(base);
    }
    for (int i = 0; i < run.length; i++) {
      if (run[i] != null) {
        long start = System.nanoTime();
        run[i].run();
        if (recording != null) {
          recording.step(number, i, start, System.nanoTime());
        }
      }
      if (checked) {
        check.after(i, base);
      }
    }
    finish();
    if (recording != null) {
      recording.run(number, began, System.nanoTime());
    }
  }

  private NumberCheck check() {
    if (check == null) {
      check = new NumberCheck(plan, backend, arena);
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
        backend.memory().copy(base[c.from.slot()] + c.from.offset(), base[c.slot], c.bytes);
      }
    }
  }

  double[] profile(long[] external, long[] derived, int runs) {
    move(external, 0);
    move(derived, external.length);
    double[] least = new double[run.length];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    for (int r = 0; r < runs; r++) {
      for (int i = 0; i < run.length; i++) {
        long t = System.nanoTime();
        if (run[i] != null) {
          run[i].run();
        }
        least[i] = Math.min(least[i], (System.nanoTime() - t) / 1e3);
      }
      finish();
    }
    return least;
  }

  @Override
  public void close() {
    if (check != null) {
      check.close();
    }
    for (Kernel.Bound k : run) {
      if (k != null) {
        k.close();
      }
    }
    block.close();
  }
}
