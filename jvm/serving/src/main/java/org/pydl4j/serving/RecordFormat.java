package org.pydl4j.serving;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.pydl4j.datavec.record.Record;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.json.Json;
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
      float[] example = new float[scorer.inputSize()];
      int count = json(() -> Json.read(value, in -> features(in, example)));
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
      JsonElement json = json(() -> Json.parse(value));
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

  /** Puts the numbers of an array, or of an object's array "features", into the example; counts on where they do not fit. */
  private static int features(JsonReader in, float[] example) throws IOException {
    if (in.peek() != JsonToken.BEGIN_OBJECT) {
      return numbers(in, example);
    }
    int count = -1;
    in.beginObject();
    while (in.hasNext()) {
      if (!in.nextName().equals("features")) {
        Json.skip(in);
      } else if (count < 0) {
        count = numbers(in, example);
      } else {
        throw new IllegalArgumentException("[record] \"features\" stands twice in the object. Send one example a record.");
      }
    }
    in.endObject();
    if (count < 0) {
      throw new IllegalArgumentException(
          "[record] no array of numbers: got an object; expected [..] or {\"features\": [..]}.");
    }
    return count;
  }

  /** The numbers as they are read, without a tree: a record of a few bytes a number must not take a hundred. */
  private static int numbers(JsonReader in, float[] example) throws IOException {
    if (in.peek() != JsonToken.BEGIN_ARRAY) {
      throw new IllegalArgumentException(
          "[record] no array of numbers: got " + kind(in.peek()) + "; expected [..] or {\"features\": [..]}.");
    }
    int depth = 0;
    int next = 0;
    do {
      switch (in.peek()) {
        case BEGIN_ARRAY -> {
          depth = Json.deeper(depth);
          in.beginArray();
        }
        case END_ARRAY -> {
          in.endArray();
          depth--;
        }
        case NUMBER -> {
          String number = in.nextString();
          if (next < example.length) {
            example[next] = Float.parseFloat(number);
          }
          next++;
        }
        default -> throw new IllegalArgumentException(
            "[record] not a number: got " + kind(in.peek()) + " at " + next + "; expected numbers only.");
      }
    } while (depth > 0);
    return next;
  }

  /** What the text says; its faults are the record's. */
  private static <T> T json(Supplier<T> read) {
    try {
      return read.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage().replace("[json] the text is not JSON", "[record] not JSON")
          .replace("[json]", "[record]"), e);
    }
  }

  private static float[] features(Scorer scorer, Record record) {
    try (NDArray features = scorer.pipeline().features(record)) {
      return features.toFloatArray();
    }
  }

  private static String kind(JsonElement json) {
    return json.isJsonNull() ? "null" : json.isJsonArray() ? "an array" : "a value";
  }

  private static String kind(JsonToken token) {
    return switch (token) {
      case NULL -> "null";
      case BEGIN_OBJECT -> "an object";
      case BEGIN_ARRAY -> "an array";
      default -> "a value";
    };
  }
}
