package org.pydl4j.datavec.condition;

import java.util.List;
import org.pydl4j.datavec.schema.Schema;

/** Whether any of the conditions hold. DL4J: BooleanCondition.OR. */
public record Or(List<Condition> conditions) implements Condition {
  public Or {
    conditions = List.copyOf(conditions);
  }

  /** One of these. */
  public static Or of(Condition... conditions) {
    return new Or(List.of(conditions));
  }

  @Override
  public RowTest bind(Schema schema) {
    List<RowTest> tests = conditions.stream().map(c -> c.bind(schema)).toList();
    return row -> {
      for (RowTest t : tests) {
        if (t.test(row)) {
          return true;
        }
      }
      return false;
    };
  }
}
