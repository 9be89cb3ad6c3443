package org.pydl4j.spark.training;

import java.util.Arrays;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nn.model.Model;

/** A model's parameters (moving averages of normalizations among them) and updater state as one vector. */
final class ModelState {
  private ModelState() {}

  static float[] of(Model model) {
    try (NDArray params = model.params(); NDArray updaterState = model.updaterState()) {
      return join(params, updaterState);
    }
  }

  static float[] join(NDArray params, NDArray updaterState) {
    int n = Math.toIntExact(params.size());
    float[] all = Arrays.copyOf(params.toFloatArray(), Math.addExact(n, Math.toIntExact(updaterState.size())));
    System.arraycopy(updaterState.toFloatArray(), 0, all, n, all.length - n);
    return all;
  }

  /** The caller closes it. */
  static NDArray params(float[] state, Model model) {
    return vector(Arrays.copyOf(state, (int) model.numParams()));
  }

  /** The caller closes it. */
  static NDArray updaterState(float[] state, Model model) {
    return vector(Arrays.copyOfRange(state, (int) model.numParams(), state.length));
  }

  private static NDArray vector(float[] values) {
    return NDArray.of(values, values.length);
  }
}
