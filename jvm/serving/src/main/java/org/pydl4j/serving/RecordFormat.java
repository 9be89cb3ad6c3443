package org.pydl4j.serving;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.pydl4j.datavec.record.Record;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.json.Nearest;

/** How an example and its answer are written in a record's value. */
public enum RecordFormat {
  /**
   * An example is a JSON array of numbers, nested to any depth, or an object with such an array as {@code "features"}.
   * Its answer is {@code {"output": [0.1, 0.9], "class": 1, "name": "cat"}}; a network with one output has no class,
   * and a class has a name where the pipeline saved with the model knows it.
   */
  JSON {
    @Override
    float[] parse(byte[] value, Scorer scorer) {
      JsonElement json = json(value);
      if (json.isJsonObject() && json.getAsJsonObject().has("features")) {
        json = json.getAsJsonObject().get("features");
      }
      if (!json.isJsonArray()) {
        throw new IllegalArgumentException(
            "[record] no array of numbers: got " + kind(json) + "; expected [..] or {\"features\": [..]}.");
      }
      float[] example = new float[scorer.inputSize()];
      int count = flatten(json.getAsJsonArray(), example, 0);
      if (count != example.length) {
        throw new IllegalArgumentException("[record] wrong size: got " + count + " numbers; expected " + example.length
            + ". Send one example a record.");
      }
      return example;
    }
  },

  /** Little-endian 32-bit floats one after another, for the example as for its answer. */
  FLOAT32 {
    @Override
    float[] parse(byte[] value, Scorer scorer) {
      int inputSize = scorer.inputSize();
      if (value.length != 4L * inputSize) {
        throw new IllegalArgumentException("[record] wrong length: got " + value.length + " bytes; expected "
            + 4L * inputSize + " (" + inputSize + " float32). Send little-endian float32 of one example.");
      }
      float[] example = new float[inputSize];
      ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(example);
      return example;
    }

    @Override
    byte[] write(float[] outputs, int from, int count, List<String> names) {
      ByteBuffer bytes = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(outputs, from, count);
      return bytes.array();
    }
  },

  /**
   * An example is a JSON object with the columns that the model's saved pipeline reads, images in it as Base64 text;
   * columns of labels may be absent. Its answer is as JSON's.
   */
  ROW {
    @Override
    float[] parse(byte[] value, Scorer scorer) {
      JsonElement json = json(value);
      if (!json.isJsonObject()) {
        throw new IllegalArgumentException("[record] no object: got " + kind(json) + "; expected the columns of "
            + scorer.pipeline().inputSchema().names() + ".");
      }
      return features(scorer, scorer.pipeline().record(json.getAsJsonObject()));
    }
  },

  /** An example is a PNG or JPEG file, which the model's saved pipeline makes ready. Its answer is as JSON's. */
  IMAGE {
    @Override
    float[] parse(byte[] value, Scorer scorer) {
      return features(scorer, scorer.pipeline().imageRecord(value));
    }
  };

  /** The numbers of one example before they are checked; throws where the value has another form. */
  abstract float[] parse(byte[] value, Scorer scorer);

  /** The answer outputs[from, from + count) as a record's value; names are those of the classes, or empty. */
  byte[] write(float[] outputs, int from, int count, List<String> names) {
    JsonArray output = new JsonArray(count);
    int best = 0;
    for (int i = 0; i < count; i++) {
      output.add(outputs[from + i]);
      best = outputs[from + i] > outputs[from + best] ? i : best;
    }
    JsonObject answer = new JsonObject();
    answer.add("output", output);
    if (count > 1) {
      answer.addProperty("class", best);
    }
    if (best < names.size()) {
      answer.addProperty("name", names.get(best));
    }
    return answer.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Whether examples need the pipeline that was saved with the model. */
  boolean needsPipeline() {
    return this == ROW || this == IMAGE;
  }

  /**
   * The example in a record's value.
   *
   * @return [scorer.inputSize()] finite numbers
   * @throws IllegalArgumentException when the value is missing, has another form or size, or holds NaN or infinity
   */
  public float[] read(byte[] value, Scorer scorer) {
    if (value == null) {
      throw new IllegalArgumentException("[record] no value: got null; expected one example.");
    }
    float[] example = parse(value, scorer);
    for (int i = 0; i < example.length; i++) {
      if (!Float.isFinite(example[i])) {
        throw new IllegalArgumentException(
            "[record] not a finite number: got " + example[i] + " at " + i + "; expected finite numbers.");
      }
    }
    return example;
  }

  /** The format of a name as configuration writes it: json, float32, row or image. */
  public static RecordFormat of(String name) {
    for (RecordFormat format : values()) {
      if (format.toString().equals(name)) {
        return format;
      }
    }
    throw new IllegalArgumentException("[format] unknown record format: got '" + name + "'; "
        + Nearest.hint(name, Arrays.stream(values()).map(RecordFormat::toString).toList()));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Puts the array's numbers behind the first `at` ones; counts on where there are more than fit. */
  private static int flatten(JsonArray array, float[] into, int at) {
    int next = at;
    for (JsonElement element : array) {
      if (element.isJsonArray()) {
        next = flatten(element.getAsJsonArray(), into, next);
        continue;
      }
      if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive().isNumber()) {
        throw new IllegalArgumentException(
            "[record] not a number: got " + kind(element) + " at " + next + "; expected numbers only.");
      }
      if (next < into.length) {
        into[next] = number(element);
      }
      next++;
    }
    return next;
  }

  private static float number(JsonElement element) {
    try {
      return element.getAsFloat();
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("[record] not a number: got " + element + "; expected numbers only.", e);
    }
  }

  private static JsonElement json(byte[] value) {
    try {
      return JsonParser.parseString(new String(value, StandardCharsets.UTF_8));
    } catch (JsonParseException e) {
      throw new IllegalArgumentException("[record] not JSON: " + firstLine(e), e);
    }
  }

  private static float[] features(Scorer scorer, Record record) {
    try (NDArray features = scorer.pipeline().features(record)) {
      return features.toFloatArray();
    }
  }

  private static String kind(JsonElement json) {
    return json.isJsonNull() ? "null" : json.isJsonObject() ? "an object" : json.isJsonArray() ? "an array" : "a value";
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
