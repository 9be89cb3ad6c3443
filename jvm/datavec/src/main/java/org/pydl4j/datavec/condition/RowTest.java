package org.pydl4j.datavec.condition;

/** A condition bound to a schema: stateless, used by many threads. */
@FunctionalInterface
public interface RowTest {
  /** Whether it holds of a row. */
  boolean test(Object[] row);
}
