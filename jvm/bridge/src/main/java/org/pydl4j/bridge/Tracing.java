package org.pydl4j.bridge;

import java.util.ArrayList;
import java.util.List;
import org.pydl4j.nd.array.DType;
import org.pydl4j.nd.graph.Gradients;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Promotion;
import org.pydl4j.nd.graph.Sym;

/**
 * A graph that Python builds call by call. Values have numbers; types are inferred at once, so that errors come up at
 * the user's line. One thread at a time.
 */
final class Tracing {
  /** What an operand is: two numbers each, the tag and a value's number or a plain number's bits. */
  static final int ABSENT = 0;
  static final int VALUE = 1;
  static final int WEAK_VALUE = 2;
  static final int WHOLE = 3;
  static final int REAL = 4;
  static final int TRUTH = 5;

  private final GraphBuilder builder = new GraphBuilder();
  private final List<Sym> values = new ArrayList<>();

  long input(String name, DType type, long[] dims) {
    return keep(builder.input(name, type, dims));
  }

  private long keep(Sym value) {
    values.add(value);
    return values.size() - 1L;
  }

  private Sym at(long number) {
    return values.get(Math.toIntExact(number));
  }

  private Sym[] at(long[] numbers) {
    return java.util.Arrays.stream(numbers).mapToObj(this::at).toArray(Sym[]::new);
  }

  /** A call of an op; operands as the tags say. Returns {@code {number, type, rank, dims...}} of each output. */
  long[] call(String place, OpCall call, long[] operands) {
    String before = builder.scope(place);
    try {
      return describe(builder.callAll(call.op(), call.attrs(), operands(call, operands)));
    } finally {
      builder.scope(before);
    }
  }

  private Sym[] operands(OpCall call, long[] operands) {
    int count = call.count(operands.length / 2);
    Sym[] in = new Sym[count];
    DType[] types = new DType[count];
    boolean[] weak = new boolean[count];
    int[] from = new int[count];
    for (int i = 0, next = 0; i < count; i++) {
      if (call.isList(i)) {
        in[i] = call.list(i) == null ? null : builder.longs(call.list(i));
        types[i] = in[i] == null ? null : DType.INT64;
      } else if (next < operands.length) {
        from[i] = next;
        int tag = (int) operands[next];
        in[i] = tag == VALUE || tag == WEAK_VALUE ? at(operands[next + 1]) : null;
        weak[i] = tag > VALUE;
        types[i] = switch (tag) {
          case ABSENT -> null;
          case WHOLE -> DType.INT64;
          case REAL -> DType.FLOAT64;
          case TRUTH -> DType.BOOL;
          default -> in[i].dtype();
        };
        next += 2;
      }
    }
    DType[] wanted = Promotion.of(call.op(), types, weak);
    for (int i = 0; i < count; i++) {
      if (in[i] != null && !call.isList(i)) {
        in[i] = in[i].cast(wanted[i]);
      } else if (in[i] == null && wanted[i] != null) {
        in[i] = builder.scalar(wanted[i], number(operands[from[i]], operands[from[i] + 1]));
      }
    }
    return in;
  }

  /** A plain number from its tag and bits. */
  static double number(long tag, long bits) {
    return tag == REAL ? Double.longBitsToDouble(bits) : bits;
  }

  /** The gradients of the scalar y, described as by {@link #call}. */
  long[] gradients(long y, long[] wrt) {
    return describe(Gradients.of(at(y), at(wrt)));
  }

  private long[] describe(Sym[] made) {
    long[] out = new long[java.util.Arrays.stream(made).mapToInt(s -> 3 + s.rank()).sum()];
    int at = 0;
    for (Sym s : made) {
      out[at++] = keep(s);
      out[at++] = s.dtype().onnx;
      out[at++] = s.rank();
      System.arraycopy(s.type().dims(), 0, out, at, s.rank());
      at += s.rank();
    }
    return out;
  }

  /** The graph with these outputs, in order; the tracing is of no more use. */
  Graph graph(long[] outputs) {
    for (int i = 0; i < outputs.length; i++) {
      builder.output("out" + i, at(outputs[i]));
    }
    return builder.build();
  }
}
