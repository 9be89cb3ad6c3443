package org.pydl4j.nd.plan.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pydl4j.nd.array.Arena;
import org.pydl4j.nd.array.Elements;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Node;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.plan.options.PlanOptions;
import org.pydl4j.nd.plan.passes.FrozenCut;
import org.pydl4j.nd.plan.steps.Location;
import org.pydl4j.nd.plan.steps.MemoryPlan;
import org.pydl4j.nd.plan.steps.Step;
import org.pydl4j.nd.spi.Backend;
import org.pydl4j.nd.spi.Kernel;

/**
 * What a plan derives from values that do not change between runs: first the nodes that depend on frozen states alone
 * run as a plan of their own, then kernels pack operands. {@link Weights} keep the results. In this order a run gets
 * the addresses of: frozen states, the nodes' results, packed operands.
 */
final class Frozen implements AutoCloseable {
  /** An operand that a kernel wants packed. */
  record Packed(int step, int input, Value source, Kernel.Packing packing) {
  }

  private final List<Value> states;
  private final Plan before;
  private final Weights none = new Weights(Map.of());
  private final List<Value> results;
  private final List<Packed> packed;
  private final Plan plan;

  Frozen(FrozenCut cut, Plan plan, Backend backend, int threads) {
    this.plan = plan;
    this.results = cut.results();
    this.states = cut.main().states().subList(0, cut.frozen());
    this.before =
        cut.before() == null ? null : Plan.compile(cut.before(), Map.of(), backend, PlanOptions.of(threads), false);
    this.packed = packed(plan);
  }

  long compiledBytes() {
    return before == null ? 0 : before.compiledBytes();
  }

  List<Packed> packed() {
    return packed;
  }

  /** How many states of the plan's graph hold frozen content: the caller's, then results. */
  int states() {
    return states.size() + results.size();
  }

  /** The slots of the addresses that {@link #derive} returns. */
  IntStream slots() {
    MemoryPlan m = plan.memory();
    return IntStream.concat(IntStream.range(0, states()).map(m::stateSlot),
        IntStream.range(0, packed.size()).map(i -> m.slots() + i));
  }

  private static List<Packed> packed(Plan plan) {
    List<Packed> list = new ArrayList<>();
    for (int s = 0; s < plan.steps().size(); s++) {
      Step step = plan.steps().get(s);
      for (int i = 0; i < step.inputs().size(); i++) {
        Kernel.Packing p = step.packing(i);
        if (p != null) {
          list.add(new Packed(s, i, step.inputs().get(i), p));
        }
      }
    }
    return List.copyOf(list);
  }

  /**
   * The addresses of the states, the results and the packed operands for a generation of weights; computes what is
   * missing. Called under its lock.
   */
  long[] derive(Weights.Generation g) {
    Map<Value, Integer> ids = new HashMap<>();
    long[] out = new long[states.size() + results.size() + packed.size()];
    int at = 0;
    Backend place = plan.backend();
    for (Value v : states) {
      NDArray state = g.state(v, place);
      if (!state.isOnHost()) {
        state.uses().synchronize();
      }
      out[at++] = state.location();
    }
    Weights.Copy[] copies = new Weights.Copy[results.size()];
    for (int i = 0; i < copies.length; i++) {
      copies[i] = g.copy(place, List.of("result", id(results.get(i), g, ids)), results.get(i).type().bytes());
      out[at++] = copies[i].memory.location();
    }
    if (Arrays.stream(copies).anyMatch(c -> !c.fresh)) {
      run(g, copies);
    }
    for (Packed p : packed) {
      Location lies = plan.memory().locate(p.source);
      Value root = plan.memory().external(lies.slot());
      int state = plan.graph().states().indexOf(root);
      boolean result = state >= states.size();
      Object source =
          root.isConstant() ? root.constant() : result ? id(results.get(state - states.size()), g, ids) : root.name();
      Weights.Copy c =
          g.copy(place, List.of("packed", source, lies.offset(), p.source.type(), p.packing), p.packing.bytes());
      if (!c.fresh) {
        long from = root.isConstant() ? plan.constants()[plan.memory().constants().indexOf(root)] : out[state];
        plan.steps().get(p.step).kernel().pack(p.input, from + lies.offset(), c.memory.location());
        c.fresh = true;
      }
      out[at++] = c.memory.location();
    }
    return out;
  }

  /** Results that another plan has made already are computed beside it, since runs may read them now. */
  private void run(Weights.Generation g, Weights.Copy[] copies) {
    Backend place = plan.backend();
    List<NDArray> external = new ArrayList<>();
    before.graph().states().forEach(v -> external.add(g.state(v, place)));
    List<NDArray> aside = new ArrayList<>();
    for (Weights.Copy c : copies) {
      NDArray target = c.memory;
      if (c.fresh) {
        target = Arena.ROOT.create(place, target.dtype(), target.shape());
        aside.add(target);
      }
      external.add(target);
    }
    if (place.memory().isHost()) {
      before.run(external.stream().mapToLong(NDArray::address).toArray(), none, false);
    } else {
      before.run(new DeviceRun(before.graph(), external.toArray(new NDArray[0])), none, false);
      external.forEach(a -> a.uses().synchronize());
    }
    aside.forEach(NDArray::close);
    Arrays.stream(copies, 0, results.size()).forEach(c -> c.fresh = true);
  }

  /** A number for how a value comes about: equal in all plans that compute it alike from the same states. */
  private static int id(Value v, Weights.Generation g, Map<Value, Integer> known) {
    Integer id = known.get(v);
    if (id == null) {
      List<Object> description = new ArrayList<>();
      Node p = v.producer();
      if (v.isConstant()) {
        description.add(v.constant().size() <= 16 ? v.type() + Elements.text(v.constant()) : v.constant());
      } else if (p == null) {
        description.add(v.name());
      } else {
        description.addAll(List.of(p.op().name(), p.attrs().toString(), p.outputs().indexOf(v)));
        p.inputs().forEach(x -> description.add(x == null ? -1 : id(x, g, known)));
      }
      id = g.id(description);
      known.put(v, id);
    }
    return id;
  }

  @Override
  public void close() {
    if (before != null) {
      before.close();
    }
    none.close();
  }
}
