package org.pydl4j.nn.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.pydl4j.nd.json.Nearest;
import org.pydl4j.nd.types.DType;

/**
 * What a model takes and gives: names, element types and shapes, in the model's order. It says all that a protocol
 * such as
 * Open Inference (KServe v2) tells of a model.
 */
public record Signature(List<Tensor> inputs, List<Tensor> outputs) {
  /**
   * One input or output.
   *
   * @param isRegression of outputs: whether they give values, not classes
   * @param classNames of outputs: what classes are called, in the order of the numbers; empty where that is not known
   * @param dims rows first; -1 where a size is open. The first is -1: any number of rows
   */
  public record Tensor(String name, DType dtype, boolean isRegression, List<String> classNames, long... dims) {
    public Tensor {
      classNames = List.copyOf(classNames);
      if (dims.length == 0 || dims[0] != -1) {
        throw new IllegalArgumentException("[signature] '" + name + "' has no open axis of rows: got "
            + Arrays.toString(dims) + "; expected [-1, ...]. Give the model an axis for its examples.");
      }
      dims = dims.clone();
    }

    /** One of which nothing else is known. */
    public Tensor(String name, DType dtype, long... dims) {
      this(name, dtype, false, List.of(), dims);
    }

    /** Whether a row tells a class: by its greatest number, or by the only one where both its classes have names. */
    public boolean tellsClass() {
      return dtype.isFloat() && !isRegression && openDims() == 0 && (rowSize() > 1 || classNames.size() == 2);
    }

    /** The sizes of the axes, -1 where open; a copy. */
    @Override
    public long[] dims() {
      return dims.clone();
    }

    /** Dims of one row. */
    public long[] rowDims() {
      return Arrays.copyOfRange(dims, 1, dims.length);
    }

    /** How many axes of a row are open, as the length of sequences. */
    public int openDims() {
      return (int) Arrays.stream(dims).skip(1).filter(d -> d < 0).count();
    }

    /** Elements of one row, open axes left out. */
    public long rowSize() {
      return Arrays.stream(dims).skip(1).filter(d -> d >= 0).reduce(1, Math::multiplyExact);
    }

    /** Whether rows of these dims are this tensor's. */
    public boolean takes(long... row) {
      boolean same = row.length == dims.length - 1;
      for (int i = 0; same && i < row.length; i++) {
        same = dims[i + 1] < 0 || dims[i + 1] == row[i];
      }
      return same;
    }

    /** The element type's name in the Open Inference protocol, such as FP32 or INT64. */
    public String openInferenceType() {
      return switch (dtype) {
        case FLOAT64 -> "FP64";
        case FLOAT32 -> "FP32";
        case FLOAT16 -> "FP16";
        case BFLOAT16 -> "BF16";
        default -> dtype.name();
      };
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Tensor t && t.name.equals(name) && t.dtype == dtype && t.isRegression == isRegression
          && t.classNames.equals(classNames) && Arrays.equals(t.dims, dims);
    }

    @Override
    public int hashCode() {
      return 31 * name.hashCode() + Arrays.hashCode(dims);
    }

    @Override
    public String toString() {
      return name + " " + dtype.numpy + Arrays.toString(dims).replace("-1", "?");
    }
  }

  public Signature {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    for (List<Tensor> side : List.of(inputs, outputs)) {
      Set<String> names = new HashSet<>();
      if (side.isEmpty() || !side.stream().map(Tensor::name).allMatch(names::add)) {
        throw new IllegalArgumentException("[signature] got " + side
            + "; expected at least one tensor, no name twice.");
      }
    }
  }

  /** The input of that name; an unknown one raises IllegalArgumentException with the nearest. */
  public Tensor input(String name) {
    return inputs.get(inputIndex(name));
  }

  /** The position of the input of that name. */
  public int inputIndex(String name) {
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("[signature] unknown input: got '" + name + "'; " + Nearest.hint(name,
        inputNames()));
  }

  /** The output of that name; an unknown one raises IllegalArgumentException with the nearest. */
  public Tensor output(String name) {
    return outputs.stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow(
        () -> new IllegalArgumentException("[signature] unknown output: got '" + name + "'; " + Nearest.hint(name,
            outputNames())));
  }

  /** The same, and an output's classes are called so. */
  public Signature withClassNames(String output, List<String> names) {
    return new Signature(inputs, outputs.stream().map(t -> !t.name().equals(output) ? t
        : new Tensor(t.name(), t.dtype(), t.isRegression(), names, t.dims())).toList());
  }

  /** The names of the inputs in order. */
  public List<String> inputNames() {
    return inputs.stream().map(Tensor::name).toList();
  }

  /** The names of the outputs in order. */
  public List<String> outputNames() {
    return outputs.stream().map(Tensor::name).toList();
  }

  /**
   * {@code {"inputs": [{"name", "dtype", "shape"}], "outputs": [...]}}, with -1 for open sizes; outputs also have
   * {@code "classNames"} and {@code "isRegression"}.
   */
  public JsonObject toJson() {
    JsonObject o = new JsonObject();
    o.add("inputs", json(inputs));
    JsonArray given = json(outputs);
    for (int i = 0; i < outputs.size(); i++) {
      JsonArray names = new JsonArray();
      outputs.get(i).classNames().forEach(names::add);
      given.get(i).getAsJsonObject().add("classNames", names);
      given.get(i).getAsJsonObject().addProperty("isRegression", outputs.get(i).isRegression());
    }
    o.add("outputs", given);
    return o;
  }

  private static JsonArray json(List<Tensor> tensors) {
    JsonArray all = new JsonArray();
    for (Tensor t : tensors) {
      JsonArray shape = new JsonArray();
      Arrays.stream(t.dims).forEach(shape::add);
      JsonObject o = new JsonObject();
      o.addProperty("name", t.name());
      o.addProperty("dtype", t.dtype().numpy);
      o.add("shape", shape);
      all.add(o);
    }
    return all;
  }
}
