package org.pydl4j.nd.plan.steps;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.Node;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.TensorType;

/**
 * Gives every value a place: views lie in their base, parts of a concatenation in the whole, new content of a state in
 * the state, outputs in the caller's arrays, all else in one arena where blocks share bytes when their lifetimes do not
 * meet.
 */
public final class MemoryPlan {
  private static final int ALIGNMENT = 64;

  /** A block of memory while it is placed; {@code inside} another block, or at an external slot, or in the arena. */
  private static final class Block {
    final long bytes;
    int firstStep;
    int lastStep;
    int slot;
    Block inside;
    long offset;

    Block(long bytes, int slot, int firstStep) {
      this.bytes = bytes;
      this.slot = slot;
      this.firstStep = firstStep;
      this.lastStep = firstStep;
    }

    Block root() {
      return inside == null ? this : inside.root();
    }

    long offsetInRoot() {
      return inside == null ? 0 : offset + inside.offsetInRoot();
    }

    boolean isFree() {
      return inside == null && slot == Location.ARENA;
    }
  }

  private record View(Block block, long offset) {
  }

  private final Graph graph;
  private final List<Step> steps;
  private final Map<Value, View> views = new HashMap<>();
  private final List<Block> blocks = new ArrayList<>();
  private final Map<Integer, Block> scratch = new LinkedHashMap<>();
  private final List<Value> constants = new ArrayList<>();
  /** Copies at the end of a run, from value to slot: outputs first, since they may show what a state held before. */
  private final List<Map.Entry<Value, Integer>> copies = new ArrayList<>();
  private int outputCopies;
  private final Set<Integer> elided = new HashSet<>();
  private long arenaBytes;
  private long lowerBound;
  private int peakStep;

  private MemoryPlan(Graph graph, List<Step> steps) {
    this.graph = graph;
    this.steps = steps;
  }

  public static MemoryPlan of(Graph graph, List<Step> steps) {
    MemoryPlan p = new MemoryPlan(graph, steps);
    p.makeBlocks();
    p.lifetimes();
    p.placeConcats();
    p.placeStates();
    p.placeOutputs();
    p.reuseInPlace();
    p.assignOffsets();
    return p;
  }

  public int inputSlot(int i) {
    return 1 + i;
  }

  public int stateSlot(int i) {
    return 1 + graph.inputs().size() + i;
  }

  public int outputSlot(int i) {
    return 1 + graph.inputs().size() + graph.states().size() + i;
  }

  public int constantSlot(int i) {
    return 1 + graph.inputs().size() + graph.states().size() + graph.outputs().size() + i;
  }

  /** The first slot after the plan's own: for packed operands. */
  public int slots() {
    return constantSlot(constants.size());
  }

  /** The state or constant at a slot. */
  public Value external(int slot) {
    int state = slot - stateSlot(0);
    return slot >= constantSlot(0) ? constants.get(slot - constantSlot(0)) : graph.states().get(state);
  }

  public List<Value> constants() {
    return constants;
  }

  public long arenaBytes() {
    return arenaBytes;
  }

  /** The most bytes that live at once, whatever the placement. */
  public long lowerBound() {
    return lowerBound;
  }

  /** The step at which most bytes live. */
  public int peakStep() {
    return peakStep;
  }

  /** The largest values of the arena at that step, with the bytes of the blocks that hold them. */
  public List<Map.Entry<Value, Long>> largestAtPeak(int count) {
    Map<Block, Value> held = new LinkedHashMap<>();
    for (Step s : steps) {
      for (Value v : s.outputs()) {
        Block root = views.get(v).block.root();
        if (root.slot == Location.ARENA && root.firstStep <= peakStep && peakStep <= root.lastStep) {
          held.merge(root, v, (a, b) -> a.type().bytes() >= b.type().bytes() ? a : b);
        }
      }
    }
    return held.entrySet().stream().sorted(Comparator.comparingLong(e -> -e.getKey().bytes)).limit(count)
        .map(e -> Map.entry(e.getValue(), e.getKey().bytes)).toList();
  }

  /** Concatenations whose parts already lie in place: no step is needed. */
  public boolean isElided(int step) {
    return elided.contains(step);
  }

  public List<Map.Entry<Value, Integer>> copies() {
    return copies;
  }

  public Location locate(Value v) {
    View w = views.get(v);
    Block root = w.block.root();
    long offset = w.offset + w.block.offsetInRoot();
    return new Location(root.slot, root.slot == Location.ARENA ? root.offset + offset : offset);
  }

  public Location scratch(int step) {
    Block s = scratch.get(step);
    return s == null ? null : new Location(Location.ARENA, s.offset);
  }

  private void makeBlocks() {
    for (int i = 0; i < graph.inputs().size(); i++) {
      own(graph.inputs().get(i), inputSlot(i), -1);
    }
    for (int i = 0; i < graph.states().size(); i++) {
      own(graph.states().get(i), stateSlot(i), -1);
    }
    for (Node n : graph.nodes()) {
      n.inputs().stream().filter(v -> v != null && v.isConstant()).forEach(this::constant);
    }
    graph.outputs().values().stream().filter(Value::isConstant).forEach(this::constant);
    graph.writes().values().stream().filter(Value::isConstant).forEach(this::constant);
    Map<Node, Integer> stepOf = new HashMap<>();
    for (int i = 0; i < steps.size(); i++) {
      stepOf.put(steps.get(i).node(), i);
    }
    for (Node n : graph.nodes()) {
      if (stepOf.containsKey(n)) {
        n.outputs().forEach(v -> own(v, Location.ARENA, stepOf.get(n)));
      } else {
        View base = views.get(n.input(0));
        views.put(n.output(), new View(base.block, base.offset + viewOffset(n)));
      }
    }
    for (int i = 0; i < steps.size(); i++) {
      long bytes = steps.get(i).kernel() == null ? 0 : steps.get(i).kernel().scratchBytes();
      if (bytes > 0) {
        scratch.put(i, new Block(bytes, Location.ARENA, i));
      }
    }
  }

  private void own(Value v, int slot, int step) {
    Block b = new Block(v.type().bytes(), slot, step);
    blocks.add(b);
    views.put(v, new View(b, 0));
  }

  private void constant(Value v) {
    if (!views.containsKey(v)) {
      constants.add(v);
      own(v, constantSlot(constants.size() - 1), -1);
    }
  }

  /** Whether a node only renames memory: reshapes, and slices of whole leading blocks. */
  public static boolean isView(Node n) {
    return n.op().isView() || n.op().name().equals("pydl4j.Slice") && viewOffset(n) >= 0;
  }

  /** Bytes from the input's start to the output's, -1 when the output is not one contiguous range. */
  private static long viewOffset(Node n) {
    if (n.op().isView()) {
      return 0;
    }
    TensorType x = n.input(0).type();
    Attrs a = n.attrs();
    long[] axes = a.getLongs("axes");
    long inner = x.dtype().bytes;
    long offset = -1;
    for (int axis = x.rank() - 1; axis >= 0; axis--) {
      int at = indexOf(axes, axis);
      long start = at < 0 ? 0 : a.getLongs("starts")[at];
      long length = n.output().type().dims()[axis];
      boolean whole = length == x.dims()[axis];
      if (at >= 0 && a.getLongs("steps")[at] != 1 && length > 1) {
        return -1;
      }
      if (!whole && offset >= 0 && length != 1) {
        return -1;
      }
      if (!whole) {
        long outerSize = 1;
        for (int k = 0; k < axis; k++) {
          outerSize *= n.output().type().dims()[k];
        }
        if (outerSize != 1) {
          return -1;
        }
        offset = Math.max(offset, 0) + start * inner;
      }
      inner *= x.dims()[axis];
    }
    return Math.max(offset, 0);
  }

  private static int indexOf(long[] a, long v) {
    for (int i = 0; i < a.length; i++) {
      if (a[i] == v) {
        return i;
      }
    }
    return -1;
  }

  private void lifetimes() {
    for (int i = 0; i < steps.size(); i++) {
      int step = i;
      steps.get(i).inputs().stream().filter(v -> v != null).forEach(v -> touch(v, step));
    }
    graph.outputs().values().forEach(v -> touch(v, steps.size()));
    graph.writes().values().forEach(v -> touch(v, steps.size()));
  }

  private void touch(Value v, int step) {
    Block b = views.get(v).block;
    b.lastStep = Math.max(b.lastStep, step);
  }

  /** Parts that nothing else claims are computed where the concatenation wants them. */
  private void placeConcats() {
    for (int i = steps.size() - 1; i >= 0; i--) {
      Step s = steps.get(i);
      if (!s.node().op().name().equals("Concat")) {
        continue;
      }
      TensorType out = s.node().output().type();
      int axis = (int) s.node().attrs().getLong("axis", 0);
      if (Arrays.stream(out.dims(), 0, axis).anyMatch(d -> d != 1)) {
        continue;
      }
      Block whole = views.get(s.node().output()).block;
      Set<Block> parts = new HashSet<>();
      boolean all = true;
      for (Value v : s.node().inputs()) {
        View w = views.get(v);
        all &= w.block.isFree() && w.offset == 0 && w.block.bytes == v.type().bytes() && w.block != whole
            && parts.add(w.block);
      }
      if (all) {
        long at = 0;
        for (Value v : s.node().inputs()) {
          Block part = views.get(v).block;
          part.inside = whole;
          part.offset = at;
          at += part.bytes;
          whole.firstStep = Math.min(whole.firstStep, part.firstStep);
          whole.lastStep = Math.max(whole.lastStep, part.lastStep);
        }
        elided.add(i);
      }
    }
  }

  /**
   * A state's new content is written into the state at once when everybody who reads the old content is done by then.
   */
  private void placeStates() {
    for (int i = 0; i < graph.states().size(); i++) {
      Value state = graph.states().get(i);
      Value v = graph.writes().get(state);
      if (v == null || v == state) {
        continue;
      }
      View w = views.get(v);
      Block old = views.get(state).block;
      if (w.block.isFree() && w.offset == 0 && w.block.bytes == old.bytes && mayOverwrite(w.block, old)) {
        w.block.slot = stateSlot(i);
      } else {
        copies.add(Map.entry(v, stateSlot(i)));
      }
    }
  }

  /** Whether block b, written from its first step on, may lie where the old content is. */
  private boolean mayOverwrite(Block b, Block old) {
    for (int i = b.firstStep; i < steps.size(); i++) {
      Step s = steps.get(i);
      for (int k = 0; k < s.inputs().size(); k++) {
        if (s.inputs().get(k) == null || views.get(s.inputs().get(k)).block != old || elided.contains(i)) {
          continue;
        }
        View r = views.get(s.inputs().get(k));
        int o = outputIn(s, b);
        boolean same = i == b.firstStep && o >= 0
            && r.offset == views.get(s.outputs().get(o)).offset + views.get(s.outputs().get(o)).block.offsetInRoot();
        if (!same || !s.kernel().canAlias(k, o)) {
          return false;
        }
      }
    }
    return graph.outputs().values().stream().noneMatch(v -> views.get(v).block == old)
        && graph.writes().values().stream().noneMatch(v -> views.get(v).block == old);
  }

  /** The output of a step that lies in the block, when all of its outputs do that fill it; -1 else. */
  private int outputIn(Step s, Block b) {
    for (int o = 0; o < s.outputs().size(); o++) {
      if (views.get(s.outputs().get(o)).block.root() == b) {
        return o;
      }
    }
    return -1;
  }

  private void placeOutputs() {
    int i = 0;
    for (Value v : graph.outputs().values()) {
      View w = views.get(v);
      if (w.block.isFree() && w.offset == 0 && w.block.bytes == v.type().bytes()) {
        w.block.slot = outputSlot(i);
      } else {
        copies.add(outputCopies++, Map.entry(v, outputSlot(i)));
      }
      i++;
    }
  }

  /** A kernel that may work in place does so on an input that nobody reads afterwards. */
  private void reuseInPlace() {
    for (int i = 0; i < steps.size(); i++) {
      Step s = steps.get(i);
      if (s.kernel() == null || elided.contains(i)) {
        continue;
      }
      Set<Block> taken = new HashSet<>();
      for (int o = 0; o < s.outputs().size(); o++) {
        Block out = views.get(s.outputs().get(o)).block;
        for (int k = 0; k < s.inputs().size() && out.isFree(); k++) {
          Value v = s.inputs().get(k);
          if (v == null || !s.kernel().canAlias(k, o)) {
            continue;
          }
          View in = views.get(v);
          boolean once =
              s.inputs().stream().filter(x -> x != null && views.get(x).block.root() == in.block.root()).count() == 1;
          if (in.block.isFree() && in.offset == 0 && in.block.bytes == out.bytes && in.block.lastStep == i && once
              && holdsNoParts(in.block) && holdsNoParts(out)
              && taken.add(in.block)) {
            out.inside = in.block;
            out.offset = 0;
            in.block.lastStep = Math.max(in.block.lastStep, out.lastStep);
          }
        }
      }
    }
  }

  private boolean holdsNoParts(Block b) {
    return blocks.stream().noneMatch(p -> p.inside == b);
  }

  /**
   * Greedy in several orders, the best of them kept: each block goes to the lowest offset that is free during its life.
   */
  private void assignOffsets() {
    List<Block> open = new ArrayList<>();
    for (Block b : blocks) {
      if (b.inside != null) {
        Block r = b.root();
        r.firstStep = Math.min(r.firstStep, b.firstStep);
        r.lastStep = Math.max(r.lastStep, b.lastStep);
      }
    }
    blocks.stream().filter(Block::isFree).forEach(open::add);
    open.addAll(scratch.values());
    for (int i = 0; i <= steps.size(); i++) {
      int step = i;
      long live = open.stream().filter(b -> b.firstStep <= step && step <= b.lastStep).mapToLong(b -> b.bytes).sum();
      peakStep = live > lowerBound ? i : peakStep;
      lowerBound = Math.max(lowerBound, live);
    }
    Comparator<Block> bySize = Comparator.comparingLong((Block b) -> -b.bytes).thenComparingInt(b -> b.firstStep);
    Comparator<Block> byArea =
        Comparator.comparingLong((Block b) -> -b.bytes * (b.lastStep - b.firstStep + 1)).thenComparing(bySize);
    Comparator<Block> byLife = Comparator.comparingInt((Block b) -> b.firstStep - b.lastStep).thenComparing(bySize);
    Comparator<Block> byStart = Comparator.comparingInt((Block b) -> b.firstStep).thenComparing(bySize);
    arenaBytes = Long.MAX_VALUE;
    Comparator<Block> best = bySize;
    for (Comparator<Block> order : List.of(bySize, byArea, byLife, byStart)) {
      long bytes = place(open, order);
      if (bytes < arenaBytes) {
        arenaBytes = bytes;
        best = order;
      }
    }
    place(open, best);
  }

  private static long place(List<Block> open, Comparator<Block> order) {
    open.sort(order);
    List<Block> placed = new ArrayList<>();
    long total = 0;
    for (Block b : open) {
      List<Block> rivals = placed.stream().filter(p -> p.firstStep <= b.lastStep && b.firstStep <= p.lastStep)
          .sorted(Comparator.comparingLong(p -> p.offset)).toList();
      long at = 0;
      for (Block r : rivals) {
        if (at + b.bytes <= r.offset) {
          break;
        }
        at = Math.max(at, aligned(r.offset + r.bytes));
      }
      b.offset = at;
      placed.add(b);
      total = Math.max(total, at + b.bytes);
    }
    return total;
  }

  private static long aligned(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }
}
