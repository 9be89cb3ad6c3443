package org.pydl4j.serving.codec;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.model.Signature;
import org.pydl4j.nn.model.Signature.Tensor;

/** A model's outputs for a batch, on the heap, to be written row by row. */
public final class Answers {
  private final Output[] outputs;

  /**
   * Copies outputs.
   *
   * @param arrays by name, at least so many rows each; they stay the caller's
   */
  public Answers(Signature signature, Map<String, NDArray> arrays) {
    List<Tensor> tensors = signature.outputs();
    outputs = new Output[tensors.size()];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = new Output(tensors.get(i), arrays.get(tensors.get(i).name()));
    }
  }

  /** How many outputs there are. */
  public int size() {
    return outputs.length;
  }

  /** The output at a position of the signature. */
  public Output output(int index) {
    return outputs[index];
  }

  /** Raises IllegalArgumentException when a row holds NaN or infinity. */
  public void checkFinite(int row) {
    for (Output y : outputs) {
      for (int i = 0; y.longs == null && i < y.size; i++) {
        if (!Double.isFinite(y.number(row, i))) {
          throw new IllegalArgumentException("[model] output is not finite: got " + y.number(row, i) + " at " + i
              + (outputs.length == 1 ? "" : " of '" + y.tensor.name() + "'") + ".");
        }
      }
    }
  }

  /** One output. */
  public static final class Output {
    private final Tensor tensor;
    private final int size;
    private final float[] floats;
    private final double[] doubles;
    private final long[] longs;

    Output(Tensor tensor, NDArray y) {
      this.tensor = tensor;
      this.size = y.size(0) == 0 ? 0 : Math.toIntExact(y.size() / y.size(0));
      boolean whole = !y.dtype().isFloat();
      longs = whole ? y.toLongArray() : null;
      doubles = y.dtype() == DType.FLOAT64 ? y.toDoubleArray() : null;
      floats = whole || doubles != null ? null : y.toFloatArray();
    }

    /** The output's name, type and shape. */
    public Tensor tensor() {
      return tensor;
    }

    /** Numbers of a row. */
    public int size() {
      return size;
    }

    /** A row's numbers as float[], double[] or long[], whichever holds them all. */
    public Object row(int row) {
      int from = row * size;
      return floats != null ? Arrays.copyOfRange(floats, from, from + size)
          : doubles != null ? Arrays.copyOfRange(doubles, from, from + size)
              : Arrays.copyOfRange(longs, from, from + size);
    }

    /** A number of a row. */
    public double number(int row, int i) {
      int at = row * size + i;
      return floats != null ? floats[at] : doubles != null ? doubles[at] : longs[at];
    }

    /** A whole number of a row of whole numbers. */
    public long whole(int row, int i) {
      return longs[row * size + i];
    }

    /** Appends a number of a row as JSON writes it, with all its digits. */
    void append(StringBuilder text, int row, int i) {
      int at = row * size + i;
      if (floats != null) {
        text.append(floats[at]);
      } else if (doubles != null) {
        text.append(doubles[at]);
      } else if (tensor.dtype() == DType.BOOL) {
        text.append(longs[at] != 0);
      } else {
        text.append(longs[at]);
      }
    }

    /** The class that a row tells: its greatest number, or of a single one whether it is at least 0.5. */
    public int classOf(int row) {
      int best = size == 1 && number(row, 0) >= 0.5 ? 1 : 0;
      for (int i = 1; i < size; i++) {
        best = number(row, i) > number(row, best) ? i : best;
      }
      return best;
    }

    /** What the class that a row tells is called; null where it has no name. */
    public String classNameOf(int row) {
      List<String> names = tensor.classNames();
      return names.isEmpty() ? null : names.get(classOf(row));
    }
  }
}
