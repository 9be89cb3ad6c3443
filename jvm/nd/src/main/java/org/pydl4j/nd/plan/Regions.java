package org.pydl4j.nd.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.Node;
import org.pydl4j.nd.graph.Value;

/**
 * Cuts a graph into static regions, as few as may be, and the ops that run between them. A list that decides dims must
 * be known when its reader's region is compiled: it comes from an earlier region, or from dims alone.
 */
final class Regions {
  /**
   * One part of a run.
   *
   * @param border whether it is one op that runs between regions
   * @param reads values from outside that it needs, constants left out
   * @param content those of them whose content decides dims
   * @param writes its values that others need
   */
  record Part(boolean border, List<Node> nodes, List<Value> reads, Set<Value> content, List<Value> writes) {
  }

  private final Map<Value, Integer> levels = new HashMap<>();
  /** Values that follow from dims alone. */
  private final Set<Value> sizes = new HashSet<>();

  private Regions() {
  }

  static List<Part> of(Graph g) {
    return new Regions().cut(g);
  }

  private List<Part> cut(Graph g) {
    List<List<Node>> regions = new ArrayList<>();
    List<List<Node>> borders = new ArrayList<>();
    for (Node n : g.nodes()) {
      int level = level(n);
      while (regions.size() <= level) {
        regions.add(new ArrayList<>());
        borders.add(new ArrayList<>());
      }
      (n.op().isBorder() ? borders : regions).get(level).add(n);
      n.outputs().forEach(v -> levels.put(v, level));
      if (!n.op().isBorder() && (readsDimsOnly(n)
          || n.inputs().stream().allMatch(v -> v == null || v.isConstant() || sizes.contains(v)))) {
        sizes.addAll(n.outputs());
      }
    }
    List<List<Node>> order = new ArrayList<>();
    for (int i = 0; i < regions.size(); i++) {
      order.add(regions.get(i));
      borders.get(i).forEach(n -> order.add(List.of(n)));
    }
    order.removeIf(List::isEmpty);
    return parts(g, order);
  }

  /** Shape and Size: their results are known as soon as dims are. */
  private static boolean readsDimsOnly(Node n) {
    return n.op().name().equals("Shape") || n.op().name().equals("Size");
  }

  /** The first region in which the node can run; an op between regions runs after the region of its level. */
  private int level(Node n) {
    int level = 0;
    for (int i = 0; i < n.inputs().size(); i++) {
      Value v = n.input(i);
      if (v != null && v.producer() != null) {
        boolean later = v.producer().op().isBorder() || n.needsContent(i) && !sizes.contains(v);
        level = Math.max(level, levels.get(v) + (later && !n.op().isBorder() ? 1 : 0));
      }
    }
    return level;
  }

  private static List<Part> parts(Graph g, List<List<Node>> order) {
    Map<Value, Integer> partOf = new HashMap<>();
    for (int i = 0; i < order.size(); i++) {
      int part = i;
      order.get(i).forEach(n -> n.outputs().forEach(v -> partOf.put(v, part)));
    }
    Set<Value> needed = new HashSet<>(g.outputs().values());
    needed.addAll(g.writes().values());
    List<Set<Value>> reads = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      Set<Value> r = new LinkedHashSet<>();
      for (Node n : order.get(i)) {
        for (Value v : n.inputs()) {
          if (v != null && !v.isConstant() && partOf.getOrDefault(v, -1) != i) {
            r.add(v);
          }
        }
      }
      reads.add(r);
      needed.addAll(r);
    }
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      List<Node> nodes = order.get(i);
      boolean border = nodes.get(0).op().isBorder();
      List<Value> writes = border ? nodes.get(0).outputs()
          : nodes.stream().flatMap(n -> n.outputs().stream()).filter(needed::contains).toList();
      Set<Value> content = border ? new HashSet<>() : content(nodes);
      content.retainAll(reads.get(i));
      parts.add(new Part(border, List.copyOf(nodes), List.copyOf(reads.get(i)), content, writes));
    }
    return parts;
  }

  /** Values whose content decides dims in the region, by themselves or through arithmetic. */
  private static Set<Value> content(List<Node> nodes) {
    Set<Value> need = new HashSet<>();
    for (int k = nodes.size() - 1; k >= 0; k--) {
      Node n = nodes.get(k);
      boolean wanted = !readsDimsOnly(n) && n.outputs().stream().anyMatch(need::contains);
      for (int i = 0; i < n.inputs().size(); i++) {
        if (n.input(i) != null && (wanted || n.needsContent(i))) {
          need.add(n.input(i));
        }
      }
    }
    return need;
  }
}
