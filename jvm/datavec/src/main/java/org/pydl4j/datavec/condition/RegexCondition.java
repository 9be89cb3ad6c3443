package org.pydl4j.datavec.condition;

import java.util.regex.Pattern;
import org.pydl4j.datavec.schema.ColumnType;
import org.pydl4j.datavec.schema.Schema;

/** Whether the whole text matches a regular expression. DL4J: StringRegexColumnCondition. */
public record RegexCondition(String column, String regex) implements Condition {
  @Override
  public RowTest bind(Schema schema) {
    int i = schema.index(column, ColumnType.STRING, ColumnType.CATEGORICAL);
    Pattern p = Pattern.compile(regex);
    return row -> row[i] != null && p.matcher((String) row[i]).matches();
  }
}
