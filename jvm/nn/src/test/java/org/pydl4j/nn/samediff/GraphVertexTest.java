package org.pydl4j.nn.samediff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.Batch.Column;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.json.Records;
import org.pydl4j.nd.onnx.OnnxReader;
import org.pydl4j.nd.onnx.TrainingForm;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.conf.ComputationGraphConfiguration;
import org.pydl4j.nn.conf.GraphVertex;
import org.pydl4j.nn.conf.MultiLayerConfiguration;
import org.pydl4j.nn.conf.NetworkConfiguration;
import org.pydl4j.nn.conf.NeuralNetConfiguration;
import org.pydl4j.nn.graph.GraphBody;
import org.pydl4j.nn.layers.BatchNormalization;
import org.pydl4j.nn.layers.Common;
import org.pydl4j.nn.layers.DenseLayer;
import org.pydl4j.nn.layers.GraphLayer;
import org.pydl4j.nn.layers.InputType;
import org.pydl4j.nn.layers.LossLayer;
import org.pydl4j.nn.layers.OutputLayer;
import org.pydl4j.nn.losses.Loss;
import org.pydl4j.nn.model.Model;
import org.pydl4j.nn.training.TrainingSession;
import org.pydl4j.nn.updaters.Sgd;
import org.pydl4j.nn.weights.WeightInit;

class GraphVertexTest {
  private static final OutputLayer HEAD = OutputLayer.of(3, new Loss.MCXENT(), new Activation.Softmax());

  @TempDir
  Path folder;

  private static String op(SameDiff sd, String op, String attributes, String... inputs) {
    JsonArray in = new JsonArray();
    for (String i : inputs) {
      in.add(new JsonPrimitive(i));
    }
    JsonObject attrs = Records.parse(attributes).getAsJsonObject();
    return sd.op(op, attrs, in, List.of()).get(0);
  }

  /** ids int64 [N, T] and side [N, 4] to hidden [N, 5] and tokens [N, T, 3]. */
  private static SameDiff encoder(DType type) {
    SameDiff sd = SameDiff.create();
    sd.placeholder("ids", DType.INT64, -1, -1);
    sd.placeholder("side", type, -1, 4);
    sd.variable("emb.weight", type, new long[] {7, 3}, WeightInit.XAVIER, 1);
    sd.variable("proj.weight", type, new long[] {7, 5}, WeightInit.XAVIER, 2);
    try (NDArray b = NDArray.full(type, 0.1, 5)) {
      sd.variable("proj.bias", b);
    }
    String tokens = op(sd, "Gather", "{\"axis\": 0}", "emb.weight", "ids");
    sd.rename(tokens, "tokens");
    String pooled = op(sd, "ReduceMean", "{\"axes\": [1], \"keepdims\": 0}", "tokens");
    String joined = op(sd, "Concat", "{\"axis\": 1}", pooled, "side");
    String hidden = op(sd, "Add", "{}", op(sd, "MatMul", "{}", joined, "proj.weight"), "proj.bias");
    sd.rename(op(sd, "Tanh", "{}", hidden), "hidden");
    return sd;
  }

  private static NDArray ids(int rows, int steps) {
    NDArray a = NDArray.create(DType.INT64, rows, steps);
    for (int i = 0; i < a.size(); i++) {
      a.putLongAt(i, (i * 5 + 3) % 7);
    }
    return a;
  }

  private static NDArray numbers(DType type, int seed, long... dims) {
    NDArray a = NDArray.create(type, dims);
    for (int i = 0; i < a.size(); i++) {
      a.putDoubleAt(i, Math.sin(seed + 1.7 * i));
    }
    return a;
  }

  private static Batch batch(DType type, int rows, int steps) {
    NDArray y = NDArray.create(DType.INT64, rows);
    for (int i = 0; i < rows; i++) {
      y.putLongAt(i, i % 3);
    }
    return new Batch(List.of(Column.of(ids(rows, steps)), Column.of(numbers(type, 1, rows, 4))),
        List.of(Column.of(y)));
  }

  private static ComputationGraphConfiguration withHead(SameDiff sd, DType type, Common common) {
    GraphBody body = sd.body(List.of("ids", "side"), List.of("hidden"));
    return NeuralNetConfiguration.builder().seed(3).updater(new Sgd(0.5)).dataType(type).graphBuilder()
        .addInput("ids", InputType.tensor(DType.INT64, -1)).addInput("side", InputType.feedForward(4))
        .addVertex("encoder", new GraphVertex(body, common), "ids", "side").addLayer("out", HEAD, "encoder")
        .outputs("out").build();
  }

  private static Model model(SameDiff sd, ComputationGraphConfiguration conf) {
    GraphBody body = ((GraphVertex) conf.vertices().get(0).vertex()).body();
    return new Model(conf).init(sd.contents(body, "encoder"));
  }

  private static double[] step(Model m, Batch b) {
    try (TrainingSession t = new TrainingSession(m)) {
      t.fitBatch(b);
    }
    return m.params().toDoubleArray();
  }

  @Test
  void aGraphIsAVertexWhoseParametersAreNamedByPath() {
    try (SameDiff sd = encoder(DType.FLOAT32); Model m = model(sd, withHead(sd, DType.FLOAT32, Common.NONE));
        Batch b = batch(DType.FLOAT32, 4, 6)) {
      assertEquals(List.of("encoder/emb.weight", "encoder/proj.weight", "encoder/proj.bias", "out_W", "out_b"),
          List.copyOf(m.paramTable().keySet()));
      assertArrayEquals(sd.array("proj.weight").toFloatArray(), m.getParam("encoder/proj.weight").dup().toFloatArray());
      try (NDArray want =
          sd.output(Map.of("ids", b.feature(0), "side", b.feature(1)), List.of("hidden")).get("hidden")) {
        assertArrayEquals(want.toFloatArray(), m.feedForward(b).get("encoder").toFloatArray(), 1e-6f);
      }
    }
  }

  @Test
  void aStepSubtractsTheGradientOfEveryParameterOfAGraph() {
    try (SameDiff sd = encoder(DType.FLOAT64); Model m = model(sd, withHead(sd, DType.FLOAT64, Common.NONE));
        Batch b = batch(DType.FLOAT64, 5, 3)) {
      double[] start = m.params().toDoubleArray();
      double[] after = step(m, b);
      for (int i = 0; i < start.length; i += 3) {
        double[] ends = new double[2];
        for (int end = 0; end < 2; end++) {
          double[] moved = start.clone();
          moved[i] += end == 0 ? 1e-6 : -1e-6;
          try (NDArray p = NDArray.of(moved, moved.length)) {
            ends[end] = m.setParams(p).score(b);
          }
        }
        assertEquals((ends[0] - ends[1]) / 2e-6, (start[i] - after[i]) / 0.5, 1e-7);
      }
    }
  }

  @Test
  void aSavedNetworkHoldsTheGraphAndItsContents() {
    try (SameDiff sd = encoder(DType.FLOAT32); Model m = model(sd, withHead(sd, DType.FLOAT32, Common.NONE));
        Batch b = batch(DType.FLOAT32, 4, 6)) {
      step(m, b);
      m.save(folder.resolve("m.zip"));
      try (Model r = Model.load(folder.resolve("m.zip")); NDArray want = m.outputs(b).get(0);
          NDArray got = r.outputs(b).get(0)) {
        assertEquals(m.configuration(), r.configuration());
        assertArrayEquals(want.toFloatArray(), got.toFloatArray());
        assertArrayEquals(step(m, b), step(r, b));
      }
    }
  }

  @Test
  void whatIsNotTrainableStaysAndTheHeadLearns() {
    Common frozen = Common.NONE.withTrainable(false);
    try (SameDiff sd = encoder(DType.FLOAT32); Model m = model(sd, withHead(sd, DType.FLOAT32, frozen));
        Batch b = batch(DType.FLOAT32, 6, 2)) {
      double before = m.score(b);
      double[] start = m.params().toDoubleArray();
      for (int i = 0; i < 20; i++) {
        step(m, b);
      }
      double[] end = m.params().toDoubleArray();
      int graph = 7 * 3 + 7 * 5 + 5;
      assertArrayEquals(Arrays.copyOf(start, graph), Arrays.copyOf(end, graph));
      assertNotEquals(start[graph], end[graph]);
      assertTrue(m.score(b) < before);
    }
  }

  @Test
  void aGraphIsAModelOfItsOwnWithItsNames() {
    LossLayer loss = new LossLayer(new Loss.MSE(), new Activation.Identity());
    NeuralNetConfiguration conf = NeuralNetConfiguration.of(1, new Sgd(0.1));
    try (SameDiff sd = encoder(DType.FLOAT32);
        Model m = sd.model(conf, List.of("hidden", "tokens"), Map.of("hidden", loss));
        Batch b = batch(DType.FLOAT32, 4, 3)) {
      assertEquals(List.of("ids", "side"), m.graphConfiguration().networkInputs());
      assertEquals(List.of("hidden", "tokens"), m.graphConfiguration().networkOutputs());
      assertEquals(List.of("graph/emb.weight", "graph/proj.weight", "graph/proj.bias"),
          List.copyOf(m.paramTable().keySet()));
      List<NDArray> y = m.outputs(b);
      assertArrayEquals(new long[] {4, 5}, y.get(0).shape());
      assertArrayEquals(new long[] {4, 3, 3}, y.get(1).shape());
      Map<String, NDArray> want =
          sd.output(Map.of("ids", b.feature(0), "side", b.feature(1)), List.of("hidden", "tokens"));
      assertArrayEquals(want.get("tokens").toFloatArray(), y.get(1).toFloatArray());
      assertArrayEquals(want.get("hidden").toFloatArray(), y.get(0).toFloatArray(), 1e-6f);
    }
  }

  @Test
  void aModelOfAFloat64GraphComputesInFloat64() {
    try (SameDiff sd = encoder(DType.FLOAT64);
        Model m = sd.model(NeuralNetConfiguration.of(1, new Sgd(0.1)), List.of("hidden"), Map.of());
        Batch b = batch(DType.FLOAT64, 2, 2)) {
      assertEquals(DType.FLOAT64, m.outputs(b).get(0).dtype());
    }
  }

  @Test
  void anImportedModelTrainsWithItsMomentsAsTheNetworkThatItWas() {
    MultiLayerConfiguration stack = MultiLayerConfiguration.of(NeuralNetConfiguration.of(5, new Sgd(0.1)),
        InputType.feedForward(4), DenseLayer.of(6, new Activation.Identity()),
        BatchNormalization.of(new Activation.ReLU()), OutputLayer.of(3, new Loss.MCXENT(), new Activation.Softmax()));
    Path file = folder.resolve("m.onnx");
    try (Model m = new Model(stack).init();
        Batch b = Batch.of(numbers(DType.FLOAT32, 3, 12, 4), batch(DType.FLOAT32, 12, 1).label(0))) {
      m.toOnnx(file);
      String output = OnnxReader.read(file).outputs().keySet().iterator().next();
      LossLayer loss = new LossLayer(new Loss.MCXENT(), new Activation.Identity());
      try (SameDiff sd = SameDiff.ofOnnx(file, TrainingForm.TRAINING);
          Model imported = sd.model(stack.conf(), List.of(output), Map.of(output, loss))) {
        assertEquals(m.numParams(), imported.numParams());
        try (NDArray want = m.output(b.feature(0)); NDArray got = imported.output(b.feature(0))) {
          assertArrayEquals(want.toFloatArray(), got.toFloatArray(), 1e-5f);
        }
        for (int i = 0; i < 5; i++) {
          step(m, b);
          step(imported, b);
        }
        try (NDArray want = m.output(b.feature(0)); NDArray got = imported.output(b.feature(0))) {
          assertArrayEquals(want.toFloatArray(), got.toFloatArray(), 1e-4f);
        }
      }
    }
  }

  @Test
  void aGraphOfOneInputIsALayerInAStack() {
    SameDiff sd = SameDiff.create();
    try (sd) {
      sd.placeholder("x", DType.FLOAT32, -1, 4);
      sd.variable("w", DType.FLOAT32, new long[] {4, 6}, WeightInit.XAVIER, 1);
      String y = op(sd, "Relu", "{}", op(sd, "MatMul", "{}", "x", "w"));
      GraphBody body = sd.body(List.of("x"), List.of(y));
      MultiLayerConfiguration conf = MultiLayerConfiguration.of(NeuralNetConfiguration.of(1, new Sgd(0.1)),
          InputType.feedForward(4), new GraphLayer(body), HEAD);
      assertEquals(conf, NetworkConfiguration.fromJson(conf.toJson()));
      try (Model m = new Model(conf).init(sd.contents(body, "layer0")); NDArray x = numbers(DType.FLOAT32, 2, 5, 4);
          NDArray out = m.output(x)) {
        assertEquals(List.of("layer0/w", "layer1_W", "layer1_b"), List.copyOf(m.paramTable().keySet()));
        assertArrayEquals(new long[] {5, 3}, out.shape());
      }
    }
  }

  @Test
  void contentsThatAreMissingOrDoNotFitAreNamed() {
    try (SameDiff sd = encoder(DType.FLOAT32); Model m = new Model(withHead(sd, DType.FLOAT32, Common.NONE));
        NDArray wrong = NDArray.zeros(DType.FLOAT32, 2, 2)) {
      IllegalStateException none = assertThrows(IllegalStateException.class, m::init);
      assertTrue(none.getMessage().contains("encoder/emb.weight"), none.getMessage());
      IllegalArgumentException shape = assertThrows(IllegalArgumentException.class,
          () -> m.init(Map.of("encoder/proj.weight", wrong)));
      assertTrue(shape.getMessage().contains("[2, 2]") && shape.getMessage().contains("[7, 5]"), shape.getMessage());
      assertThrows(IllegalArgumentException.class, () -> m.init(Map.of("encoder/proj.weigth", wrong)));
    }
  }

  @Test
  void inputsThatDoNotFitTheGraphAreRefusedByName() {
    try (SameDiff sd = encoder(DType.FLOAT32)) {
      GraphBody body = sd.body(List.of("ids", "side"), List.of("hidden"));
      for (InputType[] types : new InputType[][] {{InputType.feedForward(3), InputType.feedForward(4)},
          {InputType.tensor(DType.INT64, -1), InputType.feedForward(5)},
          {InputType.tensor(DType.INT64), InputType.feedForward(4)}}) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> new Model(
            NeuralNetConfiguration.builder().graphBuilder().addInput("a", types[0]).addInput("b", types[1])
                .addVertex("encoder", new GraphVertex(body, Common.NONE), "a", "b").addLayer("out", HEAD, "encoder")
                .outputs("out").build()));
        assertTrue(e.getMessage().startsWith("[encoder GraphVertex] input '"), e.getMessage());
      }
      assertThrows(IllegalArgumentException.class, () -> sd.body(List.of("ids"), List.of("hidden")));
    }
  }
}
