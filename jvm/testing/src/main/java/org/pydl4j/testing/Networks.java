package org.pydl4j.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.pydl4j.nd.array.ArrayBatches;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.conf.BackpropType;
import org.pydl4j.nn.conf.ComputationGraphConfiguration;
import org.pydl4j.nn.conf.LayerVertex;
import org.pydl4j.nn.conf.NetworkConfiguration;
import org.pydl4j.nn.conf.NeuralNetConfiguration;
import org.pydl4j.nn.conf.VertexConf;
import org.pydl4j.nn.layers.Common;
import org.pydl4j.nn.layers.ConvolutionLayer;
import org.pydl4j.nn.layers.DenseLayer;
import org.pydl4j.nn.layers.GlobalPoolingLayer;
import org.pydl4j.nn.layers.InputType;
import org.pydl4j.nn.layers.Layer;
import org.pydl4j.nn.layers.OutputLayer;
import org.pydl4j.nn.layers.PoolingType;
import org.pydl4j.nn.layers.RnnOutputLayer;
import org.pydl4j.nn.losses.Loss;
import org.pydl4j.nn.model.Model;
import org.pydl4j.nn.model.ParamLayout;
import org.pydl4j.nn.model.Round;
import org.pydl4j.nn.training.TrainingSession;
import org.pydl4j.nn.training.TrainingState;
import org.pydl4j.nn.updaters.Sgd;
import org.pydl4j.nn.updaters.Updater;

/** Small networks around what is checked, their data, and what must hold for any network. */
final class Networks {
  static final int ROWS = 3;
  static final int STEPS = 4;
  static final Activation TANH = new Activation.Tanh();
  private static final double STEP = 1e-6;
  private static final double TOLERANCE = 1e-5;

  private Networks() {}

  // parts -----------------------------------------------------------------------------------------------------------

  static VertexConf layer(String name, Layer layer, String... inputs) {
    return new VertexConf(name, new LayerVertex(layer, Common.NONE), List.of(inputs));
  }

  /** A layer of parameters that keeps the type, so that the gradient of what reads it is seen; null for flat images. */
  static Layer front(InputType in) {
    if (in instanceof InputType.Convolutional c) {
      return ConvolutionLayer.of((int) c.channels(), 1, TANH);
    }
    return in instanceof InputType.ConvolutionalFlat ? null : DenseLayer.of(in.features(), TANH);
  }

  /** Layers that end a network with a loss over two classes. */
  static List<Layer> head(InputType out) {
    Loss loss = new Loss.MCXENT();
    Activation softmax = new Activation.Softmax();
    if (out instanceof InputType.Recurrent) {
      return List.of(RnnOutputLayer.of(2, loss, softmax));
    }
    OutputLayer last = OutputLayer.of(2, loss, softmax);
    return out instanceof InputType.Convolutional ? List.of(new GlobalPoolingLayer(PoolingType.AVG, 2), last)
        : List.of(last);
  }

  static ComputationGraphConfiguration graph(DType type, Updater updater, List<String> inputs, List<InputType> types,
      List<VertexConf> vertices) {
    NeuralNetConfiguration conf = NeuralNetConfiguration.of(7, updater).withDataType(type);
    return new ComputationGraphConfiguration(conf, inputs, types, vertices,
        List.of(vertices.get(vertices.size() - 1).name()), BackpropType.Standard, 20);
  }

  // data ------------------------------------------------------------------------------------------------------------

  /** Numbers in (-1, 1) for inputs of a type; unknown lengths are {@link #STEPS}. */
  static NDArray numbers(DType type, InputType in, int rows) {
    long[] dims = in.dims();
    dims[0] = rows;
    return numbers(type, Arrays.stream(dims).map(d -> d < 0 ? STEPS : d).toArray());
  }

  static NDArray numbers(DType type, long... dims) {
    Random r = new Random(5);
    NDArray a = NDArray.create(type, dims);
    for (long i = 0; i < a.size(); i++) {
      a.putDoubleAt(i, 2 * r.nextDouble() - 1);
    }
    return a;
  }

  /** Numbers in (0.1, 0.9). */
  static NDArray probabilities(DType type, long... dims) {
    NDArray a = numbers(type, dims);
    for (long i = 0; i < a.size(); i++) {
      a.putDoubleAt(i, 0.5 + 0.4 * a.getDoubleAt(i));
    }
    return a;
  }

  static NDArray indices(long count, long... dims) {
    NDArray a = NDArray.create(DType.INT64, dims);
    for (long i = 0; i < a.size(); i++) {
      a.putLongAt(i, (i * 7 + i / 3) % count);
    }
    return a;
  }

  /** 1 up to a length that differs by row, then 0. */
  static NDArray lengths(long rows, long steps) {
    NDArray m = NDArray.zeros(DType.FLOAT32, rows, steps);
    for (long i = 0; i < rows; i++) {
      for (long k = 0; k < steps - i % steps; k++) {
        m.putDouble(1, i, k);
      }
    }
    return m;
  }

  // what must hold --------------------------------------------------------------------------------------------------

  /** A network of one configuration but for its updater. */
  interface Net {
    ComputationGraphConfiguration with(DType type, Updater updater);
  }

  /**
   * With Sgd(1) a training step subtracts the gradient: it must equal central differences of the score in float64. The
   * score of a training graph is read by steps of rate 0.
   */
  static void gradient(Net net, Batch batch) {
    try (Model one = new Model(net.with(DType.FLOAT64, new Sgd(1))).init();
        Model zero = new Model(net.with(DType.FLOAT64, new Sgd(0))).init();
        TrainingSession t = new TrainingSession(one); TrainingSession z = new TrainingSession(zero)) {
      double[] start = one.params().toDoubleArray();
      t.fitBatch(batch);
      double[] after = one.params().toDoubleArray();
      for (ParamLayout.Slot slot : one.layout().slots()) {
        boolean trained = one.layout().blocks().get(slot.block()).trained();
        long stride = Math.max(1, slot.spec().size() / 12);
        for (long i = slot.offset(); trained && i < slot.end(); i += stride) {
          double numeric = (scoreAt(zero, z, start, i, STEP, batch) - scoreAt(zero, z, start, i, -STEP, batch))
              / (2 * STEP);
          double analytic = start[(int) i] - after[(int) i];
          double error = Math.abs(numeric - analytic) / Math.max(1e-3, Math.abs(numeric) + Math.abs(analytic));
          Checks.hold(error < TOLERANCE, "the gradient of " + slot.spec().key() + " at element "
              + (i - slot.offset()) + " is wrong: got " + analytic + "; expected " + numeric
              + ", the central difference of the score.");
        }
      }
    }
  }

  private static double scoreAt(Model m, TrainingSession t, double[] start, long at, double delta, Batch batch) {
    try (NDArray p = NDArray.of(start.clone(), start.length)) {
      p.putDoubleAt(at, start[(int) at] + delta);
      m.setParams(p).setTrainingState(TrainingState.NEW);
      return t.fitBatch(batch);
    }
  }

  /** A trained network comes back from its file: equal outputs, and further training goes on bit by bit. */
  static void file(Net net, Updater updater, Batch batch) throws IOException {
    Path file = Files.createTempFile("contract", ".zip");
    try (Model model = new Model(net.with(DType.FLOAT32, updater)).init()) {
      train(model, batch, 2);
      model.save(file);
      try (Model loaded = Model.load(file)) {
        Checks.equal(model.configuration(), loaded.configuration(), "another configuration came back from the file");
        same(model, loaded, batch, "outputs of the loaded model");
        train(model, batch, 2);
        train(loaded, batch, 2);
        Checks.equal(list(model.params()), list(loaded.params()), "parameters after training went on");
      }
    } finally {
      Files.delete(file);
    }
  }

  /**
   * A worker of a cluster, which makes the network of its JSON, runs a round on each minibatch and gives back what it
   * learned, trains as is trained here, bit by bit.
   */
  static void worker(Net net, Updater updater, Batch batch) {
    try (Model here = new Model(net.with(DType.FLOAT32, updater)).init(); Model driver = here.copy()) {
      train(here, batch, 3);
      try (Model worker = new Model(NetworkConfiguration.fromJson(here.configuration().toJson())).initZeros()) {
        for (int i = 0; i < 3; i++) {
          try (Round learned = Round.of(driver).train(worker, new ArrayBatches(batch, ROWS, null))) {
            driver.setParams(learned.params()).setUpdaterState(learned.updaterState()).setTrainingState(learned.at());
          }
        }
      }
      Checks.equal(list(here.params()), list(driver.params()), "parameters that a worker of a cluster learned");
      Checks.equal(list(here.updaterState()), list(driver.updaterState()), "the state of its updater");
    }
  }

  private static void same(Model a, Model b, Batch batch, String what) {
    List<NDArray> x = a.outputs(batch.withoutLabels());
    List<NDArray> y = b.outputs(batch.withoutLabels());
    for (int i = 0; i < x.size(); i++) {
      Checks.equal(list(x.get(i)), list(y.get(i)), what);
    }
    x.forEach(NDArray::close);
    y.forEach(NDArray::close);
  }

  /** Steps on one batch; returns the scores. */
  static double[] train(Model model, Batch batch, int steps) {
    double[] scores = new double[steps];
    try (TrainingSession session = new TrainingSession(model)) {
      for (int i = 0; i < steps; i++) {
        scores[i] = session.fitBatch(batch);
      }
    }
    return scores;
  }

  static List<Double> list(NDArray a) {
    return Arrays.stream(a.toDoubleArray()).boxed().toList();
  }

  /** The activations of a vertex have the shape that its type says, for any number of rows. */
  static void shape(Net net, String vertex, IntFunction<Batch> features) {
    try (Model m = new Model(net.with(DType.FLOAT32, new Sgd(0.1))).init()) {
      long[] type = m.types().get(vertex).dims();
      for (int rows : new int[] {ROWS, 1}) {
        try (Batch batch = features.apply(rows)) {
          long[] got = m.feedForward(batch).get(vertex).shape();
          boolean fits = got.length == type.length && got[0] == rows;
          for (int i = 1; fits && i < got.length; i++) {
            fits = type[i] < 0 || type[i] == got[i];
          }
          Checks.hold(fits, "outputType says " + Arrays.toString(type) + "; got " + Arrays.toString(got) + " for "
              + rows + " rows.");
        }
      }
    }
  }
}
