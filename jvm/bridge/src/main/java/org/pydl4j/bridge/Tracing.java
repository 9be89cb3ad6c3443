package org.pydl4j.bridge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.graph.Gradients;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.OpCall;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;

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
  /** A whole number from 2^63 on. */
  static final int UNSIGNED = 6;

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
    List<OpCall.Operand> given = new ArrayList<>();
    for (int i = 0; i < operands.length; i += 2) {
      given.add(operand((int) operands[i], operands[i + 1]));
    }
    return describe(call.build(builder, place + call.op().shortName(), given));
  }

  private OpCall.Operand operand(int tag, long content) {
    return switch (tag) {
      case ABSENT -> null;
      case WHOLE -> OpCall.Operand.of(content);
      case REAL -> OpCall.Operand.of(DType.FLOAT64, Double.longBitsToDouble(content));
      case UNSIGNED -> OpCall.Operand.ofUnsigned(content);
      case TRUTH -> OpCall.Operand.of(DType.BOOL, content);
      default -> OpCall.Operand.of(at(content), tag == WEAK_VALUE);
    };
  }

  /**
   * A branch or a loop: an op of bodies, which are traced graphs. Described as by {@link #call}.
   *
   * @param bodies by the names of the op's attributes
   * @param operands numbers of values; -1 where one is absent
   */
  long[] control(String place, OpCall call, Map<String, Graph> bodies, long[] operands) {
    Attrs attrs = call.attrs();
    for (Map.Entry<String, Graph> e : bodies.entrySet()) {
      attrs = attrs.with(e.getKey(), e.getValue());
    }
    Sym[] in = java.util.Arrays.stream(operands).mapToObj(n -> n < 0 ? null : at(n)).toArray(Sym[]::new);
    return describe(builder.callNamed(place + call.op().shortName(), call.op(), attrs, in));
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
