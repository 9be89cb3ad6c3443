package org.pydl4j.nn.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.graph.Gradients;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nn.conf.GradientNormalization;
import org.pydl4j.nn.updaters.Updater;

/**
 * The second half of a training step, as nodes behind the loss: gradients, their normalization, regularization and what
 * the updaters make of them. The steps of every kind of model end with it.
 */
public final class Updates {
  /** How a parameter is held small, and its gradients with it. */
  public record Rules(double l1, double l2, double weightDecay, GradientNormalization normalization, double threshold) {
    /** Penalties alone. */
    public static Rules of(double l1, double l2) {
      return new Rules(l1, l2, 0, GradientNormalization.None, 0);
    }
  }

  /**
   * A trained parameter.
   *
   * @param symbol its values in the graph
   * @param layer what it belongs to; gradients are normalized by layer or by parameter
   */
  public record Parameter(Sym symbol, String layer, Rules rules) {
  }

  /**
   * Parameters that lie side by side in one vector and are updated by one node.
   *
   * @param values the vector, a graph state
   * @param parameters what it consists of, in order
   * @param state the updater's state, a graph state for each of its parts
   * @param rate the learning rate
   * @param t the number of this step, counted from 1
   */
  public record Block(Sym values, List<Parameter> parameters, Updater updater, Sym[] state, Sym rate, Sym t) {
    private boolean isUniform() {
      return parameters.stream().map(Parameter::rules).distinct().count() == 1;
    }
  }

  private Updates() {
  }

  /** sum l1 |w| + l2 w^2 / 2 over parameters, or null without any such. */
  public static Sym penalty(List<Parameter> parameters) {
    Sym sum = null;
    for (Parameter p : parameters) {
      Sym w = p.symbol();
      if (p.rules().l1() > 0) {
        sum = plus(sum, w.abs().sum(false).mul(p.rules().l1()));
      }
      if (p.rules().l2() > 0) {
        sum = plus(sum, w.mul(w).sum(false).mul(p.rules().l2() / 2));
      }
    }
    return sum;
  }

  /** The sum of what is not null, in the first one's type. */
  public static Sym plus(Sym a, Sym b) {
    return a == null ? b : b == null ? a : a.add(b.cast(a.dtype()));
  }

  /** Lets a step change all blocks so that the loss falls. */
  public static void write(GraphBuilder b, Sym loss, List<Block> blocks) {
    List<Parameter> all = blocks.stream().flatMap(block -> block.parameters().stream()).toList();
    Sym[] found = Gradients.of(loss, all.stream().map(Parameter::symbol).toArray(Sym[]::new));
    String before = b.scope("update/");
    Map<Parameter, Sym> gradients = new LinkedHashMap<>();
    for (int i = 0; i < found.length; i++) {
      gradients.put(all.get(i), found[i]);
    }
    normalize(gradients);
    blocks.forEach(block -> write(b, block, gradients));
    b.scope(before);
  }

  private static void write(GraphBuilder b, Block block, Map<Parameter, Sym> gradients) {
    List<Sym> parts = new ArrayList<>();
    for (Parameter p : block.parameters()) {
      Sym g = gradients.get(p);
      parts.add(block.isUniform() ? g : regularized(p.rules(), p.symbol(), g));
    }
    Sym g = flat(parts);
    Rules rules = block.parameters().get(0).rules();
    Sym[] next = block.updater().update(decayed(block), block.isUniform() ? regularized(rules, block.values(), g) : g,
        block.state(), block.rate(), block.t());
    b.write(block.values(), next[0]);
    for (int i = 0; i < block.state().length; i++) {
      b.write(block.state()[i], next[i + 1]);
    }
  }

  /** Arrays one after another as one vector. */
  public static Sym flat(List<Sym> parts) {
    return Sym.concat(0, parts.stream().map(s -> s.rank() == 1 ? s : s.reshape(-1)).toArray(Sym[]::new));
  }

  /** g + l2 w + l1 sign(w). */
  private static Sym regularized(Rules rules, Sym w, Sym g) {
    Sym out = rules.l2() > 0 ? g.add(w.mul(rules.l2())) : g;
    return rules.l1() > 0 ? out.add(w.sign().mul(rules.l1())) : out;
  }

  /** w - lr weightDecay w; the updater then subtracts its step from that, which is the same as doing it afterwards. */
  private static Sym decayed(Block block) {
    if (block.parameters().stream().allMatch(p -> p.rules().weightDecay() == 0)) {
      return block.values();
    }
    return flat(block.parameters().stream().map(p -> {
      double decay = p.rules().weightDecay();
      return decay == 0 ? p.symbol() : p.symbol().sub(p.symbol().mul(block.rate().mul(decay)));
    }).toList());
  }

  private static void normalize(Map<Parameter, Sym> gradients) {
    Map<String, List<Parameter>> layers = new LinkedHashMap<>();
    gradients.keySet().forEach(p -> layers.computeIfAbsent(p.layer(), k -> new ArrayList<>()).add(p));
    layers.values().forEach(layer -> normalize(layer, gradients));
  }

  private static void normalize(List<Parameter> layer, Map<Parameter, Sym> g) {
    double limit = layer.get(0).rules().threshold();
    switch (layer.get(0).rules().normalization()) {
      case None -> { }
      case ClipElementWiseAbsoluteValue -> layer.forEach(p -> g.compute(p, (k, v) -> v.clip(-limit, limit)));
      case RenormalizeL2PerParamType -> layer.forEach(p -> g.compute(p, (k, v) -> v.div(norm(List.of(v)))));
      case ClipL2PerParamType -> layer.forEach(p -> g.compute(p, (k, v) -> v.mul(shrink(norm(List.of(v)), limit))));
      case RenormalizeL2PerLayer -> {
        Sym norm = norm(layer.stream().map(g::get).toList());
        layer.forEach(p -> g.compute(p, (k, v) -> v.div(norm)));
      }
      case ClipL2PerLayer -> {
        Sym factor = shrink(norm(layer.stream().map(g::get).toList()), limit);
        layer.forEach(p -> g.compute(p, (k, v) -> v.mul(factor)));
      }
    }
  }

  /** sqrt(sum g^2), kept above 0. */
  private static Sym norm(List<Sym> parts) {
    Sym sum = parts.stream().map(g -> g.mul(g).sum(false)).reduce(Sym::add).orElseThrow();
    return sum.sqrt().max(sum.like(1e-12));
  }

  /** limit / norm where the norm exceeds the limit, else 1. */
  private static Sym shrink(Sym norm, double limit) {
    return norm.like(limit).div(norm).min(norm.like(1));
  }
}
