package org.pydl4j.serving.codec;

import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.pydl4j.serving.codec.Answers.Output;

/** Answers as JSON objects; of a single output of several floats also the class, the greatest one's position. */
final class JsonWriter implements AnswerWriter {
  private final List<String> classNames;
  private final StringBuilder text = new StringBuilder();

  JsonWriter(List<String> classNames) {
    this.classNames = classNames.stream().map(name -> new JsonPrimitive(name).toString()).toList();
  }

  @Override
  public byte[] write(Answers answers, int row) {
    text.setLength(0);
    if (answers.size() > 1) {
      text.append("{\"outputs\":{");
      for (int k = 0; k < answers.size(); k++) {
        Output y = answers.output(k);
        text.append(k == 0 ? "" : ",").append(new JsonPrimitive(y.tensor().name())).append(':');
        numbers(y, row);
      }
      return utf8(text.append("}}"));
    }
    Output y = answers.output(0);
    text.append("{\"output\":");
    numbers(y, row);
    if (y.size() > 1 && !y.isWhole()) {
      int best = y.best(row);
      text.append(",\"class\":").append(best);
      if (best < classNames.size()) {
        text.append(",\"name\":").append(classNames.get(best));
      }
    }
    return utf8(text.append('}'));
  }

  private void numbers(Output y, int row) {
    text.append('[');
    for (int i = 0; i < y.size(); i++) {
      if (i > 0) {
        text.append(',');
      }
      y.append(text, row, i);
    }
    text.append(']');
  }

  private static byte[] utf8(StringBuilder text) {
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
