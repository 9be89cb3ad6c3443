package org.pydl4j.serving.kafka;

import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.model.Signature;
import org.pydl4j.nn.model.Signature.Tensor;
import org.pydl4j.serving.servable.Servable;

/**
 * A model whose answers are known: the sum and the first minus the last of three numbers; 666 makes it fail.
 *
 * @param failure a RuntimeException or Error
 */
public record Sums(Throwable failure) implements Servable {
  public Sums() {
    this(new IllegalArgumentException("no such number"));
  }

  @Override
  public Signature signature() {
    return new Signature(List.of(new Tensor("example", DType.FLOAT32, -1, 3)), List.of(new Tensor("y", DType.FLOAT32,
        -1, 2)));
  }

  @Override
  public Map<String, NDArray> run(Map<String, NDArray> inputs) {
    float[] x = inputs.get("example").toFloatArray();
    int rows = x.length / 3;
    float[] out = new float[rows * 2];
    for (int i = 0; i < rows; i++) {
      if (x[i * 3] == 666) {
        if (failure instanceof Error error) {
          throw error;
        }
        throw (RuntimeException) failure;
      }
      out[i * 2] = x[i * 3] + x[i * 3 + 1] + x[i * 3 + 2];
      out[i * 2 + 1] = x[i * 3] - x[i * 3 + 2];
    }
    return Map.of("y", NDArray.of(out, rows, 2));
  }

  @Override
  public String version() {
    return "sums-1";
  }

  @Override
  public void close() {}
}
