package org.pydl4j.nn.samediff;

/**
 * A named array of a graph. DL4J: SDVariable.
 *
 * @param dtype NumPy's name of the element type
 * @param shape -1 where a size is free
 */
record Variable(String name, Kind kind, String dtype, long[] shape) {
  /** Where the content comes from. */
  enum Kind {
    /** Kept and trained. */
    VARIABLE,
    /** Given at each run. */
    PLACEHOLDER,
    /** Kept. */
    CONSTANT,
    /** Computed by an operation. */
    ARRAY
  }

  Variable renamed(String newName) {
    return new Variable(newName, kind, dtype, shape);
  }
}
