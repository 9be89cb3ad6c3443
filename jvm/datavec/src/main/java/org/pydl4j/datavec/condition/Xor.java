package org.pydl4j.datavec.condition;

import org.pydl4j.datavec.schema.Schema;

/** Whether exactly one of two conditions holds. DL4J: BooleanCondition.XOR. */
public record Xor(Condition first, Condition second) implements Condition {
  @Override
  public RowTest bind(Schema schema) {
    RowTest a = first.bind(schema);
    RowTest b = second.bind(schema);
    return row -> a.test(row) != b.test(row);
  }
}
