package org.pydl4j.nd.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.onnx.ModelFile.GraphProto;
import org.pydl4j.nd.onnx.ModelFile.NodeProto;
import org.pydl4j.nd.onnx.ModelFile.ValueInfo;
import org.pydl4j.nd.plan.reference.Interpreter;
import org.pydl4j.nd.types.Attrs;

/** Models that cannot be computed are refused with the node's name; nodes out of order are put in order. */
class WrongModelsTest {
  private static final ValueInfo X = new ValueInfo("x", 1, new long[] {3}, List.of(""));

  private static NodeProto node(String op, String name, String out, String... in) {
    return new NodeProto("", op, name, List.of(in), List.of(out), Attrs.NONE);
  }

  private static GraphProto graph(List<NodeProto> nodes, String out) {
    return new GraphProto("g", nodes, Map.of(), List.of(X),
        List.of(new ValueInfo(out, 1, new long[] {3}, List.of(""))));
  }

  private static Graph read(GraphProto g) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      new ModelFile(10, "test", Map.of("", 21L), g).write().writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return OnnxReader.read(bytes.toByteArray());
  }

  private static void refused(GraphProto g, String... parts) {
    String message = assertThrows(IllegalArgumentException.class, () -> read(g)).getMessage();
    for (String p : parts) {
      assertTrue(message.contains(p), message);
    }
  }

  @Test
  void circlesAreNamed() {
    refused(graph(List.of(node("Add", "first", "a", "x", "b"), node("Neg", "second", "b", "a")), "b"), "circle",
        "[Add at first] needs [Neg at second]");
    refused(graph(List.of(node("Add", "self", "a", "x", "a")), "a"), "circle", "[Add at self] needs [Add at self]");
  }

  @Test
  void missingAndDoubleValuesAreNamed() {
    refused(graph(List.of(node("Neg", "n", "a", "nothing")), "a"), "[Neg at n]", "'nothing'");
    refused(graph(List.of(node("Neg", "n", "a", "x"), node("Neg", "again", "a", "x")), "a"), "[Neg at again]", "'a'");
    refused(graph(List.of(node("Neg", "n", "x", "x")), "x"), "circle");
    refused(graph(List.of(node("Neg", "n", "a", "x")), "b"), "[output b]", "'b'");
  }

  @Test
  void nodesOutOfOrderAreSorted() {
    Graph g = read(graph(List.of(node("Neg", "second", "b", "a"), node("Abs", "first", "a", "x")), "b"));
    assertArrayEquals(new double[] {-1, -2, -3},
        Interpreter.run(g, Map.of("x", NDArray.of(new float[] {1, -2, 3}, 3)), Map.of()).get("b").toDoubleArray());
  }

  @Test
  void bodiesThatDoNotFitAreNamed() {
    GraphProto body = new GraphProto("body", List.of(node("Neg", "n", "y", "v")), Map.of(),
        List.of(new ValueInfo("v", 1, new long[] {3}, List.of(""))),
        List.of(new ValueInfo("y", 1, new long[] {3}, List.of(""))));
    NodeProto loop =
        new NodeProto("", "Loop", "loop", List.of("", "", "x"), List.of("out"), Attrs.of(Map.of("body", body)));
    refused(graph(List.of(loop), "out"), "[Loop at loop]", "1 inputs and 1 outputs");
    refused(graph(List.of(node("Loop", "loop", "out", "", "", "x")), "out"), "[Loop at loop]", "no graph 'body'");
  }

  @Test
  void initializersMayBecomeStates() throws IOException {
    GraphProto g = new GraphProto("g", List.of(node("Mul", "m", "y", "x", "w")),
        Map.of("w", NDArray.of(new float[] {2, 3, 4}, 3)), List.of(X),
        List.of(new ValueInfo("y", 1, new long[] {3}, List.of(""))));
    java.nio.file.Path file = java.nio.file.Files.createTempFile("model", ".onnx");
    try (java.io.OutputStream out = java.nio.file.Files.newOutputStream(file)) {
      new ModelFile(10, "test", Map.of("", 21L), g).write().writeTo(out);
    }
    OnnxReader.Model model = OnnxReader.read(file, "w"::equals, TrainingForm.AS_WRITTEN);
    java.nio.file.Files.delete(file);
    assertEquals(List.of("w"), List.copyOf(model.parameters().keySet()));
    Graph d = model.graph().gradient("y", List.of("w", "x"));
    Map<String, NDArray> out =
        Interpreter.run(d, Map.of("x", NDArray.of(new float[] {1, -2, 3}, 3)), model.parameters());
    assertArrayEquals(new double[] {1, -2, 3}, out.get("d/w").toDoubleArray());
    assertArrayEquals(new double[] {2, 3, 4}, out.get("d/x").toDoubleArray());
  }
}
