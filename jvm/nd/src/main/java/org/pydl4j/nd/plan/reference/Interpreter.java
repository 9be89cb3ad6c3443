package org.pydl4j.nd.plan.reference;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Bindings;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Node;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.ops.Fused;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.TensorType;

/**
 * Runs a graph node by node on the reference kernels: slow, short and obvious; the oracle of plans, and the way to run
 * in float64.
 */
public final class Interpreter {
  private Interpreter() {
  }

  /** The outputs by name; states are read, and written in place at the end. */
  public static Map<String, NDArray> run(Graph graph, Map<String, NDArray> inputs, Map<String, NDArray> states) {
    Map<Value, NDArray> values = new HashMap<>();
    graph.inputs().forEach(v -> values.put(v, Bindings.checked(v, inputs.get(v.name()))));
    graph.states().forEach(v -> values.put(v, Bindings.checked(v, states.get(v.name()))));
    runNodes(graph, values);
    Map<String, NDArray> out = new LinkedHashMap<>();
    graph.outputs().forEach((name, v) -> out.put(name, dense(value(values, v)).dup()));
    Map<Value, NDArray> written = new LinkedHashMap<>();
    graph.writes().forEach((state, v) -> written.put(state, dense(value(values, v)).dup()));
    written.forEach((state, v) -> {
      values.get(state).assign(v);
      v.close();
    });
    return out;
  }

  private static void runNodes(Graph graph, Map<Value, NDArray> values) {
    for (Node n : graph.nodes()) {
      NDArray[] in = new NDArray[n.inputs().size()];
      NDArray[] constants = new NDArray[in.length];
      for (int i = 0; i < in.length; i++) {
        Value v = n.input(i);
        in[i] = v == null ? null : value(values, v);
        constants[i] = v != null && (v.isConstant() || n.needsContent(i)) ? in[i] : null;
      }
      NDArray[] out = apply(n.op(), n.name(), n.attrs(), in, constants);
      for (int i = 0; i < out.length; i++) {
        values.put(n.outputs().get(i), out[i]);
      }
    }
  }

  private static NDArray value(Map<Value, NDArray> values, Value v) {
    return v.isConstant() ? v.constant() : values.get(v);
  }

  private static NDArray dense(NDArray a) {
    return a.isDense() ? a : a.dup();
  }

  /** One op on arrays; constants tells which inputs are known when shapes are inferred (lists of axes and the like). */
  public static NDArray[] apply(Op op, String where, Attrs attrs, NDArray[] in, NDArray[] constants) {
    TensorType[] types = new TensorType[in.length];
    for (int i = 0; i < in.length; i++) {
      types[i] = in[i] == null ? null : in[i].type();
    }
    Op.Checked call = op.check(where, attrs, types, constants);
    TensorType[] outTypes = call.outputs();
    Attrs all = call.all();
    if (op.isBorder()) {
      return border(op, all, in, Interpreter::runBody);
    }
    if (op.code() == null && op.reference() == null) {
      return throughBody(op, where, all, in, constants);
    }
    NDArray[] out = new NDArray[outTypes.length];
    NDArray[] operands = new NDArray[in.length];
    for (int i = 0; i < in.length; i++) {
      operands[i] = in[i] == null ? null : dense(in[i]);
    }
    for (int i = 0; i < out.length; i++) {
      out[i] = NDArray.create(outTypes[i].dtype(), outTypes[i].dims());
    }
    reference(op, all, operands, out);
    return out;
  }

  /** An op that runs between static regions; its results are new arrays. */
  public static NDArray[] border(Op op, Attrs attrs, NDArray[] in, Op.Bodies bodies) {
    NDArray[] operands = Arrays.stream(in).map(a -> a == null ? null : dense(a)).toArray(NDArray[]::new);
    return op.control() != null ? op.control().run(attrs, operands, bodies) : op.dynamic().run(attrs, operands);
  }

  private static NDArray[] runBody(Graph body, NDArray... in) {
    Map<String, NDArray> inputs = new HashMap<>();
    for (int i = 0; i < in.length; i++) {
      inputs.put(body.inputs().get(i).name(), in[i]);
    }
    return run(body, inputs, Map.of()).values().toArray(NDArray[]::new);
  }

  /** Runs the reference kernel of an op. */
  public static void reference(Op op, Attrs attrs, NDArray[] in, NDArray[] out) {
    if (op.code() != null) {
      Fused.pointwise(op.code(), in, out[0]);
    } else {
      op.reference().run(attrs, in, out);
    }
  }

  private static NDArray[] throughBody(Op op, String where, Attrs attrs, NDArray[] in, NDArray[] constants) {
    GraphBuilder b = new GraphBuilder();
    b.scope(where + "/");
    Map<Value, NDArray> values = new HashMap<>();
    Sym[] syms = new Sym[in.length];
    for (int i = 0; i < in.length; i++) {
      if (constants[i] != null) {
        syms[i] = b.constant(constants[i]);
      } else if (in[i] != null) {
        syms[i] = b.input("in" + i, in[i].dtype(), in[i].shape());
        values.put(syms[i].value(), in[i]);
      }
    }
    Sym[] out = op.body() == null ? null : op.body().build(b, attrs, syms);
    if (out == null) {
      throw new UnsupportedOperationException(
          "[" + op.name() + " at " + where + "] has neither a kernel nor a body for these inputs.");
    }
    for (int i = 0; i < out.length; i++) {
      b.output("out" + i, out[i]);
    }
    runNodes(b.build(), values);
    NDArray[] results = new NDArray[out.length];
    for (int i = 0; i < out.length; i++) {
      results[i] = value(values, out[i].value());
    }
    return results;
  }
}
