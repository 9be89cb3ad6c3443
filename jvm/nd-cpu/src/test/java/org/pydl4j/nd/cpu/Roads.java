package org.pydl4j.nd.cpu;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.plan.Program;
import org.pydl4j.nd.plan.reference.Interpreter;
import org.pydl4j.nd.types.DType;

/**
 * The outputs of an op's case by each way to compute them: reference kernels, or the backend's with operands fed or
 * constant.
 */
enum Roads {
  REFERENCE, FED, CONSTANT;

  /** @param data what makes each operand, from what the case says */
  Map<String, NDArray> run(Op op, Case c, DType type, UnaryOperator<Case.Gen> data) {
    GraphBuilder b = new GraphBuilder();
    Random random = new Random(5);
    Map<String, NDArray> inputs = new HashMap<>();
    Sym[] in = new Sym[c.inputs().length];
    for (int i = 0; i < in.length; i++) {
      NDArray a = data.apply(c.inputs()[i]).make(random, type);
      if (a != null && (c.inputs()[i].isConstant() || this == CONSTANT)) {
        in[i] = b.constant(a);
      } else if (a != null) {
        in[i] = b.input("in" + i, a.dtype(), a.shape());
        inputs.put("in" + i, a);
      }
    }
    Sym[] out = b.callAll(op, c.attrs(), in);
    for (int i = 0; i < out.length; i++) {
      b.output("out" + i, out[i]);
    }
    Graph graph = b.build();
    if (this == REFERENCE) {
      return Interpreter.run(graph, inputs, Map.of());
    }
    Map<String, NDArray> copies = new HashMap<>();
    try (Program p = new Program(graph, 2, Runner.BACKEND)) {
      p.run(inputs, Map.of()).forEach((name, a) -> copies.put(name, a.dup()));
    }
    return copies;
  }
}
