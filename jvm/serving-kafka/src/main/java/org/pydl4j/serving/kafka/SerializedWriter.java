package org.pydl4j.serving.kafka;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.Serializer;
import org.pydl4j.serving.codec.AnswerWriter;
import org.pydl4j.serving.codec.Answers;
import org.pydl4j.serving.codec.Answers.Output;

/**
 * Writes with a class of Kafka's clients. It is given a Map with the fields of the JSON answer: "output" (float[],
 * double[] or
 * long[]), "class" (Integer) and "name" (String), or "outputs", "classes" and "names", Maps of them by output.
 */
final class SerializedWriter implements AnswerWriter {
  private final Serializer<Map<String, Object>> serializer;
  private final String topic;

  @SuppressWarnings("unchecked") // what it takes is said above
  SerializedWriter(RecordFormat format) {
    this.topic = format.answerTopic();
    this.serializer = Classes.make(format.answers(), Serializer.class);
    serializer.configure(format.settings(), false);
  }

  @Override
  public byte[] write(Answers answers, int row) {
    Map<String, Object> answer = new LinkedHashMap<>();
    if (answers.size() > 1) {
      Map<String, Object> outputs = new LinkedHashMap<>();
      Map<String, Object> classes = new LinkedHashMap<>();
      Map<String, Object> names = new LinkedHashMap<>();
      for (int k = 0; k < answers.size(); k++) {
        Output y = answers.output(k);
        outputs.put(y.tensor().name(), y.row(row));
        if (y.tensor().tellsClass() && y.classNameOf(row) != null) {
          classes.put(y.tensor().name(), y.classOf(row));
          names.put(y.tensor().name(), y.classNameOf(row));
        }
      }
      answer.put("outputs", outputs);
      answer.put("classes", classes);
      answer.put("names", names);
    } else {
      Output y = answers.output(0);
      answer.put("output", y.row(row));
      if (y.tensor().tellsClass()) {
        answer.put("class", y.classOf(row));
        if (y.classNameOf(row) != null) {
          answer.put("name", y.classNameOf(row));
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
