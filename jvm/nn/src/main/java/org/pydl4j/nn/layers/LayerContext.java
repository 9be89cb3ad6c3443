package org.pydl4j.nn.layers;

import org.pydl4j.nd.graph.Attrs;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.conf.Common;
import org.pydl4j.nn.conf.InputType;
import org.pydl4j.nn.weights.ParamInit;
import org.pydl4j.nn.weights.WeightInit;

/**
 * What a layer sees while it lowers to ops: the builder, its settings, its parameters, its input's type and mask.
 * The network that builds the graph supplies the rest through {@link Network}.
 */
public final class LayerContext {
  /** What the network under construction gives its layers. */
  public interface Network {
    GraphBuilder builder();

    /** Whether a training graph is built: dropout drops, moments are those of the batch. */
    boolean training();

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

    Sym step();

    /** Distinguishes uses of random numbers. */
    int nextNode();

    Activation defaultActivation();

    WeightInit defaultWeightInit();
  }

  private final Network network;
  private final String name;
  private final Common common;
  private final InputType inputType;
  private final Sym mask;

  public LayerContext(Network network, String name, Common common, InputType inputType, Sym mask) {
    this.network = network;
    this.name = name;
    this.common = common;
    this.inputType = inputType;
    this.mask = mask;
  }

  public GraphBuilder b() {
    return network.builder();
  }

  public boolean training() {
    return network.training();
  }

  public String name() {
    return name;
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
    return network.param(new ParamSpec(name, paramName, dims, weightInit(own).of(fanIn, fanOut), ParamSpec.Role.WEIGHT,
        common));
  }

  /** A bias of the layer's biasInit. */
  public Sym bias(String paramName, long... dims) {
    return bias(paramName, ParamInit.constant(common.biasInit()), dims);
  }

  public Sym bias(String paramName, ParamInit init, long... dims) {
    return network.param(new ParamSpec(name, paramName, dims, init, ParamSpec.Role.BIAS, common));
  }

  private ParamSpec movingSpec(String paramName, double start, long... dims) {
    return new ParamSpec(name, paramName, dims, ParamInit.constant(start), ParamSpec.Role.MOVING, common);
  }

  /** A parameter without gradient: a moving average. */
  public Sym moving(String paramName, double start, long... dims) {
    return network.param(movingSpec(paramName, start, dims));
  }

  /** What a moving average holds after a training step. */
  public void setMoving(String paramName, Sym value, long... dims) {
    network.moving(movingSpec(paramName, 0, dims), value);
  }

  /** The state [N, n] from the run before; zeros unless the network keeps state. */
  public Sym recurrentState(String stateName, Sym like) {
    Sym s = network.recurrentState(name, stateName, like);
    return s != null ? s : like.like(0).expandTo(like);
  }

  public void setRecurrentState(String stateName, Sym like, Sym last) {
    network.recurrentState(name, stateName, like, last);
  }

  /** x with elements dropped while training; retain of 0 or 1 keeps all. */
  public Sym dropout(Sym x, double retain) {
    if (!training() || retain <= 0 || retain >= 1) {
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
