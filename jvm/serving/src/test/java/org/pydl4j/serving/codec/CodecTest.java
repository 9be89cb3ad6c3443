package org.pydl4j.serving.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.pydl4j.datavec.batch.Sequences;
import org.pydl4j.datavec.pipeline.BoundPipeline;
import org.pydl4j.datavec.pipeline.Pipeline;
import org.pydl4j.datavec.pipeline.PipelineBuilder;
import org.pydl4j.datavec.reader.CollectionRecordReader;
import org.pydl4j.datavec.schema.Schema;
import org.pydl4j.datavec.transform.MathOp;
import org.pydl4j.datavec.transform.TransformProcess;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.model.Signature;
import org.pydl4j.nn.model.Signature.Tensor;

class CodecTest {
  private static final Signature TWO = new Signature(
      List.of(new Tensor("ids", DType.INT64, -1, 2), new Tensor("x", DType.FLOAT32, -1, 3)),
      List.of(new Tensor("a", DType.FLOAT32, -1, 2), new Tensor("best", DType.INT64, -1)));

  private static Signature floats(long... rowDims) {
    long[] dims = new long[rowDims.length + 1];
    dims[0] = -1;
    System.arraycopy(rowDims, 0, dims, 1, rowDims.length);
    return new Signature(List.of(new Tensor("x", DType.FLOAT32, dims)), List.of(new Tensor("y", DType.FLOAT32, dims)));
  }

  private static byte[] text(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, NDArray> read(String format, Signature signature, byte[]... values) {
    return read(Codec.of(format, signature, null), signature, values);
  }

  private static Map<String, NDArray> read(Codec codec, Signature signature, byte[]... values) {
    Examples examples = new Examples(signature);
    for (byte[] value : values) {
      examples.begin();
      codec.reader().read(value, examples);
      assertTrue(examples.end());
    }
    return examples.arrays(0, values.length);
  }

  private static String refused(Executable call) {
    return assertThrows(IllegalArgumentException.class, call).getMessage();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "[1, 2.5, -3e-2, 0]", "[[1, 2.5], [-3e-2, 0]]", "{\"features\": [[[1], [2.5]], [[-0.03], [0]]], \"id\": 7}",
      "{\"x\": [1, 2.5, -0.03, 0]}"})
  void jsonArraysOfAnyDepthAreOneExample(String json) {
    assertArrayEquals(new float[] {1, 2.5f, -0.03f, 0}, read("json", floats(4), text(json)).get("x").toFloatArray());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "[1, 2 | not JSON", "7 | no array of numbers: got a number", "{\"z\": [1]} | got an object without \"features\"",
      "[1, null] | not a number: got null at 1",
      "[1, \"2\"] | not a number: got text at 1", "[1] | got 1 numbers; expected 2",
      "[1, 2, 3] | got 3 or more numbers; expected 2", "{\"x\": [1, 2], \"features\": [1, 2]} | stands twice",
      "[1, 1e39] | not a finite number: got Infinity at 1", "[NaN, 1] | not JSON"})
  void otherJsonIsRefusedWithItsReason(String json, String reason) {
    String message = refused(() -> read("json", floats(2), text(json)));
    assertTrue(message.contains(reason), message);
  }

  @Test
  void severalInputsAreReadByNameAndWholeNumbersStayWhole() {
    Map<String, NDArray> in = read("json", TWO,
        text("{\"x\": [1, 2, 3], \"other\": {}, \"ids\": [9007199254740993, 4e0]}"),
        text("{\"ids\": [-1, 2], \"x\": [[4], [5], [6]]}"));
    assertArrayEquals(new long[] {9007199254740993L, 4, -1, 2}, in.get("ids").toLongArray());
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, in.get("x").toFloatArray());
    assertTrue(refused(() -> read("json", TWO, text("[1, 2, 3]"))).contains("an object with arrays of [ids, x]"));
    assertTrue(refused(() -> read("json", TWO, text("{\"ids\": [1, 2]}"))).contains("without \"x\""));
    assertTrue(refused(() -> read("json", TWO, text("{\"ids\": [1, 2.5], \"x\": [1, 2, 3]}")))
        .contains("not a whole number"));
  }

  @ParameterizedTest
  @EnumSource(value = DType.class, mode = EnumSource.Mode.EXCLUDE, names = {"COMPLEX64", "COMPLEX128"})
  void rawIsReadAndWrittenInEachElementType(DType type) {
    Signature one = new Signature(List.of(new Tensor("x", type, -1, 2)), List.of(new Tensor("y", type, -1, 2)));
    byte[] value = new byte[2 * type.bytes];
    ByteBuffer b = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
    try (NDArray x = NDArray.of(new double[] {1, 0}, 1, 2).castTo(type)) {
      b.put(x.bytesFrom(0));
      Map<String, NDArray> in = read("raw", one, value, value, value);
      assertEquals(type, in.get("x").dtype());
      assertArrayEquals(new long[] {4, 2}, in.get("x").shape()); // filled up to a power of two
      assertArrayEquals(new double[] {1, 0, 1, 0, 1, 0, 1, 0}, in.get("x").toDoubleArray());
      Answers answers = new Answers(one, Map.of("y", in.get("x")));
      assertArrayEquals(value, new RawWriter().write(answers, 2));
    }
  }

  @Test
  void rawOfSeveralInputsIsOneAfterAnother() {
    byte[] value = ByteBuffer.allocate(28).order(ByteOrder.LITTLE_ENDIAN).putLong(5).putLong(-6).putFloat(1)
        .putFloat(2).putFloat(3)
        .array();
    Map<String, NDArray> in = read("raw", TWO, value);
    assertArrayEquals(new long[] {5, -6}, in.get("ids").toLongArray());
    assertArrayEquals(new float[] {1, 2, 3}, in.get("x").toFloatArray());
    assertTrue(refused(() -> read("raw", TWO, new byte[27])).contains("got 27 bytes; expected 28"));
  }

  @Test
  void numbersOutsideOfTheirTypeAreRefused() {
    Signature bytes = new Signature(List.of(new Tensor("x", DType.INT8, -1, 1)), List.of(new Tensor("y", DType.INT8,
        -1, 1)));
    assertEquals(-128, read("json", bytes, text("[-128]")).get("x").getLongAt(0));
    assertTrue(refused(() -> read("json", bytes, text("[128]"))).contains("expected -128 to 127"));
    assertTrue(refused(() -> read("json", bytes, text("[1e30]"))).contains("not a whole number"));
  }

  @Test
  void openAxesTakeTheirLengthFromTheExampleAndOthersStartANewBatch() {
    Signature open = floats(2, -1);
    Codec codec = Codec.of("json", open, null);
    Examples examples = new Examples(open);
    examples.begin();
    codec.reader().read(text("[[1, 2, 3], [4, 5, 6]]"), examples);
    assertTrue(examples.end());
    examples.begin();
    codec.reader().read(text("[[7, 8], [9, 10]]"), examples);
    assertFalse(examples.end());
    assertArrayEquals(new long[] {1, 2, 3}, examples.arrays(0, 1).get("x").shape());
    examples.keepLast();
    assertArrayEquals(new float[] {7, 8, 9, 10}, examples.arrays(0, 1).get("x").toFloatArray());
    String message = refused(() -> read("json", open, text("[[1, 2, 3], [4, 5], [6]]")));
    assertTrue(message.contains("arrays of different lengths: got 3 and 2"), message);
    assertTrue(refused(() -> read("json", open, text("[1, 2, 3]"))).contains("a multiple of 2"));
  }

  @Test
  void jsonAnswersKeepEveryBitAndNameTheClass() {
    float[] outputs = {0.1f, Math.nextUp(0.7f), 0.2f};
    Signature named = floats(3).withClassNames("y", List.of("a", "b \"quoted\"", "c"));
    Answers answers = new Answers(named, Map.of("y", NDArray.of(outputs, 1, 3)));
    byte[] written = new JsonWriter(named).write(answers, 0);
    JsonObject answer = JsonParser.parseString(new String(written, StandardCharsets.UTF_8)).getAsJsonObject();
    for (int i = 0; i < 3; i++) {
      assertEquals(outputs[i], answer.getAsJsonArray("output").get(i).getAsFloat());
    }
    assertEquals(1, answer.get("class").getAsInt());
    assertEquals("b \"quoted\"", answer.get("name").getAsString());
    Answers one = new Answers(floats(1), Map.of("y", NDArray.of(new float[] {0.5f}, 1, 1)));
    assertEquals("{\"output\":[0.5]}", json(floats(1), one));
    Signature yesOrNo = floats(1).withClassNames("y", List.of("no", "yes"));
    Answers yes = new Answers(yesOrNo, Map.of("y", NDArray.of(new float[] {0.5f}, 1, 1)));
    assertEquals("{\"output\":[0.5],\"class\":1,\"name\":\"yes\"}", json(yesOrNo, yes));
    Map<String, NDArray> both = new LinkedHashMap<>();
    both.put("a", NDArray.of(new float[] {1, 2}, 1, 2));
    both.put("best", NDArray.of(new long[] {9007199254740993L}, 1));
    assertEquals("{\"outputs\":{\"a\":[1.0,2.0],\"best\":[9007199254740993]}}", json(TWO, new Answers(TWO, both)));
    Signature twoNamed = TWO.withClassNames("a", List.of("x", "y"));
    assertEquals("{\"outputs\":{\"a\":[1.0,2.0],\"best\":[9007199254740993]},\"classes\":{\"a\":1},"
        + "\"names\":{\"a\":\"y\"}}", json(twoNamed, new Answers(twoNamed, both)));
  }

  private static String json(Signature signature, Answers answers) {
    return new String(new JsonWriter(signature).write(answers, 0), StandardCharsets.UTF_8);
  }

  // pipelines ---------------------------------------------------------------------------------------------------------

  private static PipelineBuilder pipeline() {
    Schema schema = Schema.builder().addColumnLong("ids").addColumnCategorical("kind", "a", "b")
        .addColumnDouble("x").build();
    return Pipeline.builder(new CollectionRecordReader(),
        TransformProcess.builder(schema).categoricalToInteger("kind").mathOp("x", MathOp.MULTIPLY, 2).build());
  }

  private static BoundPipeline both() {
    return pipeline().addInput("ids", "ids").addInput("x", "kind", "x").build().bind();
  }

  private static final Signature BOTH = new Signature(
      List.of(new Tensor("x", DType.FLOAT32, -1, 2), new Tensor("ids", DType.INT64, -1, 1)),
      List.of(new Tensor("y", DType.FLOAT32, -1, 1)));

  @Test
  void columnsGoToTheInputsThatThePipelineNames() {
    Codec rows = Codec.of("row", BOTH, both());
    Map<String, NDArray> in = read(rows, BOTH, text("{\"x\": 1.5, \"ids\": 9007199254740993, \"kind\": \"b\"}"));
    assertArrayEquals(new float[] {1, 3}, in.get("x").toFloatArray());
    assertArrayEquals(new long[] {9007199254740993L}, in.get("ids").toLongArray());
    Signature other = new Signature(List.of(BOTH.inputs().get(1), new Tensor("z", DType.FLOAT32, -1, 2)),
        BOTH.outputs());
    assertTrue(refused(() -> Codec.of("row", other, both())).contains("does not make input 'z'"));
    BoundPipeline unnamed = pipeline().build().bind();
    assertTrue(refused(() -> Codec.of("row", BOTH, unnamed)).contains("got [one without a name]"));
    BoundPipeline narrow = pipeline().addInput("ids", "ids").addInput("x", "x").build().bind();
    assertTrue(refused(() -> Codec.of("row", BOTH, narrow)).contains("does not fit the model"));
  }

  @Test
  void stepsGoToTheInputsThatThePipelineNames() {
    Signature steps = new Signature(
        List.of(new Tensor("ids", DType.INT64, -1, -1), new Tensor("x", DType.FLOAT32, -1, 2, -1)), BOTH.outputs());
    BoundPipeline sequences = pipeline().addInput("x", "kind", "x").addInput("ids", "ids")
        .sequences(new Sequences(Sequences.LabelAt.LAST_STEP)).build().bind();
    Map<String, NDArray> in = read(Codec.of("row", steps, sequences), steps,
        text("[{\"x\": 1, \"ids\": 9007199254740993, \"kind\": \"b\"}, {\"x\": 2, \"ids\": 4, \"kind\": \"a\"}]"));
    assertArrayEquals(new long[] {9007199254740993L, 4}, in.get("ids").toLongArray());
    assertArrayEquals(new long[] {1, 2, 2}, in.get("x").shape());
    assertArrayEquals(new float[] {1, 0, 2, 4}, in.get("x").toFloatArray());
    assertTrue(refused(() -> Codec.of("row", BOTH, sequences)).contains("makes sequences"));
  }

  @Test
  void aSingleOutputHasTheClassNamesOfItsLabels() {
    Pipeline two = pipeline().addInput("x", "x").addOutputOneHot("a", "kind", 2).addOutput("b", "x").build();
    assertEquals(List.of("0", "1"), two.classNames("a"));
    assertEquals(List.of(), two.classNames("b"));
  }

  @Test
  void allColumnsGoToASingleInput() {
    Codec rows = Codec.of("row", floats(3), pipeline().build().bind());
    assertArrayEquals(new float[] {7, 1, 3},
        read(rows, floats(3), text("{\"x\": 1.5, \"ids\": 7, \"kind\": \"b\"}")).get("x").toFloatArray());
    assertTrue(refused(() -> read(rows, floats(3), text("{\"x\": 1, \"x\": 2}"))).contains("stands twice"));
    assertTrue(refused(() -> Codec.of("row", floats(4), pipeline().build().bind()))
        .contains("does not fit the model"));
  }

  @Test
  void aFormatThatIsNoneIsRefusedWithTheNearest() {
    assertTrue(refused(() -> Codec.of("rowe", floats(2), null)).contains("Did you mean 'row'?"));
    assertTrue(refused(() -> Codec.writer("jsn", floats(2))).contains("Did you mean 'json'?"));
  }
}
