package org.pydl4j.nd.plan.passes;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Node;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.pointwise.PointwiseCode;
import org.pydl4j.nd.pointwise.WholeNumbers;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;

/**
 * Gathers elementwise nodes of one shape and type into pointwise programs, so that a chain reads and writes memory
 * once.
 */
final class PointwiseFusion {
  private static final int MAX_NODES = 48;
  private final Graph graph;
  private final Set<Value> frozen;
  private final Map<Node, List<Node>> groupOf = new HashMap<>();
  private final Map<Value, List<Node>> readers = new HashMap<>();

  private PointwiseFusion(Graph graph, Set<Value> frozen) {
    this.graph = graph;
    this.frozen = frozen;
    for (Node n : graph.nodes()) {
      new HashSet<>(reads(n)).forEach(v -> readers.computeIfAbsent(v, k -> new ArrayList<>()).add(n));
    }
  }

  /** The graph with programs; values in the set are computed apart from the others. */
  static Graph run(Graph graph, Set<Value> frozen) {
    return new PointwiseFusion(graph, frozen).go();
  }

  private static boolean fusable(Node n) {
    return isPointwise(n) && arithmetic(n) != null && n.output().type().size() > 0 && !widens(n);
  }

  /** The type in which the node computes, BOOL for truth values alone; null where programs cannot take it. */
  private static DType arithmetic(Node n) {
    DType type = takes(n.output().type().dtype());
    for (Value v : n.inputs()) {
      type = type == null ? null : common(type, takes(v.type().dtype()));
    }
    return n.op().code() == PointwiseCode.NEXTAFTER
        || n.op().code() == PointwiseCode.POW && type != null && WholeNumbers.has(type) ? null : type;
  }

  /** A type for both: truth values go with any; null where there is none. */
  private static DType common(DType a, DType b) {
    return a == b || b == DType.BOOL ? a : a == DType.BOOL ? b : null;
  }

  /** Whether the node makes float32 of bfloat16: programs do so as they load, so each reads the narrow value itself. */
  private static boolean widens(Node n) {
    return n.op().name().equals("Cast") && n.input(0).type().dtype() == DType.BFLOAT16
        && n.output().type().dtype() == DType.FLOAT32;
  }

  private static List<Value> reads(Node n) {
    return fusable(n) ? n.inputs().stream()
        .map(v -> v.producer() != null && widens(v.producer()) ? v.producer().input(0) : v).toList() : n.inputs();
  }

  private boolean isRead(Node n) {
    Value v = n.output();
    return readers.containsKey(v) || graph.outputs().containsValue(v) || graph.writes().containsValue(v);
  }

  private static boolean isPointwise(Node n) {
    return n.op().code() != null || n.op().name().equals("Cast");
  }

  /**
   * The type in which programs compute values of a type, null where they do not; float16 stays alone, for each of its
   * results is rounded.
   */
  private static DType takes(DType t) {
    return t == DType.BFLOAT16 ? DType.FLOAT32
        : t == DType.FLOAT32 || t == DType.FLOAT64 || WholeNumbers.has(t) ? t : null;
  }

  private Graph go() {
    for (Node n : graph.nodes()) {
      List<Node> own = new ArrayList<>(List.of(n));
      groupOf.put(n, own);
      if (fusable(n)) {
        for (Value v : reads(n)) {
          Node p = v.producer();
          if (p != null && fusable(p) && Arrays.equals(p.output().type().dims(), n.output().type().dims())
              && frozen.contains(p.output()) == frozen.contains(n.output())) {
            tryMerge(groupOf.get(p), groupOf.get(n));
          }
        }
      }
    }
    return rebuild();
  }

  private void tryMerge(List<Node> a, List<Node> b) {
    DType type = a.stream().map(PointwiseFusion::arithmetic).reduce(DType.BOOL, PointwiseFusion::common);
    if (a == b || a.size() + b.size() > MAX_NODES || !b.stream().allMatch(n -> common(type, arithmetic(n)) != null)
        || cyclic(a, b)) {
      return;
    }
    a.addAll(b);
    b.forEach(n -> groupOf.put(n, a));
  }

  /**
   * Whether a path leaves a, passes through other groups, and enters b: then one program of both would wait for itself.
   */
  private boolean cyclic(List<Node> a, List<Node> b) {
    Set<List<Node>> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    ArrayDeque<List<Node>> open = new ArrayDeque<>();
    for (List<Node> start : successors(a)) {
      if (start != b && seen.add(start)) {
        open.add(start);
      }
    }
    while (!open.isEmpty()) {
      for (List<Node> next : successors(open.poll())) {
        if (next == b) {
          return true;
        }
        if (seen.add(next)) {
          open.add(next);
        }
      }
    }
    return false;
  }

  private Set<List<Node>> successors(List<Node> group) {
    Set<List<Node>> out = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Node n : group) {
      for (Value v : n.outputs()) {
        for (Node r : readers.getOrDefault(v, List.of())) {
          List<Node> g = groupOf.get(r);
          if (g != null && g != group) {
            out.add(g);
          }
        }
      }
    }
    return out;
  }

  private Graph rebuild() {
    GraphBuilder b = new GraphBuilder();
    Map<Value, Sym> map = new HashMap<>();
    graph.inputs().forEach(v -> map.put(v, b.input(v.name(), v.type().dtype(), v.type().dims())));
    graph.states().forEach(v -> map.put(v, b.state(v.name(), v.type().dtype(), v.type().dims())));
    Set<Node> done = new HashSet<>();
    for (Node n : graph.nodes()) {
      if (!widens(n) || isRead(n)) {
        emit(n, b, map, done);
      }
    }
    graph.outputs().forEach((name, v) -> b.output(name, at(b, map, v)));
    graph.writes().forEach((state, v) -> b.write(at(b, map, state), at(b, map, v)));
    return b.build();
  }

  private static Sym at(GraphBuilder b, Map<Value, Sym> map, Value v) {
    return map.computeIfAbsent(v, c -> b.constant(c.name(), c.constant()));
  }

  /** Emits a node's group after all groups that it needs. */
  private void emit(Node n, GraphBuilder b, Map<Value, Sym> map, Set<Node> done) {
    List<Node> group = groupOf.get(n);
    if (!done.add(group.get(0))) {
      return;
    }
    for (Node m : group) {
      for (Value v : reads(m)) {
        if (v != null && v.producer() != null && groupOf.get(v.producer()) != group) {
          emit(v.producer(), b, map, done);
        }
      }
    }
    b.origins(group.toArray(Node[]::new));
    if (group.size() == 1 && !(fusable(n) && n.op().code() != null)) {
      Sym[] in = n.inputs().stream().map(v -> v == null ? null : at(b, map, v)).toArray(Sym[]::new);
      Sym[] out = b.callNamed(n.name(), n.op(), n.attrs(), in);
      for (int i = 0; i < out.length; i++) {
        map.put(n.outputs().get(i), out[i]);
      }
    } else {
      program(group, b, map);
    }
  }

  private void program(List<Node> group, GraphBuilder b, Map<Value, Sym> map) {
    List<Node> ordered = graph.nodes().stream().filter(new HashSet<>(group)::contains).toList();
    Set<Value> made = new HashSet<>();
    ordered.forEach(n -> made.addAll(n.outputs()));
    Set<Value> stored = new LinkedHashSet<>();
    Map<Value, Integer> lastUse = new HashMap<>();
    for (int i = 0; i < ordered.size(); i++) {
      Node n = ordered.get(i);
      for (Value v : reads(n)) {
        lastUse.put(v, i);
      }
      Value y = n.output();
      boolean outside = readers.getOrDefault(y, List.of()).stream().anyMatch(r -> groupOf.get(r) != group);
      if (outside || graph.outputs().containsValue(y) || graph.writes().containsValue(y)) {
        stored.add(y);
      }
    }
    Writer program = new Writer(lastUse);
    Map<Value, Integer> inputs = new LinkedHashMap<>();
    List<Value> outputs = new ArrayList<>(stored);
    for (int i = 0; i < ordered.size(); i++) {
      program.node(ordered.get(i), i, made, inputs, outputs);
    }
    Sym[] in = inputs.keySet().stream().map(v -> at(b, map, v)).toArray(Sym[]::new);
    long[] types = outputs.stream().mapToLong(v -> v.type().dtype().onnx).toArray();
    Attrs attrs = Attrs.of("program", program.code(), "constants", program.constants(), "types", types, "dims",
        ordered.get(0).output().type().dims());
    Sym[] out =
        b.callNamed(ordered.get(ordered.size() - 1).name(), org.pydl4j.nd.graph.Ops.get("pydl4j.Pointwise"), attrs, in);
    for (int i = 0; i < out.length; i++) {
      map.put(outputs.get(i), out[i]);
    }
  }

  /** Writes the instructions of a program and hands out registers, which are reused after their value's last use. */
  private static final class Writer {
    private final Map<Value, Integer> lastUse;
    private final List<Long> code = new ArrayList<>();
    private final List<Double> numbers = new ArrayList<>();
    private final Map<Value, Integer> register = new HashMap<>();
    private final ArrayDeque<Integer> free = new ArrayDeque<>();
    private int registers;

    Writer(Map<Value, Integer> lastUse) {
      this.lastUse = lastUse;
    }

    void node(Node n, int position, Set<Value> made, Map<Value, Integer> inputs, List<Value> outputs) {
      int[] operand = new int[3];
      List<Value> reads = reads(n);
      for (int k = 0; k < reads.size(); k++) {
        operand[k] = operand(reads.get(k), made, inputs);
      }
      for (Value v : new LinkedHashSet<>(reads)) {
        if (lastUse.get(v) == position) {
          free.push(register.remove(v));
        }
      }
      int dst = allocate();
      register.put(n.output(), dst);
      boolean toBool = n.op().code() == null && n.output().type().dtype() == DType.BOOL;
      PointwiseCode op = n.op().code() != null ? n.op().code() : PointwiseCode.COPY;
      if (toBool) {
        int zero = allocate();
        emit(PointwiseCode.CONST, zero, number(0), 0, 0);
        emit(PointwiseCode.NE, dst, operand[0], zero, 0);
        free.push(zero);
      } else {
        emit(op, dst, operand[0], operand[1], operand[2]);
      }
      int out = outputs.indexOf(n.output());
      if (out >= 0) {
        emit(PointwiseCode.STORE, out, dst, 0, 0);
      }
      if (!lastUse.containsKey(n.output()) || lastUse.get(n.output()) <= position) {
        free.push(register.remove(n.output()));
      }
    }

    private int operand(Value v, Set<Value> made, Map<Value, Integer> inputs) {
      Integer r = register.get(v);
      if (r == null) {
        r = allocate();
        register.put(v, r);
        if (v.isConstant() && v.constant().size() == 1 && isExact(v.constant())) {
          emit(PointwiseCode.CONST, r, number(v.constant().getDoubleAt(0)), 0, 0);
        } else if (made.contains(v)) {
          throw new AssertionError("value " + v + " is read before it is made");
        } else {
          emit(PointwiseCode.LOAD, r, inputs.computeIfAbsent(v, k -> inputs.size()), 0, 0);
        }
      }
      return r;
    }

    private static boolean isExact(NDArray number) {
      if (!WholeNumbers.has(number.dtype())) {
        return true;
      }
      long v = number.getLongAt(0);
      return v < 1L << 53 && v > (number.dtype() == DType.UINT64 ? -1 : -(1L << 53));
    }

    private int allocate() {
      return free.isEmpty() ? registers++ : free.pop();
    }

    private int number(double v) {
      int at = numbers.indexOf(v);
      if (at < 0) {
        numbers.add(v);
        at = numbers.size() - 1;
      }
      return at;
    }

    private void emit(PointwiseCode op, long dst, long a, long x, long y) {
      code.addAll(List.of((long) op.opcode(), dst, a, x, y));
    }

    long[] code() {
      return code.stream().mapToLong(Long::longValue).toArray();
    }

    double[] constants() {
      return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }
  }
}
