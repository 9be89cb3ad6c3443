package org.pydl4j.nn.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.DType;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Attrs;
import org.pydl4j.nd.graph.Gradients;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nn.conf.Common;
import org.pydl4j.nn.conf.ComputationGraphConfiguration;
import org.pydl4j.nn.conf.InputType;
import org.pydl4j.nn.conf.VertexConf;
import org.pydl4j.nn.layers.LossHead;
import org.pydl4j.nn.layers.ParamSpec;
import org.pydl4j.nn.model.ParamLayout.Block;
import org.pydl4j.nn.model.ParamLayout.Slot;
import org.pydl4j.nn.vertices.LayerVertex;

/**
 * The graphs of a network: inference, scores and the training step (forward, loss, backward, gradient normalization,
 * regularization, updater). Parameters are slices of the block states {@code params/i}; the updater writes whole
 * blocks.
 */
final class NetworkGraphs {
  private final ComputationGraphConfiguration conf;
  private final ParamLayout layout;
  private final Map<String, InputType> types;

  /** Lowers once to learn parameters and types; configuration errors come up here, with the layer's name. */
  NetworkGraphs(ComputationGraphConfiguration conf) {
    this.conf = conf;
    List<ParamSpec> specs = new ArrayList<>();
    Forward f = new Forward(conf, Variant.output(false), (b, spec) -> {
      specs.add(spec);
      return b.input(spec.key(), dtype(), spec.dims());
    });
    this.layout = ParamLayout.of(specs);
    this.types = f.types();
  }

  ParamLayout layout() {
    return layout;
  }

  /** What comes out of inputs and vertices. */
  Map<String, InputType> types() {
    return types;
  }

  private DType dtype() {
    return conf.conf().dataType();
  }

  /** The loss at an output; null where the vertex has none. */
  LossHead head(String output) {
    return vertex(output).vertex() instanceof LayerVertex l && l.layer() instanceof LossHead h ? h : null;
  }

  private VertexConf vertex(String name) {
    return conf.vertices().stream().filter(v -> v.name().equals(name)).findFirst().orElseThrow();
  }

  Graph build(Variant variant) {
    States states = new States();
    Forward f = new Forward(conf, variant, states);
    switch (variant.kind()) {
      case OUTPUT -> conf.networkOutputs().forEach(o -> f.builder().output(o, f.activations().get(o)));
      case ACTIVATIONS -> f.activations().forEach(f.builder()::output);
      case SCORE -> {
        Sym examples = examples(f, variant);
        f.builder().output(Names.EXAMPLES, examples);
        f.builder().output(Names.SCORE, plus(examples.mean(false), penalty(states)));
      }
      case TRAIN -> train(f, variant, states);
    }
    return f.builder().build();
  }

  /** The inference graph with parameters as constants: for export. */
  Graph frozen(NDArray params) {
    Forward f = new Forward(conf, Variant.output(false),
        (b, spec) -> b.constant(spec.key(), layout.view(params, layout.slot(spec.key())).dup()));
    conf.networkOutputs().forEach(o -> f.builder().output(o, f.activations().get(o)));
    return f.builder().build();
  }

  /** Parameters as slices of block states. */
  private final class States implements Forward.ParamSource {
    private final Map<Integer, Sym> blocks = new LinkedHashMap<>();
    private final Map<String, Sym> params = new LinkedHashMap<>();

    @Override
    public Sym symbol(GraphBuilder b, ParamSpec spec) {
      return params.computeIfAbsent(spec.key(), k -> {
        Slot slot = layout.slot(k);
        Block block = layout.blocks().get(slot.block());
        Sym state = blocks.computeIfAbsent(slot.block(), i -> b.state(block.state(), dtype(), block.size()));
        return state.slice(0, slot.offset() - block.offset(), slot.end() - block.offset()).reshape(spec.dims());
      });
    }
  }

  // losses ------------------------------------------------------------------------------------------------------------

  /** The loss of each example [N], summed over outputs and time steps. */
  private Sym examples(Forward f, Variant variant) {
    Sym sum = null;
    for (String output : conf.networkOutputs()) {
      LossHead head = head(output);
      if (head == null) {
        throw new IllegalArgumentException("[" + output + "] has no loss: got " + vertex(output).vertex()
            + "; expected an OutputLayer, RnnOutputLayer or LossLayer at each output. Add one to train or score.");
      }
      String before = f.builder().scope("loss/" + output + "/");
      sum = plus(sum, examples(f, variant, output, head));
      f.builder().scope(before);
    }
    return sum;
  }

  private Sym examples(Forward f, Variant variant, String output, LossHead head) {
    GraphBuilder b = f.builder();
    Sym z = f.preOutputs().get(output);
    boolean recurrent = z.rank() == 3;
    long classes = z.dim(-1);
    Sym labels;
    if (variant.indexLabels()) {
      Sym index = recurrent ? b.input(Names.labels(output), DType.INT64, -1, -1).transpose(1, 0)
          : b.input(Names.labels(output), DType.INT64, -1);
      labels = b.call("OneHot", Attrs.of("axis", -1), index.reshape(-1), b.longs(classes),
          b.constant("offOn", NDArray.of(new double[] {0, 1}).castTo(dtype())));
    } else {
      labels = b.input(Names.labels(output), dtype(), types.get(output).dims());
      labels = recurrent ? labels.transpose(2, 0, 1).reshape(-1, classes) : labels;
    }
    Sym mask = null;
    if (variant.labelsMask()) {
      mask = b.input(Names.labelsMask(output), dtype(), -1, -1);
    } else if (recurrent) {
      mask = f.mask(output);
    }
    if (mask != null && recurrent) {
      mask = mask.transpose(1, 0).reshape(-1, 1);
    }
    Sym rows = head.loss().rows(head.outputActivation(), recurrent ? z.reshape(-1, classes) : z, labels, mask);
    return recurrent ? rows.call("pydl4j.ReshapeLike", z.slice(2, 0, 1).squeeze(2)).sum(false, 0) : rows;
  }

  private static Sym plus(Sym a, Sym b) {
    return a == null ? b : b == null ? a : a.add(b);
  }

  private static double l1(ParamSpec s) {
    return coefficient(s, s.common().l1(), s.common().l1Bias());
  }

  private static double l2(ParamSpec s) {
    return coefficient(s, s.common().l2(), s.common().l2Bias());
  }

  private static double weightDecay(ParamSpec s) {
    return coefficient(s, s.common().weightDecay(), s.common().weightDecayBias());
  }

  private static double coefficient(ParamSpec s, double weight, double bias) {
    return switch (s.role()) {
      case WEIGHT -> weight;
      case BIAS -> bias;
      case MOVING -> 0;
    };
  }

  /** sum l1 |w| + l2 w^2 / 2, or null without regularization. */
  private Sym penalty(States states) {
    Sym sum = null;
    for (Slot slot : layout.slots()) {
      Sym w = states.params.get(slot.spec().key());
      if (l1(slot.spec()) > 0) {
        sum = plus(sum, w.abs().sum(false).mul(l1(slot.spec())));
      }
      if (l2(slot.spec()) > 0) {
        sum = plus(sum, w.mul(w).sum(false).mul(l2(slot.spec()) / 2));
      }
    }
    return sum;
  }

  // training ----------------------------------------------------------------------------------------------------------

  private void train(Forward f, Variant variant, States states) {
    GraphBuilder b = f.builder();
    Sym score = examples(f, variant).mean(false);
    List<Slot> trained = layout.slots().stream().filter(s -> layout.blocks().get(s.block()).trained()).toList();
    Sym[] gradients = Gradients.of(score, trained.stream().map(s -> states.params.get(s.spec().key()))
        .toArray(Sym[]::new));
    Map<String, Sym> byKey = new LinkedHashMap<>();
    for (int i = 0; i < gradients.length; i++) {
      byKey.put(trained.get(i).spec().key(), gradients[i]);
    }
    b.scope("update/");
    normalize(trained, byKey);
    b.output(Names.SCORE, plus(score, penalty(states)));
    Sym t = null;
    for (Block block : layout.blocks()) {
      List<Slot> slots = layout.slots().stream().filter(s -> s.block() == block.index()).toList();
      if (block.moving()) {
        List<Sym> moved = slots.stream().map(s -> f.moving().get(s.spec().key())).toList();
        b.write(states.blocks.get(block.index()), flat(moved));
      } else if (block.trained()) {
        t = t == null ? b.input(Names.T, dtype()) : t;
        update(b, states, block, slots, byKey, t);
      }
    }
  }

  /** One updater node for a block: regularized gradients in, parameters and updater state out. */
  private void update(GraphBuilder b, States states, Block block, List<Slot> slots, Map<String, Sym> gradients, Sym t) {
    Sym lr = b.input(Names.rate(block.index()), dtype());
    Sym p = states.blocks.get(block.index());
    Sym g = flat(slots.stream().map(Slot::spec)
        .map(s -> regularized(s, states.params.get(s.key()), gradients.get(s.key()))).toList());
    List<String> parts = block.updater().stateParts();
    Sym[] state = parts.stream().map(part -> b.state(block.updaterState(part), dtype(), block.size()))
        .toArray(Sym[]::new);
    Sym[] next = block.updater().update(decayed(states, slots, p, lr), g, state, lr, t);
    b.write(p, next[0]);
    for (int i = 0; i < state.length; i++) {
      b.write(state[i], next[i + 1]);
    }
  }

  private static Sym flat(List<Sym> parts) {
    return Sym.concat(0, parts.stream().map(s -> s.rank() == 1 ? s : s.reshape(-1)).toArray(Sym[]::new));
  }

  /** g + l2 w + l1 sign(w). */
  private static Sym regularized(ParamSpec spec, Sym w, Sym g) {
    Sym out = l2(spec) > 0 ? g.add(w.mul(l2(spec))) : g;
    return l1(spec) > 0 ? out.add(w.sign().mul(l1(spec))) : out;
  }

  /** p - lr weightDecay p; the updater then subtracts its step from that, which is the same as doing it afterwards. */
  private static Sym decayed(States states, List<Slot> slots, Sym p, Sym lr) {
    if (slots.stream().allMatch(s -> weightDecay(s.spec()) == 0)) {
      return p;
    }
    return flat(slots.stream().map(s -> {
      Sym w = states.params.get(s.spec().key());
      return weightDecay(s.spec()) == 0 ? w : w.sub(w.mul(lr.mul(weightDecay(s.spec()))));
    }).toList());
  }

  private static void normalize(List<Slot> trained, Map<String, Sym> gradients) {
    Map<String, List<Slot>> layers = new LinkedHashMap<>();
    trained.forEach(s -> layers.computeIfAbsent(s.spec().layer(), k -> new ArrayList<>()).add(s));
    for (List<Slot> layer : layers.values()) {
      normalizeLayer(layer.get(0).spec().common(), layer.stream().map(s -> s.spec().key()).toList(), gradients);
    }
  }

  private static void normalizeLayer(Common common, List<String> keys, Map<String, Sym> g) {
    double limit = common.gradientNormalizationThreshold();
    switch (common.gradientNormalization()) {
      case None -> { }
      case ClipElementWiseAbsoluteValue -> keys.forEach(k -> g.compute(k, (key, v) -> v.clip(-limit, limit)));
      case RenormalizeL2PerParamType -> keys.forEach(k -> g.compute(k, (key, v) -> v.div(norm(List.of(v)))));
      case ClipL2PerParamType -> keys.forEach(k -> g.compute(k, (key, v) -> v.mul(shrink(norm(List.of(v)), limit))));
      case RenormalizeL2PerLayer -> {
        Sym norm = norm(keys.stream().map(g::get).toList());
        keys.forEach(k -> g.compute(k, (key, v) -> v.div(norm)));
      }
      case ClipL2PerLayer -> {
        Sym factor = shrink(norm(keys.stream().map(g::get).toList()), limit);
        keys.forEach(k -> g.compute(k, (key, v) -> v.mul(factor)));
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
