package org.pydl4j.nn.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.conf.ComputationGraphConfiguration;
import org.pydl4j.nn.conf.LayerVertex;
import org.pydl4j.nn.layers.Common;
import org.pydl4j.nn.layers.InputType;
import org.pydl4j.nn.layers.LossHead;
import org.pydl4j.nn.layers.ParamSpec;
import org.pydl4j.nn.model.ParamLayout.Block;
import org.pydl4j.nn.model.ParamLayout.Slot;
import org.pydl4j.nn.training.GraphKind;
import org.pydl4j.nn.training.Parameters;
import org.pydl4j.nn.training.ScheduledValues;
import org.pydl4j.nn.training.StepGraph;
import org.pydl4j.nn.training.StepInputs;
import org.pydl4j.nn.training.Updates;
import org.pydl4j.nn.updaters.GradientNormalization;
import org.pydl4j.nn.updaters.Schedule;

/**
 * The graphs of a network: inference, and the forward pass with its loss, which {@link StepGraph} makes scores and
 * steps of. Parameters are slices of the block states {@code params/i}.
 */
final class NetworkGraphs {
  private final ComputationGraphConfiguration conf;
  private final ParamLayout layout;
  private final Map<String, InputType> types;
  private final List<Parameters.Vector> vectors;
  private final ScheduledValues scheduled = new ScheduledValues();

  /** Lowers once to learn parameters and types; configuration errors come up here, with the layer's name. */
  NetworkGraphs(ComputationGraphConfiguration conf) {
    this.conf = conf;
    List<ParamSpec> specs = new ArrayList<>();
    GraphBuilder b = new GraphBuilder();
    Forward f = new Forward(b, conf, Variant.output(false), scheduled, spec -> {
      specs.add(spec);
      return b.input(spec.key(), dtype(), spec.dims());
    });
    this.layout = ParamLayout.of(specs, conf.conf().updates());
    this.types = f.types();
    this.vectors = layout.blocks().stream().map(this::vector).toList();
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
    GraphBuilder b = new GraphBuilder();
    Parameters parameters = new Parameters(b, vectors);
    if (variant.kind() == GraphKind.UPDATE) {
      return new StepGraph(b, new StepInputs(b, scheduled), parameters, conf.conf().updates()).update();
    }
    Forward f = new Forward(b, conf, variant, scheduled, spec -> parameters.symbol(spec.key()));
    return switch (variant.kind()) {
      case OUTPUT -> outputs(f);
      case ACTIVATIONS -> {
        f.activations().forEach(b::output);
        yield b.build();
      }
      default -> step(f, variant, parameters);
    };
  }

  private Graph outputs(Forward f) {
    conf.networkOutputs().forEach(o -> f.builder().output(o, f.activations().get(o)));
    return f.builder().build();
  }

  private Graph step(Forward f, Variant variant, Parameters parameters) {
    GraphBuilder b = f.builder();
    Sym examples = examples(f, variant);
    if (variant.kind() == GraphKind.SCORE) {
      b.output(Names.EXAMPLES, examples);
    } else if (variant.kind() == GraphKind.EVALUATE) {
      conf.networkOutputs().forEach(o -> b.output(o, f.activations().get(o)));
    } else if (variant.kind().isStep()) {
      move(f, parameters);
    }
    return new StepGraph(b, f.inputs(), parameters, conf.conf().updates()).of(variant.kind(), examples.mean(false),
        true);
  }

  /** Writes moving averages. */
  private void move(Forward f, Parameters parameters) {
    for (Block block : layout.blocks()) {
      if (block.moving()) {
        List<Sym> moved = slots(block).map(s -> s.spec().key())
            .map(key -> f.moving().containsKey(key) ? f.moving().get(key) : parameters.symbol(key)).toList();
        f.builder().write(parameters.vector(vectors.get(block.index())), Updates.flat(moved));
      }
    }
  }

  /** The inference graph with parameters as constants: for export. */
  Graph frozen(NDArray params) {
    GraphBuilder b = new GraphBuilder();
    return outputs(new Forward(b, conf, Variant.output(false), scheduled,
        spec -> b.constant(spec.key(), layout.view(params, layout.slot(spec.key())).dup())));
  }

  private Stream<Slot> slots(Block block) {
    return layout.slots().stream().filter(s -> s.block() == block.index());
  }

  /** The blocks of the layout, as graphs know them. */
  private Parameters.Vector vector(Block block) {
    Map<String, String> parts = new LinkedHashMap<>();
    block.stateParts().forEach(part -> parts.put(part, block.updaterState(part)));
    List<Parameters.Slice> slices = slots(block).map(Slot::spec)
        .map(s -> new Parameters.Slice(s.key(), s.dims(), s.layer(), rules(s))).toList();
    return new Parameters.Vector(block.state(), dtype(), slices, block.trained() ? block.updater() : null, parts);
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
}
