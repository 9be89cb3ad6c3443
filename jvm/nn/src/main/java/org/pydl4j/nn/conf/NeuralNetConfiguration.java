package org.pydl4j.nn.conf;

import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nd.json.Records;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.layers.Common;
import org.pydl4j.nn.updaters.Updater;
import org.pydl4j.nn.weights.WeightInit;

/** What holds for the whole network, and for layers that say nothing else. DL4J: NeuralNetConfiguration. */
@Doc("What holds for the whole network, and for layers that say nothing else.")
public record NeuralNetConfiguration(
    @Doc("seed of initial weights, dropout and shuffling") long seed,
    @Doc("element type of parameters and activations: float32 or float64") DType dataType,
    @Doc("activation of layers that name none; Sigmoid as in DL4J") Activation activation,
    @Doc("weight initialization of layers that name none") WeightInit weightInit,
    @Doc("settings of layers that leave them unset") Common common,
    @Doc("how minibatches become updates: one each unless set") UpdatePolicy updates) {

  public NeuralNetConfiguration {
    if (dataType != DType.FLOAT32 && dataType != DType.FLOAT64) {
      throw new IllegalArgumentException("[dataType] got " + dataType + "; expected float32 or float64.");
    }
    common = common == null ? Common.NONE : common;
    updates = updates == null ? UpdatePolicy.NONE : updates;
  }

  static Object defaults() {
    return Defaults.of("seed", 123L, "dataType", DType.FLOAT32, "activation", new Activation.Sigmoid(), "weightInit",
        WeightInit.XAVIER, "common", Common.NONE, "updates", null);
  }

  /** DL4J's way to write a configuration. */
  public static NetworkBuilder builder() {
    return new NetworkBuilder(Records.fromText("{}", NeuralNetConfiguration.class));
  }

  /** Seed and updater given, the rest by default. */
  public static NeuralNetConfiguration of(long seed, Updater updater) {
    return new NeuralNetConfiguration(seed, DType.FLOAT32, new Activation.Sigmoid(), WeightInit.XAVIER,
        Common.of(updater), UpdatePolicy.NONE);
  }

  /** A copy of that type. */
  public NeuralNetConfiguration withDataType(DType type) {
    return new NeuralNetConfiguration(seed, type, activation, weightInit, common, updates);
  }

  /** A copy with other settings for all layers. */
  public NeuralNetConfiguration withCommon(Common c) {
    return new NeuralNetConfiguration(seed, dataType, activation, weightInit, c, updates);
  }

  /** A copy that updates parameters in another rhythm. */
  public NeuralNetConfiguration withUpdates(UpdatePolicy policy) {
    return new NeuralNetConfiguration(seed, dataType, activation, weightInit, common, policy);
  }
}
