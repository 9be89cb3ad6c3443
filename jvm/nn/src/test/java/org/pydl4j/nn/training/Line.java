package org.pydl4j.nn.training;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.conf.MultiLayerConfiguration;
import org.pydl4j.nn.conf.NeuralNetConfiguration;
import org.pydl4j.nn.conf.UpdatePolicy;
import org.pydl4j.nn.layers.Common;
import org.pydl4j.nn.layers.InputType;
import org.pydl4j.nn.layers.OutputLayer;
import org.pydl4j.nn.losses.Loss;
import org.pydl4j.nn.model.Model;
import org.pydl4j.nn.samediff.SameDiff;
import org.pydl4j.nn.samediff.TrainingConfig;
import org.pydl4j.nn.updaters.Schedule;
import org.pydl4j.nn.updaters.Updater;

/**
 * loss = mean (x w - y)^2 of two weights in float64, as a network and as a SameDiff graph: small enough to check by
 * hand.
 */
record Line(Trainable model) implements AutoCloseable {
  static final double[] START = {0.5, -0.25};

  /** Which kind of model. */
  enum Kind {
    NETWORK, GRAPH
  }

  /** How it is trained. */
  record How(Updater updater, Schedule l1, Schedule l2, UpdatePolicy policy) {
    static How of(Updater updater) {
      return new How(updater, Schedule.of(0), Schedule.of(0), UpdatePolicy.NONE);
    }

    How with(UpdatePolicy other) {
      return new How(updater, l1, l2, other);
    }

    How penalized(Schedule newL1, Schedule newL2) {
      return new How(updater, newL1, newL2, policy);
    }
  }

  static Line of(Kind kind, How how) {
    return new Line(kind == Kind.NETWORK ? network(how) : graph(how));
  }

  private static Model network(How how) {
    Common common = new Common(how.updater, null, null, how.l1, how.l2, null, null, null, null, null, null, null,
        null);
    NeuralNetConfiguration conf =
        NeuralNetConfiguration.of(7, how.updater).withDataType(DType.FLOAT64).withCommon(common)
            .withUpdates(how.policy);
    OutputLayer out = new OutputLayer(1, 0, new Loss.MSE(), new Activation.Identity(), false, null);
    Model m = new Model(MultiLayerConfiguration.of(conf, InputType.feedForward(2), out)).init();
    try (NDArray w = NDArray.of(START, 2)) {
      return m.setParams(w);
    }
  }

  private static SameDiff graph(How how) {
    SameDiff sd = SameDiff.create();
    sd.placeholder("x", DType.FLOAT64, -1, 2);
    sd.placeholder("y", DType.FLOAT64, -1, 1);
    try (NDArray start = NDArray.of(START, 2, 1)) {
      sd.variable("w", start);
    }
    op(sd, "MatMul", "xw", "x", "w");
    op(sd, "Sub", "d", "xw", "y");
    op(sd, "Mul", "dd", "d", "d");
    op(sd, "ReduceMean", "loss", "dd");
    sd.setLossVariables(List.of("loss"));
    sd.setTrainingConfig(
        new TrainingConfig(how.updater, List.of("x"), List.of("y"), List.of(), List.of(), how.l1, how.l2,
            true, 7, how.policy, java.util.Map.of()));
    return sd;
  }

  private static void op(SameDiff sd, String op, String name, String... inputs) {
    JsonArray in = new JsonArray();
    List.of(inputs).forEach(in::add);
    sd.op(op, new JsonObject(), in, List.of(name));
  }

  double[] w() {
    return model instanceof Model m ? m.params().toDoubleArray() : ((SameDiff) model).array("w").toDoubleArray();
  }

  void set(double[] w) {
    try (NDArray flat = NDArray.of(w, 2)) {
      if (model instanceof Model m) {
        m.setParams(flat);
      } else {
        ((SameDiff) model).setArray("w", flat.reshape(2, 1));
      }
    }
  }

  /** The averaged weights. */
  double[] ema() {
    try (Line averaged = new Line(model instanceof Model m ? m.ema() : ((SameDiff) model).ema())) {
      return averaged.w();
    }
  }

  /** What a file of it holds. */
  Line saved(Path folder) {
    Path file = folder.resolve("line.zip");
    model.save(file);
    return new Line(model instanceof Model ? Model.load(file) : SameDiff.load(file));
  }

  /** Some rows, others for another seed; the caller closes them. */
  static Batch rows(int count, int seed) {
    NDArray x = NDArray.create(DType.FLOAT64, count, 2);
    NDArray y = NDArray.create(DType.FLOAT64, count, 1);
    java.util.Random r = new java.util.Random(seed);
    for (int i = 0; i < count; i++) {
      x.putDouble(r.nextGaussian(), i, 0);
      x.putDouble(r.nextGaussian(), i, 1);
      y.putDouble(3 * x.getDouble(i, 0) - 2 * x.getDouble(i, 1) + 0.1 * r.nextGaussian(), i, 0);
    }
    return Batch.of(x, y);
  }

  /** The gradient of the loss without penalties. */
  static double[] gradient(double[] w, Batch rows) {
    double[] g = new double[2];
    for (int i = 0; i < rows.rows(); i++) {
      double error = error(w, rows, i);
      for (int j = 0; j < 2; j++) {
        g[j] += 2 * error * rows.feature(0).getDouble(i, j) / rows.rows();
      }
    }
    return g;
  }

  static double loss(double[] w, Batch rows) {
    double sum = 0;
    for (int i = 0; i < rows.rows(); i++) {
      sum += error(w, rows, i) * error(w, rows, i) / rows.rows();
    }
    return sum;
  }

  private static double error(double[] w, Batch rows, int i) {
    return rows.feature(0).getDouble(i, 0) * w[0] + rows.feature(0).getDouble(i, 1) * w[1]
        - rows.label(0).getDouble(i, 0);
  }

  @Override
  public void close() {
    if (model instanceof Model m) {
      m.close();
    } else {
      ((SameDiff) model).close();
    }
  }
}
