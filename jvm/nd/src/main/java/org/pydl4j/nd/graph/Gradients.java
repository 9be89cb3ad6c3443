package org.pydl4j.nd.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Reverse-mode differentiation as a graph-to-graph transform: appends the gradient's nodes to the builder. */
public final class Gradients {
  private final GraphBuilder b;
  private final Map<Value, Sym> gradients = new HashMap<>();

  private Gradients(GraphBuilder b) {
    this.b = b;
  }

  /**
   * The gradients of a scalar with respect to values of the same builder.
   *
   * @return one per value, zeros where the scalar does not depend on it
   */
  public static Sym[] of(Sym scalar, Sym... wrt) {
    return of(scalar, null, 0, wrt);
  }

  /** Whether a gradient of the value reaches another on the way back: not where all ways lead through whole numbers. */
  public static boolean reaches(Sym y, Sym... wrt) {
    Set<Value> varying = new HashSet<>();
    for (Sym s : wrt) {
      varying.add(s.value());
    }
    for (Node n : y.builder().nodesSoFar()) {
      if (n.inputs().stream().anyMatch(v -> v != null && varying.contains(v))) {
        n.outputs().stream().filter(v -> v.type().dtype().isFloat()).forEach(varying::add);
      }
    }
    return varying.contains(y.value());
  }

  /** Vector-Jacobian product: the seed is the gradient that reaches y. */
  public static Sym[] seeded(Sym y, Sym seed, Sym... wrt) {
    return of(y, seed, 0, wrt);
  }

  /** The same of several values, the gradients of which add up. */
  public static Sym[] seeded(Sym[] ys, Sym[] seeds, Sym... wrt) {
    return of(ys, seeds, 0, wrt);
  }

  /**
   * Jacobian-vector products: how y changes when the values change in the directions of the tangents. The
   * vector-Jacobian product is linear in its seed, and its derivative by the seed is the product wanted.
   */
  public static Sym forward(Sym y, Sym[] wrt, Sym[] tangents) {
    Sym seed = y.like(0).expandTo(y).call("pydl4j.Copy");
    return seeded(seeded(y, seed, wrt), tangents, seed)[0];
  }

  /** See {@link Graph#gradient}. */
  static Graph added(Graph g, String output, String seedName, List<String> wrt) {
    GraphBuilder b = new GraphBuilder();
    Map<Value, Sym> map = new HashMap<>();
    Map<String, Sym> named = new HashMap<>();
    g.inputs().forEach(v -> map.put(v, b.input(v.name(), v.type().dtype(), v.type().dims())));
    g.states().forEach(v -> map.put(v, b.state(v.name(), v.type().dtype(), v.type().dims())));
    map.forEach((v, s) -> named.put(v.name(), s));
    Sym[] by = new Sym[wrt.size()];
    for (int i = 0; i < by.length; i++) {
      by[i] = named.get(wrt.get(i));
      if (by[i] == null || !by[i].dtype().isFloat()) {
        throw new IllegalArgumentException(
            "[gradient] no float input or state of that name: got '" + wrt.get(i) + "'; expected one of "
                + named.entrySet().stream().filter(e -> e.getValue().dtype().isFloat()).map(Map.Entry::getKey).sorted()
                    .toList()
                + ".");
      }
    }
    Map<Value, Sym> all = b.inline(g, map);
    Value of = g.outputs().get(output);
    if (of == null || !of.type().dtype().isFloat()) {
      throw new IllegalArgumentException("[gradient] no float output of that name: got '" + output
          + "'; expected one of " + g.outputs().keySet() + ".");
    }
    Sym y = all.get(of);
    Sym[] d = of(y, seedName == null ? null : b.input(seedName, y.dtype(), y.type().dims()), 0, by);
    g.outputs().forEach((name, v) -> b.output(name, all.get(v)));
    g.writes().forEach(
        (state, v) -> b.write(map.get(state), all.computeIfAbsent(v, c -> b.constant(c.name(), c.constant()))));
    for (int i = 0; i < d.length; i++) {
      b.output("d/" + wrt.get(i), d[i]);
    }
    return b.build();
  }

  private static Sym[] of(Sym y, Sym seed, int firstNode, Sym... wrt) {
    return of(new Sym[] {y}, new Sym[] {seed != null ? seed : y.like(1).expandTo(y)}, firstNode, wrt);
  }

  private static Sym[] of(Sym[] ys, Sym[] seeds, int firstNode, Sym... wrt) {
    if (wrt.length == 0) {
      return new Sym[0];
    }
    Gradients g = new Gradients(wrt[0].builder());
    for (int i = 0; i < ys.length; i++) {
      g.accumulate(ys[i].value(), seeds[i]);
    }
    g.sweep(firstNode, wrt);
    Sym[] out = new Sym[wrt.length];
    for (int i = 0; i < wrt.length; i++) {
      Sym d = g.gradients.get(wrt[i].value());
      out[i] = d != null ? d : wrt[i].like(0).expandTo(wrt[i]);
    }
    return out;
  }

  private void sweep(int firstNode, Sym[] wrt) {
    Set<Value> varying = new HashSet<>();
    for (Sym s : wrt) {
      varying.add(s.value());
    }
    List<Node> nodes = new ArrayList<>(b.nodesSoFar().subList(firstNode, b.nodesSoFar().size()));
    for (Node n : nodes) {
      if (n.inputs().stream().anyMatch(v -> v != null && varying.contains(v))) {
        n.outputs().stream().filter(v -> v.type().dtype().isFloat() || v.type().dtype().isComplex())
            .forEach(varying::add);
      }
    }
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node n = nodes.get(i);
      boolean reached = n.outputs().stream().anyMatch(gradients::containsKey);
      if (reached && n.inputs().stream().anyMatch(v -> v != null && varying.contains(v))) {
        back(n, varying);
      }
    }
  }

  private void back(Node n, Set<Value> varying) {
    Sym[] in = new Sym[n.inputs().size()];
    for (int i = 0; i < in.length; i++) {
      in[i] = n.input(i) == null ? null : new Sym(b, n.input(i));
    }
    Sym[] out = new Sym[n.outputs().size()];
    Sym[] dy = new Sym[out.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = new Sym(b, n.outputs().get(i));
      dy[i] = gradients.get(n.outputs().get(i));
    }
    boolean[] wanted = new boolean[in.length];
    for (int i = 0; i < in.length; i++) {
      wanted[i] = in[i] != null && varying.contains(in[i].value());
    }
    Op op = n.op();
    String before = b.scope("d/" + n.name() + "/");
    Backward g = new Backward(b, n, in, wanted, out, dy);
    if ((op.gradient() != null || op.body() != null) && n.hasComputedLists() && !op.gradientTakesAnyLists()) {
      accumulate(in, wanted, g.later());
    } else if (op.gradient() != null) {
      accumulate(in, wanted, op.gradient().build(g));
    } else if (op.body() != null) {
      throughBody(g, varying);
    } else if (op.noGradient() != null) {
      throw new UnsupportedOperationException(
          "[" + op.name() + " at " + n.name() + "] has no gradient: " + op.noGradient()
              + ". Do not differentiate through it.");
    } else {
      throw new UnsupportedOperationException("[" + op.name() + " at " + n.name() + "] declares no gradient.");
    }
    b.scope(before);
  }

  private void throughBody(Backward g, Set<Value> varying) {
    Node n = g.node();
    Sym[] in = g.in();
    int first = b.nodesSoFar().size();
    Sym[] again = n.op().body().build(b, n.attrsWithLists(), in);
    boolean isOpen = IntStream.range(0, in.length).anyMatch(i -> in[i] != null
        && (!in[i].type().isConcrete() || n.needsContent(i) && !in[i].value().isConstant()));
    if (again == null && !isOpen) {
      throw new UnsupportedOperationException(
          "[" + n.op().name() + " at " + n.name() + "] declares neither body nor gradient for " + n.inputs() + ".");
    } else if (again == null) {
      accumulate(in, g.wanted(), g.later());
      return;
    }
    List<Sym> wrt = Arrays.stream(in).filter(s -> s != null && varying.contains(s.value())).distinct().toList();
    List<Integer> reached = IntStream.range(0, again.length).filter(g::hasDy).boxed().toList();
    Sym[] dx = of(reached.stream().map(i -> again[i]).toArray(Sym[]::new),
        reached.stream().map(g::dy).toArray(Sym[]::new), first, wrt.toArray(new Sym[0]));
    for (int k = 0; k < dx.length; k++) {
      accumulate(wrt.get(k).value(), dx[k]);
    }
  }

  private void accumulate(Sym[] in, boolean[] wanted, Sym[] dx) {
    for (int i = 0; i < dx.length; i++) {
      if (dx[i] != null && wanted[i]) {
        accumulate(in[i].value(), dx[i]);
      }
    }
  }

  private void accumulate(Value v, Sym d) {
    Sym before = gradients.get(v);
    gradients.put(v, before == null ? d : before.add(d));
  }
}
