package org.pydl4j.bridge;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.onnx.OnnxReader;
import org.pydl4j.nd.onnx.OnnxWriter;
import org.pydl4j.nd.plan.Program;
import org.pydl4j.nd.plan.Threads;
import org.pydl4j.nd.spi.TensorType;

/** ONNX models for Python, by handle. */
public final class LocalOnnx {
  private LocalOnnx() {}

  /** Reads a model file; threads of 0 are all processors. */
  public static long load(String path, int threads) {
    return Handles.put(new Program(OnnxReader.read(Path.of(path)), threads == 0 ? Threads.count()
        : threads));
  }

  /** Inputs and outputs: {@code {"inputs": [{"name": .., "dtype": .., "shape": [-1, ..]}], "outputs": ..}}. */
  public static String describe(long handle) {
    Graph g = Handles.get(handle, Program.class).graph();
    JsonObject o = new JsonObject();
    JsonArray inputs = new JsonArray();
    g.inputs().forEach(v -> inputs.add(tensor(v.name(), v.type())));
    JsonArray outputs = new JsonArray();
    g.outputs().forEach((name, v) -> outputs.add(tensor(name, v.type())));
    o.add("inputs", inputs);
    o.add("outputs", outputs);
    return o.toString();
  }

  private static JsonObject tensor(String name, TensorType type) {
    JsonObject o = new JsonObject();
    o.addProperty("name", name);
    o.addProperty("dtype", type.dtype().numpy);
    JsonArray shape = new JsonArray();
    for (long d : type.dims()) {
      shape.add(d);
    }
    o.add("shape", shape);
    return o;
  }

  /** Names of the float initializers of a model file, which gradients may be asked for. */
  public static String[] parameters(String path) {
    return OnnxGradients.parameters(Path.of(path)).toArray(new String[0]);
  }

  /** The gradients of an output with respect to initializers and inputs, by handle; threads of 0 are the process's. */
  public static long differentiate(String path, String output, String[] wrt, int threads) {
    return Handles.put(new OnnxGradients(Path.of(path), output, List.of(wrt), threads == 0 ? Threads.count() : threads));
  }

  /** One array per input, in order, and the gradient that reaches the output; one description per gradient. */
  public static long[] gradients(long handle, long[] described) {
    return Arrays.give(Handles.get(handle, OnnxGradients.class).run(Arrays.borrow(described)));
  }

  /** Writes the model again, in the one opset that we write. */
  public static void save(long handle, String path) {
    OnnxWriter.write(Handles.get(handle, Program.class).graph(), Path.of(path));
  }

  /** The nodes as text, a line each. */
  public static String dump(long handle) {
    return Handles.get(handle, Program.class).graph().dump();
  }
}
