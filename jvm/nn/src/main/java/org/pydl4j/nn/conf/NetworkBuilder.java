package org.pydl4j.nn.conf;

import java.util.ArrayList;
import java.util.List;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.layers.Common;
import org.pydl4j.nn.layers.InputType;
import org.pydl4j.nn.layers.Layer;
import org.pydl4j.nn.updaters.Updater;
import org.pydl4j.nn.weights.WeightInit;

/**
 * DL4J's way to write a configuration in Java; {@link NeuralNetConfiguration#builder} makes one.
 *
 * <pre>{@code
 * MultiLayerConfiguration conf = NeuralNetConfiguration.builder().seed(42).updater(new Adam(1e-3)).list()
 *     .layer(ConvolutionLayer.of(20, 5, new Activation.ReLU()))
 *     .layer(SubsamplingLayer.of(PoolingType.MAX, 2))
 *     .layer(OutputLayer.of(10, new Loss.MCXENT(), new Activation.Softmax()))
 *     .inputType(InputType.convolutional(28, 28, 1)).build();
 * }</pre>
 */
public final class NetworkBuilder {
  private NeuralNetConfiguration conf;

  NetworkBuilder(NeuralNetConfiguration start) {
    conf = start;
  }

  /** What random numbers begin from. */
  public NetworkBuilder seed(long seed) {
    conf = new NeuralNetConfiguration(seed, conf.dataType(), conf.activation(), conf.weightInit(), conf.common(),
        conf.updates());
    return this;
  }

  /** The type of parameters and activations. */
  public NetworkBuilder dataType(DType type) {
    conf = conf.withDataType(type);
    return this;
  }

  /** The activation of layers that name none. */
  public NetworkBuilder activation(Activation a) {
    conf = new NeuralNetConfiguration(conf.seed(), conf.dataType(), a, conf.weightInit(), conf.common(),
        conf.updates());
    return this;
  }

  /** How weights of layers begin that say nothing. */
  public NetworkBuilder weightInit(WeightInit w) {
    conf = new NeuralNetConfiguration(conf.seed(), conf.dataType(), conf.activation(), w, conf.common(),
        conf.updates());
    return this;
  }

  /** What changes the parameters. */
  public NetworkBuilder updater(Updater u) {
    conf = conf.withCommon(conf.common().withUpdater(u));
    return this;
  }

  /** The factor of half the weights' squares in the loss. */
  public NetworkBuilder l2(double l2) {
    conf = conf.withCommon(conf.common().withL2(l2));
    return this;
  }

  /** The probability with which layers keep an input. */
  public NetworkBuilder dropOut(double retain) {
    conf = conf.withCommon(conf.common().withDropOut(retain));
    return this;
  }

  /** How minibatches become updates: accumulation of gradients, their norm, averaged weights. */
  public NetworkBuilder updates(UpdatePolicy policy) {
    conf = conf.withUpdates(policy);
    return this;
  }

  /** All settings that any layer may have, at once. */
  public NetworkBuilder common(Common common) {
    conf = conf.withCommon(common);
    return this;
  }

  /** Goes on with a stack of layers. */
  public Stack list() {
    return new Stack(conf);
  }

  /** Goes on with a graph of layers and vertices. */
  public Graph graphBuilder() {
    return new Graph(conf);
  }

  /** A stack of layers. */
  public static final class Stack {
    private final NeuralNetConfiguration conf;
    private final List<LayerConf> layers = new ArrayList<>();
    private InputType inputType;
    private int tbpttLength;

    private Stack(NeuralNetConfiguration conf) {
      this.conf = conf;
    }

    /** Adds a layer on top. */
    public Stack layer(Layer layer) {
      return layer(LayerConf.of(layer));
    }

    /** Adds a layer with settings of its own on top. */
    public Stack layer(LayerConf layer) {
      layers.add(layer);
      return this;
    }

    /** What the network is fed. */
    public Stack inputType(InputType type) {
      inputType = type;
      return this;
    }

    /** Gradients through pieces of that many time steps. */
    public Stack truncatedBptt(int length) {
      tbpttLength = length;
      return this;
    }

    /** The description, with all sizes checked. */
    public MultiLayerConfiguration build() {
      BackpropType type = tbpttLength > 0 ? BackpropType.TruncatedBPTT : BackpropType.Standard;
      return new MultiLayerConfiguration(conf, layers, inputType, type, tbpttLength > 0 ? tbpttLength : 20);
    }
  }

  /** A graph of layers and vertices. */
  public static final class Graph {
    private final NeuralNetConfiguration conf;
    private final List<String> inputs = new ArrayList<>();
    private final List<InputType> inputTypes = new ArrayList<>();
    private final List<VertexConf> vertices = new ArrayList<>();
    private List<String> outputs = List.of();

    private Graph(NeuralNetConfiguration conf) {
      this.conf = conf;
    }

    /** Adds an input of that name. */
    public Graph addInput(String name, InputType type) {
      inputs.add(name);
      inputTypes.add(type);
      return this;
    }

    /** Adds a layer that reads inputs or vertices by name. */
    public Graph addLayer(String name, Layer layer, String... reads) {
      return addVertex(name, new LayerVertex(layer, Common.NONE), reads);
    }

    /** Adds a vertex that reads inputs or vertices by name. */
    public Graph addVertex(String name, Vertex vertex, String... reads) {
      vertices.add(new VertexConf(name, vertex, List.of(reads)));
      return this;
    }

    /** A vertex whose outputs have names of their own. */
    public Graph addVertex(VertexConf vertex) {
      vertices.add(vertex);
      return this;
    }

    /** Names what the network answers, in this order. */
    public Graph outputs(String... names) {
      outputs = List.of(names);
      return this;
    }

    /** The description, with all sizes checked. */
    public ComputationGraphConfiguration build() {
      return new ComputationGraphConfiguration(conf, inputs, inputTypes, vertices, outputs, BackpropType.Standard, 20);
    }
  }
}
