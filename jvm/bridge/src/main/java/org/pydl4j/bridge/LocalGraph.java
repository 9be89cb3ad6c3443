package org.pydl4j.bridge;

import java.util.LinkedHashMap;
import java.util.Map;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.OpCall;
import org.pydl4j.nd.plan.Program;
import org.pydl4j.nd.plan.options.Threads;
import org.pydl4j.nd.types.DType;

/** Graphs that Python traces, and their programs, by handle. */
public final class LocalGraph {
  private LocalGraph() {}

  private static Tracing tracing(long handle) {
    return Handles.get(handle, Tracing.class);
  }

  /** An empty graph to trace into. */
  public static long open() {
    return Handles.put(new Tracing());
  }

  /** Number of a new input; dims of -1 are free. */
  public static long input(long handle, String name, int onnxType, long[] dims) {
    return tracing(handle).input(name, DType.ofOnnx(onnxType), dims);
  }

  /**
   * A call of an op on operands {@code {tag, number}...} of {@link Tracing}; returns {@code {number, type, rank,
   * dims...}} of each output.
   *
   * @param place what the names of the nodes start with
   */
  public static long[] call(long handle, String place, String opName, String attributes, long[] operands) {
    return tracing(handle).call(place, OpCall.of(opName, attributes), operands);
  }

  /** The traced graph with these outputs, as a body for {@link #control}. */
  public static long body(long handle, long[] outputs) {
    return Handles.put(tracing(handle).graph(outputs));
  }

  /**
   * A branch or a loop, described as by {@link #call}.
   *
   * @param names of the attributes that the bodies are, separated by commas
   * @param operands numbers of values; -1 where one is absent
   */
  public static long[] control(long handle, String place, String opName, String attributes, String names, long[] bodies,
      long[] operands) {
    Map<String, Graph> graphs = new LinkedHashMap<>();
    for (String name : names.split(",")) {
      graphs.put(name, Handles.get(bodies[graphs.size()], Graph.class));
    }
    return tracing(handle).control(place, OpCall.of(opName, attributes), graphs, operands);
  }

  /** The gradients of a scalar, described as by {@link #call}. */
  public static long[] gradients(long handle, long y, long[] wrt) {
    return tracing(handle).gradients(y, wrt);
  }

  /** A program of the traced graph with these outputs; threads of 0 are all processors. */
  public static long program(long handle, long[] outputs, int threads) {
    int count = threads == 0 ? Threads.count() : threads;
    return Handles.put(new Program(tracing(handle).graph(outputs), count));
  }

  /** The nodes of a program's graph as text, a line each. */
  public static String dump(long handle) {
    return Handles.get(handle, Program.class).graph().dump();
  }
}
