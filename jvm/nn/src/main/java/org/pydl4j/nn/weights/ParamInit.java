package org.pydl4j.nn.weights;

import java.util.Arrays;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.spi.Philox;

/**
 * Fills a parameter array; a pure function of seed and parameter number, so that every machine starts from the same
 * weights.
 */
public interface ParamInit {
  /** Fills a dense array. */
  void fill(NDArray a, long seed, int param);

  /** Of a parameter whose content must be given with the network: raises. */
  static ParamInit given(String name) {
    return (a, seed, param) -> {
      throw new IllegalStateException("[" + name + "] has no initial content: got none with the network, whose"
          + " configuration says its shape alone; expected an array. Give it to init, or load the saved model.");
    };
  }

  /** One value everywhere. */
  static ParamInit constant(double value) {
    return (a, seed, param) -> a.fill(value);
  }

  /** Constants by row-major position. */
  static ParamInit of(java.util.function.LongToDoubleFunction value) {
    return (a, seed, param) -> {
      for (long i = 0; i < a.size(); i++) {
        a.putDoubleAt(i, value.applyAsDouble(i));
      }
    };
  }

  /** Normal with mean 0, by Box and Muller's transform. */
  static ParamInit normal(double deviation) {
    return (a, seed, param) -> {
      for (long i = 0; i < a.size(); i++) {
        a.putDoubleAt(i, deviation * normalAt(seed, param, 2 * i));
      }
    };
  }

  /** Normal with mean 0; draws beyond two deviations are drawn again. */
  static ParamInit truncatedNormal(double deviation) {
    return (a, seed, param) -> {
      for (long i = 0; i < a.size(); i++) {
        double v = normalAt(seed, param, 2 * i);
        for (long again = 1; Math.abs(v) > 2; again++) {
          v = normalAt(seed, param, 2 * (i + again * a.size()));
        }
        a.putDoubleAt(i, deviation * v);
      }
    };
  }

  private static double normalAt(long seed, int param, long index) {
    double radius = 1 - Philox.uniform(seed, 0, param, index);
    return Math.sqrt(-2 * Math.log(radius)) * Math.cos(2 * Math.PI * Philox.uniform(seed, 0, param, index + 1));
  }

  /** Uniform in [-bound, bound). */
  static ParamInit uniform(double bound) {
    return (a, seed, param) -> {
      for (long i = 0; i < a.size(); i++) {
        a.putDoubleAt(i, bound * (2 * Philox.uniform(seed, 0, param, i) - 1));
      }
    };
  }

  /** 1 on the diagonal, for square matrices. */
  static ParamInit identity() {
    return (a, seed, param) -> {
      if (a.rank() != 2 || a.size(0) != a.size(1)) {
        throw new IllegalArgumentException("[IDENTITY] got weights of shape " + Arrays.toString(a.shape())
            + "; expected a square matrix. Choose another weight init.");
      }
      a.fill(0);
      for (long i = 0; i < a.size(0); i++) {
        a.putDouble(1, i, i);
      }
    };
  }
}
