package com.example.records;

import org.pydl4j.datavec.condition.Condition;
import org.pydl4j.datavec.condition.RowTest;
import org.pydl4j.datavec.schema.Schema;
import org.pydl4j.nd.json.Doc;

@Doc("Whether a number lies in a range, its ends included.")
public record Between(@Doc("a column of numbers") String column, double min, double max) implements Condition {
  @Override
  public RowTest bind(Schema schema) {
    int at = schema.index(column);
    return row -> row[at] instanceof Number n && n.doubleValue() >= min && n.doubleValue() <= max;
  }
}
