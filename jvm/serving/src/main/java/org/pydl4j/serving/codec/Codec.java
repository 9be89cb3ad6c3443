package org.pydl4j.serving.codec;

import java.util.List;
import java.util.Map;
import org.pydl4j.datavec.pipeline.BoundPipeline;
import org.pydl4j.nd.json.Nearest;
import org.pydl4j.nn.model.Signature;

/**
 * How examples and answers are written, chosen by name for a model:
 *
 * <ul>
 *   <li>{@code json}: an array of numbers, nested to any depth, or an object of such arrays by the inputs' names
 *       ("features" for a single one); answered by {@code {"output": [0.1, 0.9], "class": 1, "name": "cat"}}, or
 *       {@code {"outputs": {"a": [..], "b": [..]}}} of several outputs, whose classes are
 *       {@code "classes": {"a": 1}, "names": {"a": "cat"}} where they have names
 *   <li>{@code raw}: the numbers of all inputs, or outputs, in order, little-endian, each in its element type
 *   <li>{@code row}: a JSON object of columns, made ready by the pipeline that was saved with the model; answered as
 * json
 *   <li>{@code image}: an image file, likewise
 *   <li>a class name: any {@link org.apache.kafka.common.serialization.Deserializer} or
 *       {@link org.apache.kafka.common.serialization.Serializer}; see {@link DeserializedReader}, {@link
 * SerializedWriter}
 * </ul>
 */
public record Codec(ExampleReader reader, AnswerWriter writer) implements AutoCloseable {

  private static final List<String> NAMES = List.of("json", "raw", "row", "image");

  /**
   * What a codec is chosen by.
   *
   * @param format of examples: a name, or the class name of a Deserializer
   * @param answers likewise json, raw or the class name of a Serializer; null for what goes with the examples
   * @param settings for classes: what they are configured with
   * @param topic where examples come from, as classes are told
   * @param answerTopic where answers go
   */
  public record Spec(String format, String answers, Map<String, String> settings, String topic, String answerTopic) {
    public Spec {
      check(format, "format", NAMES);
      if (answers != null) {
        check(answers, "answer.format", List.of("json", "raw"));
      }
      settings = Map.copyOf(settings);
    }

    private static void check(String name, String setting, List<String> names) {
      if (!names.contains(name) && !isClass(name)) {
        throw new IllegalArgumentException("[" + setting + "] unknown format: got '" + name + "'; "
            + Nearest.hint(name, names) + " Or give the name of a class with its package.");
      }
    }

    /** A named format, with nothing else. */
    public static Spec of(String format) {
      return new Spec(format, null, Map.of(), "", "");
    }
  }

  private static boolean isClass(String name) {
    return name.indexOf('.') > 0;
  }

  /**
   * The codec for a model.
   *
   * @param pipeline saved with the model, or null
   * @throws IllegalArgumentException when the model cannot be asked so, or a class does not load
   */
  public static Codec of(Spec spec, Signature signature, BoundPipeline pipeline) {
    String format = spec.format();
    if (pipeline == null && (format.equals("row") || format.equals("image"))) {
      throw new IllegalArgumentException("[codec] format " + format
          + " needs a pipeline: got a model without one; expected "
          + "one saved with the pipeline that made its inputs. Save it so, or use format json or raw.");
    }
    ExampleReader reader = switch (format) {
      case "json" -> new JsonArraysReader(signature);
      case "raw" -> new RawReader(signature);
      case "row" -> new RowReader(new RecordInputs(signature, pipeline));
      case "image" -> new ImageReader(new RecordInputs(signature, pipeline));
      default -> new DeserializedReader(spec, signature, pipeline);
    };
    String answers = spec.answers() != null ? spec.answers() : format.equals("raw") ? "raw" : "json";
    AnswerWriter writer = switch (answers) {
      case "json" -> new JsonWriter(signature);
      case "raw" -> new RawWriter();
      default -> new SerializedWriter(spec);
    };
    return new Codec(reader, writer);
  }

  @Override
  public void close() {
    reader.close();
    writer.close();
  }
}
