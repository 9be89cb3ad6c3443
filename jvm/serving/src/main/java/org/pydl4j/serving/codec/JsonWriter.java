package org.pydl4j.serving.codec;

import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiFunction;
import org.pydl4j.nn.model.Signature;
import org.pydl4j.serving.codec.Answers.Output;

/**
 * Answers as JSON objects. A single output also tells the class and its name where it has one; of several outputs those
 * whose classes have names do.
 */
final class JsonWriter implements AnswerWriter {
  private final StringBuilder text = new StringBuilder();
  /** Names of outputs, in quotes. */
  private final List<String> outputs;
  /** Names of each output's classes, in quotes. */
  private final List<List<String>> classes;

  JsonWriter(Signature signature) {
    this.outputs = signature.outputs().stream().map(t -> quoted(t.name())).toList();
    this.classes = signature.outputs().stream().map(t -> t.classNames().stream().map(JsonWriter::quoted).toList())
        .toList();
  }

  @Override
  public byte[] write(Answers answers, int row) {
    text.setLength(0);
    if (answers.size() > 1) {
      several(answers, row);
    } else {
      Output y = answers.output(0);
      text.append("{\"output\":");
      numbers(y, row);
      if (y.tensor().tellsClass()) {
        int best = y.classOf(row);
        text.append(",\"class\":").append(best);
        if (best < classes.get(0).size()) {
          text.append(",\"name\":").append(classes.get(0).get(best));
        }
      }
    }
    return text.append('}').toString().getBytes(StandardCharsets.UTF_8);
  }

  private void several(Answers answers, int row) {
    text.append("{\"outputs\":{");
    for (int k = 0; k < answers.size(); k++) {
      text.append(k == 0 ? "" : ",").append(outputs.get(k)).append(':');
      numbers(answers.output(k), row);
    }
    text.append('}');
    named("classes", answers, (k, y) -> String.valueOf(y.classOf(row)));
    named("names", answers, (k, y) -> classes.get(k).get(y.classOf(row)));
  }

  private void named(String field, Answers answers, BiFunction<Integer, Output, String> value) {
    String before = ",\"" + field + "\":{";
    for (int k = 0; k < answers.size(); k++) {
      Output y = answers.output(k);
      if (y.tensor().tellsClass() && !classes.get(k).isEmpty()) {
        text.append(before).append(outputs.get(k)).append(':').append(value.apply(k, y));
        before = ",";
      }
    }
    text.append(before.equals(",") ? "}" : "");
  }

  private static String quoted(String name) {
    return new JsonPrimitive(name).toString();
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
}
