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
    /** Kept, and changed by training without gradients: running moments. */
    STATE,
    /** Given at each run. */
    PLACEHOLDER,
    /** Kept. */
    CONSTANT,
    /** Computed by an operation. */
    ARRAY
  }

  boolean isKept() {
    return kind == Kind.VARIABLE || kind == Kind.STATE || kind == Kind.CONSTANT;
  }

  Variable of(Kind other) {
    return new Variable(name, other, dtype, shape);
  }

  Variable renamed(String newName) {
    return new Variable(newName, kind, dtype, shape);
  }
}
