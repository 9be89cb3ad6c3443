package org.pydl4j.nd.plan.run;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.pydl4j.nd.array.Arena;
import org.pydl4j.nd.array.Backends;
import org.pydl4j.nd.array.OffHeapMemoryError;
import org.pydl4j.nd.array.Pool;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.Node;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.plan.steps.MemoryPlan;
import org.pydl4j.nd.spi.Backend;

/** Says before a plan runs that it does not fit in memory, and what would. */
final class Room {
  private static final int SHOWN = 5;

  private Room() {
  }

  /** Raises when a single value is larger than all memory: before kernels are made for it. */
  static void check(Graph g, Backend backend) {
    long most = Backends.pool(backend).ceilingBytes();
    for (Node n : g.nodes()) {
      for (Value v : n.outputs()) {
        if (v.type().bytes() > most) {
          throw new OffHeapMemoryError("[" + n.op().name() + " at " + n.name()
              + "] does not fit in memory: got an output " + v.type() + " of " + Pool.text(v.type().bytes())
              + " from inputs " + n.inputs().stream().filter(x -> x != null).map(Value::type).toList()
              + "; expected at most " + Pool.text(most)
              + ". Use a smaller batch or smaller layers, or raise pydl4j.memory.limit." + inUse(backend));
        }
      }
    }
  }

  /** Raises when the memory of one more run is not free. */
  static void check(Plan plan) {
    MemoryPlan m = plan.memory();
    Pool pool = Backends.pool(plan.backend());
    long free = pool.ceilingBytes() - pool.usedBytes();
    if (m.arenaBytes() > free) {
      Pool.relieve();
      free = pool.ceilingBytes() - pool.usedBytes();
    }
    if (m.arenaBytes() > free) {
      List<Map.Entry<Value, Long>> largest = m.largestAtPeak(SHOWN);
      String step = m.peakStep() < plan.steps().size() ? plan.facts().get(m.peakStep()).name() : "the end";
      throw new OffHeapMemoryError("[plan] does not fit in memory: got " + Pool.text(m.arenaBytes())
          + " needed for a run of " + plan.steps().size() + " steps; expected at most "
          + Pool.text(Math.max(free, 0)) + ", which are free of " + Pool.text(pool.ceilingBytes())
          + ". Most is needed at " + step + ", where the largest arrays are: "
          + largest.stream()
              .map(e -> e.getKey().name() + " " + e.getKey().type() + " (" + Pool.text(e.getValue()) + ")")
              .collect(Collectors.joining(", "))
          + ". Use a smaller batch, activation checkpointing in training, or raise pydl4j.memory.limit."
          + inUse(plan.backend()));
    }
  }

  private static String inUse(Backend backend) {
    return backend.memory().isHost() ? "\nIn use:\n" + Arena.report() : "";
  }
}
