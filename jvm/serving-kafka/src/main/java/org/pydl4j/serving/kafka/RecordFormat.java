package org.pydl4j.serving.kafka;

import java.util.List;
import java.util.Map;
import org.pydl4j.nd.json.Nearest;
import org.pydl4j.serving.codec.Codec;

/**
 * How records and answers are written.
 *
 * @param examples a name of {@link Codec#of}, or the class name of a
 *     {@link org.apache.kafka.common.serialization.Deserializer}; see {@link DeserializedReader}
 * @param answers json, raw, or the class name of a {@link org.apache.kafka.common.serialization.Serializer}; see
 *     {@link SerializedWriter}; null for what goes with the examples
 * @param settings for classes: what they are configured with
 * @param topic where examples come from, as classes are told
 * @param answerTopic where answers go
 */
public record RecordFormat(String examples, String answers, Map<String, String> settings, String topic,
    String answerTopic) {
  /** Raises IllegalArgumentException for a name that is neither a format nor that of a class in a package. */
  public RecordFormat {
    check(examples, "format", Codec.READERS);
    answers = answers == null ? Codec.answersTo(examples) : answers;
    check(answers, "answer.format", Codec.WRITERS);
    settings = Map.copyOf(settings);
  }

  private static void check(String name, String setting, List<String> names) {
    if (!names.contains(name) && !isClass(name)) {
      throw new IllegalArgumentException("[" + setting + "] unknown format: got '" + name + "'; "
          + Nearest.hint(name, names) + " Or give the name of a class with its package.");
    }
  }

  /** Whether a format is the name of a class. */
  static boolean isClass(String name) {
    return name.indexOf('.') > 0;
  }
}
