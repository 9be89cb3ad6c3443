package org.pydl4j.nd.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Ops;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.ops.CaseGraph;
import org.pydl4j.nd.plan.reference.Interpreter;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;

class OnnxRoundTripTest {
  @TestFactory
  Stream<DynamicTest> everyOpThatCanBeExportedComesBackTheSame() {
    return Ops.all().stream().filter(op -> op.noExport() == null)
        .flatMap(op -> Stream.iterate(0, i -> i < op.cases().size(), i -> i + 1)
            .map(i -> dynamicTest(op.name() + " case " + i, () -> roundTrip(op, i))));
  }

  private static void roundTrip(Op op, int index) {
    CaseGraph g = CaseGraph.of(op, op.cases().get(index), DType.FLOAT32);
    g.builder().output("y", g.out()[0]);
    Graph before = g.builder().build();
    if ("NHWC".equals(op.cases().get(index).attrs().get("layout"))) { // which only plans use
      String refusal =
          assertThrows(UnsupportedOperationException.class, () -> OnnxWriter.toBytes(before, Map.of())).getMessage();
      assertTrue(refusal.contains("layout"), refusal);
      return;
    }
    byte[] bytes = OnnxWriter.toBytes(before, Map.of());
    Graph after = OnnxReader.read(bytes);
    assertTrue(after.nodes().stream().allMatch(n -> n.op().domain().isEmpty()), after::dump);
    assertEquals(before.outputs().get("y").type(), after.outputs().get("y").type());
    NDArray expected = Interpreter.run(before, g.arrays(), Map.of()).get("y");
    NDArray actual = Interpreter.run(after, g.arrays(), Map.of()).get("y");
    assertArrayEquals(expected.toDoubleArray(), actual.toDoubleArray(), 1e-5);
  }

  private static Graph mlp(GraphBuilder b) {
    Sym x = b.input("x", DType.FLOAT32, -1, 4);
    Sym h = x.matmul(b.state("0_W", DType.FLOAT32, 4, 3)).add(b.state("0_b", DType.FLOAT32, 3)).relu();
    b.output("output", h.softmax(-1));
    return b.build();
  }

  private static Map<String, NDArray> parameters() {
    Random r = new Random(5);
    NDArray w = NDArray.create(DType.FLOAT32, 4, 3);
    for (int i = 0; i < 12; i++) {
      w.putDoubleAt(i, r.nextGaussian());
    }
    return Map.of("0_W", w, "0_b", NDArray.of(new float[] {0.1f, -0.2f, 0.3f}, 3));
  }

  @Test
  void statesBecomeInitializersAndTheBatchSizeStaysOpen() {
    Graph g = mlp(new GraphBuilder());
    Graph back = OnnxReader.read(OnnxWriter.toBytes(g, parameters()));
    assertEquals(List.of(), back.states());
    assertEquals("x:float32[?, 4]", back.input("x").toString());
    NDArray x = NDArray.full(DType.FLOAT32, 0.5, 7, 4);
    assertArrayEquals(Interpreter.run(g, Map.of("x", x), parameters()).get("output").toFloatArray(),
        Interpreter.run(back, Map.of("x", x), Map.of()).get("output").toFloatArray(), 1e-6f);
  }

  @Test
  void aMissingParameterIsNamed() {
    String message = assertThrows(IllegalArgumentException.class,
        () -> OnnxWriter.toBytes(mlp(new GraphBuilder()), Map.of())).getMessage();
    assertTrue(message.contains("'0_W'"), message);
  }

  @Test
  void aNodeWithoutOnnxFormIsNamedWithTheReason() {
    GraphBuilder b = new GraphBuilder();
    Sym x = b.input("x", DType.FLOAT32, 4);
    b.scope("layer3/");
    b.output("y", b.call("pydl4j.Dropout", Attrs.NONE, x, b.longs(1).squeeze(0), b.longs(2).squeeze(0)));
    String message = assertThrows(UnsupportedOperationException.class, () -> OnnxWriter.toBytes(b.build(), Map.of()))
        .getMessage();
    assertTrue(message.startsWith("[pydl4j.Dropout at layer3/Dropout] cannot be written to ONNX: "
        + "inference graphs drop nothing"), message);
  }

  @Test
  void lstmGatesOfAMatrixProductBecomeOnnxsLstmWithThoseWeights() {
    GraphBuilder b = new GraphBuilder();
    Sym x = b.input("x", DType.FLOAT32, -1, 3, -1);
    Random r = new Random(1);
    Sym w = b.constant("W", filled(r, 3, 8));
    Sym rw = b.constant("RW", filled(r, 2, 8));
    Sym bias = b.constant("b", filled(r, 8));
    Sym gates = x.transpose(2, 0, 1).matmul(w).add(bias);
    Sym zeros = x.like(0).expandTo(gates.slice(0, 0, 1).squeeze(0).slice(1, 0, 2));
    Sym[] out = b.callAll("pydl4j.LstmForward", Attrs.NONE, gates, rw, zeros, zeros);
    b.output("h", out[0].transpose(1, 2, 0));
    Graph before = b.build();
    Graph after = OnnxReader.read(OnnxWriter.toBytes(before, Map.of()));
    assertTrue(after.nodes().stream().anyMatch(n -> n.op().name().equals("LSTM")), after::dump);
    assertTrue(after.nodes().stream().noneMatch(n -> n.op().name().equals("MatMul")), after::dump);
    Map<String, NDArray> in = Map.of("x", filled(r, 2, 3, 5));
    assertArrayEquals(Interpreter.run(before, in, Map.of()).get("h").toFloatArray(),
        Interpreter.run(after, in, Map.of()).get("h").toFloatArray(), 1e-6f);
  }

  @Test
  void anOutputThatOnnxCannotComputeIsNamed() {
    GraphBuilder b = new GraphBuilder();
    Random r = new Random(1);
    Sym zeros = b.constant(NDArray.zeros(DType.FLOAT32, 2, 2));
    Sym rw = b.constant(filled(r, 2, 8));
    b.output("c", b.callAll("pydl4j.LstmForward", Attrs.NONE, b.input("gates", DType.FLOAT32, 3, 2, 8), rw, zeros,
        zeros)[1]);
    String message =
        assertThrows(UnsupportedOperationException.class, () -> OnnxWriter.toBytes(b.build(), Map.of())).getMessage();
    assertTrue(message.startsWith("[c] uses output 1 of pydl4j.LstmForward at LstmForward"), message);
  }

  private static NDArray filled(Random r, long... shape) {
    NDArray a = NDArray.create(DType.FLOAT32, shape);
    for (long i = 0; i < a.size(); i++) {
      a.putDoubleAt(i, r.nextGaussian());
    }
    return a;
  }

  @Test
  void aFileIsReplacedOnlyWhenTheNewOneIsComplete(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("model.onnx");
    Files.writeString(file, "before");
    assertThrows(IllegalArgumentException.class, () -> OnnxWriter.write(mlp(new GraphBuilder()), Map.of(), file));
    assertEquals("before", Files.readString(file));
    OnnxWriter.write(mlp(new GraphBuilder()), parameters(), file);
    assertEquals(1, OnnxReader.read(file).inputs().size());
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void truncatedFilesRaiseAClearError() {
    byte[] good = OnnxWriter.toBytes(mlp(new GraphBuilder()), parameters());
    for (int i = 0; i < good.length; i++) {
      readOrClearError("truncated to " + i, Arrays.copyOf(good, i));
    }
  }

  @TestFactory
  Stream<DynamicTest> alteredFilesRaiseAClearErrorAndNothingElse() {
    return Ops.all().stream().filter(op -> op.noExport() == null && !op.cases().isEmpty())
        .map(op -> dynamicTest(op.name(), () -> alter(op)));
  }

  private static void alter(Op op) {
    CaseGraph g = CaseGraph.of(op, op.cases().get(0), DType.FLOAT32);
    g.builder().output("y", g.out()[0]);
    byte[] good = OnnxWriter.toBytes(g.builder().build(), Map.of());
    Random r = new Random(3);
    for (int i = 0; i < 100; i++) {
      byte[] bad = good.clone();
      for (int k = 0; k < 1 + i % 4; k++) {
        bad[r.nextInt(bad.length)] = (byte) r.nextInt(256);
      }
      readOrClearError("variant " + i, bad);
    }
  }

  private static void readOrClearError(String which, byte[] bytes) {
    try {
      OnnxReader.read(bytes);
    } catch (IllegalArgumentException | UnsupportedOperationException e) {
      assertTrue(e.getMessage() != null && e.getMessage().startsWith("["), () -> which + " is unclear: " + e);
    } catch (RuntimeException | Error e) {
      throw new AssertionError(which + " raised " + e, e);
    }
  }
}
