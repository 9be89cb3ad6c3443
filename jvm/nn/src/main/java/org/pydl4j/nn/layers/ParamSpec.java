package org.pydl4j.nn.layers;

import java.util.Arrays;
import org.pydl4j.nn.weights.ParamInit;

/**
 * A parameter array as its layer declares it.
 *
 * @param layer path of the layer: names of what holds it and its own, with slashes between
 * @param name DL4J's name: W, b, RW, gamma, ...; in a graph the variable's
 * @param key the name in the network: "layer0_W" of a layer, "encoder/conv1.weight" of a graph's variable, in a network
 *     within a network behind its path, "encoder/layer0_W"
 * @param dims its shape, row-major in the flat vector
 * @param init how it starts
 * @param role what updater and regularization take it for
 * @param common the layer's settings, all set
 */
public record ParamSpec(String layer, String name, String key, long[] dims, ParamInit init, Role role, Common common) {
  /** What updater and regularization take a parameter for. */
  public enum Role {
    WEIGHT,
    BIAS,
    /** Changed by training without gradients. */
    MOVING,
    /** Not changed: a large constant. */
    FIXED
  }

  /** Number of elements. */
  public long size() {
    try {
      return Arrays.stream(dims).reduce(1, Math::multiplyExact);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("[" + layer + "] parameter " + name + " is too large: got shape "
          + Arrays.toString(dims) + "; expected fewer than 2^63 elements. Make the layer smaller.", e);
    }
  }
}
