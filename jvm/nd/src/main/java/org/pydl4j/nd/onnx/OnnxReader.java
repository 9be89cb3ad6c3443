package org.pydl4j.nd.onnx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pydl4j.nd.graph.Graph;

/**
 * Reads ONNX models into graphs: older opsets are lifted to the newest, symbolic dims become -1, initializers
 * constants, and shapes that the model computes from known dims are folded.
 */
public final class OnnxReader {
  private OnnxReader() {
  }

  /**
   * Reads a model file.
   *
   * @throws IllegalArgumentException when the file is damaged or no ONNX model
   * @throws UnsupportedOperationException when the model uses what we do not have; names the node
   */
  public static Graph read(Path path) {
    try {
      return read(Files.readAllBytes(path));
    } catch (IOException | OutOfMemoryError e) {
      throw new UncheckedIOException("[onnx] cannot read " + path + ": " + e.getMessage()
          + ". Check the path, and that the file is below 2 GiB.",
          e instanceof IOException io ? io : new IOException(e));
    }
  }

  /** Reads a model from memory. */
  public static Graph read(byte[] bytes) {
    return new Importer(ModelFile.read(WireReader.of(ByteBuffer.wrap(bytes), "model"))).graph();
  }
}
