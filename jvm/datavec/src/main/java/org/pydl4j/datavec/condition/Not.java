package org.pydl4j.datavec.condition;

import org.pydl4j.datavec.schema.Schema;

/** Whether the condition does not hold. DL4J: BooleanCondition.NOT. */
public record Not(Condition condition) implements Condition {
  @Override
  public RowTest bind(Schema schema) {
    RowTest t = condition.bind(schema);
    return row -> !t.test(row);
  }
}
