package org.pydl4j.datavec.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;

/**
 * Replaces every match of regular expressions, one expression after another. DL4J: replaceStringTransform.
 *
 * @param replacements in order
 */
public record ReplaceString(String column, List<Replacement> replacements) implements ColumnTransform {
  /** A regular expression and what takes the place of each match ($1 is its first group). */
  public record Replacement(String regex, String with) implements java.io.Serializable {}

  public ReplaceString {
    replacements = List.copyOf(replacements);
  }

  @Override
  public Column output(Column in) {
    Columns.require("ReplaceString", in, ColumnType.STRING);
    replacements.forEach(r -> Pattern.compile(r.regex()));
    return in;
  }

  @Override
  public UnaryOperator<Object> map(Column in) {
    List<Map.Entry<Pattern, String>> compiled = new ArrayList<>();
    replacements.forEach(r -> compiled.add(Map.entry(Pattern.compile(r.regex()), r.with())));
    return v -> {
      String s = (String) v;
      for (Map.Entry<Pattern, String> e : compiled) {
        s = e.getKey().matcher(s).replaceAll(e.getValue());
      }
      return s;
    };
  }
}
