package org.pydl4j.datavec.transform;

import org.pydl4j.datavec.condition.Condition;
import org.pydl4j.datavec.condition.RowTest;
import org.pydl4j.datavec.schema.Schema;

/**
 * Replaces the value of a column where the condition holds. DL4J: conditionalReplaceValueTransform.
 *
 * @param newValue as text in the column type's spelling
 */
public record ConditionalReplace(String column, String newValue, Condition condition) implements Transform {
  @Override
  public Schema apply(Schema in) {
    in.column(column).parse(newValue);
    condition.bind(in);
    return in;
  }

  @Override
  public RowFunction bind(Schema in) {
    int i = in.index(column);
    Object constant = in.column(i).parse(newValue);
    RowTest test = condition.bind(in);
    return row -> {
      if (!test.test(row)) {
        return row;
      }
      Object[] next = row.clone();
      next[i] = constant;
      return next;
    };
  }
}
