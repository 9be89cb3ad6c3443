package org.pydl4j.serving.codec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serializer;
import org.pydl4j.serving.codec.Answers.Output;

/**
 * Writes with a class of Kafka's clients. It is given a Map with the fields of the JSON answer: "output" (float[],
 * double[] or
 * long[]), "class" (Integer) and "name" (String), or "outputs", a Map of arrays by name.
 */
public final class SerializedWriter implements AnswerWriter {
  private final Serializer<Map<String, Object>> serializer;
  private final String topic;
  private final List<String> classNames;

  @SuppressWarnings("unchecked") // what it takes is said above
  SerializedWriter(Codec.Spec spec, List<String> classNames) {
    this.topic = spec.answerTopic();
    this.classNames = classNames;
    this.serializer = Classes.make(spec.answers(), Serializer.class);
    serializer.configure(spec.settings(), false);
  }

  @Override
  public byte[] write(Answers answers, int row) {
    Map<String, Object> answer = new LinkedHashMap<>();
    if (answers.size() > 1) {
      Map<String, Object> outputs = new LinkedHashMap<>();
      for (int k = 0; k < answers.size(); k++) {
        outputs.put(answers.output(k).tensor().name(), answers.output(k).row(row));
      }
      answer.put("outputs", outputs);
    } else {
      Output y = answers.output(0);
      answer.put("output", y.row(row));
      if (y.size() > 1 && !y.isWhole()) {
        int best = y.best(row);
        answer.put("class", best);
        if (best < classNames.size()) {
          answer.put("name", classNames.get(best));
        }
      }
    }
    return serializer.serialize(topic, answer);
  }

  @Override
  public void close() {
    serializer.close();
  }
}
