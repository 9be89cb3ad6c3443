package org.pydl4j.nd.spi;

import java.util.List;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.TensorType;

/**
 * What a backend is asked to compute: all shapes concrete, all arrays dense row-major.
 *
 * @param op name with domain unless ai.onnx, e.g. "MatMul", "pydl4j.ConvWeightGrad"
 * @param inputs types of the inputs; null where an optional input is absent
 * @param threads the number of threads the kernel will run with
 * @param constant per input: true when its content does not change between runs, so the kernel may ask for a packed
 *     copy
 * @param choice which of {@link Backend#alternatives} is wanted; empty for the backend's first
 */
public record KernelCall(String op, Attrs attrs, List<TensorType> inputs, List<TensorType> outputs, int threads,
    boolean[] constant, String choice) {
  /** A call for the backend's first choice. */
  public KernelCall(String op, Attrs attrs, List<TensorType> inputs, List<TensorType> outputs, int threads,
      boolean[] constant) {
    this(op, attrs, inputs, outputs, threads, constant, "");
  }

  /** The same call for an alternative. */
  public KernelCall choosing(String alternative) {
    return new KernelCall(op, attrs, inputs, outputs, threads, constant, alternative);
  }
}
