package org.pydl4j.bridge;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.onnx.OnnxReader;
import org.pydl4j.nd.plan.Program;

/** The gradients of one output of an ONNX model with respect to initializers and inputs. */
final class OnnxGradients implements AutoCloseable {
  private static final String SEED = "gradient of the output";
  private final Program program;
  private final Map<String, NDArray> parameters;
  private final List<String> wrt;

  OnnxGradients(Path path, String output, List<String> wrt, int threads) {
    OnnxReader.Model model = OnnxReader.read(path, Set.copyOf(wrt)::contains);
    Graph g = model.graph().gradient(output, SEED, wrt);
    this.program = new Program(g, threads);
    this.parameters = model.parameters();
    this.wrt = wrt;
  }

  /** Names of the float initializers of a file. */
  static List<String> parameters(Path path) {
    return List.copyOf(OnnxReader.read(path, name -> true).parameters().keySet());
  }

  /** One gradient per name, from the inputs in order and the gradient that reaches the output. */
  List<NDArray> run(List<NDArray> given) {
    Map<String, NDArray> inputs = new LinkedHashMap<>();
    List<Value> wanted = program.graph().inputs();
    for (int i = 0; i < wanted.size(); i++) {
      inputs.put(wanted.get(i).name(), given.get(i));
    }
    Map<String, NDArray> out = program.run(inputs, parameters);
    List<NDArray> d = new ArrayList<>();
    wrt.forEach(name -> d.add(out.remove("d/" + name)));
    out.values().forEach(NDArray::close);
    return d;
  }

  @Override
  public void close() {
    program.close();
  }
}
