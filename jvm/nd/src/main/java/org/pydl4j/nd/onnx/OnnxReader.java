package org.pydl4j.nd.onnx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.function.Predicate;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.Value;

/**
 * Reads ONNX models into graphs: older opsets are lifted to the newest, symbolic dims become -1, initializers
 * constants, and shapes that the model computes from known dims are folded.
 */
public final class OnnxReader {
  private OnnxReader() {
  }

  /**
   * Reads a model file and the external data files beside it.
   *
   * @throws IllegalArgumentException when the file is damaged or no ONNX model
   * @throws UnsupportedOperationException when the model uses what we do not have; names the node
   */
  public static Graph read(Path path) {
    return read(path, name -> false, TrainingForm.AS_WRITTEN).graph();
  }

  /**
   * A model to be trained.
   *
   * @param graph its states are parameters; in training form it writes the running moments
   * @param parameters content of the states by name
   * @param names values of the outermost graph by their names in the file
   */
  public record Model(Graph graph, Map<String, NDArray> parameters, Map<String, Value> names) {
  }

  /** Reads a model whose float initializers of some names are states: parameters to be trained. */
  public static Model read(Path path, Predicate<String> isState, TrainingForm form) {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      if (file.size() > Integer.MAX_VALUE) {
        throw new IllegalArgumentException("[onnx] " + path + " is no ONNX file: got " + file.size()
            + " bytes; expected at most 2 GiB. Larger models keep their weights in external data files.");
      }
      return model(file.map(FileChannel.MapMode.READ_ONLY, 0, file.size()), path.toAbsolutePath().getParent(), isState,
          form);
    } catch (IOException e) {
      throw new UncheckedIOException("[onnx] cannot read " + path + ": " + e.getMessage() + ". Check the path.", e);
    }
  }

  /** Reads a model from memory; its weights must be inside. */
  public static Graph read(byte[] bytes) {
    return graph(ByteBuffer.wrap(bytes), null);
  }

  private static Graph graph(ByteBuffer bytes, Path folder) {
    return model(bytes, folder, name -> false, TrainingForm.AS_WRITTEN).graph();
  }

  private static Model model(ByteBuffer bytes, Path folder, Predicate<String> isState, TrainingForm form) {
    Importer i = new Importer(ModelFile.read(WireReader.of(bytes, "model"), folder), isState, form);
    return new Model(i.graph(), i.states(), i.names());
  }
}
