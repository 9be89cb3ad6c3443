package org.pydl4j.serving.kafka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.pydl4j.datavec.pipeline.BoundPipeline;
import org.pydl4j.datavec.pipeline.Pipeline;
import org.pydl4j.datavec.reader.CollectionRecordReader;
import org.pydl4j.datavec.schema.Schema;
import org.pydl4j.datavec.transform.TransformProcess;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.model.Signature;
import org.pydl4j.nn.model.Signature.Tensor;
import org.pydl4j.serving.codec.Examples;

class RecordCodecTest {
  private static final List<Tensor> ANY_OUTPUT = List.of(new Tensor("y", DType.FLOAT32, -1, 1));
  private static final Signature ONE = new Signature(List.of(new Tensor("x", DType.FLOAT32, -1, 2)), ANY_OUTPUT);
  private static final Signature TWO = new Signature(
      List.of(new Tensor("ids", DType.INT64, -1, 1), new Tensor("x", DType.FLOAT32, -1, 2)), ANY_OUTPUT);

  /** Gives what the test says, whatever the bytes, or the bytes of the header "value". */
  public static final class Said implements Deserializer<Object> {
    static Object value;

    @Override
    public Object deserialize(String topic, byte[] data) {
      return value;
    }

    @Override
    public Object deserialize(String topic, Headers headers, byte[] data) {
      return headers.lastHeader("value") == null ? value : (int) headers.lastHeader("value").value()[0];
    }
  }

  private static RecordFormat format(String examples, String answers) {
    return new RecordFormat(examples, answers, Map.of(), "in", "out");
  }

  private static Map<String, NDArray> read(Signature signature, BoundPipeline pipeline, Headers headers) {
    Examples examples = new Examples(signature);
    try (RecordCodec codec = RecordCodec.of(format(Said.class.getName(), null), signature, pipeline)) {
      examples.begin();
      codec.reader().read(new byte[1], headers, examples);
      assertTrue(examples.end());
    }
    return examples.arrays(0, 1);
  }

  private static Map<String, NDArray> said(Object value, Signature signature, BoundPipeline pipeline) {
    Said.value = value;
    return read(signature, pipeline, new RecordHeaders());
  }

  private static String refused(Executable call) {
    return assertThrows(IllegalArgumentException.class, call).getMessage();
  }

  @Test
  void whatADeserializerGivesIsRead() {
    assertArrayEquals(new float[] {1, 2}, said(new float[] {1, 2}, ONE, null).get("x").toFloatArray());
    assertArrayEquals(new float[] {1, 2}, said(List.of(List.of(1), List.of(2.0)), ONE, null).get("x").toFloatArray());
    Map<String, NDArray> in = said(Map.of("ids", new long[] {1L << 60}, "x", List.of(2f, (short) 3)), TWO, null);
    assertArrayEquals(new long[] {1L << 60}, in.get("ids").toLongArray());
    assertTrue(refused(() -> said("text", ONE, null)).contains("got a java.lang.String for input"));
    assertTrue(refused(() -> said(null, ONE, null)).contains("got null"));
    assertTrue(refused(() -> said(Map.of("y", 1), ONE, null)).contains("unknown input"));
  }

  @Test
  void whatADeserializerGivesGoesThroughThePipeline() {
    Schema schema = Schema.builder().addColumnLong("ids").addColumnCategorical("kind", "a", "b").addColumnDouble("x")
        .build();
    BoundPipeline pipeline = Pipeline.builder(new CollectionRecordReader(),
        TransformProcess.builder(schema).categoricalToInteger("kind").build())
        .addInput("ids", "ids").addInput("x", "kind", "x").build().bind();
    Map<String, NDArray> in = said(Map.of("ids", 1L << 60, "kind", new StringBuilder("b"), "x", 1.5f), TWO, pipeline);
    assertArrayEquals(new long[] {1L << 60}, in.get("ids").toLongArray());
    assertArrayEquals(new float[] {1, 1.5f}, in.get("x").toFloatArray());
  }

  @Test
  void headersReachTheDeserializer() {
    Signature single = new Signature(List.of(new Tensor("x", DType.FLOAT32, -1, 1)), ANY_OUTPUT);
    Headers headers = new RecordHeaders().add("value", new byte[] {7});
    assertArrayEquals(new float[] {7}, read(single, null, headers).get("x").toFloatArray());
  }

  @Test
  void classesThatAreNoneAreRefusedWhenTheCodecIsMade() {
    assertTrue(refused(() -> RecordCodec.of(format("no.such.Class", null), ONE, null)).contains("on the class path"));
    RecordFormat wrong = format("json", StringDeserializer.class.getName());
    assertTrue(refused(() -> RecordCodec.of(wrong, ONE, null)).contains("expected a org.apache.kafka"));
    assertTrue(refused(() -> format("rowe", null)).contains("Did you mean 'row'?"));
    assertTrue(refused(() -> RecordCodec.of(format("image", null), ONE, null)).contains("needs a pipeline"));
  }
}
