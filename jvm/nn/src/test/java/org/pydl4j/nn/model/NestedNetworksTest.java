package org.pydl4j.nn.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.Batch.Column;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.conf.ComputationGraphConfiguration;
import org.pydl4j.nn.conf.ModelVertex;
import org.pydl4j.nn.conf.MultiLayerConfiguration;
import org.pydl4j.nn.conf.NetworkBuilder;
import org.pydl4j.nn.conf.NetworkConfiguration;
import org.pydl4j.nn.conf.NeuralNetConfiguration;
import org.pydl4j.nn.conf.SharedVertex;
import org.pydl4j.nn.layers.Common;
import org.pydl4j.nn.layers.DenseLayer;
import org.pydl4j.nn.layers.InputType;
import org.pydl4j.nn.layers.LSTM;
import org.pydl4j.nn.layers.OutputLayer;
import org.pydl4j.nn.layers.RnnOutputLayer;
import org.pydl4j.nn.losses.Loss;
import org.pydl4j.nn.training.TrainingSession;
import org.pydl4j.nn.updaters.Sgd;
import org.pydl4j.nn.vertices.MergeVertex;

class NestedNetworksTest {
  private static final OutputLayer HEAD = OutputLayer.of(3, new Loss.MCXENT(), new Activation.Softmax());
  private static final Activation TANH = new Activation.Tanh();

  private static NetworkBuilder.Graph graph() {
    return NeuralNetConfiguration.builder().seed(7).updater(new Sgd(0.5)).dataType(DType.FLOAT64).graphBuilder();
  }

  private static MultiLayerConfiguration inner() {
    return Nets.stack(new Sgd(0.5), InputType.feedForward(4), DenseLayer.of(5, TANH), DenseLayer.of(4, TANH));
  }

  private static Batch batch(int inputs) {
    NDArray y = NDArray.create(DType.INT64, 6);
    for (int i = 0; i < 6; i++) {
      y.putLongAt(i, i % 3);
    }
    List<Column> x = java.util.stream.IntStream.range(0, inputs)
        .mapToObj(i -> Column.of(Nets.uniform(DType.FLOAT64, i + 1, 6, 4))).toList();
    return new Batch(x, List.of(Column.of(y)));
  }

  /** With Sgd(0.5) a step subtracts half the gradient. */
  private static void checkGradients(Model m, Batch b) {
    double[] start = m.params().toDoubleArray();
    try (TrainingSession t = new TrainingSession(m)) {
      t.fitBatch(b);
    }
    double[] after = m.params().toDoubleArray();
    for (int i = 0; i < start.length; i++) {
      double[] ends = new double[2];
      for (int end = 0; end < 2; end++) {
        double[] moved = start.clone();
        moved[i] += end == 0 ? 1e-6 : -1e-6;
        try (NDArray p = NDArray.of(moved, moved.length)) {
          ends[end] = m.setParams(p).score(b);
        }
      }
      assertEquals((ends[0] - ends[1]) / 2e-6, (start[i] - after[i]) / 0.5, 1e-7, "parameter " + i);
    }
  }

  @Test
  void parametersOfANetworkWithinANetworkAreNamedByPath() {
    ComputationGraphConfiguration middle = graph().addInput("in", InputType.feedForward(4))
        .addVertex("deep", new ModelVertex(inner(), Common.NONE), "in").addLayer("d", DenseLayer.of(3, TANH), "deep")
        .outputs("d").build();
    ComputationGraphConfiguration conf = graph().addInput("x", InputType.feedForward(4))
        .addVertex("encoder", new ModelVertex(middle, Common.NONE), "x").addLayer("out", HEAD, "encoder").outputs("out")
        .build();
    assertEquals(conf, NetworkConfiguration.fromJson(conf.toJson()));
    try (Model m = new Model(conf).init(); Batch b = batch(1)) {
      assertEquals(List.of("encoder/deep/layer0_W", "encoder/deep/layer0_b", "encoder/deep/layer1_W",
          "encoder/deep/layer1_b", "encoder/d_W", "encoder/d_b", "out_W", "out_b"),
          List.copyOf(m.paramTable().keySet()));
      checkGradients(m, b);
    }
  }

  @Test
  void aNestedNetworkThatIsNotTrainableStays() {
    ComputationGraphConfiguration conf = graph().addInput("x", InputType.feedForward(4))
        .addVertex("encoder", new ModelVertex(inner(), Common.NONE.withTrainable(false)), "x")
        .addLayer("out", HEAD, "encoder").outputs("out").build();
    try (Model m = new Model(conf).init(); Batch b = batch(1); TrainingSession t = new TrainingSession(m)) {
      double[] before = m.getParam("encoder/layer0_W").dup().toDoubleArray();
      double score = m.score(b);
      t.fitBatch(b);
      assertArrayEquals(before, m.getParam("encoder/layer0_W").dup().toDoubleArray());
      assertTrue(m.score(b) < score);
    }
  }

  @Test
  void aSharedLayerHasOneSetOfParametersAndTheGradientsOfBothUses() {
    ComputationGraphConfiguration conf = graph().addInput("a", InputType.feedForward(4))
        .addInput("b", InputType.feedForward(4)).addLayer("tower", DenseLayer.of(3, TANH), "a")
        .addVertex("other", new SharedVertex("tower"), "b").addVertex("both", new MergeVertex(), "tower", "other")
        .addLayer("out", HEAD, "both").outputs("out").build();
    assertEquals(conf, NetworkConfiguration.fromJson(conf.toJson()));
    try (Model m = new Model(conf).init(); Batch b = batch(2)) {
      assertEquals(List.of("tower_W", "tower_b", "out_W", "out_b"), List.copyOf(m.paramTable().keySet()));
      checkGradients(m, b);
    }
  }

  @Test
  void usesOfASharedRecurrentLayerRememberEachTheirOwnSteps() {
    ComputationGraphConfiguration conf = NeuralNetConfiguration.builder().graphBuilder()
        .addInput("a", InputType.recurrent(2)).addInput("b", InputType.recurrent(2)).addLayer("lstm", LSTM.of(3), "a")
        .addVertex("again", new SharedVertex("lstm"), "b").addVertex("both", new MergeVertex(), "lstm", "again")
        .addLayer("out", RnnOutputLayer.of(2, new Loss.MCXENT(), new Activation.Softmax()), "both").outputs("out")
        .build();
    try (Model m = new Model(conf).init(); NDArray a = Nets.uniform(DType.FLOAT32, 1, 2, 2, 4);
        NDArray b = Nets.uniform(DType.FLOAT32, 2, 2, 2, 4);
        NDArray whole = m.outputs(List.of(a, b), List.of()).get(0)) {
      for (int t = 0; t < 4; t++) {
        Batch step =
            new Batch(List.of(Column.of(a.slice(2, t, t + 1).dup()), Column.of(b.slice(2, t, t + 1).dup())), List.of());
        try (NDArray got = m.rnnTimeStep(step).get(0)) {
          assertArrayEquals(whole.slice(2, t, t + 1).dup().toFloatArray(), got.dup().toFloatArray(), 1e-5f);
        }
      }
    }
  }

  @Test
  void sharingWithInputsOfAnotherSizeIsRefused() {
    ComputationGraphConfiguration conf = graph().addInput("a", InputType.feedForward(4))
        .addInput("b", InputType.feedForward(3)).addLayer("tower", DenseLayer.of(3, TANH), "a")
        .addVertex("other", new SharedVertex("tower"), "b").addVertex("both", new MergeVertex(), "tower", "other")
        .addLayer("out", HEAD, "both").outputs("out").build();
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> new Model(conf));
    assertTrue(e.getMessage().contains("tower_W") && e.getMessage().startsWith("[other"), e.getMessage());
  }
}
