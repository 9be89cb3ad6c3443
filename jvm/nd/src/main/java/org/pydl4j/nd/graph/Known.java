package org.pydl4j.nd.graph;

import java.util.Arrays;
import java.util.function.LongBinaryOperator;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.TensorType;

/**
 * The integers that graphs compute from dims (Shape, Gather, Concat, ... Reshape), as far as they are known while
 * building: the types of what is reshaped or expanded by them follow, open dims staying open.
 */
public final class Known {
  /** Stands for a number that only a run will tell. */
  public static final long UNKNOWN = Long.MIN_VALUE;
  /** Longer lists are not looked at. */
  public static final int LONGEST = 64;

  private Known() {
  }

  static boolean isComplete(long[] list) {
    return Arrays.stream(list).allMatch(v -> v != UNKNOWN);
  }

  /** What is known of a constant: an integer scalar or a short list of them; else null. */
  static long[] of(NDArray c) {
    return c != null && !c.dtype().isFloat() && !c.dtype().isComplex() && c.rank() <= 1 && c.size() <= LONGEST
        ? c.toLongArray() : null;
  }

  /** What is known of a node's first output; null for nothing. */
  static long[] of(Op op, Attrs a, Value[] in, TensorType out) {
    if (out.dtype().isFloat() || out.rank() > 1 || in.length == 0 || in[0] == null) {
      return null;
    } else if (op.name().equals("Shape")) {
      long[] dims = Arrays.stream(in[0].type().dims()).map(d -> d < 0 ? UNKNOWN : d).toArray();
      int start = from(a.getLong("start", 0), dims.length);
      return Arrays.copyOfRange(dims, start, Math.max(start, from(a.getLong("end", dims.length), dims.length)));
    } else if (op.name().equals("Size")) {
      return in[0].type().isConcrete() ? new long[] {in[0].type().size()} : null;
    }
    long[][] x = new long[in.length][];
    for (int i = 0; i < in.length; i++) {
      x[i] = in[i] == null ? null : in[i].known();
      if (x[i] == null && in[i] != null) {
        return null;
      }
    }
    long[] result = compute(op.name(), x);
    boolean held =
        // else it wraps around
        result != null && Arrays.stream(result).allMatch(v -> v == UNKNOWN || Promotion.holds(out.dtype(), v, false));
    return held && result.length <= LONGEST && out.isConcrete() && result.length == out.size() ? result : null;
  }

  private static long[] compute(String op, long[][] x) {
    return switch (op) {
      case "Identity", "Cast", "Unsqueeze", "Squeeze", "Reshape" -> x[0];
      case "Concat" -> Arrays.stream(x).flatMapToLong(Arrays::stream).toArray();
      case "Gather" -> gather(x[0], x[1]);
      case "Slice" -> slice(x);
      case "Add" -> each(x, Long::sum);
      case "Sub" -> each(x, (p, q) -> p - q);
      case "Mul" -> each(x, (p, q) -> p * q);
      case "Div" -> each(x, (p, q) -> q == 0 ? UNKNOWN : p / q);
      case "Max" -> each(x, Math::max);
      case "Min" -> each(x, Math::min);
      default -> null;
    };
  }

  private static int from(long index, int n) {
    return (int) Math.max(0, Math.min(n, index < 0 ? index + n : index));
  }

  private static long[] gather(long[] x, long[] indices) {
    long[] out = new long[indices.length];
    for (int i = 0; i < out.length; i++) {
      long at = indices[i] < 0 ? indices[i] + x.length : indices[i];
      out[i] = at < 0 || at >= x.length ? UNKNOWN : x[(int) at];
    }
    return out;
  }

  private static long[] slice(long[][] x) {
    boolean plain =
        x.length > 2 && x[1].length == 1 && x[2].length == 1 && (x.length < 5 || x[4] == null || x[4][0] == 1);
    if (!plain || x[1][0] == UNKNOWN || x[2][0] == UNKNOWN) {
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
      out[i] = p == UNKNOWN || q == UNKNOWN ? UNKNOWN : f.applyAsLong(p, q);
    }
    return out;
  }
}
