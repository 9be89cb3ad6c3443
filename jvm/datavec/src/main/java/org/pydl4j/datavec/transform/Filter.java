package org.pydl4j.datavec.transform;

import org.pydl4j.datavec.condition.Condition;
import org.pydl4j.datavec.condition.RowTest;
import org.pydl4j.datavec.schema.Schema;

/** Removes the rows for which the condition holds. DL4J: filter(ConditionFilter). */
public record Filter(Condition condition) implements Transform {
  @Override
  public Schema apply(Schema in) {
    condition.bind(in);
    return in;
  }

  @Override
  public RowFunction bind(Schema in) {
    RowTest test = condition.bind(in);
    return row -> test.test(row) ? null : row;
  }
}
