package org.pydl4j.nn.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.graph.Gradients;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.conf.UpdatePolicy;
import org.pydl4j.nn.updaters.GradientNormalization;
import org.pydl4j.nn.updaters.Schedule;
import org.pydl4j.nn.updaters.UpdateInputs;
import org.pydl4j.nn.updaters.Updater;

/**
 * The second half of a training step, as nodes behind the loss: gradients, their normalization, regularization and what
 * the updaters make of them. The steps of every kind of model end with it.
 */
public final class Updates {
  /** How a parameter is held small, and its gradients with it. */
  public record Rules(Schedule l1, Schedule l2, Schedule weightDecay, GradientNormalization normalization,
      double threshold) {
    /** Penalties alone. */
    public static Rules of(Schedule l1, Schedule l2) {
      return new Rules(l1, l2, Schedule.of(0), GradientNormalization.None, 0);
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
   * @param state by part, a graph state each: the updater's, then those of {@link UpdatePolicy#stateParts}
   */
  public record Block(Sym values, List<Parameter> parameters, Updater updater, Map<String, Sym> state) {
    private boolean isUniform() {
      return parameters.stream().map(Parameter::rules).distinct().count() == 1;
    }

    private DType dtype() {
      return values.dtype();
    }
  }

  private final GraphBuilder b;
  private final StepInputs in;
  private final UpdatePolicy policy;

  public Updates(GraphBuilder b, StepInputs in, UpdatePolicy policy) {
    this.b = b;
    this.in = in;
    this.policy = policy;
  }

  /** The sum of what is not null, in the first one's type. */
  public static Sym plus(Sym a, Sym b) {
    return a == null ? b : b == null ? a : a.add(b.cast(a.dtype()));
  }

  /** Arrays one after another as one vector. */
  public static Sym flat(List<Sym> parts) {
    return Sym.concat(0, parts.stream().map(s -> s.rank() == 1 ? s : s.reshape(-1)).toArray(Sym[]::new));
  }

  /** sum l1 |w| + l2 w^2 / 2 over parameters, or null without any such. */
  public Sym penalty(List<Parameter> parameters) {
    Sym sum = null;
    for (Parameter p : parameters) {
      Sym w = p.symbol();
      if (!p.rules().l1().isZero()) {
        sum = plus(sum, w.abs().sum(false).mul(in.value(w.dtype(), p.rules().l1())));
      }
      if (!p.rules().l2().isZero()) {
        sum = plus(sum, w.mul(w).sum(false).mul(in.value(w.dtype(), p.rules().l2()).mul(0.5)));
      }
    }
    return sum;
  }

  /** Lets a step change all blocks so that the loss falls. */
  public void update(Sym loss, List<Block> blocks) {
    Map<Parameter, Sym> gradients = gradients(loss, blocks);
    String before = b.scope("update/");
    change(blocks, gradients);
    b.scope(before);
  }

  /** Lets a step add the gradients of a loss, a mean over the minibatch's rows, to those that wait for an update. */
  public void accumulate(Sym loss, List<Block> blocks) {
    Map<Parameter, Sym> gradients = gradients(loss, blocks);
    String before = b.scope("accumulate/");
    for (Block block : blocks) {
      Sym sum = block.state().get(UpdatePolicy.ACCUMULATED);
      Sym g = flat(block.parameters().stream().map(gradients::get).toList());
      b.write(sum, sum.add(g.mul(in.rows(block.dtype()))));
    }
    b.scope(before);
  }

  /** Lets a step change all blocks by the mean of the gradients that waited, none of which wait any longer. */
  public void updateByAccumulated(List<Block> blocks) {
    String before = b.scope("update/");
    Map<Parameter, Sym> gradients = new LinkedHashMap<>();
    for (Block block : blocks) {
      Sym sum = block.state().get(UpdatePolicy.ACCUMULATED);
      Sym mean = sum.div(in.waitingRows(block.dtype()));
      long at = 0;
      for (Parameter p : block.parameters()) {
        long size = p.symbol().type().size();
        gradients.put(p, mean.slice(0, at, at + size).reshapeTo(p.symbol().type().dims()));
        at += size;
      }
      b.write(sum, sum.like(0).expandTo(sum));
    }
    change(blocks, gradients);
    b.scope(before);
  }

  private static Map<Parameter, Sym> gradients(Sym loss, List<Block> blocks) {
    List<Parameter> all = blocks.stream().flatMap(block -> block.parameters().stream()).toList();
    Sym[] found = Gradients.of(loss, all.stream().map(Parameter::symbol).toArray(Sym[]::new));
    Map<Parameter, Sym> gradients = new LinkedHashMap<>();
    for (int i = 0; i < found.length; i++) {
      gradients.put(all.get(i), found[i]);
    }
    return gradients;
  }

  // updates -----------------------------------------------------------------------------------------------------------

  private void change(List<Block> blocks, Map<Parameter, Sym> gradients) {
    normalize(gradients);
    clip(gradients);
    blocks.forEach(block -> change(block, gradients));
  }

  private void change(Block block, Map<Parameter, Sym> gradients) {
    List<Sym> parts = new ArrayList<>();
    for (Parameter p : block.parameters()) {
      Sym g = gradients.get(p);
      parts.add(block.isUniform() ? g : regularized(p.rules(), p.symbol(), g));
    }
    Sym g = flat(parts);
    Rules rules = block.parameters().get(0).rules();
    List<String> own = block.updater().stateParts();
    Sym[] state = own.stream().map(block.state()::get).toArray(Sym[]::new);
    Sym[] next = block.updater().update(decayed(block), block.isUniform() ? regularized(rules, block.values(), g) : g,
        state, numbers(block));
    b.write(block.values(), next[0]);
    for (int i = 0; i < state.length; i++) {
      b.write(state[i], next[i + 1]);
    }
    if (policy.emaDecay() != null) {
      Sym lag = block.state().get(UpdatePolicy.EMA_LAG);
      b.write(lag, lag.add(block.values()).sub(next[0]).mul(policy.emaDecay()));
    }
  }

  private UpdateInputs numbers(Block block) {
    return new UpdateInputs() {
      @Override
      public Sym rate() {
        return in.rate(block.dtype(), block.updater());
      }

      @Override
      public Sym t() {
        return in.t(block.dtype());
      }

      @Override
      public Sym value(Schedule schedule) {
        return in.value(block.dtype(), schedule);
      }
    };
  }

  /** g + l2 w + l1 sign(w). */
  private Sym regularized(Rules rules, Sym w, Sym g) {
    Sym out = rules.l2().isZero() ? g : g.add(w.mul(in.value(w.dtype(), rules.l2())));
    return rules.l1().isZero() ? out : out.add(w.sign().mul(in.value(w.dtype(), rules.l1())));
  }

  /** w - lr weightDecay w; the updater then subtracts its step from that, which is the same as doing it afterwards. */
  private Sym decayed(Block block) {
    if (block.parameters().stream().allMatch(p -> p.rules().weightDecay().isZero())) {
      return block.values();
    }
    Sym rate = in.rate(block.dtype(), block.updater());
    return flat(block.parameters().stream().map(p -> {
      Schedule decay = p.rules().weightDecay();
      return decay.isZero() ? p.symbol()
          : p.symbol().sub(p.symbol().mul(rate.mul(in.value(block.dtype(), decay))));
    }).toList());
  }

  // gradients ---------------------------------------------------------------------------------------------------------

  /** Scales all gradients alike where the norm over all of them exceeds the limit. */
  private void clip(Map<Parameter, Sym> gradients) {
    if (policy.globalClipNorm() != null && !gradients.isEmpty()) {
      DType widest =
          gradients.values().stream().anyMatch(g -> g.dtype() == DType.FLOAT64) ? DType.FLOAT64 : DType.FLOAT32;
      Sym norm = norm(gradients.values().stream().map(g -> g.cast(widest)).toList());
      Sym factor = shrink(norm, policy.globalClipNorm());
      gradients.replaceAll((p, g) -> g.mul(factor.cast(g.dtype())));
    }
  }

  private static void normalize(Map<Parameter, Sym> gradients) {
    Map<String, List<Parameter>> layers = new LinkedHashMap<>();
    gradients.keySet().forEach(p -> layers.computeIfAbsent(p.layer(), k -> new ArrayList<>()).add(p));
    layers.values().forEach(layer -> normalize(layer, gradients));
  }

  private static void normalize(List<Parameter> layer, Map<Parameter, Sym> g) {
    double limit = layer.get(0).rules().threshold();
    switch (layer.get(0).rules().normalization()) {
      case None -> {}
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
