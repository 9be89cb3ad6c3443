package org.pydl4j.nn.layers;

import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.graph.Operation;
import org.pydl4j.nn.updaters.Schedule;
import org.pydl4j.nn.weights.ParamInit;
import org.pydl4j.nn.weights.WeightInit;

/**
 * What a layer sees while it lowers to ops: the builder, its settings, its parameters, its input's type and mask.
 * The network that builds the graph supplies the rest through {@link Network}.
 */
public final class LayerContext {
  /** What the network under construction gives its layers. */
  public interface Network {
    /** What the layer's ops are added to. */
    GraphBuilder builder();

    /** Whether a training graph is built: dropout drops, moments are those of the batch. */
    boolean training();

    /** The type of parameters and activations. */
    DType dataType();

    /** The symbol of a parameter. */
    Sym param(ParamSpec spec);

    /** Declares what a parameter without gradient holds after a training step. */
    void moving(ParamSpec spec, Sym value);

    /** The recurrent state of a layer at the start of a run, or null for zeros. */
    Sym recurrentState(String layer, String name, Sym like);

    /** Declares the recurrent state at the end of a run. */
    void recurrentState(String layer, String name, Sym like, Sym last);

    /** Seed and step of random numbers (int64 scalars). */
    Sym seed();

    /** The number of the minibatch, for random numbers. */
    Sym step();

    /** A number as its schedule has it, a scalar. */
    Sym scheduled(DType dtype, Schedule schedule);

    /** Distinguishes uses of random numbers. */
    int nextNode();

    /** The activation of layers that name none. */
    Activation defaultActivation();

    /** How weights of layers begin that say nothing. */
    WeightInit defaultWeightInit();
  }

  private final Network network;
  private final String name;
  private final String use;
  private final Common common;
  private final InputType inputType;
  private final Sym mask;

  /**
   * A place of a layer.
   *
   * @param name path that its parameters are named by
   * @param use path that its recurrent state is named by: another one where a layer is used in several places
   */
  public LayerContext(Network network, String name, String use, Common common, InputType inputType, Sym mask) {
    this.network = network;
    this.name = name;
    this.use = use;
    this.common = common;
    this.inputType = inputType;
    this.mask = mask;
  }

  /** What the layer's ops are added to. */
  public GraphBuilder b() {
    return network.builder();
  }

  /** Whether it works as in training; a layer that is not trained works as in prediction. */
  public boolean training() {
    return network.training() && common.trainable();
  }

  /** The type of parameters and activations. */
  public DType dataType() {
    return network.dataType();
  }

  /** The layer's name, for messages and parameters. */
  public String name() {
    return name;
  }

  /** What the names of what lies within this layer begin with. */
  public String path() {
    return name + "/";
  }

  /** The place of a layer within this one, which holds it under that name: its parameters are named by path. */
  public LayerContext within(String child, InputType type, Sym childMask) {
    return new LayerContext(network, path() + child, use + "/" + child, common, type, childMask);
  }

  /** The layer's settings, all set. */
  public Common common() {
    return common;
  }

  /** What the layer reads, after the network's reshaping. */
  public InputType inputType() {
    return inputType;
  }

  /** [N, T], 1 where the time step is present, else 0; or null. */
  public Sym mask() {
    return mask;
  }

  /** The layer's own activation, else the network's. */
  public Activation activation(Activation own) {
    return own != null ? own : network.defaultActivation();
  }

  private WeightInit weightInit(WeightInit own) {
    return own != null ? own : network.defaultWeightInit();
  }

  /** A weight array. */
  public Sym param(String paramName, WeightInit own, double fanIn, double fanOut, long... dims) {
    return network.param(spec(paramName, ParamSpec.Role.WEIGHT, weightInit(own).of(fanIn, fanOut), dims));
  }

  /** A bias of the layer's biasInit. */
  public Sym bias(String paramName, long... dims) {
    return bias(paramName, ParamInit.constant(common.biasInit()), dims);
  }

  /** A parameter without regularization, begun so. */
  public Sym bias(String paramName, ParamInit init, long... dims) {
    return network.param(spec(paramName, ParamSpec.Role.BIAS, init, dims));
  }

  private ParamSpec spec(String paramName, ParamSpec.Role role, ParamInit init, long[] dims) {
    return new ParamSpec(name, paramName, name + "_" + paramName, dims, init, role, common);
  }

  private ParamSpec movingSpec(String paramName, double start, long... dims) {
    return spec(paramName, ParamSpec.Role.MOVING, ParamInit.constant(start), dims);
  }

  /** A parameter without gradient: a moving average. */
  public Sym moving(String paramName, double start, long... dims) {
    return network.param(movingSpec(paramName, start, dims));
  }

  /** What a moving average holds after a training step. */
  public void setMoving(String paramName, Sym value, long... dims) {
    network.moving(movingSpec(paramName, 0, dims), value);
  }

  /** A parameter of what lies within this layer: a variable of a graph, named by path. */
  public Sym variable(String variable, ParamSpec.Role role, ParamInit init, long... dims) {
    return network.param(new ParamSpec(name, variable, path() + variable, dims, init, role, common));
  }

  /** What a variable without gradient holds after a training step. */
  public void setVariable(String variable, Sym value, long... dims) {
    network.moving(new ParamSpec(name, variable, path() + variable, dims, ParamInit.constant(0), ParamSpec.Role.MOVING,
        common), value);
  }

  /** What random ops draw from. */
  public Operation.Random random() {
    return new Operation.Random(network.seed(), network.step());
  }

  /** Another number at each call: it tells one use of random numbers from others. */
  public int nextNode() {
    return network.nextNode();
  }

  /** The state [N, n] from the run before; zeros unless the network keeps state. */
  public Sym recurrentState(String stateName, Sym like) {
    Sym s = network.recurrentState(use, stateName, like);
    return s != null ? s : like.like(0).expandTo(like);
  }

  /** What a state is after the run, for the next piece of a sequence. */
  public void setRecurrentState(String stateName, Sym like, Sym last) {
    network.recurrentState(use, stateName, like, last);
  }

  /** x with elements dropped while training; retain of 0 or 1 keeps all. */
  public Sym dropout(Sym x, Schedule retain) {
    if (!training()) {
      return x;
    } else if (retain instanceof Schedule.FixedSchedule fixed) {
      return dropout(x, fixed.value());
    }
    Sym given = network.scheduled(x.dtype(), retain);
    Sym keep = given.gt(0).where(given, given.like(1)).min(given.like(1));
    Sym kept = b().call("pydl4j.RandomBernoulli", Attrs.of("node", network.nextNode()), network.seed(), network.step(),
        x.call("Shape"), keep);
    return kept.where(x.div(keep), x.like(0));
  }

  private Sym dropout(Sym x, double retain) {
    if (retain <= 0 || retain >= 1) {
      return x;
    }
    return x.call("pydl4j.Dropout", Attrs.of("retain", retain, "node", network.nextNode()), network.seed(),
        network.step());
  }

  /** An error of this layer: {@code [layer2 ConvolutionLayer] message}. */
  public IllegalArgumentException fail(Layer layer, String message) {
    return new IllegalArgumentException("[" + name + " " + layer.getClass().getSimpleName() + "] " + message);
  }
}
