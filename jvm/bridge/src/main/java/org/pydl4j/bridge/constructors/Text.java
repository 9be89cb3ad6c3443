package org.pydl4j.bridge.constructors;

import java.util.ArrayList;
import java.util.List;

/** Python source, line by line, no line longer than 120. */
public final class Text {
  private static final int WIDTH = 116;
  private final StringBuilder out = new StringBuilder();

  public Text line(String text) {
    out.append(text.stripTrailing()).append('\n');
    return this;
  }

  public Text line() {
    return line("");
  }

  /** Prose inside of a docstring, wrapped; paragraphs keep their empty lines between them. */
  public Text prose(String indent, String text) {
    return paragraphs(indent, escaped(text));
  }

  /** A text as it stands between three quotes. */
  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"\"\"", "\\\"\\\"\\\"");
  }

  private Text paragraphs(String indent, String text) {
    boolean first = true;
    for (String paragraph : text.split("\n\n")) {
      if (!first) {
        line();
      }
      first = false;
      wrap(indent, paragraph).forEach(this::line);
    }
    return this;
  }

  private static List<String> wrap(String indent, String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(indent);
    for (String word : text.split("\\s+")) {
      if (line.length() + word.length() + 1 > WIDTH && line.length() > indent.length()) {
        lines.add(line.toString());
        line = new StringBuilder(indent);
      }
      line.append(line.length() == indent.length() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /** A docstring that is only prose. */
  public Text docstring(String indent, String text) {
    int start = out.length();
    summary(indent, text);
    boolean oneLine = out.indexOf("\n", start) == out.length() - 1;
    if (!oneLine || out.length() - start > WIDTH) {
      return line(indent + "\"\"\"");
    }
    out.insert(out.length() - 1, "\"\"\"");
    return this;
  }

  /** A docstring's first line, and the rest of its summary below an empty line; the docstring stays open. */
  public Text summary(String indent, String text) {
    String escaped = escaped(text);
    int end = escaped.indexOf(". ");
    int paragraph = escaped.indexOf("\n\n");
    int cut = end < 0 ? paragraph : paragraph < 0 ? end + 1 : Math.min(end + 1, paragraph);
    String head = cut < 0 ? escaped : escaped.substring(0, cut);
    wrap(indent, "\"\"\"" + head + (head.endsWith(".") ? "" : ".")).forEach(this::line);
    if (cut >= 0) {
      line().paragraphs(indent, escaped.substring(cut).strip());
    }
    return this;
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
