package org.pydl4j.serving.servable;

import java.util.Arrays;
import java.util.Map;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nn.model.Signature;
import org.pydl4j.nn.model.Signature.Tensor;

/** Counts rows. */
public final class Rows {
  private Rows() {}

  /** The next power of two: batches of every size would each compile a plan. */
  public static int padded(int rows) {
    return rows <= 1 ? rows : Integer.highestOneBit(rows - 1) << 1;
  }

  /**
   * How many rows the inputs have.
   *
   * @throws IllegalArgumentException when they are not the signature's, or differ in rows
   */
  public static int of(Signature signature, Map<String, NDArray> inputs) {
    inputs.keySet().forEach(signature::input);
    long rows = -1;
    for (Tensor t : signature.inputs()) {
      NDArray x = inputs.get(t.name());
      if (x == null) {
        throw new IllegalArgumentException("[serving] input '" + t.name() + "' is missing: got " + inputs.keySet()
            + "; expected " + signature.inputNames() + ".");
      } else if (x.rank() == 0 || !t.takes(Arrays.copyOfRange(x.shape(), 1, x.rank()))) {
        throw new IllegalArgumentException("[serving] input '" + t.name() + "' has the wrong shape: got "
            + Arrays.toString(x.shape()) + "; expected " + t + ".");
      } else if (rows >= 0 && x.size(0) != rows) {
        throw new IllegalArgumentException("[serving] input '" + t.name() + "' has " + x.size(0) + " rows; expected "
            + rows
            + " as the other inputs.");
      }
      rows = x.size(0);
    }
    return Math.toIntExact(rows);
  }
}
