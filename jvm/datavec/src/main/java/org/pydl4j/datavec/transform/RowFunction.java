package org.pydl4j.datavec.transform;

/** A transform bound to a schema: stateless, used by many threads. */
@FunctionalInterface
public interface RowFunction {
  /** The new row, or null when the row is filtered out. The given array is left alone; it may be returned. */
  Object[] apply(Object[] row);
}
