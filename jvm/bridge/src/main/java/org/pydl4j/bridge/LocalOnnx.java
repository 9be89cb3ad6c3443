package org.pydl4j.bridge;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import org.pydl4j.nd.array.Device;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.onnx.OnnxReader;
import org.pydl4j.nd.onnx.OnnxWriter;
import org.pydl4j.nd.onnx.TrainingForm;
import org.pydl4j.nd.plan.Program;
import org.pydl4j.nd.plan.options.Threads;
import org.pydl4j.nd.types.TensorType;
import org.pydl4j.nn.samediff.SameDiff;

/** ONNX models for Python, by handle. */
public final class LocalOnnx {
  private LocalOnnx() {}

  /** Reads a model file; the form is the name of a {@link TrainingForm}, threads of 0 are all processors. */
  public static long load(String path, String form, int threads, String device) {
    return program(OnnxReader.read(Path.of(path), name -> false, TrainingForm.valueOf(form)).graph(), threads, device);
  }

  private static long program(Graph g, int threads, String device) {
    return Handles.put(new Program(g, threads == 0 ? Threads.count() : threads, Device.of(device)));
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
    o.add("shape", type.hasRank() ? shape : JsonNull.INSTANCE);
    return o;
  }

  /** The model as a SameDiff graph, by handle; the form is the name of a {@link TrainingForm}. */
  public static long graph(String path, String form) {
    return Handles.put(SameDiff.ofOnnx(Path.of(path), TrainingForm.valueOf(form)));
  }

  /** What a SameDiff graph predicts now, as a model of inputs and outputs in these orders; by handle. */
  public static long frozen(long graph, String inputs, String outputs, int threads, String device) {
    return program(Handles.get(graph, SameDiff.class).frozen(LocalSameDiff.names(inputs),
        LocalSameDiff.names(outputs)), threads, device);
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
