package org.pydl4j.nn.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.layers.ConvolutionLayer;
import org.pydl4j.nn.layers.InputType;
import org.pydl4j.nn.layers.LossLayer;
import org.pydl4j.nn.layers.OutputLayer;
import org.pydl4j.nn.losses.Loss;
import org.pydl4j.nn.samediff.SameDiff;
import org.pydl4j.nn.updaters.Adam;
import org.pydl4j.nn.weights.WeightInit;

@Timeout(120)
class ModelMutantsTest {
  @TempDir
  Path folder;

  @Test
  void mutantsOfModelFilesLoadOrHaveOneOfTheErrorsThatCallersExpect() throws IOException {
    Path mlp = folder.resolve("mlp.zip");
    Path cnn = folder.resolve("cnn.zip");
    try (Model m = new Model(Nets.mlp()).init()) {
      m.setExtras(Map.of("pipeline.json", "{}")).save(mlp);
    }
    try (Model m = new Model(Nets.stack(new Adam(0.01), InputType.convolutional(6, 5, 2),
        ConvolutionLayer.of(3, 2, new Activation.ReLU()),
        OutputLayer.of(3, new Loss.MCXENT(), new Activation.Softmax()))).init()) {
      m.save(cnn);
    }
    Path imported = folder.resolve("imported.zip");
    try (SameDiff sd = SameDiff.create(); NDArray half = NDArray.full(DType.FLOAT32, 0.5, 3)) {
      sd.placeholder("x", DType.FLOAT32, -1, 4);
      sd.variable("w", DType.FLOAT32, new long[] {4, 3}, WeightInit.XAVIER, 1);
      sd.constant("half", half);
      op(sd, "MatMul", "xw", "x", "w");
      op(sd, "Mul", "y", "xw", "half");
      LossLayer loss = new LossLayer(new Loss.MSE(), new Activation.Identity());
      try (Model m = sd.model(Nets.conf(new Adam(0.01)), List.of("y"), Map.of("y", loss))) {
        m.save(imported);
      }
    }
    Map<String, Integer> seen = ModelMutants.run(450, 7, List.of(mlp, cnn, imported), folder);
    assertTrue(seen.get("answered") > 10 && seen.size() > 10, seen.toString());
  }

  private static void op(SameDiff sd, String op, String name, String... inputs) {
    JsonArray in = new JsonArray();
    List.of(inputs).forEach(in::add);
    sd.op(op, new JsonObject(), in, List.of(name));
  }
}
