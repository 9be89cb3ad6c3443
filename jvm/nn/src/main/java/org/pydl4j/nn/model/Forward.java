package org.pydl4j.nn.model;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.conf.ComputationGraphConfiguration;
import org.pydl4j.nn.conf.GraphVertex;
import org.pydl4j.nn.conf.LayerVertex;
import org.pydl4j.nn.conf.ModelVertex;
import org.pydl4j.nn.conf.NeuralNetConfiguration;
import org.pydl4j.nn.conf.OpVertex;
import org.pydl4j.nn.conf.SharedVertex;
import org.pydl4j.nn.conf.Vertex;
import org.pydl4j.nn.conf.VertexConf;
import org.pydl4j.nn.layers.Common;
import org.pydl4j.nn.layers.GraphLowering;
import org.pydl4j.nn.layers.InputKind;
import org.pydl4j.nn.layers.InputType;
import org.pydl4j.nn.layers.Layer;
import org.pydl4j.nn.layers.LayerContext;
import org.pydl4j.nn.layers.LossHead;
import org.pydl4j.nn.layers.Masks;
import org.pydl4j.nn.layers.ParamSpec;
import org.pydl4j.nn.training.ScheduledValues;
import org.pydl4j.nn.training.StepInputs;
import org.pydl4j.nn.updaters.Schedule;
import org.pydl4j.nn.vertices.MergeVertex;
import org.pydl4j.nn.weights.WeightInit;

/** Lowers a configuration to ops: activations of every vertex, with the types and masks that flow along. */
final class Forward implements LayerContext.Network {
  private final DType dataType;
  private final GraphBuilder b;
  private final Variant variant;
  private final Function<ParamSpec, Sym> params;
  private final Map<String, Sym> activations = new LinkedHashMap<>();
  private final Map<String, Sym> preOutputs = new LinkedHashMap<>();
  private final Map<String, InputType> types = new LinkedHashMap<>();
  private final Map<String, Sym> masks = new LinkedHashMap<>();
  private final Map<String, Sym> moving = new LinkedHashMap<>();
  private final Map<String, ParamSpec> specs = new LinkedHashMap<>();
  private final Map<String, Sym> symbols = new LinkedHashMap<>();
  /** What holds for the network whose vertices are being lowered: the outermost one or one within it. */
  private NeuralNetConfiguration settings;
  private final StepInputs inputs;
  private int nodes;

  /** @param params gives the symbol of a parameter; asked in DL4J's order */
  Forward(GraphBuilder b, ComputationGraphConfiguration conf, Variant variant, ScheduledValues scheduled,
      Function<ParamSpec, Sym> params) {
    this.b = b;
    this.dataType = conf.conf().dataType();
    this.settings = conf.conf();
    this.variant = variant;
    this.params = params;
    this.inputs = new StepInputs(b, scheduled);
    for (int i = 0; i < conf.networkInputs().size(); i++) {
      input(conf, conf.networkInputs().get(i), conf.inputTypes().get(i));
    }
    conf.vertices().forEach(v -> vertex(conf, "", v));
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

  private void input(ComputationGraphConfiguration conf, String name, InputType type) {
    Sym x = switch (feedKind(conf, name)) {
      case INDEX -> b.input(name, DType.INT64, -1, 1);
      case INDICES -> b.input(name, DType.INT64, -1, type instanceof InputType.Recurrent r ? r.timeSeriesLength() : -1);
      default -> b.input(name, type.dtype(dataType), type.dims());
    };
    activations.put(name, x);
    types.put(name, type);
    if (variant.featuresMask() && type instanceof InputType.Recurrent r) {
      Sym mask = Masks.of(b.input(Names.mask(name), dataType, -1, r.timeSeriesLength()));
      masks.put(name, mask);
      activations.put(name, Masks.replaced(x, mask, 0));
    }
  }

  /**
   * What a vertex reads, and the paths of its place.
   *
   * @param path what the names of its network begin with
   * @param in names of activations
   */
  private record Place(String path, VertexConf conf, List<String> in) {
    String name() {
      return path + conf.name();
    }

    List<String> outputs() {
      return conf.outputs().stream().map(o -> path + o).toList();
    }
  }

  private void vertex(ComputationGraphConfiguration within, String path, VertexConf v) {
    Place place = new Place(path, v, v.inputs().stream().map(in -> path + in).toList());
    String before = b.scope(place.name() + "/");
    Object is = v.vertex() instanceof LayerVertex l ? l.layer() : v.vertex();
    try {
      if (v.vertex() instanceof SharedVertex shared) {
        VertexConf of = within.vertexOf(shared.of());
        vertex(place, of.vertex(), path + of.name());
      } else {
        vertex(place, v.vertex(), place.name());
      }
    } catch (IllegalArgumentException | UnsupportedOperationException e) {
      if (e.getMessage() != null && e.getMessage().startsWith("[" + place.name())) {
        throw e;
      }
      throw new IllegalArgumentException(
          "[" + place.name() + " " + is.getClass().getSimpleName() + "] " + e.getMessage(), e);
    } finally {
      b.scope(before);
    }
  }

  /** Lowers a vertex whose parameters are named by that path. */
  private void vertex(Place place, Vertex vertex, String owner) {
    Sym mask = masks.get(place.in().get(0));
    if (vertex instanceof LayerVertex l) {
      layer(place, l, owner, mask);
    } else if (vertex instanceof GraphVertex g) {
      graph(place, g, owner, mask);
    } else if (vertex instanceof ModelVertex m) {
      network(place, m, owner);
    } else if (vertex instanceof OpVertex op) {
      InputType type = op.outputType(place.in().stream().map(types::get).toList());
      give(place.name(), op.apply(read(place), mask), type, mask == null ? null : op.outputMask(mask));
    } else {
      throw new IllegalArgumentException("shares a vertex that shares one itself; expected the first of them.");
    }
  }

  private List<Sym> read(Place place) {
    return place.in().stream().map(activations::get).toList();
  }

  private void give(String name, Sym activation, InputType type, Sym mask) {
    activations.put(name, activation);
    types.put(name, type);
    masks.put(name, mask);
  }

  private Common resolved(Common own) {
    return own.or(settings.common()).resolved();
  }

  private void layer(Place place, LayerVertex vertex, String owner, Sym mask) {
    Layer layer = vertex.layer();
    Common common = resolved(vertex.common());
    List<InputType> in = place.in().stream().map(types::get).toList();
    Preprocess p = in.size() == 1 ? new Preprocess(read(place).get(0), in.get(0))
        : new Preprocess(new MergeVertex().apply(read(place), mask), new MergeVertex().outputType(in));
    p = p.to(layer.reads(), dataType);
    InputType type = layer.outputType(p.type());
    types.put(place.name(), type);
    LayerContext ctx = new LayerContext(this, owner, place.name(), common, p.type(), mask);
    Sym x = p.x().dtype().isFloat() ? ctx.dropout(p.x(), common.dropOut()) : p.x();
    Sym outMask = mask == null || !(type instanceof InputType.Recurrent) ? null : layer.outputMask(mask);
    if (layer instanceof LossHead head) {
      Sym z = head.preOutput(ctx, x);
      preOutputs.put(place.name(), z);
      give(place.name(), head.outputs(z), type, outMask);
    } else {
      give(place.name(), layer.apply(ctx, x), type, outMask);
    }
  }

  private void graph(Place place, GraphVertex vertex, String owner, Sym mask) {
    Common common = resolved(vertex.common());
    LayerContext ctx = new LayerContext(this, owner, place.name(), common, types.get(place.in().get(0)), mask);
    List<Sym> in = read(place).stream().map(x -> x.dtype().isFloat() ? ctx.dropout(x, common.dropOut()) : x).toList();
    List<Sym> out = GraphLowering.apply(ctx, vertex.body(), in);
    for (int i = 0; i < out.size(); i++) {
      InputType type = GraphLowering.type(out.get(i));
      give(place.outputs().get(i), out.get(i), type, type instanceof InputType.Recurrent ? mask : null);
    }
  }

  /** The vertices of a network within this one, as activations NAME/VERTEX. */
  private void network(Place place, ModelVertex vertex, String owner) {
    ComputationGraphConfiguration inner = vertex.network().toGraph();
    if (!owner.equals(place.name())) {
      throw new IllegalArgumentException("shares a whole network: got " + owner + "; expected a layer or graph.");
    } else if (inner.networkInputs().size() != place.in().size()) {
      throw new IllegalArgumentException("reads " + inner.networkInputs() + ": got " + place.in() + "; expected "
          + inner.networkInputs().size() + " inputs.");
    }
    String path = place.name() + "/";
    for (int i = 0; i < place.in().size(); i++) {
      InputType wanted = inner.inputTypes().get(i);
      InputType got = types.get(place.in().get(i));
      boolean fits = got.dims().length == wanted.dims().length && got.dtype(dataType) == wanted.dtype(dataType)
          && (wanted.elements() < 0 || got.elements() < 0 || wanted.elements() == got.elements());
      if (!fits) {
        throw new IllegalArgumentException("input '" + inner.networkInputs().get(i) + "' reads " + wanted + ": got "
            + got + ". Give the inner network the type that comes in.");
      }
      give(path + inner.networkInputs().get(i), activations.get(place.in().get(i)), wanted,
          masks.get(place.in().get(i)));
    }
    NeuralNetConfiguration around = settings;
    settings = inner.conf().withCommon(inner.conf().common().or(vertex.common()).or(around.common()));
    inner.vertices().forEach(v -> vertex(inner, path, v));
    settings = around;
    for (int i = 0; i < inner.networkOutputs().size(); i++) {
      String name = path + inner.networkOutputs().get(i);
      give(place.outputs().get(i), activations.get(name), types.get(name), masks.get(name));
    }
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

  /** What is read beside a minibatch. */
  StepInputs inputs() {
    return inputs;
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
    return variant.kind().isTraining();
  }

  @Override
  public DType dataType() {
    return dataType;
  }

  @Override
  public Sym param(ParamSpec spec) {
    ParamSpec first = specs.putIfAbsent(spec.key(), spec);
    if (first != null && !Arrays.equals(first.dims(), spec.dims())) {
      throw new IllegalArgumentException("shares the parameter " + spec.key() + ": got the shape "
          + Arrays.toString(spec.dims()) + "; expected " + Arrays.toString(first.dims())
          + ", as where it was first used. Give both places inputs of one size.");
    }
    return symbols.computeIfAbsent(spec.key(), k -> params.apply(spec));
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
    return inputs.seed();
  }

  @Override
  public Sym step() {
    return inputs.step();
  }

  @Override
  public Sym scheduled(DType dtype, Schedule schedule) {
    return inputs.value(dtype, schedule);
  }

  @Override
  public int nextNode() {
    return nodes++;
  }

  @Override
  public Activation defaultActivation() {
    return settings.activation();
  }

  @Override
  public WeightInit defaultWeightInit() {
    return settings.weightInit();
  }
}
