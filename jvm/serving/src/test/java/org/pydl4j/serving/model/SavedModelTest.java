package org.pydl4j.serving.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.onnx.OnnxWriter;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.samediff.SameDiff;
import org.pydl4j.serving.servable.Servable;

class SavedModelTest {
  @TempDir
  Path folder;

  private static JsonArray names(String... all) {
    JsonArray names = new JsonArray();
    List.of(all).forEach(names::add);
    return names;
  }

  private Path graph() {
    Path file = folder.resolve("graph.zip");
    try (SameDiff sd = SameDiff.create(); NDArray two = NDArray.of(new float[] {2, 3}, 2)) {
      sd.placeholder("a", DType.FLOAT32, -1, 2);
      sd.placeholder("ids", DType.INT64, -1, 2);
      sd.placeholder("target", DType.FLOAT32, -1, 2);
      sd.variable("w", two);
      sd.op("Mul", new JsonObject(), names("a", "w"), List.of("scaled"));
      sd.op("Add", new JsonObject(), names("ids", "ids"), List.of("twice"));
      sd.op("Sub", new JsonObject(), names("scaled", "target"), List.of("loss"));
      sd.setLossVariables(List.of("loss"));
      sd.save(file, false);
    }
    return file;
  }

  @Test
  void aSameDiffGraphIsServedWithoutItsLoss() {
    String message = assertThrows(IllegalArgumentException.class, () -> SavedModel.open(graph())).getMessage();
    assertTrue(message.contains("expected names of outputs"), message);
    SavedModel saved = SavedModel.open(graph(), List.of("scaled", "twice"));
    try (Servable model = saved.servable(); NDArray a = NDArray.of(new float[] {1, 1, 2, 2}, 2, 2);
        NDArray ids = NDArray.of(new long[] {1L << 60, 0, 5, 6}, 2, 2)) {
      assertEquals(List.of("a", "ids"), model.signature().inputNames());
      assertEquals(List.of("scaled", "twice"), model.signature().outputNames());
      assertEquals("INT64", model.signature().input("ids").openInferenceType());
      Map<String, NDArray> out = model.run(Map.of("a", a, "ids", ids));
      assertArrayEquals(new float[] {2, 3, 4, 6}, out.get("scaled").toFloatArray());
      assertArrayEquals(new long[] {1L << 61, 0, 10, 12}, out.get("twice").toLongArray());
      out.values().forEach(NDArray::close);
    }
  }

  @Test
  void wantedOutputsNeedOnlyTheirInputs() {
    try (Servable model = SavedModel.open(graph(), List.of("twice")).servable()) {
      assertEquals(List.of("ids"), model.signature().inputNames());
    }
    String message = assertThrows(IllegalArgumentException.class, () -> SavedModel.open(graph(),
        List.of("twic"))).getMessage();
    assertTrue(message.contains("Did you mean 'twice'?"), message);
  }

  @Test
  void anOnnxModelWrittenForThreeRowsTakesAnyNumber() {
    Path file = folder.resolve("model.onnx");
    GraphBuilder b = new GraphBuilder();
    b.output("y", b.input("x", DType.FLOAT32, 3, 2).add(b.input("z", DType.FLOAT32, 3, 2)));
    OnnxWriter.write(b.build(), file);
    try (Servable model = SavedModel.open(file).servable()) {
      assertEquals("[x float32[?, 2], z float32[?, 2]]", model.signature().inputs().toString());
      for (int rows : new int[] {1, 3, 4, 7}) {
        float[] ones = new float[2 * rows];
        for (int i = 0; i < ones.length; i++) {
          ones[i] = i;
        }
        try (NDArray x = NDArray.of(ones, rows, 2); NDArray y = model.run(Map.of("x", x, "z", x)).get("y")) {
          assertEquals(rows, y.size(0));
          assertEquals(2f * (ones.length - 1), y.toFloatArray()[ones.length - 1]);
        }
      }
    }
  }

  @Test
  void scalarsAndModelsWithoutRowsAreRefused() {
    Path file = folder.resolve("scalar.onnx");
    GraphBuilder b = new GraphBuilder();
    b.output("y", b.input("x", DType.FLOAT32, -1, 2).add(b.input("temperature", DType.FLOAT32)));
    OnnxWriter.write(b.build(), file);
    String message = assertThrows(IllegalArgumentException.class, () -> SavedModel.open(file)).getMessage();
    assertTrue(message.contains("'temperature' has no axis of rows"), message);
  }
}
