package org.pydl4j.nd.families;

import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Attrs;

/** Ops on arrays: {@code Nd.random()}. Written by {@code make generate} from the declarations in Java; do not edit. */
public final class RandomOps {
  /** The only one. */
  public static final RandomOps ALL = new RandomOps();

  private RandomOps() {
  }

  /**
   * Normal numbers of mean loc and standard deviation scale, by Box and Muller's transform.
   *
   * @param seed integers
   * @param step integers
   * @param shape whole numbers
   * @param loc floats; may be null
   * @param scale floats; may be null
   * @param options "dtype": element type of the result, by ONNX's number (1); "node": distinguishes uses: 0 to 65535 (0)
   * @return y, a new array
   */
  public NDArray randomNormal(NDArray seed, NDArray step, long[] shape, NDArray loc, NDArray scale, Attrs options) {
    return Calls.one("pydl4j.RandomNormal", options, Calls.lists("shape", shape), new NDArray[] {seed, step, loc, scale});
  }

  /** The same with every option at its default. */
  public NDArray randomNormal(NDArray seed, NDArray step, long[] shape, NDArray loc, NDArray scale) {
    return Calls.one("pydl4j.RandomNormal", null, Calls.lists("shape", shape), new NDArray[] {seed, step, loc, scale});
  }

  /**
   * Numbers from [low, high), low + (high - low) u with u of 24 or 53 bits, by Philox 4x32-10 keyed by seed, step and node.
   *
   * @param seed integers
   * @param step integers
   * @param shape whole numbers
   * @param low floats; may be null
   * @param high floats; may be null
   * @param options "dtype": element type of the result, by ONNX's number (1); "node": distinguishes uses: 0 to 65535 (0)
   * @return y, a new array
   */
  public NDArray randomUniform(NDArray seed, NDArray step, long[] shape, NDArray low, NDArray high, Attrs options) {
    return Calls.one("pydl4j.RandomUniform", options, Calls.lists("shape", shape), new NDArray[] {seed, step, low, high});
  }

  /** The same with every option at its default. */
  public NDArray randomUniform(NDArray seed, NDArray step, long[] shape, NDArray low, NDArray high) {
    return Calls.one("pydl4j.RandomUniform", null, Calls.lists("shape", shape), new NDArray[] {seed, step, low, high});
  }
}
