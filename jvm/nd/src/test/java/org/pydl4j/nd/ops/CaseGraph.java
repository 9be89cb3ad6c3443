package org.pydl4j.nd.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.types.DType;

/**
 * A declared case of an op as a graph under construction.
 *
 * @param arrays content of the graph's inputs by name ("in0", "in2"); constant lists are constants of the graph
 * @param in one per declared input, null where absent
 */
public record CaseGraph(GraphBuilder builder, Map<String, NDArray> arrays, Sym[] in, Sym[] out) {
  public static CaseGraph of(Op op, Case c, DType floats) {
    return of(op, c, floats, 0);
  }

  /** All dims of all inputs are unknown when the graph is built. */
  static CaseGraph open(Op op, Case c, DType floats) {
    return of(op, c, floats, Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  /** The first {@code open} dims of the first input are unknown when the graph is built. */
  static CaseGraph of(Op op, Case c, DType floats, int open) {
    return of(op, c, floats, open, 0);
  }

  private static CaseGraph of(Op op, Case c, DType floats, int open, int others) {
    Random random = new Random(7);
    GraphBuilder b = new GraphBuilder();
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    Sym[] in = new Sym[c.inputs().length];
    for (int i = 0; i < in.length; i++) {
      NDArray a = c.inputs()[i].make(random, floats);
      if (a != null && c.inputs()[i].isConstant()) {
        in[i] = b.constant("in" + i, a);
      } else if (a != null) {
        long[] dims = a.shape();
        Arrays.fill(dims, 0, Math.min(i == 0 ? open : others, dims.length), -1);
        in[i] = b.input("in" + i, a.dtype(), dims);
        arrays.put("in" + i, a);
      }
    }
    return new CaseGraph(b, arrays, in, b.callAll(op, c.attrs(), in));
  }

  /** The inputs that a gradient may flow to. */
  List<Sym> differentiable(Op op) {
    List<Sym> wrt = new ArrayList<>();
    for (int i = 0; i < in.length; i++) {
      boolean shapeOnly = i < op.inputs().size() && op.inputs().get(i).shapeOnly();
      if (in[i] != null && arrays.containsKey("in" + i) && in[i].dtype().isFloat() && !shapeOnly) {
        wrt.add(in[i]);
      }
    }
    return wrt;
  }

  static boolean isFinite(NDArray a) {
    return Arrays.stream(a.parts().toDoubleArray()).allMatch(Double::isFinite);
  }
}
