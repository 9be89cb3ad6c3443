package org.pydl4j.nn.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Gradients;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.conf.Common;
import org.pydl4j.nn.conf.ComputationGraphConfiguration;
import org.pydl4j.nn.conf.GradientNormalization;
import org.pydl4j.nn.conf.InputType;
import org.pydl4j.nn.layers.LossHead;
import org.pydl4j.nn.layers.ParamSpec;
import org.pydl4j.nn.model.ParamLayout.Block;
import org.pydl4j.nn.model.ParamLayout.Slot;
import org.pydl4j.nn.training.ScheduledValues;
import org.pydl4j.nn.training.StepInputs;
import org.pydl4j.nn.training.StepNames;
import org.pydl4j.nn.training.Updates;
import org.pydl4j.nn.updaters.Schedule;
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
  private final ScheduledValues scheduled = new ScheduledValues();

  /** Lowers once to learn parameters and types; configuration errors come up here, with the layer's name. */
  NetworkGraphs(ComputationGraphConfiguration conf) {
    this.conf = conf;
    List<ParamSpec> specs = new ArrayList<>();
    Forward f = new Forward(conf, Variant.output(false), scheduled, (b, spec) -> {
      specs.add(spec);
      return b.input(spec.key(), dtype(), spec.dims());
    });
    this.layout = ParamLayout.of(specs, conf.conf().updates());
    this.types = f.types();
  }

  ParamLayout layout() {
    return layout;
  }

  /** What of the graphs' inputs changes over training. */
  ScheduledValues scheduled() {
    return scheduled;
  }

  /** What comes out of inputs and vertices. */
  Map<String, InputType> types() {
    return types;
  }

  /** What the network takes and gives. */
  Signature signature() {
    return new Signature(conf.networkInputs().stream().map(this::input).toList(),
        conf.networkOutputs().stream().map(this::output).toList());
  }

  private Signature.Tensor output(String name) {
    InputType type = types.get(name);
    LossHead head = head(name);
    return new Signature.Tensor(name, type.dtype(dtype()), head != null && head.isRegression(), List.of(), type.dims());
  }

  private Signature.Tensor input(String name) {
    InputType type = types.get(name);
    return switch (Forward.feedKind(conf, name)) {
      case INDEX -> new Signature.Tensor(name, DType.INT64, -1, 1);
      case INDICES -> new Signature.Tensor(name, DType.INT64, -1,
          type instanceof InputType.Recurrent r ? r.timeSeriesLength() : -1);
      default -> tensor(name, type);
    };
  }

  private Signature.Tensor tensor(String name, InputType type) {
    return new Signature.Tensor(name, type.dtype(dtype()), type.dims());
  }

  private DType dtype() {
    return conf.conf().dataType();
  }

  /** The loss at an output; null where the vertex has none. */
  LossHead head(String output) {
    return conf.vertexOf(output).vertex() instanceof LayerVertex l && l.layer() instanceof LossHead h ? h : null;
  }

  Graph build(Variant variant) {
    States states = new States();
    if (variant.kind() == Variant.Kind.UPDATE) {
      return updateByAccumulated(states);
    }
    Forward f = new Forward(conf, variant, scheduled, states);
    switch (variant.kind()) {
      case OUTPUT -> conf.networkOutputs().forEach(o -> f.builder().output(o, f.activations().get(o)));
      case ACTIVATIONS -> f.activations().forEach(f.builder()::output);
      case SCORE -> {
        Sym examples = examples(f, variant);
        f.builder().output(Names.EXAMPLES, examples);
        f.builder().output(StepNames.SCORE, score(f, examples.mean(false), states));
      }
      default -> train(f, variant, states);
    }
    return f.builder().build();
  }

  /** The inference graph with parameters as constants: for export. */
  Graph frozen(NDArray params) {
    Forward f = new Forward(conf, Variant.output(false), scheduled,
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
        throw new IllegalArgumentException(
            "[" + output + "] has no loss: got " + conf.vertexOf(output).vertex().getClass().getSimpleName()
                + "; expected an OutputLayer, RnnOutputLayer or LossLayer at each output. Add one to train or score.");
      }
      String before = f.builder().scope("loss/" + output + "/");
      sum = Updates.plus(sum, examples(f, variant, output, head));
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
    if (variant.indexed().contains(output)) {
      Sym index = recurrent ? b.input(Names.labels(output), DType.INT64, -1, -1).transpose(1, 0)
          : b.input(Names.labels(output), DType.INT64, -1);
      labels = b.call("OneHot", Attrs.of("axis", -1), index.reshape(-1), b.longs(classes),
          b.constant("offOn", NDArray.of(new double[] {0, 1}).castTo(dtype())));
    } else {
      labels = b.input(Names.labels(output), dtype(), types.get(output).dims());
      labels = recurrent ? labels.transpose(2, 0, 1).reshape(-1, classes) : labels;
    }
    Sym mask = null;
    if (variant.masked().contains(output)) {
      mask = b.input(Names.labelsMask(output), dtype(), -1, -1);
    } else if (recurrent) {
      mask = f.mask(output);
    }
    if (variant.weighted().contains(output)) {
      Sym weights = b.input(Names.weights(output), dtype(), -1, -1);
      mask = mask == null ? weights : mask.mul(weights);
    }
    if (mask != null && recurrent) {
      mask = mask.transpose(1, 0).reshape(-1, 1);
    }
    Sym rows = head.loss().rows(head.outputActivation(), recurrent ? z.reshape(-1, classes) : z, labels, mask);
    return recurrent ? rows.call("pydl4j.ReshapeLike", z.slice(2, 0, 1).squeeze(2)).sum(false, 0) : rows;
  }

  private static Updates.Rules rules(ParamSpec s) {
    Common c = s.common();
    GradientNormalization normalization = c.gradientNormalization();
    double threshold = c.gradientNormalizationThreshold();
    if (!c.trainable()) {
      return Updates.Rules.of(Schedule.of(0), Schedule.of(0));
    }
    return switch (s.role()) {
      case WEIGHT -> new Updates.Rules(c.l1(), c.l2(), c.weightDecay(), normalization, threshold);
      case BIAS -> new Updates.Rules(c.l1Bias(), c.l2Bias(), c.weightDecayBias(), normalization, threshold);
      case MOVING, FIXED -> Updates.Rules.of(Schedule.of(0), Schedule.of(0));
    };
  }

  private static Updates.Parameter parameter(States states, Slot slot) {
    ParamSpec s = slot.spec();
    return new Updates.Parameter(states.params.get(s.key()), s.layer(), rules(s));
  }

  /** A loss with the penalties of all parameters. */
  private Sym score(Forward f, Sym loss, States states) {
    Updates updates = updates(f.builder(), f.inputs());
    return Updates.plus(loss, updates.penalty(layout.slots().stream().map(slot -> parameter(states, slot)).toList()));
  }

  // training ----------------------------------------------------------------------------------------------------------

  private Updates updates(GraphBuilder b, StepInputs inputs) {
    return new Updates(b, inputs, conf.conf().updates());
  }

  private void train(Forward f, Variant variant, States states) {
    GraphBuilder b = f.builder();
    Sym loss = examples(f, variant).mean(false);
    Sym score = score(f, loss, states);
    b.output(StepNames.SCORE, score);
    if (variant.kind() == Variant.Kind.GRADIENT) {
      gradients(b, score, states);
      return;
    }
    for (Block block : layout.blocks()) {
      if (block.moving()) {
        List<Sym> moved = slots(block).map(s -> s.spec().key())
            .map(key -> f.moving().getOrDefault(key, states.params.get(key))).toList();
        b.write(states.blocks.get(block.index()), Updates.flat(moved));
      }
    }
    if (variant.kind() == Variant.Kind.ACCUMULATE) {
      updates(b, f.inputs()).accumulate(loss, trained(b, states));
    } else {
      updates(b, f.inputs()).update(loss, trained(b, states));
    }
  }

  private void gradients(GraphBuilder b, Sym score, States states) {
    List<String> keys = layout.slots().stream().filter(s -> layout.blocks().get(s.block()).trained())
        .map(s -> s.spec().key()).toList();
    Sym[] found = Gradients.of(score, keys.stream().map(states.params::get).toArray(Sym[]::new));
    for (int i = 0; i < found.length; i++) {
      b.output(StepNames.gradient(keys.get(i)), found[i]);
    }
  }

  private Graph updateByAccumulated(States states) {
    GraphBuilder b = new GraphBuilder();
    layout.slots().stream().filter(s -> layout.blocks().get(s.block()).trained())
        .forEach(s -> states.symbol(b, s.spec()));
    updates(b, new StepInputs(b, scheduled)).updateByAccumulated(trained(b, states));
    return b.build();
  }

  private Stream<Slot> slots(Block block) {
    return layout.slots().stream().filter(s -> s.block() == block.index());
  }

  private List<Updates.Block> trained(GraphBuilder b, States states) {
    return layout.blocks().stream().filter(Block::trained).map(block -> {
      Map<String, Sym> state = new LinkedHashMap<>();
      block.stateParts().forEach(part -> state.put(part, b.state(block.updaterState(part), dtype(), block.size())));
      return new Updates.Block(states.blocks.get(block.index()), slots(block).map(s -> parameter(states, s)).toList(),
          block.updater(), state);
    }).toList();
  }
}
