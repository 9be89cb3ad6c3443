package org.pydl4j.serving;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pydl4j.datavec.pipeline.Pipeline;

class RecordFormatTest {
  /** A scorer that gives its numbers back. */
  private record Numbers(int inputSize) implements Scorer {
    @Override
    public int outputSize() {
      return inputSize;
    }

    @Override
    public float[] score(float[] examples, int rows) {
      return examples;
    }

    @Override
    public Pipeline pipeline() {
      return null;
    }

    @Override
    public String version() {
      return "numbers";
    }

    @Override
    public void close() {}
  }

  private static byte[] text(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  private static String json(float[] outputs, int from, int count, String... names) {
    return new String(RecordFormat.JSON.write(outputs, from, count, List.of(names)), StandardCharsets.UTF_8);
  }

  private static String refused(Executable call) {
    return assertThrows(IllegalArgumentException.class, call).getMessage();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "[1, 2.5, -3e-2, 0]", "[[1, 2.5], [-3e-2, 0]]", "{\"features\": [[[1], [2.5]], [[-0.03], [0]]], \"id\": 7}"})
  void jsonArraysOfAnyDepthAreOneExample(String json) {
    assertArrayEquals(new float[] {1, 2.5f, -0.03f, 0}, RecordFormat.JSON.read(text(json), new Numbers(4)));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "[1, 2 | not JSON", "7 | no array of numbers: got a value", "{\"x\": [1]} | got an object",
      "[1, null] | not a number: got null at 1",
      "[1, \"2\"] | not a number: got a value at 1", "[1] | got 1 numbers; expected 2",
      "[1, 2, 3] | got 3 numbers; expected 2",
      "[1, 1e39] | not a finite number: got Infinity at 1", "[NaN, 1] | not JSON"})
  void otherJsonIsRefusedWithItsReason(String json, String reason) {
    String message = refused(() -> RecordFormat.JSON.read(text(json), new Numbers(2)));
    assertTrue(message.contains(reason), message);
  }

  @Test
  void jsonAnswersKeepEveryBitAndNameTheClass() {
    float[] outputs = {9, 0.1f, Math.nextUp(0.7f), 0.2f};
    JsonObject answer = JsonParser.parseString(json(outputs, 1, 3, "a", "b", "c")).getAsJsonObject();
    for (int i = 0; i < 3; i++) {
      assertEquals(outputs[1 + i], answer.getAsJsonArray("output").get(i).getAsFloat());
    }
    assertEquals(1, answer.get("class").getAsInt());
    assertEquals("b", answer.get("name").getAsString());
  }

  @Test
  void oneOutputHasNoClass() {
    assertEquals("{\"output\":[0.5]}", json(new float[] {0.5f}, 0, 1));
  }

  @Test
  void float32IsLittleEndianBothWays() {
    byte[] bytes = {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, (byte) 0xc0};
    assertArrayEquals(new float[] {1, -2}, RecordFormat.FLOAT32.read(bytes, new Numbers(2)));
    assertArrayEquals(bytes, RecordFormat.FLOAT32.write(new float[] {7, 1, -2}, 1, 2, List.of()));
  }

  @Test
  void float32OfAnotherLengthIsRefused() {
    String message = refused(() -> RecordFormat.FLOAT32.read(new byte[7], new Numbers(2)));
    assertTrue(message.contains("got 7 bytes; expected 8 (2 float32)"), message);
  }

  @Test
  void anUnknownFormatShowsTheNearest() {
    String message = refused(() -> RecordFormat.of("float3"));
    assertTrue(message.contains("Did you mean 'float32'?"), message);
  }
}
