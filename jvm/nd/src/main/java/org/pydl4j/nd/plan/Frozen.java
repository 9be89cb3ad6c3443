package org.pydl4j.nd.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.pydl4j.nd.array.Arena;
import org.pydl4j.nd.array.Elements;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Node;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.spi.Backend;
import org.pydl4j.nd.spi.Kernel;

/**
 * What a plan derives from values that do not change between runs: first the nodes that depend on frozen states alone run as a plan of
 * their own, then kernels pack operands. {@link Weights} keep the results. In this order a run gets the addresses of: frozen states, the
 * nodes' results, packed operands.
 */
final class Frozen implements AutoCloseable {
  /** An operand that a kernel wants packed. */
  record Packed(int step, int input, Value source, Kernel.Packing packing) {
  }

  /**
   * A graph cut in two.
   *
   * @param before computes the results from states that are frozen, or null when there are none
   * @param frozen how many states are frozen: all or none
   */
  record Cut(Graph main, Graph before, List<Value> results, int frozen) {
    static Cut none(Graph g) {
      return new Cut(g, null, List.of(), 0);
    }
  }

  private final List<Value> states;
  private final Plan before;
  private final Weights none = new Weights(Map.of());
  private final List<Value> results;
  private final List<Packed> packed;
  private final Plan plan;

  Frozen(Cut cut, Plan plan, Backend backend, int threads) {
    this.plan = plan;
    this.results = cut.results;
    this.states = cut.main.states().subList(0, cut.frozen);
    this.before = cut.before == null ? null : Plan.compile(cut.before, Map.of(), backend, PlanOptions.of(threads), false);
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
    return IntStream.concat(IntStream.range(0, states()).map(m::stateSlot), IntStream.range(0, packed.size()).map(i -> m.slots() + i));
  }

  /** Values that hold the same at every run: constants, frozen states and what is computed from these alone. */
  static Set<Value> values(Graph g) {
    Set<Value> frozen = new HashSet<>(g.states());
    for (Node n : g.nodes()) {
      if (!n.inputs().isEmpty() && n.inputs().stream().allMatch(v -> v == null || v.isConstant() || frozen.contains(v))) {
        frozen.addAll(n.outputs());
      }
    }
    return frozen;
  }

  /** Moves the nodes that depend on states alone into a graph before; views of states stay where they are. */
  static Cut cut(Graph g) {
    Set<Value> frozen = values(g);
    Set<Value> views = new HashSet<>(g.states());
    Set<Value> needed = new HashSet<>(g.outputs().values());
    for (Node n : g.nodes()) {
      if (frozen.contains(n.outputs().get(0))) {
        if (MemoryPlan.isView(n) && views.contains(n.input(0))) {
          views.add(n.output());
        }
      } else {
        needed.addAll(n.inputs());
      }
    }
    List<Value> results = new ArrayList<>();
    g.nodes().stream().filter(n -> frozen.contains(n.outputs().get(0))).flatMap(n -> n.outputs().stream())
        .filter(v -> needed.contains(v) && !views.contains(v)).forEach(results::add);
    if (results.isEmpty()) {
      return new Cut(g, null, results, g.states().size());
    }
    GraphBuilder before = new GraphBuilder();
    Map<Value, Sym> map = new HashMap<>();
    g.states().forEach(v -> map.put(v, before.state(v.name(), v.type().dtype(), v.type().dims())));
    g.nodes().stream().filter(n -> frozen.contains(n.outputs().get(0))).forEach(n -> copy(n, before, map));
    for (int i = 0; i < results.size(); i++) {
      before.output("result" + i, map.get(results.get(i)));
    }
    GraphBuilder main = new GraphBuilder();
    Map<Value, Sym> after = new HashMap<>();
    g.inputs().forEach(v -> after.put(v, main.input(v.name(), v.type().dtype(), v.type().dims())));
    g.states().forEach(v -> after.put(v, main.state(v.name(), v.type().dtype(), v.type().dims())));
    results.forEach(v -> after.put(v, main.state("frozen/" + v.name() + "/" + results.indexOf(v), v.type().dtype(), v.type().dims())));
    g.nodes().stream().filter(n -> !frozen.contains(n.outputs().get(0)) || views.contains(n.outputs().get(0))).forEach(n -> copy(n, main, after));
    g.outputs().forEach((name, v) -> main.output(name, at(v, main, after)));
    return new Cut(main.build(), before.build(), results, g.states().size());
  }

  private static void copy(Node n, GraphBuilder b, Map<Value, Sym> map) {
    b.origins(n);
    Sym[] out = b.callNamed(n.name(), n.op(), n.attrs(), n.inputs().stream().map(v -> v == null ? null : at(v, b, map)).toArray(Sym[]::new));
    for (int i = 0; i < out.length; i++) {
      map.put(n.outputs().get(i), out[i]);
    }
  }

  private static Sym at(Value v, GraphBuilder b, Map<Value, Sym> map) {
    return map.computeIfAbsent(v, c -> b.constant(c.name(), c.constant()));
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

  /** The addresses of the states, the results and the packed operands for a generation of weights; computes what is missing. Called under its lock. */
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
      Object source = root.isConstant() ? root.constant() : result ? id(results.get(state - states.size()), g, ids) : root.name();
      Weights.Copy c = g.copy(place, List.of("packed", source, lies.offset(), p.source.type(), p.packing), p.packing.bytes());
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
