package org.pydl4j.datavec.condition;

/** A condition bound to a schema: stateless, used by many threads. */
@FunctionalInterface
public interface RowTest {
  boolean test(Object[] row);
}
