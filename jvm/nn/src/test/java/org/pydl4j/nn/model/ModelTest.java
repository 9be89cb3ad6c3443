package org.pydl4j.nn.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.BatchSource;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.conf.BackpropType;
import org.pydl4j.nn.conf.MultiLayerConfiguration;
import org.pydl4j.nn.conf.NetworkConfiguration;
import org.pydl4j.nn.conf.NeuralNetConfiguration;
import org.pydl4j.nn.layers.BatchNormalization;
import org.pydl4j.nn.layers.ConvolutionLayer;
import org.pydl4j.nn.layers.ConvolutionMode;
import org.pydl4j.nn.layers.DenseLayer;
import org.pydl4j.nn.layers.DropoutLayer;
import org.pydl4j.nn.layers.EmbeddingSequenceLayer;
import org.pydl4j.nn.layers.InputType;
import org.pydl4j.nn.layers.LSTM;
import org.pydl4j.nn.layers.LastTimeStep;
import org.pydl4j.nn.layers.OutputLayer;
import org.pydl4j.nn.layers.PoolingType;
import org.pydl4j.nn.layers.RnnOutputLayer;
import org.pydl4j.nn.layers.SubsamplingLayer;
import org.pydl4j.nn.losses.Loss;
import org.pydl4j.nn.training.TrainingSession;
import org.pydl4j.nn.updaters.Adam;
import org.pydl4j.nn.updaters.Sgd;

class ModelTest {
  private static final Loss MCXENT = new Loss.MCXENT();
  private static final Activation SOFTMAX = new Activation.Softmax();

  private static MultiLayerConfiguration lenet() {
    return Nets.stack(new Adam(1e-3), InputType.convolutional(12, 12, 1),
        ConvolutionLayer.of(4, 5, new Activation.ReLU()), SubsamplingLayer.of(PoolingType.MAX, 2),
        BatchNormalization.of(new Activation.Identity()), DenseLayer.of(10, new Activation.ReLU()),
        new DropoutLayer(0.5), OutputLayer.of(3, MCXENT, SOFTMAX));
  }

  private static MultiLayerConfiguration rnn(InputType in) {
    return Nets.stack(new Adam(0.01), in, LSTM.of(5), LSTM.of(4), RnnOutputLayer.of(2, MCXENT, SOFTMAX));
  }

  @Test
  void parametersLieInDl4jsOrder() {
    try (Model m = new Model(lenet()).init()) {
      assertEquals(List.of("layer0_b", "layer0_W", "layer2_gamma", "layer2_beta", "layer2_mean", "layer2_var",
          "layer3_W", "layer3_b", "layer5_W", "layer5_b"),
          List.copyOf(m.paramTable().keySet()));
      assertEquals(List.of(4L + 100 + 8, 8L, 640L + 10 + 33), m.layout().blocks().stream().map(ParamLayout.Block::size)
          .toList());
      assertEquals(795 + 8, m.numParams());
      assertEquals(2 * (795), m.updaterState().size());
      assertTrue(m.summary().contains("ConvolutionLayer") && m.summary().contains("[N, 4, 8, 8]") && m.summary()
          .contains("803 parameters, 795 of them trained"), m.summary());
    }
  }

  @Test
  void equalSeedsGiveEqualWeightsAndOthersDoNot() {
    try (Model a = new Model(lenet()).init(); Model b = new Model(lenet()).init();
        Model c = new Model(MultiLayerConfiguration.fromJson(lenet().toJson().replace("\"seed\": 42", "\"seed\": 43")))
            .init()) {
      assertArrayEquals(a.params().toFloatArray(), b.params().toFloatArray());
      assertNotEquals(a.getParam("layer3_W").getDoubleAt(0), c.getParam("layer3_W").getDoubleAt(0));
      double sum = 0;
      for (double w : a.getParam("layer3_W").toDoubleArray()) {
        sum += w * w;
      }
      assertEquals(2.0 / 74, sum / 640, 0.15 * 2 / 74, "Xavier's variance, 640 draws");
    }
  }

  @Test
  void configurationsSurviveJson() {
    for (NetworkConfiguration c : List.of(lenet(), rnn(InputType.recurrent(3)), lenet().toGraph())) {
      assertEquals(c, NetworkConfiguration.fromJson(c.toJson()));
    }
  }

  @Test
  void jsonWithDefaultsAndShortNamesIsEnough() {
    MultiLayerConfiguration c = MultiLayerConfiguration.fromJson("""
        {"conf": {"seed": 1, "common": {"updater": "adam"}},
         "inputType": {"@type": "Convolutional", "height": 28, "width": 28, "channels": 1},
         "layers": [{"layer": {"@type": "ConvolutionLayer", "nOut": 20, "kernelSize": [5, 5],
                               "activation": "relu", "convolutionMode": "same"}, "name": "conv"},
                    {"layer": {"@type": "SubsamplingLayer", "poolingType": "max"}},
                    {"layer": {"@type": "DenseLayer", "nOut": 50, "activation": {"@type": "LeakyReLU", "alpha": 0.1}},
                     "common": {"dropOut": 0.5}},
                    {"layer": {"@type": "OutputLayer", "nOut": 10, "loss": "negativeloglikelihood",
                               "activation": "softmax"}}]}
        """);
    try (Model m = new Model(c).init(); NDArray x = NDArray.zeros(DType.FLOAT32, 2, 1, 28, 28);
        NDArray y = m.output(x)) {
      assertArrayEquals(new long[] {2, 10}, y.shape());
      assertEquals(new Adam(1e-3), m.layout().blocks().get(0).updater());
      assertTrue(m.paramTable().containsKey("conv_W"));
    }
  }

  @Test
  void buildersMakeTheSameRecords() {
    assertEquals(Nets.mlp(), NeuralNetConfiguration.builder().seed(42).updater(new Adam(0.01)).list()
        .layer(DenseLayer.of(16, new Activation.Tanh()))
        .layer(OutputLayer.of(3, MCXENT, SOFTMAX)).inputType(InputType.feedForward(4)).build());
    assertEquals(Nets.mlp().toGraph(), NeuralNetConfiguration.builder().seed(42).updater(new Adam(0.01)).graphBuilder()
        .addInput("x", InputType.feedForward(4))
        .addLayer("layer0", DenseLayer.of(16, new Activation.Tanh()), "x")
        .addLayer("layer1", OutputLayer.of(3, MCXENT, SOFTMAX), "layer0").outputs("layer1").build());
  }

  @Test
  void graphsNameWhatIsWrong() {
    var b = NeuralNetConfiguration.builder().graphBuilder().addInput("in", InputType.feedForward(4));
    assertMessage("[a] unknown input: got 'inn'; expected one of", () -> b.addLayer("a", DenseLayer.of(3, null), "inn")
        .outputs("a").build());
    var c = NeuralNetConfiguration.builder().graphBuilder().addInput("in", InputType.feedForward(4))
        .addLayer("a", DenseLayer.of(3, null), "b").addLayer("b", DenseLayer.of(3, null), "a");
    assertMessage("[graph] vertices depend on each other: got a cycle among [a, b]", () -> c.outputs("a").build());
  }

  @Test
  void badConfigurationsNameTheLayer() {
    assertMessage("[layer1 ConvolutionLayer] kernel 5x5 exceeds the padded input: got size 3",
        () -> new Model(Nets.stack(new Sgd(0.1), InputType.convolutional(5, 5, 1),
            ConvolutionLayer.of(2, 3, null), ConvolutionLayer.of(2, 5, null), OutputLayer.of(2, MCXENT, SOFTMAX))));
    assertMessage("[layer0 ConvolutionLayer] reads images: got FeedForward",
        () -> new Model(Nets.stack(new Sgd(0.1), InputType.feedForward(5), ConvolutionLayer.of(2, 3, null))));
    assertMessage("[layer1 OutputLayer] reads vectors: got sequences",
        () -> new Model(Nets.stack(new Sgd(0.1), InputType.recurrent(5), LSTM.of(3),
            OutputLayer.of(2, MCXENT, SOFTMAX))));
    assertMessage("[layer0 DenseLayer] nOut: got 0; expected at least 1",
        () -> new Model(Nets.stack(new Sgd(0.1), InputType.feedForward(5), DenseLayer.of(0, null))));
    assertMessage("[layer0 DenseLayer] nIn: got 7; expected 5",
        () -> new Model(Nets.stack(new Sgd(0.1), InputType.feedForward(5), new DenseLayer(3, 7, null, true, null))));
    assertMessage("[layer0 ConvolutionLayer] convolutionMode Strict",
        () -> new Model(Nets.stack(new Sgd(0.1), InputType.convolutional(6, 6, 1),
            new ConvolutionLayer(2, 0, List.of(3, 3), List.of(2, 2), List.of(0, 0), List.of(1, 1),
                ConvolutionMode.Strict,
                null, true, null))));
    assertMessage("[json at layers[0].layer] unknown Layer: got 'DenseLayr'",
        () -> MultiLayerConfiguration.fromJson(Nets.mlp().toJson().replace("DenseLayer", "DenseLayr")));
  }

  @Test
  void outputOfManyRowsEqualsOutputsOfFew() {
    try (Model m = new Model(lenet()).init(); NDArray x = Nets.uniform(DType.FLOAT32, 3, 300, 1, 12, 12);
        NDArray all = m.output(x)) {
      assertArrayEquals(new long[] {300, 3}, all.shape());
      for (long at : new long[] {0, 250, 290}) {
        try (NDArray part = m.output(x.slice(0, at, at + 10))) {
          assertArrayEquals(all.slice(0, at, at + 10).toFloatArray(), part.toFloatArray(), 1e-6f);
        }
      }
    }
  }

  @Test
  void manyThreadsGetTheOutputOfOne() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try (Model m = new Model(lenet()).init(); NDArray x = Nets.uniform(DType.FLOAT32, 3, 8, 1, 12, 12);
        NDArray want = m.output(x)) {
      List<Future<float[]>> got = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        got.add(pool.submit(() -> {
          try (NDArray y = m.output(x)) {
            return y.toFloatArray();
          }
        }));
      }
      for (Future<float[]> f : got) {
        assertArrayEquals(want.toFloatArray(), f.get(), 1e-6f);
      }
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void copiesTrainApart() {
    try (Model m = new Model(Nets.mlp()).init(); Model c = m.copy(); TrainingSession t = new TrainingSession(c);
        Batch b = Nets.clouds(16, 1)) {
      float[] before = m.params().toFloatArray();
      t.fitBatch(b);
      assertArrayEquals(before, m.params().toFloatArray());
      assertNotEquals(before[0], c.params().getDoubleAt(0));
      assertEquals(0, m.iterationCount());
    }
  }

  @Test
  void scoreIsTheMeanOverExamples() {
    try (Model m = new Model(Nets.mlp()).init(); Batch b = Nets.clouds(16, 1); NDArray p = m.output(b.feature(0))) {
      double[] each = m.scoreExamples(b);
      double sum = 0;
      for (int i = 0; i < 16; i++) {
        assertEquals(-Math.log(p.getDouble(i, b.label(0).getLongAt(i))), each[i], 1e-5);
        sum += each[i];
      }
      assertEquals(sum / 16, m.score(b), 1e-5);
    }
  }

  @Test
  void evaluationCountsEveryRow() {
    try (Model m = new Model(Nets.mlp()).init(); TrainingSession t = new TrainingSession(m);
        BatchSource s = Nets.source(Nets.clouds(200, 1), 32)) {
      t.fit(s, 20);
      assertEquals(200, m.evaluate(s).numExamples());
      assertTrue(m.evaluate(s).accuracy() > 0.9);
    }
  }

  @Test
  void sequencesWithOneLabelAreEvaluatedByRow() {
    MultiLayerConfiguration conf = Nets.stack(new Adam(0.05), InputType.recurrent(3), new LastTimeStep(LSTM.of(4)),
        OutputLayer.of(2, MCXENT, SOFTMAX));
    NDArray mask = NDArray.full(DType.FLOAT32, 1, 4, 5);
    mask.putDouble(0, 1, 4);
    Batch b = Batch.of(Nets.uniform(DType.FLOAT32, 1, 4, 3, 5), NDArray.of(new long[] {0, 1, 0, 1}, 4), mask, null);
    try (Model m = new Model(conf).init(); BatchSource s = Nets.once(b)) {
      assertEquals(4, m.evaluate(s).numExamples());
    }
  }

  @Test
  void movingMomentsFollowTheBatches() {
    MultiLayerConfiguration conf = Nets.stack(new Sgd(0.0), InputType.feedForward(4),
        BatchNormalization.of(new Activation.Identity()), OutputLayer.of(3, MCXENT, SOFTMAX));
    try (Model m = new Model(conf).init(); TrainingSession t = new TrainingSession(m); Batch b = Nets.clouds(64, 1)) {
      t.fitBatch(b);
      double mean = 0;
      for (int i = 0; i < 64; i++) {
        mean += b.feature(0).getDouble(i, 1) / 64;
      }
      assertEquals(0.1 * mean, m.getParam("layer0_mean").getDoubleAt(1), 1e-6);
      for (int i = 0; i < 200; i++) {
        t.fitBatch(b);
      }
      assertEquals(mean, m.getParam("layer0_mean").getDoubleAt(1), 1e-5);
    }
  }

  @Test
  void maskedStepsDoNotReachTheOthers() {
    try (Model m = new Model(rnn(InputType.recurrent(3))).init(); NDArray x = Nets.uniform(DType.FLOAT32, 1, 2, 3, 6);
        NDArray mask = NDArray.full(DType.FLOAT32, 1, 2, 6)) {
      for (int k = 4; k < 6; k++) {
        mask.putDouble(0, 0, k).putDouble(0, 1, k);
      }
      try (NDArray y = m.output(x, mask); NDArray part = m.output(x.slice(2, 0, 4))) {
        assertArrayEquals(part.toFloatArray(), y.slice(2, 0, 4).dup().toFloatArray(), 1e-6f);
      }
      mask.fill(1);
      for (int k = 0; k < 2; k++) {
        mask.putDouble(0, 0, k).putDouble(0, 1, k);
      }
      try (NDArray y = m.output(x, mask); NDArray part = m.output(x.slice(2, 2, 6))) {
        assertArrayEquals(part.toFloatArray(), y.slice(2, 2, 6).dup().toFloatArray(), 1e-6f);
      }
    }
  }

  @Test
  void timeStepsOneByOneEqualTheSequence() {
    try (Model m = new Model(rnn(InputType.recurrent(3))).init(); NDArray x = Nets.uniform(DType.FLOAT32, 1, 2, 3, 6);
        NDArray all = m.output(x)) {
      for (int again = 0; again < 2; again++) {
        for (int k = 0; k < 6; k++) {
          try (NDArray step = x.slice(2, k, k + 1).dup(); NDArray y = m.rnnTimeStep(step.reshape(2, 3))) {
            assertArrayEquals(all.slice(2, k, k + 1).dup().toFloatArray(), y.toFloatArray(), 1e-6f);
          }
        }
        m.rnnClearPreviousState();
      }
    }
  }

  @Test
  void truncatedBackpropagationTakesAStepPerPiece() {
    MultiLayerConfiguration whole = rnn(InputType.recurrent(3));
    MultiLayerConfiguration conf = new MultiLayerConfiguration(whole.conf(), whole.layers(), whole.inputType(),
        BackpropType.TruncatedBPTT, 4);
    NDArray y = NDArray.create(DType.INT64, 2, 10);
    for (int i = 0; i < 20; i++) {
      y.putLongAt(i, i % 2);
    }
    try (Model m = new Model(conf).init(); TrainingSession t = new TrainingSession(m);
        Batch b = Batch.of(Nets.uniform(DType.FLOAT32, 1, 2, 3, 10), y)) {
      double first = t.fitBatch(b);
      assertEquals(3, m.iterationCount());
      double last = first;
      for (int i = 0; i < 60; i++) {
        last = t.fitBatch(b);
      }
      assertTrue(last < 0.8 * first, first + " -> " + last);
    }
  }

  @Test
  void wordsAreClassifiedFromIndicesOfAnyIntegerType() {
    MultiLayerConfiguration conf = Nets.stack(new Adam(0.05), InputType.recurrent(1),
        new EmbeddingSequenceLayer(10, 4, new Activation.Identity(), false, null),
        new LastTimeStep(LSTM.of(6)), OutputLayer.of(2, MCXENT, SOFTMAX));
    NDArray x = NDArray.of(new int[] {1, 2, 3, 4, 5, 6, 3, 2, 1, 6, 5, 4}, 4, 3);
    try (Model m = new Model(conf).init(); TrainingSession t = new TrainingSession(m);
        Batch b = Batch.of(x, NDArray.of(new long[] {0, 1, 0, 1}, 4))) {
      for (int i = 0; i < 60; i++) {
        t.fitBatch(b);
      }
      assertArrayEquals(new int[] {0, 1, 0, 1}, m.predict(x));
      assertMessage("[features] hold an index out of range: got 10 in row 0; expected 0 to 9",
          () -> m.output(NDArray.of(new int[] {10, 0}, 1, 2)));
    }
  }

  @Test
  void everyActivationCanBeSeen() {
    try (Model m = new Model(lenet()).init(); NDArray x = Nets.uniform(DType.FLOAT32, 3, 2, 1, 12, 12)) {
      Map<String, NDArray> a = m.feedForward(x);
      assertEquals(List.of("x", "layer0", "layer1", "layer2", "layer3", "layer4", "layer5"), List.copyOf(a.keySet()));
      assertArrayEquals(new long[] {2, 4, 4, 4}, a.get("layer1").shape());
      a.values().forEach(NDArray::close);
    }
  }

  @Test
  void aModelThatWasNotInitializedSaysSo() {
    try (Model m = new Model(Nets.mlp()); NDArray x = Nets.uniform(DType.FLOAT32, 1, 2, 4)) {
      assertThrows(IllegalStateException.class, () -> m.output(x));
    }
  }

  private static void assertMessage(String start, org.junit.jupiter.api.function.Executable call) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call);
    assertTrue(e.getMessage().startsWith(start), e.getMessage());
  }
}
