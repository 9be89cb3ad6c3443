package org.pydl4j.nn.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.conf.InputType;
import org.pydl4j.nn.layers.ConvolutionLayer;
import org.pydl4j.nn.layers.OutputLayer;
import org.pydl4j.nn.losses.Loss;
import org.pydl4j.nn.updaters.Adam;

@Timeout(120)
class ModelMutantsTest {
  @TempDir
  Path folder;

  @Test
  void mutantsOfModelFilesLoadOrHaveOneOfTheErrorsThatCallersExpect() throws IOException {
    Path mlp = folder.resolve("mlp.zip");
    Path cnn = folder.resolve("cnn.zip");
    try (Model m = new Model(Nets.mlp()).init()) {
      ModelSerializer.write(m, mlp, true, Map.of("pipeline.json", "{}"));
    }
    try (Model m = new Model(Nets.stack(new Adam(0.01), InputType.convolutional(6, 5, 2),
        ConvolutionLayer.of(3, 2, new Activation.ReLU()),
        OutputLayer.of(3, new Loss.MCXENT(), new Activation.Softmax()))).init()) {
      ModelSerializer.write(m, cnn, true, Map.of());
    }
    Map<String, Integer> seen = ModelMutants.run(300, 7, List.of(mlp, cnn), folder);
    assertTrue(seen.get("answered") > 10 && seen.size() > 10, seen.toString());
  }
}
