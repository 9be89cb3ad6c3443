package org.pydl4j.nd.graph;

import java.util.Arrays;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.TensorType;

/** One use of an op as its type rule sees it: attributes, input types, and the inputs whose content is known. */
public final class Call {
  private static final int MOST_SHOWN = 500;
  private final Op op;
  private final String where;
  private final Attrs attrs;
  private final TensorType[] types;
  private final NDArray[] constants;
  private final long[][] known;

  public Call(Op op, String where, Attrs attrs, TensorType[] types, NDArray[] constants) {
    this(op, where, attrs, types, constants, new long[types.length][]);
  }

  Call(Op op, String where, Attrs attrs, TensorType[] types, NDArray[] constants, long[][] known) {
    this.known = known;
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

  /** The attributes, those that were not given at their defaults. */
  public Attrs attrs() {
    return attrs;
  }

  /** Number of inputs given, absent ones included. */
  public int count() {
    return types.length;
  }

  /** Whether the input of that place is given. */
  public boolean has(int i) {
    return i < types.length && types[i] != null;
  }

  /** The type of the input of that place. */
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

  /**
   * A declared list that may be computed: its numbers, {@link Known#UNKNOWN} where they are not known yet. Null when
   * not even the length is known, or when it was not given.
   */
  public long[] sizes(String list) {
    if (attrs.has(list)) {
      return attrs.getLongs(list);
    }
    for (int i = 0; i < Math.min(types.length, op.inputs().size()); i++) {
      if (op.inputs().get(i).name().equals(list) && types[i] != null) {
        if (i < known.length && known[i] != null) {
          return known[i].clone();
        }
        long length = types[i].rank() == 0 || op.inputs().get(i).list() && op.inputs().get(i).form().isSingle() ? 1
            : types[i].rank() == 1 ? types[i].dim(0) : -1;
        if (length >= 0 && length <= Known.LONGEST) {
          long[] open = new long[Math.toIntExact(length)];
          Arrays.fill(open, Known.UNKNOWN);
          return open;
        }
      }
    }
    return null;
  }

  /** The list as dims of a result, -1 where they are not known yet; raises when not even the rank is known. */
  public long[] openDims(String list) {
    long[] sizes = sizes(list);
    if (sizes == null) {
      throw fail(list + " of unknown length", "a list whose length is known", "Fix the rank of the result.");
    }
    return Arrays.stream(sizes).map(v -> v == Known.UNKNOWN ? -1 : v).toArray();
  }

  /** Whether all numbers of a computed list are known. */
  boolean isKnown(int i) {
    return known[i] != null && Known.isComplete(known[i]);
  }

  /** The axis made non-negative and checked against the rank. */
  public int axis(long axis, int rank) {
    long a = axis < 0 ? axis + rank : axis;
    if (a < 0 || a >= rank) {
      throw fail("axis " + axis,
          rank == 0 ? "no axis: a scalar has none" : "an axis in [-" + rank + ", " + (rank - 1) + "]",
          "Choose an existing axis.");
    }
    return (int) a;
  }

  /** Whether a dim is that size, as far as both are known. */
  public static boolean fits(long dim, long size) {
    return dim == size || dim == -1 || size == -1;
  }

  /** Raises unless an input that is given has these dims, as far as they are known. */
  public void expect(int input, long... dims) {
    if (!has(input)) {
      return;
    }
    long[] given = types[input].dims();
    boolean fits = given.length == dims.length;
    for (int i = 0; fits && i < dims.length; i++) {
      fits = fits(given[i], dims[i]);
    }
    if (!fits) {
      throw fail(name(input) + " " + types[input], "the dims " + Arrays.toString(dims).replace("-1", "?"),
          "Correct its shape.");
    }
  }

  /** Raises unless these inputs, where they are given, are of one element. */
  public void expectOne(int... inputs) {
    for (int i : inputs) {
      if (has(i) && types[i].isConcrete() && types[i].size() != 1) {
        throw fail(name(i) + " " + types[i], "one number", "Give one.");
      }
    }
  }

  /** Raises unless an input that is given can be broadcast to these dims. */
  public void expectBroadcast(int input, long... dims) {
    if (has(input)) {
      long[] both = broadcast(dims, types[input].dims());
      for (int i = 0; i < both.length; i++) {
        if (both.length != dims.length || both[i] != dims[i] && dims[i] != -1 && both[i] != -1) {
          throw fail(name(input) + " " + types[input],
              "dims that broadcast to " + Arrays.toString(dims).replace("-1", "?"), "Correct its shape.");
        }
      }
    }
  }

  private static String shortened(String text) {
    return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "...";
  }

  private String name(int input) {
    return input < op.inputs().size() ? op.inputs().get(input).name() : "input " + input;
  }

  /** The error of this call, in the project's form. */
  public IllegalArgumentException fail(String got, String expected, String remedy) {
    StringBuilder in = new StringBuilder();
    for (int i = 0; i < types.length; i++) {
      in.append(i == 0 ? "" : ", ").append(i < op.inputs().size() ? op.inputs().get(i).name() : "input " + i)
          .append(' ').append(types[i]);
    }
    return new IllegalArgumentException(
        "[" + op.name() + (where == null || where.isEmpty() ? "" : " at " + where) + "] got " + got
            + " (" + in + (attrs.asMap().isEmpty() ? "" : "; " + shortened(attrs.toString())) + "); expected "
            + expected + ". " + remedy);
  }

  /** NumPy's broadcast of two dim lists, -1 being unknown. */
  public long[] broadcast(long[] a, long[] b) {
    int n = Math.max(a.length, b.length);
    long[] out = new long[n];
    for (int i = 0; i < n; i++) {
      long x = i < n - a.length ? 1 : a[i - n + a.length];
      long y = i < n - b.length ? 1 : b[i - n + b.length];
      if (x != y && x != 1 && y != 1 && x != -1 && y != -1) {
        throw fail("shapes " + Arrays.toString(a) + " and " + Arrays.toString(b), "shapes that broadcast",
            "Reshape one of them.");
      }
      out[i] = x == 1 ? y : y == 1 ? x : x == -1 ? y : x;
    }
    return out;
  }
}
