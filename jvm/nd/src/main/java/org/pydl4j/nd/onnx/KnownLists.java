package org.pydl4j.nd.onnx;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongBinaryOperator;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Attrs;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.graph.Value;

/**
 * The integers that a model computes from dims (Shape, Gather, Concat, ... Reshape), as far as they are known when it
 * is read. A dim of unknown size is {@link #OPEN}.
 */
final class KnownLists {
  /** Stands for a number that depends on the size of an open dim. */
  static final long OPEN = Long.MIN_VALUE;
  private static final int LONGEST = 64;

  private final Map<Value, long[]> lists = new HashMap<>();

  /** The elements of an integer scalar or list, OPEN where not known; null when nothing is known. */
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
      long[] dims = Arrays.stream(in[0].type().dims()).map(d -> d < 0 ? OPEN : d).toArray();
      return Arrays.copyOfRange(dims, from(a.getLong("start", 0), dims.length),
          Math.max(from(a.getLong("start", 0), dims.length), from(a.getLong("end", dims.length), dims.length)));
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

  private static long[] compute(String op, long[][] x) {
    return switch (op) {
      case "Identity", "Cast", "Unsqueeze", "Squeeze", "Reshape" -> x[0];
      case "Concat" -> Arrays.stream(x).flatMapToLong(Arrays::stream).toArray();
      case "Gather" -> Arrays.stream(x[1]).map(i -> x[0][(int) (i < 0 ? i + x[0].length : i)]).toArray();
      case "Slice" -> slice(x);
      case "Add" -> each(x, Long::sum);
      case "Sub" -> each(x, (p, q) -> p - q);
      case "Mul" -> each(x, (p, q) -> p * q);
      case "Div" -> each(x, (p, q) -> q == 0 ? OPEN : p / q);
      case "Max" -> each(x, Math::max);
      case "Min" -> each(x, Math::min);
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

  private static long[] each(long[][] x, LongBinaryOperator f) {
    int n = Math.max(x[0].length, x[1].length);
    if (x[0].length != n && x[0].length != 1 || x[1].length != n && x[1].length != 1) {
      return null;
    }
    long[] out = new long[n];
    for (int i = 0; i < n; i++) {
      long p = x[0][x[0].length == 1 ? 0 : i];
      long q = x[1][x[1].length == 1 ? 0 : i];
      out[i] = p == OPEN || q == OPEN ? OPEN : f.applyAsLong(p, q);
    }
    return out;
  }
}
