package org.pydl4j.datavec.condition;

import java.util.List;
import org.pydl4j.datavec.schema.Schema;

/** Whether all of the conditions hold. DL4J: BooleanCondition.AND. */
public record And(List<Condition> conditions) implements Condition {
  public And {
    conditions = List.copyOf(conditions);
  }

  /** All of these. */
  public static And of(Condition... conditions) {
    return new And(List.of(conditions));
  }

  @Override
  public RowTest bind(Schema schema) {
    List<RowTest> tests = conditions.stream().map(c -> c.bind(schema)).toList();
    return row -> {
      for (RowTest t : tests) {
        if (!t.test(row)) {
          return false;
        }
      }
      return true;
    };
  }
}
