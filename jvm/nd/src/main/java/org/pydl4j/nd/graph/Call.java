package org.pydl4j.nd.graph;

import java.util.Arrays;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.spi.TensorType;

/** One use of an op as its type rule sees it: attributes, input types, and the inputs whose content is known. */
public final class Call {
  private final Op op;
  private final String where;
  private final Attrs attrs;
  private final TensorType[] types;
  private final NDArray[] constants;

  public Call(Op op, String where, Attrs attrs, TensorType[] types, NDArray[] constants) {
    this.op = op;
    this.where = where;
    this.attrs = attrs;
    this.types = types;
    this.constants = constants;
  }

  /** The same place with other inputs of which no content is known. */
  public Call withTypes(TensorType... other) {
    return new Call(op, where, attrs, other, new NDArray[other.length]);
  }

  public Attrs attrs() {
    return attrs;
  }

  /** Number of inputs given, absent ones included. */
  public int count() {
    return types.length;
  }

  public boolean has(int i) {
    return i < types.length && types[i] != null;
  }

  public TensorType in(int i) {
    if (!has(i)) {
      throw fail("input " + i + " is missing", "at least " + (i + 1) + " inputs", "Give it.");
    }
    return types[i];
  }

  /** The content of an input when it is known at build time, else null. */
  public NDArray constant(int i) {
    return i < constants.length ? constants[i] : null;
  }

  /** The axis made non-negative and checked against the rank. */
  public int axis(long axis, int rank) {
    long a = axis < 0 ? axis + rank : axis;
    if (a < 0 || a >= Math.max(rank, 1)) {
      throw fail("axis " + axis, "an axis in [-" + rank + ", " + (rank - 1) + "]", "Choose an existing axis.");
    }
    return (int) a;
  }

  /** The error of this call, in the project's form. */
  public IllegalArgumentException fail(String got, String expected, String remedy) {
    StringBuilder in = new StringBuilder();
    for (int i = 0; i < types.length; i++) {
      in.append(i == 0 ? "" : ", ").append(i < op.inputs().size() ? op.inputs().get(i).name() : "input " + i).append(' ').append(types[i]);
    }
    return new IllegalArgumentException("[" + op.name() + (where == null || where.isEmpty() ? "" : " at " + where) + "] got " + got
        + " (" + in + (attrs.asMap().isEmpty() ? "" : "; " + attrs) + "); expected " + expected + ". " + remedy);
  }

  /** NumPy's broadcast of two dim lists, -1 being unknown. */
  public long[] broadcast(long[] a, long[] b) {
    int n = Math.max(a.length, b.length);
    long[] out = new long[n];
    for (int i = 0; i < n; i++) {
      long x = i < n - a.length ? 1 : a[i - n + a.length];
      long y = i < n - b.length ? 1 : b[i - n + b.length];
      if (x != y && x != 1 && y != 1 && x != -1 && y != -1) {
        throw fail("shapes " + Arrays.toString(a) + " and " + Arrays.toString(b), "shapes that broadcast", "Reshape one of them.");
      }
      out[i] = x == 1 ? y : y == 1 ? x : x == -1 ? y : x;
    }
    return out;
  }
}
