package org.pydl4j.serving.codec;

import java.util.List;
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
 *       json
 *   <li>{@code image}: an image file, likewise
 * </ul>
 *
 * @param reader of examples
 * @param writer of answers
 */
public record Codec(ExampleReader reader, AnswerWriter writer) implements AutoCloseable {
  /** The names of formats of examples. */
  public static final List<String> READERS = List.of("json", "raw", "row", "image");
  /** The names of formats of answers. */
  public static final List<String> WRITERS = List.of("json", "raw");

  /**
   * The codec of that name for a model.
   *
   * @param pipeline saved with the model, or null
   * @throws IllegalArgumentException when there is no such format, or the model cannot be asked so
   */
  public static Codec of(String format, Signature signature, BoundPipeline pipeline) {
    return new Codec(reader(format, signature, pipeline), writer(answersTo(format), signature));
  }

  /** The format of answers that goes with one of examples. */
  public static String answersTo(String format) {
    return format.equals("raw") ? "raw" : "json";
  }

  /**
   * A reader of examples.
   *
   * @param pipeline saved with the model, or null
   * @throws IllegalArgumentException when there is no such format, or the model cannot be asked so
   */
  public static ExampleReader reader(String format, Signature signature, BoundPipeline pipeline) {
    if (pipeline == null && (format.equals("row") || format.equals("image"))) {
      throw new IllegalArgumentException("[codec] format " + format
          + " needs a pipeline: got a model without one; expected "
          + "one saved with the pipeline that made its inputs. Save it so, or use format json or raw.");
    }
    return switch (format) {
      case "json" -> new JsonArraysReader(signature);
      case "raw" -> new RawReader(signature);
      case "row" -> new RowReader(new RecordInputs(signature, pipeline));
      case "image" -> new ImageReader(new RecordInputs(signature, pipeline));
      default -> throw unknown(format, READERS);
    };
  }

  /**
   * A writer of answers.
   *
   * @param signature of the model, with the names of classes
   * @throws IllegalArgumentException when there is no such format
   */
  public static AnswerWriter writer(String format, Signature signature) {
    return switch (format) {
      case "json" -> new JsonWriter(signature);
      case "raw" -> new RawWriter();
      default -> throw unknown(format, WRITERS);
    };
  }

  private static IllegalArgumentException unknown(String format, List<String> names) {
    return new IllegalArgumentException("[codec] unknown format: got '" + format + "'; " + Nearest.hint(format, names));
  }

  @Override
  public void close() {
    reader.close();
    writer.close();
  }
}
