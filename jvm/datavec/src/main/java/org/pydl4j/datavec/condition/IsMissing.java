package org.pydl4j.datavec.condition;

import org.pydl4j.datavec.schema.Schema;

/** Whether the value is missing. DL4J: NullWritableColumnCondition. */
public record IsMissing(String column) implements Condition {
  @Override
  public RowTest bind(Schema schema) {
    int i = schema.index(column);
    return row -> row[i] == null;
  }
}
