package org.pydl4j.nn.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.json.Records;
import org.pydl4j.nd.json.Variants;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.layers.ActivationLayer;
import org.pydl4j.nn.layers.BatchNormalization;
import org.pydl4j.nn.layers.Convolution1DLayer;
import org.pydl4j.nn.layers.ConvolutionMode;
import org.pydl4j.nn.layers.DenseLayer;
import org.pydl4j.nn.layers.DropoutLayer;
import org.pydl4j.nn.layers.GlobalPoolingLayer;
import org.pydl4j.nn.layers.InputType;
import org.pydl4j.nn.layers.LSTM;
import org.pydl4j.nn.layers.LastTimeStep;
import org.pydl4j.nn.layers.Layer;
import org.pydl4j.nn.layers.LayerNormalization;
import org.pydl4j.nn.layers.LossLayer;
import org.pydl4j.nn.layers.OutputLayer;
import org.pydl4j.nn.layers.PoolingType;
import org.pydl4j.nn.layers.RnnOutputLayer;
import org.pydl4j.nn.layers.SelfAttentionLayer;
import org.pydl4j.nn.layers.SimpleRnn;
import org.pydl4j.nn.layers.TransformerEncoderLayer;
import org.pydl4j.nn.losses.GraphLoss;
import org.pydl4j.nn.losses.Loss;
import org.pydl4j.nn.samediff.SameDiff;
import org.pydl4j.nn.training.TrainingSession;
import org.pydl4j.nn.updaters.Schedule;
import org.pydl4j.nn.updaters.Sgd;

/** Masks with gaps, leading zeros and rows without any step, through every layer and loss. */
class MasksTest {
  private static final int STEPS = 5;
  private static final int SIZE = 4;
  private static final Activation TANH = new Activation.Tanh();
  private static final double[][] MASK =
      {{1, 1, 1, 0, 0}, {1, 1, 0, 1, 0}, {0, 0, 1, 1, 1}, {0, 0, 0, 0, 0}, {0, 0, 1, 0, 0}, {1, 1, 1, 1, 1}};
  private static final int ROWS = MASK.length;

  /** Layers that see no masks, and why. */
  private static final Map<String,
      String> WITHOUT = Map.of("GraphLayer", "what a graph does with steps is its own", "ConvolutionLayer", "images",
          "SubsamplingLayer", "images", "Upsampling2D", "images",
          "DepthwiseConvolution2D", "images", "SeparableConvolution2D", "images", "EmbeddingLayer", "one index a row",
          "EmbeddingSequenceLayer", "indices, which are checked",
          "Subsampling1DLayer", "refuses masks", "FlattenLayer", "keeps steps apart, as features");

  /** Layers that keep time. */
  private static List<Layer> steps() {
    return List.of(DenseLayer.of(3, TANH), new ActivationLayer(TANH), new DropoutLayer(1), BatchNormalization.of(TANH),
        new LayerNormalization(1e-5, TANH),
        new Convolution1DLayer(3, 0, 3, 1, 0, 1, ConvolutionMode.Same, TANH, true, null),
        new Convolution1DLayer(3, 0, 3, 1, 0, 1, ConvolutionMode.Causal, TANH, true, null), LSTM.of(3),
        new SimpleRnn(3, 0, TANH, null, null),
        new SelfAttentionLayer(4, 0, 2, 0, true, null), new SelfAttentionLayer(4, 0, 1, 0, false, null),
        new TransformerEncoderLayer(2, 6, TANH, Schedule.of(0), false, 1e-5, null));
  }

  /** Layers that end time. */
  private static List<Layer> ends() {
    List<Layer> all =
        new ArrayList<>(List.of(new LastTimeStep(LSTM.of(3)), new LastTimeStep(new SimpleRnn(3, 0, TANH, null, null))));
    for (PoolingType type : PoolingType.values()) {
      all.add(new GlobalPoolingLayer(type, 2));
      all.add(new GlobalPoolingLayer(type, 3));
    }
    return all;
  }

  private static NDArray mask() {
    NDArray m = NDArray.create(DType.FLOAT32, ROWS, STEPS);
    for (int i = 0; i < ROWS * STEPS; i++) {
      m.putDoubleAt(i, MASK[i / STEPS][i % STEPS]);
    }
    return m;
  }

  /** Sequences [N, size, T], the masked steps holding that number. */
  private static NDArray sequences(double masked, long size) {
    NDArray x = Nets.uniform(DType.FLOAT32, 3, ROWS, size, STEPS);
    for (long i = 0; i < x.size(); i++) {
      if (MASK[(int) (i / size / STEPS)][(int) (i % STEPS)] == 0) {
        x.putDoubleAt(i, masked);
      }
    }
    return x;
  }

  private static NDArray classes(double masked, long... dims) {
    NDArray y = NDArray.create(DType.INT64, dims);
    for (long i = 0; i < y.size(); i++) {
      boolean out = dims.length == 2 && MASK[(int) (i / STEPS)][(int) (i % STEPS)] == 0;
      y.putLongAt(i, out ? (long) masked : i * 7 % 2);
    }
    return y;
  }

  private static Model net(Layer... layers) {
    return new Model(Nets.stack(new Sgd(0.1), InputType.recurrent(SIZE, STEPS), layers)).init();
  }

  private static Layer[] stack(Layer layer, boolean endsTime) {
    Layer first = new Convolution1DLayer(4, 0, 3, 1, 0, 1, ConvolutionMode.Same, TANH, true, null);
    return endsTime ? new Layer[] {first, layer, OutputLayer.of(2, new Loss.MCXENT(), new Activation.Softmax())}
        : new Layer[] {first, layer, RnnOutputLayer.of(2, new Loss.MCXENT(), new Activation.Softmax())};
  }

  private static void assertFinite(double[] values) {
    for (double v : values) {
      assertTrue(Double.isFinite(v), () -> "got " + Arrays.toString(values));
    }
  }

  /** Outputs, score and parameters after a step; a masked step of the outputs counts as 0. */
  private static double[] results(boolean endsTime, double masked, Layer... layers) {
    try (Model net = net(layers); TrainingSession trainer = new TrainingSession(net)) {
      NDArray x = sequences(masked, SIZE);
      NDArray y = endsTime ? classes(0, ROWS) : classes(masked > 0 ? 1 : 0, ROWS, STEPS);
      double[] out = net.output(x, mask()).toDoubleArray();
      for (int i = 0; !endsTime && i < out.length; i++) {
        out[i] *= MASK[i / STEPS / 2][i % STEPS];
      }
      double score = trainer.fitBatch(Batch.of(x, y, mask(), null));
      double[] params = net.params().toDoubleArray();
      double[] all = Arrays.copyOf(out, out.length + params.length + 1);
      System.arraycopy(params, 0, all, out.length, params.length);
      all[all.length - 1] = score;
      assertFinite(all);
      return all;
    }
  }

  @TestFactory
  Stream<DynamicTest> whatStandsInMaskedStepsReachesNeitherOutputsNorScoreNorGradients() {
    Stream<DynamicTest> steps = steps().stream().map(l -> dynamicTest(l.toString(),
        () -> assertArrayEquals(results(false, 0, stack(l, false)), results(false, 1e30, stack(l, false)))));
    Stream<DynamicTest> ends = ends().stream().map(l -> dynamicTest(l.toString(),
        () -> assertArrayEquals(results(true, 0, stack(l, true)), results(true, 1e30, stack(l, true)))));
    return Stream.concat(steps, ends);
  }

  @TestFactory
  Stream<DynamicTest> missingReadingsMayBeNoNumbers() {
    return Stream.concat(
        steps().stream().map(l -> dynamicTest(l.toString(), () -> assertFinite(outputs(stack(l, false))))),
        ends().stream().map(l -> dynamicTest(l.toString(), () -> assertFinite(outputs(stack(l, true))))));
  }

  private static double[] outputs(Layer... layers) {
    try (Model net = net(layers)) {
      return net.output(sequences(Double.NaN, SIZE), mask()).toDoubleArray();
    }
  }

  /** Row 0 has three steps: what it gives alone, cut to them, is what it gives padded. */
  @TestFactory
  Stream<DynamicTest> paddingBehindASequenceChangesNothing() {
    List<Layer> all = new ArrayList<>(ends());
    steps().stream().filter(l -> !(l instanceof BatchNormalization) && !(l instanceof SimpleRnn)).forEach(all::add);
    all.removeIf(l -> l instanceof LastTimeStep t && t.layer() instanceof SimpleRnn);
    return all.stream().map(l -> dynamicTest(l.toString(), () -> {
      boolean endsTime = ends().contains(l);
      try (Model net = new Model(Nets.stack(new Sgd(0.1), InputType.recurrent(SIZE), stack(l, endsTime))).init()) {
        NDArray x = sequences(0, SIZE);
        double[] padded = net.output(x, mask()).toDoubleArray();
        double[] alone = net.output(x.slice(0, 0, 1).slice(2, 0, 3).dup()).toDoubleArray();
        for (int i = 0; i < alone.length; i++) {
          assertEquals(alone[i], padded[endsTime ? i : i / 3 * STEPS + i % 3], 1e-5, "element " + i);
        }
      }
    }));
  }

  @Test
  void everyLayerIsUnderTestOrSaysWhyNot() {
    Set<String> seen = new HashSet<>(WITHOUT.keySet());
    Stream.of(steps(), ends()).flatMap(List::stream).forEach(l -> seen.add(l.getClass().getSimpleName()));
    seen.addAll(List.of("OutputLayer", "RnnOutputLayer", "LossLayer"));
    assertEquals(new HashSet<>(Variants.of(Layer.class).keySet()), seen);
  }

  @Test
  void poolingOverTimeTakesTheStepsThatArePresent() {
    NDArray x = sequences(1e30, SIZE);
    for (PoolingType type : PoolingType.values()) {
      try (Model net = net(new GlobalPoolingLayer(type, 3), new LossLayer(new Loss.MSE(), new Activation.Identity()))) {
        NDArray y = net.output(x, mask());
        for (int n = 0; n < ROWS; n++) {
          for (int f = 0; f < SIZE; f++) {
            assertEquals(pooled(x, type, n, f), y.getDouble(n, f), 1e-5, type + " of row " + n);
          }
        }
      }
    }
  }

  @Test
  void batchNormalizationTakesTheMomentsOfTheStepsThatArePresent() {
    NDArray x = sequences(7, SIZE);
    double[][] moments = new double[2][SIZE];
    for (int f = 0; f < SIZE; f++) {
      List<Double> seen = new ArrayList<>();
      for (int i = 0; i < ROWS * STEPS; i++) {
        if (MASK[i / STEPS][i % STEPS] != 0) {
          seen.add(x.getDouble(i / STEPS, f, i % STEPS));
        }
      }
      double mean = seen.stream().mapToDouble(v -> v).average().orElseThrow();
      moments[0][f] = 0.1 * mean;
      moments[1][f] = 0.9 + 0.1 * seen.stream().mapToDouble(v -> (v - mean) * (v - mean)).average().orElseThrow();
    }
    Layer[] layers = {BatchNormalization.of(new Activation.Identity()),
        RnnOutputLayer.of(2, new Loss.MCXENT(), new Activation.Softmax())};
    try (Model net = net(layers); TrainingSession trainer = new TrainingSession(net)) {
      trainer.fitBatch(Batch.of(x, classes(0, ROWS, STEPS), mask(), null));
      assertArrayEquals(moments[0], net.getParam("layer0_mean").toDoubleArray(), 1e-6);
      assertArrayEquals(moments[1], net.getParam("layer0_var").toDoubleArray(), 1e-6);
      trainer.fitBatch(Batch.of(x, classes(0, ROWS, STEPS), NDArray.zeros(DType.FLOAT32, ROWS, STEPS), null));
      assertArrayEquals(moments[0], net.getParam("layer0_mean").toDoubleArray(), 1e-6,
          "a batch without any step has no moments");
    }
  }

  private static double pooled(NDArray x, PoolingType type, int n, int f) {
    double sum = 0;
    double powers = 0;
    double max = Double.NEGATIVE_INFINITY;
    int count = 0;
    for (int t = 0; t < STEPS; t++) {
      if (MASK[n][t] != 0) {
        double v = x.getDouble(n, f, t);
        sum += v;
        powers += Math.pow(Math.abs(v), 3);
        max = Math.max(max, v);
        count++;
      }
    }
    return count == 0 ? 0 : switch (type) {
      case MAX -> max;
      case SUM -> sum;
      case AVG -> sum / count;
      case PNORM -> Math.cbrt(powers);
    };
  }

  @Test
  void theLastStepIsThatOfTheLastOneInTheMask() {
    for (Layer recurrent : List.of(LSTM.of(SIZE), new SimpleRnn(SIZE, 0, TANH, null, null))) {
      Layer loss = new LossLayer(new Loss.MSE(), new Activation.Identity());
      try (Model all = net(recurrent, loss); Model last = net(new LastTimeStep(recurrent), loss)) {
        last.setParams(all.params());
        NDArray h = all.output(sequences(1e30, SIZE), mask());
        NDArray y = last.output(sequences(1e30, SIZE), mask());
        int[] at = {2, 3, 4, -1, 2, 4};
        for (int n = 0; n < ROWS; n++) {
          for (int f = 0; f < SIZE; f++) {
            assertEquals(at[n] < 0 ? 0 : h.getDouble(n, f, at[n]), y.getDouble(n, f), 1e-6, recurrent + ", row " + n);
          }
        }
      }
    }
  }

  /** Labels that make a loss infinite or no number, where the mask is 0, by row, by element and by time step. */
  @TestFactory
  Stream<DynamicTest> maskedLabelsReachNeitherScoreNorGradients() {
    return Variants.of(Loss.class).keySet().stream()
        .flatMap(name -> Stream.of(true, false).flatMap(softmax -> Stream.of("rows", "elements", "steps")
            .map(kind -> dynamicTest(name + " " + kind + (softmax ? " softmax" : ""), () -> {
              Loss loss = name.equals("GraphLoss") ? squares() : Records.fromText("\"" + name + "\"", Loss.class);
              Activation a = softmax ? new Activation.Softmax() : new Activation.Sigmoid();
              Map<Double, double[]> by = new HashMap<>();
              for (double masked : new double[] {0, -1, 3e38}) {
                by.put(masked,
                    kind.equals("steps") ? stepped(loss, a, masked) : masked(loss, a, kind.equals("elements"), masked));
                assertFinite(by.get(masked));
                assertArrayEquals(by.get(0.0), by.get(masked));
              }
            }))));
  }

  /** Squared differences, element by element. */
  private static Loss squares() {
    try (SameDiff sd = SameDiff.create()) {
      sd.placeholder("labels", DType.FLOAT32, -1, 3);
      sd.placeholder("outputs", DType.FLOAT32, -1, 3);
      for (String[] call : new String[][] {{"Sub", "d", "labels", "outputs"}, {"Mul", "squares", "d", "d"}}) {
        JsonArray in = new JsonArray();
        in.add(call[2]);
        in.add(call[3]);
        sd.op(call[0], new JsonObject(), in, List.of(call[1]));
      }
      return new GraphLoss(sd.body(List.of("labels", "outputs"), List.of("squares")));
    }
  }

  private static NDArray labels(double masked, NDArray mask, long... dims) {
    NDArray y = Nets.uniform(DType.FLOAT32, 8, dims);
    for (long i = 0; i < y.size(); i++) {
      long at = dims.length == 3 ? i / dims[1] / dims[2] * dims[2] + i % dims[2] : mask.size(1) == 1 ? i / dims[1] : i;
      y.putDoubleAt(i, mask.getDoubleAt(at) == 0 ? masked : 0.5 + 0.4 * y.getDoubleAt(i));
    }
    return y;
  }

  private static double[] masked(Loss loss, Activation a, boolean elements, double masked) {
    NDArray mask = elements ? Nets.uniform(DType.FLOAT32, 2, 6, 3)
        : NDArray.of(new double[] {1, 0, 1, 0, 2, 1}, 6, 1).castTo(DType.FLOAT32);
    for (long i = 0; elements && i < mask.size(); i++) {
      mask.putDoubleAt(i, mask.getDoubleAt(i) > 0 && i > 2 ? 1 : 0);
    }
    try (
        Model net = new Model(
            Nets.stack(new Sgd(0.1), InputType.feedForward(SIZE), DenseLayer.of(5, TANH), OutputLayer.of(3, loss, a)))
            .init();
        TrainingSession trainer = new TrainingSession(net)) {
      double score =
          trainer.fitBatch(Batch.of(Nets.uniform(DType.FLOAT32, 4, 6, SIZE), labels(masked, mask, 6, 3), null, mask));
      double[] params = net.params().toDoubleArray();
      params[0] = score;
      return params;
    }
  }

  private static double[] stepped(Loss loss, Activation a, double masked) {
    try (Model net = net(LSTM.of(3), RnnOutputLayer.of(3, loss, a));
        TrainingSession trainer = new TrainingSession(net)) {
      double score =
          trainer.fitBatch(Batch.of(sequences(0, SIZE), labels(masked, mask(), ROWS, 3, STEPS), null, mask()));
      double[] params = net.params().toDoubleArray();
      params[0] = score;
      return params;
    }
  }
}
