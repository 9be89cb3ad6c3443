package org.pydl4j.nn.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.DType;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.conf.Common;
import org.pydl4j.nn.conf.ComputationGraphConfiguration;
import org.pydl4j.nn.conf.InputType;
import org.pydl4j.nn.conf.VertexConf;
import org.pydl4j.nn.layers.InputKind;
import org.pydl4j.nn.layers.Layer;
import org.pydl4j.nn.layers.LayerContext;
import org.pydl4j.nn.layers.LossHead;
import org.pydl4j.nn.layers.Masks;
import org.pydl4j.nn.layers.ParamSpec;
import org.pydl4j.nn.training.StepNames;
import org.pydl4j.nn.vertices.LayerVertex;
import org.pydl4j.nn.vertices.MergeVertex;
import org.pydl4j.nn.vertices.OpVertex;
import org.pydl4j.nn.weights.WeightInit;

/** Lowers a configuration to ops: activations of every vertex, with the types and masks that flow along. */
final class Forward implements LayerContext.Network {
  /** Gives the symbol of a parameter in a graph; asked in DL4J's order. */
  interface ParamSource {
    Sym symbol(GraphBuilder b, ParamSpec spec);
  }

  private final ComputationGraphConfiguration conf;
  private final GraphBuilder b = new GraphBuilder();
  private final Variant variant;
  private final ParamSource params;
  private final Map<String, Sym> activations = new LinkedHashMap<>();
  private final Map<String, Sym> preOutputs = new LinkedHashMap<>();
  private final Map<String, InputType> types = new LinkedHashMap<>();
  private final Map<String, Sym> masks = new LinkedHashMap<>();
  private final Map<String, Sym> moving = new LinkedHashMap<>();
  private Sym seed;
  private Sym step;
  private int nodes;

  Forward(ComputationGraphConfiguration conf, Variant variant, ParamSource params) {
    this.conf = conf;
    this.variant = variant;
    this.params = params;
    for (int i = 0; i < conf.networkInputs().size(); i++) {
      input(conf.networkInputs().get(i), conf.inputTypes().get(i));
    }
    for (VertexConf v : conf.vertices()) {
      vertex(v);
    }
  }

  /** What is fed into an input: floats of its type's dims, or indices where embeddings alone read it. */
  static InputKind feedKind(ComputationGraphConfiguration conf, String input) {
    InputKind kind = null;
    for (VertexConf v : conf.vertices()) {
      if (v.inputs().contains(input)) {
        InputKind reads = v.vertex() instanceof LayerVertex l ? l.layer().reads() : InputKind.ANY;
        kind = kind == null || kind == reads ? reads : InputKind.ANY;
      }
    }
    return kind == InputKind.INDEX || kind == InputKind.INDICES ? kind : InputKind.ANY;
  }

  /** The smallest vocabulary of the embeddings that read an input, or -1. */
  static long vocabulary(ComputationGraphConfiguration conf, String input) {
    return conf.vertices().stream().filter(v -> v.inputs().contains(input) && v.vertex() instanceof LayerVertex)
        .map(v -> ((LayerVertex) v.vertex()).layer())
        .mapToLong(Layer::vocabulary)
        .filter(n -> n < Long.MAX_VALUE).min().orElse(-1);
  }

  private void input(String name, InputType type) {
    Sym x = switch (feedKind(conf, name)) {
      case INDEX -> b.input(name, DType.INT64, -1, 1);
      case INDICES -> b.input(name, DType.INT64, -1, type instanceof InputType.Recurrent r ? r.timeSeriesLength() : -1);
      default -> b.input(name, conf.conf().dataType(), type.dims());
    };
    activations.put(name, x);
    types.put(name, type);
    if (variant.featuresMask() && type instanceof InputType.Recurrent r) {
      Sym mask = Masks.of(b.input(Names.mask(name), conf.conf().dataType(), -1, r.timeSeriesLength()));
      masks.put(name, mask);
      activations.put(name, Masks.replaced(x, mask, 0));
    }
  }

  private void vertex(VertexConf v) {
    String before = b.scope(v.name() + "/");
    Object is = v.vertex() instanceof LayerVertex l ? l.layer() : v.vertex();
    String what = is.getClass().getSimpleName();
    try {
      List<InputType> in = v.inputs().stream().map(types::get).toList();
      Sym mask = masks.get(v.inputs().get(0));
      if (v.vertex() instanceof LayerVertex l) {
        layer(v, l, in, mask);
      } else {
        OpVertex op = (OpVertex) v.vertex();
        types.put(v.name(), op.outputType(in));
        activations.put(v.name(), op.apply(v.inputs().stream().map(activations::get).toList(), mask));
        masks.put(v.name(), mask == null ? null : op.outputMask(mask));
      }
    } catch (IllegalArgumentException | UnsupportedOperationException e) {
      if (e.getMessage() != null && e.getMessage().startsWith("[" + v.name() + " ")) {
        throw e;
      }
      throw new IllegalArgumentException("[" + v.name() + " " + what + "] " + e.getMessage(), e);
    } finally {
      b.scope(before);
    }
  }

  private void layer(VertexConf v, LayerVertex vertex, List<InputType> in, Sym mask) {
    Layer layer = vertex.layer();
    Common common = vertex.common().or(conf.conf().common()).resolved();
    Preprocess p = in.size() == 1 ? new Preprocess(activations.get(v.inputs().get(0)), in.get(0))
        : new Preprocess(new MergeVertex().apply(v.inputs().stream().map(activations::get).toList(), mask),
        new MergeVertex().outputType(in));
    p = p.to(layer.reads());
    types.put(v.name(), layer.outputType(p.type()));
    LayerContext ctx = new LayerContext(this, v.name(), common, p.type(), mask);
    Sym x = layer.reads() == InputKind.INDEX || layer.reads() == InputKind.INDICES ? p.x()
        : ctx.dropout(p.x(), common.dropOut());
    if (layer instanceof LossHead head) {
      Sym z = head.preOutput(ctx, x);
      preOutputs.put(v.name(), z);
      activations.put(v.name(), head.outputs(z));
    } else {
      activations.put(v.name(), layer.apply(ctx, x));
    }
    masks.put(v.name(), mask == null ? null : layer.outputMask(mask));
  }

  /** Activations of inputs and vertices, in order. */
  Map<String, Sym> activations() {
    return activations;
  }

  /** What the losses see: outputs before the activation, by vertex. */
  Map<String, Sym> preOutputs() {
    return preOutputs;
  }

  /** Types of inputs and vertices. */
  Map<String, InputType> types() {
    return types;
  }

  /** The mask [N, T] that reached a vertex, or null. */
  Sym mask(String vertex) {
    return masks.get(vertex);
  }

  /** New values of moving averages by key. */
  Map<String, Sym> moving() {
    return moving;
  }

  @Override
  public GraphBuilder builder() {
    return b;
  }

  @Override
  public boolean training() {
    return variant.training();
  }

  @Override
  public Sym param(ParamSpec spec) {
    return params.symbol(b, spec);
  }

  @Override
  public void moving(ParamSpec spec, Sym value) {
    moving.put(spec.key(), value);
  }

  @Override
  public Sym recurrentState(String layer, String name, Sym like) {
    return variant.stateful() ? b.input(Names.recurrent(layer, name), like.dtype(), -1, like.dim(1)) : null;
  }

  @Override
  public void recurrentState(String layer, String name, Sym like, Sym last) {
    if (variant.stateful()) {
      b.output(Names.recurrent(layer, name), last);
    }
  }

  @Override
  public Sym seed() {
    seed = seed == null ? b.input(StepNames.SEED, DType.INT64) : seed;
    return seed;
  }

  @Override
  public Sym step() {
    step = step == null ? b.input(StepNames.STEP, DType.INT64) : step;
    return step;
  }

  @Override
  public int nextNode() {
    return nodes++;
  }

  @Override
  public Activation defaultActivation() {
    return conf.conf().activation();
  }

  @Override
  public WeightInit defaultWeightInit() {
    return conf.conf().weightInit();
  }
}
