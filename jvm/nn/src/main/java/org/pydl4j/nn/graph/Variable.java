package org.pydl4j.nn.graph;

import java.util.Arrays;

/**
 * A named array of a graph. DL4J: SDVariable.
 *
 * @param dtype NumPy's name of the element type
 * @param shape -1 where a size is free
 */
public record Variable(String name, Kind kind, String dtype, long[] shape) {
  /** Where the content comes from. */
  public enum Kind {
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

  /** Whether it has a content of its own, which outlives a run. */
  public boolean isKept() {
    return kind == Kind.VARIABLE || kind == Kind.STATE || kind == Kind.CONSTANT;
  }

  public Variable of(Kind other) {
    return new Variable(name, other, dtype, shape);
  }

  public Variable renamed(String newName) {
    return new Variable(newName, kind, dtype, shape);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Variable v && v.name.equals(name) && v.kind == kind && v.dtype.equals(dtype)
        && Arrays.equals(v.shape, shape);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.hashCode(shape);
  }
}
