package org.pydl4j.nd.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongBinaryOperator;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Attrs;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.graph.Value;

/**
 * The integers that a model computes from dims (Shape, Gather, Concat, ... Reshape), as far as they are known when it
 * is read. A number that is not known is open: a negative number with its origin beside it.
 */
final class KnownLists {
  /** Where an open number comes from: the size of a tensor along an axis. */
  record Origin(Sym tensor, int axis) {
  }

  private static final int LONGEST = 64;
  private static final int MOST_OPEN = 1 << 20;

  private final Map<Value, long[]> lists = new HashMap<>();
  private final List<Origin> origins = new ArrayList<>();

  /** Whether the element of a list stands for a number that is not known yet. */
  static boolean isOpen(long v) {
    return v != Long.MIN_VALUE && v <= Long.MIN_VALUE + MOST_OPEN;
  }

  static boolean anyOpen(long[] list) {
    return Arrays.stream(list).anyMatch(KnownLists::isOpen);
  }

  /** Where an open number comes from, null when it is not the size of an axis. */
  Origin origin(long open) {
    return origins.get((int) (open - Long.MIN_VALUE - 1));
  }

  private long open(Origin origin) {
    if (origins.size() == MOST_OPEN) {
      throw new UnsupportedOperationException("[onnx] the model computes too many shapes that are only known at run time.");
    }
    origins.add(origin);
    return Long.MIN_VALUE + origins.size();
  }

  /** The elements of an integer scalar or list, some of them open; null when nothing is known. */
  long[] of(Sym s) {
    if (s == null) {
      return null;
    }
    NDArray c = s.value().constant();
    if (c != null && !c.dtype().isFloat() && c.rank() <= 1 && c.size() <= LONGEST) {
      return c.toLongArray();
    }
    return lists.get(s.value());
  }

  /** Notes what is known of the result of a node. */
  void note(String op, Attrs a, Sym[] in, Sym out) {
    if (out.dtype().isFloat() || out.rank() > 1) {
      return;
    }
    long[] known = compute(op, a, in);
    if (known != null && known.length <= LONGEST) {
      lists.put(out.value(), known);
    }
  }

  private long[] compute(String op, Attrs a, Sym[] in) {
    if (op.equals("Shape")) {
      long[] dims = in[0].type().dims().clone();
      for (int i = 0; i < dims.length; i++) {
        dims[i] = dims[i] < 0 ? open(new Origin(in[0], i)) : dims[i];
      }
      int start = from(a.getLong("start", 0), dims.length);
      return Arrays.copyOfRange(dims, start, Math.max(start, from(a.getLong("end", dims.length), dims.length)));
    }
    long[][] x = new long[in.length][];
    for (int i = 0; i < in.length; i++) {
      x[i] = of(in[i]);
      if (x[i] == null && in[i] != null) {
        return null;
      }
    }
    return in.length == 0 || x[0] == null ? null : compute(op, x);
  }

  private long[] compute(String op, long[][] x) {
    return switch (op) {
      case "Identity", "Cast", "Unsqueeze", "Squeeze", "Reshape" -> x[0];
      case "Concat" -> Arrays.stream(x).flatMapToLong(Arrays::stream).toArray();
      case "Gather" -> Arrays.stream(x[1]).map(i -> x[0][(int) (i < 0 ? i + x[0].length : i)]).toArray();
      case "Slice" -> slice(x);
      case "Add" -> each(x, 0, Long::sum);
      case "Sub" -> each(x, 0, (p, q) -> p - q);
      case "Mul" -> each(x, 1, (p, q) -> p * q);
      case "Div" -> each(x, 1, (p, q) -> q == 0 ? open(null) : p / q);
      case "Max" -> each(x, Long.MIN_VALUE, Math::max);
      case "Min" -> each(x, Long.MAX_VALUE, Math::min);
      default -> null;
    };
  }

  private static int from(long index, int n) {
    return (int) Math.max(0, Math.min(n, index < 0 ? index + n : index));
  }

  private static long[] slice(long[][] x) {
    boolean plain = x.length < 3 || x.length > 2 && (x[2] == null || x[2].length == 1)
        && (x.length < 5 || x[4] == null || x[4][0] == 1);
    if (!plain || x[1].length != 1) {
      return null;
    }
    int start = from(x[1][0], x[0].length);
    return Arrays.copyOfRange(x[0], start, Math.max(start, from(x[2][0], x[0].length)));
  }

  /** Element by element; an open number with the neutral one on its right stays what it is. */
  private long[] each(long[][] x, long neutral, LongBinaryOperator f) {
    int n = Math.max(x[0].length, x[1].length);
    if (x[0].length != n && x[0].length != 1 || x[1].length != n && x[1].length != 1) {
      return null;
    }
    long[] out = new long[n];
    for (int i = 0; i < n; i++) {
      long p = x[0][x[0].length == 1 ? 0 : i];
      long q = x[1][x[1].length == 1 ? 0 : i];
      out[i] = isOpen(p) && q == neutral ? p : isOpen(p) || isOpen(q) ? open(null) : f.applyAsLong(p, q);
    }
    return out;
  }
}
